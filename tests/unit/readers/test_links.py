from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import parse_id
from nlp.readers.links import addresses, linked_id


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://doi.org/10.5555/A%28b%29", "doi:10.5555/a(b)"),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", "pmid:123"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/123", "pmid:123"),
        ("https://europepmc.org/article/MED/123", "pmid:123"),
        ("http://www.ncbi.nlm.nih.gov/pmc/articles/PMC123", None),
        ("https://arxiv.org/pdf/2503.00001v2.pdf", "arxiv:2503.00001"),
        ("http://example.org/doi/10.5555/jts.20178/abstract?systemMessage=No+service", "doi:10.5555/jts.20178"),
        ("http://example.org/store/10.5555/jts.1/asset/jts1.pdf?v=1&t=i4", "doi:10.5555/jts.1"),
        ("https://example.org/content/pdf/10.5555%2Fs11-0572.pdf", "doi:10.5555/s11-0572"),
        ("https://example.org/content/10.5555/2020.01.01.123456v1.full.pdf", "doi:10.5555/2020.01.01.123456"),
        ("https://example.org/article/10.5555/infdis/jiaa683/5941780", None),
        ("https://example.org/record?doi=10.5555%2fa", None),
        ("https://example.org/10.5/x", None),
    ],
)
def test_an_address_names_a_paper(address: str, found: str | None) -> None:
    assert linked_id(address) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("http://a.org/1; http://b.org/2;https://c.org", ["http://a.org/1", "http://b.org/2", "https://c.org"]),
        ("http://a.org/?uid=1;format=pdf", ["http://a.org/?uid=1;format=pdf"]),
        ("<Go to ISI>://WOS:000301156500001", []),
        ("internal-pdf://1/a.pdf", []),
        ("see www.a.org, and more", ["www.a.org"]),
    ],
)
def test_addresses_in_a_text(text: str, found: list[str]) -> None:
    assert addresses(text) == found


@given(st.text("htps:/w.;10.5555/abvfullpdf?#% "))
def test_what_is_found_is_an_id(text: str) -> None:
    found = linked_id(text)
    assert found is None or parse_id(found) == found
