"""How each service is asked, and how its answers read; on real pages where the shared folder has them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.records import Record, Reject
from nlp.connectors import SERVICES, is_asked
from nlp.connectors.polite import Client
from nlp.connectors.service import RefusedError
from tests.shared import needs_shared, shared

if TYPE_CHECKING:
    from nlp.connectors.service import Service


@pytest.mark.parametrize(
    ("service", "text", "ids"),
    [
        ("openalex", "W12, w34 https://openalex.org/W12", ["W12", "W34"]),
        ("openalex", "social media", []),
        ("openalex", "W12,social", []),
        ("crossref", "10.1000/182,https://doi.org/10.1000/ABC", ["10.1000/182", "10.1000/abc"]),
        ("crossref", "media in 10.1000/182", []),
        ("arxiv", "2503.00001v2,hep-th/9901001", ["2503.00001", "hep-th/9901001"]),
        ("arxiv", "https://arxiv.org/abs/2503.00001", ["2503.00001"]),
        ("arxiv", "all:government AND cat:cs.CY", []),
        ("europepmc", "29456894 pmid:1 PMC123,ppr5", ["29456894", "1", "PMC123", "PPR5"]),
        ("europepmc", "10.1000/ABC", ["10.1000/abc"]),
        ("europepmc", 'TITLE:"public health"', []),
    ],
)
def test_ids_are_told_from_queries(service: str, text: str, ids: list[str]):
    assert SERVICES[service].ids(text) == ids


@pytest.mark.parametrize(("service", "text"), [("openalex", "10.1000/182"), ("crossref", "10.1000/a,b")])
def test_ids_that_a_service_cannot_be_asked_for(service: str, text: str):
    with pytest.raises(SourceError):
        SERVICES[service].ids(text)


def test_a_file_is_a_file_whatever_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert is_asked("arxiv:paper")
    assert is_asked("arxiv:" + "long " * 10_000)
    Path("arxiv:paper").write_text("")

    assert not is_asked("arxiv:paper")
    assert not is_asked("arxiv")
    assert not is_asked("papers.bib")
    assert not is_asked("C:papers.bib")


def test_europe_pmc_is_asked_for_ids_of_every_kind():
    query = SERVICES["europepmc"].look_up(["1", "PMC2", "PPR3", "10.1000/x"])["query"]
    assert query == '(EXT_ID:1 AND SRC:MED) OR PMCID:PMC2 OR (EXT_ID:PPR3 AND SRC:PPR) OR DOI:"10.1000/x"'


def test_europe_pmc_without_a_list_of_authors():
    record = SERVICES["europepmc"].record({"title": "Towns", "authorString": "Doe J, Roe R."}, 1)
    assert isinstance(record, Record)
    assert record.authors == ("Doe J", "Roe R")


@pytest.mark.parametrize("service", SERVICES.values(), ids=list(SERVICES))
def test_every_service_is_asked_over_tls(service: Service):
    assert service.address.startswith("https://")
    assert Client(service.title, service.address, service.per_second, "")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "id title DOI authorships author biblio ids primary_location abstract_inverted_index issued reference source pmid "
    "doi journalInfo authorList abstractText is-referenced-by-count"
).split()


@pytest.mark.parametrize("service", SERVICES.values(), ids=list(SERVICES))
@given(entry=st.dictionaries(st.sampled_from(FIELDS), VALUES) | VALUES, total=VALUES, cursor=VALUES)
@settings(max_examples=60, deadline=None)
def test_an_entry_of_any_shape_is_a_record_or_a_reject(service: Service, entry: Any, total: Any, cursor: Any):
    if service.suffix == ".xml":
        return_value: Any = {"id": "", "title": "", **entry} if isinstance(entry, dict) else {"id": "x"}
        assert isinstance(service.record(return_value, 1), Record | Reject)
        return
    body = {
        "results": [entry],
        "meta": {"count": total, "next_cursor": cursor},
        "message": {"items": [entry], "total-results": total, "next-cursor": cursor},
        "hitCount": total,
        "nextCursorMark": cursor,
        "resultList": {"result": [entry]},
    }
    try:
        page = service.page(json.dumps(body).encode())
    except ValueError:
        assert not isinstance(total, int) or isinstance(total, bool) or not 0 <= total < 10**12
        return
    assert all(isinstance(service.record(value, 1), Record | Reject) for _, value in page.entries)
    assert all(isinstance(service.answers_to(value), set) for _, value in page.entries)


@pytest.mark.parametrize("service", SERVICES.values(), ids=list(SERVICES))
@given(body=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=40, deadline=None)
def test_bytes_of_any_kind_are_a_page_or_none(service: Service, body: bytes):
    with pytest.raises((ValueError, RefusedError)):
        service.page(body)


@needs_shared
@pytest.mark.parametrize(("name", "expected"), [("q_testing_s0_m100.json", 100), ("id_0808.05394_1707.08567.json", 1)])
def test_real_feeds_of_arxiv(name: str, expected: int):
    service = SERVICES["arxiv"]
    text = json.loads(shared("corpora", "formats", "arxiv_atom", name).read_text("utf-8"))["body"]
    assert text.count("<entry>") == expected
    page = service.page(text.encode())
    records = [service.record(value, line) for line, (_, value) in enumerate(page.entries, 1)]

    assert len(records) == len({key for key, _ in page.entries}) == expected
    assert all(isinstance(each, Record) and each.title and each.abstract and each.authors for each in records)
    assert all(isinstance(each, Record) and each.year and f"arxiv:{each.record}" in each.ids for each in records)


@needs_shared
def test_a_real_work_of_openalex():
    service = SERVICES["openalex"]
    work = json.loads(shared("corpora", "formats", "openalex", "W2741809807.json").read_text("utf-8"))
    page = service.page(json.dumps({"meta": {"count": 1, "next_cursor": None}, "results": [work]}).encode())
    record = service.record(page.entries[0][1], 1)

    assert isinstance(record, Record)
    assert (page.entries[0][0], record.record, record.year) == (
        "W2741809807",
        "https://openalex.org/W2741809807",
        2018,
    )
    assert record.venue == "PeerJ"
    assert len(record.authors) == len(work["authorships"])
    assert len(record.references) == len(work["referenced_works"])
    assert record.abstract.startswith("Despite growing interest in Open Access")
    assert len(record.abstract.split()) == sum(map(len, work["abstract_inverted_index"].values()))


@needs_shared
@pytest.mark.parametrize("name", ["habanero_test_works_field_queries.yaml", "habanero_test_journals_works.yaml"])
def test_real_pages_of_crossref(name: str):
    service = SERVICES["crossref"]
    pages = _bodies(shared("corpora", "formats", "crossref", name).read_text("utf-8"))
    for body in pages:
        page = service.page(body)
        records = [service.record(value, line) for line, (_, value) in enumerate(page.entries, 1)]
        good = [each for each in records if isinstance(each, Record)]
        assert len(page.entries) == len(json.loads(body)["message"]["items"])
        assert len(records) == len(page.entries)
        assert good
        assert all(each.record in each.ids for each in good)
    assert pages


def _bodies(cassette: str) -> list[bytes]:
    """The bodies in a cassette of recorded answers."""
    yaml = pytest.importorskip("yaml", reason="the recorded answers are YAML")
    return [gzip.decompress(each["response"]["body"]["string"]) for each in yaml.safe_load(cassette)["interactions"]]
