"""Signing in on a closed server: a browser sends no token with a link, so a cookie keeps it, for the pages alone."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.web.address import Address

COOKIE: Final = "litgraph-token"
PATH: Final = "/sign-in"
AUTHORIZATION: Final = b"authorization"


def recognised(headers: dict[bytes, bytes]) -> dict[bytes, bytes]:
    """The headers of a request, with the token of its cookie where it sends none itself."""
    if AUTHORIZATION in headers or b"cookie" not in headers:
        return headers
    try:
        kept = SimpleCookie(headers[b"cookie"].decode("latin-1")).get(COOKIE)
    except CookieError:
        return headers
    return {**headers, AUTHORIZATION: b"Bearer " + kept.value.encode("latin-1")} if kept else headers


def bearing(token: str) -> dict[bytes, bytes]:
    """The headers of a request that sends a token."""
    return {AUTHORIZATION: b"Bearer " + token.encode("utf-8", "replace")}


def signed_in(address: Address, *, secure: bool) -> Mapping[str, str]:
    """The headers that keep the token of a form, or forget it where that is empty, and lead on to where one came from.

    No script can read the cookie, and no other site can have it sent; the API does not look at it.
    """
    cookie: SimpleCookie = SimpleCookie({COOKIE: address.get("token")})
    kept = cookie[COOKIE]
    kept["path"], kept["httponly"], kept["samesite"] = "/", True, "Strict"
    if secure:
        kept["secure"] = True
    if not address.get("token"):
        kept["max-age"] = 0
    on = address.get("next")
    here = on.startswith("/") and not on.startswith(("//", "/\\"))
    return {"Location": on if here else "/", "Set-Cookie": kept.OutputString()}
