"""The latent space: who is alike by the company of their words, and that it adds up."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from graph.similarity import Index, Seed, Weights
from graph.similarity.build import build
from graph.similarity.keyed import WORDS
from graph.similarity.latent import LEAST_PAPERS, PAPERS_PER_DIMENSION, Latent
from graph.similarity.matrix import Matrix
from tests.unit.similarity.shelf import Shelf, paper

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOPICS = [[f"{topic}{number}word" for number in range(60)] for topic in ("river", "ballot", "lichen", "sonata")]
OFTEN = [1 / rank for rank in range(1, 61)]
COMMON = [f"common{number}" for number in range(60)]


def abstracts(number: int, seed: int = 1) -> Shelf:
    """Papers on four topics: some of the topic's words among common ones, in two sentences; few words are frequent."""
    lot, shelf = random.Random(seed), Shelf()  # noqa: S311
    for at in range(number):
        words = lot.choices(TOPICS[at % 4], OFTEN, k=14) + lot.choices(COMMON, OFTEN, k=4)
        lot.shuffle(words)
        first, second = " ".join(words[:8]), " ".join(words[8:])
        shelf.put(
            paper(f"doi:10.1/{at:04}", "", f"Here [{first}](topic:t{at % 4}). There {second}.", title_derived=True)
        )
    return shelf


def arrays_of(shelf: Shelf) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    build(shelf, arrays, lambda _done, _total: None)
    return arrays


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return abstracts(LEAST_PAPERS + 44)


@pytest.fixture(scope="module")
def arrays(shelf: Shelf) -> dict[str, NDArray[Any]]:
    return arrays_of(shelf)


@pytest.fixture(scope="module")
def index(arrays: dict[str, NDArray[Any]]) -> Index:
    return Index(arrays, 1, ["TOPIC"])


def test_a_small_corpus_has_no_latent_space() -> None:
    arrays = arrays_of(abstracts(LEAST_PAPERS - 1))
    assert Latent.load(arrays) is None
    ranking = Index(arrays, 1, ["TOPIC"]).similar(Seed(papers=("doi:10.1/0000",)), Weights(text=1))
    matrix = Matrix.load(arrays, "text")
    cosines = matrix.cosines(matrix.of_paper(0))
    assert [hit.score for hit in ranking.page(first=9).hits] == pytest.approx(sorted(cosines[1:])[:-10:-1])


def test_papers_are_alike_by_the_company_of_their_words() -> None:
    shelf = abstracts(LEAST_PAPERS)
    rivers, ballots = TOPICS[:2]
    one, two, other = (" ".join(words) for words in (rivers[:9:2], rivers[1:10:2], ballots[:9:2]))
    shelf.put(*(paper(f"doi:10.2/{at}", "", text, title_derived=True) for at, text in enumerate((one, two, other))))
    arrays = arrays_of(shelf)
    latent, matrix = Latent.load(arrays), Matrix.load(arrays, "text")
    assert latent is not None
    direction = latent.direction(matrix.of_paper(LEAST_PAPERS))
    assert direction is not None
    assert list(matrix.cosines(matrix.of_paper(LEAST_PAPERS))[-2:]) == [0, 0]
    same, different = latent.cosines(direction)[-2:]
    assert same > different + 0.2


def test_the_space_is_that_of_the_exact_decomposition(arrays: dict[str, NDArray[Any]]) -> None:
    latent, matrix = Latent.load(arrays), Matrix.load(arrays, "text")
    assert latent is not None
    dense = np.zeros((len(matrix.norms), len(matrix.idf)))
    for at in range(len(dense)):
        vector = matrix.of_paper(at)
        dense[at, vector.keys] = vector.weights
    directions = np.linalg.svd(dense, full_matrices=False)[2][: len(dense) // PAPERS_PER_DIMENSION]
    projected = dense @ directions.T
    exact = projected @ projected[7] / np.linalg.norm(projected, axis=1) / np.linalg.norm(projected[7])
    direction = latent.direction(matrix.of_paper(7))
    assert direction is not None
    assert np.corrcoef(latent.cosines(direction), exact)[0, 1] > 0.99


def test_text_is_words_and_company_where_a_word_is_shared(index: Index, arrays: dict[str, NDArray[Any]]) -> None:
    latent, matrix = Latent.load(arrays), Matrix.load(arrays, "text")
    assert latent is not None
    vector = matrix.of_paper(5)
    direction = latent.direction(vector)
    assert direction is not None
    words, company = matrix.cosines(vector), latent.cosines(direction)
    wanted = np.where(words > 0, WORDS * words + (1 - WORDS) * company, 0)
    wanted[5] = 0
    ranking = index.similar(Seed(papers=("doi:10.1/0005",)), Weights(text=1))
    found = {hit.id: hit.score for hit in ranking.page(first=1000).hits}
    assert found == pytest.approx({f"doi:10.1/{at:04}": each for at, each in enumerate(wanted) if each > 1e-9})


@pytest.mark.parametrize("weights", [None, Weights(text=1), Weights(concepts=1)], ids=str)
def test_contributions_sum_to_the_score(index: Index, shelf: Shelf, weights: Weights | None) -> None:
    pairs = 0
    for key in sorted(shelf.held)[:40]:
        ranking = index.similar(Seed(papers=(key,)), weights)
        hits = ranking.page(first=20).hits
        reasons = index.explain(ranking, [hit.id for hit in hits], shelf)
        for hit in hits:
            pairs += 1
            assert sum(each.contribution for each in reasons[hit.id]) == pytest.approx(hit.score, abs=1e-9)
            for each in reasons[hit.id]:
                for span, text in ((each.here, shelf.held[key].paper), (each.there, shelf.held[hit.id].paper)):
                    assert span is None or span.text in text.text(span.field)
                assert each.term is None or each.contribution > 0
    assert pairs == 800


def test_a_pasted_text_points_where_its_paper_does(index: Index, shelf: Shelf) -> None:
    text = shelf.held["doi:10.1/0003"].paper.abstract
    pasted = index.similar(Seed(text=text), Weights(text=1)).page(first=5).hits
    stored = index.similar(Seed(papers=("doi:10.1/0003",)), Weights(text=1)).page(first=4).hits
    assert [hit.id for hit in pasted] == ["doi:10.1/0003", *(hit.id for hit in stored)]
    assert [hit.score for hit in pasted[1:]] == pytest.approx([hit.score for hit in stored], abs=1e-6)


def test_equal_corpora_have_equal_spaces(shelf: Shelf, arrays: dict[str, NDArray[Any]]) -> None:
    backwards = Shelf().put(*(shelf.held[each] for each in sorted(shelf.held, reverse=True)))
    again = arrays_of(backwards)
    assert {name: values.tobytes() for name, values in again.items()} == {
        name: values.tobytes() for name, values in arrays.items()
    }
