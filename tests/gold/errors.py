"""What the pipeline gets wrong in the development set, sorted into classes: the raw material of docs/quality.md.

    python -m tests.gold.errors

Each line shows the words around a name: [annotated], {found}, or [{both}] where span and kind are right and the
concept is not. There is no such list of the blind set: what was looked at is not blind any more.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from nlp.lexicon import load_lexicon
from nlp.lexicon.folding import fold, plain
from nlp.pipeline import load_pipeline
from tests.gold.report import judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.evaluation import Judged, Span
    from nlp.lexicon import Lexicon

BEFORE = re.compile(r"(?:\S+\s+){0,5}\S*$")
AFTER = re.compile(r"\S*(?:\s+\S+){0,5}")

CLASSES = {
    "boundary": "found, but too long or too short",
    "kind": "found as another kind",
    "concept": "found, but linked to another concept",
    "unlisted": "missed: no name of the lexicon, and of no form that the rules know",
    "listed": "missed although the lexicon has the name",
    "homograph": "made up: a name of the lexicon that means something else here",
    "generic": "made up: a word of the lexicon too general to be a technology here",
    "form": "made up by its form alone",
}


class Case(NamedTuple):
    """One error: its class, the kind annotated (or found, if nothing was), and the words around it."""

    which: str
    kind: str
    source: str
    words: str


def cases(judged: Judged, lexicon: Lexicon) -> Iterator[Case]:
    """The errors in one text; an annotated mention that was found wrongly is one error, not two."""
    text, wrong = judged.text, sorted(judged.found - judged.text.spans)
    explained: set[Span] = set()
    for span in sorted(text.spans - judged.found):
        rivals = [each for each in wrong if each.start < span.end and span.start < each.end]
        rivals.sort(key=lambda each: (each[:2] != span[:2], each.kind != span.kind))
        explained.update(rivals)
        nearest = rivals[0] if rivals else None
        which = _found_as(span, nearest) if nearest else _missed(span, text.text, lexicon)
        yield Case(which, span.kind, text.source, _around(text.text, span, nearest))
    for each in wrong:
        if each not in explained and each.kind != "TOPIC":
            yield Case(_made_up(each, text.text, lexicon), each.kind, text.source, _around(text.text, None, each))


def _found_as(span: Span, found: Span) -> str:
    if found.kind != span.kind:
        return "kind"
    return "concept" if found[:2] == span[:2] else "boundary"


def _missed(span: Span, text: str, lexicon: Lexicon) -> str:
    return "listed" if _listed(span, text, lexicon) else "unlisted"


def _made_up(span: Span, text: str, lexicon: Lexicon) -> str:
    if not _listed(span, text, lexicon):
        return "form"
    return "generic" if span.kind == "TECHNOLOGY" and text[span.start : span.end].islower() else "homograph"


def _listed(span: Span, text: str, lexicon: Lexicon) -> bool:
    forms = lexicon.forms.get(fold(plain(text[span.start : span.end])), ())
    return any(form.kind == span.kind for form in forms)


def _around(text: str, span: Span | None, found: Span | None) -> str:
    marks: list[tuple[int, str]] = []
    if found:
        marks += [(found.start, "{"), (found.end, "}")]
    if span:
        marks = [*marks[:1], (span.start, "["), (span.end, "]"), *marks[1:]]
    start, end = min(marks)[0], max(marks)[0]
    middle = text[start:end]
    for at, mark in sorted(marks, key=lambda each: each[0], reverse=True):  # at one place the last one stands first
        middle = middle[: at - start] + mark + middle[at - start :]
    words = " ".join(f"{BEFORE.search(text[:start])[0]}{middle}{AFTER.match(text[end:])[0]}".split())
    kinds = f"  ({span.kind} read as {found.kind})" if span and found and span.kind != found.kind else ""
    return f"… {words} …{kinds}"


def main() -> None:
    lexicon = load_lexicon()
    sorted_out = defaultdict(list)
    pipeline = load_pipeline()
    for each in judged("development", pipeline).judged:
        for case in cases(each, lexicon):
            sorted_out[case.which].append(case)
    for which, meaning in CLASSES.items():
        found = sorted_out[which]
        sys.stdout.write(f"\n{which}: {meaning} ({len(found)})\n")
        for case in sorted(found, key=lambda case: (case.kind, case.source)):
            sys.stdout.write(f"  {case.kind:<12} {case.source:<14} {case.words}\n")


if __name__ == "__main__":
    main()
