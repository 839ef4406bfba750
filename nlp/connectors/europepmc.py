"""Europe PMC: papers by a query in its own syntax or by PubMed ids, PMC ids, DOIs and preprint ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from graph.identity import parse_id
from nlp.connectors.service import Page, Service, id_list, inside, items, json_object, number, text
from nlp.readers.fields import record_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records import Record, Reject

_FORM: Final = {"format": "json", "resultType": "core"}


def ids(asked: str) -> list[str]:
    """The ids that a text consists of: `29456894` (PubMed), `PMC5815332`, `PPR170401`, DOIs."""
    return id_list(asked, _own)


def search(query: str, cursor: str, size: int) -> dict[str, str]:
    """The most relevant papers first."""
    return {"query": query, "cursorMark": cursor, "pageSize": str(size), **_FORM}


def look_up(wanted: Sequence[str]) -> dict[str, str]:
    """The papers with these ids, on one page: a DOI may stand for a paper and for its preprint."""
    return {"query": " OR ".join(map(_term, wanted)), "pageSize": "1000", **_FORM}


def page(body: bytes) -> Page:
    """A page of `search`; the last one repeats its cursor, or has none."""
    value = json_object(body)
    papers = items(inside(value, "resultList", "result"), "results")
    total = number(value.get("hitCount"), "how many papers there are")
    cursor = text(value, "nextCursorMark")
    if cursor == text(value, "request", "cursorMark"):
        cursor = ""
    return Page(total, tuple((_key(each), each) for each in papers), cursor or None)


def answers_to(paper: Any) -> set[str]:
    """All its ids, as they are spelled in a list of them."""
    spelled = [text(paper, name) for name in ("id", "pmid", "pmcid", "doi")]
    return {found for each in spelled if (found := _own(each))}


def record(paper: Any, line: int) -> Record | Reject:
    """A paper as a record; its source and its id there are its id: `MED:29456894`."""
    if not isinstance(paper, dict):
        return record_of(paper, line)
    return record_of(
        {
            "id": _key(paper),
            "title": inside(paper, "title"),
            "abstract": inside(paper, "abstractText"),
            "authors": _authors(paper),
            "year": text(paper, "pubYear"),
            "venue": text(paper, "journalInfo", "journal", "title"),
            "volume": text(paper, "journalInfo", "volume"),
            "issue": text(paper, "journalInfo", "issue"),
            "pages": text(paper, "pageInfo"),
            "language": text(paper, "language"),
            "cited_by_count": inside(paper, "citedByCount"),
            "doi": text(paper, "doi"),
            "pmid": text(paper, "pmid"),
        },
        line,
    )


def _authors(paper: Any) -> Any:
    listed = inside(paper, "authorList", "author")
    if not isinstance(listed, list):
        return text(paper, "authorString").rstrip(".")
    each: list[Any] = listed
    return [
        {
            "given": text(author, "firstName") or text(author, "initials"),
            "family": text(author, "lastName"),
            "name": text(author, "collectiveName") or text(author, "fullName"),
            "orcid": text(author, "authorId", "value") if text(author, "authorId", "type") == "ORCID" else "",
        }
        for author in each
    ]


def _key(paper: Any) -> str:
    own, source = text(paper, "id"), text(paper, "source")
    return f"{source}:{own}" if own and source else own


def _own(spelled: str) -> str | None:
    bare = spelled.upper().removeprefix("PMID:").removeprefix("MED:")
    if re.fullmatch(r"\d{1,9}|PMC\d{1,9}|PPR\d{1,9}", bare):
        return bare
    found = parse_id(spelled)
    return found.partition(":")[2] if found and found.startswith(("doi:", "pmid:")) else None


def _term(own: str) -> str:
    if own.isdigit():
        return f"(EXT_ID:{own} AND SRC:MED)"
    if own.startswith("PPR"):
        return f"(EXT_ID:{own} AND SRC:PPR)"
    return f"PMCID:{own}" if own.startswith("PMC") else f'DOI:"{own.replace(chr(34), "")}"'


SERVICE: Final = Service(
    name="europepmc",
    title="Europe PMC",
    address="https://www.ebi.ac.uk/europepmc/webservices/rest/search",
    suffix=".json",
    per_second=3,
    size=500,
    at_once=50,
    first="*",
    contact_field="email",
    needs_contact=False,
    key_variable="",
    ids=ids,
    search=search,
    look_up=look_up,
    page=page,
    answers_to=answers_to,
    record=record,
)
