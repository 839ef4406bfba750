"""What is found in a text, told by brackets: `[name|concept]`, and nothing else."""

# ruff: noqa: E501 - a case is a line
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.nlp.brackets import cases, told

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline

COUNTRIES = """
Evidence from the [U.S.|country:US], the [US|country:US] and [China|country:CN]'s cities
an [American|country:US] and a [Dutch|country:NL] sample; mainland [China|country:CN], [U.S.|country:US]-based firms
let us join us; it costs US$5 or US$ 3; THIS IS IT AND US FOR US ALL
[SOUTH KOREA|country:KR] AND [JAPAN|country:JP]
African American and Native American patients, Mexican Americans
Searle's Chinese room, the Dutch disease, Swiss mice, Turkish delight and a Chinese restaurant process
the [Indian Ocean|place:region/indian-ocean] and the [South China Sea|place:region/south-china-sea]; no [Indian|country:IN] ship
a study in [Georgia|country:GE] and [Armenia|country:AM]
hospitals in [Atlanta|place:US/atlanta], Georgia Smith said
a vote in [Georgia|place:US/georgia], [New York|place:US/new-york] and other [American|country:US] states
people in [Jordan|country:JO], [Lebanon|country:LB] and [Turkey|country:TR]
we follow Jordan and Smith (2010), Jordan (1998) and Jordan et al. on Jordan algebras
Michael Jordan and M. Jordan play; turkey meat is healthy
the economy of [Chad|country:TD] and its neighbours [Niger|country:NE] and [Chad|country:TD]
as Chad notes
translated from English into Chinese; in Greek, Polish and Slovak; Chinese word segmentation; a French-English corpus; Spanish speakers
the [Chinese|country:CN] government and [Chinese|country:CN] cities
在[中国|country:CN]和[美国|country:US]的[人工智能|technology:artificial-intelligence]研究
"""

AGENCIES = """
[Australian|country:AU] [Department of Human Services|agency:AU/department-of-human-services]
[China|country:CN]'s [Center for Disease Control and Prevention|agency:CN/center-for-disease-control-and-prevention]
the [Ministry of the Interior and Safety|agency:KR/ministry-of-the-interior-and-safety] of [South Korea|country:KR]
the [Unique Identification Authority of India|agency:IN/unique-identification-authority-of-india] and the [Bank of Japan|agency:JP/bank-of-japan]
the [Botswana National Archives and Records Services|agency:BW/botswana-national-archives-and-records-services] was
the [Department of Housing, Communities and Local Government|agency:ZZ/department-of-housing-communities-and-local-government], too
the [U.S.|country:US] [Food and Drug Administration|agency:US/food-and-drug-administration] and the [European Union|agency:INT/european-union]
[Statistics Canada|agency:CA/statistics-canada] and [Immigration, Refugees and Citizenship Canada|agency:CA/immigration-refugees-and-citizenship-canada]
the [Ministry of Health|agency:ZZ/ministry-of-health] and the [Ministry of Education|agency:ZZ/ministry-of-education]
the [Ministry of Health|agency:ZZ/ministry-of-health] and [Ministry of Education|agency:ZZ/ministry-of-education] agreed
Quality of Service, the Obama Administration, Business Administration, the City Council
the [United States|country:US] [Patent and Trademark Office|agency:US/patent-and-trademark-office], a Mood Board and Human Agency
[U.S.|country:US] federal agencies, a Certification Authority, the Department of Psychiatry, Oral Administration of drugs
the National Health Service Act and the Federal Reserve Model
"""

ORGANIZATIONS = """
[Georgia Institute of Technology|organization:georgia-institute-of-technology] and [Seoul National University|organization:seoul-national-university], Central School
[Central China Normal University|organization:central-china-normal-university] and the [American Animal Hospital Association|organization:american-animal-hospital-association]
by [Wiley & Sons, Ltd.|organization:wiley-sons-ltd] and [Acme Corp.|organization:acme-corp]
a Bimanual Foundation Policy, Feature Association Rules and an Open Society
the [University of Chicago|organization:university-of-chicago] and [IBM|organization:ibm] use [IBM Watson|technology:ibm-watson]
[University of California, Berkeley|organization:university-of-california-berkeley] and [Acme Robotics Inc.|organization:acme-robotics-inc]
"""

