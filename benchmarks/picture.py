"""How long a picture takes to draw, by the number of its dots: `python -m benchmarks.picture`."""

from __future__ import annotations

from statistics import median
from time import thread_time

from api.web.picture import Layout, Words, draw
from tests.unit.web.pictures import piece

RUNS = 7
WORDS = Words("no year", "concepts")


def milliseconds(count: int, layout: Layout) -> float:
    """The processor's time for one picture, the median of some."""
    dots, lines = piece(count)
    took: list[float] = []
    for _ in range(RUNS):
        start = thread_time()
        draw(dots, lines, layout, words=WORDS, title="A picture")
        took.append(1000 * (thread_time() - start))
    return median(took)


def main() -> None:
    print("dots", *Layout, sep="\t")
    for count in (12, 40, 100, 200):
        print(count, *(f"{milliseconds(count, each):.0f} ms" for each in Layout), sep="\t")


if __name__ == "__main__":
    main()
