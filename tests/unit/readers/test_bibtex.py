from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Record, Reject
from nlp.readers import read_source
from nlp.readers.bibtex import read
from tests.counting import counted
from tests.shared import needs_shared, shared


def only(text: str) -> Record:
    (found,) = read(text.splitlines())
    assert isinstance(found, Record), found
    return found


def test_an_entry_is_read_whole():
    found = only(r"""
@Article{doe21,
  author    = {Doe, Jane and Richard {van der} Roe and {World Health Organization} and others},
  title     = {The {Dutch} na{\"\i}ve \emph{state}: 50% R&D},
  journal   = "M{\"u}nster {J}ournal",
  year      = 2021, volume = {3}, number = 4, pages = {5--9},
  doi       = {10.5555/a\_b}, pmid = 12,
  eprint    = {2503.00001}, archivePrefix = {arXiv},
  url       = {\url{https://example.org/~doe?a=1&b=50%25}},
  language  = {english}, keywords = {none},
  abstract  = {It costs US$ 5.
               ``Why?''},
}""")
    assert found == Record(
        line=2,
        record="doe21",
        title="The Dutch naïve state: 50% R&D",
        abstract="It costs US$ 5. “Why?”",
        authors=("Jane Doe", "Richard van der Roe", "World Health Organization"),
        year=2021,
        venue="Münster Journal",
        volume="3",
        issue="4",
        pages="5-9",
        url="https://example.org/~doe?a=1&b=50%25",
        language="english",
        ids=("10.5555/a_b", "pmid:12", "arxiv:2503.00001"),
    )


@pytest.mark.parametrize(
    ("author", "names"),
    [
        (r"Ludwig van Beethoven", ("Ludwig van Beethoven",)),
        (r"de la Vall{\'e}e Poussin, Charles AND {\O}rsted, H. C.", ("Charles de la Vallée Poussin", "H. C. Ørsted")),
        (r"King, Jr., Martin Luther", ("Martin Luther King Jr.",)),
        (r"{Barnes and Noble}", ("Barnes and Noble",)),
        (r"given=Jane, family=Doe and family=Roe, given=R.", ("Jane Doe", "R. Roe")),
        (r"\'{A}lvarez, Jos\'e and \v{S}imek, Ji\v{r}\'i", ("José Álvarez", "Jiří Šimek")),
        (r"Doe, Jane and , and others", ("Jane Doe",)),
    ],
)
def test_names_have_parts(author: str, names: tuple[str, ...]):
    assert only(f"@misc{{k, title={{T}}, author={{{author}}}}}").authors == names


def test_strings_are_put_together_and_comments_skipped():
    text = '@comment{@misc{no, title={No}}}\n@preamble{"x"}\n@string(J = {Journal of })\n@string{f = J # "Fun # 1"}\n'

    assert only(text + "A note.\n@misc{k, title={T}, journal = f # { (New)}}").venue == "Journal of Fun # 1 (New)"


def test_a_cross_reference_lends_what_is_missing():
    child, parent = read(
        """@inproceedings{a, title={Part}, author={Doe, Jane}, crossref={B}}
@proceedings{b, title={Whole}, year=2020, volume=7, author={No One}, doi={10.5555/whole}, crossref={b}}""".splitlines()
    )

    assert isinstance(child, Record)
    assert (child.title, child.authors, child.year, child.venue) == ("Part", ("Jane Doe",), 2020, "Whole")
    assert (child.volume, child.ids) == ("7", ())
    assert isinstance(parent, Record)
    assert (parent.title, parent.ids) == ("Whole", ("10.5555/whole",))


@pytest.mark.parametrize(
    ("broken", "missing"),
    [
        ("title={B},\n  year=2020,\n", Reject(3, "entry b has no closing brace", "close it with a }")),
        ("title={B, year=2020}\n", Reject(3, "entry b has no closing brace", "close it with a }")),
        ('title="B, year=2020}\n', Reject(3, "entry b has no closing quote", 'close it with a "')),
    ],
)
def test_an_entry_that_is_not_closed_costs_no_other_entry(broken: str, missing: Reject):
    text = f"@misc{{a, title={{A}}}}\n\n@misc{{b,\n  {broken}\n@misc{{c, title={{C}}}}"
    before, bad, after = read(text.splitlines())

    assert isinstance(before, Record)
    assert isinstance(after, Record)
    assert (before.title, after.title) == ("A", "C")
    assert bad == missing


def test_the_last_entry_may_be_the_broken_one():
    _, bad = read("@misc{a, title={A}}\n@misc{b, title={B}".splitlines())

    assert bad == Reject(2, "entry b has no closing brace", "close it with a }")


def test_a_key_or_a_field_given_twice_loses_no_entry():
    found = list(read("@misc{k, title={A}}\n@misc{k, title={B}, title={C}}".splitlines()))

    assert [(each.record, each.title) for each in found if isinstance(each, Record)] == [("k", "A"), ("k", "B")]


def test_an_entry_that_says_nothing_is_rejected():
    (bad,) = read(["@misc{k, author={Doe, Jane}}"])

    assert bad == Reject(1, "entry k has neither a title nor an abstract", "give it a title")


def test_biblatex_names_are_known():
    found = only(
        "@article{k, title={T}, journaltitle={J}, date={2016-05/2017}, langid={ngerman}, eprinttype={pubmed}, eprint=9}"
    )

    assert (found.venue, found.year, found.language, found.ids) == ("J", 2016, "ngerman", ("pmid:9",))


@needs_shared
def test_the_entries_of_public_bib_files_are_all_read():
    for path in sorted(shared("corpora", "formats", "bibtex").glob("*.bib")):
        found = list(read_source(path).records())

        assert len(found) == counted(path), path.name
        broken = [each.reason for each in found if isinstance(each, Reject) and "neither" not in each.reason]
        assert broken == (["entry b is not well formed"] if "different_delimiters" in path.name else []), path.name


PIECES = st.sampled_from(
    "@misc{k, title= {T} } { \" # , \\ $ \\url \\'e author={ and crossref={k} @string{s= \n ( ) %".split(" ")
)


@given(st.lists(PIECES | st.text(max_size=6), max_size=16).map(" ".join))
def test_any_text_gives_records_and_rejects(text: str):
    for each in read(text.splitlines()):
        assert isinstance(each, Reject) or each.abstract or each.title
        assert each.line >= 1
