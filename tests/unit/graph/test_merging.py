"""What two records say together does not depend on which came first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.identity import identify
from graph.merging import known_ids, merge_concepts, merge_papers, same_paper
from graph.model import Concept
from graph.records import Record

_maybe = st.sampled_from([None, "", "a", "bb", "é"])


@st.composite
def records(draw: st.DrawFn) -> Record:
    return Record(
        1,
        draw(st.sampled_from(["", "1"])),
        title=draw(st.sampled_from(["", "Title", "A longer title"])),
        abstract=draw(st.sampled_from(["", "An abstract.", "An abstract. With more."])),
        authors=draw(st.sampled_from([(), ("Ann",), ("Ann", "Bob")])),
        year=draw(st.sampled_from([None, 2019, 2020])),
        venue=draw(_maybe),
        pages=draw(_maybe),
        cited_by=draw(st.sampled_from([None, 0, 3])),
        ids=draw(st.sampled_from([(), ("10.5555/a",), ("10.5555/b", "pmid:1")])),
        references=tuple(draw(st.lists(st.sampled_from(["10.5555/a", "10.5555/c", "pmid:2"]), max_size=2))),
    )


papers = st.builds(identify, records(), st.sampled_from(["x", "y"]), st.sampled_from(["run-1", "run-2"]))


@given(papers, papers, papers)
def test_merging_is_commutative_associative_and_idempotent(a, b, c) -> None:
    assert merge_papers(a, b) == merge_papers(b, a)
    assert merge_papers(merge_papers(a, b), c) == merge_papers(a, merge_papers(b, c))
    assert merge_papers(merge_papers(a, b), b) == merge_papers(a, b)


@given(papers, papers)
def test_merging_keeps_every_id_and_the_best_is_first(a, b) -> None:
    merged = merge_papers(a, b)
    assert set(known_ids(merged)) == {*known_ids(a), *known_ids(b)}
    assert merged.id == min(merged.id, a.id, b.id, key=lambda each: (each.startswith("text:"), each))


@given(papers, papers)
def test_merging_unites_references(a, b) -> None:
    assert merge_papers(a, b).references == tuple(sorted({*a.references, *b.references}))


@given(papers, papers)
def test_being_one_paper_is_mutual(a, b) -> None:
    assert same_paper(a, b) == same_paper(b, a)
    assert same_paper(a, a)


names = st.sampled_from(["IRCC", "Immigration Canada", "immigration canada"])
concepts = st.builds(
    lambda name, aliases, broader: Concept(
        "agency:CA/x", "AGENCY", name, None, tuple(sorted(set(aliases) - {name})), (), broader
    ),
    names,
    st.lists(names, max_size=2),
    st.sampled_from([(), ("country:CA",)]),
)


@given(concepts, concepts, concepts)
def test_concepts_merge_in_any_order(a: Concept, b: Concept, c: Concept) -> None:
    assert merge_concepts(a, b) == merge_concepts(b, a)
    assert merge_concepts(merge_concepts(a, b), c) == merge_concepts(a, merge_concepts(b, c))
    assert merge_concepts(a, a) == a
