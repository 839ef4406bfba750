"""HTTP as it is read from a connection: uvicorn's way, with an end to heads that do not end and to bodies in crumbs."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

HEAD_BYTES: Final = 65_536
"""Address and headers of a request; an address of more bytes is a 414, headers of more are a 431."""

HEAD_SECONDS: Final = 10.0
"""How long a client may take to send them."""

PIECES: Final = 5_000
"""Into so many chunks a body may be cut: each is work, however small it is."""

IGNORED_BYTES: Final = 64_000_000
"""So much of a body that was refused is let through to the end of it; then the connection is closed."""

LINGER_SECONDS: Final = 1.0
"""So long a client that was refused may go on sending; with the connection closed at once it might not see why."""


class Protocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._waiting: asyncio.TimerHandle | None = None
        self._heading = True
        self._size = 0
        self._pieces = 0
        self._ignored = 0
        self._refused = False

    def connection_made(self, transport: Any) -> None:
        """Waits for the head of the first request."""
        super().connection_made(transport)
        self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits for nothing any more."""
        self._calm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on, unless the client was refused."""
        if self._refused:
            return
        if self._heading:
            self._size += len(data)
        super().data_received(data)
        if self._heading and self._size > HEAD_BYTES and not self.transport.is_closing():
            self._refuse(414 if self.url and len(self.url) > HEAD_BYTES // 2 else 431)

    def send_400_response(self, msg: str) -> None:
        """Refuses what is no HTTP, or has an address too long to be taken apart."""
        self._refuse(414 if len(getattr(self, "url", b"")) > HEAD_BYTES // 2 else 400, msg)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        if not self._heading:
            self._begin()

    def on_headers_complete(self) -> None:
        """The last byte of its head."""
        self._heading = False
        self._calm()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of its body."""
        self._pieces += 1
        if self._pieces > PIECES and not self.cycle.response_complete:
            if not self.cycle.response_started:
                self._refuse(413, f"a request comes in at most {PIECES:,} pieces")
            return
        super().on_body(body)
        if self.cycle.response_complete:
            self._ignored += len(body)
            if self._ignored > IGNORED_BYTES:
                self.transport.abort()

    def _begin(self) -> None:
        self._heading = True
        self._size = self._pieces = self._ignored = 0
        self._calm()
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._late)

    def _calm(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _late(self) -> None:
        if self._size:
            self._refuse(408, f"the head of the request was not sent within {HEAD_SECONDS:g} seconds")
        else:
            self.transport.close()

    def _refuse(self, status: int, message: str = "") -> None:
        """Says why and reads no further; whoever worked on the request learns that its client is gone."""
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        self._calm()
        cycle: Any = self.cycle  # none before the first request
        if cycle is not None and cycle.response_started and not cycle.response_complete:
            self.transport.close()  # amid an answer nothing else can be said
            return
        text = (message or HTTPStatus(status).phrase).encode()
        head = b"content-type: text/plain; charset=utf-8\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(text)
        self.transport.write(STATUS_LINE[status] + head + text)
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.close)
