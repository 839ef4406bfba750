"""MEDLINE: what PubMed saves for reference managers (.nbib), and shows as the format PubMed."""

from __future__ import annotations

import re
from typing import Final

from nlp.readers.tagged import Dialect, format_of

DIALECT: Final = Dialect(
    tag=re.compile(r"(?P<tag>[A-Z]{2,4}) {0,2}- ?(?P<value>.*)"),
    opens="PMID",
    closes="",
    fields={
        "record": ("PMID",),
        "title": ("TI", "BTI", "CTI", "TT"),
        "abstract": ("AB", "OAB"),
        "authors": ("FAU", "AU", "CN"),
        "year": ("DP", "DEP"),
        "venue": ("JT", "TA", "BTI"),
        "volume": ("VI",),
        "issue": ("IP",),
        "begin": ("PG",),
        "language": ("LA",),
        "doi": ("LID", "AID", "SO"),
        "pmid": ("PMID",),
        "author_ids": ("AUID",),
    },
)

FORMAT: Final = format_of("nbib", (".nbib", ".medline"), "MEDLINE records of PubMed", r"^PMID- *\d", DIALECT)
