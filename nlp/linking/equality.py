"""The lexicon's names by what is equal for certain: as written, folded, written out, and without their country."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from nlp.lexicon.folding import fold, plain
from nlp.linking.candidates import Effect, Feature
from nlp.linking.ids import country_of
from nlp.linking.names import Words, country_apart, upright, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.model import Concept
    from nlp.lexicon import Form, Lexicon

BODIES: Final = ("AGENCY", "ORGANIZATION")
"""The kinds whose names are found by their form as well, and so in spellings that no list has."""
COINED: Final = (*BODIES, "PLACE")
"""The kinds that get new concepts for names no list has; places only where a model takes part."""


class Equal(NamedTuple):
    """A concept with a name equal to the one asked for; `apart`: only if the country agrees too."""

    concept: str
    feature: Feature
    mark: str
    short: bool = False
    apart: bool = False


class Known(NamedTuple):
    """One of the lexicon's names of a concept, and the mark that asks for context."""

    concept: str
    name: str
    mark: str


class Equalities:
    """Answers which concepts a name is equal to, tier by tier: what an earlier tier says is surer."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._written: dict[str, dict[Words, list[Known]]] = {}
        self._bare: dict[Words, list[Known]] = {}

    def tiers(self, kind: str, name: str) -> Iterator[list[Equal]]:
        """What is equal as it stands; then, for names of bodies, written out; then, for agencies, but for a country."""
        yield self._as_it_stands(kind, name)
        if kind not in BODIES:
            return
        told = words(name)
        told = upright(told) if kind == "AGENCY" else told
        yield [_written_out(each) for each in self._index(kind).get(told, ())]
        if kind == "AGENCY":
            bare, _ = self.apart(name)
            self._index(kind)
            yield [_but_for_country(each) for form in {told, bare} for each in self._bare.get(form, ())]

    def apart(self, name: str) -> tuple[Words, str | None]:
        """The words of an agency's name without the country that it says, and that country."""
        bare, country = country_apart(words(name), self._countries)
        return upright(bare), country

    def names(self, concept: Concept) -> Iterator[Known]:
        """Every name of a concept, with its mark."""
        for each in (concept.name, *concept.aliases, concept.name_zh or ""):
            for form in self._lexicon.forms.get(fold(plain(each)), ()):
                if form.concept == concept.id:
                    yield Known(concept.id, each, form.mark)
                    break

    def _as_it_stands(self, kind: str, name: str) -> list[Equal]:
        surface = plain(name)
        forms = [each for each in self._lexicon.forms.get(fold(surface), ()) if each.kind == kind]
        return [self._by_form(each, surface) for each in forms]

    def _by_form(self, form: Form, surface: str) -> Equal:
        concept = self._lexicon.concepts[form.concept]
        names = (concept.name, *concept.aliases, concept.name_zh or "")
        short = form.spellings is not None and all(each.removesuffix("s").isupper() for each in form.spellings)
        listed = next((each for each in names if fold(plain(each)) == fold(surface)), concept.name)
        counts = form.spellings is None or surface.replace("-", " ") in form.spellings
        if surface in names:
            told = (
                f"a short form of {concept.name}" if short and surface != concept.name else "the name as it is listed"
            )
            feature = Feature("spelling", Effect.DECIDES, told)
        elif counts or (form.kind in COINED and not short):
            told = f"the same as “{listed}” but for case, hyphens, typography or number"
            feature = Feature("folding", Effect.DECIDES, told)
        else:
            told = f"like “{listed}” but for case or hyphens, and that name counts only as it is written"
            feature = Feature("folding", Effect.PROPOSES, told)
        return Equal(form.concept, feature, form.mark, short)

    def _index(self, kind: str) -> dict[Words, list[Known]]:
        if kind not in self._written:
            written = self._written[kind] = {}
            for known in self._all(kind):
                told = words(known.name)
                if len(told) < 2:  # a short form has nothing to write out
                    continue
                told = upright(told) if kind == "AGENCY" else told
                written.setdefault(told, []).append(known)
                if kind == "AGENCY":
                    bare, country = self.apart(known.name)
                    self._bare.setdefault(bare if country == country_of(known.concept) else told, []).append(known)
        return self._written[kind]

    def _all(self, kind: str) -> Iterable[Known]:
        for concept in self._lexicon.concepts.values():
            if concept.kind == kind:
                yield from self.names(concept)

    @cached_property
    def _countries(self) -> dict[Words, str]:
        named = ((words(each.name), country_of(each.concept)) for each in self._all("COUNTRY") if not each.mark)
        return {name: country for name, country in named if country and name}


def _written_out(known: Known) -> Equal:
    told = f"the same as “{known.name}” once both are written out"
    return Equal(known.concept, Feature("expansion", Effect.DECIDES, told), known.mark)


def _but_for_country(known: Known) -> Equal:
    told = f"the same as “{known.name}” but for the country"
    return Equal(known.concept, Feature("country-apart", Effect.DECIDES, told), known.mark, apart=True)