TECHNOLOGIES = """
[Social media|technology:social-media] technologies, [social-media|technology:social-media]-based [blogs|technology:blog]
[information and communication technologies|technology:ict] ([ICTs|technology:ict]); [ICT|technology:ict] use
[AI|technology:artificial-intelligence] systems, ai ai!; pre-[AI|technology:artificial-intelligence] times
[AI|technology:artificial-intelligence]技术, [Facebook|technology:facebook]的
code at github.com/x and twitter.com, hosted on [GitHub|technology:github]
it is what it is; IS failure and IT staff
[Information system|technology:information-system] ([IS|technology:information-system]) failure: [IS|technology:information-system] planners
[information technology|technology:information-technology] and [IT|technology:information-technology] staff
immersive therapy (IT) helps; IT staff
artificial insemination (AI) of cows, AI again
statistical network analyses (SNA) of [Twitter|technology:twitter]
"""

ABBREVIATIONS = """
[Immigration, Refugees and Citizenship Canada|agency:CA/immigration-refugees-and-citizenship-canada] ([IRCC|agency:CA/immigration-refugees-and-citizenship-canada]). [IRCC|agency:CA/immigration-refugees-and-citizenship-canada]'s staff
[U.S.|country:US] [Department of Defense|agency:US/department-of-defense] ([DoD|agency:US/department-of-defense]); [DoD|agency:US/department-of-defense]-funded
[information communications technology|technology:ict] ([ICT|technology:ict])
[CDC|agency:US/centers-for-disease-control-and-prevention] ([Centers for Disease Control and Prevention|agency:US/centers-for-disease-control-and-prevention])
[Statistics Netherlands|agency:NL/statistics-netherlands] ([CBS|agency:NL/statistics-netherlands]), a [Ministry of Health|agency:GB/ministry-of-health] ([UK|country:GB])
frugal [artificial intelligence|technology:artificial-intelligence] (FAI) and FAI
"""


@pytest.mark.parametrize("line", cases(COUNTRIES, AGENCIES, ORGANIZATIONS, TECHNOLOGIES, ABBREVIATIONS))
def test_exactly_the_bracketed_names_are_found(pipeline: Pipeline, line: str) -> None:
    assert told(pipeline, line) == line


def test_typography_does_not_matter_and_offsets_stay_true(pipeline: Pipeline) -> None:
    text = "the United\u00a0States,\nthe New\n  Zealand state’s e‑government"

    found = [text[each.start : each.end] for each in pipeline.annotate_text(text).mentions]
    assert found == ["United\u00a0States", "New\n  Zealand", "e‑government"]


def test_a_concept_comes_with_everything_broader(pipeline: Pipeline) -> None:
    reading = pipeline.annotate_text("Twitter in Seoul")

    assert [each.id for each in reading.concepts] == [
        "country:KR",
        "place:KR/seoul",
        "technology:social-media",
        "technology:twitter",
    ]
    seoul = reading.concepts[1]
    assert (seoul.name, seoul.name_zh, seoul.broader) == ("Seoul", "首尔", ("country:KR",))


def test_an_agency_nobody_listed_knows_its_country_and_its_short_form(pipeline: Pipeline) -> None:
    reading = pipeline.annotate_text("Canada's Department of Fisheries and Oceans (DFO)")

    agency = next(each for each in reading.concepts if each.kind == "AGENCY")
    assert (agency.id, agency.aliases, agency.broader) == (
        "agency:CA/department-of-fisheries-and-oceans",
        ("DFO",),
        ("country:CA",),
    )


def test_a_country_has_its_names_from_cldr(pipeline: Pipeline) -> None:
    (korea,) = pipeline.annotate_text("Korea").concepts

    assert (korea.id, korea.name, korea.name_zh, korea.same_as) == (
        "country:KR",
        "South Korea",
        "韩国",
        ("iso3166:KR",),
    )
    assert "Korean" in korea.aliases
