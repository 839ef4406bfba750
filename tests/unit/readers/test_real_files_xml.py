"""Every real file in an XML format: records counted by plain patterns, got in, rejected; nothing is lost."""

from __future__ import annotations

import re

import pytest

from graph.identity import parse_id
from graph.records import Record, Reject
from nlp.readers import read_source, read_sources
from tests.counting import ELEMENTS, counted, members
from tests.shared import SHARED, needs_shared, shared

DELETED = r"<header status=.deleted"

FILES = [
    (folder, file.name)
    for folder in ELEMENTS
    for file in (sorted(SHARED.joinpath("corpora", "formats", folder).iterdir()) if SHARED else ())
]


@needs_shared
@pytest.mark.parametrize(("folder", "name"), FILES or [("pubmed_xml", "biopython_pubmed1.xml")])
def test_every_record_comes_in_or_is_rejected(folder: str, name: str) -> None:
    file = shared("corpora", "formats", folder, name)
    text = file.read_text(encoding="utf-8")
    source = read_source(file)
    found = list(source.records())
    expected, deleted = counted(file), len(re.findall(DELETED, text))

    assert expected > 0
    assert len(found) == expected
    assert sum(isinstance(each, Reject) for each in found) == deleted
    assert source.format == {"pubmed_xml": "pubmed", "arxiv_atom": "atom", "oai_pmh": "oai"}.get(folder, "jats") or (
        name == "biopython_efetch_pmc.xml" and source.format == "jats"
    )
    for each in found:
        if isinstance(each, Record):
            assert "<" not in each.title
            assert all(map(parse_id, (*each.ids, *each.references)))


@needs_shared
def test_references_and_ids_of_real_files() -> None:
    formats = shared("corpora", "formats")
    (pubmed,) = read_source(formats / "pubmed_xml" / "biopython_pubmed7.xml").records()
    (jats,) = read_source(formats / "jats" / "1471-2180-11-174.nxml").records()
    assert isinstance(pubmed, Record)
    assert isinstance(jats, Record)

    text = (formats / "pubmed_xml" / "biopython_pubmed7.xml").read_text(encoding="utf-8")
    listed = re.findall(r'IdType="pubmed">(\d+)<', text.partition("<ReferenceList>")[2])
    assert pubmed.references == tuple(f"pmid:{each}" for each in dict.fromkeys(listed))
    text = (formats / "jats" / "1471-2180-11-174.nxml").read_text(encoding="utf-8")
    assert {parse_id(each) for each in jats.references} >= {
        parse_id(f"{kind}:{each}") for kind, each in re.findall(r'<pub-id pub-id-type="(doi|pmid)">([^<]+)<', text)
    }
    assert (jats.title, jats.authors) == (
        "Factors influencing lysis time stochasticity in bacteriophage λ",
        ("John J Dennehy", "Ing-Nang Wang"),
    )


@needs_shared
def test_the_anthology_comes_in_out_of_its_archive() -> None:
    file = shared("corpora", "acl", "acl_xml_2016_2021.tar.xz")
    texts = members(file)
    files, papers = len(texts), counted(file)
    abstracts = sum(len(re.findall(r"<abstract>", text)) for text in texts)
    found, skipped = read_sources(file)
    entries = [each for source in found for each in source.records()]
    taken = [each for each in entries if isinstance(each, Record)]

    assert (len(found), skipped, {each.format for each in found}) == (files, [], {"acl"})
    assert (files, papers) == (193, 23_188)
    assert len(entries) == len(taken) == papers
    assert sum(bool(each.abstract) for each in taken) == abstracts == 18_605
    assert len({each.record for each in taken}) == len(taken)
