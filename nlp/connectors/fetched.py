"""What was fetched, as a source: local, the same at every call, with a digest of its own."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from graph.errors import SourceError
from graph.records import Record, Reject
from nlp.readers.mojibake import with_repairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.connectors.service import Service
    from nlp.connectors.spool import Spool


class Fetched:
    """The entries of fetched pages, each once, at most `limit` of them; `share` is how much was read by now (0 to 1).

    `digest` is 32 hex digits of BLAKE2b over the entries and the question: what a service repeats word for word is
    equal content, however it cuts it into pages. After the entries come Rejects for ids that the service does not
    know, and for entries that it announced and did not hand out.
    """

    def __init__(self, name: str, service: Service, spool: Spool, ids: list[str], limit: int) -> None:
        self.name = name
        self.format = service.name
        self._service = service
        self._spool = spool
        self._ids = ids
        self._limit = limit
        self._state = spool.state
        digest = hashlib.blake2b(json.dumps([service.name, ids]).encode(), digest_size=16)
        self._count = 0
        for _, value in self._entries():
            digest.update(json.dumps(value, sort_keys=True).encode() + b"\0")
            self._count += 1
        digest.update(f"{self._short()}".encode())
        self.digest = digest.hexdigest()
        self.share = 0.0
        self.note = ""
        self.rejected = None
        self.mended_name = spool.folder.name
        self.repaired = 0
        """In how many entries of the latest call of `records` mojibake was put right by now."""

    def keep_rejected(self) -> None:
        """Nothing to keep: what was fetched lies on disk as it came."""

    def records(self) -> Iterator[Record | Reject]:
        """The entries in their order, then what is missing; `line` is an entry's number, from 1."""
        missing = set(self._ids)
        self.share, self.repaired = 0.0, 0
        for entry, mended in with_repairs(self._read(missing)):
            self.repaired += mended
            yield entry
        end = self._count + 1
        for each in (each for each in self._ids if each in missing):
            yield Reject(end, f"{self._service.title} has no {each}", "check the id")
        if short := self._short():
            advice = "--refetch asks again" if self._state.ended else "run the same command again"
            yield Reject(end, f"{self._service.title} announced {short:,} more and did not hand them out", advice)
        elif not self._count and not self._ids:
            yield Reject(end, f"{self._service.title} has nothing that answers this", "ask in other words")

    def _read(self, missing: set[str]) -> Iterator[Record | Reject]:
        """The entries; takes out of `missing` what they answer to."""
        for line, (_, value) in enumerate(self._entries(), 1):
            missing -= self._service.answers_to(value)
            self.share = line / self._count
            yield self._service.record(value, line)

    def _entries(self) -> Iterator[tuple[str, Any]]:
        return unique(self._service, self._spool, self._limit)

    def _short(self) -> int:
        return 0 if self._ids else max(0, min(self._limit, self._state.total) - self._count)


def unique(service: Service, spool: Spool, limit: int) -> Iterator[tuple[str, Any]]:
    """The entries of the pages that are on disk, the first of each key, up to a limit."""
    seen: set[str] = set()
    count = 0
    for body in spool.pages():
        try:
            page = service.page(body)
        except ValueError as error:
            raise SourceError(f"a page in {spool.folder} is damaged: {error}", "--refetch gets it again") from error
        for key, value in page.entries:
            if key in seen:
                continue
            if count == limit:
                return
            if key:
                seen.add(key)
            count += 1
            yield key, value
