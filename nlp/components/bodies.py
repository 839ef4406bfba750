"""Which words make a capitalised name the name of a public body, rather than of a lab, a service or a product."""

from __future__ import annotations

import re
from typing import Final

HEAD: Final = re.compile(
    r"(?:Ministry|Department|Directorate(?:[- ]General)?|Office|Bureau|Agency|Commission|Council|Secretariat"
    r"|Inspectorate|Institutes?|Cent(?:er|re)s?|Board|Administration|Authority|Archives|Services?|Bank|Library|Fund"
    r"|Committee|Panel|Task Force)\b|Dept\b\.?(?= of )"
)

HEADS: Final = frozenset(
    """
    Administration Agency Archives Authority Bank Board Bureau Center Centers Centre Centres Commission Committee
    Council Department Dept Directorate Force Fund Inspectorate Institute Institutes Library Ministry Office Panel
    Secretariat Service Services
    """.split()
)
"""The words that `HEAD` finds."""

# what a state has bodies for; a "Department of Psychiatry" is a university's
_FIELDS: Final = frozenset(
    """
    Affairs Agriculture Archives Atomic Aviation Border Broadcasting Budget Business Cabinet Census Children
    Citizenship Civil Commerce Communication Communications Communities Competition Conduct Conservation
    Consumer Construction Corrections Counter-Terrorism Culture Customs Cyber Cybersecurity Defence Defense
    Development Digital Disease Drug Drugs Economic Education Elections Electoral Emergency Employment Energy
    Enforcement Environment Environmental Exchange Families Finance Financial Fisheries Food Foreign Forestry
    Forests Funding Gaming Geological Health Healthcare Highway Highways Home Homeland Housing Human
    Identification Immigration Industry Information Infrastructure Innovation Insurance Intelligence Interior
    Internal Investigation Judicial Justice Labor Labour Land Lands Law Licensing Management Mapping Maritime
    Medicaid Medicare Medicines Meteorological Monetary Natural Nuclear Ordnance Parks Patent Pensions Planning
    Police Ports Postal Prisons Prosecutions Protection Public Railways Refugee Refugees Regulation Regulatory
    Research Reserve Revenue Roads Safety Sanitation Science Securities Security Services Social Space Sport
    Sports Standards State Statistical Statistics Tax Taxation Technology Telecom Telecommunications Tourism
    Trade Transit Transport Transportation Treasury Urban Veterans Water Welfare Women Work Works Youth
    """.split()
)
# which universities have departments of, too
_ACADEMIC: Final = frozenset(
    "Communication Development Digital Economic Information Innovation Management Planning Regulatory Research Science"
    " Social Statistics Technology Telecommunications Urban".split()
)
_NATIONAL: Final = frozenset("National Federal Royal Imperial".split())
_INTERNATIONAL: Final = frozenset(
    "European African Asian Nordic Gulf International World Inter-American Baltic".split()
)
_GENERIC: Final = frozenset(
    """
    Accreditation Administrative Advisory Agency Appropriate Attribute Authority Board Borough Bureau Business
    Central Certificate Certification City Civil Coordinating Council County Department Designated District
    Editorial Ethics Executive Expert Federal Government Governmental Governing Human Independent Information
    Institutional International Joint Key Lead Leading Local Management Medical Multi Municipal National Office
    Personal Planning Program Provincial Public Regional Registration Regulatory Relevant Research Review Root
    Royal Scientific Select Social Special Specialized State States Steering Student Supervisory Supreme Town
    Trusted University Urban
    """.split()
)
_VAGUE: Final = frozenset("Communication Digital Information Management".split())
_DELIBERATING: Final = frozenset({"Committee", "Panel", "Task Force"})
_DELIBERATE: Final = frozenset(
    "Advisory Congressional Federal Governmental Intergovernmental Joint National Parliamentary President Presidential"
    " Presidential Select Standing".split()
)
# what is made of these is their own, no state's: Council of Medical Specialty Societies
MEMBERS: Final = frozenset(
    "Churches Colleges Deans Engineers Graduates Librarians Nurses Organisations Organizations"
    " Physicians Psychologists Schools Societies Surgeons Teachers Trustees Unions Universities".split()
)
# councils of programs, which papers invent
_ARTIFICIAL: Final = frozenset("AI Agent Agents ChatGPT GPT LLM LLMs Persona Personas".split())
_NOT_STATE: Final = frozenset("Ethics Hospital University".split())
# heads so common that the word before them must speak of the state: "Web Services", "Business Administration"
_BEFORE: Final = {
    head: frozenset(words.split())
    for head, words in {
        "Administration": "Aeronautics Atmospheric Aviation Customs Drug Energy Enforcement Food Forestry Health"
        " Highway Information Maritime Nuclear Oceanic Park Records Revenue Safety Security Services Space"
        " Statistics Tax Taxation Trade Transit Veterans",
        "Department": "Agriculture Commerce Defence Defense Education Energy Finance Fire Health Interior Justice Labor"
        " Police State Statistics Transportation Treasury Veterans",
        "Office": "Accountability Affairs Audit Budget Cabinet Census Commonwealth Copyright Foreign Home"
        " Meteorological Northern Patent Property Records Scotland Statistical Statistics Tax Taxation"
        " Trademark Wales",
        "Service": "Ambulance Border Citizenship Civil Customs Fire Forest Geological Health Immigration"
        " Intelligence Marshals Park Parks Police Postal Prison Probation Prosecution Rescue Revenue"
        " Secret Security Statistical Statistics Weather Wildlife",
        "Services": "Archives Citizenship Children Customs Medicaid Records Revenue",
        "Institute": "Health",
        "Fund": "Insurance Monetary Pension Science Social",
        "Archives": "National State Federal",
        "Center": "Intelligence Statistics Security",
        "Centre": "Intelligence Statistics Security",
    }.items()
}
# heads that need a telling word before them, or a short form behind: "Kenya Revenue Authority", not "Mood Board"
_TOLD: Final = frozenset(
    "Agency Authority Board Bureau Commission Council Inspectorate Secretariat Directorate".split()
)
_OF_ANYTHING: Final = frozenset("Agency Authority Bureau Commission Council Inspectorate Office Secretariat".split())
_SHORT_FORM = re.compile(r" \((?=[^)]{0,5}[A-Z][^)]{0,3}[A-Z])[A-Za-z&-]{2,9}[);,]")
_TERRITORIAL: Final = frozenset("Fire Health Police Rescue Ambulance Education".split())

