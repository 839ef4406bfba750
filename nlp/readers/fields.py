"""A paper out of named fields, whatever the source calls them and however it nests their values."""

from __future__ import annotations

import re
from operator import itemgetter
from typing import Any, Final, cast

from graph.identity import parse_id
from graph.orcids import parse_orcid
from graph.records import Record, Reject
from nlp.readers.cleaning import ARXIV_NUMBER, clean, global_id, optional, pages, year
from nlp.readers.persons import persons
from nlp.readers.references import cited_ids
from nlp.readers.schemas import usual
from nlp.readers.schemas.crossref import other_answer
from nlp.readers.values import items, texts

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
    "text_id": "text_id",
    "orcids": "orcids",
    "others": "externalids external_ids ids",
}
"""How sources spell each field, the best first; case does not matter, and no spelling belongs to two fields."""

_PLACES: Final = {
    spelling: (name, rank) for name, spellings in _SPELLINGS.items() for rank, spelling in enumerate(spellings.split())
}

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
        found = self._values.get(name, [])
        return [value for _, value in (found if len(found) < 2 else sorted(found, key=itemgetter(0)))]

    def texts(self, name: str) -> list[str]:
        """The texts under the best spelling that has any."""
        return next((found for value in self.values(name) if (found := texts(value))), [])

    def first(self, name: str) -> str:
        """The first of the texts, cleaned, or an empty one."""
        return next((found for text in self.texts(name) if (found := clean(text))), "") if name in self._values else ""

    def has(self, name: str) -> bool:
        """Whether the source has this field."""
        return name in self._values


def is_paper(value: object) -> bool:
    """Whether it is an object with the title or the abstract of a paper."""
    fields = Fields(usual(cast("dict[str, Any]", value)) if isinstance(value, dict) else value)
    return bool(fields.first("title") or fields.first("abstract"))


def record_of(value: object, line: int) -> Record | Reject:
    """The object as a Record, or a Reject for what is no object or has neither title nor abstract."""
    if not isinstance(value, dict):
        return Reject(line, "this is JSON, but not an object", "write each paper as {…} with a title and an abstract")
    fields = Fields(usual(cast("dict[str, Any]", value)))
    title, abstract = fields.first("title"), clean(" ".join(fields.texts("abstract")))
    if not title and not abstract:
        if kind := other_answer(cast("dict[str, Any]", value)):
            return Reject(line, f"no works, but a {kind} of Crossref", "ask it for works")
        return Reject(line, "neither a title nor an abstract", 'name the fields "title" and "abstract"')
    cited_by = fields.first("cited_by")
    found_persons = (persons(each) for each in fields.values("authors"))
    authors, orcids = next((found for found in found_persons if found[0]), ((), ()))
    return Record(
        line=line,
        record=fields.first("record"),
        title=title,
        abstract=abstract,
        authors=authors,
        year=next((found for value in fields.values("year") if (found := year(" ".join(texts(value))))), None),
        venue=optional(fields.first("venue")),
        volume=optional(fields.first("volume")),
        issue=optional(fields.first("issue")),
        pages=pages(fields.first("pages")),
        url=optional(fields.first("url")),
        language=optional(fields.first("language")),
        cited_by=int(cited_by) if re.fullmatch("[0-9]{1,9}", cited_by) else None,
        ids=_ids(fields),
        references=_references(fields),
        orcids=(*orcids, *(text for text in fields.texts("orcids") if parse_orcid(text))),
    )


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
            named = (clean(text) for value in holder.values(scheme) for text in texts(value))
            found += [global_id(scheme, text) for text in named if text]
        # ours; other programs call other things a text's id
        found += [text for value in holder.values("text_id") for text in texts(value) if text.startswith("text:")]
    return found


def _references(fields: Fields) -> tuple[str, ...]:
    """The global ids of the works cited, under all spellings of the field."""
    each = (item for value in fields.values("references") for item in items(value))
    return tuple(dict.fromkeys(found for item in each for found in _cited(item)))


def _cited(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return [found for text in texts(value, depth=0) for found in cited_ids(text)]
    fields = Fields(cast("object", value))
    # not its key: what a source calls the reference itself may look like the id of a work
    places = (*texts(cast("dict[str, Any]", value).get("id")), *fields.texts("url"))
    return [*_named_ids(fields), *(each for each in places if parse_id(each))]


def _is_from_arxiv(fields: Fields, ids: list[str]) -> bool:
    """Whether a bare number like 2503.00001 is arXiv's: the record has arXiv's categories, or a link to it."""
    return fields.has("categories") or any(_ARXIV_PLACE.search(each) for each in (*fields.texts("url"), *ids))
