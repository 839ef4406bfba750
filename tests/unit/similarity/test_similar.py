from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.errors import NotFoundError, QueryError
from graph.model import Mention, TextField
from graph.sentences import sentences
from graph.similarity import DEFAULT_WEIGHTS, Seed, Signal, Weights
from tests.unit.similarity.shelf import DIKES, FERNS, MAYORS, TOWNS, WEIBO

if TYPE_CHECKING:
    from graph.similarity import Index, Ranking
    from tests.unit.similarity.shelf import Shelf

PASTED = "We ask mayors why they tweet. Nobody in Zeeland answers."
TWEET = Mention("technology:twitter", TextField.ABSTRACT, 23, 28, "gazetteer", 1.0)


def ids(ranking: Ranking) -> list[str]:
    return [hit.id for hit in ranking.page().hits]


def test_papers_that_share_words_and_concepts_come_first(index: Index) -> None:
    ranking = index.similar(Seed(papers=(TOWNS.paper.id,)))
    assert ids(ranking) == [MAYORS.paper.id, DIKES.paper.id]
    assert ranking.weights == Weights(text=DEFAULT_WEIGHTS.text, concepts=DEFAULT_WEIGHTS.concepts)


def test_reasons_quote_both_papers(index: Index, shelf: Shelf) -> None:
    ranking = index.similar(Seed(papers=(TOWNS.paper.id,)))
    reasons = index.explain(ranking, [MAYORS.paper.id], shelf)[MAYORS.paper.id]
    named = {each.concept or each.term: each for each in reasons}
    assert {"technology:twitter", "Twitter", "mayor"} <= set(named)
    # of three sentences on Twitter, the one that names the mayors and citizens too
    assert named["technology:twitter"].here is not None
    assert named["technology:twitter"].here.text == "Mayors of Dutch towns use Twitter to answer citizens."
    assert named["technology:twitter"].there is not None
    assert named["technology:twitter"].there.text == "Citizens answer their mayor on Twitter."
    for reason in reasons:
        for span, paper in ((reason.here, TOWNS.paper), (reason.there, MAYORS.paper)):
            assert span is not None
            assert paper.text(span.field)[span.start : span.end] == span.text
            assert (span.start, span.end) in sentences(paper.text(span.field))


def test_five_words_are_named_and_the_rest_is_one_reason(index: Index, shelf: Shelf) -> None:
    text = " ".join(text for _, text in MAYORS.paper.texts)
    ranking = index.similar(Seed(text=text))
    reasons = index.explain(ranking, [MAYORS.paper.id], shelf)[MAYORS.paper.id]
    assert sum(each.term is not None for each in reasons) == 5
    (rest,) = [each for each in reasons if each.term is None]
    assert (rest.signal, rest.here, rest.there) == (Signal.TEXT, None, None)


def test_a_pasted_text_is_quoted_as_an_abstract(index: Index, shelf: Shelf) -> None:
    seed = Seed(text=PASTED, concepts={"technology:twitter": 1, "place:NL/zeeland": 1}, mentions=(TWEET,))
    ranking = index.similar(seed)
    assert ids(ranking)[0] == MAYORS.paper.id
    reasons = index.explain(ranking, [MAYORS.paper.id], shelf)[MAYORS.paper.id]
    (twitter,) = [each for each in reasons if each.concept == "technology:twitter"]
    assert twitter.here is not None
    assert (twitter.here.field, twitter.here.text) == (TextField.ABSTRACT, "We ask mayors why they tweet.")


def test_what_a_signal_cannot_say_the_other_says(index: Index, shelf: Shelf) -> None:
    ranking = index.similar(Seed(text="citizens"))
    assert ranking.weights == Weights(text=1.0)
    ranking = index.similar(Seed(papers=(TOWNS.paper.id,)), Weights(concepts=2, citations=5, semantic=1))
    assert ranking.weights == Weights(concepts=1.0)
    reasons = index.explain(ranking, ids(ranking), shelf)
    assert {each.signal for parts in reasons.values() for each in parts} == {Signal.CONCEPTS}


@pytest.mark.parametrize("seed", [Seed(), Seed(text="unheard-of"), Seed(concepts={"country:XX": 1})])
def test_a_seed_that_says_nothing_is_an_error(index: Index, seed: Seed) -> None:
    with pytest.raises(QueryError, match="nothing to compare by"):
        index.similar(seed)


@pytest.mark.parametrize("bad", [-0.1, math.nan, math.inf])
def test_weights_are_finite_and_not_negative(bad: float) -> None:
    with pytest.raises(QueryError, match="the weight of concepts is"):
        Weights(concepts=bad)


def test_no_weight_at_all_is_an_error(index: Index) -> None:
    with pytest.raises(QueryError, match="nothing to compare by"):
        index.similar(Seed(papers=(TOWNS.paper.id,)), Weights())


def test_a_paper_that_is_not_there_is_named(index: Index) -> None:
    with pytest.raises(NotFoundError, match="has no paper doi:10"):
        index.similar(Seed(papers=("doi:10.1/gone",)))


def test_several_seeds_meet_in_the_middle_and_stay_out(index: Index) -> None:
    assert ids(index.similar(Seed(papers=(MAYORS.paper.id, DIKES.paper.id)))) == [TOWNS.paper.id]


def test_unlike_papers_push_away_what_they_share(index: Index) -> None:
    like = Seed(papers=(TOWNS.paper.id,))
    assert DIKES.paper.id in ids(index.similar(like))
    ranking = index.similar(replace(like, unlike=(DIKES.paper.id,)), Weights(concepts=1))
    assert ids(ranking) == [MAYORS.paper.id]


def test_chinese_papers_are_compared_by_pairs_of_characters(index: Index, shelf: Shelf) -> None:
    ranking = index.similar(Seed(text="政府怎样回应公众"))
    assert ids(ranking) == [WEIBO.paper.id]
    first = index.explain(ranking, [WEIBO.paper.id], shelf)[WEIBO.paper.id][0]
    assert first.there is not None
    assert first.there.text in ("社交媒体与政府回应", "微博让政府回应公众。")


def test_a_paper_that_left_the_store_keeps_its_reasons_without_sentences(index: Index, shelf: Shelf) -> None:
    ranking = index.similar(Seed(papers=(TOWNS.paper.id,)))
    shelf.remove(MAYORS.paper.id)
    reasons = index.explain(ranking, [MAYORS.paper.id, "doi:10.1/gone"], shelf)
    assert list(reasons) == [MAYORS.paper.id]
    assert all(each.there is None for each in reasons[MAYORS.paper.id])


def test_a_paper_that_shares_nothing_is_not_in_the_ranking(index: Index) -> None:
    assert FERNS.paper.id not in ids(index.similar(Seed(papers=(TOWNS.paper.id,))))
