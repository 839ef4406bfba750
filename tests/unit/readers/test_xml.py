"""What the readers of XML have in common: damage, entities, encodings, namespaces, and which of them knows what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.records import Record, Reject
from nlp.readers import FORMATS, read_source
from nlp.readers.xml.pubmed import read
from tests.unit.readers.xml_samples import ACL, ATOM, JATS, OAI, PUBMED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAMPLES = {"pubmed": PUBMED, "jats": JATS, "atom": ATOM, "oai": OAI, "acl": ACL}


def article(title: str) -> str:
    inside = f"<Article><ArticleTitle>{title}</ArticleTitle></Article>"
    return f"<PubmedArticle><MedlineCitation>{inside}</MedlineCitation></PubmedArticle>"


def titles(text: str) -> list[str]:
    return [each.title if isinstance(each, Record) else each.reason for each in read(text.split("\n"))]


def test_a_damaged_document_gives_the_entries_before_the_damage_and_says_where_it_is() -> None:
    text = f"\n\n<PubmedArticleSet>\n{article('One')}\n{article('Two')}\n<PubmedArticle></Pubmed>\n{article('Lost')}"
    one, two, damage = read(text.split("\n"))

    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert (one.title, one.line, two.title, two.line) == ("One", 4, "Two", 5)
    assert isinstance(damage, Reject)
    assert damage.line == 6
    assert damage.reason.startswith("the XML is damaged: Opening and ending tag mismatch")
    assert damage.advice


def test_a_document_that_breaks_off_says_so() -> None:
    one, damage = read(["<PubmedArticleSet>", article("One"), "<PubmedArticle><Medl"])

    assert isinstance(one, Record)
    assert isinstance(damage, Reject)
    assert damage.line == 3


def test_what_is_no_xml_is_a_reject_and_nothing_is_nothing() -> None:
    (found,) = read(["Dear diary,"])
    assert isinstance(found, Reject)
    assert list(read([])) == list(read(["", "  "])) == []


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("R&D caf&eacute;&nbsp;bar", "R&D café bar"),
        ("p < 0.05 and x <5", "p < 0.05 and x <5"),
        ("a\x0bb\x01c&#x1;d&#11;e", "a b c d e"),
        ("CO<sub>2</sub> &amp;lt; 5", "CO2 < 5"),
        ("<![CDATA[A & B < 3]]>", "A & B < 3"),
        ("A<!-- no --> title<?what ever?>", "A title"),
        ("<q:i>Wide</q:i> <b w:x='1'>prefixes</b>", "Wide prefixes"),
        ("&#x1D6FC; &#128512;", "𝛼 😀"),
    ],
)
def test_what_xml_forbids_and_people_write_is_read(written: str, title: str) -> None:
    assert titles(f"<PubmedArticleSet>\n{article(written)}\n{article('Next')}</PubmedArticleSet>") == [title, "Next"]


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    (tmp_path / "outside.dtd").write_text('<!ENTITY fromdtd "SECRET">')
    text = f"""<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet SYSTEM "{(tmp_path / "outside.dtd").as_uri()}" [
<!ENTITY % all SYSTEM "{(tmp_path / "outside.dtd").as_uri()}">%all;
<!ENTITY file SYSTEM "{secret.as_uri()}"><!ENTITY net SYSTEM "http://127.0.0.1:9/x"><!ENTITY own "SECRET">]>
<PubmedArticleSet>{article("A &file;&net;&fromdtd;&own; title")}</PubmedArticleSet>"""

    assert titles(text) == ["A &file;&net;&fromdtd;&own; title"]


@pytest.mark.parametrize("place", ['<PubmedArticle x="&l11;"/>', article("&l11;"), article("&l11;" * 1000)])
def test_entities_of_entities_do_not_grow(place: str) -> None:
    laughs = "".join(f'<!ENTITY l{each} "{f"&l{each - 1};" * 10}">' for each in range(1, 12))
    (found, *_) = read(f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>\n<PubmedArticleSet>{place}'.split("\n"))

    assert "haha" not in repr(found)
    assert len(repr(found)) < 10_000


def test_depth_has_a_limit() -> None:
    assert titles(article(f"{'<b>' * 200}Deep{'</b>' * 200}")) == ["Deep"]
    for depth in (300, 1_500, 2_040, 5_000):
        assert len(titles(article(f"{'<b>' * depth}Deep{'</b>' * depth}"))) == 1
    (found,) = read([f"<PubmedArticle>{'<b>' * 100_000}"])
    assert isinstance(found, Reject)


def test_memory_does_not_grow_with_the_document() -> None:
    # libxml2's memory is none of Python's: the process tells
    process = psutil.Process()
    list(read(_wrapped(200)))
    before, most = process.memory_info().rss, 0
    for number, each in enumerate(read(_wrapped(10_000))):
        assert isinstance(each, Record)
        if number % 1_000 == 999:
            most = max(most, process.memory_info().rss - before)

    assert number == 9_999
    assert most < 20 << 20, "of 60 MB of text"


def _wrapped(count: int) -> Iterator[str]:
    yield "<PubmedArticleSet>"
    yield from (article(f"Paper {number} {'x' * 6_000}") for number in range(count))
    yield "</PubmedArticleSet>"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "UTF-16"),
        ("iso8859-1", "ISO-8859-1"),
        ("iso8859-2", "ISO-8859-2"),
        ("cp1251", "windows-1251"),
        ("euc_jp", "EUC-JP"),
        ("gbk", "GB2312"),
        ("iso2022_jp", "ISO-2022-JP"),
        ("utf-8", "ISO-8859-1"),  # which is a lie
        ("utf-8", "rot13"),
        ("utf-8", "nosuch"),
    ],
)
def test_the_declared_encoding_counts(tmp_path: Path, encoding: str, declared: str) -> None:
    word = {"iso8859-2": "Łódź", "cp1251": "Наука", "euc_jp": "日本の科学", "iso2022_jp": "日本", "gbk": "中文"}
    title = word.get(encoding, "Münster café")
    file = tmp_path / "a.xml"
    text = f'<?xml version="1.0" encoding="{declared}"?>\n<PubmedArticleSet>{article(title)}</PubmedArticleSet>\n'
    file.write_bytes(text.encode(encoding))

    assert [each.title for each in read_source(file).records() if isinstance(each, Record)] == [title]


def test_a_broken_byte_costs_the_entry_it_is_in(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    text = f"<PubmedArticleSet>\n{article('Žižek')}\n{article('caf#')}\n{article('Ørsted')}\n</PubmedArticleSet>"
    file.write_bytes(text.encode().replace(b"#", b"\xe9"))
    before, bad, after = read_source(file).records()

    assert isinstance(before, Record)
    assert isinstance(after, Record)
    assert isinstance(bad, Reject)
    assert "is not UTF-8" in bad.reason


@pytest.mark.parametrize("name", SAMPLES)
def test_each_format_is_known_by_its_content_alone(tmp_path: Path, name: str) -> None:
    assert [each.name for each in FORMATS.values() if each.sniff(SAMPLES[name])] == [name]
    for file in (tmp_path / "a.xml", tmp_path / "a.txt", tmp_path / "a"):
        file.write_text(SAMPLES[name], encoding="utf-8")
        assert read_source(file).format == name


def test_an_unknown_xml_file_is_read_by_the_first_that_owns_the_extension(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<html><body>No papers</body></html>")
    (found,) = read_source(tmp_path / "a.xml").records()

    assert isinstance(found, Reject)
    assert "no entry of the format" in found.reason


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=60)
@given(data=st.data())
def test_mutated_documents_never_raise(name: str, data: st.DataObject) -> None:
    text = SAMPLES[name]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        to = data.draw(st.integers(at, min(at + 40, len(text))))
        new = data.draw(
            st.text(max_size=8) | st.sampled_from(["<", ">", "&", "]]>", "<x:y ", "\x00", "&l;", "</a>", '"'])
        )
        text = text[:at] + new + text[to:]

    for form in SAMPLES:
        for each in FORMATS[form].read(text.split("\n")):
            assert each.line >= 1
            assert each.title or each.abstract if isinstance(each, Record) else each.reason


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=40)
@given(text=st.text(max_size=80))
def test_any_text_is_read_or_refused(name: str, text: str) -> None:
    for body in (text, f"<a>{text}</a>", f"<entry>{text}</entry>"):
        assert all(isinstance(each, Record) or each.reason for each in FORMATS[name].read(body.splitlines()))
