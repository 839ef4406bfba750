"""XML: five formats, documents that mean harm, and documents that break off."""

from __future__ import annotations

import re
import tarfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Record, Reject
from nlp.readers import FORMATS, read_source, read_sources, read_text
from tests.shared import needs_shared, shared

if TYPE_CHECKING:
    from pathlib import Path

PUBMED = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle" "https://dtd.nlm.nih.gov/pubmed.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">12</PMID><Article>
<Journal><JournalIssue><Volume>3</Volume><Issue>1</Issue><PubDate><Year>2021</Year></PubDate></JournalIssue>
<Title>Town Studies</Title></Journal><ArticleTitle>Towns with <i>E. coli</i> &amp; more</ArticleTitle>
<Pagination><MedlinePgn>5-9</MedlinePgn></Pagination><ELocationID EIdType="doi">10.5555/Towns</ELocationID>
<Abstract><AbstractText Label="AIM">To see.</AbstractText><AbstractText>We saw<sup>2</sup>.</AbstractText></Abstract>
<AuthorList><Author><LastName>Doe</LastName><ForeName>Jane</ForeName><Suffix>Jr</Suffix></Author>
<Author><CollectiveName>The Group</CollectiveName></Author></AuthorList><Language>eng</Language></Article>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="doi">10.5555/towns</ArticleId>
<ArticleId IdType="pii">S1</ArticleId></ArticleIdList><ReferenceList><Reference><ArticleIdList>
<ArticleId IdType="pubmed">7</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>
</PubmedArticleSet>
"""

JATS = """\
<article xml:lang="en" xmlns:xlink="http://www.w3.org/1999/xlink"><front>
<journal-meta><journal-title-group><journal-title>Town Studies</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="doi">10.5555/towns</article-id><article-id pub-id-type="pmc">1</article-id>
<title-group><article-title>Dutch towns</article-title></title-group>
<contrib-group>
<contrib contrib-type="author"><name><surname>Doe</surname><given-names>Jane</given-names></name></contrib>
<contrib contrib-type="editor"><name><surname>Roe</surname></name></contrib>
<contrib contrib-type="author"><collab>The Group</collab></contrib></contrib-group>
<pub-date><year>2022</year></pub-date><pub-date><year>2021</year></pub-date>
<volume>3</volume><issue>1</issue><fpage>5</fpage><lpage>9</lpage>
<abstract abstract-type="teaser"><p>Read me!</p></abstract>
<abstract><object-id>10.5555/x</object-id><sec><title>Aim:</title><p>To see.</p></sec>
<sec><p>We saw.</p></sec></abstract>
</article-meta></front><back><ref-list><ref><mixed-citation><pub-id pub-id-type="doi">10.5555/old</pub-id>
</mixed-citation></ref></ref-list></back>
<sub-article><front-stub><title-group><article-title>A letter</article-title></title-group></front-stub></sub-article>
</article>
"""

ACL = """\
<collection id="2020.acl"><volume id="main"><meta><booktitle>Proceedings of ACL</booktitle><year>2020</year></meta>
<frontmatter><url>2020.acl-main.0</url></frontmatter>
<paper id="1"><title>A <fixed-case>D</fixed-case>utch <tex-math>n^2</tex-math></title>
<author><first>Jane</first><last>Doe</last></author><author><last>Roe</last></author><pages>5–9</pages>
<abstract>It says so.</abstract><url hash="0a">2020.acl-main.1</url><doi>10.5555/acl.1</doi></paper>
</volume></collection>
"""

OAI = """\
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
<record><header status="deleted"><identifier>oai:x:1</identifier></header></record>
<record><header><identifier>oai:x:2</identifier></header><metadata><oai_dc:dc><dc:title>Dutch towns</dc:title>
<dc:creator>Doe, Jane</dc:creator><dc:description>12 pages</dc:description>
<dc:description>Towns use it.</dc:description>
<dc:date>2021-03-01</dc:date><dc:identifier>https://example.org/2</dc:identifier>
<dc:identifier>doi:10.5555/towns</dc:identifier><dc:language>en</dc:language></oai_dc:dc></metadata></record>
<record><header><identifier>oai:arXiv.org:2503.00001</identifier></header><metadata><arXiv><id>2503.00001</id>
<created>2025-03-01</created><authors><author><keyname>Doe</keyname><forenames>Jane</forenames></author></authors>
<title>Later</title><abstract>It says so.</abstract></arXiv></metadata></record>
</ListRecords></OAI-PMH>
"""

ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title>
<entry><id>http://arxiv.org/abs/2503.00001v2</id><published>2025-03-01T00:00:00Z</published><title>Dutch
  towns</title><summary>Towns use it.</summary><author><name>Jane Doe</name></author>
<arxiv:doi>10.5555/towns</arxiv:doi><arxiv:journal_ref>Town Studies 3</arxiv:journal_ref></entry></feed>
"""

