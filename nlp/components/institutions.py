"""Hospitals, institutes, museums and publishers by the form of their names, for `organizations`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.components.names import OPENERS, is_name, name_to_left, name_to_right

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from nlp.components.abbreviations import Definition
    from nlp.components.names import Places

_HEAD = re.compile(
    r"(?:Hospitals?|Infirmary|Clinic|(?:Medical|Cancer|Trauma|Heart|Health Sciences?) Cent(?:er|re)"
    r"|Institut(?:e|ion|et)|Museum|Trust|Club"
    r"|Laborator(?:y|ies)|Observatory|Accelerator Facility|Academy|College|Conservatory|Polyclinic"
    r"|Research (?:Network|Group|Cent(?:er|re|ers|res)|Foundation)|Press|Verlag|Alliance|Consortium|Coalition"
    r"|Collaboration|Health ?[Cc]are System|Health System|Habitat Council|(?:News|Press) Agency|Cent(?:er|re))\b(?!-)"
)
_GOES_ON = re.compile(r" (?:of|for|on) (?:the )?[A-Z]")
_OF_ITS_NATURE = re.compile(r" of (?:the )?[A-Z]")
_BEHIND = re.compile(r" (?!and |of |for |in |at )(?P<name>[A-Z][a-z]+)\b")
# a head with one of these alone before it is a kind of institution, no name
_GENERIC: Final = frozenset(
    """
    Academic Acute Ambulatory Art Business Central Children City Clinical Community County Day District Federal
    General Government Graduate Health International Junior Key Large Local Medical Mental Military Municipal National
    New Open Outpatient Primary Private Provincial Psychiatric Public Regional Research Rural School Secondary Senior
    Small Social State Teaching Technical Tertiary Two Three University Urban Veterinary Women World
    """.split()
)
# heads of anything: a short form behind the name says that it is one
_DEFINED = re.compile(
    r"(?:(?:Working|Study|Expert|Engineering|Interest) Group|Committee|Task Force|Union|Party|League|Guild"
    r"|Confederation"
    r"|Hospitals?|Clinic|College|Institute|Cent(?:er|re)|Bureau|Network of Excellence|Research Team|Society"
    r"|Association)\b"
)
_NO_NAME: Final = _GENERIC | frozenset(
    "Committee Data District Ethics Expert Group Hospital Hospitals Independent Institutional Monitoring Review Safety"
    " Scientific Steering Study Working and of the for".split()
) - {"University"}
_GROUP = re.compile(r"(?:Group|Team|Lab|Unit|Foundation|Branch|Field)\b(?!-)")
_CENTERS: Final = frozenset({"Center", "Centre"})
_WITH_OF: Final = frozenset(
    "Academy Alliance Center Centre Clinic Coalition College Collaboration Consortium Hospital Institute Laboratory"
    " Museum Observatory".split()
)
_NO_COMPLEMENT: Final = ("University", "School", "College", "Hospital")
_OWNED = re.compile(
    r"(?:©|\([Cc]\)|\([Cc]opyright\)|\b[Cc]opyright(?: ©| \([Cc]\))?)[ :]*(?:(?:19|20)\d\d[,.]? ?)?(?:[Bb]y |[Tt]he )*"
    r"|[.)] ?(?:19|20)\d\d (?:[Bb]y |[Tt]he )*(?=[A-Z][^.]{3,60}\.?\s*$)"
)
_OWNER = re.compile(
    r"(?!Authors?\b|All\b|Copyright\b|Published\b|A\b)[A-Z][\w'&-]*(?: (?:(?:&|and|of|for|the) )?[A-Z][\w'&-]*){0,7}"
    r"(?:,? (?:Inc\b\.?|Ltd\b\.?|LLC|B\.V\.))?"
)


_OWNER_OF = re.compile(r"(?<![\w'])((?:St\. )?[A-Z][a-z]+)(?:'s|s') $")
_INVENTED = re.compile(
    r"\b(?:propos\w+|novel|framework (?:named|called|dubbed)|we (?:call|name|term))(?: [a-z]+){0,3} $"
)
_THING = re.compile(
    r"(?: \([A-Z]+s?\))? (?:algorithm|block|classifier|dataset|layer|loss|mechanism|method|metric|module|operator"
    r"|project|schema|study|trial)s?\b"
)
_LEGAL_FORM = re.compile(r" (?:GmbH(?: & Co\.? KG)?|KG|AG|Ltd\b\.?|Limited|LLC|PLC|Inc\b\.?)(?= )")


_WORDS: Final = frozenset(
    """
    Academy Agency Alliance Association Bureau Center Centre Clinic Club Coalition Collaboration College Committee
    Confederation Conservatory Consortium Council Facility Force Foundation Group Guild Hospital Hospitals Infirmary
    Institute Institutet Institution Lab Laboratories Laboratory League Museum Network Observatory Party Polyclinic
    Press Society System Team Trust Union Unit Verlag
    """.split()
)


def institutions(plain: str, capitals: frozenset[str], places: Places) -> Iterator[tuple[int, int]]:
    """The spans of institutions named by a head: Saint Vincent Hospital, American Institute of Physics."""
    if _WORDS.isdisjoint(capitals):
        return
    for match in _HEAD.finditer(plain):
        at, end = match.span()
        if at and (plain[at - 1].isalnum() or plain[at - 1] == "-"):
            continue
        left, right = _left(plain, at, places), end
        if match[0] in _WITH_OF and _GOES_ON.match(plain, end):
            right = name_to_right(
                plain, end, places, lists=match[0] in _CENTERS or bool(_OF_ITS_NATURE.match(plain, end))
            )
        words = plain[left:at].split()
        if plain.endswith("Public Health ", left, at) and match[0] == "Institute":
            continue  # a state's
        if len(words) == 1 and left in places.starting and match[0].startswith("Hospital"):
            continue  # an Italian Hospital is any
        if match[0] in _CENTERS and right == end:
            continue  # data centers, call centers
        telling = set(words) - _GENERIC
        behind = _BEHIND.match(plain, end) if match[0].startswith("Hospital") and words == ["University"] else None
        if behind and behind.start("name") in places.starting:
            yield left, behind.end()  # University Hospital Heidelberg
        elif telling or (
            right > end
            and (words or match[0] == "Museum" or plain.endswith(("the ", "The "), 0, left))
            and not _vague(plain, right)
        ):
            yield left, right
    for match in _GROUP.finditer(plain):
        left = name_to_left(plain, match.start(), places, lists=False)[0]
        if places.houses.get(left, match.end()) < match.start():
            yield left, match.end()  # Cochrane Infectious Diseases Group


def confirmed(
    plain: str, definitions: Iterable[Definition], bodies: Collection[int], places: Places
) -> Iterator[tuple[int, int]]:
    """Names whose short form says that they are names: the Institute of Clinical Systems Improvement (ICSI).

    `bodies`: where names of public bodies end; these are no organizations.
    """
    for each in definitions:
        name = plain[each.long_start : each.long_end]
        words = name.split()
        if each.long_end in bodies or len(words) < 2 or not is_name(words):
            continue
        country = places.ending.get(each.long_end)
        if any(
            head.end() == len(name) or name.startswith((" for ", " of ", " on "), head.end())
            for head in _DEFINED.finditer(name)
        ):
            if not _NO_NAME.issuperset(words):
                yield each.long_start, each.long_end
        elif country and country.kind == "COUNTRY" and not places.adjective(country):
            own = plain[each.long_start : country.start].split()
            if len(own) > 1 and all(word[0].isupper() for word in own):
                yield each.long_start, each.long_end  # Hand Hygiene Australia (HHA)


def _vague(plain: str, right: int) -> bool:
    """Whether a complement says only what kind of place it is: the Hospital of the University."""
    return plain.endswith(_NO_COMPLEMENT, 0, right)


def owners(plain: str) -> Iterator[tuple[int, int]]:
    """The spans of those who own the rights: "(c) 2010 Elsevier B.V. All rights reserved."."""
    if not any(each in plain for each in ("©", "(c)", "(C)", "opyright", " 19", " 20", ".19", ".20")):
        return
    for match in _OWNED.finditer(plain):
        owner = _OWNER.match(plain, match.end())
        if owner and not plain.startswith(" et al", owner.end()):
            name = owner[0]
            for cut in (" All", " Published"):
                name = name.partition(cut)[0]
            form = _LEGAL_FORM.search(name)
            yield owner.start(), owner.start() + (form.end() if form else len(name))


def made(plain: str, start: int, end: int) -> bool:
    """Whether a name is that of a thing which a paper makes: a Recursive Association (RA) block."""
    return bool(_THING.match(plain, end) or _INVENTED.search(plain, max(0, start - 40), start))


def _left(plain: str, at: int, places: Places) -> int:
    """Where the name begins; a country's adjective belongs to it: the American Institute of Physics."""
    left, _ = name_to_left(plain, at, places, lists=False)
    before = places.before(left)
    if before and plain[before.end] == " " and plain[before.end - 1].islower() and before.end == left - 1:
        left = name_to_left(plain, before.start, places, lists=False)[0]
    owner = _OWNER_OF.search(plain, max(0, left - 30), left)
    if owner and owner.end(1) not in places.ending and left == at:
        left = name_to_left(plain, owner.start(1), places, lists=False)[0]  # St. Olaf's Hospital
    first = plain[left:at].partition(" ")[0]
    return left + len(first) + 1 if first in OPENERS else left
