"""Items as lines of JSON, read back by name: what a line does not say is as it is by default.

    {"run": {…}}       {"members": {run, part, papers, digests}}       {"concept": {…}}
    {"paper": {…, mentions: [[concept, field, start, end, rule, confidence], …], run, model, vector}}
    {"similar": {paper, others: [[id, score], …]}}       {"version": {paper, main}}       {"progress": {…}}

Runs, concepts, papers and the ledger's entries have the names of `graph.model`; bytes are in base64.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import orjson

from graph.backup.items import RunPart, SimilarList, StoredPaper, VersionOf
from graph.members import DIGEST_SIZE, Member
from graph.model import AnnotatedPaper, Concept, Mention, Paper, Progress, Run, Source, TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.backup.items import Item

_MENTION: Final = ("concept", "field", "start", "end", "rule", "confidence")


def as_line(item: Item) -> bytes:
    """An item as one line, with its line feed."""
    match item:
        case Run():
            said = {"run": _values(item)}
        case RunPart():
            digests = b"".join(each.digest for each in item.members)
            papers = [each.paper for each in item.members]
            said = {"members": {"run": item.run, "part": item.part, "papers": papers, "digests": _text(digests)}}
        case Concept():
            said = {"concept": _values(item)}
        case StoredPaper():
            said = {"paper": _paper(item)}
        case SimilarList():
            said = {"similar": {"paper": item.paper, "others": item.others}}
        case VersionOf():
            said = {"version": {"paper": item.paper, "main": item.main}}
        case Progress():
            said = {"progress": _values(item)}
    return orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)


def as_item(kind: str, values: dict[str, Any]) -> Item:
    """The item of what a line says; raises KeyError, TypeError or ValueError for what no line says."""
    return _READ[kind](values)


def _values(it: Run | Concept | Paper | Progress) -> dict[str, Any]:
    """What is not as it is by default."""
    named = ((each.name, getattr(it, each.name), each.default) for each in fields(it) if each.compare)
    return {name: value for name, value, default in named if value != default}


def _paper(item: StoredPaper) -> dict[str, Any]:
    values = _values(item.paper.paper)
    if item.paper.mentions:
        values["mentions"] = [[getattr(each, name) for name in _MENTION] for each in item.paper.mentions]
    if item.run:
        values["run"] = item.run
    if item.model:
        values |= {"model": item.model, "vector": _text(item.vector)}
    return values


def _read_paper(values: dict[str, Any]) -> StoredPaper:
    mentions = tuple(
        Mention(concept, TextField(field), start, end, rule, float(confidence))
        for concept, field, start, end, rule, confidence in values.pop("mentions", ())
    )
    run, model, vector = values.pop("run", ""), values.pop("model", ""), values.pop("vector", "")
    sources = tuple(Source(**each) for each in values.pop("sources", ()))
    return StoredPaper(AnnotatedPaper(Paper(sources=sources, **_lists(values)), mentions), run, model, _bytes(vector))


def _read_members(values: dict[str, Any]) -> RunPart:
    papers, digests = values["papers"], _bytes(values["digests"])
    if len(digests) != DIGEST_SIZE * len(papers):
        raise ValueError("as many digests as papers")
    members = (Member(each, digests[at * DIGEST_SIZE : (at + 1) * DIGEST_SIZE]) for at, each in enumerate(papers))
    return RunPart(values["run"], values["part"], tuple(members))


def _read_run(values: dict[str, Any]) -> Run:
    counts = tuple((name, count) for name, count in values.pop("counts", ()))
    return Run(counts=counts, **values)


def _lists(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)


_READ: Final[dict[str, Callable[[dict[str, Any]], Item]]] = {
    "run": _read_run,
    "members": _read_members,
    "concept": lambda values: Concept(**_lists(values)),
    "paper": _read_paper,
    "similar": lambda values: SimilarList(values["paper"], tuple((own, score) for own, score in values["others"])),
    "version": lambda values: VersionOf(**values),
    "progress": lambda values: Progress(**values),
}