DOCUMENTS = {"pubmed": PUBMED, "jats": JATS, "acl": ACL, "oai": OAI, "atom": ATOM}


def read(name: str, document: str) -> list[Record | Reject]:
    return list(FORMATS[name].read(document.splitlines()))


def only(name: str, document: str) -> Record:
    (found,) = read(name, document)
    assert isinstance(found, Record), found
    return found


def test_pubmed_is_read_whole() -> None:
    assert only("pubmed", PUBMED) == Record(
        line=4,
        record="12",
        title="Towns with E. coli & more",
        abstract="AIM: To see. We saw2.",
        authors=("Jane Doe Jr", "The Group"),
        year=2021,
        venue="Town Studies",
        volume="3",
        issue="1",
        pages="5-9",
        language="eng",
        ids=("pmid:12", "doi:10.5555/towns", "doi:10.5555/Towns"),
        references=("pmid:7",),
    )


def test_jats_is_read_whole() -> None:
    assert only("jats", JATS) == Record(
        line=1,
        record="10.5555/towns",
        title="Dutch towns",
        abstract="Aim: To see. We saw.",
        authors=("Jane Doe", "The Group"),
        year=2021,
        venue="Town Studies",
        volume="3",
        issue="1",
        pages="5-9",
        language="en",
        ids=("doi:10.5555/towns",),
        references=("doi:10.5555/old",),
    )


def test_an_acl_volume_is_read_whole() -> None:
    assert only("acl", ACL) == Record(
        line=3,
        record="2020.acl-main.1",
        title="A Dutch n^2",
        abstract="It says so.",
        authors=("Jane Doe", "Roe"),
        year=2020,
        venue="Proceedings of ACL",
        pages="5-9",
        url="https://aclanthology.org/2020.acl-main.1",
        ids=("doi:10.5555/acl.1",),
    )


def test_oai_records_are_read_and_deleted_ones_told() -> None:
    assert read("oai", OAI) == [
        Reject(2, "the repository has deleted oai:x:1", "there is nothing to read"),
        Record(
            line=3,
            record="oai:x:2",
            title="Dutch towns",
            abstract="Towns use it.",
            authors=("Jane Doe",),
            year=2021,
            url="https://example.org/2",
            language="en",
            ids=("doi:10.5555/towns",),
        ),
        Record(
            line=8,
            record="oai:arXiv.org:2503.00001",
            title="Later",
            abstract="It says so.",
            authors=("Jane Doe",),
            year=2025,
            ids=("arxiv:2503.00001",),
        ),
    ]


