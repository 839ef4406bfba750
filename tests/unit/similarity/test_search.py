from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from graph.errors import BadCursorError, QueryError
from graph.similarity import Facet, Named, Order, PaperFilter, Seed, open_index
from graph.similarity.search import asked
from tests.unit.similarity import reference
from tests.unit.similarity.shelf import DIKES, FERNS, MAYORS, SAMPLE, TOWNS, WEIBO, paper

if TYPE_CHECKING:
    from pathlib import Path

    from graph.similarity import Index, Ranking
    from tests.unit.similarity.shelf import Shelf


def ids(ranking: Ranking) -> list[str]:
    return [hit.id for hit in ranking.page().hits]


def test_all_words_must_be_there(index: Index) -> None:
    assert ids(index.search("citizens Twitter")) == [TOWNS.paper.id, MAYORS.paper.id]
    assert ids(index.search("Seoul citizen")) == [MAYORS.paper.id]


def test_if_no_paper_has_all_words_any_will_do(index: Index) -> None:
    assert ids(index.search("dikes spores")) == [DIKES.paper.id, FERNS.paper.id]
    assert ids(index.search("dikes unheard-of")) == [DIKES.paper.id]


@pytest.mark.parametrize("text", ['"spores" AND', "title:spores*", "(spores) -- OR", "NEAR spores^2 ~"])
def test_operators_are_only_text(index: Index, text: str) -> None:
    assert FERNS.paper.id in ids(index.search(text))


@pytest.mark.parametrize("text", ["the of", "???", "unheard"])
def test_a_text_that_no_paper_has_finds_nothing(index: Index, text: str) -> None:
    assert index.search(text).total == 0


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_without_a_text_every_paper_is_listed_newest_first(index: Index, text: str | None) -> None:
    everyone = [MAYORS, DIKES, TOWNS, FERNS, WEIBO]
    assert ids(index.search(text)) == [each.paper.id for each in everyone]
    assert {hit.score for hit in index.search(text).page().hits} == {None}


def test_orders(index: Index) -> None:
    assert ids(index.search(None, order=Order.YEAR_ASC))[0] == FERNS.paper.id
    assert ids(index.search(None, order=Order.CITED_BY_DESC))[:2] == [MAYORS.paper.id, TOWNS.paper.id]
    assert ids(index.search("citizens", order=Order.ID)) == sorted(each.paper.id for each in (TOWNS, MAYORS, DIKES))


def test_chinese_is_searched_without_spaces(index: Index) -> None:
    assert ids(index.search("政府回应")) == [WEIBO.paper.id]
    spans = index.highlights("政府回应", WEIBO.paper)
    assert [span.text for span in spans] == ["政府回应", "政府回应"]


def test_highlights_are_the_words_as_they_stand(index: Index) -> None:
    spans = index.highlights("mayors citizen", MAYORS.paper)
    assert [span.text for span in spans] == ["Mayors", "mayor", "citizens", "Citizens", "mayor"]
    assert all(MAYORS.paper.text(span.field)[span.start : span.end] == span.text for span in spans)


def test_facets_count_the_whole_ranking(index: Index) -> None:
    everyone = index.search(None)
    assert index.facets(everyone, Facet.YEAR, 2) == [("2019", 2), ("1990", 1)]
    assert index.facets(everyone, "TECHNOLOGY", 10) == [("technology:twitter", 2)]
    assert index.facets(index.search("dikes"), "COUNTRY", 10) == [("country:NL", 1)]
    assert index.facets(everyone, Facet.LANGUAGE, 10) == [("en", 2), ("nl", 1), ("zh", 1)]
    assert index.facets(everyone, "LAW", 10) == []


def test_a_facet_and_the_filter_of_its_value_agree(index: Index) -> None:
    everyone = index.search(None)
    for venue, count in index.facets(everyone, Facet.VENUE, 10):
        assert index.search(None, PaperFilter(venues=(venue,))).total == count


