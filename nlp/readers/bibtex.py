"""BibTeX and BibLaTeX: the entries of a .bib file, LaTeX accents as letters, strings and cross-references resolved."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Final

from bibtexparser.middlewares.names import parse_single_name_into_parts
from bibtexparser.model import Entry, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from graph.records import Record, Reject
from nlp.readers.cleaning import ARXIV_NUMBER, clean, global_id, optional, pages, year
from nlp.readers.cut import Cut
from nlp.readers.formats import Format
from nlp.readers.latex import plain, unwrapped
from nlp.readers.references import cited_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# what it logs of broken entries comes out as Rejects
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_REFERENCES: Final = ("references", "cited-references", "cites")
"""Where the exports of Scopus, of Web of Science and of reference managers list the works cited."""

_OWN: Final = {"title", "abstract", "doi", "eprint", "pmid", "url", "pages", "crossref", *_REFERENCES}
"""What an entry never takes from the volume it refers to."""

_START = re.compile(r"@\w*\s*[{(]\s*(?P<key>[^\s,{}()=\"]*)")
# where the splitter goes on with an entry, whatever it was in the middle of
_BEGINS = re.compile(r"[ \t]*@(?!comment|preamble|string)[a-z]+[ \t]*[{(]", re.IGNORECASE)
_BARE = re.compile(r"\s*(?:@\w*\s*)?")
# what entries say for one another
_SHARED = re.compile(rb"(?i)@string|crossref[\s\x1c-\x1f\x80-\xff]*=")
_AND = re.compile(r"(?<!\\)[{}]|\sand(?=\s)", re.IGNORECASE)
_LABELLED = re.compile(r"\s*(given|family|prefix|suffix)\s*=\s*", re.IGNORECASE)


def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """The entries in their order; one that is not closed is a Reject, and those after it are read all the same."""
    entries: list[Entry | ParsingFailedBlock] = []
    strings: dict[str, str] = {}
    # a backslash at a line's end would hide the end from the splitter, which counts lines by them
    text = "\n".join(f"{line} " if line.endswith("\\") else line for line in lines)
    for block in Splitter(text).split().blocks:
        # a key or a field given twice is no reason to lose an entry
        found = block.ignore_error_block or block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(found, String):
            strings.setdefault(found.key.lower(), _value(found.value, strings))
        elif isinstance(found, Entry | ParsingFailedBlock):
            entries.append(found)
    parents: dict[str, dict[str, str]] = {}
    fields = [_fields(each, strings) if isinstance(each, Entry) else {} for each in entries]
    for entry, own in zip(entries, fields, strict=True):
        if isinstance(entry, Entry):
            parents.setdefault(entry.key.lower(), own)
    for entry, own in zip(entries, fields, strict=True):
        line = (entry.start_line or 0) + 1
        if isinstance(entry, Entry):
            yield _record(entry.key, _inherit(own, parents.get(own.get("crossref", "").lower(), {})), line)
        else:
            yield _failed(entry, line)


def sniff(sample: str) -> bool:
    """Whether the text has an entry, or a string or comment like it, at the start of a line."""
    return bool(re.search(r"(?m)^[ \t]*@[A-Za-z]+[ \t]*[{(]", sample))


FORMAT: Final = Format(
    "bibtex", (".bib", ".bibtex"), "BibTeX or BibLaTeX", sniff, read, cut=Cut(_BEGINS.match, unless=_SHARED)
)


def _failed(block: ParsingFailedBlock, line: int) -> Reject:
    rows = (block.raw or "").split("\n")
    while len(rows) > 1 and _BARE.fullmatch(rows[-1]):  # blank, or the start of the entry that follows
        rows.pop()
    raw = "\n".join(rows)
    start = _START.match(raw)
    name = f"entry {clean(start.group('key'))}" if start and start.group("key") else "an entry"
    if raw.count("{") + raw.count("(") > raw.count("}") + raw.count(")"):
        return Reject(line, f"{name} has no closing brace", "close it with a }")
    if raw.count('"') % 2:
        return Reject(line, f"{name} has no closing quote", 'close it with a "')
    return Reject(line, f"{name} is not well formed", "each field must be name = {text}, with commas between them")


def _fields(entry: Entry, strings: dict[str, str]) -> dict[str, str]:
    """The entry's fields by their lower-case names, each the first of its name."""
    return {field.key.lower(): _value(field.value, strings) for field in reversed(entry.fields)}


