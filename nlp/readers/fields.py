"""A paper out of named fields, whatever the source calls them and however it nests their values."""

from __future__ import annotations

import math
import re
from operator import itemgetter
from typing import Any, Final, cast

from graph.identity import parse_id
from graph.records import Record, Reject
from nlp.readers.cleaning import ARXIV_NUMBER, clean, global_id, optional, pages, people, split_authors, year
from nlp.readers.references import cited_ids

_SPELLINGS: Final = {
    "record": "id _id paper_id paperid record_id recordid corpusid corpus_id key uid uuid",
    "title": "title paper_title",
    "abstract": "abstract summary paperabstract abstracttext abstract_text description text",
    "authors": "authors author creators creator authorships",
    "year": "year publication_year publicationyear pub_year published publicationdate publication_date date issued",
    "venue": "venue journal journal_ref journal-ref journaltitle booktitle container-title container_title",
    "volume": "volume",
    "issue": "issue number",
    "pages": "pages page",
    "url": "url link",
    "language": "language lang",
    "cited_by": "cited_by cited_by_count citationcount citation_count n_citation",
    "references": "references referenced_works outbound_citations outcitations reference cited_references cites",
    "doi": "doi",
    "arxiv": "arxiv_id arxivid arxiv eprint",
    "pmid": "pmid pubmed_id pubmedid pubmed",
    "openalex": "openalex_id openalex",
    "others": "externalids external_ids ids",
    "given": "given first firstname first_name forename",
    "family": "family last lastname last_name surname",
}
"""How sources spell each field, the best first; case does not matter, and no spelling belongs to two fields."""

_PLACES: Final = {
    spelling: (name, rank) for name, spellings in _SPELLINGS.items() for rank, spelling in enumerate(spellings.split())
}

_WRITTEN: Final = "name display_name full_name literal author value text url date-parts"
"""Where an object that stands for a text keeps it."""

_DEPTH: Final = 4
"""How deep a value may be nested: beyond it there is nothing that a person wrote."""

_ARXIV_PLACE = re.compile(r"arxiv\.org/|10\.48550/arxiv", re.IGNORECASE)


class Fields:
    """An object of a source, asked by our names for its fields."""

    def __init__(self, value: object) -> None:
        found: dict[str, list[tuple[int, Any]]] = {}
        for key, each in cast("dict[str, Any]", value).items() if isinstance(value, dict) else ():
            name, rank = _PLACES.get(key.lower(), (key.lower(), 0))
            found.setdefault(name, []).append((rank, each))
        self._values = found

    def values(self, name: str) -> list[Any]:
        """The values under all spellings of the field, the best first."""
        return [value for _, value in sorted(self._values.get(name, ()), key=itemgetter(0))]

    def texts(self, name: str) -> list[str]:
        """The texts under the best spelling that has any."""
        return next((found for value in self.values(name) if (found := _texts(value))), [])

    def first(self, name: str) -> str:
        """The first of the texts, cleaned, or an empty one."""
        return next((found for text in self.texts(name) if (found := clean(text))), "")

    def has(self, name: str) -> bool:
        """Whether the source has this field."""
        return name in self._values


def is_paper(value: object) -> bool:
    """Whether it is an object with the title or the abstract of a paper."""
    fields = Fields(value)
    return bool(fields.first("title") or fields.first("abstract"))


def record_of(value: object, line: int) -> Record | Reject:
    """The object as a Record, or a Reject for what is no object or has neither title nor abstract."""
    if not isinstance(value, dict):
        return Reject(line, "this is JSON, but not an object", "write each paper as {…} with a title and an abstract")
    fields = Fields(cast("object", value))
    title, abstract = fields.first("title"), clean(" ".join(fields.texts("abstract")))
    if not title and not abstract:
        return Reject(line, "neither a title nor an abstract", 'name the fields "title" and "abstract"')
    cited_by = fields.first("cited_by")
    return Record(
        line=line,
        record=fields.first("record"),
        title=title,
        abstract=abstract,
        authors=next((found for value in fields.values("authors") if (found := _authors(value))), ()),
        year=next((found for value in fields.values("year") if (found := year(" ".join(_texts(value))))), None),
        venue=optional(fields.first("venue")),
        volume=optional(fields.first("volume")),
        issue=optional(fields.first("issue")),
        pages=pages(fields.first("pages")),
        url=optional(fields.first("url")),
        language=optional(fields.first("language")),
        cited_by=int(cited_by) if re.fullmatch("[0-9]{1,9}", cited_by) else None,
        ids=_ids(fields),
        references=_references(fields),
    )


def _texts(value: Any, depth: int = _DEPTH) -> list[str]:
    """The texts that a value stands for: itself, a list's, the one that an object keeps under a usual name."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)] if math.isfinite(value) else []
    if isinstance(value, list) and depth:
        return [text for each in cast("list[Any]", value) for text in _texts(each, depth - 1)]
    if isinstance(value, dict) and depth:
        fields = {key.lower(): each for key, each in cast("dict[str, Any]", value).items()}
        return next((found for key in _WRITTEN.split() if (found := _texts(fields.get(key), depth - 1))), [])
    return []


def _authors(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return split_authors(value)
    return people(_author(each) for each in _items(value))


def _items(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def _author(value: Any) -> str:
    if isinstance(value, str):
        return value
    fields = Fields(value)
    parts = f"{fields.first('given')} {fields.first('family')}".strip()
    return parts or next(iter(_texts(value)), "")


def _ids(fields: Fields) -> tuple[str, ...]:
    """The global ids, as the source spells them; the field's name gives the scheme where the spelling does not."""
    found = _named_ids(fields)
    own = fields.first("record")
    if parse_id(own):
        found.append(own)
    elif ARXIV_NUMBER.fullmatch(own) and _is_from_arxiv(fields, found):
        found.append(f"arxiv:{own}")
    return tuple(dict.fromkeys(found))


def _named_ids(fields: Fields) -> list[str]:
    found: list[str] = []
    for holder in (fields, *(Fields(value) for value in fields.values("others"))):
        for scheme in ("doi", "arxiv", "pmid", "openalex"):
            texts = (clean(text) for value in holder.values(scheme) for text in _texts(value))
            found += [global_id(scheme, text) for text in texts if text]
    return found


def _references(fields: Fields) -> tuple[str, ...]:
    """The global ids of the works cited, under all spellings of the field."""
    each = (item for value in fields.values("references") for item in _items(value))
    return tuple(dict.fromkeys(found for item in each for found in _cited(item)))


def _cited(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return [found for text in _texts(value, depth=0) for found in cited_ids(text)]
    fields = Fields(cast("object", value))
    # not its key: what a source calls the reference itself may look like the id of a work
    places = (*_texts(cast("dict[str, Any]", value).get("id")), *fields.texts("url"))
    return [*_named_ids(fields), *(each for each in places if parse_id(each))]


def _is_from_arxiv(fields: Fields, ids: list[str]) -> bool:
    """Whether a bare number like 2503.00001 is arXiv's: the record has arXiv's categories, or a link to it."""
    return fields.has("categories") or any(_ARXIV_PLACE.search(each) for each in (*fields.texts("url"), *ids))
