"""Works as each source documents them: Crossref, CSL, OpenAlex, Semantic Scholar, arXiv. All papers are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph.identity import identify
from graph.records import Record, Reject
from nlp.readers.jsonl import read

ORCID = "0000-0002-1825-0097"


def one(value: object) -> Record:
    (found,) = read([json.dumps(value)])
    assert isinstance(found, Record), found
    return found


CROSSREF: dict[str, Any] = {
    "indexed": {"date-parts": [[2024, 1, 2]], "date-time": "2024-01-02T00:00:00Z"},
    "reference-count": 3,
    "publisher": "Press",
    "license": [{"URL": "https://example.org/license", "start": {"date-parts": [[2020, 1, 1]]}}],
    "funder": [{"DOI": "10.13039/1", "name": "A Fund", "id": [{"id": "10.13039/1", "id-type": "DOI"}]}],
    "DOI": "10.5555/a",
    "type": "journal-article",
    "created": {"date-parts": [[2022, 3, 4]]},
    "source": "Crossref",
    "title": ["Mayors\n                    <i>tweet</i>", "Other title"],
    "abstract": "<jats:title>Abstract</jats:title>\n <jats:sec><jats:title>Aim</jats:title><jats:p>We ask if "
    "<jats:inline-formula><jats:alternatives><jats:tex-math>\\begin{document}$p$</jats:tex-math>"
    '<mml:math xmlns:mml="m"><mml:mi>p</mml:mi></mml:math></jats:alternatives></jats:inline-formula> &lt; 0.05.'
    "</jats:p></jats:sec><jats:list><jats:list-item>One</jats:list-item><jats:list-item>Two</jats:list-item></jats:list>",
    "author": [
        {"ORCID": f"http://orcid.org/{ORCID}", "given": "Jane", "family": "Doe", "suffix": "Jr.", "sequence": "first"},
        {"given": "Richard", "family": "Roe", "affiliation": [{"name": "A Town"}]},
        {"name": "Ministry of Towns, Section B", "sequence": "additional"},
    ],
    "issued": {"date-parts": [[None]]},
    "published-print": {"date-parts": [[2021, 5]]},
    "container-title": ["Journal of Towns"],
    "short-container-title": ["J. Towns"],
    "volume": "3",
    "issue": "4",
    "page": "5-9",
    "language": "en",
    "is-referenced-by-count": 12,
    "references-count": 3,
    "URL": "https://doi.org/10.5555/a",
    "link": [{"URL": "https://example.org/a.pdf", "content-type": "application/pdf"}],
    "relation": {"is-preprint-of": [{"id": "10.5555/journal", "id-type": "doi"}]},
    "reference": [
        {"key": "10.5555/a/ref-1", "DOI": "10.5555/cited", "article-title": "Cited"},
        {"key": "ref2", "unstructured": "Roe (2019). Towns. https://doi.org/10.5555/also."},
        {"key": "ref3", "article-title": "Without an id", "year": "1999"},
    ],
}
CROSSREF_RECORD = Record(
    line=1,
    record="10.5555/a",
    title="Mayors tweet",
    abstract="Aim We ask if p < 0.05. One Two",
    authors=("Jane Doe Jr.", "Richard Roe", "Ministry of Towns, Section B"),
    orcids=(f"{ORCID} Jane Doe Jr.",),
    year=2021,
    venue="Journal of Towns",
    volume="3",
    issue="4",
    pages="5-9",
    url="https://doi.org/10.5555/a",
    language="en",
    cited_by=12,
    ids=("10.5555/a",),
    references=("10.5555/cited", "doi:10.5555/also"),
)


def answer(kind: str, message: object) -> dict[str, object]:
    return {"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}


@pytest.mark.parametrize(
    "document",
    [
        CROSSREF,
        answer("work", CROSSREF),
        answer(
            "work-list", {"facets": {"type-name": {"value-count": 1, "values": {"Article": 1}}}, "items": [CROSSREF]}
        ),
    ],
    ids=["bare", "work", "work-list"],
)
def test_a_work_of_crossref_is_read_whole(document: object) -> None:
    assert one(document) == CROSSREF_RECORD


def test_crossref_names_articles_by_number_and_dates_preprints_by_their_posting() -> None:
    fields = {"DOI": "10.5555/p", "title": ["P"], "article-number": "e7", "posted": {"date-parts": [[2020, 2]]}}
    assert (one(fields).pages, one(fields).year) == ("e7", 2020)


@pytest.mark.parametrize(
    ("message", "kind", "reason"),
    [
        (
            {"items": [{"title": "Journal of Towns", "ISSN": ["1234-5678"]}]},
            "journal-list",
            "a journal-list of Crossref",
        ),
        ([{"type": "parameter-not-allowed", "value": "x"}], "validation-failure", "a validation-failure of Crossref"),
        ({"items": [], "total-results": 0}, "work-list", "neither a title nor an abstract"),
    ],
)
def test_an_answer_without_works_is_rejected_once(message: object, kind: str, reason: str) -> None:
    (found,) = read([json.dumps(answer(kind, message))])
    assert isinstance(found, Reject)
    assert reason in found.reason
    assert found.advice


def test_csl_names_keep_particles_suffixes_and_literals() -> None:
    found = one(
        {
            "id": "doe:towns",
            "type": "article-journal",
            "title": "Small <span style='font-variant:small-caps;'>towns</span>",
            "author": [
                {"given": "Ludwig", "dropping-particle": "von", "non-dropping-particle": "der", "family": "Stadt"},
                {"literal": "Towns, Cities, and Co."},
                {"family": "Doe", "given": "J.", "suffix": "III", "_orcid": f"https://orcid.org/{ORCID}"},
            ],
            "editor": [{"family": "Editor", "given": "E."}],
            "issued": {"raw": "2020-05-01"},
            "container-title": "Journal of Towns",
            "PMID": "7",
            "DOI": "10.5555/csl",
        }
    )
    assert found.authors == ("Ludwig von der Stadt", "Towns, Cities, and Co.", "J. Doe III")
    assert found.orcids == (f"{ORCID} J. Doe III",)
    assert (found.title, found.year, found.venue) == ("Small towns", 2020, "Journal of Towns")
    assert found.ids == ("10.5555/csl", "pmid:7")


OPENALEX: dict[str, Any] = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.5555/a",
    "title": None,
    "display_name": "Mayors tweet",
    "publication_year": 2021,
    "publication_date": "2021-05-01",
    "ids": {"openalex": "https://openalex.org/W1", "mag": "1", "pmid": "https://pubmed.ncbi.nlm.nih.gov/7"},
    "language": "en",
    "primary_location": {
        "landing_page_url": "https://example.org/a",
        "source": {"id": "https://openalex.org/S1", "display_name": "Journal of Towns", "type": "journal"},
    },
    "authorships": [
        {"author": {"display_name": "Jane Doe", "orcid": f"https://orcid.org/{ORCID}"}, "raw_author_name": "Doe, J."},
        {"author": {"display_name": None, "orcid": None}, "raw_author_name": "Roe, Richard"},
    ],
    "cited_by_count": 12,
    "biblio": {"volume": "3", "issue": None, "first_page": "5", "last_page": "9"},
    "abstract_inverted_index": {"towns": [1, 4], "Small": [0], "are": [2], "not": [3]},
    "concepts": [{"id": "https://openalex.org/C1", "display_name": "Town"}],
    "referenced_works": ["https://openalex.org/W2", "https://openalex.org/W3"],
    "related_works": ["https://openalex.org/W4"],
}


@pytest.mark.parametrize(
    "document", [OPENALEX, {"meta": {"count": 1, "page": 1}, "results": [OPENALEX], "group_by": []}]
)
def test_a_work_of_openalex_is_read_whole(document: object) -> None:
    assert one(document) == Record(
        line=1,
        record="https://openalex.org/W1",
        title="Mayors tweet",
        abstract="Small towns are not towns",
        authors=("Jane Doe", "Richard Roe"),
        orcids=(f"{ORCID} Jane Doe",),
        year=2021,
        venue="Journal of Towns",
        volume="3",
        pages="5-9",
        url="https://example.org/a",
        language="en",
        cited_by=12,
        ids=("https://doi.org/10.5555/a", "https://pubmed.ncbi.nlm.nih.gov/7", "https://openalex.org/W1"),
        references=("https://openalex.org/W2", "https://openalex.org/W3"),
    )


@pytest.mark.parametrize(
    ("changed", "name", "expected"),
    [
        ({"biblio": {"first_page": "e7", "last_page": "e7"}}, "pages", "e7"),
        ({"biblio": None}, "pages", None),
        ({"primary_location": None, "host_venue": {"display_name": "Old Journal"}}, "venue", "Old Journal"),
        ({"primary_location": {"source": None, "raw_source_name": "Proc. Towns"}}, "venue", "Proc. Towns"),
        ({"abstract_inverted_index": None}, "abstract", ""),
        ({"abstract_inverted_index": {"a": "x", "b": [1, "y", None], "c": 0}}, "abstract", "c b"),
        ({"authorships": None}, "authors", ()),
        ({"authorships": [7, {}]}, "authors", ()),
    ],
)
def test_a_work_of_openalex_may_lack_any_part(changed: dict[str, object], name: str, expected: object) -> None:
    assert getattr(one(OPENALEX | changed), name) == expected


SCHOLAR: dict[str, Any] = {
    "paperId": "9f",
    "externalIds": {"DOI": "10.5555/a", "ArXiv": "2503.00001", "CorpusId": 5, "PubMed": "7"},
    "url": "https://www.semanticscholar.org/paper/9f",
    "title": "Mayors tweet",
    "abstract": None,
    "venue": "Towns (collected)",
    "year": None,
    "publicationDate": "2021-05-01",
    "journal": {"name": "Journal of Towns", "pages": "\n 5 - 9 ", "volume": "3"},
    "tldr": {"model": "tldr@v2", "text": "They do."},
    "citationCount": 12,
    "authors": [{"authorId": "1", "name": "Jane Doe", "externalIds": {"ORCID": ORCID}}, {"name": "R. Roe"}],
    "citations": [{"paperId": "a0", "externalIds": {"DOI": "10.5555/who-cites"}, "title": "Later"}],
    "references": [
        {"paperId": "b0", "externalIds": {"DOI": "10.5555/b"}, "title": "B"},
        {"paperId": None, "title": "C"},
    ],
}


@pytest.mark.parametrize(
    "document",
    [SCHOLAR, {"total": 1, "offset": 0, "data": [SCHOLAR]}, {"data": [{"contexts": [], "citingPaper": SCHOLAR}]}],
    ids=["paper", "search", "citations"],
)
def test_a_paper_of_semantic_scholar_is_read_whole(document: object) -> None:
    assert one(document) == Record(
        line=1,
        record="9f",
        title="Mayors tweet",
        authors=("Jane Doe", "R. Roe"),
        orcids=(f"{ORCID} Jane Doe",),
        year=2021,
        venue="Journal of Towns",
        volume="3",
        pages="5-9",
        url="https://www.semanticscholar.org/paper/9f",
        cited_by=12,
        ids=("10.5555/a", "arxiv:2503.00001", "pmid:7"),
        references=("10.5555/b",),
    )


def test_s2orc_names_are_put_together_and_its_own_numbers_are_no_ids() -> None:
    found = one(
        {
            "paper_id": "77",
            "title": "Towns",
            "authors": [{"first": "Jane", "middle": ["A.", "B."], "last": "Doe", "suffix": "Jr."}],
            "abstract": None,
            "year": 1975,
            "arxiv_id": None,
            "pubmed_id": "7",
            "doi": None,
            "venue": None,
            "journal": "Journal of Towns",
            "inbound_citations": ["78"],
            "outbound_citations": ["79"],
            "s2_url": "https://api.semanticscholar.org/CorpusID:77",
        }
    )
    assert found.authors == ("Jane A. B. Doe Jr.",)
    assert (found.venue, found.url) == ("Journal of Towns", "https://api.semanticscholar.org/CorpusID:77")
    assert (found.ids, found.references) == (("pmid:7",), ())


def test_the_dump_of_arxiv_is_read_whole() -> None:
    found = one(
        {
            "id": "0704.0001",
            "submitter": "Jane Doe",
            "authors": 'J. Doe (A Town), R. Ro\\"e, Jr',
            "title": 'Towns of Erd\\H{o}s and\n  Schr\\"odinger: $\\alpha$',
            "comments": "7 pages",
            "journal-ref": "J. Towns 3:5-9,2008",
            "doi": "10.5555/a 10.5555/b",
            "categories": "cs.CY cs.SI",
            "abstract": "  Half (50%) of the\ntowns.\n",
            "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}, {"version": "v2"}],
            "update_date": "2008-11-26",
            "authors_parsed": [["Doe", "J.", "", "A Town"], ['Ro\\"e', "R.", "Jr"]],
        }
    )
    assert found.authors == ("J. Doe", "R. Roë Jr")
    assert found.title == "Towns of Erdős and Schrödinger: $\\alpha$"
    assert (found.abstract, found.year, found.venue) == ("Half (50%) of the towns.", 2007, "J. Towns 3:5-9,2008")
    assert identify(found, "s").id == "doi:10.5555/a"
    assert set(identify(found, "s").other_ids) >= {"doi:10.5555/b", "arxiv:0704.0001"}


@pytest.mark.parametrize(
    ("number", "more", "year"),
    [
        ("2503.00001", {}, 2025),
        ("http://arxiv.org/abs/0704.0001v2", {}, 2007),
        ("hep-th/9901001", {}, 1999),
        ("math.AG/0301001", {}, 2003),
        ("2503.00001", {"published": "2024-12-31"}, 2024),
        ("2513.00001", {}, None),
        ("p-1", {}, None),
    ],
)
def test_the_id_of_an_arxiv_paper_says_its_year(number: str, more: dict[str, object], year: int | None) -> None:
    assert one({"id": number, "title": "T", "categories": ["cs.CY"], **more}).year == year


@pytest.mark.parametrize("base", [CROSSREF, OPENALEX, SCHOLAR], ids=["crossref", "openalex", "scholar"])
@pytest.mark.parametrize("junk", [None, 7, "x", [], {}, [[]], [{}], [None, 1.5], {"name": {"name": []}}], ids=repr)
def test_any_field_may_be_anything(base: dict[str, Any], junk: object) -> None:
    for name in base:
        (found,) = read([json.dumps(base | {name: junk})])
        assert isinstance(found, Reject) or identify(found, "s").id
