"""arXiv: papers by a query in its own syntax or by their numbers, read from its Atom feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] (it has no types)

from graph.identity import parse_id
from nlp.connectors.service import Page, RefusedError, Service, id_list, number, text
from nlp.readers.cleaning import ARXIV_NUMBER, clean
from nlp.readers.fields import record_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records import Record, Reject

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH: Final = "{http://a9.com/-/spec/opensearch/1.1/}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"


def ids(asked: str) -> list[str]:
    """The numbers that a text consists of, without versions."""
    return id_list(asked, _number)


def search(query: str, cursor: str, size: int) -> dict[str, str]:
    """The newest papers first: one that comes in between two pages moves the others on, and none is passed over."""
    return {
        "search_query": query,
        "start": cursor,
        "max_results": str(size),
        "sortBy": "submittedDate",
        "sortOrder": "descending",
    }


def look_up(numbers: Sequence[str]) -> dict[str, str]:
    """The newest versions of the papers with these numbers, on one page."""
    return {"id_list": ",".join(numbers), "max_results": str(len(numbers))}


def page(body: bytes) -> Page:
    """A feed. Raises RefusedError where its one entry says what is wrong with the question."""
    # no entity is expanded, nothing is loaded, and a feed needs no document type that could define any
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        feed = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is not well-formed: {error.msg}") from error
    if feed.getroottree().docinfo.doctype or feed.tag != f"{_ATOM}feed":
        raise ValueError("it is no Atom feed")
    total = number(feed.findtext(f"{_OPENSEARCH}totalResults", "").strip(), "how many papers there are")
    begin = number(feed.findtext(f"{_OPENSEARCH}startIndex", "0").strip(), "where it begins")
    entries = [_fields(each) for each in feed.iter(f"{_ATOM}entry")]
    if entries and "/api/errors" in entries[0]["id"]:
        raise RefusedError(f"arXiv refuses the question: {clean(entries[0]['summary'])[:200]}", "mend the query")
    end = begin + len(entries)
    return Page(total, tuple((_key(each), each) for each in entries), str(end) if entries and end < total else None)


def answers_to(paper: Any) -> set[str]:
    """Its number, without the version."""
    return {_number(text(paper, "id")) or ""}


def record(paper: Any, line: int) -> Record | Reject:
    """An entry as a record; its number is its id."""
    own = _number(text(paper, "id"))
    return record_of({**paper, "id": own, "arxiv": own} if own else paper, line)


def _fields(entry: Any) -> dict[str, Any]:
    def first(name: str) -> str:
        return " ".join(entry.findtext(name, "").split())

    return {
        "id": first(f"{_ATOM}id"),
        "title": first(f"{_ATOM}title"),
        "summary": first(f"{_ATOM}summary"),
        "authors": [name for each in entry.iter(f"{_ATOM}name") if (name := " ".join((each.text or "").split()))],
        "published": first(f"{_ATOM}published"),
        "journal_ref": first(f"{_ARXIV}journal_ref"),
        "doi": first(f"{_ARXIV}doi"),
        "url": first(f"{_ATOM}id"),
    }


def _key(entry: dict[str, Any]) -> str:
    return _number(entry["id"]) or entry["id"]


def _number(spelled: str) -> str | None:
    found = parse_id(f"arxiv:{spelled}" if ARXIV_NUMBER.fullmatch(spelled) else spelled)
    return found.removeprefix("arxiv:") if found and found.startswith("arxiv:") else None


SERVICE: Final = Service(
    name="arxiv",
    title="arXiv",
    address="https://export.arxiv.org/api/query",
    suffix=".xml",
    per_second=1 / 3,
    size=500,
    at_once=50,
    first="0",
    contact_field="",
    needs_contact=False,
    key_variable="",
    ids=ids,
    search=search,
    look_up=look_up,
    page=page,
    answers_to=answers_to,
    record=record,
)
