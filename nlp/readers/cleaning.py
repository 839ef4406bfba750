"""Texts as people would write them: no markup, no control characters, one space where there was any white space."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from graph.identity import parse_id
from graph.orcids import parse_orcid, said_with
from nlp.readers.mojibake import repair

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCKS = "abstract br dd div dl dt h1 h2 h3 h4 h5 h6 li ol p sec table td title tr ul".split()
_INLINE = "a b bold em i inf italic sc scp small span strong sub sup tt u".split()
_TAG = re.compile(
    rf"<(?P<close>/?)(?:jats:|mml:)?(?P<name>{'|'.join(sorted(_BLOCKS + _INLINE, key=len, reverse=True))})"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_CLOSED = re.compile(rf"</(?:jats:|mml:)?({'|'.join(_INLINE)})\s*>", re.IGNORECASE)
# control characters but white space; soft hyphens, zero-width spaces and byte order marks, which no search would type
_DROPPED = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
ARXIV_NUMBER = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Za-z]{2})?/\d{7}(?:v\d+)?")
"""What arXiv calls a paper, without a word that says so: other numbers look like it, too."""

_ORCID = re.compile(r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dXx]\b")
_AROUND = re.compile(r"\bORCID:|https?://(?:www\.)?orcid\.org/", re.IGNORECASE)
_RANGE = re.compile(r"\s*[-‐‑‒–—−]+\s*")


def clean(text: str) -> str:
    """The text without HTML tags, entities, mojibake and control characters, its white space collapsed."""
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    if "<" in text:
        # told once: looking for the end of each tag would take the square of the text's length
        closed = {name.lower() for name in _CLOSED.findall(text)}
        text = _TAG.sub(lambda match: _without_tag(match, closed), text)
    if not (text.isascii() and text.isprintable()):
        text = _SURROGATE.sub("\ufffd", _DROPPED.sub("", repair(text)))
    return " ".join(text.split())


def optional(text: str) -> str | None:
    """The cleaned text, or None where nothing is left of it."""
    return clean(text) or None


def page_range(begin: str, end: str) -> str:
    """Where pages begin and end as one text, `5-9`; what is missing or said twice is left out."""
    return f"{begin}-{end}" if begin and end and begin != end else begin or end


def pages(text: str) -> str | None:
    """A range of pages with a plain hyphen: `267–280` and `267--280` are `267-280`."""
    return _RANGE.sub("-", clean(text)) or None


def year(text: str) -> int | None:
    """The first year that a date names (1500 to 2099)."""
    match = _YEAR.search(text)
    return int(match.group()) if match else None


def global_id(scheme: str, text: str) -> str:
    """An id as the source spells it, with the scheme that its field stands for where the spelling does not tell."""
    return text if parse_id(text) else f"{scheme}:{text}"


def given_family(name: str) -> str:
    """One person's name, given name first: `Doe, Jane` is `Jane Doe`; other commas stay as they are."""
    name = clean(name)
    family, _, given = (part.strip() for part in name.partition(","))
    if not given or "," in given or given.rstrip(".").casefold() in {"jr", "sr"}:
        return name
    return f"{given} {family}".strip()


def split_authors(text: str) -> tuple[str, ...]:
    """The names in one string, given name first, whether `;`, ` and ` or commas part them.

    Without `;`, a comma inside a name is told from one between names by what it parts: `Doe, Jane and Roe, R.` holds
    two names, `Jane Doe, Richard Roe` too.
    """
    if ";" in text:
        return people(text.split(";"))
    found: list[str] = []
    for piece in re.split(r"\s+and\s+|\s*&\s*", clean(text)):
        names = [name for each in piece.split(",") if (name := each.strip())]
        found += names if all(" " in name for name in names) or len(names) > 2 else [piece.strip(" ,")]
    return people(found)


def people(names: Iterable[str]) -> tuple[str, ...]:
    """The names that are any, each given name first."""
    return tuple(found for name in names if (found := given_family(name)))


def named_orcids(text: str) -> list[str]:
    """The ORCIDs of a text that lists persons, each with the name before it: `Doe, Jane/0000-0002-1825-0097; …`."""
    found: list[str] = []
    end = 0
    for match in _ORCID.finditer(text):
        name = given_family(_AROUND.sub(" ", text[end : match.start()]).strip(" ;,/:"))
        end = match.end()
        if name and (orcid := parse_orcid(match.group())):
            found.append(said_with(name, orcid))
    return found


def _without_tag(match: re.Match[str], closed: set[str]) -> str:
    name = match.group("name").lower()
    if name in _BLOCKS:
        return " "
    # a lone <b> may be mathematics (a<b>c): an inline tag counts only where it is closed
    return "" if match.group("close") or name in closed else match.group()
