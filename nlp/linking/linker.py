"""Which concept a name stands for: one order of decisions, for the pipeline and for whoever asks why."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from graph.identity import slug
from graph.model import Concept
from nlp.lexicon.folding import plain
from nlp.linking.candidates import Effect, Feature, LinkCandidate
from nlp.linking.equality import Equal, Equalities
from nlp.linking.ids import NO_COUNTRY, UNKNOWN, country_of
from nlp.linking.likeness import Likeness
from nlp.linking.names import written_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nlp.lexicon import Lexicon


@lru_cache(maxsize=4)
def linker_of(lexicon: Lexicon) -> Linker:
    """The one linker of a lexicon: what it looks names up in is made once."""
    return Linker(lexicon)


class Linker:
    """Answers which concept a name stands for, making a new one only where the lexicon has none."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._equalities = Equalities(lexicon)

    def agency(self, name: str, country: str | None) -> Concept:
        """The agency of this name in this country (None: not known, `NO_COUNTRY`: of several)."""
        return self.chosen("AGENCY", name, country) or self.coined("AGENCY", name, country)

    def organization(self, name: str) -> Concept:
        """The organization of this name."""
        return self.chosen("ORGANIZATION", name) or self.coined("ORGANIZATION", name)

    def place(self, name: str, country: str | None = None) -> Concept:
        """The place of this name in this country (None: not known), for which its context speaks."""
        return self.chosen("PLACE", name, country, supported=True) or self.coined("PLACE", name, country)

    def chosen(self, kind: str, name: str, country: str | None = None, *, supported: bool = False) -> Concept | None:
        """The known concept that a name is taken for; `supported`: its context speaks for it."""
        equal = self.equal(kind, name, country, supported=supported)
        return next((each.concept for each in equal if each.decides), None)

    def coined(self, kind: str, name: str, country: str | None = None) -> Concept:
        """The new concept of a name that stands for no known one."""
        full, written = written_out(name), " ".join(plain(name).split())
        aliases = (written,) if written != full else ()
        if kind == "AGENCY":
            country = country or self._equalities.apart(name)[1]
        where = f"{country or UNKNOWN}/" if kind in {"AGENCY", "PLACE"} else ""
        broader = (f"country:{country}",) if where and country not in {None, NO_COUNTRY} else ()
        return Concept(f"{kind.lower()}:{where}{slug(full)}", kind, full, aliases=aliases, broader=broader)

    def equal(
        self, kind: str, name: str, country: str | None = None, *, supported: bool = False
    ) -> Iterator[LinkCandidate]:
        """The concepts with an equal name, the surest equality first; the first that decides is taken."""
        seen: set[str] = set()
        for tier in self._equalities.tiers(kind, name):
            fresh: dict[str, Equal] = {}
            for each in sorted(tier, key=_doubt):
                if each.concept not in seen:
                    fresh.setdefault(each.concept, each)
            seen.update(fresh)
            candidates = [self._candidate(each, name, country, supported=supported) for each in fresh.values()]
            rivals = sum(each.decides for each in candidates) > 1
            yield from (_one_of_several(each) if rivals and each.decides else each for each in candidates)

    def candidates(self, name: str, kind: str | None = None, country: str | None = None) -> list[LinkCandidate]:
        """Every concept that a name may stand for: the one that is taken, others of an equal name, what looks alike.

        Without a kind the name is looked for in all of them, in the order in which mentions win over one another.
        """
        kinds = [kind] if kind else self._kinds()
        equal = [each for one in kinds for each in self.equal(one, name, country)]
        alike = self._alike(name, kinds, {each.concept.id for each in equal})
        return sorted(equal, key=lambda each: not each.decides) + alike

    def concept(self, concept: str, coined: Mapping[str, Concept]) -> Concept:
        """The concept of an id, the lexicon's or a newly coined one."""
        return self._lexicon.concepts.get(concept) or coined[concept]

    def with_broader(self, ids: Iterable[str], coined: Mapping[str, Concept]) -> tuple[Concept, ...]:
        """The concepts of these ids and all that are broader, sorted by id; links that lead nowhere are left out."""
        found: dict[str, Concept] = {}
        waiting = list(ids)
        while waiting:
            each = waiting.pop()
            if each not in found and (each in self._lexicon.concepts or each in coined):
                found[each] = self.concept(each, coined)
                waiting.extend(found[each].broader)
        return tuple(found[each] for each in sorted(found))

    def _candidate(self, equal: Equal, name: str, country: str | None, *, supported: bool) -> LinkCandidate:
        concept = self._lexicon.concepts[equal.concept]
        features = [equal.feature]
        where = None
        if concept.kind == "AGENCY" or (concept.kind == "PLACE" and country):
            where = country or self._equalities.apart(name)[1] if equal.apart else country
            features.append(_country(concept, where, needed=equal.apart))
        agrees = where is not None and where == country_of(concept.id)
        if equal.mark and not supported:
            features.append(_context(equal, concept, agrees=agrees))
        return LinkCandidate(concept, tuple(features))

    def _kinds(self) -> list[str]:
        kinds = {each.kind for each in self._lexicon.concepts.values()}
        rank = {each: self._lexicon.kind(each) for each in kinds}
        return sorted(kinds, key=lambda each: (rank[each].yields, -rank[each].priority, each))

    def _alike(self, name: str, kinds: Iterable[str], known: set[str]) -> list[LinkCandidate]:
        likeness, wanted = Likeness(name), set(kinds)
        found: list[tuple[float, LinkCandidate]] = []
        for concept in self._lexicon.concepts.values():
            if concept.kind in wanted and concept.id not in known:
                score, features = max(
                    (likeness.to(each) for each in (concept.name, *concept.aliases)), key=lambda one: one[0]
                )
                if features:
                    found.append((score, LinkCandidate(concept, features)))
        return [each for _, each in sorted(found, key=lambda one: (-one[0], one[1].concept.id))]


def _doubt(each: Equal) -> tuple[bool, bool]:
    return each.feature.effect is not Effect.DECIDES, bool(each.mark)


def _country(concept: Concept, country: str | None, *, needed: bool) -> Feature:
    own = country_of(concept.id)
    if own is None:
        return Feature("country", Effect.TELLS, "it is no single country's")
    if country is None:
        told = f"the country is not said; this one is of {_land(own)}"
        return Feature("country", Effect.FORBIDS if needed else Effect.TELLS, told)
    if country != own:
        return Feature("country", Effect.FORBIDS, f"of {_land(own)}, and the name is of {_land(country)}")
    return Feature("country", Effect.TELLS, f"the country agrees: {_land(own)}")


def _context(equal: Equal, concept: Concept, *, agrees: bool) -> Feature:
    if equal.mark == "!":
        return Feature("context", Effect.FORBIDS, "a word or name of other meanings: the text must speak for the place")
    if equal.short or concept.kind != "AGENCY":
        told = f"short for many things: the text must name {concept.name} in another way too"
        return Feature("context", Effect.FORBIDS, told)
    told = "other countries have bodies of this name"
    if agrees or equal.feature.name in {"spelling", "folding"}:
        return Feature("context", Effect.TELLS, told)
    return Feature("context", Effect.FORBIDS, f"{told}: the country must agree")


def _one_of_several(each: LinkCandidate) -> LinkCandidate:
    told = "one of several with this name, and nothing says which is meant"
    return LinkCandidate(each.concept, (*each.features, Feature("ambiguous", Effect.FORBIDS, told)))


def _land(country: str) -> str:
    return "several countries" if country == NO_COUNTRY else country
