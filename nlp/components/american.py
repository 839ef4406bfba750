"""States of the USA as addresses write them: "Seattle, WA", "Burlington, Vt", "Inpharmix Inc., Greenwood, IN"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.components.names import Places

_TABLE: Final = """
    Alabama: AL Ala; Alaska: AK; Arizona: AZ Ariz; Arkansas: AR Ark; California: CA Calif; Colorado: CO Colo
    Connecticut: CT Conn; Delaware: DE Del; Florida: FL Fla; Georgia: GA; Hawaii: HI; Idaho: ID; Illinois: IL Ill
    Indiana: IN Ind; Iowa: IA; Kansas: KS Kan; Kentucky: KY; Louisiana: LA; Maine: ME; Maryland: MD Md
    Massachusetts: MA Mass; Michigan: MI Mich; Minnesota: MN Minn; Mississippi: MS Miss; Missouri: MO
    Montana: MT Mont; Nebraska: NE Neb; Nevada: NV Nev; New Hampshire: NH; New Jersey: NJ; New Mexico: NM
    New York: NY; North Carolina: NC; North Dakota: ND; Ohio: OH; Oklahoma: OK Okla; Oregon: OR Ore
    Pennsylvania: PA Pa Penn; Rhode Island: RI; South Carolina: SC; South Dakota: SD; Tennessee: TN Tenn
    Texas: TX Tex; Utah: UT; Vermont: VT Vt; Virginia: VA Va; Washington: WA Wash; West Virginia: WV
    Wisconsin: WI Wis; Wyoming: WY Wyo
"""
_NAMED: Final = [each.strip().split(": ") for each in _TABLE.replace("\n", ";").split(";") if each.strip()]
_STATES: Final = {short: name for name, shorts in _NAMED for short in shorts.split()}
_STATE = re.compile(
    rf", ({'|'.join(sorted(_STATES, key=len, reverse=True))})(?=\.?(?:[,;)\]]|\.? ?$|\. [A-Z]|\n|<|,? (?:USA|US|U\.S)))"
)
_TOWN = re.compile(
    r"(?:\b(?:Inc|Corp|Ltd|Co|LLC)\.?|\b(?:University|Hospital|Cent(?:er|re)|Institute|School|in|of"
    r"|at)),? ([A-Z][a-z]+(?: [A-Z][a-z]+)?)$"
)


class State(NamedTuple):
    """The span of a state's short name, the name itself, and where a town before it begins that no list knows."""

    start: int
    end: int
    name: str
    town: int | None


def states(plain: str, places: Places) -> Iterator[State]:
    """Every short name of a state that stands behind a town: one we know, or one that an address names."""
    for match in _STATE.finditer(plain):
        known = places.ending.get(match.start())
        town = None if known else _TOWN.search(plain, max(0, match.start() - 50), match.start())
        if (known and known.kind == "PLACE") or town:
            yield State(match.start(1), match.end(1), _STATES[match[1]], town.start(1) if town else None)
