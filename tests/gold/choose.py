"""How the annotated abstracts were chosen: by lot, with fixed seeds, before anything was annotated.

Half of each source's share is drawn from all its abstracts, half from those that hold a word of public life, so that
countries and agencies are there to be judged; later draws look for bodies, houses and places. Nothing of the pipeline
takes part. `python -m tests.gold.choose` prints `draw source record` lines.
"""

from __future__ import annotations

import random
import re
import sys

from tests.gold.texts import corpus

SHARES = {
    "arxiv": 40,
    "arxiv-government": 36,
    "acl": 40,
    "nagtegaal": 40,
    "bannach-brown": 24,
    "kitchenham": 32,
    "s2orc": 36,
    "schoot": 20,
    "scholar": 20,
}
PUBLIC_SHARE = 112
"""Drawn afterwards from whatever names a body, of any source: the first draw held too few agencies to judge them by."""

SOURCES = sorted({share.removesuffix("-government") for share in SHARES})
Record = tuple[str, str]
"""A source and its number of a record."""

PUBLIC = re.compile(
    r"\b(?:Ministry|Department of|Agency|Bureau|Commission|Administration|Council|Authority|National [A-Z]"
    r"|Federal [A-Z]|Office of|European Union|United Nations|World Health|[Gg]overnments?\b|U\.S\.|USA\b)"
)
BODY = re.compile(
    r"\b(?:Ministry|Department of|Agency|Bureau|Commission|Administration|Council|Authority|National [A-Z]"
    r"|Federal [A-Z]|Office of|European Union|United Nations|World Health)\b"
)
HOUSE = re.compile(
    r"\b(?:University|Hospital|Institute|Association|Society|Foundation|Company|Inc|Ltd|Corporation|Elsevier|Springer|Wiley"
    r"|Press|Organi[sz]ation|Google|Microsoft|OpenAI)\b|©"
)
LAND = re.compile(
    r"\b(?:in|from|of) (?:the )?(?:[A-Z][a-z]+(?:ia|land|stan|any|ada|ico|ina|pan|rea|ain)|United (?:States|Kingdom)"
    r"|USA|UK|[A-Z][a-z]+, [A-Z][a-z]+)\b"
)
GOVERNMENT = re.compile(
    r"\b(?:[Gg]overnments?|public (?:sector|administration|service)|ministr(?:y|ies)|policy ?makers)\b"
)


def draws() -> dict[str, list[Record]]:
    """The records of each draw; none is in two. `blind` is the blind set, the others are the development set."""
    sets: dict[str, list[Record]] = {"first": []}
    taken: set[Record] = set()
    for share, count in SHARES.items():
        sets["first"] += _share(share, count, "litgraph", taken)
    sets["first"] += random.Random("litgraph public").sample(_with(BODY, taken), PUBLIC_SHARE)  # noqa: S311
    taken.update(sets["first"])
    sets["second"] = _second(taken)
    sets["third"] = _cued("litgraph third", {BODY: 50, HOUSE: 40, LAND: 30}, taken)
    sets["blind"] = [
        each for share, count in SHARES.items() for each in _share(share, count // 2, "litgraph blind", taken)
    ]
    pool = _with(BODY, taken)
    sets["blind"] += random.Random("litgraph blind public").sample(pool, PUBLIC_SHARE // 2)  # noqa: S311
    taken.update(sets["blind"])
    sets["fifth"] = _cued("litgraph fifth", {BODY: 60, HOUSE: 50, LAND: 30}, taken)
    sets["sixth"] = _cued("litgraph sixth", {PUBLIC: 50, HOUSE: 50, LAND: 40}, taken)
    return sets


def _second(taken: set[Record]) -> list[Record]:
    lot = random.Random("litgraph more")  # noqa: S311
    drawn = lot.sample(_with(BODY, taken), 60)
    free = _with(None, taken)
    for source in SOURCES:
        drawn += lot.sample([each for each in free if each[0] == source and each not in drawn], 4)
    lot.shuffle(drawn)
    taken.update(drawn)
    return drawn


def _cued(seed: str, counts: dict[re.Pattern[str], int], taken: set[Record]) -> list[Record]:
    """So many that hold each cue: with more organizations and places in them than chance would bring."""
    lot = random.Random(seed)  # noqa: S311
    drawn: list[Record] = []
    for cue, count in counts.items():
        new = lot.sample(_with(cue, taken), count)
        taken.update(new)
        drawn += new
    lot.shuffle(drawn)
    return drawn


def _share(share: str, count: int, seed: str, taken: set[Record]) -> list[Record]:
    """`count` of a share of a source, half of them with a word of public life; they are `taken` from now on."""
    lot = random.Random(f"{seed} {share}")  # noqa: S311
    source = share.removesuffix("-government")
    texts = corpus(source)
    every = sorted(texts)
    cued = [each for each in every if PUBLIC.search(texts[each])]
    if source != share:
        cued = every = [each for each in cued if GOVERNMENT.search(texts[each])]
    drawn: list[Record] = []
    for pool, size in ((cued, count // 2), (every, count)):
        free = [(source, each) for each in pool if (source, each) not in taken]
        new = lot.sample(free, min(size - len(drawn), len(free)))
        taken.update(new)
        drawn += new
    lot.shuffle(drawn)
    return drawn


def _with(cue: re.Pattern[str] | None, taken: set[Record]) -> list[Record]:
    """Every abstract that holds the cue, or any if there is none, and is not `taken`."""
    return [
        (source, record)
        for source in SOURCES
        for record, text in sorted(corpus(source).items())
        if (source, record) not in taken and (cue is None or cue.search(text))
    ]


if __name__ == "__main__":
    for name, drawn in draws().items():
        for each in drawn:
            sys.stdout.write("\t".join((name, *each)) + "\n")
