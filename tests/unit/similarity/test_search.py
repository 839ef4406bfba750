from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import BadCursorError, QueryError
from graph.similarity import Facet, Order, PaperFilter, Seed, open_index
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
