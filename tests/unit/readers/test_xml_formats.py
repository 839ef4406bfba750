"""What each XML format's reader takes from which element."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.records import Record, Reject
from nlp.readers import read_source
from nlp.readers.latex import mathematics
from nlp.readers.xml import acl, atom, jats, oai, pubmed
from tests.unit.readers.xml_samples import ACL, ATOM, JATS, OAI, PUBMED

if TYPE_CHECKING:
    from pathlib import Path


def test_pubmed() -> None:
    article, book, empty = pubmed.read(PUBMED.split("\n"))

    assert article == Record(
        line=4,
        record="12",
        title="Mayors tweet CO2.",
        abstract="OBJECTIVE: To count tweets (p < 0.05). No label. RESULTS: We used 3He=1/2 here.",
        authors=("Jane Q Doe", "R Roe Jr", "The Mayors"),
        year=2019,
        venue="Journal of Mayors",
        volume="3",
        issue="4",
        pages="113-125",
        language="ger",
        ids=("pmid:12", "10.5555/a"),
        references=("pmid:7", "10.5555/b", "doi:10.5555/c"),
    )
    assert book == Record(
        line=42,
        record="13",
        title="A Chapter",
        abstract="On chapters.",
        authors=("Pat Poe",),
        year=2005,
        venue="A Book of Mayors",
        language="eng",
        ids=("pmid:13",),
    )
    assert empty == Reject(53, "neither a title nor an abstract", "give it a title")


@pytest.mark.parametrize(
    ("body", "title", "abstract"),
    [
        ("<ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Zu</VernacularTitle>", "Zu", ""),
        ("<ArticleTitle>[3H]Thymidine [a study].</ArticleTitle>", "[3H]Thymidine [a study].", ""),
        ("<ArticleTitle>T</ArticleTitle><Abstract><CopyrightInformation>C</CopyrightInformation></Abstract>", "T", ""),
    ],
)
def test_pubmed_titles(body: str, title: str, abstract: str) -> None:
    (found,) = pubmed.read([f"<MedlineCitation><Article>{body}</Article></MedlineCitation>"])
    assert isinstance(found, Record)
    assert (found.title, found.abstract) == (title, abstract)


def test_jats() -> None:
    (found,) = jats.read(JATS.split("\n"))

    assert found == Record(
        line=3,
        record="PMC8000",
        title="Les maires: une étude",
        abstract="But: Compter α2. Encore. Résultats: Avec β≥1.",
        authors=("Jane Doe Jr", "Taro Yamada", "The Mayors"),
        year=2021,
        venue="Journal des maires",
        volume="5",
        issue="2",
        pages="10-19",
        language="fr",
        ids=("10.5555/j", "pmid:99"),
        references=("10.5555/k", "pmid:5", "https://doi.org/10.5555/l", "doi:10.5555/m"),
    )


@pytest.mark.parametrize(
    ("meta", "title", "abstract"),
    [
        ("<abstract><p>A.</p></abstract><abstract abstract-type='teaser'><p>B.</p></abstract>", "", "A."),
        ("<abstract abstract-type='executive-summary'><title>D</title><p>B.</p></abstract>", "", "B."),
        ("<abstract abstract-type='graphical'><p>B.</p></abstract>", "", None),
        ("<trans-abstract xml:lang='fr'><p>F.</p></trans-abstract>", "", "F."),
        ("<title-group><article-title/><trans-title>T</trans-title></title-group>", "T", ""),
        ("<title-group><article-title>Why?</article-title><subtitle>S</subtitle></title-group>", "Why? S", ""),
        ("<abstract><sec><title>A</title><sec><title>B</title><p>C.</p></sec></sec></abstract>", "", "A: B: C."),
    ],
)
def test_which_abstract_and_title_of_jats(meta: str, title: str, abstract: str | None) -> None:
    (found,) = jats.read([f"<article><front><article-meta>{meta}</article-meta></front></article>"])
    if abstract is None:
        assert isinstance(found, Reject)
    else:
        assert isinstance(found, Record)
        assert (found.title, found.abstract) == (title, abstract)


def test_a_set_of_jats_articles() -> None:
    front = "<front><article-meta><title-group><article-title>{}</article-title></title-group></article-meta></front>"
    articles = [f"<article>{front.format(each)}</article>" for each in "ABC"]
    lines = ["<pmc-articleset>", *articles, "<article><body/></article></pmc-articleset>"]

    assert [each.title if isinstance(each, Record) else "-" for each in jats.read(lines)] == ["A", "B", "C", "-"]


PAPER = Record(
    line=5,
    record="2503.00001v2",
    title="Mayors tweet $x^2$",
    abstract='We count "tweets" & more.',
    authors=("Jane Doe", "Richard van der Roe"),
    year=2024,
    venue="J. Mayors 3 (2025) 1",
    url="https://arxiv.org/abs/2503.00001v2",
    ids=("arxiv:2503.00001v2", "10.5555/x"),
)


def test_arxiv() -> None:
    found, error = atom.read(ATOM.split("\n"))

    assert found == PAPER
    assert isinstance(error, Reject)
    assert error.reason == "arXiv did not answer: incorrect id format for 1"


def test_arxiv_kept_in_json(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("\n\n" + json.dumps({"url": "u", "status_code": 200, "note": "none", "body": ATOM}, indent=1))
    source = read_source(file)
    found, error = source.records()

    assert source.format == "atom"
    assert found == replace(PAPER, line=7)
    assert isinstance(error, Reject)
    assert error.line == 7
    (broken,) = atom.read(['{"body": "<feed'])
    assert isinstance(broken, Reject)


def test_oai() -> None:
    dublin, own, old, deleted, unknown, bare, marc, error = oai.read(OAI.split("\n"))

    assert dublin == Record(
        line=4,
        record="oai:example.org:1",
        title="The mayors",
        abstract="We count all of the tweets of mayors.",
        authors=("Jane Doe", "Richard Roe"),
        year=2020,
        venue="Journal of Mayors",
        volume="3",
        issue="4",
        pages="12-20",
        url="https://example.org/1",
        language="eng",
        ids=("10.5555/o",),
    )
    assert own == Record(
        line=18,
        record="oai:arXiv.org:2503.00001",
        title="Mayors tweet",
        abstract="We count.",
        authors=("Jane Doe Jr",),
        year=2025,
        venue="J. Mayors 3",
        ids=("arxiv:2503.00001", "10.5555/x"),
    )
    assert isinstance(old, Record)
    assert (old.abstract, old.ids[0]) == ("Short.", "arxiv:cs/0112017")
    reasons = [each.reason for each in (deleted, unknown, bare, marc, error) if isinstance(each, Reject)]
    assert reasons == [
        "record oai:example.org:2 was deleted by the repository",
        "metadata in the form mods are not read",
        "record oai:example.org:4 has no metadata",
        "metadata in the form record are not read",
        "the repository refused: badResumptionToken",
    ]


def test_oai_with_jats_and_with_arxiv_raw() -> None:
    front = "<front><article-meta><title-group><article-title>T</article-title></title-group></article-meta></front>"
    version = "<version version='v1'><date>Mon, 3 Mar 2025 1:0:0 GMT</date></version>"
    raw = f"<arXivRaw><id>2503.00002</id>{version}<title>R</title>"
    one, two = oai.read(
        [
            "<OAI-PMH><ListRecords>",
            f"<record><header/><metadata><article>{front}</article></metadata></record>",
            f"<record><metadata>{raw}<authors>Jane Doe, R. Roe and X. Poe</authors></arXivRaw></metadata></record>",
            "</ListRecords></OAI-PMH>",
        ]
    )
    assert isinstance(one, Record)
    assert (one.line, one.title) == (2, "T")
    assert isinstance(two, Record)
    assert (two.year, two.authors, two.record) == (2025, ("Jane Doe", "R. Roe", "X. Poe"), "2503.00002")


def test_acl() -> None:
    paper, plain, empty, elsewhere = acl.read(ACL.split("\n"))

    assert paper == Record(
        line=10,
        record="2020.towns-main.1",
        title="Mayors in BERT with α-mixing",
        abstract="We show r^-α ∝n, see https://example.org.",
        authors=("Jane Doe", "Plato"),
        year=2020,
        venue="Proceedings of the Workshop on Towns",
        volume="7",
        pages="1-13",
        url="https://aclanthology.org/2020.towns-main.1/",
        language="fra",
        ids=("10.5555/towns.1",),
    )
    assert isinstance(plain, Record)
    assert (plain.record, plain.authors) == ("2020.towns-main.2", ("Ed Only",))
    assert isinstance(empty, Reject)
    assert isinstance(elsewhere, Record)
    assert (elsewhere.record, elsewhere.issue, elsewhere.url) == ("2020.towns-2.1", "3", "https://example.org/p.pdf")


@pytest.mark.parametrize(
    ("collection", "volume", "paper", "expected"),
    [
        ("P18", "1", "7", "P18-1007"),
        ("W18", "1", "7", "W18-0107"),
        ("D19", "5", "7", "D19-0507"),
        ("D19", "1", "7", "D19-1007"),
        ("2020.acl", "main", "7", "2020.acl-main.7"),
        ("P18", "x", "7", ""),
    ],
)
def test_what_the_anthology_calls_a_paper(collection: str, volume: str, paper: str, expected: str) -> None:
    inside = f'<volume id="{volume}"><paper id="{paper}"><title>T</title></paper></volume>'
    (found,) = acl.read([f'<collection id="{collection}">{inside}</collection>'])
    assert isinstance(found, Record)
    assert found.record == expected


@pytest.mark.parametrize(
    ("latex", "shown"),
    [("k", "k"), (r"\Rightarrow", "⇒"), (r"$x_{1}$", "x_1"), (r"\frac{a}{b}", "a/b"), (r"{\broken", ""), ("5+", "5+")],
)
def test_formulas_in_one_line(latex: str, shown: str) -> None:
    assert mathematics(latex).strip() == shown
