"""litgraph link: which concept a name stands for, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from api.console import echo_json, json_option, lexicon_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.model import Concept
    from nlp.lexicon import Lexicon
    from nlp.linking import LinkCandidate, Linker


class Verdict(NamedTuple):
    """What the pipeline makes of a name: `decision` is known, coined or none."""

    decision: str
    concept: Concept | None
    why: str


@click.command("link")
@click.argument("name")
@click.option("--kind", metavar="KIND", help="Look among concepts of this kind only: AGENCY, PLACE, …")
@click.option("--country", metavar="CC", help="The country of the body, by its ISO 3166 code; INT: of several.")
@click.option(
    "--first", type=click.IntRange(1, 1000), default=5, show_default=True, metavar="N", help="How many candidates."
)
@lexicon_option
@json_option
def command(
    name: str, kind: str | None, country: str | None, first: int, lexicons: tuple[Path, ...], as_json: bool
) -> None:
    """Say which concept a name stands for, and which features decide that.

    The answer is the pipeline's own: the known concept that it takes the name for, or the new one that it would coin.
    Each feature of a candidate decides, forbids, tells or proposes. A candidate is taken where one feature decides and
    none forbids; what only looks alike is proposed to you, and never merged by itself.

    \b
    Examples:
      litgraph link "Dept. of Homeland Security"
      litgraph link "Ministry of Education" --country CN
      litgraph link Niger --json
    """
    from nlp.lexicon import load_lexicon
    from nlp.linking import Linker

    lexicon = load_lexicon(lexicons)
    kind, country = _known_kind(lexicon, kind), _known_country(lexicon, country)
    if not name.strip():
        raise click.UsageError("give a name, such as 'Dept. of State'.")
    linker = Linker(lexicon)
    candidates = linker.candidates(name, kind, country)
    if candidates and candidates[0].decides:
        verdict = Verdict("known", candidates[0].concept, _deciding(candidates[0]))
    else:
        concept = _unlisted(linker, kind, name, country, lexicons)
        verdict = Verdict(_decision(lexicon, concept), concept, _why_nothing(candidates))
    if as_json:
        echo_json(_as_data(name, kind, country, verdict, candidates[:first]))
    else:
        click.echo(_as_text(name, verdict, candidates, first))


def _known_kind(lexicon: Lexicon, kind: str | None) -> str | None:
    if kind is None or kind.upper() in lexicon.kinds:
        return kind and kind.upper()
    raise click.UsageError(f"there is no kind {kind}; kinds are {', '.join(lexicon.kinds)}.")


def _known_country(lexicon: Lexicon, country: str | None) -> str | None:
    from nlp.linking import NO_COUNTRY

    if country is None or country.upper() == NO_COUNTRY or f"country:{country.upper()}" in lexicon.concepts:
        return country and country.upper()
    raise click.UsageError(f"there is no country {country}; give an ISO 3166 code such as KR, or {NO_COUNTRY}.")


def _unlisted(
    linker: Linker, kind: str | None, name: str, country: str | None, lexicons: Sequence[Path]
) -> Concept | None:
    """The body that the pipeline finds in a text that is nothing but the name, else what the kind asked for gets."""
    from nlp.linking import BODIES, COINED
    from nlp.pipeline import load_pipeline

    reading = load_pipeline(lexicons=lexicons).annotate_text(name)
    bodies = [each for each in reading.mentions if each.kind in BODIES and kind in {None, each.kind}]
    found = max(bodies, key=lambda each: each.end - each.start, default=None)
    if found is None:
        return linker.coined(kind, name, country) if kind in COINED else None
    if found.kind == "AGENCY" and country:
        return linker.agency(name[found.start : found.end], country)
    return next(each for each in reading.concepts if each.id == found.concept)


def _decision(lexicon: Lexicon, concept: Concept | None) -> str:
    return "none" if concept is None else "known" if concept.id in lexicon.concepts else "coined"


def _deciding(candidate: LinkCandidate) -> str:
    return next(each.told for each in candidate.features if each.effect == "decides")


def _why_nothing(candidates: Sequence[LinkCandidate]) -> str:
    if not candidates:
        return "nothing known has this name, or looks like it"
    against = [each.told for each in candidates[0].features if each.effect == "forbids"]
    if against:
        return f"{candidates[0].concept.id} is not taken: {against[0]}"
    return "nothing known has this name; what looks alike is never merged by itself"


def _as_data(
    name: str, kind: str | None, country: str | None, verdict: Verdict, candidates: Sequence[LinkCandidate]
) -> dict[str, Any]:
    return {
        "name": name,
        "kind": kind,
        "country": country,
        "decision": verdict.decision,
        "concept": verdict.concept and _concept(verdict.concept),
        "why": verdict.why,
        "candidates": [
            {
                "concept": _concept(each.concept),
                "decides": each.decides,
                "features": [
                    {"feature": one.name, "effect": str(one.effect), "told": one.told} for one in each.features
                ],
            }
            for each in candidates
        ],
    }


def _concept(concept: Concept) -> dict[str, str]:
    return {"id": concept.id, "kind": concept.kind, "name": concept.name}


def _as_text(name: str, verdict: Verdict, candidates: Sequence[LinkCandidate], first: int) -> str:
    said = {
        "known": f"“{name}” is {verdict.concept and verdict.concept.id}",
        "coined": f"“{name}” is no known concept; the pipeline would coin {verdict.concept and verdict.concept.id}",
        "none": f"“{name}” is no known concept, and has not the form of a new body’s name",
    }
    lines = [said[verdict.decision], f"  {verdict.why}"]
    for each in candidates[:first]:
        lines += ["", f"{'taken' if each.decides else 'not'}  {each.concept.name}  {each.concept.id}"]
        lines += [f"  {one.effect:<9} {one.told}" for one in each.features]
    if len(candidates) > first:
        lines += ["", f"and {len(candidates) - first:,} more (--first {len(candidates)})"]
    return "\n".join(lines)