def test_a_cursor_outlives_papers_that_come_and_go(index: Index, shelf: Shelf, tmp_path: Path) -> None:
    first = index.search(None).page(first=2)
    assert [hit.id for hit in first.hits] == [MAYORS.paper.id, DIKES.paper.id]
    shelf.put(paper("doi:10.1/new", "News", year=2025))
    shelf.remove(DIKES.paper.id)
    later = open_index(shelf, tmp_path / "index").search(None)
    rest = later.page(after=first.end_cursor)
    assert [hit.id for hit in rest.hits] == [TOWNS.paper.id, FERNS.paper.id, WEIBO.paper.id]
    assert rest.has_previous
    before = later.page(before=first.end_cursor)
    assert [hit.id for hit in before.hits] == ["doi:10.1/new", MAYORS.paper.id]


def test_a_cursor_of_another_question_is_refused(index: Index) -> None:
    ranking = index.search("citizens")
    own = ranking.page(first=1).end_cursor
    assert own is not None
    others = [index.search("citizen"), index.search("citizens", PaperFilter(year_from=1)), index.search(None)]
    for other in [*others, index.similar(Seed(papers=(TOWNS.paper.id,)))]:
        with pytest.raises(BadCursorError):
            other.page(after=own)
    for forged in (own[:-2], own.swapcase(), "", "no cursor", "ü"):
        with pytest.raises(BadCursorError):
            ranking.page(before=forged)


