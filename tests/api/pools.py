"""What generated requests ask with: ids that are there and that are not, words, kinds, years; and what is refused.

A new argument that no type's pool fits needs a line here; the generator says which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api import wide

if TYPE_CHECKING:
    from tests.api.given import Values

PAPERS = [
    "doi:10.1000/answers.1",
    "10.1000/sirens.1",
    "https://arxiv.org/abs/1905.00007v2",
    "doi:10.1000/floods.2",
    "pmid:3200011",
    "doi:10.1000/zh.3",
    "https://doi.org/10.1000/Returns.3",
    "text:0d32a762fd02cd55",
    "2",
    "a7",
    "doi:10.1000/editorial.5",
    "doi:10.1000/town.3",
    "doi:10.1000/letters.15",
    "openalex:W700",
]
CONCEPTS = [each.id for each in wide.CONCEPTS]
NOTHING = ["doi:10.1000/nowhere", "country:XX", "", "author:doi:10.1000/answers.1/9", "\N{GRINNING FACE}"]
AUTHORS = [
    "author:doi:10.1000/answers.1/0",
    "author:doi:10.1000/floods.2/110",
    "author:2/0",
    "author:arXiv:1905.00007/1",
]
TEXTS = [
    "Mayors in South Korea answer on Twitter.",
    "本文研究中国的电子政务 (Twitter)。",
    "Tax officers",
    "mayors in zeppelins ' \" \\ % \N{GRINNING FACE}",
]
SEEDS = [
    {"papers": ["doi:10.1000/answers.1"]},
    {"papers": ["10.1000/sirens.1", "2"]},
    {"papers": ["doi:10.1000/floods.2"], "notPapers": ["a7", "doi:10.1000/zh.3"]},
    {"papers": [PAPERS[2]], "notPapers": None, "text": None},
    *({"text": each} for each in TEXTS),
    {"papers": ["doi:10.1000/town.3"], "text": TEXTS[0]},
]

VALUES: Values = {
    "Query.node.id": [*PAPERS, *CONCEPTS, *AUTHORS, *NOTHING],
    "Query.nodes.ids": [*PAPERS, *CONCEPTS, *AUTHORS, *NOTHING],
    "Query.paper.id": [*PAPERS, NOTHING[0], NOTHING[2], CONCEPTS[0]],
    "Query.concept.id": [*CONCEPTS, *NOTHING[:3]],
    "Query.author.id": [*AUTHORS, *NOTHING],
    "Query.papers.search": [
        "social media",
        "Flood warning",
        "韩国 社交媒体",
        "微信 中国的电子政务",
        "tweets",
        "",
        "zeppelin",
        '"open data" AND (towns)',
        "Bürgerämter München",
        "title:a* OR 1=1 --",
    ],
    "Query.concepts.search": ["", "KOREA", "media", "国", "o", "%", "zeppelin", "M\u00fcn"],
    "SimilarTo": SEEDS,
    "SignalWeights": [
        {"text": 1},
        {"text": 1, "concepts": 2.5},
        {"text": 0.5, "citations": 1, "concepts": None},
        {"text": 2, "semantic": 1, "concepts": 0},
        {"overlap": 1},
    ],
    "of": [*PAPERS, *CONCEPTS, AUTHORS[0], AUTHORS[1]],
    "Query.paths.from": [*PAPERS, *CONCEPTS, *AUTHORS[:2]],
    "Query.paths.to": [*PAPERS, *CONCEPTS, *AUTHORS[:2]],
    "maxHops": [1, 2, 3, 4],
    "style": ["apa", "ieee", "gb-t-7714-2015-numeric", "portal"],
    "Paper.citation.locale": ["en-US", "zh-CN", "de-DE"],
    "hops": [1, 2, 3],
    "limit": [1, 3, 8, 30],
    "Query.annotate.text": TEXTS,
    "kinds": ["COUNTRY", "TECHNOLOGY", "PLACE", "LAW", "ORGANIZATION", "TOPIC", "AGENCY", "NOTHING"],
    "locale": ["en", "zh", "de-CH", "zh_Hant", "xx"],
    "gte": [2015, 0, 2019, -1, 3000],
    "lte": [2018, 2021, 0, 2013],
    "all": [*CONCEPTS, NOTHING[1]],
    "any": [*CONCEPTS, NOTHING[1]],
    "none": [*CONCEPTS, NOTHING[1]],
    "authors": [*AUTHORS, *NOTHING],
    "venues": ["Public Computing", "Journal of Local Answers", "Town Notes", "电子政务研究", "nowhere"],
    "sources": [*wide.SOURCES, "nowhere"],
    "language": ["en", "zh", "de", "xx"],
    "PaperFilter.ids": [*PAPERS, *NOTHING],
    "PaperFilter.title": ["flood warning", "Who hears", "tweets", "社交媒体", "the", " ", ""],
    "PaperFilter.abstract": ["Seoul", "residents twitter", "微信", "zeppelin", ""],
    "PaperFilter.author": ["Li Na", "j lang", "王", "muller", "M. Pool", "Author 002", "?", ""],
    "PaperFilter.venue": ["computing", "journal of answers", "电子政务", "nowhere", ""],
    "Boolean": [True, False],
}

FAULTS: Values = {
    "first": [0, 101, -1],
    "last": [0, 101, -1],
    "after": ["nonsense", "", "WzMsImNvdW50cnk6S1IiXQ", "\N{GRINNING FACE}"],
    "before": ["nonsense", "ME6it5YmAAAAACAAB-R0ZXh0OmJiNGI4NmJmN2EyYzZjZjk"],
    "Query.paper.id": ["3"],
    "search": ["long " * 201],
    "weights": [{"text": -1}, {"semantic": -0.5, "text": 1}, {"text": 0}],
    "to": [
        {},
        {"papers": ["doi:10.1000/answer.1"]},
        {"papers": ["2"], "notPapers": ["2"]},
        {"papers": ["3"]},
        {"text": " "},
    ],
    "of": ["doi:10.1000/nowhere", "country:XX", "author:2/7", "3"],
    "Query.paths.from": ["doi:10.1000/nowhere", "3"],
    "Query.paths.to": ["country:XX"],
    "maxHops": [0, 7],
    "style": ["no style of all"],
    "hops": [0, 4],
    "limit": [0, 1001],
}

OF_SAMPLE = ["doi:10.5555/mmq.2022.0101", "country:DE", "author:dewit2022/0", "country:GB"]
SAMPLE: Values = {
    **VALUES,
    "Query.node.id": OF_SAMPLE,
    "Query.nodes.ids": OF_SAMPLE,
    "of": OF_SAMPLE,
    "Query.paths.from": OF_SAMPLE,
    "Query.paths.to": OF_SAMPLE,
    "Query.paper.id": ["doi:10.5555/mmq.2022.0101", "dewit2022", "10.5555/ada.2022.0015", "doi:10.5555/mmq.2024.0003"],
    "Query.concept.id": [
        "country:DE",
        "country:KR",
        "technology:social-media",
        "topic:local-government",
        "place:KR/seoul",
    ],
    "SimilarTo": [{"papers": ["doi:10.5555/mmq.2022.0101"]}, {"papers": ["2"], "text": TEXTS[0]}, *SEEDS[4:8]],
}
"""The same for the sample corpus."""
