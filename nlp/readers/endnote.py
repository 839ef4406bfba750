"""EndNote's own import format: lines that begin with a percent sign and a letter (`%0`, `%T`, `%A` …)."""

from __future__ import annotations

import re
from typing import Final

from nlp.readers.tagged import Dialect, format_of

DIALECT: Final = Dialect(
    tag=re.compile(r"(?P<tag>%[^\s])(?:\s(?P<value>.*))?$"),
    opens="%0",
    closes="",
    fields={
        "record": ("%F", "%M"),
        "title": ("%T", "%B", "%!"),
        "abstract": ("%X",),
        "authors": ("%A", "%Q", "%E"),
        "year": ("%D", "%8"),
        "venue": ("%J", "%B", "%S"),
        "volume": ("%V",),
        "issue": ("%N",),
        "begin": ("%P",),
        "links": ("%U",),
        "language": ("%G",),
        "doi": ("%R",),
        "accession": ("%M",),
        "database": ("%~", "%W"),
    },
)

FORMAT: Final = format_of(
    "endnote", (".enw",), "EndNote import (%0, %T, %A …)", r"^%0 [A-Z]\w|\A\s*%[A-Z] \S.*\n%[A-Z] \S", DIALECT
)
