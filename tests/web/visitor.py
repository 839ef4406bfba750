"""Somebody who looks at the pages without a browser: reads what they say, follows links, fills forms in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
from lxml import html

from api.app import create_app
from api.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.library import Library

QUIET = Config(log="off")


class Seen:
    """A page as it was answered."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.status = response.status_code
        self.address = str(response.url.raw_path, "ascii")
        self.tree: Any = html.document_fromstring(response.text) if response.text.startswith("<!doctype") else None

    def all(self, selector: str) -> list[Any]:
        return self.tree.cssselect(selector)

    def one(self, selector: str) -> Any:
        (found,) = self.all(selector)
        return found

    def texts(self, selector: str) -> list[str]:
        """What the elements say, white space folded."""
        return [" ".join(each.text_content().split()) for each in self.all(selector)]

    def text(self, selector: str = "main") -> str:
        (found,) = self.texts(selector)
        return found

    @property
    def links(self) -> list[str]:
        """Every address of this site that the page leads to."""
        found = [urljoin(self.address, each) for each in self.tree.xpath("//@href")]
        return [each for each in dict.fromkeys(found) if not urlsplit(each).netloc]

    def link(self, text: str, within: str = "main") -> str:
        """The address of the first link that says so."""
        return next(
            urljoin(self.address, each.get("href"))
            for each in self.all(f"{within} a[href]")
            if " ".join(each.text_content().split()).startswith(text)
        )

    def form(self, selector: str, **fields: str) -> str:
        """The address that a form leads to with some fields filled in."""
        form = self.one(selector)
        values = [(name, value) for name, value in form.fields.items() if value and name not in fields]
        return f"{form.action}?{urlencode([*values, *fields.items()])}"


class Visitor:
    """Goes from page to page of an application over a library."""

    def __init__(self, library: Library | Callable[[], Library], config: Config = QUIET) -> None:
        self.app = create_app(library, config)

    def __call__(self, address: str, **headers: str) -> Seen:
        return self._seen("GET", address, headers=headers)

    def post(self, address: str, fields: dict[str, str], **how: Any) -> Seen:
        return self._seen("POST", address, data=fields, **how)

    def walk(self, *starts: str, most: int) -> Iterator[Seen]:
        """Pages reached from some by their links, nearest first."""
        waiting, known = list(starts), {*starts}
        for _ in range(most):
            if not waiting:
                return
            seen = self(waiting.pop(0))
            yield seen
            for link in seen.links if seen.tree is not None else ():
                bare = link.partition("#")[0]
                if bare not in known:
                    known.add(bare)
                    waiting.append(bare)

    def _seen(self, method: str, address: str, **request: Any) -> Seen:
        async def answered() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with (
                self.app.router.lifespan_context(self.app),
                httpx.AsyncClient(transport=transport, base_url="http://test") as client,
            ):
                return await client.request(method, address, **{"follow_redirects": True, **request})

        return Seen(asyncio.run(answered()))
