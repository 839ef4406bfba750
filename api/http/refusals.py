"""Requests that are not carried out, and the status, code and headers that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

STATUS: Final = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "RATE_LIMITED": 429,
    "INTERNAL": 500,
    "BUSY": 503,
    "STORE_UNAVAILABLE": 503,
    "TIMEOUT": 503,
}
"""Codes of an answer without data whose status is not 400."""

ASKING_BACK: Final = frozenset({"PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_NOT_SUPPORTED"})
"""Codes that are no fault of a client: it reads them from a 200 where it reads all errors from one."""


class RefusedError(Exception):
    """A request that is not carried out: what is wrong, and how that is said in HTTP and in GraphQL."""

    def __init__(
        self, status: int, message: str, code: str = "BAD_REQUEST", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})


class GoneError(Exception):
    """The client has hung up; there is nobody to answer."""
