"""Who is who: the ids a paper answers to, which of them is its own, and the ids of concepts and authors.

A paper's own id is the best that is known of `doi:`, `arxiv:`, `pmid:`, `openalex:`, `text:`; ids are plain ASCII, so
every store sorts them alike.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from graph.model import Paper, Source
from graph.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.records import Record

SCHEMES: Final = ("doi", "arxiv", "pmid", "openalex", "text")
"""Schemes of paper ids, the best first."""

TITLE_LENGTH: Final = 100

ID_LENGTH: Final = 500
"""What is longer is no id, whatever it looks like: stores index ids."""

TYPOGRAPHY: Final = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹘﹣－", "-") | dict.fromkeys("‘’‚‛′ʼ＇", "'") | dict.fromkeys("“”„‟″＂", '"')
)
"""Dashes and quotes as a typewriter has them, one character for one."""

_FOLD = TYPOGRAPHY | str.maketrans("«»", '""')
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
_DOI = re.compile(
    r"(?:^doi:\s*|^(?:https?://)?(?:dx\.|www\.)?doi\.org/|^)(10\.\d{4,9}/\S*?[^\s.,;:])[.,;:]*$", re.IGNORECASE
)
_ARXIV = re.compile(
    r"(?:^arxiv:\s*|^(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/)"
    r"((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7}))(?:v\d+)?(?:\.pdf)?$",
    re.IGNORECASE,
)
_ARXIV_DOI = re.compile(r"^10\.48550/arxiv\.(.+?)(?:v\d+)?$")
_PMID = re.compile(r"(?:^pmid:\s*|^(?:https?://)?pubmed\.ncbi\.nlm\.nih\.gov/)(\d{1,9})/?$", re.IGNORECASE)
_OPENALEX = re.compile(r"(?:^openalex:\s*|^(?:https?://)?(?:api\.)?openalex\.org/(?:works/)?)(w\d+)$", re.IGNORECASE)
_TEXT = re.compile(r"^text:([0-9a-f]{16})$", re.IGNORECASE)
_PATTERNS = (("doi", _DOI), ("arxiv", _ARXIV), ("pmid", _PMID), ("openalex", _OPENALEX), ("text", _TEXT))


def normalise(text: str) -> str:
    """A text as identity sees it: NFKC, dashes and quotes folded, invisible characters gone, white space collapsed."""
    folded = unicodedata.normalize("NFKC", text).translate(_FOLD)
    return " ".join(_INVISIBLE.sub("", folded).split())


def text_id(text: str) -> str:
    """`text:` and 16 hex digits of BLAKE2b over the normalised text."""
    return "text:" + hashlib.blake2b(normalise(text).encode(), digest_size=8).hexdigest()


def parse_id(raw: str) -> str | None:
    """A global paper id in its one spelling (`doi:10.1000/x`), or None if it is none.

    Case is folded, resolver prefixes, versions of arXiv papers and closing punctuation are dropped. More than 500
    characters are no id.
    """
    if len(raw) > ID_LENGTH:
        return None
    text = normalise(raw).strip("<> ")
    if text.lower().startswith(("http://", "https://", "doi.org/", "dx.doi.org/")):
        text = unquote(text.partition("#")[0])
    for scheme, pattern in _PATTERNS:
        match = pattern.search(text)
        if match:
            bare = match.group(1).casefold()
            return f"{scheme}:{''.join(char if char.isascii() else quote(char).lower() for char in bare)}"
    return None


def parse_reference(raw: str) -> str | None:
    """A cited work's global id in its one spelling, or None if it is none.

    A DOI that arXiv gave becomes the arXiv id: a paper answers to that whichever of the two it was read with.
    """
    found = parse_id(raw)
    return max(implied_ids([found]) - {found}, default=found) if found else None


def is_paper_id(node_id: str) -> bool:
    """Whether an id is spelt as a paper's own id."""
    return node_id.partition(":")[0] in SCHEMES


def implied_ids(known: Iterable[str]) -> set[str]:
    """The ids, with the arXiv id that an arXiv DOI implies."""
    ids = set(known)
    for each in list(ids):
        match = _ARXIV_DOI.match(each.removeprefix("doi:")) if each.startswith("doi:") else None
        if match:
            ids.add(f"arxiv:{match.group(1)}")
    return ids


def order_ids(ids: Iterable[str]) -> list[str]:
    """Ids from the best scheme to the weakest, each scheme's sorted; the first is the paper's own."""
    return sorted(set(ids), key=lambda each: (SCHEMES.index(each.partition(":")[0]), each))


def identify(record: Record, source: str, run: str = "") -> Paper:
    """The record as a Paper: its own id, its other ids, a derived title where the source has none."""
    ids = implied_ids(found for raw in (*record.ids, record.url or "") if raw and (found := parse_id(raw)))
    # what identified a title alone may have been said by another record of the paper: an export states that id
    if record.abstract or not any(each.startswith("text:") for each in ids):
        ids.add(text_id(record.abstract or _title_only(record)))
    best, *others = order_ids(ids)
    title = " ".join(record.title.split())
    return Paper(
        id=best,
        title=title or derive_title(record.abstract),
        abstract=record.abstract,
        title_derived=not title,
        authors=record.authors,
        year=record.year,
        venue=record.venue,
        volume=record.volume,
        issue=record.issue,
        pages=record.pages,
        doi=next((each.removeprefix("doi:") for each in (best, *others) if each.startswith("doi:")), None),
        url=record.url,
        language=record.language,
        cited_by=record.cited_by,
        other_ids=tuple(sorted(others)),
        sources=(Source(source, record.record, run),),
        references=tuple(sorted({found for raw in record.references if (found := parse_reference(raw))})),
        orcids=tuple(sorted({*record.orcids})),
    )


def derive_title(abstract: str) -> str:
    """A title for a paper without one: the abstract's first sentence, at most 100 characters, cut at a word."""
    spans = sentences(abstract)
    first = " ".join(abstract[spans[0][0] : spans[0][1]].split()) if spans else ""
    if len(first) <= TITLE_LENGTH:
        return first
    cut = first[: TITLE_LENGTH - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > TITLE_LENGTH // 2 else cut).rstrip(" ,;:–—-") + "…"


def slug(name: str) -> str:
    """A name as the last part of a concept id: ASCII letters, digits and single dashes; other scripts by hash."""
    plain = unicodedata.normalize("NFKD", normalise(name)).casefold()
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    if not words or (not plain.isascii() and max(plain) > "\u2e7f"):
        words.append(hashlib.blake2b(normalise(name).casefold().encode(), digest_size=4).hexdigest())
    return "-".join(words)


def author_id(paper_id: str, position: int) -> str:
    """The id of a paper's author; equal names are not taken for one person."""
    return f"author:{paper_id}/{position}"


def parse_author_id(node_id: str) -> tuple[str, int] | None:
    """The paper id and the position that an author's id names."""
    match = re.fullmatch(r"author:(.+)/(\d{1,6})", node_id)
    return (match.group(1), int(match.group(2))) if match else None


def _title_only(record: Record) -> str:
    # without an abstract a bare title is too weak ("Editorial"): year and first author must agree too
    return "\n".join((record.title, str(record.year or ""), record.authors[0] if record.authors else ""))
