"""What a ranking asks of a signal: a place for the seed, how alike papers are to it, and what that is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from graph.similarity.question import Seed


@dataclass(frozen=True, slots=True)
class Parts:
    """What a likeness is made of: names that two papers share and what each adds, the strongest first; the rest."""

    shared: Sequence[tuple[str, float]]
    rest: float


class Space(Protocol):
    """What a ranking asks of a signal. A likeness is 1 at most; a place is what `place` answers."""

    finds: bool
    """Whether `rough` is quick: candidates are found by such signals, if one of them has a say."""

    exact: bool
    """Whether `rough` is the likeness itself."""

    def place(self, like: Sequence[int], seed: Seed, unlike: Sequence[int]) -> Any:
        """Where the seed stands: between papers and what is pasted, away from others; None if that says nothing."""
        ...

    def rough(self, place: Any, entries: int, share: float) -> NDArray[np.float64]:
        """A share of nearly the likeness of every paper, in a new array.

        A signal that finds quickly reads about so many entries of the index for it.
        """
        ...

    def refined(self, place: Any, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        """What to add to the rough likeness of some papers."""
        ...

    def likeness(self, place: Any, papers: NDArray[np.int64]) -> NDArray[np.float64]:
        """The likeness of some papers."""
        ...

    def has(self, papers: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether the signal knows anything of these papers."""
        ...

    def parts(self, place: Any, paper: int) -> Parts:
        """What the likeness of a paper is made of; sums to it, up to rounding."""
        ...
