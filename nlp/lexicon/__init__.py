"""The names the pipeline knows: TSV files of concepts, CLDR's names of countries, and how each kind is matched.

A user's own lexicon is a TSV file, or a folder of them, of the same columns; `kinds.toml` and `expressions.txt` in such
a folder add to ours. A row of an id that is known already adds to it.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from babel import Locale

from graph.errors import SourceError
from graph.model import Concept
from nlp.lexicon.folding import fold, plain, plurals

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED: Final = Path(__file__).parent
COLUMNS: Final = ("id", "kind", "name", "name_zh", "aliases", "broader", "same_as")
MARKS: Final = "=?!"
NOTHING: Final = ""
"""The kind of fixed expressions: they win their span, and nothing is said of it."""

# codes CLDR adds to ISO 3166: places that are no countries, groups, test locales
_NOT_ISO: Final = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())


@dataclass(frozen=True, slots=True)
class Kind:
    """How names of one kind are matched, as `kinds.toml` says."""

    case: str = "any"
    plural: bool = True
    yields: bool = False
    priority: int = 10
    confidence: float = 0.9


class Form(NamedTuple):
    """One way to write a concept. `spellings` are the ones that count (None: any case); `mark` asks for context."""

    concept: str
    kind: str
    spellings: frozenset[str] | None
    mark: str


@dataclass(slots=True)
class Lexicon:
    """Concepts by id, and the forms that name them by folded spelling."""

    concepts: dict[str, Concept] = field(default_factory=dict[str, Concept])
    forms: dict[str, list[Form]] = field(default_factory=dict[str, list[Form]])
    kinds: dict[str, Kind] = field(default_factory=dict[str, Kind])
    digest: str = ""

    def kind(self, name: str) -> Kind:
        """How names of this kind are matched; a kind without a table of its own is matched in any case."""
        return self.kinds.get(name) or Kind()

    def add(self, concept: Concept) -> None:
        """Takes a concept in, whose aliases may carry marks; a known one gets the new name, aliases and links too."""
        known = self.concepts.get(concept.id)
        names = [each for each in (concept.name, *concept.aliases, concept.name_zh or "") if each]
        written = [each.lstrip(MARKS) for each in names]
        marked = {each.lstrip(MARKS) for each in names if each[0] in MARKS}
        for each in names:
            if each[0] in MARKS or each not in marked:
                self._add_form(concept, each)
        name = concept.name or (known.name if known else written[0] if written else concept.id.rpartition("/")[2])
        before = (known.name, *known.aliases) if known else ()
        self.concepts[concept.id] = replace(
            concept,
            name=name,
            name_zh=concept.name_zh or (known.name_zh if known else None),
            aliases=tuple(sorted({*written, *before} - {name, concept.name_zh or ""})),
            broader=tuple(sorted({*concept.broader, *(known.broader if known else ())})),
            same_as=tuple(sorted({*concept.same_as, *(known.same_as if known else ())})),
        )

    def add_expression(self, expression: str) -> None:
        """Takes in words that look like a name and are none."""
        self._add_form(Concept(NOTHING, NOTHING, expression), expression)

    def _add_form(self, concept: Concept, marked: str) -> None:
        name = plain(marked.lstrip(MARKS)).replace("-", " ")
        mark = "".join(each for each in marked[: len(marked) - len(marked.lstrip(MARKS))] if each != "=")
        kind = self.kind(concept.kind)
        exact = marked[0] in "=?"
        names = {name}
        if kind.plural and name.isascii():
            names |= {name + "s"} if exact and name.isupper() else set() if exact else plurals(name)
        spellings: frozenset[str] | None = None
        if exact:
            spellings = frozenset(names)
        elif kind.case == "written":
            long = {each.upper() for each in names if sum(map(str.isalpha, each)) >= 5}
            spellings = frozenset(names | long)
        for each in names:
            form = Form(concept.id, concept.kind, spellings, mark)
            forms = self.forms.setdefault(fold(each), [])
            if mark:  # a mark said later, by a user's lexicon say, holds for the name given before
                forms[:] = [one for one in forms if one.concept != concept.id]
            if form not in forms and not any(one.concept == concept.id and one.mark for one in forms):
                forms.append(form)


@lru_cache(maxsize=4)
def load_lexicon(paths: tuple[str, ...] = ()) -> Lexicon:
    """The shipped lexicon and the user's. Raises SourceError for a file that is missing or not as agreed."""
    lexicon = Lexicon()
    files = {file: _read(file) for place in (SHIPPED, *map(Path, paths)) for file in _files(place)}
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(files, key=lambda each: each.suffix != ".toml"):  # kinds first: they say how to read the rest
        digest.update(f"{file.name}\n{files[file]}\n".encode())
        if file.suffix == ".toml":
            lexicon.kinds |= _kinds(file, files[file])
    for concept in _cldr():
        lexicon.add(concept)
        digest.update(concept.name.encode())
    for file, content in files.items():
        if file.name == "expressions.txt":
            for line in filter(None, map(str.strip, content.splitlines())):
                if not line.startswith("#"):
                    lexicon.add_expression(line)
        elif file.suffix == ".tsv":
            for concept in _rows(file, content):
                lexicon.add(concept)
    for concept in lexicon.concepts.values():  # a link leads to a concept that is there
        if not lexicon.concepts.keys() >= set(concept.broader):
            known = tuple(each for each in concept.broader if each in lexicon.concepts)
            lexicon.concepts[concept.id] = replace(concept, broader=known)
    lexicon.digest = digest.hexdigest()
    return lexicon


