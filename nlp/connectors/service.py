"""What a service is to the rest: how it is asked, how its pages read, how politely it is to be met."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from graph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.records import Record, Reject


class RefusedError(SourceError):
    """The service understood the request and will not answer it: asking again in the same way helps nobody."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a service's answer.

    `total` is how many entries the whole answer has, `entries` those of this page with the key that tells one from
    another (empty where an entry has none), `following` the cursor of the next page.
    """

    total: int
    entries: tuple[tuple[str, Any], ...]
    following: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """One service.

    `address` is where it is asked; `LITGRAPH_<NAME>_URL` names another one. `per_second` is how many requests we make,
    no more than it grants, `size` how many entries a page has at most, `at_once` how many ids a request, `first` the
    cursor of the first page. `contact_field` is the parameter that carries a contact address, if there is one,
    `key_variable` the environment variable that may hold a key of the user's (sent as `api_key`). `ids` are the ids
    that a text consists of, none if it is a query.
    `search` (query, cursor, size) and `look_up` (ids) are the parameters of a request. `page` raises ValueError for
    what is no page. `answers_to` are the ids, spelled as by `ids`, by which an entry may have been asked for.
    """

    name: str
    title: str
    address: str
    suffix: str
    per_second: float
    size: int
    at_once: int
    first: str
    contact_field: str
    needs_contact: bool
    key_variable: str
    ids: Callable[[str], list[str]]
    search: Callable[[str, str, int], dict[str, str]]
    look_up: Callable[[Sequence[str]], dict[str, str]]
    page: Callable[[bytes], Page]
    answers_to: Callable[[Any], set[str]]
    record: Callable[[Any, int], Record | Reject]


def id_list(text: str, one: Callable[[str], str | None]) -> list[str]:
    """The ids in a list parted by commas or spaces, each once; empty where any part is none."""
    found = [one(part) for part in re.split(r"[,\s]+", text.strip(", \t\n"))]
    return list(dict.fromkeys(each for each in found if each)) if all(found) else []


def json_object(body: bytes) -> dict[str, Any]:
    """A page that is a JSON object; raises ValueError where it is anything else."""
    try:
        value = json.loads(body)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    if not isinstance(value, dict):
        raise ValueError("it is no JSON object")
    return cast("dict[str, Any]", value)


def inside(value: Any, *path: str) -> Any:
    """What stands under these names, one inside the other, or None."""
    for name in path:
        value = cast("dict[str, Any]", value).get(name) if isinstance(value, dict) else None
    return value


def number(value: Any, what: str) -> int:
    """A count of a page; raises ValueError where there is none."""
    if isinstance(value, bool) or not isinstance(value, int | str) or not re.fullmatch(r"\d{1,12}", str(value)):
        raise ValueError(f"it does not say {what}")
    return int(value)


def items(value: Any, what: str) -> list[Any]:
    """The entries of a page; raises ValueError where there is no list of them."""
    if not isinstance(value, list):
        raise ValueError(f"it has no {what}")
    return cast("list[Any]", value)


def text(value: Any, *path: str) -> str:
    """The text or the number that stands there, as text, or an empty one."""
    found = inside(value, *path)
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
