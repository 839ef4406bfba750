"""The names the pipeline knows: TSV files of concepts, CLDR's names of countries, and how each kind is matched.

A user's own lexicon is a TOML file of kinds and concepts, a TSV file of the same columns as ours, or a folder of such
files, where `expressions.txt` adds to ours too. A concept whose id is known already adds to it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from babel import Locale

from graph.errors import SourceError
from graph.model import Concept
from nlp.lexicon.files import COLUMNS, EXPRESSIONS, MARKS, lexicon_files, read_lexicon_file
from nlp.lexicon.folding import fold, plain, plurals
from nlp.lexicon.kinds import SHIPPED_KINDS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nlp.lexicon.files import Entry

__all__ = ["COLUMNS", "NOTHING", "SHIPPED", "Form", "Lexicon", "load_lexicon"]

SHIPPED: Final = Path(__file__).parent
NOTHING: Final = ""
"""The kind of fixed expressions: they win their span, and nothing is said of it."""

# codes CLDR adds to ISO 3166: places that are no countries, groups, test locales
_NOT_ISO: Final = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())


class Form(NamedTuple):
    """One way to write a concept. `spellings` are the ones that count (None: any case); `mark` asks for context."""

    concept: str
    kind: str
    spellings: frozenset[str] | None
    mark: str


@dataclass(slots=True, eq=False)
class Lexicon:
    """Concepts by id, and the forms that name them by folded spelling."""

    concepts: dict[str, Concept] = field(default_factory=dict[str, Concept])
    forms: dict[str, list[Form]] = field(default_factory=dict[str, list[Form]])
    kinds: dict[str, Kind] = field(default_factory=dict[str, Kind])
    digest: str = ""

    def kind(self, name: str) -> Kind:
        """How names of this kind are matched; a kind without a table of its own is as the defaults say."""
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
        name = concept.name or (known.name if known else written[0])
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


def load_lexicon(paths: Iterable[str | Path] = ()) -> Lexicon:
    """The shipped lexicon and the user's, read once. Raises SourceError for a file that is missing or not as agreed."""
    return _load(tuple(Path(each).resolve() for each in paths))


@lru_cache(maxsize=4)
def _load(paths: tuple[Path, ...]) -> Lexicon:
    lexicon = Lexicon()
    places = [SHIPPED_KINDS, *sorted(SHIPPED.glob("*.tsv")), SHIPPED / EXPRESSIONS, *paths]
    files = [read_lexicon_file(file) for place in places for file in lexicon_files(place)]
    digest = hashlib.blake2b(digest_size=8)
    for file in files:
        digest.update(f"{file.name}\n{file.content}\n".encode())
        for name, table in file.kinds.items():  # all kinds first: they say how to read the rest
            lexicon.kinds[name] = lexicon.kind(name).updated(table)
    for concept in _cldr():
        lexicon.add(concept)
        digest.update(concept.name.encode())
    for file in files:
        for expression in file.expressions:
            lexicon.add_expression(expression)
        for entry in file.entries:
            _add(lexicon, entry)
    for concept in lexicon.concepts.values():  # a link leads to a concept that is there
        if not lexicon.concepts.keys() >= set(concept.broader):
            known = tuple(each for each in concept.broader if each in lexicon.concepts)
            lexicon.concepts[concept.id] = replace(concept, broader=known)
    lexicon.digest = digest.hexdigest()
    return lexicon


def _add(lexicon: Lexicon, entry: Entry) -> None:
    concept = entry.concept
    known = lexicon.concepts.get(concept.id)
    if known and known.kind != concept.kind:
        raise SourceError(
            f"{entry.place}: {known.id} is of the kind {known.kind}", "choose another id, or leave it out"
        )
    if not known and not concept.name:
        raise SourceError(f"{entry.place}: {concept.id} is new, and has no name", "give its name")
    lexicon.kinds.setdefault(concept.kind, Kind())
    lexicon.add(concept)


def _cldr() -> Iterator[Concept]:
    english, chinese = (Locale(each).territories for each in ("en", "zh"))
    for code in sorted(english):
        if len(code) == 2 and code.isalpha() and code not in _NOT_ISO:
            name = english[code].replace(" & ", " and ")
            yield Concept(f"country:{code}", "COUNTRY", name, chinese.get(code), same_as=(f"iso3166:{code}",))
