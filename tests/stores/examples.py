"""Small graphs for the store suite, and strategies that make more of them."""

from __future__ import annotations

from hypothesis import strategies as st

from graph.model import AnnotatedPaper, Concept, Mention, Paper, Source, TextField

SOCIAL_MEDIA = Concept(
    "technology:social-media", "TECHNOLOGY", "social media", "社交媒体", aliases=("SNS",), same_as=("cso:social_media",)
)
TWITTER = Concept("technology:twitter", "TECHNOLOGY", "Twitter", broader=("technology:social-media",))
NETHERLANDS = Concept("country:NL", "COUNTRY", "Netherlands", "荷兰", aliases=("Dutch",), same_as=("iso3166:NL",))
CONCEPTS = (SOCIAL_MEDIA, TWITTER, NETHERLANDS)

DUTCH = AnnotatedPaper(
    Paper(
        "doi:10.5555/dutch",
        "Dutch towns on Twitter",
        "Twitter is used by Dutch towns. Dutch mayors like it.",
        authors=("Anna de Vries", "Bo Li"),
        year=2019,
        venue="Town Studies",
        volume="3",
        issue="1",
        pages="1-9",
        doi="10.5555/dutch",
        url="https://example.org/dutch",
        language="en",
        cited_by=4,
        other_ids=("arxiv:1901.00001", "text:0123456789abcdef"),
        sources=(Source("a.bib", "dutch2019", "run-1"), Source("page.txt", "3", "run-1")),
        references=("arxiv:2503.00001", "doi:10.5555/nowhere"),
        orcids=("0000-0002-1825-0097 A. de Vries",),
    ),
    (
        Mention("country:NL", TextField.TITLE, 0, 5, "gazetteer", 1.0),
        Mention("technology:twitter", TextField.TITLE, 15, 22, "gazetteer", 0.95),
        Mention("technology:twitter", TextField.ABSTRACT, 0, 7, "gazetteer", 0.95),
        Mention("country:NL", TextField.ABSTRACT, 19, 24, "gazetteer", 1.0),
        Mention("country:NL", TextField.ABSTRACT, 32, 37, "gazetteer", 1.0),
    ),
)
BARE = AnnotatedPaper(
    Paper("text:00000000000000aa", "Bare", title_derived=True, sources=(Source("page.txt", "4", "run-1"),))
)
MORE = AnnotatedPaper(
    Paper(
        "arxiv:2503.00001", "More", "Social media 社交媒体 𝔸 and ‘quotes’.", sources=(Source("b.jsonl", "3", "run-1"),)
    ),
    (
        Mention("technology:social-media", TextField.ABSTRACT, 0, 12, "gazetteer", 0.95),
        Mention("technology:social-media", TextField.ABSTRACT, 13, 17, "gazetteer", 0.9),
    ),
)
PAPERS = (DUTCH, BARE, MORE)

_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
_maybe = st.none() | _words
_keys = st.integers(0, 7)
_CITED = [*(f"doi:10.5555/{key}" for key in range(9)), *(f"text:{key}{each}" for key in range(8) for each in range(4))]


@st.composite
def _concept(draw: st.DrawFn, key: int) -> Concept:
    # broader only points to smaller keys, so the call that saves concepts 0..key holds them all
    broader = sorted({f"topic:{each}" for each in draw(st.sets(st.integers(0, 7), max_size=2)) if each < key})
    kind = draw(st.sampled_from(["COUNTRY", "TOPIC", "LAW"]))
    aliases = sorted(draw(st.sets(_words, max_size=2)))
    return Concept(f"topic:{key}", kind, draw(_words), draw(_maybe), tuple(aliases), (), tuple(broader))


all_concepts = st.tuples(*(_concept(key) for key in range(8)))


@st.composite
def papers(draw: st.DrawFn) -> AnnotatedPaper:
    """A paper with one of eight ids, its other ids its own alone, and mentions of eight concepts."""
    key = draw(_keys)
    title, abstract = draw(_words), draw(_words)
    mentions = {
        Mention(f"topic:{draw(_keys)}", where, start, start + 1, draw(st.sampled_from(["gazetteer", "agency"])), 0.5)
        for where, text in ((TextField.TITLE, title), (TextField.ABSTRACT, abstract))
        for start in range(0, len(text), 3)
    }
    paper = Paper(
        f"doi:10.5555/{key}",
        title,
        abstract,
        draw(st.booleans()),
        tuple(draw(st.lists(_words, max_size=3))),
        draw(st.none() | st.integers(1900, 2030)),
        *(draw(_maybe) for _ in range(7)),
        cited_by=draw(st.none() | st.integers(0, 9)),
        other_ids=tuple(sorted(f"text:{key}{each}" for each in draw(st.sets(st.integers(0, 3), max_size=2)))),
        sources=tuple(sorted({Source("s", draw(st.sampled_from(["", "1", "2"])), "run-1")})),
        references=tuple(sorted(draw(st.sets(st.sampled_from(_CITED), max_size=4)))),
        orcids=tuple(sorted(draw(st.sets(_words.map(lambda name: f"0000-0002-1825-0097 {name}"), max_size=2)))),
    )
    return AnnotatedPaper(paper, tuple(sorted(mentions, key=lambda each: each.place)))
