"""Asking a service as it wishes to be asked: slowly, by name, patiently when it is busy, and nobody else."""

from __future__ import annotations

import random
from importlib.metadata import version
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlencode, urljoin
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import HTTPError, InvalidHeader, LocationParseError, SSLError
from urllib3.util import parse_url

from graph.errors import SourceError
from nlp.connectors.service import RefusedError
from nlp.readers.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ATTEMPTS: Final = 5
LONGEST_WAIT: Final = 120.0
"""Seconds that a service may ask us to wait; beyond it people are told instead."""

LARGEST: Final = 64 << 20
"""Bytes of a page, unpacked: some ten times what a large page has."""

_FIRST_WAIT: Final = 1.0
_TIMEOUT: Final = urllib3.Timeout(connect=10, read=60)
_REDIRECTS: Final = 5
_MOVED: Final = {301, 302, 303, 307, 308}
_BUSY: Final = {429, 500, 502, 503, 504}
_MISPUT: Final = {400, 404, 410, 422}
_PORTS: Final = {"http": 80, "https": 443}

T = TypeVar("T")


class PassingError(Exception):
    """What may be over in a moment: a busy service, a cut connection, half a page. `wait` is what the service asks."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Client:
    """One service, asked one request at a time, no more of them a second than it grants.

    Certificates are checked. Redirects are followed only on the service's own host.
    """

    def __init__(
        self, title: str, address: str, per_second: float, contact: str, pause: Callable[[float], None] = sleep
    ) -> None:
        self._title = title
        self._address = address
        self._apart = 1 / per_second
        self._wait = pause
        # a source before this one, or a run before this one, may have asked a moment ago
        self._next = monotonic() + self._apart
        name = f"litgraph/{version('litgraph')}"
        agent = f"{name} (mailto:{contact})" if contact else name
        home = _host(address)
        if not home:
            raise SourceError(f"{address} is no address of a service", "give one that begins with https://")
        self._home = home
        self._pool = _pool(home, {"User-Agent": agent, "Accept-Encoding": "gzip"})

    def get(self, parameters: Mapping[str, str], read: Callable[[bytes], T]) -> tuple[bytes, T]:
        """A page's bytes, and what `read` makes of them; what `read` cannot read (ValueError) is asked for again.

        Raises RefusedError for what the service refuses, SourceError where it does not answer as it should.
        """
        url = f"{self._address}?{urlencode(parameters)}"
        attempt = 0
        while True:
            attempt += 1
            try:
                body = self._body(url)
                return body, _read(body, read)
            except PassingError as error:
                if attempt == ATTEMPTS or (error.wait or 0) > LONGEST_WAIT:
                    raise self._given_up(error) from error
                self.rest(attempt, error.wait)

    def rest(self, attempt: int, asked: float | None = None) -> None:
        """Waits before another attempt: twice as long each time and never in step with others, or as long as asked."""
        own = _FIRST_WAIT * 2 ** (attempt - 1) * random.uniform(0.5, 1.0)  # noqa: S311 - not a secret
        self._wait(min(max(own, asked or 0.0), LONGEST_WAIT))

    def _body(self, url: str) -> bytes:
        for _ in range(_REDIRECTS):
            wait = self._next - monotonic()
            if wait > 0:
                self._wait(wait)
            self._next = monotonic() + self._apart
            answer = self._opened(url)
            try:
                if answer.status not in _MOVED:
                    return self._content(answer)
                url = self._moved(url, answer.headers.get("Location", ""))
            finally:
                answer.close()
        raise SourceError(f"{self._title} sends us round in circles", "try again later")

    def _opened(self, url: str) -> urllib3.BaseHTTPResponse:
        try:
            return self._pool.request("GET", url, preload_content=False, redirect=False, retries=False)
        except SSLError as error:
            reason = f"the certificate of {self._title} does not hold ({error})"
            raise SourceError(reason, "check the clock and the network of this machine") from error
        except HTTPError as error:
            raise PassingError(f"it cannot be reached ({_reason(error)})") from error

    def _content(self, answer: urllib3.BaseHTTPResponse) -> bytes:
        body = bytearray()
        try:
            for chunk in answer.stream(1 << 16, decode_content=True):
                body += chunk
                if len(body) > LARGEST:
                    raise SourceError(f"{self._title} sends a page of more than {LARGEST >> 20} MB", "ask for less")
        except HTTPError as error:
            if answer.status == 200:
                raise PassingError(f"the connection broke off ({_reason(error)})") from error
        if answer.status in _BUSY:
            raise PassingError(f"it answers with status {answer.status}", _retry_after(answer))
        if answer.status != 200:
            said = clean(bytes(body[:1000]).decode("utf-8", "replace"))[:200] or "no reason given"
            kind = RefusedError if answer.status in _MISPUT else SourceError
            raise kind(f"{self._title} refuses the request (status {answer.status}): {said}")
        return bytes(body)

    def _moved(self, url: str, location: str) -> str:
        target = urljoin(url, location)
        if not location or _host(target) != self._home:
            # without its parameters, which may hold a key
            place = clean(target.partition("?")[0])[:200]
            raise SourceError(f"{self._title} sends us elsewhere, to {place}", "nothing was asked there")
        return target

    def _given_up(self, error: PassingError) -> SourceError:
        if error.wait and error.wait > LONGEST_WAIT:
            return SourceError(
                f"{self._title} asks to wait {error.wait:,.0f} s",
                "what was fetched is kept: run the same command again then",
            )
        return SourceError(
            f"{self._title} gave no page in {ATTEMPTS} attempts: {error}",
            "what was fetched is kept: run the same command again, and it goes on from there",
        )


def _read(body: bytes, read: Callable[[bytes], T]) -> T:
    try:
        return read(body)
    except ValueError as error:
        raise PassingError(f"its page cannot be read: {error}") from error


def _retry_after(answer: urllib3.BaseHTTPResponse) -> float | None:
    """Seconds, from a number or a date."""
    try:
        return urllib3.Retry().get_retry_after(answer)
    except InvalidHeader:
        return None


def _host(url: str) -> tuple[str, str, int] | None:
    """The scheme, host and port of a url, or None where it is none for us."""
    try:
        parts = parse_url(url)
    except LocationParseError:
        return None
    if parts.scheme not in _PORTS or not parts.host:
        return None
    return parts.scheme, parts.host, parts.port or _PORTS[parts.scheme]


def _pool(home: tuple[str, str, int], headers: dict[str, str]) -> urllib3.PoolManager:
    """Connections to a host, through the proxy that the environment names, if it names one."""
    scheme, host, _ = home
    proxy = getproxies().get(scheme)
    if not proxy or proxy_bypass(host):
        return urllib3.PoolManager(headers=headers, timeout=_TIMEOUT)
    return urllib3.ProxyManager(proxy if "://" in proxy else f"http://{proxy}", headers=headers, timeout=_TIMEOUT)


def _reason(error: HTTPError) -> str:
    return str(error).rpartition("): ")[2] or type(error).__name__