def _files(place: Path) -> list[Path]:
    if not place.exists():
        raise SourceError(f"no lexicon at {place}", "give a TSV file or a folder of them")
    return (
        [place]
        if place.is_file()
        else sorted(
            each for each in place.iterdir() if each.suffix in {".tsv", ".toml"} or each.name == "expressions.txt"
        )
    )


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{file} is not UTF-8 text", "save the lexicon as UTF-8") from error


def _kinds(file: Path, content: str) -> dict[str, Kind]:
    try:
        return {name: Kind(**table) for name, table in tomllib.loads(content).items()}
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise SourceError(f"{file}: {error}", f"each kind is a table of {', '.join(Kind.__slots__)}") from error


def _cldr() -> Iterator[Concept]:
    english, chinese = (Locale(each).territories for each in ("en", "zh"))
    for code in sorted(english):
        if len(code) == 2 and code.isalpha() and code not in _NOT_ISO:
            name = english[code].replace(" & ", " and ")
            yield Concept(f"country:{code}", "COUNTRY", name, chinese.get(code), same_as=(f"iso3166:{code}",))


def _rows(file: Path, content: str) -> Iterator[Concept]:
    rows = csv.reader(content.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE)
    header: list[str] = []
    for number, row in enumerate(rows, start=1):
        if not row or row[0].startswith("#"):
            continue
        if not header:
            header = row
            if not {"id", "kind"} <= set(header) <= set(COLUMNS):
                raise SourceError(f"{file}, line {number}: unknown columns", f"they are {' '.join(COLUMNS)}")
            continue
        cells = dict(zip(header, map(str.strip, row), strict=False))
        if not cells["id"] or not cells.get("kind"):
            raise SourceError(f"{file}, line {number}: a concept needs an id and a kind")
        yield Concept(
            id=cells["id"],
            kind=cells["kind"],
            name=cells.get("name", ""),
            name_zh=cells.get("name_zh") or None,
            aliases=_list(cells.get("aliases")),
            broader=_list(cells.get("broader")),
            same_as=_list(cells.get("same_as")),
        )


def _list(cell: str | None) -> tuple[str, ...]:
    return tuple(each.strip() for each in (cell or "").split("|") if each.strip())
