"""Lexicon files: what each of them says, and in which line stands what cannot be right."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from graph.errors import SourceError
from graph.identity import SCHEMES, slug
from graph.model import Concept
from nlp.lexicon.kinds import KIND_NAME, name_fault, table_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

TEXTS: Final = ("id", "kind", "name", "name_zh")
LISTS: Final = ("aliases", "broader", "same_as")
COLUMNS: Final = TEXTS + LISTS
MARKS: Final = "=?!"
EXPRESSIONS: Final = "expressions.txt"

_ID: Final = re.compile(rf"(?!(?:{'|'.join(SCHEMES)}|author):)[a-z][a-z0-9_-]*:\S+")


class Entry(NamedTuple):
    """A concept as a file gives it, its aliases with their marks, and where that stands."""

    concept: Concept
    place: str


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """What one file says: tables of kinds by name, concepts, and expressions that are no names."""

    name: str
    content: str
    kinds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, "Mapping[str, Any]"])
    entries: tuple[Entry, ...] = ()
    expressions: tuple[str, ...] = ()


def lexicon_files(place: Path) -> list[Path]:
    """A file itself, or the lexicon files of a folder. Raises SourceError where there are none."""
    if place.is_dir():
        found = sorted(each for each in place.iterdir() if each.suffix in {".tsv", ".toml"} or each.name == EXPRESSIONS)
        if found:
            return found
    elif place.exists():
        return [place]
    raise SourceError(f"no lexicon at {place}", "give a .tsv or .toml file, or a folder of them")


def read_lexicon_file(file: Path) -> LexiconFile:
    """What a file says. Raises SourceError, with the line, for whatever is not as agreed."""
    try:
        content = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{file} is not UTF-8 text", "save the lexicon as UTF-8") from error
    except OSError as error:
        raise SourceError(f"{file} cannot be read: {error.strerror}", "give a .tsv or .toml file") from error
    if file.name == EXPRESSIONS:
        lines = map(str.strip, content.splitlines())
        said = tuple(line for line in lines if line and not line.startswith("#"))
        return LexiconFile(file.name, content, expressions=said)
    if file.suffix == ".tsv":
        kinds, entries = {}, tuple(_rows(file, content))
    elif file.suffix == ".toml":
        toml = _Toml(file, content)
        kinds, entries = toml.kinds(), tuple(toml.entries())
    else:
        raise SourceError(f"{file} is no lexicon", "give a .tsv or .toml file, or a folder of them")
    if not kinds and not entries:
        raise SourceError(f"{file} is empty: no kind and no concept", "docs/lexicon.md shows an example")
    return LexiconFile(file.name, content, kinds, entries)


def _rows(file: Path, content: str) -> Iterator[Entry]:
    rows = csv.reader(content.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE)
    header: list[str] = []
    for number, row in enumerate(rows, start=1):
        if not any(row) or row[0].startswith("#"):
            continue
        place, cells = f"{file}, line {number}", [each.strip() for each in row]
        if not header:
            header = cells
            unknown = [each for each in header if each not in COLUMNS]
            if unknown or "kind" not in header:
                what = f"unknown column {unknown[0]!r}" if unknown else "no column kind"
                raise SourceError(f"{place}: {what}", f"the first line names {', '.join(COLUMNS)}, a tab between")
            continue
        if any(cells[len(header) :]):
            raise SourceError(f"{place}: {len(cells)} cells, but {len(header)} columns", "a tab stands between two")
        said = dict(zip(header, cells, strict=False))
        lists = {key: [part.strip() for part in said.get(key, "").split("|") if part.strip()] for key in LISTS}
        yield _entry(place, said | lists)


def _entry(place: str, said: Mapping[str, Any]) -> Entry:
    """The concept of a row or a table; an id that is left out is made from kind and name."""
    kind, name = said.get("kind") or "", said.get("name") or ""
    if not kind or not (name or said.get("id")):
        raise SourceError(f"{place}: a concept needs a kind and a name", "kind = LAW, name = the law's full name")
    if fault := name_fault(kind):
        raise SourceError(f"{place}: {fault}")
    known = said.get("id") or f"{kind.lower().replace('_', '-')}:{slug(name)}"
    if not _ID.fullmatch(known):
        raise SourceError(f"{place}: {known!r} is no id of a concept", "write law:gdpr, or leave the id out")
    aliases, broader, same_as = (tuple(said.get(key, ())) for key in LISTS)
    if not all(each.strip(MARKS) for each in aliases):
        raise SourceError(f"{place}: an alias without a word", "a mark (= ? !) stands before a name")
    return Entry(Concept(known, kind, name, said.get("name_zh") or None, aliases, same_as, broader), place)


class _Toml:
    """A TOML file: kinds as tables under `kinds` (or at the top, as in kinds.toml), concepts as a list of tables."""

    def __init__(self, file: Path, content: str) -> None:
        self._file = file
        self._lines = content.splitlines()
        try:
            self._said: dict[str, Any] = tomllib.loads(content)
        except tomllib.TOMLDecodeError as error:
            raise SourceError(f"{file} is no TOML: {error}", "docs/lexicon.md shows an example") from error

    def kinds(self) -> dict[str, dict[str, Any]]:
        """The tables of kinds by name."""
        nested = self._said.get("kinds", {})
        if not isinstance(nested, dict):
            self._fail("kinds", "kinds is no table: write [kinds.LAW]")
        tables = {name: table for name, table in self._said.items() if name not in {"kinds", "concepts"}}
        for name in tables:
            if not KIND_NAME.fullmatch(name):
                self._fail(re.escape(name), f"unknown key {name}: a lexicon has kinds and concepts")
        tables |= nested
        for name, table in tables.items():
            head = rf"(?:kinds[\s.\"']*)?{re.escape(name)}"
            if fault := name_fault(name):
                self._fail(head, fault)
            if not isinstance(table, dict):
                self._fail(head, f"{name} is no table: write [kinds.{name}]")
            for key, fault in table_faults(table):
                self._fail(head, fault, key)
        return tables

    def entries(self) -> Iterator[Entry]:
        """The concepts in their order."""
        tables = self._said.get("concepts", [])
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            self._fail("concepts", "concepts is no list of tables: begin each concept with [[concepts]]")
        for number, table in enumerate(tables):
            for key, value in table.items():
                if key not in COLUMNS:
                    self._fail("concepts", f"unknown key {key}: a concept has {', '.join(COLUMNS)}", key, number)
                if key in TEXTS and not isinstance(value, str):
                    self._fail("concepts", f'{key} is no text: write {key} = "…"', key, number)
                if key in LISTS and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
                    self._fail("concepts", f'{key} is no list of texts: write {key} = ["…", "…"]', key, number)
            tidy = {
                key: _tidy(value) if isinstance(value, str) else [*map(_tidy, value)] for key, value in table.items()
            }
            yield _entry(self._place("concepts", number=number), tidy)

    def _fail(self, head: str, fault: str, key: str = "", number: int = 0) -> NoReturn:
        raise SourceError(f"{self._place(head, key, number)}: {fault}")

    def _place(self, head: str, key: str = "", number: int = 0) -> str:
        """The file with the line of a table's head or of a key in it; tomllib does not say, so the text is searched."""
        heads = [at for at, line in enumerate(self._lines) if re.match(rf"[\s\[\"']*{head}\b", line)]
        if number >= len(heads):  # tables may also be written on one line
            return str(self._file)
        at = heads[number]
        inside = takewhile(lambda line: not line.lstrip().startswith("["), self._lines[at + 1 :])
        keys = [below for below, line in enumerate(inside, at + 1) if re.match(rf"[\s\"']*{re.escape(key)}\b", line)]
        return f"{self._file}, line {(keys[0] if key and keys else at) + 1}"


def _tidy(text: str) -> str:
    return " ".join(text.split())
