"""What an attack is: a request, and the answers that are right."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.api.process import Answer, Server

PLAIN = "{ stats { papers } }"
COST = "400 COST"
BAD = "400 BAD_REQUEST"
TOO_LARGE = "413 BAD_REQUEST"
LONG = "400 TOO_LARGE"


@dataclass(frozen=True)
class Attack:
    """A request, and the answers that are right; `echoed` are the sender's own words, which a message may repeat."""

    name: str
    send: Callable[[Server], Answer]
    answers: tuple[str, ...]
    echoed: tuple[str, ...] = ()


def asked(name: str, query: str, *answers: str, variables: object = None) -> Attack:
    return Attack(name, lambda server: server.asked(query, variables), answers, (query,))


def posted(name: str, body: bytes, *answers: str, **headers: str) -> Attack:
    return Attack(name, lambda server: server.posted(body, **headers), answers)


def spoken(name: str, *parts: bytes, answers: tuple[str, ...], pause: float = 0.0, hang_up: bool = False) -> Attack:
    return Attack(name, lambda server: server.spoken(*parts, pause=pause, hang_up=hang_up), answers)


def body(query: str = PLAIN, **rest: Any) -> bytes:
    return json.dumps({"query": query, **rest}).encode()


def deep(levels: int, left: str = "[", right: str = "]") -> str:
    return left * levels + right * levels
