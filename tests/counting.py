"""How many entries a real file has, by another way of counting than the reader's: by its lines and marks alone."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import re
import tarfile
from typing import TYPE_CHECKING, Final

from tests.shared import shared

if TYPE_CHECKING:
    from pathlib import Path

TAGS: Final = {"nbib": r"^PMID-", "ris": r"^TY  -", "wos": r"^PT "}
ELEMENTS: Final = {
    "pubmed_xml": r"<PubmedArticle>|<PubmedBookArticle>|<article\s",
    "jats": r"<article\s",
    "arxiv_atom": r"<entry>",
    "oai_pmh": r"<record>",
}
ENTRY_OF_BIBTEX: Final = r"(?mi)^\s*@(?!string|preamble|comment)\w*\s*[{(]"
PAPER_OF_ACL: Final = r"<paper\s"


def real_files() -> list[Path]:
    """Every file of the formats, the reviews, and what else is not arXiv's."""
    formats = sorted(shared("corpora", "formats").glob("*/*"))
    tables = [*sorted(shared("corpora", "sr").glob("*.csv")), *sorted(shared("corpora", "aigov").glob("*.csv"))]
    return [*formats, *tables, *sorted(shared("corpora", "acl").glob("*.tar.xz"))]


def counted(path: Path) -> int:
    """The entries of a real file."""
    if path.name.endswith(".tar.xz"):
        return sum(len(re.findall(PAPER_OF_ACL, text)) for text in members(path))
    text = path.read_bytes().decode("utf-8-sig")
    if path.suffix in {".csv", ".tsv"}:
        return rows(text)
    if path.suffix == ".bib":
        return len(re.findall(ENTRY_OF_BIBTEX, text))
    if path.suffix == ".yaml":
        # a work says when it was indexed, once; an answer that is an error counts as one entry that is rejected
        return sum(len(re.findall(r'"indexed":', body)) or 1 for body in bodies(text))
    if path.suffix == ".jsonl":
        return sum(bool(line.strip()) for line in text.split("\n"))
    if (folder := path.parent.name) in ELEMENTS:
        return len(re.findall(ELEMENTS[folder], text))
    if path.suffix == ".json":
        return 1 if folder in {"openalex", "s2"} else objects(json.loads(text))
    return next(found for pattern in TAGS.values() if (found := len(re.findall(pattern, text, re.MULTILINE))))


def rows(text: str) -> int:
    """The rows of a table in which anything stands, without the headers."""
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    return sum(any(map(str.strip, row)) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) - 1


def objects(lists: object) -> int:
    """The objects directly in lists, those inside them not counted; one that names a format is an option."""
    if isinstance(lists, list):
        return sum(each.keys() != {"format"} if isinstance(each, dict) else objects(each) for each in lists)
    return (
        sum(objects(each) for each in lists.values() if isinstance(each, list | dict)) if isinstance(lists, dict) else 0
    )


def bodies(text: str) -> list[str]:
    """The bodies of a cassette's answers, by their layout alone."""
    found = re.findall(r"(?m)^      string: (?:!!binary \|\n((?: {8}\S+\n)+)|(.*)$)", text)
    return [gzip.decompress(base64.b64decode(packed)).decode() if packed else plain for packed, plain in found]


def members(archive: Path) -> list[str]:
    """The texts of an archive's files."""
    with tarfile.open(archive) as opened:
        return [stream.read().decode() for each in opened if (stream := opened.extractfile(each))]
