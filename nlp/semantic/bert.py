"""The arithmetic of a BERT encoder in numpy: token ids in, one unit vector out.

Texts go through alone and unpadded, so a text's vector cannot depend on what stands beside it. Source of the layers:
Devlin et al. 2019; of the pooling (mean over all tokens): the model's own `1_Pooling/config.json`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float32]

LAYERS: Final = 6
HEADS: Final = 12
EPSILON: Final = np.float32(1e-12)
ROWS: Final = 16
"""Rows that the activation function takes at once: so many stay in the processor's cache."""

# erf by Abramowitz and Stegun 7.1.26, wrong by 1.5e-7 at most, halved
ERF_P: Final = np.float32(0.3275911)
HALF_ERF: Final = tuple(
    np.float32(each / 2) for each in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
)


@dataclass(frozen=True, slots=True)
class Linear:
    """x·weight + bias."""

    weight: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        """Rows in, rows out."""
        out = x @ self.weight
        out += self.bias
        return out


@dataclass(frozen=True, slots=True)
class Norm:
    """Layer normalisation."""

    weight: Array
    bias: Array

    def __call__(self, x: Array) -> Array:
        """Rows of mean 0 and variance 1, scaled and shifted."""
        out = x - x.mean(axis=1, keepdims=True)
        out /= np.sqrt((out * out).mean(axis=1, keepdims=True) + EPSILON)
        out *= self.weight
        out += self.bias
        return out


@dataclass(frozen=True, slots=True)
class Layer:
    """Attention and feed-forward, each added to what came in and normalised."""

    attention: Linear
    projection: Linear
    attended: Norm
    wide: Linear
    narrow: Linear
    out: Norm

    @classmethod
    def of(cls, tensors: Mapping[str, Array], at: str) -> Self:
        """The layer whose tensors' names begin with `at`."""

        def linear(*names: str, scale: float = 1.0) -> Linear:
            weights = [tensors[f"{at}.{name}.weight"].T for name in names]
            biases = [tensors[f"{at}.{name}.bias"] for name in names]
            weights[0], biases[0] = weights[0] * np.float32(scale), biases[0] * np.float32(scale)
            return Linear(np.ascontiguousarray(np.concatenate(weights, axis=1)), np.concatenate(biases))

        size = len(tensors[f"{at}.attention.self.query.bias"]) // HEADS
        parts = (f"attention.self.{each}" for each in ("query", "key", "value"))
        return cls(
            linear(*parts, scale=size**-0.5),
            linear("attention.output.dense"),
            norm(tensors, f"{at}.attention.output.LayerNorm"),
            linear("intermediate.dense"),
            linear("output.dense"),
            norm(tensors, f"{at}.output.LayerNorm"),
        )

    def __call__(self, x: Array) -> Array:
        """Rows in, rows out, one a token."""
        length, width = x.shape
        query, key, value = self.attention(x).reshape(length, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        shares = query @ key.transpose(0, 2, 1)
        shares -= shares.max(axis=2, keepdims=True)
        np.exp(shares, out=shares)
        seen = shares @ value
        seen /= shares.sum(axis=2, keepdims=True)
        attended = self.projection(seen.transpose(1, 0, 2).reshape(length, width))
        attended += x
        attended = self.attended(attended)
        out = self.narrow(gelu(self.wide(attended)))
        out += attended
        return self.out(out)


class Bert:
    """A BERT encoder with mean pooling; safe to use from any thread."""

    def __init__(self, tensors: Mapping[str, Array]) -> None:
        """Takes the model's tensors (float32) by their names."""
        self._words = tensors["embeddings.word_embeddings.weight"]
        kinds = tensors["embeddings.token_type_embeddings.weight"]
        self._places = tensors["embeddings.position_embeddings.weight"] + kinds[0]
        self._norm = norm(tensors, "embeddings.LayerNorm")
        self._layers = [Layer.of(tensors, f"encoder.layer.{each}") for each in range(LAYERS)]

    def __call__(self, ids: NDArray[np.int64]) -> Array:
        """The unit vector of one text's token ids, the special ones included."""
        x = self._norm(self._words[ids] + self._places[: len(ids)])
        for layer in self._layers:
            x = layer(x)
        mean = x.mean(axis=0)
        return mean / np.sqrt((mean * mean).sum())


def norm(tensors: Mapping[str, Array], at: str) -> Norm:
    """The normalisation of that name."""
    return Norm(tensors[f"{at}.weight"], tensors[f"{at}.bias"])


def gelu(x: Array) -> Array:
    """x·Φ(x), in place: Φ is the normal distribution."""
    for start in range(0, len(x), ROWS):
        rows = x[start : start + ROWS]
        size = np.abs(rows)
        scaled = size * np.float32(math.sqrt(0.5))
        inverse = scaled * ERF_P
        inverse += np.float32(1)
        np.reciprocal(inverse, out=inverse)
        tail = inverse * HALF_ERF[0]
        for factor in HALF_ERF[1:]:
            tail += factor
            tail *= inverse
        scaled *= scaled
        tail *= np.exp(np.negative(scaled, out=scaled), out=scaled)
        # x·Φ(x) = max(x, 0) − |x|·(1 − Φ(|x|))
        tail *= size
        np.maximum(rows, 0, out=rows)
        rows -= tail
    return x
