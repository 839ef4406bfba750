"""The sentence encoder: the published model's numbers, and equal bytes however texts come together."""

from __future__ import annotations

import math
import threading
from importlib.util import find_spec as real_find_spec

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info

from graph.errors import LitgraphError
from nlp.semantic import DIMENSIONS, TOKENS, MiniLmEncoder, encoder, load_encoder, require
from nlp.semantic.bert import gelu
from nlp.semantic.threads import OneThread
from tests.wheel import needs_wheel

TEXTS = (
    "A man is eating food.",
    "A man is eating a piece of bread.",
    "The stock market fell sharply today.",
    "Governments answer citizens on social media.",
    "Public agencies reply to people on Twitter.",
    "",
    "社交媒体 𝔸 “quotes”",
    "word " * 1000,
    "Towns in the Netherlands use Twitter. " * 12,
)


@pytest.fixture(scope="module")
def minilm() -> MiniLmEncoder:
    return load_encoder(threads=2)


@needs_wheel
def test_vectors_are_those_that_the_model_s_makers_print(minilm: MiniLmEncoder) -> None:
    one, other = minilm.encode(["This is an example sentence", "Each sentence is converted"])
    assert one[:3] == pytest.approx([6.76568523e-02, 6.34958148e-02, 4.87131178e-02], abs=1e-5)
    assert other[:3] == pytest.approx([8.64386037e-02, 1.02762647e-01, 5.39459335e-03], abs=1e-5)


@needs_wheel
def test_every_text_is_a_unit_vector(minilm: MiniLmEncoder) -> None:
    vectors = minilm.encode(TEXTS)
    assert (vectors.dtype, vectors.shape) == (np.float32, (len(TEXTS), DIMENSIONS))
    assert np.square(vectors).sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert minilm.encode([]).shape == (0, DIMENSIONS)


@needs_wheel
def test_like_meanings_are_near_in_other_words_too(minilm: MiniLmEncoder) -> None:
    vectors = minilm.encode(TEXTS[:5])
    near = vectors @ vectors.T
    assert near[0, 1] > 0.7
    assert near[3, 4] > 0.5
    assert max(near[0, 2:]) < 0.2
    assert max(near[2, 3:]) < 0.2


@needs_wheel
@settings(max_examples=8, deadline=None)
@given(order=st.permutations(range(len(TEXTS))), size=st.integers(1, len(TEXTS)))
def test_a_text_has_the_same_bytes_alone_and_in_any_batch(minilm: MiniLmEncoder, order: list[int], size: int) -> None:
    together = minilm.encode([TEXTS[each] for each in order[:size]])
    for place, each in enumerate(order[:size]):
        assert together[place].tobytes() == minilm.encode([TEXTS[each]])[0].tobytes()


@needs_wheel
def test_one_thread_and_many_give_the_same_bytes(minilm: MiniLmEncoder) -> None:
    expected, found = load_encoder(threads=1).encode(TEXTS).tobytes(), []
    callers = [threading.Thread(target=lambda: found.append(minilm.encode(TEXTS).tobytes())) for _ in range(3)]
    for each in callers:
        each.start()
    for each in callers:
        each.join()
    assert found == [expected] * 3


@needs_wheel
def test_what_follows_the_last_token_is_not_read(minilm: MiniLmEncoder) -> None:
    words = "word " * (TOKENS - 2)
    full, longer, shorter = minilm.encode([words, f"{words} ocean", f"{words[5:]} ocean"])
    assert full.tobytes() == longer.tobytes()
    assert full.tobytes() != shorter.tobytes()


@needs_wheel
def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(encoder.FILES, "tokenizer.json", "0" * 64)
    with pytest.raises(LitgraphError, match=r"not the published one: tokenizer\.json"):
        load_encoder()


@pytest.mark.parametrize("lacking", encoder.PACKAGES)
def test_without_the_extra_one_line_says_how_to_install_it(lacking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "find_spec", lambda name: None if name == lacking else real_find_spec("numpy"))
    for ask in (require, load_encoder):
        with pytest.raises(LitgraphError, match=rf"not installed \({lacking}\) \(install it with `make semantic`"):
            ask()


def test_gelu_is_that_of_the_error_function() -> None:
    x = np.linspace(-12, 12, 4001, dtype=np.float32).reshape(-1, 1)
    exact = [value * (1 + math.erf(value / math.sqrt(2))) / 2 for value in x[:, 0].tolist()]
    assert gelu(x.copy())[:, 0] == pytest.approx(exact, abs=1e-6)


def test_the_matrix_library_gets_its_threads_back_when_the_last_one_leaves() -> None:
    def threads() -> list[int]:
        return [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]

    before, one_thread = threads(), OneThread()
    with one_thread:
        with one_thread:
            assert set(threads()) == {1}
        assert set(threads()) == {1}
    assert threads() == before
