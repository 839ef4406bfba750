"""ORCIDs beside the names of authors, as each format writes them."""

from __future__ import annotations

import pytest

from graph.records import Record
from nlp.readers import FORMATS
from nlp.readers.cleaning import named_orcids

ORCID = "0000-0002-1825-0097"
AUTHOR = f"<LastName>Doe</LastName><ForeName>Jane</ForeName><Identifier Source='ORCID'>https://orcid.org/{ORCID}"
SAID = {
    "nbib": "PMID- 1\nTI  - Towns\nFAU - Roe, Richard\nAU  - Roe R\nFAU - Doe, Jane\nAU  - Doe J\n"
    f"AUID- ORCID: {ORCID}\n",
    "wos": f"PT J\nTI Towns\nAF Roe, Richard\n   Doe, Jane\nOI Doe, Jane/{ORCID}; Poe, P/0000-0000-0000-0000\nER\n",
    "ris": f"TY  - JOUR\nTI  - Towns\nAU  - Roe, Richard\nAU  - Doe, Jane\n"
    f"AI  - ORCID: http://orcid.org/Doe, Jane; ORCID: http://orcid.org/{ORCID}\nER  - \n",
    "pubmed": "<PubmedArticle><MedlineCitation><Article><ArticleTitle>Towns</ArticleTitle><AuthorList><Author>"
    "<LastName>Roe</LastName><ForeName>Richard</ForeName></Author>"
    f"<Author>{AUTHOR}</Identifier></Author></AuthorList></Article></MedlineCitation></PubmedArticle>",
    "jats": "<article><front><article-meta><title-group><article-title>Towns</article-title></title-group>"
    "<contrib-group>"
    "<contrib contrib-type='author'><name><surname>Roe</surname><given-names>Richard</given-names></name></contrib>"
    f"<contrib contrib-type='author'><contrib-id contrib-id-type='orcid'>{ORCID}</contrib-id>"
    "<name><surname>Doe</surname><given-names>Jane</given-names></name></contrib></contrib-group></article-meta></front>"
    "</article>",
    "jsonl": f'{{"title": "Towns", "authors": ["Richard Roe", {{"name": "Jane Doe", "orcid": "{ORCID}"}}]}}',
}


@pytest.mark.parametrize("name", SAID)
def test_an_orcid_stands_with_its_name(name: str) -> None:
    (found,) = FORMATS[name].read(SAID[name].split("\n"))
    assert isinstance(found, Record)
    assert found.authors == ("Richard Roe", "Jane Doe")
    assert found.orcids == (f"{ORCID} Jane Doe",)


def test_several_in_one_text() -> None:
    ovid = (
        f"ORCID: http://orcid.org/Doe, Jane; ORCID: http://orcid.org/{ORCID}, Roe, Richard; ORCID:"
        " http://orcid.org/0000-0001-5109-3700,"
    )
    assert named_orcids(ovid) == [f"{ORCID} Jane Doe", "0000-0001-5109-3700 Richard Roe"]
    assert named_orcids(f"{ORCID}; no name") == []
