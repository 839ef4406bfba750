"""Fetching what a question asks for, page by page into a spool, and on from there if it was stopped."""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from graph.errors import SourceError
from nlp.connectors.fetched import Fetched, unique
from nlp.connectors.polite import Client
from nlp.connectors.registry import SERVICES
from nlp.connectors.service import Page, RefusedError
from nlp.connectors.spool import Spool, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nlp.connectors.service import Service

DEFAULT_LIMIT: Final = 1000

_EMPTY_TRIES: Final = 3
"""How often a page without entries is asked for, where there ought to be some: a busy service sends such."""


def fetch(
    source: str,
    root: Path,
    *,
    limit: int | None = None,
    contact: str = "",
    refetch: bool = False,
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
    notice: Callable[[str], None] = lambda _line: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """What a source like `openalex:social media` or `crossref:10.1000/182` asks for, by way of a folder in `root`.

    At most `limit` papers of a query (1,000), and all of a list of ids. What is in the folder is not asked for again,
    unless with `refetch`. `progress` hears how many are here of how many, `notice` lines for people.
    Raises SourceError where the question cannot be asked or the service does not answer; what came by then is kept.
    """
    prefix, _, question = source.partition(":")
    service = SERVICES[prefix]
    question = question.strip()
    if not question:
        raise SourceError(f"{source} asks for nothing", f'name ids, or a query: {prefix}:"social media"')
    ids = service.ids(question)
    limit = len(ids) * service.size if ids else limit or DEFAULT_LIMIT
    address = os.environ.get(f"LITGRAPH_{service.name.upper()}_URL") or service.address
    asked = {"address": address, **({"ids": ids} if ids else {"query": question})}
    spool = Spool(root, service.name, service.suffix, asked, "0" if ids else service.first)
    with spool.locked():
        if refetch:
            spool.begin_again(keep=False)
        fetcher = _Fetcher(service, spool, ids, question, limit, progress, notice)
        if fetcher.done:
            notice(f"{source}: fetched before, on {spool.state.day} (--refetch asks again)")
        else:
            fetcher.fill(Client(service.title, address, service.per_second, _contact(service, contact), sleep), contact)
        fetched = Fetched(source, service, spool, ids, limit)
    state = spool.state
    if not ids and state.at_first != state.total:
        notice(f"{source}: {state.at_first:,} in all when the fetch began, {state.total:,} by now")
    if not ids and state.total > limit:
        notice(f"{source}: the first {limit:,} of {state.total:,} (--limit {state.total} fetches all)")
    return fetched


class _Fetcher:
    """Fills one spool."""

    def __init__(
        self,
        service: Service,
        spool: Spool,
        ids: list[str],
        question: str,
        limit: int,
        progress: Callable[[int, int | None], None],
        notice: Callable[[str], None],
    ) -> None:
        self._service = service
        self._spool = spool
        self._ids = ids
        self._question = question
        self._limit = limit
        self._progress = progress
        self._notice = notice
        self._seen: set[str] = set()
        self._count = 0
        for key, _ in unique(service, spool, limit):
            self._seen.add(key)
            self._count += 1

    @property
    def done(self) -> bool:
        """Whether all that was asked for is in the spool."""
        return self._spool.state.ended or self._count >= self._limit

    def fill(self, client: Client, contact: str) -> None:
        """Fetches pages until it is done, or the service has no more though it said so."""
        resumed = self._spool.state.pages > 0
        self._progress(self._count, None)
        while not self.done:
            try:
                body, page = self._next(client, contact)
            except RefusedError:
                if not resumed:
                    raise
                resumed = False
                self._notice(f"{self._service.name}: its cursor no longer holds; begun again, nothing comes in twice")
                self._spool.begin_again(keep=True)
                continue
            resumed = False
            if not self._take(body, page):
                return

    def _next(self, client: Client, contact: str) -> tuple[bytes, Page]:
        """The page at the cursor; one that is empty and should not be is asked for a few times."""
        service, state = self._service, self._spool.state
        parameters = self._parameters(state)
        if contact and service.contact_field:
            parameters[service.contact_field] = contact
        if service.key_variable and (key := os.environ.get(service.key_variable)):
            parameters["api_key"] = key
        for attempt in range(1, _EMPTY_TRIES):
            body, page = client.get(parameters, service.page)
            if page.entries or self._ids or state.handed >= page.total:
                return body, page
            client.rest(attempt)
        return client.get(parameters, service.page)

    def _parameters(self, state: State) -> dict[str, str]:
        service = self._service
        if not self._ids:
            return service.search(self._question, state.cursor, min(service.size, self._limit))
        begin = int(state.cursor) * service.at_once
        return service.look_up(self._ids[begin : begin + service.at_once])

    def _take(self, body: bytes, page: Page) -> bool:
        """Puts a page into the spool; False if it says that there is more and has nothing."""
        state = self._spool.state
        handed = state.handed + len(page.entries)
        following, total = page.following, page.total
        if self._ids:
            step = int(state.cursor) + 1
            following, total = (str(step) if step * self._service.at_once < len(self._ids) else None), len(self._ids)
        state = replace(
            state,
            cursor=following or state.cursor,
            handed=handed,
            total=total,
            at_first=state.at_first if state.pages else total,
            ended=following is None or (not self._ids and handed >= total),
            day=f"{datetime.now(UTC):%Y-%m-%d}",
        )
        if not page.entries and not self._ids and handed < total:
            self._spool.note(replace(state, cursor=self._spool.state.cursor, ended=False))
            return False
        self._spool.add(body, replace(state, pages=state.pages + 1))
        for key, _ in page.entries:
            self._count += key not in self._seen or not key
            self._seen.add(key)
        self._progress(self._count, min(self._limit, total))
        return True


def _contact(service: Service, contact: str) -> str:
    if contact and not re.fullmatch(r"[^\s@()<>]+@[^\s@()<>]+", contact):
        raise SourceError(f"{contact!r} is no mail address", "give one like --contact you@example.org")
    if service.needs_contact and not contact:
        raise SourceError(
            f"{service.title} asks programs for a mail address, to reach their users before it has to shut them out",
            "give yours by --contact you@example.org, or in LITGRAPH_CONTACT",
        )
    return contact
