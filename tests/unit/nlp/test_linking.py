"""How a name becomes one concept: what is equal for certain decides, what only looks alike never does."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import pytest

from graph.ingest import ingest
from graph.merging import all_concepts
from graph.model import Concept
from graph.records import Record
from nlp.lexicon import Lexicon, load_lexicon
from nlp.lexicon.folding import fold
from nlp.linking import NO_COUNTRY, Effect, Linker
from nlp.linking.likeness import edits
from nlp.linking.names import words, written_out
from nlp.parallel import Annotator
from tests.unit.graph.words import Listed

if TYPE_CHECKING:
    from graph.store import Store
    from nlp.pipeline import Pipeline

HOMELAND = "agency:US/department-of-homeland-security"
LEAST_PAIRS = 290
SHARED = {"Congo": "CD CG", "Congolese": "CD CG", "Dominican": "DM DO", "Dominicans": "DM DO"}
"""The names that two countries have, and whose they are: which is meant the text has to say."""


class Pair(NamedTuple):
    """Names of two countries that a matching by likeness would propose to merge."""

    one: str
    its: str
    other: str
    theirs: str


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_lexicon())


def country_names() -> list[tuple[str, str]]:
    """Every English name, alias and demonym of every country, with the id of its country."""
    countries = [each for each in load_lexicon().concepts.values() if each.kind == "COUNTRY"]
    return [(name, each.id) for each in countries for name in (each.name, *each.aliases)]


def alike(one: str, other: str) -> bool:
    one, other = fold(one), fold(other)
    return min(len(one), len(other)) > 3 and (one in other or other in one or edits(one, other, 2) <= 2)


PAIRS = [
    Pair(one, its, other, theirs)
    for (one, its), (other, theirs) in combinations(country_names(), 2)
    if its != theirs and alike(one, other)
]


def test_the_pairs_are_those_that_tempt() -> None:
    assert len(PAIRS) >= LEAST_PAIRS
    tempting = {f"{each.its.removeprefix('country:')} {each.theirs.removeprefix('country:')}" for each in PAIRS}
    known = "NE NG, GN GW, GN GQ, GN PG, AT AU, SI SK, IQ IR, ML MW, DM DO, CD CG, KP KR, AS WS, SD SS, GB IE, GM ZM"
    assert tempting >= set(known.split(", "))
    assert {each.one for each in PAIRS if each.one == each.other} == set(SHARED)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.one}, {pair.other}")
def test_no_name_is_taken_for_a_country_that_looks_like_its_own(linker: Linker, pair: Pair) -> None:
    for name, own in (pair[:2], pair[2:]):
        equal = {each.concept.id: each for each in linker.equal("COUNTRY", name)}
        if name in SHARED:
            assert set(equal) == owners(name)
            assert not any(each.decides for each in equal.values())
        else:
            assert set(equal) == {own}


def test_likeness_finds_the_pairs_and_only_proposes(linker: Linker) -> None:
    proposed = 0
    for pair in PAIRS:
        if pair.one not in SHARED and pair.other not in SHARED:
            found = {each.concept.id: each for each in linker.candidates(pair.one, "COUNTRY")}
            if pair.theirs in found:
                proposed += 1
                assert {each.effect for each in found[pair.theirs].features} == {Effect.PROPOSES}
    assert proposed > len(PAIRS) // 2


def test_each_of_two_countries_in_one_text_keeps_its_own(pipeline: Pipeline) -> None:
    texts = [f"cities of the {each.one} region, and in the {each.other} region" for each in PAIRS]
    for text, pair, reading in zip(texts, PAIRS, pipeline.read(texts), strict=True):
        wanted = [
            (name, owners(name) if name in SHARED else {own})
            for name, own in ((pair.one, pair.its), (pair.other, pair.theirs))
        ]
        found = [(text[each.start : each.end], each.concept) for each in reading.mentions]
        assert [name for name, _ in found] == [name for name, _ in wanted]
        for (_, concept), (_, own) in zip(found, wanted, strict=True):
            assert concept in own, text


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("cities in the Dominican Republic and other Dominican towns", ["country:DO", "country:DO"]),
        ("cities in Dominica and other Dominican towns", ["country:DM", "country:DM"]),
        ("cities in the Republic of the Congo and other Congolese towns", ["country:CG", "country:CG"]),
        ("cities in DR Congo and other Congolese towns", ["country:CD", "country:CD"]),
        ("towns in Ireland and in Northern Ireland", ["country:IE", "place:GB/northern-ireland"]),
    ],
)
def test_a_name_of_two_countries_is_the_one_the_text_speaks_of(
    pipeline: Pipeline, text: str, countries: list[str]
) -> None:
    assert [each.concept for each in pipeline.annotate_text(text).mentions] == countries


def test_a_store_keeps_apart_what_looks_alike(sqlite_store: Store, pipeline: Pipeline) -> None:
    owned = {name: own for pair in PAIRS for name, own in (pair[:2], pair[2:]) if name not in SHARED}
    records = [Record(line, name, abstract=f"Cities in the {name} region.") for line, name in enumerate(owned, 1)]
    ingest(sqlite_store, Listed(records), Annotator(pipeline))

    ids = sqlite_store.resolve([each.record for each in records])
    mentions = sqlite_store.mentions([found for each in ids.values() for found in each])
    assert {name: [each.concept for each in mentions[ids[name][0]]] for name in owned} == {
        name: [own] for name, own in owned.items()
    }
    concepts = sqlite_store.concepts(sorted(set(owned.values())))
    for pair in PAIRS:
        if pair.one not in SHARED and pair.other not in SHARED:
            assert pair.other not in {concepts[pair.its].name, *concepts[pair.its].aliases}


def test_concepts_are_merged_by_id_and_by_nothing_else() -> None:
    niger, nigeria = Concept("country:NE", "COUNTRY", "Niger"), Concept("country:NG", "COUNTRY", "Nigeria")

    assert all_concepts([[niger], [nigeria], [niger]]) == {niger.id: niger, nigeria.id: nigeria}


@pytest.mark.parametrize(
    ("name", "country", "concept", "because"),
    [
        ("Department of Homeland Security", None, HOMELAND, "spelling"),
        ("Department of Homeland\u2011Security", None, HOMELAND, "folding"),
        ("Dept. of Homeland Security", None, HOMELAND, "expansion"),
        ("the Dep't of Homeland Security", "US", HOMELAND, "expansion"),
        ("Homeland Security Department", None, HOMELAND, "expansion"),
        ("US Department of Homeland Security", None, HOMELAND, "country-apart"),
        ("U.S. Dept. of Homeland Security", "US", HOMELAND, "country-apart"),
        ("Department of Homeland Security of the United States", None, HOMELAND, "country-apart"),
        ("Defence Ministry", "GB", "agency:GB/ministry-of-defence", "expansion"),
        ("Ministry of Education", "CN", "agency:CN/ministry-of-education-of-china", "country-apart"),
    ],
)
def test_what_is_equal_for_certain_decides(
    linker: Linker, name: str, country: str | None, concept: str, because: str
) -> None:
    first = linker.candidates(name, "AGENCY", country)[0]

    assert (first.concept.id, first.decides, first.features[0].name) == (concept, True, because)
    assert linker.agency(name, country) == first.concept


@pytest.mark.parametrize(
    ("name", "country", "coined", "forbidden"),
    [
        ("UK Department of Homeland Security", None, "agency:GB/uk-department-of-homeland-security", "country"),
        ("Dept. of Homeland Security", "CA", "agency:CA/department-of-homeland-security", "country"),
        ("Department of Homeland Security", NO_COUNTRY, "agency:INT/department-of-homeland-security", "country"),
        ("Justice Department", None, "agency:ZZ/justice-department", "context"),
        ("National Archives of Wales", "KE", "agency:KE/national-archives-of-wales", None),
        ("Department of Homeland Securities", None, "agency:ZZ/department-of-homeland-securities", None),
        ("DHS", "US", "agency:US/dhs", "context"),
        ("who", None, "agency:ZZ/who", None),
    ],
)
def test_what_is_not_coins_a_concept_of_its_own(
    linker: Linker, name: str, country: str | None, coined: str, forbidden: str | None
) -> None:
    first = linker.candidates(name, "AGENCY", country)[0]

    assert not first.decides
    assert {each.name for each in first.features if each.effect is Effect.FORBIDS} == (
        {forbidden} if forbidden else set()
    )
    assert linker.agency(name, country).id == coined


def test_of_several_with_one_name_none_is_guessed() -> None:
    lexicon = Lexicon()
    for country in ("AT", "AU"):
        lexicon.add(Concept(f"agency:{country}/tax-office", "AGENCY", "Tax Office"))
    linker = Linker(lexicon)

    assert linker.agency("Tax Office", None).id == "agency:ZZ/tax-office"
    assert linker.agency("Tax Office", "AU").id == "agency:AU/tax-office"


def test_a_place_of_another_country_is_another_place(linker: Linker) -> None:
    assert [linker.place("Seoul", country).id for country in (None, "KR", "US")] == [
        "place:KR/seoul",
        "place:KR/seoul",
        "place:US/seoul",
    ]


def test_two_spellings_of_an_unlisted_body_are_one(linker: Linker) -> None:
    short, full = linker.agency("Dept. of Fisheries", "CA"), linker.agency("Department of Fisheries", "CA")

    assert (short.id, short.name, short.broader) == (full.id, full.name, ("country:CA",))
    assert short.aliases == ("Dept. of Fisheries",)
    assert linker.organization("Univ. of Nowhere").id == "organization:university-of-nowhere"


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Dept. of State", "Department of State"),
        ("DEPT OF STATE", "DEPARTMENT OF STATE"),
        ("Nat'l Inst. of Health", "National Institute of Health"),
        ("Min Aung Tech", "Min Aung Tech"),
        ("inst. for X", "institute for X"),
    ],
)
def test_usual_abbreviations_are_written_out(name: str, full: str) -> None:
    assert written_out(name) == full


def test_equal_names_share_their_words() -> None:
    assert words("The Organisation for Research & Defence") == words("Organization for Research and Defense")
    assert words("Housing, Communities, and Work") == words("Housing, Communities and Work")
    assert words("U. S. Office") == words("U.S. Office") == words("US Office")
    assert words("Department of State") != words("Department for State")


@pytest.mark.parametrize(("one", "other", "apart"), [("abc", "abc", 0), ("kitten", "mittens", 2), ("iran", "iraq", 1)])
def test_edits_count_letters(one: str, other: str, apart: int) -> None:
    assert edits(one, other, 2) == edits(other, one, 2) == apart
    assert edits(one, other + "xyz", 2) == 3


def owners(name: str) -> set[str]:
    return {f"country:{each}" for each in SHARED[name].split()}
