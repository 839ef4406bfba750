from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.similarity import analysis
from graph.similarity.analysis import term_spans, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Decision-making in Agencies", ["decision", "making", "agency"]),
        ("policies, analyses and hypotheses", ["policy", "analysis", "hypothesis"]),
        ("boxes classes speeches buses viruses", ["box", "class", "speech", "buse", "viruse"]),
        ("bus crisis politics series", ["bus", "crisis", "politic", "sery"]),
        ("the citizens' and a citizen’s right", ["citizen", "citizen", "right"]),
        ("Zürich ZU\u0308RICH zurich", ["zurich", "zurich", "zurich"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("COVID-19 cost 3.5 US$", ["covid", "19", "cost", "3", "5", "us"]),
        ("they told us; the US and the WHO", ["told", "us", "who"]),
        ("社交媒体", ["社交", "交媒", "媒体"]),
        ("5G网络 与", ["5g", "网络", "与"]),
        ("서울시장", ["서울시장"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ('"open data" AND (x:y)', ["open", "data", "x", "y"]),
        ("…!?", []),
    ],
)
def test_terms(text: str, found: list[str]) -> None:
    assert terms(text) == found


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("政府 -'’sS\u0301é")))
def test_spans_tell_where_the_same_terms_stand(text: str) -> None:
    spans = list(term_spans(text, frozenset(terms(text))))
    assert [term for _, _, term in spans] == terms(text)
    assert list(term_spans(text, frozenset(terms(text)[:1]))) == [each for each in spans if each[2] == terms(text)[0]]
    for start, end, term in spans:
        assert terms(text[start:end]) == [term]


_PIECES = "agency Agencies agenc y analysis analyses bus buses s t US us cat's ’re re, ' _ 5g - Zürich theses".split()


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES) | st.text("aesy' _S", max_size=4), max_size=12), st.sampled_from([" ", ""]))
def test_looking_for_few_terms_finds_what_reading_every_word_finds(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    every = [(*match, term) for *match, term in analysis._every_span(text, frozenset(terms(text)))]
    for wanted in (frozenset(terms(text)), frozenset(terms(text)[:2]), frozenset({"agency", "bus", "s"})):
        assert term_spans(text, wanted) == [each for each in every if each[2] in wanted]
