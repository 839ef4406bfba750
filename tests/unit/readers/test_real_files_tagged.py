"""Real exports of tagged text: what comes in and what is rejected, beside a plain count of the files' lines."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from graph.identity import parse_id
from graph.records import Record, Reject
from nlp.readers import read_source
from tests.counting import TAGS
from tests.shared import needs_shared, shared

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = {
    "ris/asreview__baseline.ris": ("ris", 100, 0),
    "ris/asreview_baseline_empty_values.ris": ("ris", 4, 0),
    "ris/asreview_baseline_reference_types.ris": ("ris", 61, 61),
    "ris/asreview_baseline_tag-notes_labels.ris": ("ris", 32, 0),
    "ris/asreview_baseline_zotero.ris": ("ris", 100, 0),
    "ris/asreview_embase.ris": ("ris", 6, 0),
    "ris/asreview_faulty_year.ris": ("ris", 1, 0),
    "ris/asreview_ovid_psycinfo.ris": ("ris", 6, 0),
    "ris/asreview_ovid_zotero.ris": ("ris", 6, 0),
    "ris/asreview_proquest.ris": ("ris", 6, 0),
    "ris/asreview_pubmed_zotero.ris": ("ris", 6, 0),
    "ris/asreview_ris_issue_1099.txt": ("ris", 7, 0),
    "ris/asreview_ris_issue_992.txt": ("ris", 19, 0),
    "ris/asreview_ris_many_authors.ris": ("ris", 1, 0),
    "ris/asreview_scopus.ris": ("ris", 6, 0),
    "ris/rispy_example_empty_tag.ris": ("ris", 1, 0),
    "ris/rispy_example_extraneous_data.ris": ("ris", 2, 0),
    "ris/rispy_example_full.ris": ("ris", 2, 0),
    "ris/rispy_example_multiline.ris": ("ris", 3, 0),
    "ris/rispy_example_urls.ris": ("ris", 4, 0),
    "ris/rispy_example_utf_chars.ris": ("ris", 1, 0),
    "ris/rispy_example_wos.ris": ("wos", 2, 0),
    "ris/schoot-lgmm-ptsd-included-1.ris": ("ris", 363, 0),
    "ris/schoot-lgmm-ptsd-included-2.ris": ("ris", 38, 0),
    "ris/schoot-lgmm-ptsd-included-3.ris": ("ris", 8, 0),
    "nbib/biopython_pubmed_result1.txt": ("nbib", 1, 0),
    "nbib/biopython_pubmed_result2.txt": ("nbib", 4, 0),
    "nbib/biopython_pubmed_result3.txt": ("nbib", 1, 0),
    "endnote/asreview_pubmed_endnote.txt": ("ris", 6, 0),
    "wos/asreview_web_of_science.txt": ("ris", 10, 0),
}
"""The format of each file, whatever its folder says, its entries, and how many have neither a title nor an abstract."""

TEXT = {
    "ris": r"^(?:TI|T1|ST|AB|N2)  - *\S",
    "wos": r"^(?:TI|AB) \S",
    "nbib": r"^(?:TI|AB)  - \S",
}


def entries(name: str) -> list[Record | Reject]:
    return list(read_source(shared("corpora", "formats", name)).records())


def counted(name: str, form: str) -> tuple[int, int]:
    """The file's entries, and those without a title or an abstract, by its lines alone."""
    text = shared("corpora", "formats", name).read_text(encoding="utf-8-sig")
    _, *blocks = re.split(TAGS[form], text, flags=re.MULTILINE)
    return len(blocks), sum(not re.search(TEXT[form], block, re.MULTILINE) for block in blocks)


@needs_shared
@pytest.mark.parametrize("name", FILES)
def test_all_entries_come_in_or_are_rejected_with_a_reason(name: str) -> None:
    form, expected, without = FILES[name]
    found = entries(name)
    rejected = [each for each in found if isinstance(each, Reject)]
    assert read_source(shared("corpora", "formats", name)).format == form
    assert counted(name, form) == (expected, without)
    assert (len(found), len(rejected)) == (expected, without)
    assert {each.reason for each in rejected} <= {"neither a title nor an abstract"}
    assert all(each.advice and each.line for each in rejected)


@needs_shared
def test_no_file_is_left_out() -> None:
    folders = [shared("corpora", "formats", kind) for kind in ("ris", "nbib", "endnote", "wos")]
    assert {f"{file.parent.name}/{file.name}" for folder in folders for file in folder.iterdir()} == set(FILES)


def everything() -> Iterator[Record]:
    return (each for each in chain.from_iterable(map(entries, FILES)) if isinstance(each, Record))


@needs_shared
def test_dois_are_without_what_a_publisher_shows_them_by() -> None:
    ids = [known for each in everything() for raw in each.ids if (known := parse_id(raw))]
    dois = [each for each in ids if each.startswith("doi:")]
    assert len(dois) > 400
    assert [each for each in dois if re.search(r"[?&]|/(?:abstract|asset|full|pdf)\b|\.pdf$", each)] == []


@needs_shared
def test_a_pubmed_id_goes_with_one_doi() -> None:
    dois: dict[str, set[str]] = {}
    for each in everything():
        known = {found for raw in each.ids if (found := parse_id(raw))}
        for pmid in (found for found in known if found.startswith("pmid:")):
            dois.setdefault(pmid, set()).update(found for found in known if found.startswith("doi:"))
    assert len(dois) > 100
    assert {pmid: found for pmid, found in dois.items() if len(found) > 1} == {}


@needs_shared
def test_thousands_of_authors_are_kept() -> None:
    name = "ris/asreview_ris_many_authors.ris"
    (found,) = entries(name)
    text = shared("corpora", "formats", name).read_text(encoding="utf-8-sig")
    assert isinstance(found, Record)
    assert len(found.authors) == len(re.findall(r"^(?:AU|A1)  - \S", text, re.MULTILINE)) == 7456
