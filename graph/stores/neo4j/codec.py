"""Nodes and relationships as plain values, and back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from graph.identity import author_id
from graph.model import Concept, Paper, Run, Source
from graph.orcids import orcids_of
from graph.stores.codec import concept_search_key, group_mentions, pack_mention
from graph.stores.neo4j.schema import RESERVED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.model import AnnotatedPaper

Row = dict[str, Any]

RECORD_LENGTH: Final = 1000
"""Longer record ids cannot be asked for: an index key has room for 8 KB, and a bad record must not stop a batch."""


def paper_row(paper: Paper) -> Row:
    """A paper's node, and the nodes that hang on it."""
    return {
        "id": paper.id,
        "properties": {
            "id": paper.id,
            "title": paper.title,
            "titleDerived": paper.title_derived,
            "abstract": paper.abstract,
            "year": paper.year,
            "venue": paper.venue,
            "volume": paper.volume,
            "issue": paper.issue,
            "pages": paper.pages,
            "doi": paper.doi,
            "url": paper.url,
            "language": paper.language,
            "citedBy": paper.cited_by,
            "otherIds": list(paper.other_ids),
            "sources": [json.dumps([each.name, each.record, each.run], ensure_ascii=False) for each in paper.sources],
            "references": list(paper.references),
            "orcids": list(paper.orcids) or None,
        },
        "authors": [
            {"position": at, "properties": {"id": author_id(paper.id, at), "name": name, "orcid": orcid or None}}
            for at, (name, orcid) in enumerate(zip(paper.authors, orcids_of(paper.authors, paper.orcids), strict=True))
        ],
        "records": sorted({each.record for each in paper.sources if 0 < len(each.record) <= RECORD_LENGTH}),
    }


def as_paper(node: Mapping[str, Any], authors: Sequence[str]) -> Paper:
    """The paper of a node and its authors' names in order."""
    return Paper(
        id=node["id"],
        title=node["title"],
        abstract=node["abstract"],
        title_derived=node["titleDerived"],
        authors=tuple(authors),
        year=node.get("year"),
        venue=node.get("venue"),
        volume=node.get("volume"),
        issue=node.get("issue"),
        pages=node.get("pages"),
        doi=node.get("doi"),
        url=node.get("url"),
        language=node.get("language"),
        cited_by=node.get("citedBy"),
        other_ids=tuple(node["otherIds"]),
        sources=tuple(Source(*json.loads(each)) for each in node["sources"]),
        references=tuple(node.get("references") or ()),
        orcids=tuple(node.get("orcids") or ()),
    )


def concept_row(concept: Concept) -> Row:
    """A concept's node, its label, and the ids of its broader concepts."""
    return {
        "id": concept.id,
        "label": kind_label(concept.kind),
        "broader": sorted(set(concept.broader)),
        "properties": {
            "kind": concept.kind,
            "name": concept.name,
            "nameZh": concept.name_zh,
            "aliases": list(concept.aliases),
            "sameAs": list(concept.same_as),
            "searchKey": concept_search_key(concept),
        },
    }


def as_concept(node: Mapping[str, Any], broader: Sequence[str]) -> Concept:
    """The concept of a node and the ids of its broader concepts."""
    return Concept(
        node["id"],
        node["kind"],
        node["name"],
        node.get("nameZh"),
        tuple(node["aliases"]),
        tuple(node["sameAs"]),
        tuple(sorted(broader)),
        node["paperCount"],
    )


def kind_label(kind: str) -> str:
    """A kind as a node label: `COUNTRY` is Country, `SOCIAL_GROUP` SocialGroup; never the label of another node."""
    label = "".join(word.capitalize() for word in re.findall(r"[^\W_]+", kind))
    return label if label and label not in RESERVED else f"{label}Kind"


def mention_rows(each: AnnotatedPaper, run: str) -> list[Row]:
    """One relationship per concept that the paper mentions; rule and confidence are those of the surest mention."""
    rows: list[Row] = []
    for concept, group in group_mentions(each.mentions).items():
        surest = max(group, key=lambda mention: mention.confidence)
        properties = {
            "count": len(group),
            "spans": [pack_mention(mention) for mention in group],
            "rule": surest.rule,
            "confidence": surest.confidence,
            "run": run,
        }
        rows.append({"paper": each.paper.id, "concept": concept, "properties": properties})
    return rows


def run_row(run: Run) -> Row:
    """A run's node."""
    return {
        "id": run.id,
        "source": run.source,
        "startedAt": run.started_at,
        "finishedAt": run.finished_at,
        "rules": run.rules,
        "model": run.model,
        "counts": json.dumps(dict(run.counts)),
        "continues": run.continues,
    }


def as_run(node: Mapping[str, Any]) -> Run:
    """The run of a node."""
    return Run(
        node["id"],
        node["source"],
        node["startedAt"],
        node.get("finishedAt"),
        node["rules"],
        node.get("model"),
        tuple(json.loads(node["counts"]).items()),
        node.get("continues"),
    )
