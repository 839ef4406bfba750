"""Queries known by their hash: those that clients sent before (Apollo's protocol), or those on a list and no others."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from api.config import ConfigError
from api.http.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CHARACTERS: Final = 4_000_000
"""So much query text is remembered in all, however many queries that is."""

_HASH: Final = re.compile(r"[0-9a-f]{64}")


class Found(NamedTuple):
    """A query, and the hash to remember it by once it has turned out to be one."""

    query: str
    new: str | None = None


class Persisted:
    """Remembers up to `most` queries, the least used of which are forgotten; with a list it knows those on it only."""

    def __init__(self, most: int, folder: Path | None = None) -> None:
        self._most = most
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._characters = 0
        self._listed = _listed(folder) if folder else None

    def find(self, request: Mapping[str, Any]) -> Found:
        """The query that a request means, by its text, its hash, or both.

        Raises RefusedError: PERSISTED_QUERY_NOT_FOUND, on which clients send the text too; QUERY_NOT_LISTED;
        PERSISTED_QUERY_NOT_SUPPORTED; BAD_REQUEST for a hash that is none, or another text's.
        """
        query = request.get("query") or ""
        extension = (request.get("extensions") or {}).get("persistedQuery")
        if extension is None:
            if query.strip():
                return self._if_listed(query)
            raise RefusedError(400, 'send one JSON object with a text "query"')
        hash_ = _hash(extension)
        if self._listed is None and not self._most:
            raise RefusedError(400, "PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED")
        if not query:
            return Found(self._known(hash_))
        if hashlib.sha256(query.encode()).hexdigest() != hash_:
            raise RefusedError(400, "provided sha does not match query")
        return self._if_listed(query, hash_)

    def remember(self, hash_: str, query: str) -> None:
        """Keeps a query that was answered, to be found by its hash."""
        if hash_ in self._kept or len(query) > CHARACTERS:
            return
        self._kept[hash_] = query
        self._characters += len(query)
        while len(self._kept) > self._most or self._characters > CHARACTERS:
            self._characters -= len(self._kept.popitem(last=False)[1])

    def _known(self, hash_: str) -> str:
        query = (self._kept if self._listed is None else self._listed).get(hash_)
        if query is None:
            raise RefusedError(400, "PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")
        if self._listed is None:
            self._kept.move_to_end(hash_)
        return query

    def _if_listed(self, query: str, hash_: str | None = None) -> Found:
        if self._listed is None:
            return Found(query, hash_)
        if hashlib.sha256(query.strip().encode()).hexdigest() not in self._listed:
            raise RefusedError(403, "this server answers the queries on its list only", "QUERY_NOT_LISTED")
        return Found(query)


def _hash(extension: object) -> str:
    if not isinstance(extension, dict) or extension.get("version") != 1:
        raise RefusedError(400, "persistedQuery has the version 1 here")
    hash_ = extension.get("sha256Hash")
    if not isinstance(hash_, str) or not _HASH.fullmatch(hash_.lower()):
        raise RefusedError(400, "persistedQuery.sha256Hash is no SHA-256 in hexadecimal digits")
    return hash_.lower()


def _listed(folder: Path) -> dict[str, str]:
    """The queries in the *.graphql files of a folder, by the hashes of a file's text with and without its margins."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.graphql")):
        try:
            query = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: cannot be read: {error}", "a listed query is a text in UTF-8") from error
        for each in (query, query.strip()):
            found[hashlib.sha256(each.encode()).hexdigest()] = query
    return found
