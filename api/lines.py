"""Lines of a log, as logfmt or as JSON: of requests, and of what the program itself has to say."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import lru_cache
from re import compile as pattern
from time import time_ns
from typing import TYPE_CHECKING, Any, Final

import orjson
from opentelemetry.trace import format_trace_id, get_current_span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PLAIN: Final = pattern(r"[\w./:@+-]+")


class Lines(logging.Formatter):
    """What a program says, one line each: time, level, logger, message, the trace it belongs to, and a traceback."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._line = FORMS[form]

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        told: dict[str, Any] = {
            "time": at(int(record.created * 1000)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _written(record.getMessage()),
        }
        if (span := get_current_span().get_span_context()).is_valid:
            told["trace"] = format_trace_id(span.trace_id)
        if record.exc_info:
            told["error"] = _written(self.formatException(record.exc_info))
        return self._line(told)


def say_in(form: str) -> None:
    """Has warnings and errors of the whole process written to stderr as lines of a form; `off` is for requests only."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines("logfmt" if form == "off" else form))
    root = logging.getLogger()
    for each in [each for each in root.handlers if isinstance(each.formatter, Lines)]:
        root.removeHandler(each)
    root.addHandler(handler)


def now() -> str:
    """The time in UTC, with milliseconds."""
    return at(time_ns() // 1_000_000)


def at(milliseconds: int) -> str:
    """A time since 1970 as it is written in a log."""
    second, thousandths = divmod(milliseconds, 1000)
    return f"{_second(second)}.{thousandths:03}Z"


@lru_cache(maxsize=2)
def _second(since_1970: int) -> str:
    return datetime.fromtimestamp(since_1970, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _written(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()  # half characters cannot be written


def _json(told: Mapping[str, Any]) -> str:
    return orjson.dumps(told).decode()


def _logfmt(told: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={_value(value)}" for name, value in told.items() if value not in ("", None))


def _value(value: Any) -> str:
    text = str(value)
    # what others wrote stays one value on one line
    return text if _PLAIN.fullmatch(text) else orjson.dumps(text).decode()


FORMS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {"json": _json, "logfmt": _logfmt}
"""How what is told becomes a line."""
