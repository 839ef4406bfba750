"""What is explained holds on real abstracts: 2,400 pairs, all signals, each reason looked up in the papers."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pytest

from graph.model import AnnotatedPaper
from graph.similarity import DEFAULT_WEIGHTS, Index, Seed, Signal, Tie, Weights
from graph.similarity.build import build
from nlp.pipeline import load_pipeline
from tests.shared import needs_shared
from tests.unit.nlp.abstracts import arxiv
from tests.unit.similarity.shelf import Shelf

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

PAPERS, SEEDS, FIRST = 1_200, 120, 20
EVERY = replace(DEFAULT_WEIGHTS, overlap=0.2)
ALONE = [Weights(**{signal.lower(): 1.0}) for signal in Signal]

pytestmark = needs_shared


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """Real abstracts as the pipeline reads them; what they cite and their sentence vectors are invented."""
    lot = np.random.default_rng(5)
    papers = list(islice(arxiv(), PAPERS))
    cited = [
        replace(each, references=tuple(sorted({papers[at].id for at in lot.integers(PAPERS, size=4)})))
        for each in papers
    ]
    found = load_pipeline().annotate(cited)
    shelf = Shelf().put(*(AnnotatedPaper(paper, each.mentions) for paper, each in zip(cited, found, strict=True)))
    for each in papers:
        shelf.encoded[each.id] = lot.integers(-127, 128, size=32).astype(np.int8).tobytes()
    for each in found:
        shelf.known |= {concept.id: concept for concept in each.concepts}
    return shelf


@pytest.fixture(scope="module")
def index(shelf: Shelf) -> Index:
    arrays: dict[str, NDArray[Any]] = {}
    made = build(shelf, arrays, lambda _done, _total: None)  # type: ignore[arg-type]
    return Index(arrays, shelf.revision(), made["kinds"], "model")  # type: ignore[arg-type]


def test_every_reason_of_2400_pairs_holds(shelf: Shelf, index: Index) -> None:
    pairs, signals = 0, set[Signal]()
    for key in sorted(shelf.held)[:: PAPERS // SEEDS]:
        ranking = index.similar(Seed(papers=(key,)), EVERY)
        hits = ranking.page(first=FIRST).hits
        reasons = index.explain(ranking, [hit.id for hit in hits], shelf)  # type: ignore[arg-type]
        for hit in hits:
            pairs += 1
            here, there = shelf.held[key], shelf.held[hit.id]
            assert sum(each.contribution for each in reasons[hit.id]) == pytest.approx(hit.score, abs=1e-6)
            for each in reasons[hit.id]:
                signals.add(each.signal)
                for span, paper in ((each.here, here.paper), (each.there, there.paper)):
                    assert span is None or paper.text(span.field)[span.start : span.end] == span.text
                if each.concept:
                    assert each.here
                    assert each.there
                    assert all(each.concept in {mention.concept for mention in one.mentions} for one in (here, there))
                if each.term:
                    assert each.here
                    assert each.there
                cited = {
                    Tie.BOTH_CITE: each.work in here.paper.references and each.work in there.paper.references,
                    Tie.CITES: each.work == hit.id and hit.id in here.paper.references,
                    Tie.CITED_BY: each.work == key and key in there.paper.references,
                    Tie.CITES_BOTH: each.work in shelf.held
                    and {key, hit.id} <= {*shelf.held[each.work].paper.references, each.work},
                }
                assert each.tie is None or cited[each.tie]
    assert (pairs, signals) == (SEEDS * FIRST, {*Signal})


@pytest.mark.parametrize("alone", ALONE, ids=str)
def test_one_weight_alone_is_the_ranking_of_that_signal(index: Index, shelf: Shelf, alone: Weights) -> None:
    heard = 0
    for key in sorted(shelf.held)[:40]:
        if (alone.concepts or alone.overlap) and not shelf.held[key].mentions:
            continue
        ranking = index.similar(Seed(papers=(key,)), alone)
        assert ranking.weights == alone
        whole = {hit.id: hit.score for hit in ranking.page(first=PAPERS).hits}
        reasons = index.explain(ranking, list(whole)[:FIRST], shelf)  # type: ignore[arg-type]
        heard += len(reasons)
        assert {str(each.signal).lower() for found in reasons.values() for each in found} <= {
            signal.lower() for signal in Signal if alone.of(signal)
        }
    assert heard > FIRST
