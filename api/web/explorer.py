"""The explorer's way in: from a request for a page to the bytes of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from fastapi import Request, Response

from api.http.access import let_in
from api.http.compression import sent
from api.http.negotiation import prefers_page
from api.http.reading import joined
from api.http.refusals import STATUS, RefusedError
from api.web.address import Address
from api.web.asking import Asking
from api.web.pages import PAGES
from api.web.rendering import STATIC, rendered, static
from api.web.signing import COOKIE, PATH, bearing, recognised, signed_in
from api.web.visit import Elsewhere, File, Visit
from api.web.words import LANGUAGES, preferred, words_of
from graph.deadline import Deadline
from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fastapi import FastAPI

    from api.config import Config
    from api.exchange import Executor
    from api.http.access import Gate
    from api.http.pool import Pool
    from api.library import Library
    from api.web.visit import Page

log = logging.getLogger("litgraph")

FORM: Final = "application/x-www-form-urlencoded"
FORM_BYTES: Final = 1_000_000
HTML: Final = "text/html; charset=utf-8"
FOREVER: Final = "public, max-age=31536000, immutable"


def add_explorer(
    app: FastAPI, library: Callable[[], Library], execute: Executor, pool: Pool, gate: Gate, config: Config
) -> None:
    """Has the application answer for every page, and for the files that pages load."""
    explorer = Explorer(library, execute, pool, gate, config)
    for path, page in PAGES.items():
        app.add_api_route(path, explorer.answering(page), methods=["GET", "HEAD", "POST"])
    app.add_api_route(PATH, explorer.sign_in, methods=["POST"])
    app.add_api_route("/static/{name}", explorer.file, methods=["GET", "HEAD"])
    app.add_exception_handler(404, explorer.missing)


@dataclass(frozen=True, slots=True)
class Explorer:
    """Answers requests for pages, each in a thread of the pool and within the time that any answer has."""

    library: Callable[[], Library]
    execute: Executor
    pool: Pool
    gate: Gate
    config: Config

    def answering(self, page: Page) -> Callable[[Request], object]:
        """What answers requests for a page."""

        async def answer(request: Request) -> Response:
            try:
                who = let_in(self.gate, request.scope, headers=recognised(joined(request.scope["headers"])))
                address, posted = await _asked(request)
                ask = Asking(self.library, self.execute, who.role, Deadline(self.config.seconds))
                signed_in = bool(who.name) and COOKIE in request.cookies
                visit = _visit(request, address, ask, signed_in=signed_in)
                if posted and address.is_short:  # it is shown where it can be shared
                    return self._sent(request, Made(303, b"", {"Location": str(visit.address)}))
                return await self.pool.run(lambda: self._sent(request, self._made(page, visit)))
            except RefusedError as error:
                made = self._refused(request, error.code, str(error), error.status)
                return self._sent(request, made._replace(headers={**made.headers, **error.headers}))

        return answer

    async def sign_in(self, request: Request) -> Response:
        """Keeps the token of a form, if it is a known one, or forgets the one that was kept."""
        try:
            address, _ = await _asked(request)
            if token := address.get("token"):
                let_in(self.gate, request.scope, headers=bearing(token))
            headers = signed_in(address, secure=request.url.scheme == "https")
            return self._sent(request, Made(303, b"", headers))
        except RefusedError as error:
            return self._sent(request, self._refused(request, error.code, str(error), error.status))

    async def file(self, request: Request, name: str) -> Response:
        """A file that pages load; 404 for any other name."""
        if name not in STATIC:
            return Response(status_code=404)
        kept = {"Cache-Control": FOREVER} if request.url.query else {}  # the address has the version in it
        return self._sent(request, Made(200, static(name), {"Content-Type": STATIC[name], **kept}))

    async def missing(self, request: Request, _: Exception) -> Response:
        """What is said of an address that there is nothing at: a page to those who read pages."""
        if not prefers_page(request.headers.get("accept", "")):
            return Response(b'{"detail":"Not Found"}', 404, media_type="application/json")
        return self._sent(request, self._refused(request, "NOT_FOUND", f"there is no {request.url.path} here", 404))

    def _refused(self, request: Request, code: str, message: str, status: int) -> Made:
        """A page that says why there is none, for whom nothing was asked."""
        ask = Asking(self.library, self.execute, self.config.anonymous, Deadline())
        try:
            address = Address.read(request.url.path, request.scope["query_string"])
        except RefusedError:
            address = Address(request.url.path)
        return _failed(_visit(request, address, ask), code, message, status)

    def _made(self, page: Page, visit: Visit) -> Made:
        try:
            shown = page(visit)
            if isinstance(shown, Elsewhere):
                return Made(303, b"", {"Location": str(shown.address)})
            if isinstance(shown, File):
                name = {"Content-Disposition": f'attachment; filename="{shown.name}"'} if shown.name else {}
                return Made(200, _encoded(shown.body), {"Content-Type": shown.media, **name})
            return _page(shown.status, rendered(shown.template, visit, shown.values))
        except LitgraphError as error:
            status = 404 if error.code == "NOT_FOUND" else STATUS.get(error.code, 503 if "STORE" in error.code else 400)
            return _failed(visit, error.code, str(error), status)
        except Exception:
            log.exception("a page failed")
            return _failed(visit, "INTERNAL", "internal error", 500)

    def _sent(self, request: Request, made: Made) -> Response:
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding, Accept-Language", **made.headers}
        return sent(request, made.body, headers, self.config.compress_above, made.status)


class Made(NamedTuple):
    """What is sent: a status, the bytes, and headers that say what they are."""

    status: int
    body: bytes
    headers: Mapping[str, str]


async def _asked(request: Request) -> tuple[Address, bool]:
    """What is asked for in the address, and in a form if one was sent."""
    path, encoded = request.url.path, request.scope["query_string"]
    if request.method != "POST":
        return Address.read(path, encoded), False
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise RefusedError(415, f"forms are sent as {FORM}")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > FORM_BYTES:
            raise RefusedError(413, f"a form has at most {FORM_BYTES:,} bytes")
    return Address.read(path, b"&".join(each for each in (encoded, bytes(body)) if each)), True


def _visit(request: Request, address: Address, ask: Asking, *, signed_in: bool = False) -> Visit:
    """The visit in the language of the address, or else in the one that the browser likes best."""
    asked = address.get("lang")
    language = asked if asked in LANGUAGES else preferred(request.headers.get("accept-language", ""))
    return Visit(address.speaking(language), words_of(language), ask, signed_in)


def _failed(visit: Visit, code: str, message: str, status: int) -> Made:
    values = {"code": code, "message": message, "what": visit.words.error(code)}
    return _page(status, rendered("failed.html", visit, values))


def _page(status: int, html: str) -> Made:
    return Made(status, _encoded(html), {"Content-Type": HTML})


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
