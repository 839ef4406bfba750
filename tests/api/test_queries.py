"""What the answers mean: walked lists, sums, offsets, errors, and how little is asked of the store."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from api.respond import execute
from graph.errors import StoreUnavailableError
from graph.store import StoreReader
from nlp.writers import portal_line
from nlp.writers.ris import ris
from tests.api.corpus import RECORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.library import Library

PAPERS = [
    "doi:10.1000/answers.1",
    "doi:10.1000/budget.2",
    "doi:10.1000/opens.4",
    "doi:10.1000/returns.3",
    "text:0d32a762fd02cd55",
    "text:8839b3dec9bbf19a",
]


@pytest.mark.parametrize(
    "page",
    [
        "papers(orderBy: ID, %s)",
        'papers(search: "social media", %s)',
        'concept(id: "country:NL") { papers(orderBy: YEAR_ASC, %s)',
        "concepts(%s)",
    ],
)
def test_every_list_is_walked_alike_in_both_directions(ask: Callable[..., Any], page: str) -> None:
    closing = " }" if page.startswith("concept(") else ""

    def part(window: str) -> Any:
        info = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
        data = ask("{ " + page % window + f" {{ totalCount {info} edges {{ cursor node {{ id }} }} }}{closing} }}")
        found = next(iter(data.values()))
        return found.get("papers", found)

    whole = part("first: 100")
    ids = [each["node"]["id"] for each in whole["edges"]]
    assert len(ids) == len(set(ids)) == whole["totalCount"] >= 3

    ahead, back, after, before = [], [], "", ""
    while True:
        page_ahead = part(f"first: 2{after}")
        ahead += [each["node"]["id"] for each in page_ahead["edges"]]
        assert page_ahead["pageInfo"]["hasPreviousPage"] is bool(after)
        after = f', after: "{page_ahead["pageInfo"]["endCursor"]}"'
        if not page_ahead["pageInfo"]["hasNextPage"]:
            break
    while True:
        page_back = part(f"last: 2{before}")
        back = [each["node"]["id"] for each in page_back["edges"]] + back
        assert page_back["pageInfo"]["hasNextPage"] is bool(before)
        before = f', before: "{page_back["pageInfo"]["startCursor"]}"'
        if not page_back["pageInfo"]["hasPreviousPage"]:
            break
    assert ahead == back == ids


def test_lists_at_hand_are_walked_too(ask: Callable[..., Any]) -> None:
    query = """query ($after: String) { paper(id: "doi:10.1000/answers.1") {
        concepts(first: 3, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id } } } }"""
    found, after = [], None
    while True:
        page = ask(query, after=after)["paper"]["concepts"]
        found += [each["id"] for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(found) == len(set(found)) == page["totalCount"] == 4


def test_reasons_add_up_to_the_score_and_quote_both_papers(ask: Callable[..., Any]) -> None:
    span = "{ field start end text }"
    data = ask(
        "query ($papers: [ID!]) { similar(to: { papers: $papers }) { edges { score node { id title abstract }"
        f" why {{ signal contribution term concept {{ id }} here {span} there {span} }} }} }} }}",
        papers=PAPERS[:1],
    )
    edges = data["similar"]["edges"]
    assert [each["score"] for each in edges] == sorted((each["score"] for each in edges), reverse=True)
    assert any(reason["concept"] for each in edges for reason in each["why"])
    for each in edges:
        assert sum(reason["contribution"] for reason in each["why"]) == pytest.approx(each["score"], abs=1e-6)
        for reason in each["why"]:
            if there := reason["there"]:
                text = each["node"][there["field"].lower()]
                assert text[there["start"] : there["end"]] == there["text"]


WHY = (
    "edges { node { id } score why { signal contribution concept { id } term work tie here { text } there { text } } }"
)
PAIR = """query ($id: ID!, $other: ID!) {
  paper(id: $id) { whole: similar(first: 100) { %s } pair: similar(filter: {ids: [$other]}) { totalCount %s } }
}""" % (WHY, WHY)  # noqa: UP031


def test_a_pair_has_the_score_and_the_reasons_of_the_whole_list(ask: Callable[..., Any], library: Library) -> None:
    for paper, other in permutations(library.index.ids.all(), 2):
        found = ask(PAIR, id=paper, other=other)["paper"]
        expected = [each for each in found["whole"]["edges"] if each["node"]["id"] == other]
        assert (found["pair"]["totalCount"], found["pair"]["edges"]) == (len(expected), expected)


def test_only_papers_with_these_ids_are_listed(ask: Callable[..., Any]) -> None:
    listed = "query ($ids: [ID!]) { papers(filter: {ids: $ids}, orderBy: ID) { nodes { id } } }"

    def found(*ids: str) -> list[str]:
        return [each["id"] for each in ask(listed, ids=ids)["papers"]["nodes"]]

    assert found("https://doi.org/10.1000/Answers.1", "arXiv:1301.00001v2", "4") == [PAPERS[0], PAPERS[2]]
    assert found("3") == [PAPERS[3], PAPERS[4]]  # a record of either source
    assert found("doi:10.1000/nowhere", "country:KR") == []
    assert found() == PAPERS


@pytest.mark.parametrize(
    ("where", "papers"),
    [
        ('title: "budgets"', [1]),
        ('title: "data open"', [2]),
        ('title: "south korea"', [4]),
        ('abstract: "Budget resident"', [1]),
        ('abstract: "tweeting"', []),
        ('author: "pool, m."', [0, 2]),
        ('author: "Pieter Wit"', []),
        ('author: "p v"', [1, 3]),
        ('venue: "answer journal"', [0, 1]),
        ('venue: "the"', []),
        ('title: "mayor", author: "j han", abstract: "seoul", venue: "local"', [0]),
        ('title: "", abstract: " "', [0, 1, 2, 3, 4, 5]),
    ],
)
def test_words_are_looked_for_in_their_own_field(ask: Callable[..., Any], where: str, papers: list[int]) -> None:
    found = ask(f"{{ papers(filter: {{{where}}}, orderBy: ID) {{ totalCount nodes {{ id }} }} }}")["papers"]
    assert [each["id"] for each in found["nodes"]] == [PAPERS[each] for each in papers]
    assert found["totalCount"] == len(papers)


def test_papers_stand_in_the_order_of_their_sources(ask: Callable[..., Any]) -> None:
    listed = ask("{ papers(orderBy: RECORD) { nodes { sources { name record } } } }")["papers"]["nodes"]
    firsts = [(each["sources"][0]["name"], each["sources"][0]["record"]) for each in listed]
    assert firsts == [("list", "3"), ("list", "4"), ("list", "5"), ("page", "1"), ("page", "2"), ("page", "3")]


def test_a_paper_is_written_as_ris_and_as_the_portal_cites_it(ask: Callable[..., Any], library: Library) -> None:
    papers = library.store.papers(PAPERS)
    for each in ask('{ papers(orderBy: ID) { nodes { id ris citation(style: "portal") } } }')["papers"]["nodes"]:
        assert (each["ris"], each["citation"]) == (ris(papers[each["id"]]), portal_line(papers[each["id"]]))


def test_one_signal_alone_gives_its_own_ranking(ask: Callable[..., Any]) -> None:
    query = """query ($weights: SignalWeights) { similar(to: { papers: ["doi:10.1000/answers.1"] }, weights: $weights) {
        weights { text concepts } edges { why { signal } } } }"""
    found = ask(query, weights={"concepts": 3})["similar"]
    assert found["weights"] == {"text": 0.0, "concepts": 1.0}
    assert {reason["signal"] for each in found["edges"] for reason in each["why"]} == {"CONCEPTS"}


TEXT = "\N{SPEECH BALLOON} Officers in South Korea answer on social media. They like it."


def test_a_pasted_text_is_read_without_being_stored(ask: Callable[..., Any]) -> None:
    found = ask(
        "query ($text: String!) { annotate(text: $text) { field start end text confidence sentence { text }"
        " concept { id name } } stats { storeRevision } }",
        text=TEXT,
    )
    country = next(each for each in found["annotate"] if each["concept"]["id"] == "country:KR")
    assert country["text"] == TEXT[country["start"] : country["end"]] == "South Korea"
    assert (country["field"], country["concept"]["name"]) == ("ABSTRACT", "South Korea")
    assert country["sentence"]["text"] == "\N{SPEECH BALLOON} Officers in South Korea answer on social media."
    assert 0 < country["confidence"] <= 1
    assert found["stats"] == {"storeRevision": 1}


def test_papers_like_a_pasted_text_quote_it(ask: Callable[..., Any]) -> None:
    query = """query ($text: String!) { similar(to: { text: $text }) { edges { score
        why { signal contribution concept { id } here { field start end text } } } } }"""
    edges = ask(query, text=TEXT)["similar"]["edges"]
    reasons = [reason for each in edges for reason in each["why"]]
    assert "country:KR" in {each["concept"]["id"] for each in reasons if each["concept"]}
    for each in edges:
        assert sum(reason["contribution"] for reason in each["why"]) == pytest.approx(each["score"], abs=1e-6)
    quoted = [each["here"] for each in reasons if each["here"]]
    assert quoted
    assert all(TEXT[each["start"] : each["end"]] == each["text"] for each in quoted)


def test_offsets_count_code_points(ask: Callable[..., Any]) -> None:
    paper = ask("""{ paper(id: "doi:10.1000/answers.1") { title abstract
        mentions { field start end text sentence { start end text } concept { name } } } }""")["paper"]
    assert "\N{SPEECH BALLOON}" in paper["abstract"]
    assert paper["mentions"][-1]["text"] == "social media"  # it stands after the balloon
    for each in paper["mentions"]:
        text = paper[each["field"].lower()]
        assert text[each["start"] : each["end"]] == each["text"]
        assert text[each["sentence"]["start"] : each["sentence"]["end"]] == each["sentence"]["text"]
        assert each["text"] in each["sentence"]["text"]


def test_a_node_is_found_by_every_id_it_gives(ask: Callable[..., Any]) -> None:
    listed = ask("""{ papers(orderBy: ID) { nodes { id otherIds
        authors { nodes { id } } concepts { nodes { id } } } } }""")["papers"]["nodes"]
    for paper in listed:
        for known in (paper["id"], *paper["otherIds"]):
            assert ask("query ($id: ID!) { node(id: $id) { id } }", id=known)["node"]["id"] == paper["id"]
        others = [each["id"] for kind in ("authors", "concepts") for each in paper[kind]["nodes"]]
        nodes = ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=others)["nodes"]
        assert [each["id"] for each in nodes] == others


def test_a_papers_id_is_read_in_any_spelling(ask: Callable[..., Any]) -> None:
    for known in ("https://doi.org/10.1000/ANSWERS.1", "10.1000/answers.1", "arXiv:1301.00001v2", "1"):
        assert ask("query ($id: ID!) { paper(id: $id) { id } }", id=known)["paper"]["id"] == PAPERS[0]


def test_what_is_not_there_is_null(ask: Callable[..., Any]) -> None:
    found = ask("""{ paper(id: "doi:10.1000/none") { id } concept(id: "country:XX") { id } node(id: "none") { id }
        author(id: "author:doi:10.1000/answers.1/2") { id } nodes(ids: ["country:KR", "country:XX"]) { id } }""")
    assert found == {
        "paper": None,
        "concept": None,
        "node": None,
        "author": None,
        "nodes": [{"id": "country:KR"}, None],
    }


def test_an_unknown_seed_is_told_with_the_nearest_ids(refused: Callable[..., tuple[str, str]]) -> None:
    code, message = refused('{ similar(to: { papers: ["doi:10.1000/answer.1"] }) { totalCount } }')
    assert code == "NOT_FOUND"
    assert message.startswith("no paper has the id doi:10.1000/answer.1 (did you mean doi:10.1000/answers.1")
    assert refused('{ neighbourhood(of: "country:XX") { truncated } }')[0] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{ paper(id: "3") { id } }', "AMBIGUOUS_ID"),
        ('{ similar(to: { papers: ["3"] }) { totalCount } }', "AMBIGUOUS_ID"),
        ("{ similar(to: {}) { totalCount } }", "BAD_QUERY"),
        ('{ similar(to: { text: " " }) { totalCount } }', "BAD_QUERY"),
        ('{ similar(to: { papers: ["1"] }, weights: { text: -1 }) { totalCount } }', "BAD_QUERY"),
        ('{ papers(after: "x") { totalCount } }', "BAD_CURSOR"),
        ('{ concepts(after: "x") { totalCount } }', "BAD_CURSOR"),
        ('{ concepts(after: "WyIxIiwyXQ") { totalCount } }', "BAD_CURSOR"),
        ('{ paper(id: "1") { concepts(after: "ImNvdW50cnk6WFgi") { totalCount } } }', "BAD_CURSOR"),
        ('{ paper(id: "1") { citedBy(after: "ImNvdW50cnk6WFgi") { totalCount } } }', "BAD_CURSOR"),
        ('{ paper(id: "1") { citedBy(first: 0) { totalCount } } }', "BAD_QUERY"),
    ],
)
def test_what_cannot_be_answered_says_why(refused: Callable[..., tuple[str, str]], query: str, code: str) -> None:
    assert refused(query)[0] == code


def test_facets_count_the_whole_list(ask: Callable[..., Any]) -> None:
    found = ask("""{ papers(first: 1) { totalCount country: facets(by: COUNTRY) { id label count }
        chinese: facets(by: COUNTRY, first: 1) { label(locale: "zh") } year: facets(by: YEAR) { id count } } }""")
    papers = found["papers"]
    assert papers["totalCount"] == sum(map(len, RECORDS.values()))
    assert papers["country"] == [
        {"id": "country:KR", "label": "South Korea", "count": 3},
        {"id": "country:NL", "label": "Netherlands", "count": 3},
    ]
    assert papers["chinese"] == [{"label": "韩国"}]
    assert papers["year"][0] == {"id": "2015", "count": 2}


def test_countries_have_names_in_any_language(ask: Callable[..., Any]) -> None:
    named = ask("""{ concept(id: "country:NL") { name de: name(locale: "de-CH") zh: name(locale: "zh_Hant")
        none: name(locale: "xx") null: name(locale: null) } }""")["concept"]
    assert named == {
        "name": "Netherlands",
        "de": "Niederlande",
        "zh": "荷兰",
        "none": "Netherlands",
        "null": "Netherlands",
    }


def test_the_time_is_the_engines_own(ask: Callable[..., Any]) -> None:
    found = ask('{ papers(search: "floods") { tookMs } similar(to: { papers: ["1"] }) { tookMs } }')
    assert all(each["tookMs"] > 0 for each in found.values())
    # a list without a search is found and ordered too; references are a list that the store keeps
    found = ask('{ papers { tookMs } paper(id: "10.1000/opens.4") { references { totalCount tookMs } } }')
    assert found["papers"]["tookMs"] > 0
    assert found["paper"]["references"] == {"totalCount": 1, "tookMs": 0}


WIDE = """query ($first: Int) { papers(first: $first) { nodes { authors { nodes { name } } mentions { concept { name } }
    concepts { nodes { name broader { name } narrower { name } } } } } }"""


def reads(library: Library, query: str, first: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Counter[str]]:
    """The data that answers a query, and what the store was asked for that, how often."""
    calls: Counter[str] = Counter()
    library.refresh()
    with monkeypatch.context() as patch:
        for name in (each for each in dir(StoreReader) if not each.startswith("_") and each not in ("url", "remote")):
            read = getattr(library.store, name)

            def call(*given: Any, name: str = name, read: Any = read) -> Any:
                calls[name] += 1
                return read(*given)

            patch.setattr(library.store, name, call)
        return execute(library, query, {"first": first})["data"], calls


def test_the_store_is_asked_once_a_level_whatever_the_length(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for first in (1, 6):
        found, calls = reads(library, WIDE, first, monkeypatch)
        assert len(found["papers"]["nodes"]) == first
        # the concepts that are broader or narrower are a level of their own, which the index has
        assert calls == {"fetch": 1}


CITED = """query ($first: Int) { papers(first: $first, orderBy: ID) { nodes {
    references { nodes { year } } citedBy { nodes { year references { totalCount } } } } } }"""


def test_citations_are_asked_once_a_level_too(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for first in (2, 6):
        found, calls = reads(library, CITED, first, monkeypatch)
        assert sum(len(each["citedBy"]["nodes"]) for each in found["papers"]["nodes"]) >= 3
        assert calls == {"fetch": 2}


def test_a_paper_and_what_is_like_it_are_read_in_one_go(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    query = """query ($first: Int) { paper(id: "10.1000/answers.1") { title similar(first: $first) { edges {
        node { title concepts { nodes { name } } } why { concept { name } here { text } } } } } }"""
    for first in (1, 5):
        found, calls = reads(library, query, first, monkeypatch)
        assert len(found["paper"]["similar"]["edges"]) == first
        assert calls == {"fetch": 1}


def test_lists_of_citations_are_walked_too(ask: Callable[..., Any]) -> None:
    query = """query ($after: String) { paper(id: "doi:10.1000/answers.1") {
        citedBy(first: 1, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id } }
        facets(by: YEAR) { id count } } } }"""
    found, after = [], None
    while True:
        page = ask(query, after=after)["paper"]["citedBy"]
        found += [each["node"]["id"] for each in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        assert sum(each["count"] for each in page["facets"]) == page["totalCount"] == 2
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == ["doi:10.1000/opens.4", "doi:10.1000/returns.3"]


def test_nested_lists_cannot_multiply_without_end(refused: Callable[..., tuple[str, str]]) -> None:
    nested = "similar { nodes { similar { nodes { similar { nodes { similar { totalCount } } } } } } }"
    code, message = refused(f"{{ papers {{ nodes {{ {nested} }} }} }}")
    assert (code, message) == (
        "COST",
        "the query can ask for 168,421 rankings (at most 200 are answered: ask for shorter pages, or nest them less)",
    )


def test_a_store_that_goes_away_is_said_so(
    library: Library, refused: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: object) -> Any:
        raise StoreUnavailableError("the server does not answer", "start it")

    monkeypatch.setattr(library.store, "fetch", gone)
    monkeypatch.setattr(library.store, "revision", lambda: gone(None))
    query = '{ concept(id: "country:KR") { name } }'
    assert refused(query) == ("STORE_UNAVAILABLE", "the server does not answer (start it)")
