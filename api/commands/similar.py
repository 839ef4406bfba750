"""litgraph similar: the explained list."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from api.console import echo_json, index_option, json_option, lexicon_option, open_library, store_option
from graph.errors import SourceError
from graph.similarity import Signal, Tie

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.library import Library
    from api.reading import Found
    from graph.model import Concept, Paper, TextSpan
    from graph.similarity import Reason

WIDTH = 110

TIES: Final = {
    Tie.BOTH_CITE: "both cite {}",
    Tie.CITES_BOTH: "{} cites both",
    Tie.CITES: "it is cited",
    Tie.CITED_BY: "it cites {}",
}
OTHERS: Final = {
    Signal.TEXT: "other words",
    Signal.CONCEPTS: "wider concepts",
    Signal.CITATIONS: "other citations",
    Signal.SEMANTIC: "meaning",
    Signal.OVERLAP: "other concepts",
}


@click.command("similar")
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--text", metavar="FILE|-", help="Compare with the text in a file, or from standard input.")
@click.option("--unlike", multiple=True, metavar="ID", help="A paper to keep away from. Can be given several times.")
@click.option(
    "--first", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N", help="How many papers."
)
@click.option("--why", is_flag=True, help="Quote the sentences behind every reason.")
@store_option
@index_option
@lexicon_option
@json_option
def command(
    ids: tuple[str, ...],
    text: str | None,
    unlike: tuple[str, ...],
    first: int,
    why: bool,
    store: str,
    index: Path | None,
    lexicons: tuple[Path, ...],
    as_json: bool,
) -> None:
    """List the papers most like some papers, like a text, or like both, and say why.

    ID is any id the paper answers to: doi:…, arxiv:…, pmid:…, text:…, or its number or key in the source it came from.
    The parts of a score are its reasons: shared words and shared concepts, each with its share.

    \b
    Examples:
      litgraph similar doi:10.1000/182 --why
      litgraph similar 3                             record 3 of the page that was ingested
      litgraph similar --text abstract.txt --json
      litgraph similar 3 --unlike 7                  like record 3, but not in what it has in common with 7
    """
    if not ids and not text:
        raise click.UsageError("name at least one ID, or give a text with --text FILE.")
    with open_library(store, index, lexicons=lexicons) as library:
        seed = library.reading().seed(ids, _read(text) if text else "", unlike)
        found = library.reading().similar(seed)
        if as_json:
            echo_json(as_data(library, found, first))
        else:
            click.echo(as_text(library, found, first, quote=why))


def as_data(library: Library, found: Found, first: int) -> dict[str, Any]:
    """The list as plain data; equal content gives equal bytes on every store."""
    hits, papers, reasons, concepts = _gather(library, found, first)
    weights = found.ranking.weights
    return {
        "total": found.ranking.total,
        "weights": {name: getattr(weights, name) for name in map(str.lower, Signal)},
        "papers": [
            {
                "rank": rank,
                "id": hit.id,
                "title": papers[hit.id].title,
                "year": papers[hit.id].year,
                "score": hit.score,
                "why": [_reason(each, concepts) for each in reasons[hit.id]],
            }
            for rank, hit in enumerate(hits, 1)
        ],
    }


def as_text(library: Library, found: Found, first: int, *, quote: bool) -> str:
    """The list for people: a line a paper, what it shares, and with `quote` the sentences."""
    hits, papers, reasons, concepts = _gather(library, found, first)
    lines = [f"{found.ranking.total:,} similar papers, found in {found.took_ms:.1f} ms"]
    for rank, hit in enumerate(hits, 1):
        paper = papers[hit.id]
        year = f" ({paper.year})" if paper.year else ""
        lines += ["", f"{rank:>3}. {hit.score:.3f}  {paper.title}{year}", f"     {hit.id}"]
        lines += _why(reasons[hit.id], concepts, quote=quote)
    return "\n".join(lines)


def _gather(library: Library, found: Found, first: int) -> tuple[Any, dict[str, Paper], Any, dict[str, Concept]]:
    hits = found.page(first=first).hits
    ids = [each.id for each in hits]
    reasons = found.reasons(ids)
    named = sorted({each.concept for why in reasons.values() for each in why if each.concept})
    return hits, library.store.papers(ids), reasons, library.store.concepts(named)


def _why(reasons: Sequence[Reason], concepts: Mapping[str, Concept], *, quote: bool) -> list[str]:
    named = [each for each in reasons if each.concept or each.work]
    words = [each for each in reasons if each not in named]
    if not quote:
        told = [_told(each, concepts) for each in (*named, *(each for each in words if each.term))]
        return _wrapped(f"shares {', '.join(told)}") if told else []
    lines: list[str] = []
    # words repeat what the concepts say; they are quoted where there is no concept to quote
    for each in named or words[:2]:
        lines.append(f"     {_told(each, concepts)}")
        for where, span in (("here ", each.here), ("there", each.there)):
            lines += _wrapped(f"{where} “{span.text}”", 8) if span else []
    for label, others in (
        ("words", [each for each in words if each.signal is Signal.TEXT]),
        ("also ", [each for each in words if each.signal is not Signal.TEXT]),
    ):
        told = ", ".join(_told(each, concepts) for each in others)
        lines += _wrapped(f"{label}  {told}") if others else []
    return lines


def _wrapped(text: str, indent: int = 5) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 6))


def _told(reason: Reason, concepts: Mapping[str, Concept]) -> str:
    return f"{_name(reason, concepts)} {reason.contribution:.3f}"


def _name(reason: Reason, concepts: Mapping[str, Concept]) -> str:
    if reason.concept:
        return concepts[reason.concept].name
    if reason.work and reason.tie:
        return TIES[reason.tie].format(reason.work)
    return f"“{reason.term}”" if reason.term else OTHERS[reason.signal]


def _reason(reason: Reason, concepts: Mapping[str, Concept]) -> dict[str, Any]:
    concept = concepts[reason.concept] if reason.concept else None
    return {
        "signal": str(reason.signal),
        "contribution": reason.contribution,
        "concept": concept and {"id": concept.id, "kind": concept.kind, "name": concept.name},
        "term": reason.term,
        "work": reason.work,
        "tie": reason.tie and str(reason.tie),
        "here": _span(reason.here),
        "there": _span(reason.there),
    }


def _span(span: TextSpan | None) -> dict[str, Any] | None:
    return span and {"field": str(span.field), "start": span.start, "end": span.end, "text": span.text}


def _read(name: str) -> str:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SourceError(f"there is no file {name}", "check the name") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"the text in {name} cannot be read: {error}", "give a plain UTF-8 text file") from error
    if not text.strip():
        raise SourceError(f"the text in {name} is empty", "paste an abstract")
    return text
