"""A hundred real records out of the store and in again, beside twins that are one with them and twins that are not."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.shared import needs_shared, shared

if TYPE_CHECKING:
    from tests.commands.conftest import Run

FORMATS = {"bibtex": "bib", "ris": "ris", "csv": "csv", "jsonl": "jsonl"}


def hundred() -> list[dict[str, Any]]:
    """Every third with a DOI, every third with the id of arXiv, every third with its text alone."""
    with gzip.open(shared("corpora", "arxiv", "arxiv_60000.jsonl.gz"), "rt", encoding="utf-8") as lines:
        given = [json.loads(each) for each in itertools.islice(lines, 100)]
    ids: list[dict[str, Any]] = [
        {"doi": f"10.5555/Paper.{at}"} if at % 3 == 0 else {"arxiv_id": each["id"]} if at % 3 == 1 else {}
        for at, each in enumerate(given)
    ]
    return [{"title": each["title"], "abstract": each["summary"], **own} for each, own in zip(given, ids, strict=True)]


def twins(papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ten records of papers that are there, each written as another program writes it."""
    with_doi, text_alone = papers[0::3], papers[2::3]
    dashes = [each for each in text_alone if "-" in each["abstract"]]
    return [
        {**with_doi[0], "doi": with_doi[0]["doi"].upper()},
        {**with_doi[1], "doi": f"https://doi.org/{with_doi[1]['doi']}"},
        {**with_doi[2], "doi": f"doi:{with_doi[2]['doi'].lower()}"},
        {"title": "Another title", "doi": f"http://dx.doi.org/{with_doi[3]['doi']}"},
        {**papers[1], "arxiv_id": f"https://arxiv.org/abs/{papers[1]['arxiv_id']}v3"},
        {**papers[4], "arxiv_id": f"arXiv:{papers[4]['arxiv_id']}"},
        {**text_alone[0], "abstract": f"\ufeff{text_alone[0]['abstract']}"},
        {**text_alone[1], "abstract": text_alone[1]["abstract"].replace(" ", "  ").replace(". ", ".\n")},
        {**dashes[0], "abstract": dashes[0]["abstract"].replace("-", "\u2010")},
        {**dashes[1], "abstract": dashes[1]["abstract"].replace("-", "\u2013"), "title": "As a preprint"},
    ]


def near_twins(papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ten records that say nearly the same and are papers of their own: another version, an erratum, a part."""
    with_doi, text_alone = papers[0::3], papers[2::3]
    other_doi = [{**each, "doi": f"{each['doi']}.v2"} for each in with_doi[:4]]
    other_id = [{**papers[1], "arxiv_id": "1912.99999"}, {**papers[4], "arxiv_id": "1912.99998"}]
    other_text = [{**each, "abstract": f"{each['abstract']} We correct an error."} for each in text_alone[:3]]
    return [*other_doi, *other_id, *other_text, {**text_alone[4], "abstract": text_alone[4]["abstract"][:-20]}]


def write(name: str, records: list[dict[str, Any]]) -> None:
    Path(name).write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")


@needs_shared
def test_a_hundred_stay_a_hundred(litgraph: Run) -> None:
    papers = hundred()
    write("papers.jsonl", papers)
    assert litgraph("ingest", "papers.jsonl", "--json").json["papers"] == 100
    before = litgraph("fingerprint").out

    for form, extension in FORMATS.items():
        assert litgraph("export", "--format", form, "--output", f"all.{extension}").status == 0
    fresh = [litgraph("ingest", f"all.{each}", "--store", f"{each}.db", "--json").json for each in FORMATS.values()]
    assert [each["papers"] for each in fresh] == [100] * 4
    assert litgraph("fingerprint", "--store", "jsonl.db").out == before

    again = litgraph("ingest", *(f"all.{each}" for each in FORMATS.values()), "--json").json
    assert again["papers"] == 100
    assert [each["new"] for each in again["sources"]] == [0] * 4

    write("twins.jsonl", twins(papers))
    assert litgraph("ingest", "twins.jsonl", "--json").json["papers"] == 100
    write("near.jsonl", near_twins(papers))
    assert litgraph("ingest", "near.jsonl", "--json").json["papers"] == 110