def test_atom_is_read_whole() -> None:
    assert only("atom", ATOM) == Record(
        line=2,
        record="2503.00001v2",
        title="Dutch towns",
        abstract="Towns use it.",
        authors=("Jane Doe",),
        year=2025,
        venue="Town Studies 3",
        url="http://arxiv.org/abs/2503.00001v2",
        ids=("http://arxiv.org/abs/2503.00001v2", "doi:10.5555/towns"),
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_first_element_tells_the_format(name: str) -> None:
    for file in ("a.xml", "a"):
        assert read_text(f"<!-- <feed> -->\n{DOCUMENTS[name]}" if name != "pubmed" else PUBMED, file).format == name


def test_a_document_that_breaks_off_is_read_up_to_there() -> None:
    papers = "".join(f"<paper><title>Paper {at}</title></paper>\n" for at in range(3))
    found = read("acl", f"<collection><volume>\n{papers}<paper><title>Half a")
    assert [each.title for each in found if isinstance(each, Record)] == ["Paper 0", "Paper 1", "Paper 2"]
    assert found[-1] == Reject(6, "no XML from here on: no element found", "get the file again")


def test_an_entry_with_neither_title_nor_abstract_is_told(tmp_path: Path) -> None:
    assert read("acl", "<collection>\n<paper><pages>1</pages></paper></collection>") == [
        Reject(2, "neither a title nor an abstract", "give the paper a title")
    ]
    (tmp_path / "a.xml").write_text("<html><body>None of ours</body></html>")
    found = list(read_source(tmp_path / "a.xml").records())
    assert [type(each) for each in found] == [Reject]


def test_entities_that_are_declared_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    laughs = "".join(f'<!ENTITY l{at + 1} "{f"&l{at};" * 10}">' for at in range(12))
    for declared in (f'<!ENTITY l0 "ha">{laughs}', f'<!ENTITY l12 SYSTEM "{secret.as_uri()}">'):
        document = f"<!DOCTYPE feed [{declared}]>\n<feed><entry><title>&l12;</title></entry></feed>"
        (found,) = read("atom", document)
        assert isinstance(found, Reject)
        assert found.reason == "entities are declared in it"


def test_what_a_document_points_to_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.dtd").write_text('<!ENTITY word "the secret">')
    document = (
        f'<!DOCTYPE feed SYSTEM "{(tmp_path / "a.dtd").as_uri()}">\n<feed><entry><title>A &word;</title></entry></feed>'
    )
    assert "the secret" not in repr(read("atom", document))


@given(st.sampled_from(sorted(DOCUMENTS)), st.data())
def test_whatever_becomes_of_a_document_nothing_is_raised(name: str, data: st.DataObject) -> None:
    document = DOCUMENTS[name]
    start = data.draw(st.integers(0, len(document)))
    end = data.draw(st.integers(start, len(document)))
    for each in read(name, document[:start] + data.draw(st.text("<>/&;!\0a ", max_size=5)) + document[end:]):
        assert isinstance(each, Record | Reject)


@needs_shared
@pytest.mark.parametrize(
    ("folder", "entry", "without"),
    [
        ("pubmed_xml", r"<PubmedArticle>|<PubmedBookArticle>|<article\s", 0),
        ("jats", r"<article\s", 0),
        ("oai_pmh", "<record>", 4),
    ],
)
def test_real_files_come_in_whole(folder: str, entry: str, without: int) -> None:
    rejected = 0
    for file in sorted(shared("corpora", "formats", folder).iterdir()):
        found = list(read_source(file).records())
        assert (file.name, len(found)) == (file.name, len(re.findall(entry, file.read_text(encoding="utf-8"))))
        rejected += sum(isinstance(each, Reject) for each in found)
    assert rejected == without


@needs_shared
def test_the_anthology_comes_in_whole(tmp_path: Path) -> None:
    with tarfile.open(shared("corpora", "acl", "acl_xml_2016_2021.tar.xz")) as archive:
        archive.extractall(tmp_path, filter="data")
    sources, skipped = read_sources(tmp_path)
    found = [each for source in sources for each in source.records()]
    written = "".join(file.read_text(encoding="utf-8") for file in tmp_path.rglob("*.xml"))
    assert (len(sources), skipped) == (193, [])
    assert len(found) == len(re.findall("<paper ", written)) == 23_188
    assert (
        sum(bool(each.abstract) for each in found if isinstance(each, Record)) == written.count("<abstract>") == 18_605
    )
