"""How the abstracts of the development set were chosen: by lot, with fixed seeds, before anything was annotated.

Half of each source's share is drawn from all its abstracts, half from those that hold a word of public life, so that
countries and agencies are there to be judged. The draw is then dealt into the two halves. Nothing of the pipeline
takes part. `python -m tests.gold.choose` prints `half source record` lines.
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


def choose() -> list[tuple[str, str, str]]:
    """(half, source, record) of every abstract of the set."""
    chosen: list[tuple[str, str, str]] = []
    taken: set[tuple[str, str]] = set()
    for share, count in SHARES.items():
        lot = random.Random(f"litgraph {share}")  # noqa: S311
        source = share.partition("-")[0] if share.startswith("arxiv") else share
        texts = corpus(source)
        every = sorted(texts)
        if share == "arxiv-government":
            cued = every = [each for each in every if GOVERNMENT.search(texts[each]) and PUBLIC.search(texts[each])]
        else:
            cued = [each for each in every if PUBLIC.search(texts[each])]
        drawn: list[str] = []
        for pool, size in ((cued, count // 2), (every, count)):
            free = [each for each in pool if (source, each) not in taken]
            for each in lot.sample(free, min(size - len(drawn), len(free))):
                taken.add((source, each))
                drawn.append(each)
        lot.shuffle(drawn)
        chosen += [("dev" if at % 2 else "blind", source, each) for at, each in enumerate(drawn)]
    return chosen + _public(taken)


def _public(taken: set[tuple[str, str]]) -> list[tuple[str, str, str]]:
    lot = random.Random("litgraph public")  # noqa: S311
    sources = sorted({share.partition("-government")[0] for share in SHARES})
    pool = [
        (source, record)
        for source in sources
        for record, text in sorted(corpus(source).items())
        if (source, record) not in taken and BODY.search(text)
    ]
    drawn = lot.sample(pool, PUBLIC_SHARE)
    return [("dev" if at % 2 else "blind", *each) for at, each in enumerate(drawn)]


def second() -> list[tuple[str, str]]:
    """(source, record) of the abstracts drawn once more, when the rules had been written: do they hold in new text?"""
    taken = {(source, record) for _, source, record in choose()}
    lot = random.Random("litgraph more")  # noqa: S311
    sources = sorted({share.partition("-government")[0] for share in SHARES})
    free = [
        (source, record) for source in sources for record in sorted(corpus(source)) if (source, record) not in taken
    ]
    drawn = lot.sample([each for each in free if BODY.search(corpus(each[0])[each[1]])], 60)
    for source in sources:
        drawn += lot.sample([each for each in free if each[0] == source and each not in drawn], 4)
    lot.shuffle(drawn)
    return drawn


def third() -> list[tuple[str, str]]:
    """(source, record) of a third draw, with more organizations and places in it."""
    taken = {(source, record) for _, source, record in choose()} | set(second())
    lot = random.Random("litgraph third")  # noqa: S311
    sources = sorted({share.partition("-government")[0] for share in SHARES})
    free = [
        (source, record) for source in sources for record in sorted(corpus(source)) if (source, record) not in taken
    ]
    drawn: list[tuple[str, str]] = []
    for cue, count in ((BODY, 50), (HOUSE, 40), (LAND, 30)):
        drawn += lot.sample(
            [each for each in free if each not in drawn and cue.search(corpus(each[0])[each[1]])], count
        )
    lot.shuffle(drawn)
    return drawn


if __name__ == "__main__":
    later = [*(("second", *one) for one in second()), *(("third", *one) for one in third())]
    for each in (*choose(), *later):
        sys.stdout.write("\t".join(each) + "\n")