def test_a_page_has_twenty_hits_unless_asked_otherwise(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put(*(paper(f"doi:10.2/{number}", "More") for number in range(30)))
    ranking = open_index(shelf, tmp_path).search(None)
    assert len(ranking.page().hits) == 20
    assert ranking.total == len(SAMPLE) + 30
    assert ranking.page(first=0).hits == ()
    with pytest.raises(QueryError, match="first is -1"):
        ranking.page(first=-1)


def named(text: str, **concepts: str) -> tuple[Named, ...]:
    """Where names stand in a text, with the concept of each."""
    return tuple(Named(text.index(name), text.index(name) + len(name), (one,)) for name, one in concepts.items())


KOREA = paper("doi:10.1/korea", "[Korean](country:KR) posts", "[Korea](country:KR) has [SNS](technology:sns).")
KOREANS = paper("doi:10.1/koreans", "On [Korea](country:KR)", "No more is said. It rains, and it rains.")
SINO = paper("doi:10.1/sino", "[韩国](country:KR)的[社交媒体](technology:sns)", "政府在说话。")
IN_CHINESE = {"韩国": "country:KR", "社交媒体": "technology:sns"}


@pytest.fixture
def mixed(shelf: Shelf, tmp_path: Path) -> Index:
    """The shelf and three papers about Korea, one of them in Chinese."""
    return open_index(shelf.put(KOREA, KOREANS, SINO), tmp_path / "mixed")


@pytest.mark.parametrize(
    "text", ["韩国 社交媒体", "韩国社交媒体", "韩国的社交媒体", "在韩国与社交媒体之间", "韩国人、社交媒体"]
)
def test_a_name_is_found_by_its_characters_or_its_concept(mixed: Index, text: str) -> None:
    found = mixed.search(text, named=named(text, **IN_CHINESE))
    assert sorted(ids(found)) == sorted([KOREA.paper.id, SINO.paper.id])
    assert KOREA.paper.id not in ids(mixed.search(text))


def test_a_paper_in_another_language_is_not_asked_for_characters_that_name_nothing(mixed: Index) -> None:
    text = "社交媒体 政府"
    found = mixed.search(text, named=named(text, 社交媒体="technology:sns"))
    # WEIBO has no mention, but the characters; MAYORS neither
    assert sorted(ids(found)) == sorted([SINO.paper.id, WEIBO.paper.id, KOREA.paper.id])
    assert ids(found)[-1] == KOREA.paper.id
    # who writes in characters is asked for all of them, and everybody for what is not in characters
    text = "韩国 微博"
    assert set(ids(mixed.search(text, named=named(text, 韩国="country:KR")))) == {KOREA.paper.id, KOREANS.paper.id}
    text = "韩国 posts"
    assert ids(mixed.search(text, named=named(text, 韩国="country:KR"))) == [KOREA.paper.id]


def test_if_no_paper_has_all_names_any_will_do(mixed: Index) -> None:
    text = "首尔 社交媒体"
    found = mixed.search(text, named=named(text, 首尔="place:KR/seoul", 社交媒体="technology:sns"))
    assert set(ids(found)) == {MAYORS.paper.id, KOREA.paper.id, SINO.paper.id, WEIBO.paper.id}


def test_joining_words_beside_a_name_are_not_asked_for() -> None:
    def words(text: str) -> tuple[str, ...]:
        return asked(text, named(text, 韩国="country:KR")).words

    for text in ("韩国", "在韩国", "关于韩国的", "韩国 与", "韩国人", "韩国的书", "新韩国"):
        assert words(text) == (), text
    assert words("韩国与政府") == words("政府和韩国") == ("政府",)
    assert words("韩国和平") == ("和平",)
    # a word that begins like a joining one is asked for with a pair less
    assert words("韩国在线投票") == ("投票", "线投")
    assert words("面向韩国towns") == ("town",)


def test_a_name_scores_as_its_words_or_its_concept_whichever_is_more(mixed: Index, shelf: Shelf) -> None:
    def worth(papers: int, count: int, length: int) -> float:
        lengths = [reference.words_of(each).total() for each in shelf.held.values()]
        rarity = math.log(1 + (len(lengths) - papers + 0.5) / (papers + 0.5))
        return rarity * count / (count + 1.2 * (0.25 + 0.75 * length * len(lengths) / sum(lengths)))

    text = "韩国"
    scores = {each.id: each.score for each in mixed.search(text, named=named(text, 韩国="country:KR")).page().hits}
    # one word, in one paper, against a concept in three
    most = math.log(1 + (8 - 1 + 0.5) / 1.5)
    by_concept = worth(3, 2, reference.words_of(KOREA).total()) / most
    by_characters = worth(1, 2, reference.words_of(SINO).total()) / most
    assert scores[KOREA.paper.id] == pytest.approx(by_concept, abs=2e-9)
    assert scores[SINO.paper.id] == pytest.approx(by_characters, abs=2e-9)


def test_a_name_that_concepts_share_is_found_by_each_of_them(mixed: Index) -> None:
    both = [Named(0, 2, ("country:NL", "place:KR/seoul"))]
    assert set(ids(mixed.search("某地", named=both))) == {TOWNS.paper.id, DIKES.paper.id, MAYORS.paper.id}


def test_highlights_are_the_characters_and_the_mentions(mixed: Index) -> None:
    text = "韩国与社交媒体"
    where = named(text, **IN_CHINESE)
    spans = mixed.highlights(text, KOREA.paper, where, KOREA.mentions)
    assert [span.text for span in spans] == ["Korean", "Korea", "SNS"]
    spans = mixed.highlights(text, SINO.paper, where, SINO.mentions)
    assert [span.text for span in spans] == ["韩国", "社交媒体"]
    assert [span.text for span in mixed.highlights(text, SINO.paper, where)] == ["韩国", "社交媒体"]


def test_a_cursor_belongs_to_the_concepts_that_were_read(mixed: Index) -> None:
    own = mixed.search("韩国", named=named("韩国", 韩国="country:KR")).page(first=1).end_cursor
    for other in (mixed.search("韩国"), mixed.search("韩国", named=named("韩国", 韩国="country:KP"))):
        with pytest.raises(BadCursorError):
            other.page(after=own)


@pytest.mark.parametrize("order", Order)
def test_a_cursor_of_every_order_goes_on_where_it_stands(index: Index, order: Order) -> None:
    whole = ids(index.search(None, order=order))
    for text, wanted in ((None, None), (None, PaperFilter(year_from=1)), ("citizens", None)):
        ranking = index.search(text, wanted, order)
        listed = ids(ranking)
        if not text:
            assert listed == [each for each in whole if each in listed]
        for at, hit in enumerate(ranking.page().hits):
            assert [each.id for each in ranking.page(after=hit.cursor).hits] == listed[at + 1 :]
            assert [each.id for each in ranking.page(last=9, before=hit.cursor).hits] == listed[:at]