def _inherit(own: dict[str, str], parent: dict[str, str]) -> dict[str, str]:
    """The fields with those of the volume that the entry refers to; the volume's title is where it appeared."""
    taken = {name: value for name, value in parent.items() if name not in _OWN}
    if "title" in parent:
        taken.setdefault("booktitle", parent["title"])
    return taken | own


def _value(raw: str, strings: dict[str, str]) -> str:
    """A field's text: its pieces put together, strings by what they stand for."""
    pieces = (piece.strip() for piece in _pieces(raw))
    return "".join(
        piece[1:-1] if piece[:1] + piece[-1:] in {"{}", '""'} else strings.get(piece.lower(), piece) for piece in pieces
    )


def _pieces(raw: str) -> Iterator[str]:
    depth, quoted, begin = 0, False, 0
    for match in re.finditer(r'(?<!\\)[{}"#]', raw):
        mark = match.group()
        if mark == "#":
            if not depth and not quoted:
                yield raw[begin : match.start()]
                begin = match.end()
        elif mark == '"':
            quoted ^= not depth
        else:
            depth += 1 if mark == "{" else -1
    yield raw[begin:]


def _record(key: str, fields: dict[str, str], line: int) -> Record | Reject:
    def text(*names: str) -> str:
        return next((found for name in names if (found := clean(plain(fields.get(name, ""))))), "")

    title, abstract = text("title"), text("abstract")
    if not title and not abstract:
        return Reject(line, f"entry {clean(key)} has neither a title nor an abstract", "give it a title")
    return Record(
        line=line,
        record=clean(key),
        title=title,
        abstract=abstract,
        authors=_authors(fields.get("author", "")),
        year=year(text("year")) or year(text("date")),
        venue=optional(text("journal", "journaltitle", "booktitle")),
        volume=optional(text("volume")),
        issue=optional(text("number", "issue")),
        pages=pages(text("pages")),
        url=optional(unwrapped(fields.get("url", ""))),
        language=optional(text("langid", "language")),
        ids=_ids({name: clean(unwrapped(value)) for name, value in fields.items()}),
        references=tuple(
            dict.fromkeys(each for name in _REFERENCES for each in cited_ids(unwrapped(fields.get(name, ""))))
        ),
    )


def _ids(fields: dict[str, str]) -> tuple[str, ...]:
    kind = (fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    eprint = fields.get("eprint", "")
    schemes = {"doi": "doi", "pmid": "pmid", "openalex": "openalex"}
    if kind in {"arxiv", "pubmed"} or (not kind and ARXIV_NUMBER.fullmatch(eprint)):
        schemes["eprint"] = "pmid" if kind == "pubmed" else "arxiv"
    named = ((scheme, fields.get(name, "")) for name, scheme in schemes.items())
    return tuple(global_id(scheme, text) for scheme, text in named if text)


def _authors(value: str) -> tuple[str, ...]:
    return tuple(name for each in _persons(value) if each.strip() != "others" and (name := _name(each)))


def _persons(value: str) -> Iterator[str]:
    """The names between the words `and` that stand outside braces."""
    # bibtexparser's own splitting drops a backslash that a name begins with
    depth = begin = 0
    for match in _AND.finditer(value):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if len(match.group()) > 1 and not depth:
            yield value[begin : match.start()]
            begin = match.end()
    yield value[begin:]


def _name(name: str) -> str:
    """One person's name, given name first."""
    if _LABELLED.match(name):
        parts = dict(part.split("=", 1) for part in name.split(",") if _LABELLED.match(part))
        labelled = {label.strip().lower(): value.strip() for label, value in parts.items()}
        name = " ".join(labelled[part] for part in ("given", "prefix", "family", "suffix") if part in labelled)
    else:
        name = parse_single_name_into_parts(name, strict=False).merge_first_name_first
    return clean(plain(name))