COUNTRY_FIELDS: Final = frozenset(
    """
    Agriculture Archives Change Citizenship Customs Elections Employment Environment Fisheries Health Housing
    Immigration Infrastructure Innovation Oceans Parks Revenue Services Sport Standards Statistics Tourism
    Transport
    """.split()
)
"""What may stand right before a country in a name: Statistics Canada, Environment and Climate Change Canada."""


def international(name: str) -> bool:
    """Whether a body is no single country's: European Patent Office, Council of Europe."""
    return name.split(" ", 1)[0] in _INTERNATIONAL or name.endswith(" of Europe")


def every_country_has(name: str) -> bool:
    """Whether a name says so little that the country around it must be meant: Ministry of Health."""
    return name.startswith(("Ministry", "Department", "National"))


def named_by_complement(head: str, before: list[str], rest: list[str], *, country: bool, lead: bool) -> bool:
    """Whether "<before> <head> of/for/on <rest>" is a public body's name.

    `country`: the rest is a country's name; `lead`: a country stands before it.
    """
    head = "Department" if head.startswith("Dept") else head
    if head in _DELIBERATING and not _DELIBERATE.isdisjoint(before):
        return True
    if not (MEMBERS.isdisjoint(rest) and _ARTIFICIAL.isdisjoint([*before, *rest])):
        return False
    if head in {"Commission", "Council", "Committee", "Board", "Panel"} and before[:1] == ["International"]:
        return False  # most are of scientists, and those of states are listed
    national = bool(_NATIONAL.intersection(before))
    if head in _DELIBERATING:
        return lead
    told = bool(_FIELDS.intersection(rest))
    if head == "Department" and not lead:
        return bool(_FIELDS.intersection(rest) - _ACADEMIC) or rest[:2] == ["of", "Government"]
    if head in {"Ministry", "Department", "Directorate"}:
        return told
    if head == "Office":
        return told or national or lead
    if head.startswith("Directorate"):
        return True
    if head.startswith("Cent"):
        return told and (national or lead or not {"Disease", "Medicare"}.isdisjoint(rest))
    if head == "Bank":
        return country
    if head.startswith("Institute") or head in {"Archives", "Library"}:
        return national
    if head in {"Administration", "Board", "Service", "Services"}:
        return rest[0] == "for" and told
    return head in _OF_ANYTHING


def named_before(words: list[str], head: str, after: str, *, placed: bool, lead: bool) -> bool:
    """Whether "<words> <head>" is a public body's name.

    `after` is the text behind it; `placed`: it names its place; `lead`: a country stands before it.
    """
    if not _ARTIFICIAL.isdisjoint(words) or words[-1:] in (["News"], ["Press"], ["Advertising"], ["Review"]):
        return False
    if (head == "Archives" and words[-1:] == ["National"]) or (head == "Secretariat" and len(words) > 1):
        return True
    if lead and words[-1:] and words[-1] in _FIELDS and head in _TOLD:
        return True
    if not set(words) - _GENERIC or not _NOT_STATE.isdisjoint(words):
        return False
    if head in _DELIBERATING:
        return (lead and bool(_FIELDS.intersection(words))) or (
            head != "Panel" and words[0] in _NATIONAL and bool(_SHORT_FORM.match(after) or _FIELDS.intersection(words))
        )
    nationals = words[0] in _NATIONAL or words[0] in _INTERNATIONAL
    if head in _TOLD:
        return (
            nationals
            or placed
            or bool(_FIELDS.intersection(words) - _VAGUE)
            or (len(words) > 1 and bool(_SHORT_FORM.match(after)))
        )
    wanted = _BEFORE.get(head, frozenset[str]())
    if head == "Department" and words[-1] in _TERRITORIAL and len(words) < 2:
        return False
    return words[-1] in wanted or (nationals and bool(wanted) and len(words) > 1)
