"""Web of Science: its field-tagged plain text (.ciw, .txt), with the works that each paper cites."""

from __future__ import annotations

import re
from typing import Final

from nlp.readers.tagged import Dialect, format_of

DIALECT: Final = Dialect(
    tag=re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?:\s(?P<value>.*))?$"),
    opens="PT",
    closes="ER",
    fields={
        "record": ("UT",),
        "title": ("TI",),
        "abstract": ("AB",),
        "authors": ("AF", "AU", "CA"),
        "year": ("PY", "EY"),
        "venue": ("SO", "JI", "J9"),
        "volume": ("VL",),
        "issue": ("IS",),
        "begin": ("BP", "AR"),
        "end": ("EP",),
        "language": ("LA",),
        "cited_by": ("TC", "Z9"),
        "references": ("CR",),
        "orcids": ("OI",),
        "doi": ("DI",),  # not D2, the DOI of the whole book
        "pmid": ("PM",),
    },
)

FORMAT: Final = format_of(
    "wos", (".ciw", ".isi"), "plain text of Web of Science", r"\A\s*(?:FN .*\n\s*)?(?:VR .*\n\s*)?PT \S", DIALECT
)
