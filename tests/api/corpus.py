"""What queries are asked of: six papers small enough to know by heart, and the sample corpus as an ingest leaves it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identity import identify
from graph.ingest import ingest
from graph.merging import merge_papers
from graph.model import AnnotatedPaper, Concept, Mention, Paper, Run
from graph.records import Record
from nlp.readers import read_source
from nlp.sample import sample_paths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.library import Library
    from graph.store import Store

CONCEPTS = (
    Concept("country:KR", "COUNTRY", "South Korea", "韩国", ("Korea",), ("iso3166:KR",)),
    Concept("country:NL", "COUNTRY", "Netherlands", "荷兰", ("Dutch",), ("iso3166:NL",)),
    Concept("place:KR/seoul", "PLACE", "Seoul", "首尔", (), (), ("country:KR",)),
    Concept("agency:NL/tax-and-customs-administration", "AGENCY", "Tax and Customs Administration"),
    Concept("technology:social-media", "TECHNOLOGY", "social media", "社交媒体"),
    Concept("technology:twitter", "TECHNOLOGY", "Twitter", None, ("tweets",), (), ("technology:social-media",)),
    Concept("technology:open-data", "TECHNOLOGY", "open data"),
    Concept("technology:machine-learning", "TECHNOLOGY", "machine learning", None, ("ML",)),
)

RECORDS = {
    "page": (
        Record(
            1,
            "1",
            "Mayors who answer",
            "The mayor of Seoul answers residents on Twitter. We read two years of tweets from Seoul, South Korea, and "
            "find that replies \N{SPEECH BALLOON} come fastest where social media teams sit near the mayor.",
            ("Ji-woo Han", "Marta Pool"),
            2013,
            "Journal of Local Answers",
            ids=("10.1000/answers.1", "arXiv:1301.00001"),
            cited_by=12,
            language="en",
            references=("10.1000/nowhere", "10.1000/answers.1"),
        ),
        Record(
            2,
            "2",
            "Tweeting the budget",
            "Dutch towns publish their budgets as open data and explain them on Twitter. Residents of the Netherlands "
            "read the tweets more often than the tables.",
            ("Pieter Vos",),
            2015,
            "Journal of Local Answers",
            ids=("10.1000/budget.2",),
            cited_by=3,
            language="en",
        ),
        Record(
            3,
            "3",
            "",
            "Social media changed how towns in South Korea warn of floods. Interviews in Seoul show that officers "
            "trust social media once their chiefs do.",
            (),
            2015,
            language="en",
        ),
    ),
    "list": (
        Record(
            1,
            "3",
            "Which tax returns deserve a second look?",
            "The Tax and Customs Administration of the Netherlands picks returns by machine learning. We compare its "
            "choices with those of inspectors.",
            ("Pieter Vos", "Anna de Wit"),
            2021,
            "Public Computing",
            ids=("10.1000/returns.3",),
            references=("https://doi.org/10.1000/budget.2", "arXiv:1301.00001v2", "10.1000/answers.1", "10.1000/x"),
            language="en",
        ),
        Record(
            2,
            "4",
            "Who opens the data?",
            "Open data portals grow when officers see who uses them. A survey in the Netherlands and South Korea finds "
            "the same three motives.",
            ("Marta Pool",),
            2018,
            "Public Computing",
            ids=("10.1000/opens.4",),
            references=("arXiv:1301.00001",),
            cited_by=7,
            language="en",
        ),
        Record(
            3,
            "5",
            "Forecasting floods from posts",
            "Machine learning on social media posts forecasts floods an hour earlier than gauges do.",
            ("Ji-woo Han", "Li Na"),
            language="en",
        ),
    ),
}


def fill(
    store: Store, sources: Mapping[str, Sequence[Record]] = RECORDS, concepts: Sequence[Concept] = CONCEPTS
) -> None:
    """Writes papers, by default the six, into an empty store, as one batch; records of one paper are merged."""
    papers: dict[str, Paper] = {}
    for source, records in sources.items():
        for paper in (identify(each, source, "run-1") for each in records):
            papers[paper.id] = merge_papers(papers[paper.id], paper) if paper.id in papers else paper
    with store.transaction() as batch:
        batch.save_run(Run("run-1", "six papers", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "by hand"))
        batch.save_concepts(concepts)
        batch.save_papers([AnnotatedPaper(each, mentions(each, concepts)) for each in papers.values()], "run-1")
        batch.next_revision()


def fill_with_sample(library: Library) -> None:
    """Ingests the sample corpus into an empty store."""
    for each in sample_paths():
        ingest(library.store, read_source(each), library.annotator(workers=1))


def mentions(paper: Paper, concepts: Sequence[Concept] = CONCEPTS) -> tuple[Mention, ...]:
    """Every place where a name of a concept stands."""
    names = {name.casefold(): each.id for each in concepts for name in (each.name, each.name_zh, *each.aliases) if name}
    # Chinese puts no space between words
    whole = [rf"\b{re.escape(each)}\b" if each.isascii() else each for each in sorted(names, key=len, reverse=True)]
    words = re.compile("|".join(whole), re.IGNORECASE)
    return tuple(
        Mention(names[match.group().casefold()], field, match.start(), match.end(), "gazetteer", 0.9)
        for field, text in paper.texts
        for match in words.finditer(text)
    )
