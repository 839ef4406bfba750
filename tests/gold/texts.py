"""The annotated texts: named here by source and record, read from ../shared/corpora.

`python -m tests.gold.texts development|blind > FILE` prints a set with its texts, as `litgraph evaluate` takes it.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import sys
import tarfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from tests.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
REVIEWS = {"nagtegaal": "Nagtegaal_2019", "bannach-brown": "Bannach-Brown_2019", "kitchenham": "Kitchenham_2010"}


def annotated(name: str) -> list[dict[str, Any]]:
    """The annotated texts of a set ("development" or "blind"), with their text. Raises ValueError if one changed."""
    lines = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    for line in lines:
        text = corpus(line["source"])[line["record"]]
        if digest(text) != line["text_digest"]:
            raise ValueError(f"{line['source']} {line['record']} is not the text that was annotated")
        line["text"] = text
    return lines


def digest(text: str) -> str:
    """What shows that a text is the one that was annotated."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


@cache
def corpus(source: str) -> dict[str, str]:
    """The abstracts of a source by record id, as they stand there but for white space at their ends."""
    read = {"arxiv": _arxiv, "acl": _acl, "scholar": _scholar, "s2orc": _s2orc, "schoot": _schoot}
    pairs = read[source]() if source in read else _review(REVIEWS[source])
    return {record: text.strip() for record, text in pairs if text and len(text.split()) >= 20}


def _arxiv() -> Iterator[tuple[str, str]]:
    with gzip.open(shared("corpora", "arxiv/arxiv_60000.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            yield entry["id"], entry["summary"]


def _acl() -> Iterator[tuple[str, str]]:
    with tarfile.open(shared("corpora", "acl/acl_xml_2016_2021.tar.xz")) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None and member.name.endswith(".xml"):
                collection = ElementTree.parse(file).getroot()  # noqa: S314
                for paper in collection.iter("paper"):
                    abstract, url = paper.find("abstract"), paper.findtext("url")
                    if abstract is not None and url:
                        yield url, "".join(abstract.itertext())


def _review(stem: str) -> Iterator[tuple[str, str]]:
    csv.field_size_limit(10**8)
    with shared("corpora", f"sr/{stem}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row.get("duplicate_record_id"):
                yield str(int(float(row["record_id"]))), row["abstract"] or ""


def _scholar() -> Iterator[tuple[str, str]]:
    with shared("corpora", "aigov/ai_in_government_scholar_996.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["result_id"], row["snippet"] or ""


def _s2orc() -> Iterator[tuple[str, str]]:
    with shared("corpora", "formats/s2/s2orc_metadata_sample.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            yield entry["paper_id"], entry["abstract"] or ""


def _schoot() -> Iterator[tuple[str, str]]:
    text = shared("corpora", "formats/ris/schoot-lgmm-ptsd-included-1.ris").read_text(encoding="utf-8-sig")
    for number, record in enumerate(text.split("\nER  -"), start=1):
        abstract = re.search(r"^(?:AB|N2)  - (.+)", record, re.MULTILINE)
        yield str(number), abstract[1] if abstract else ""


if __name__ == "__main__":
    for each in annotated(sys.argv[1]):
        sys.stdout.write(json.dumps(each, ensure_ascii=False) + "\n")
