"""Papers as JSON-LD in the terms of schema.org: scholarly articles, what they are about, whom they cite."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from graph.model import TextField
from nlp.writers.formats import Writer, stated_title
from nlp.writers.names import is_body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.model import AnnotatedPaper, Concept, Paper
    from graph.selection import Selection

_CONTEXT: Final = [
    "https://schema.org",
    {"broader": {"@id": "http://www.w3.org/2004/02/skos/core#broader", "@type": "@id"}},
]
_RESOLVERS: Final = {
    "doi": "https://doi.org/",
    "arxiv": "https://arxiv.org/abs/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "openalex": "https://openalex.org/",
}
_TYPES: Final = {
    "COUNTRY": "Country",
    "PLACE": "Place",
    "AGENCY": "GovernmentOrganization",
    "ORGANIZATION": "Organization",
}
_UNQUOTED: Final = "/:;()@!$&'*+,=~%"
"""What an id may hold in an address as it is: a `%` there is one that it was written with."""


def write(selection: Selection) -> Iterator[str]:
    """One document, a node a line: the concepts, then the papers."""
    context = json.dumps(_CONTEXT, ensure_ascii=False)
    yield f'{{"@context": {context}, "@graph": ['
    between = "\n"
    nodes = chain(
        map(_concept, chain.from_iterable(selection.concepts())),
        map(_article, chain.from_iterable(selection.batches())),
    )
    for node in nodes:
        yield f"{between}{json.dumps(_stated(node), ensure_ascii=False)}"
        between = ",\n"
    yield "\n]}\n"


WRITER: Final = Writer("jsonld", (".jsonld",), "JSON-LD of schema.org, linked data", write)


def _concept(concept: Concept) -> dict[str, Any]:
    kind = _TYPES.get(concept.kind, "DefinedTerm")
    names = [*concept.aliases, {"@value": concept.name_zh, "@language": "zh"}] if concept.name_zh else concept.aliases
    return {
        "@type": kind,
        "@id": _iri(concept.id),
        "name": concept.name,
        "alternateName": list(names),
        "additionalType": None if kind != "DefinedTerm" else f"urn:litgraph:{quote(concept.kind.lower())}",
        "identifier": list(concept.same_as),
        "broader": [_iri(each) for each in concept.broader],
    }


def _article(each: AnnotatedPaper) -> dict[str, Any]:
    paper = each.paper
    named = dict.fromkeys(mention.concept for mention in each.mentions)
    main = {mention.concept for mention in each.mentions if mention.field is TextField.TITLE}
    return {
        "@type": "ScholarlyArticle",
        "@id": _iri(paper.id),
        "name": stated_title(paper),
        "abstract": paper.abstract,
        "author": [{"@type": "Organization" if is_body(name) else "Person", "name": name} for name in paper.authors],
        "datePublished": str(paper.year or ""),
        "isPartOf": _where(paper),
        "pagination": paper.pages,
        "inLanguage": paper.language,
        "url": paper.url,
        "identifier": [_identifier(known) for known in (paper.id, *paper.other_ids)],
        "sameAs": [_iri(known) for known in paper.other_ids if known.partition(":")[0] in _RESOLVERS],
        "about": [{"@id": _iri(concept)} for concept in named if concept in main],
        "mentions": [{"@id": _iri(concept)} for concept in named if concept not in main],
        "citation": [{"@id": _iri(cited)} for cited in paper.references],
    }


def _identifier(known: str) -> dict[str, str]:
    scheme, _, value = known.partition(":")
    return {"@type": "PropertyValue", "propertyID": scheme, "value": value}


def _where(paper: Paper) -> dict[str, Any]:
    """The issue of the volume of the periodical, as far as these are known."""
    venue = {"@type": "Periodical", "name": paper.venue} if paper.venue else {}
    if paper.volume:
        venue = _stated({"@type": "PublicationVolume", "volumeNumber": paper.volume, "isPartOf": venue})
    if paper.issue:
        venue = _stated({"@type": "PublicationIssue", "issueNumber": paper.issue, "isPartOf": venue})
    return venue


def _iri(known: str) -> str:
    """Where an id leads on the web, or a name for it where there is no such place."""
    scheme, _, value = known.partition(":")
    if scheme in _RESOLVERS:
        value = value.upper() if scheme == "openalex" else value
        return f"{_RESOLVERS[scheme]}{quote(value, safe=_UNQUOTED)}"
    return f"urn:litgraph:{quote(known, safe=_UNQUOTED)}"


def _stated(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}
