"""Tagged text in the dialects of reference managers and databases: which tag holds what of a record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.identity import parse_id
from graph.orcids import parse_orcid, said_with
from graph.records import Record, Reject
from nlp.readers.cleaning import given_family, global_id, named_orcids, optional, page_range, pages, people, year
from nlp.readers.cut import Cut
from nlp.readers.entries import entries
from nlp.readers.formats import Format
from nlp.readers.links import addresses, linked_id
from nlp.readers.references import cited_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nlp.readers.entries import Entry

_NUMBER = re.compile(r"[1-9]\d{0,8}")
_PUBMED = re.compile(r"\b(?:NLM|PubMed|MEDLINE)\b", re.IGNORECASE)
"""Databases whose accession numbers are PubMed ids."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What tags look like, which ones begin and end an entry, and which ones hold what, the best first.

    `tag`, `opens` and `closes` are as `entries` has them.
    """

    tag: re.Pattern[str]
    opens: str
    closes: str
    fields: Mapping[str, tuple[str, ...]]
    cited: re.Pattern[str] = re.compile(r"^(\d{1,9})$")
    """Finds the number of citing papers in a value."""

    def read(self, lines: Iterable[str]) -> Iterator[Record | Reject]:
        """The entries as records; one with neither title nor abstract is a Reject.

        What has lost both its first and its last line is a Reject where it says something, and passed over else.
        """
        for entry in entries(lines, self.tag, self.opens, self.closes):
            says = entry.first(self.fields["title"]) or entry.first(self.fields["abstract"])
            if says and not entry.whole and self.closes:
                yield Reject(
                    entry.line,
                    f"neither {self.opens} before it nor {self.closes} behind it",
                    f"begin it with a line {self.opens}",
                )
            elif says or entry.whole:
                yield self._record(entry)

    def begins(self, line: str) -> bool:
        """Whether an entry begins with this line, wherever it stands."""
        match = self.tag.match(line)
        return match is not None and match["tag"] == self.opens

    def _record(self, entry: Entry) -> Record | Reject:
        def first(name: str) -> str:
            return entry.first(self.fields.get(name, ()))

        title, abstract = first("title"), first("abstract")
        if not title and not abstract:
            tags = " or ".join(self.fields[name][0] for name in ("title", "abstract"))
            return Reject(entry.line, "neither a title nor an abstract", f"give it {tags}")
        cited = (self.cited.search(each) for each in entry.values(self.fields.get("cited_by", ())))
        held = next((tag for tag in self.fields["title"] if entry.first((tag,))), "")
        dates = (year(each) for each in entry.values(self.fields["year"]))
        links = [link for text in entry.values(self.fields.get("links", ())) for link in addresses(text)]
        return Record(
            line=entry.line,
            record=first("record"),
            title=title,
            abstract=abstract,
            authors=people(name for line in entry.lines(self.fields["authors"]) for name in line.split(";")),
            year=next(filter(None, dates), None),
            venue=optional(entry.first(tag for tag in self.fields["venue"] if tag != held)),
            volume=optional(first("volume")),
            issue=optional(first("issue")),
            pages=_pages(first("begin"), first("end")),
            url=next(iter(links), None),
            language=optional(first("language")),
            cited_by=next((int(match[1]) for match in cited if match), None),
            ids=self._ids(entry, links),
            references=tuple(
                dict.fromkeys(
                    found for line in entry.lines(self.fields.get("references", ())) for found in cited_ids(line)
                )
            ),
            orcids=self._orcids(entry),
        )

    def _orcids(self, entry: Entry) -> tuple[str, ...]:
        """ORCIDs with their names: those of a tag that lists both, and those that follow a tag with a name."""
        found = [each for text in entry.values(self.fields.get("orcids", ())) for each in named_orcids(text)]
        for name, text in entry.beside(self.fields["authors"], self.fields.get("author_ids", ())):
            if (orcid := parse_orcid(text)) and (written := given_family(name)):
                found.append(said_with(written, orcid))
        return tuple(dict.fromkeys(found))

    def _ids(self, entry: Entry, links: Iterable[str]) -> tuple[str, ...]:
        """The ids that tags name, and those of schemes they do not, if all links agree."""
        found = [each for text in entry.values(self.fields.get("doi", ())) for each in cited_ids(text)]
        found += [global_id("pmid", text) for text in entry.values(self.fields.get("pmid", ()))]
        accession = entry.first(self.fields.get("accession", ()))
        if _NUMBER.fullmatch(accession) and any(map(_PUBMED.search, entry.values(self.fields.get("database", ())))):
            found.append(f"pmid:{accession}")
        known = {_scheme(each) for text in found if (each := parse_id(text))}
        linked: dict[str, set[str]] = {}
        for each in filter(None, map(linked_id, links)):
            linked.setdefault(_scheme(each), set()).add(each)
        found += [each for scheme, ids in linked.items() if scheme not in known and len(ids) == 1 for each in ids]
        return tuple(dict.fromkeys(found))


def format_of(name: str, extensions: tuple[str, ...], description: str, looks: str, dialect: Dialect) -> Format:
    """The format of a dialect; `looks` is a pattern that its texts have, whose lines end in LF."""
    pattern = re.compile(looks, re.MULTILINE)

    def sniff(sample: str) -> bool:
        return bool(pattern.search(sample.replace("\r\n", "\n").replace("\r", "\n")))

    return Format(name, extensions, description, sniff, dialect.read, cut=Cut(dialect.begins))


def _scheme(known: str) -> str:
    return known.partition(":")[0]


def _pages(begin: str, end: str) -> str | None:
    if not re.search(r"\d", begin):  # "No" to "Specified"
        return None
    return pages(begin if re.search(r"\d\s*[-–]", begin) else page_range(begin, end))
