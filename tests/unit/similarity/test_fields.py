"""Words of one field: in the title, in the abstract, in one author's name, in the venue's."""

from __future__ import annotations

import pytest

from graph.model import Source
from graph.similarity import Index, Order, PaperFilter, open_index
from tests.unit.similarity.shelf import Shelf, paper

BUDGET = paper(
    "doi:10.1/budget",
    "Towns tweet their budgets",
    "Budgets are told in Zürich. Officers tell them to citizens.",
    authors=("Wei Wang", "Kaiming He"),
    venue="Proceedings of the Café",
    sources=(Source("page", "10"), Source("page", "3")),
)
FLOODS = paper(
    "doi:10.1/floods",
    "Floods in ZURICH",
    "Towns are warned of floods.",
    authors=("Wang, Li", "Ana María Rogers"),
    venue="Water",
    sources=(Source("page", "2"),),
)
CHINESE = paper(
    "doi:10.1/chinese",
    "社交媒体与政府",
    "本文研究微博。",
    authors=("王小明",),
    venue="电子政务",
    sources=(Source("list", "9"),),
)
DERIVED = paper(
    "doi:10.1/derived",
    "Letters are answered …",
    "Letters are answered late.",
    title_derived=True,
    authors=("J.-P. O'Neil",),
    sources=(Source("page"),),
)
STRAY, LOST = (paper(f"doi:10.1/{each}", "Without a source", sources=()) for each in ("a", "z"))
BUDGETS, ZURICH, MEDIA, LETTERS = (each.paper.id for each in (BUDGET, FLOODS, CHINESE, DERIVED))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return open_index(Shelf().put(BUDGET, FLOODS, CHINESE, DERIVED, STRAY, LOST), tmp_path_factory.mktemp("fields"))


def found(index: Index, **asked: object) -> set[str]:
    return {hit.id for hit in index.search(None, PaperFilter(**asked)).page().hits}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "papers"),
    [
        ({"title": "zürich"}, {ZURICH}),
        ({"title": "Budget town"}, {BUDGETS}),
        ({"title": "towns floods"}, set()),
        ({"title": "政府"}, {MEDIA}),
        ({"title": "letter"}, {LETTERS}),
        ({"title": "the"}, set()),
        ({"title": "?!"}, set()),
        ({"title": "in zurich"}, {ZURICH}),
        ({"abstract": "zurich"}, {BUDGETS}),
        ({"abstract": "town"}, {ZURICH}),
        ({"abstract": "flood towns"}, {ZURICH}),
        ({"abstract": "budget"}, {BUDGETS}),
        ({"abstract": "tweet"}, set()),
        ({"abstract": "late letters"}, {LETTERS}),
        ({"abstract": "微博"}, {MEDIA}),
        ({"venue": "cafe proceeding"}, {BUDGETS}),
        ({"venue": "政务"}, {MEDIA}),
        ({"venue": "water café"}, set()),
        ({"author": "wang"}, {BUDGETS, ZURICH}),
        ({"author": "W. Wang"}, {BUDGETS}),
        ({"author": "wang l"}, {ZURICH}),
        ({"author": "wang wei"}, {BUDGETS}),
        ({"author": "wei he"}, set()),
        ({"author": "He"}, {BUDGETS}),
        ({"author": "k he"}, {BUDGETS}),
        ({"author": "h he"}, set()),
        ({"author": "roger"}, set()),
        ({"author": "a m rogers"}, {ZURICH}),
        ({"author": "a a rogers"}, set()),
        ({"author": "maria ROGERS"}, {ZURICH}),
        ({"author": "jp oneil"}, set()),
        ({"author": "J.-P. O'Neil"}, {LETTERS}),
        ({"author": "王"}, {MEDIA}),
        ({"author": "小明"}, {MEDIA}),
        ({"author": ","}, set()),
        ({"author": "wan"}, set()),
        ({"ids": (ZURICH, "doi:10.1/nowhere")}, {ZURICH}),
        ({"ids": ()}, set()),
        ({"title": "floods", "author": "wang", "abstract": "towns", "venue": "water"}, {ZURICH}),
        ({"title": "floods", "author": "he"}, set()),
    ],
    ids=lambda each: str(sorted(each) if isinstance(each, set) else each),
)
def test_all_words_stand_in_the_field(index: Index, asked: dict[str, object], papers: set[str]) -> None:
    assert found(index, **asked) == papers


def test_fields_narrow_a_search(index: Index) -> None:
    assert [hit.id for hit in index.search("zurich", PaperFilter(title="zurich")).page().hits] == [ZURICH]


def test_records_are_in_the_order_of_their_sources(index: Index) -> None:
    listed = index.search(None, order=Order.RECORD)
    assert [hit.id for hit in listed.page().hits] == [MEDIA, ZURICH, BUDGETS, LETTERS, "doi:10.1/a", "doi:10.1/z"]
    assert [hit.id for hit in index.search("zurich", order=Order.RECORD).page().hits] == [ZURICH, BUDGETS]
