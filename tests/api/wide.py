"""Thirty papers: the six, and others with what is rare among those.

Versions of one paper, texts in Chinese and German, a paper of two sources, papers without a year, an abstract, a title
or authors; more authors than a page holds, equal scores, a kind of concept of one's own, concepts three levels deep,
chains and circles of citations, and characters that offsets can trip over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Concept
from graph.records import Record
from tests.api import corpus

if TYPE_CHECKING:
    from graph.store import Store

CONCEPTS = (
    *corpus.CONCEPTS,
    Concept("country:DE", "COUNTRY", "Germany", "德国", ("German", "Germans"), ("iso3166:DE",)),
    Concept("country:CN", "COUNTRY", "China", "中国", ("Chinese",), ("iso3166:CN",)),
    Concept("place:DE/bavaria", "PLACE", "Bavaria", None, (), (), ("country:DE",)),
    Concept("place:DE/munich", "PLACE", "Munich", "慕尼黑", ("München",), (), ("place:DE/bavaria",)),
    Concept("agency:KR/ministry-of-the-interior", "AGENCY", "Ministry of the Interior", None, (), (), ("country:KR",)),
    Concept("organization:red-cross", "ORGANIZATION", "Red Cross", "红十字会", ("IFRC",)),
    Concept("organization:university-of-leiden", "ORGANIZATION", "University of Leiden"),
    Concept("topic:flood-warning", "TOPIC", "flood warning", "洪水预警", ("flood warnings",)),
    Concept("topic:e-government", "TOPIC", "e-government", "电子政务", ("electronic government",)),
    Concept("technology:facebook", "TECHNOLOGY", "Facebook", "脸书", (), (), ("technology:social-media",)),
    Concept("technology:wechat", "TECHNOLOGY", "WeChat", "微信", (), (), ("technology:social-media",)),
    Concept("law:freedom-of-information-act", "LAW", "Freedom of Information Act", None, ("FOI Act",)),
)

SIRENS = (
    "We ask who hears a flood warning first. In Munich and elsewhere in Bavaria the Red Cross posts flood warnings on "
    "Facebook and Twitter minutes before the sirens, and residents of Germany share them with their neighbours."
)
COUNTERS = "Officers at counters in Germany answer by letter. A letter takes nine days, says a survey of counters."

SOURCES = {
    **corpus.RECORDS,
    "preprints": (
        Record(
            1, "p1", "Who hears the sirens first?", SIRENS, ("Ida Maier", "Jo Lang"), 2019, ids=("arXiv:1905.00007",)
        ),
        Record(
            5,
            "p2",
            "WeChat accounts of Chinese cities",
            "Cities in China answer on WeChat. Chinese residents ask about e-government there, and about little else.",
            ("Li Na", "王芳"),
            2020,
            ids=("arXiv:2003.00011", "pmid:3200011"),
            references=("10.1000/answers.1", "arXiv:1905.00007"),
        ),
        Record(9, "p3", "", "E-government without electricity: notes from a village.", (), None),
        Record(
            12,
            "p4",
            "A note on 𝔸-scores \N{GRINNING FACE} and ‘quotes’ in “tweets”",
            "Emoji \N{GRINNING FACE}\N{SPEECH BALLOON} move every offset: does Twitter count them as one? "
            "Naïve cafés do. \\ % _ * ' \" :",
            ("Zoë Ångström", "O'Neil, Pat"),
            2016,
            "Notes: Café & Co.",
            language="en",
            ids=("pmid:1600012",),
        ),
        Record(
            15, "3", "Counting letters", COUNTERS, ("Eva Roth",), 2017, "Counter Studies", ids=("10.1000/letters.15",)
        ),
        Record(
            18,
            "p6",
            "Letters counting",
            COUNTERS.replace("a survey", "the survey"),
            ("Ernst Roth",),
            2017,
            "Counter Studies",
            ids=("10.1000/letters.18",),
        ),
    ),
    "articles": (
        Record(
            1,
            "a1",
            "Who hears the sirens first?",
            SIRENS + " Posts with a map are shared most.",
            ("Ida Maier", "Jo Lang", "Kim Seo"),
            2020,
            "Public Computing",
            "7",
            "2",
            "101–119",
            "https://example.org/sirens",
            "en",
            31,
            ("10.1000/sirens.1",),
            ("10.1000/answers.1", "10.1000/floods.2"),
        ),
        Record(
            2,
            "a2",
            "Flood warnings that people believe",
            "A flood warning from the Ministry of the Interior is believed where it names a street. A trial in Seoul, "
            "South Korea, sent such warnings by Twitter.",
            tuple(f"Author {n:03}" for n in range(1, 121)),
            2018,
            "Public Computing",
            ids=("10.1000/floods.2",),
            cited_by=31,
            language="en",
            references=("10.1000/sirens.1", "10.1000/answers.1", "10.1000/budget.2"),
            orcids=("0000-0002-1825-0097 Author 002",),
        ),
        Record(
            3,
            "a3",
            "社交媒体与地方政府",
            "本文研究中国和韩国的地方政府如何在社交媒体上回应居民。微信上的回应最快。",
            ("王芳", "李娜"),
            2019,
            "电子政务研究",
            language="zh",
            ids=("10.1000/zh.3",),
            cited_by=0,
        ),
        Record(
            4,
            "a4",
            "Bürgerämter und soziale Medien",
            "Wir befragen Bürgerämter in München. Auf Facebook antwortet jedes zweite Amt, auf Twitter keines.",
            ("Jörg Müller",),
            2015,
            "Zeitschrift für Verwaltung",
            language="de",
            ids=("10.1000/buerger.4",),
        ),
        Record(5, "a5", "An editorial", "", ("The Editors",), 2015, "Public Computing", ids=("10.1000/editorial.5",)),
        Record(6, "a6", "Red Cross volunteers and the FOI Act", "", (), None, ids=("10.1000/foi.6",)),
        Record(
            7,
            "a7",
            "What the Freedom of Information Act opens",
            "Officers read the Freedom of Information Act narrowly. The University of Leiden asked for open data in 40 "
            "towns of the Netherlands; the FOI Act opened a third.",
            ("Anna de Wit",),
            1999,
            "Journal of Local Answers",
            url="https://example.org/foi",
            language="en",
            cited_by=7,
            ids=("10.1000/foi.7", "openalex:W700"),
            references=("10.1000/opens.4",),
        ),
        Record(
            8,
            "a8",
            "Who opens the data, ten years on",
            "Open data portals of the Netherlands, asked again. Machine learning now reads what officers upload.",
            ("Marta Pool", "Pieter Vos"),
            2025,
            "Public Computing",
            ids=("10.1000/opens.8",),
            cited_by=1,
            references=("10.1000/opens.4", "10.1000/foi.7", "10.1000/returns.3"),
        ),
    ),
    "library.bib": (
        # the second source of a paper of the six
        Record(
            3,
            "han2013",
            "Mayors Who Answer",
            "",
            ("Ji-woo Han", "Marta Pool"),
            2013,
            "Journal of Local Answers",
            "2",
            "1",
            "5–20",
            ids=("10.1000/answers.1",),
            references=("10.1000/older",),
        ),
        *(
            Record(
                20 + n,
                f"town{n}",
                f"Town {n} tweets",
                f"Town {n} answers on Twitter. Its mayor reads social media daily.",
                (f"Clerk {n}",),
                2010 + n % 3,
                "Town Notes",
                ids=(f"10.1000/town.{n}",),
                cited_by=n % 2,
                references=(f"10.1000/town.{n + 1}", "10.1000/answers.1"),
            )
            for n in range(1, 9)
        ),
        Record(60, "ml", "Machine learning, machine learning", "Machine learning.", ("ML",), 2021, "Town Notes"),
        Record(61, "foi", "", "The FOI Act, social media and open data in China.", ("Li Na",), 2021, language="en"),
    ),
}


def fill_wide(store: Store) -> None:
    """Writes the thirty papers into an empty store, as one batch."""
    corpus.fill(store, SOURCES, CONCEPTS)
