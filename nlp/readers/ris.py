"""RIS: what reference managers, Scopus, Web of Science, Ovid, Embase, ProQuest … export as RefMan or EndNote RIS."""

from __future__ import annotations

import re
from typing import Final

from nlp.readers.tagged import Dialect, format_of

DIALECT: Final = Dialect(
    tag=re.compile(r"\s?(?P<tag>[A-Z][A-Z0-9])(?: {2}-| -(?=\s|$))\s?(?P<value>.*)$"),
    opens="TY",
    closes="ER",
    fields={
        "record": ("ID", "AN"),
        "title": ("TI", "T1", "CT", "BT", "ST", "TT"),
        "abstract": ("AB", "N2"),
        "authors": ("AU", "A1", "A2"),
        "year": ("PY", "Y1", "DA"),
        "venue": ("JF", "T2", "JO", "JA", "J2", "BT", "T3"),
        "volume": ("VL",),
        "issue": ("IS", "CP"),
        "begin": ("SP",),
        "end": ("EP",),
        "links": ("UR", "L2", "L1"),
        "language": ("LA",),
        "doi": ("DO", "M3", "L3"),
        "accession": ("AN",),
        "database": ("DB", "DP"),
        "references": ("M1",),  # Ovid's; elsewhere it is a number
        "cited_by": ("N1", "U3"),
        "orcids": ("AI",),  # Ovid's
    },
    cited=re.compile(r"\b(?:cited by|times cited)(?:[^:]{0,60}:)?\s*(\d{1,9})\b", re.IGNORECASE),
)

FORMAT: Final = format_of(
    "ris", (".ris",), "RIS of reference managers and databases", r"^\s?TY(?: {2}-| -(?: |$))", DIALECT
)
