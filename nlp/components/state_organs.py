"""Courts, parliaments and armed forces: every state has them, so the country beside the name says whose they are.

"U.S. [Supreme Court]", "Minnesota's [Court of Appeals]", "[Ohio National Guard]"; after that, the bare name means it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.components.found import Named
from nlp.linking import country_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.components.names import Places

_ORGAN = re.compile(
    r"\b(?:Supreme Court|Constitutional Court|(?:Federal |Circuit )?Courts? of (?:Appeals?|Justice|Auditors|Cassation)"
    r"|High Court|Senate|Congress|House of (?:Representatives|Commons|Lords)|House|Parliament|National Assembly"
    r"|Federal Assembly|Army|Navy|Air Force|Marine Corps|Coast Guard|National Guard|Armed Forces"
    r"|State Council|Federal Council|Privy Council|Cabinet Office|Constitutional Council|Council of State"
    r"|Chamber of Deputies|Federal Senate)\b(?! (?:of Cards|Bill))"
)
_OF_COUNTRY = re.compile(r" of (?:the )?")
_BARE = re.compile(r"\b(?:[Tt]he|in|by|\d+(?:st|nd|rd|th)|and|or) $")
_AND = re.compile(r" (?:and|or) $")


_WORDS: Final = frozenset(
    "Air Armed Army Assembly Cabinet Chamber Coast Congress Council Court Courts Guard House Marine Navy Parliament"
    " Senate".split()
)


def organs(plain: str, capitals: frozenset[str], places: Places) -> Iterator[Named]:
    """Every organ of a state that stands beside its country or state, and its bare name in the rest of the text."""
    if _WORDS.isdisjoint(capitals):
        return
    known: dict[str, Named] = {}
    bare: list[re.Match[str]] = []
    last: Named | None = None
    for match in _ORGAN.finditer(plain):
        organ = _placed(plain, match, places)
        if organ is None and last and _AND.fullmatch(plain, last.end, match.start()):
            organ = Named(match.start(), match.end(), last.country)  # U.S. House and Senate
        if organ:
            yield organ
            known.setdefault(match[0], organ)
            last = organ
        else:
            bare.append(match)
    countries = {each.country for each in known.values()} or {
        country_of(each.concept) for each in places.starting.values()
    }
    for match in bare:
        named = _BARE.search(plain, max(0, match.start() - 6), match.start())
        if named and match[0] in known:
            yield Named(match.start(), match.end(), known[match[0]].country)
        elif named and len(countries) == 1 and match[0] in (_CHAMBERS if known else _DISTINCT):
            yield Named(match.start(), match.end(), next(iter(countries)))


_DISTINCT: Final = frozenset(
    {"Constitutional Council", "Constitutional Court", "Council of State", "Chamber of Deputies"}
)
_CHAMBERS: Final = frozenset({"Congress", "Senate", "Parliament", "House of Representatives", "Supreme Court"})


def _placed(plain: str, match: re.Match[str], places: Places) -> Named | None:
    start, end = match.span()
    before = places.before(start)
    country = country_of(before.concept) if before else None
    if before and country:
        # as an adjective or with 's it stands outside, as the noun of a state it is part of the name
        inside = before.kind == "PLACE" and plain[before.end] == " " and not places.adjective(before)
        return Named(before.start if inside else start, end, country)
    of = _OF_COUNTRY.match(plain, end)
    after = places.starting.get(of.end()) if of else None
    if after and after.kind == "COUNTRY" and (country := country_of(after.concept)):
        inside = " of " not in match[0]
        return Named(start, after.end if inside else end, country)
    return None
