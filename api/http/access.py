"""Who asks, what they may, and how often."""

from __future__ import annotations

import hashlib
import math
import time
from functools import lru_cache
from hmac import compare_digest
from ipaddress import IPv6Address, ip_network
from typing import TYPE_CHECKING, Final, NamedTuple

from api.exchange import Role
from api.http.operations import READS
from api.http.reading import joined
from api.http.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Scope

    from api.config import Config
    from api.http.operations import Wanted

CHALLENGE: Final = 'Bearer realm="litgraph"'


class Who(NamedTuple):
    """Somebody: the name of their token, or none, and their role."""

    name: str
    role: Role


class Gate:
    """Lets in who may come in, as often as they may; knows of tokens only their hashes."""

    def __init__(self, config: Config) -> None:
        self._tokens = config.tokens
        self._nobody = Who("", config.anonymous)
        self._introspection = config.introspection
        self._rate = Rate(config.rate) if config.rate else None

    def admit(self, headers: Mapping[bytes, bytes], address: str) -> Who:
        """Who sends these headers; raises RefusedError: 401 for a token that nobody has, 429 where it is too often."""
        who = self._known(headers.get(b"authorization", b""))
        if self._rate is not None:
            self._rate.count(f"token {who.name}" if who and who.name else f"address {_network(address)}")
        if who is None:
            raise _unauthenticated("this token is not known here", ', error="invalid_token"')
        return who

    def permit(self, who: Who, wanted: Wanted) -> None:
        """Raises RefusedError where somebody may not do what they want: 401 if a token would help, else 403."""
        if who.role < Role.READ:
            raise _unauthenticated("send a token: Authorization: Bearer …")
        if wanted.changes and who.role < Role.WRITE:
            if self._tokens and not who.name:
                raise _unauthenticated("what changes something wants a token with the role write")
            raise RefusedError(403, "what changes something wants the role write", "FORBIDDEN")
        if wanted.introspects and not self._introspection and who.role < Role.ADMIN:
            raise RefusedError(403, "the schema is told to the role admin only", "FORBIDDEN")

    def _known(self, authorization: bytes) -> Who | None:
        """Who an Authorization header names; other schemes than Bearer are not for us."""
        scheme, _, token = authorization.partition(b" ")
        if scheme.lower() != b"bearer":
            return self._nobody
        digest, found = hashlib.sha256(token.strip()).digest(), None
        for each in self._tokens:  # all of them: how long it takes tells nothing
            if compare_digest(each.digest, digest):
                found = Who(each.name, each.role)
        return found


def let_in(gate: Gate, scope: Scope, wanted: Wanted = READS, headers: dict[bytes, bytes] | None = None) -> Who:
    """Who makes a request, by its headers or by these; raises RefusedError where they may not do what they want."""
    client = scope.get("client")
    who = gate.admit(headers or joined(scope["headers"]), client[0] if client else "")
    gate.permit(who, wanted)
    return who


class Rate:
    """Counts requests by whoever makes them, in a window that slides; in this process only."""

    def __init__(self, rate: str) -> None:
        from limits import parse_many
        from limits.storage import MemoryStorage
        from limits.strategies import SlidingWindowCounterRateLimiter

        self._limits = parse_many(rate)
        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def count(self, who: str) -> None:
        """Counts one request; raises RefusedError (429), which says when to come back, where it is one too many."""
        for each in self._limits:
            if not self._counter.hit(each, who):
                reset = self._counter.get_window_stats(each, who).reset_time
                wait = max(1, math.ceil(reset - time.time()))
                message = f"too many requests: {each.amount} per {each.multiples} {each.GRANULARITY.name}"
                raise RefusedError(429, message, "RATE_LIMITED", {"Retry-After": str(wait)})


@lru_cache(maxsize=4096)
def _network(address: str) -> str:
    """What stands for a client: its address, of an IPv6 one the network, in which a client has all addresses."""
    if ":" not in address:
        return address
    try:
        whole = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(whole.ipv4_mapped or ip_network((whole.packed, 64), strict=False))


def _unauthenticated(message: str, error: str = "") -> RefusedError:
    return RefusedError(401, message, "UNAUTHENTICATED", {"WWW-Authenticate": CHALLENGE + error})
