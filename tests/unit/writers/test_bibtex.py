from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given

from graph.identity import identify
from graph.records import Record
from nlp.readers.bibtex import read
from nlp.writers import bibtex, bibtex_all
from nlp.writers.bibtex import key
from nlp.writers.latex import latex, title
from tests.unit.writers import papers
from tests.unit.writers.strategies import TEXTS, awkward

if TYPE_CHECKING:
    from graph.model import Paper


def test_an_entry_is_written_whole():
    paper = replace(
        papers.LECUN,
        abstract="Costs $5 & 50% of {all}.",
        language="en",
        url="https://example.org/a_b?c=1&d=%20",
        other_ids=("arxiv:1502.01234", "openalex:w12", "pmid:26017442"),
    )
    assert bibtex(paper) == (
        r"""@article{doi:10.1038/nature14539,
  title = {Deep learning},
  author = {LeCun, Yann and Bengio, Yoshua and Hinton, Geoffrey},
  year = {2015},
  journal = {Nature},
  volume = {521},
  number = {7553},
  pages = {436--444},
  doi = {10.1038/nature14539},
  eprint = {1502.01234},
  archiveprefix = {arXiv},
  pmid = {26017442},
  openalex = {w12},
  url = {https://example.org/a_b?c=1&d=%20},
  language = {en},
  abstract = {Costs \$5 \& 50\% of \textbraceleft{}all\textbraceright{}.},
}
"""
    )


def test_the_entry_s_type_is_that_of_the_publication() -> None:
    assert bibtex(papers.RESNET).startswith("@inproceedings{")
    assert "  booktitle = {Proceedings of the IEEE Conference" in bibtex(papers.RESNET)
    assert bibtex(papers.ATTENTION).startswith("@misc{arxiv:1706.03762,\n")
    assert bibtex(papers.WHO).startswith("@misc{")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Attention is all you need", "Attention is all you need"),
        ("Deep learning for NASA: The case of Twitter", "Deep learning for {NASA}: The case of {Twitter}"),
        ("Public Libraries as Creators of Social Innovation", "Public Libraries as Creators of Social Innovation"),
        ("iPhone Use and the McGurk Effect in C++ and C#", r"{iPhone} Use and the {McGurk} Effect in C++ and C\#"),
        ("Bounds on $O(n^2)$ sorting", "Bounds on {$O(n^2)$} sorting"),
        ("From $5 to $6: what 100% costs", r"From \$5 to \$6: what 100\% costs"),
        (
            "Code at $\\href{https://x.org}{x}$",
            r"Code at \$\textbackslash{}href\textbraceleft{}https://x.org\textbraceright{}\textbraceleft{}x\textbraceright{}\$",
        ),
        ("政府社交媒体研究", "政府社交媒体研究"),
    ],
)
def test_a_title_keeps_the_capitals_that_mean_something(text: str, source: str) -> None:
    assert title(text) == source


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
        ("S. Kim", "Kim, S."),
        ("Yedu Krishna P", "{Yedu Krishna P}"),
        ("张三", "张三"),
        ("World Health Organization", "{World Health Organization}"),
        ("Simon and Garfunkel Group", "{Simon and Garfunkel Group}"),
        ("others", "{others}"),
        ("A {b} c", r"{A \textbraceleft{}b\textbraceright{} c}"),
    ],
)
def test_an_author_is_written_so_that_bibtex_knows_the_family_name(name: str, written: str) -> None:
    assert f"  author = {{{written}}},\n" in bibtex(replace(papers.WHO, authors=(name,)))


def test_a_key_is_made_of_the_id_and_no_two_are_equal() -> None:
    assert key("doi:10.1000/a.b-c_d") == "doi:10.1000/a.b-c_d"
    ids = ["doi:10.1000/a(1)", "doi:10.1000/a+281+29", "doi:10.1000/a{1}", "doi:10.1000/a,1", "doi:10.1000/a#1"]
    keys = [key(each) for each in ids]
    assert keys[0] == "doi:10.1000/a+281+29"
    assert len({each.lower() for each in keys}) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9:./_+-]+", each) for each in keys)


def test_entries_of_many_papers_are_read_back_as_many() -> None:
    written = [papers.LECUN, papers.GB_T_CHINESE, papers.UNTITLED, papers.RESNET]
    text = "".join(bibtex_all(written))
    assert text.count("\n\n@") == 3
    found = list(read(text.splitlines()))
    assert [each.record for each in found if isinstance(each, Record)] == [key(each.id) for each in written]


@given(awkward())
@example(identify(Record(1, title="T", ids=("10.1000/a{b}c%7d",), url="https://x.org/{a}"), "here"))
def test_what_is_written_is_read_back_as_the_same_paper(paper: Paper) -> None:
    (record,) = read(bibtex(paper).splitlines())
    assert isinstance(record, Record)
    found = identify(record, "here")
    names = (
        "id",
        "other_ids",
        "title",
        "title_derived",
        "abstract",
        "year",
        "venue",
        "volume",
        "issue",
        "pages",
        "doi",
    )
    assert {name: getattr(found, name) for name in names} == {name: getattr(paper, name) for name in names}
    assert found.language == paper.language
    assert found.authors == paper.authors


@given(TEXTS)
def test_the_source_of_a_text_has_balanced_braces_and_no_bare_special_characters(text: str) -> None:
    source = re.sub(r"\$[^$]*\$", "", re.sub(r"\\\$", "", latex(text)))
    depth = 0
    for brace in re.findall(r"[{}]", source):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"(?<!\\)[%&#_^~$]", source)
