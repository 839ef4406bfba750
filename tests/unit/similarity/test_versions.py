"""Near-twins: which papers are versions of one, and that the best of them stands for all."""

from __future__ import annotations

import pytest

from graph.similarity import Index, PaperFilter, Seed
from graph.similarity.build import build
from tests.unit.similarity.shelf import Shelf, paper

TITLE = "How mayors answer citizens on the net"
TEXT = (
    "Mayors of small towns answer the questions of citizens within a day, and voters reward them for it in polls."
    " A survey of councils, parishes and boroughs over ten years shows which offices reply late, and what delays cost."
)
SEED = paper("doi:10.1/seed", "Voters and mayors", "Citizens reward mayors who answer their questions in small towns.")


def indexed(*papers: object) -> Index:
    arrays: dict[str, object] = {}
    shelf = Shelf().put(SEED, *papers)  # type: ignore[arg-type]
    found = build(shelf, arrays, lambda _done, _total: None)  # type: ignore[arg-type]
    return Index(arrays, shelf.revision(), found["kinds"])  # type: ignore[arg-type]


def listed(index: Index, **more: object) -> list[str]:
    return [hit.id for hit in index.similar(Seed(papers=("doi:10.1/seed",)), **more).page().hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "abstract", "are"),
    [
        (TITLE, TEXT + " (Preprint.)", True),
        ("HOW MAYORS ANSWER CITIZENS ON THE NET.", TEXT.replace("within a day", "in a day"), True),
        ("Answers from town halls", TEXT, True),
        (TITLE, "Lichens grow on north walls where the air is clean and stone is rough.", False),
        ("Answers from town halls", TEXT + " (Preprint.)", False),
        (TITLE, "", False),
    ],
)
def test_versions_share_a_title_or_an_abstract_and_their_words(title: str, abstract: str, are: bool) -> None:
    index = indexed(paper("doi:10.1/a", TITLE, TEXT), paper("doi:10.1/b", title, abstract))
    assert index.versions(["doi:10.1/a", "doi:10.1/b", "doi:10.1/seed", "doi:10.1/none"]) == {
        "doi:10.1/a": ("doi:10.1/b",) if are else (),
        "doi:10.1/b": ("doi:10.1/a",) if are else (),
        "doi:10.1/seed": (),
    }


def test_the_best_stands_for_all_of_those_that_pass_the_filter() -> None:
    index = indexed(
        paper("doi:10.1/a", TITLE, TEXT + " An appendix follows.", year=2020),
        paper("doi:10.1/b", TITLE, TEXT, year=2021),
        paper("doi:10.1/c", TITLE, TEXT, year=2022),
        paper(
            "doi:10.1/d", "Lichens", "Lichens grow on walls of towns, where stone is rough and air is clean.", year=2022
        ),
    )
    assert listed(index) == ["doi:10.1/b", "doi:10.1/d"]
    assert listed(index, fold=False) == ["doi:10.1/b", "doi:10.1/c", "doi:10.1/a", "doi:10.1/d"]
    assert listed(index, filter=PaperFilter(year_from=2022)) == ["doi:10.1/c", "doi:10.1/d"]
    assert index.similar(Seed(papers=("doi:10.1/seed",))).total == 2


def test_chains_of_versions_are_one_group() -> None:
    index = indexed(
        paper("doi:10.1/a", TITLE, TEXT),
        paper("doi:10.1/b", TITLE, TEXT.replace("within a day", "soon")),
        paper("doi:10.1/c", "Town halls that answer", TEXT.replace("within a day", "soon")),
    )
    assert index.versions(["doi:10.1/c"]) == {"doi:10.1/c": ("doi:10.1/a", "doi:10.1/b")}


def test_short_titles_tell_nothing() -> None:
    index = indexed(paper("doi:10.1/a", "Book review", "One."), paper("doi:10.1/b", "Book review", "One."))
    assert index.versions(["doi:10.1/a"]) == {"doi:10.1/a": ()}
