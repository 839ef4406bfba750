"""Places, nations and languages: as in test_rules.py, exactly the bracketed names are found."""

# ruff: noqa: E501 - a case is a line
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.nlp.brackets import cases, told

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline

# a demonym before words or speech is a language, before people and institutions a nation
LANGUAGES = """
a lexicon of Icelandic, and Welsh verbs and nouns
poems that were translated into Turkish, Thai and Vietnamese
Finnish-speaking pupils in [Sweden|country:SE] and [Norway|country:NO]
English-Hungarian dictionaries, Persian poetry, Arabic to Italian subtitles
a [Japanese|country:JP] patient whose words are in Japanese; [Chinese|country:CN] settlers in [Italy|country:IT]
dialects from Swedish to Danish; [Danish|country:DK] citizens and a [Czech|country:CZ] doctor
Parsing sentences of Estonian morphology: Estonian is agglutinative
a bilingual dictionary of Maltese words, by a [Maltese|country:MT] teacher
Dutch and German nouns; [Dutch|country:NL] and [German|country:DE] nurses
the [Finnish|country:FI] government, [Thai|country:TH] hospitals and [Welsh|place:GB/wales] farmers
[Polish|country:PL] farmers, [Greek|country:GR] courts and [Dutch|country:NL] schools
[Brazilian|country:BR] and [Indian|country:IN] newspapers; the [Korean|country:KR] economy and [Korean|country:KR] workers
"""

# what laws, scales, tests and strains are called names neither place nor body
TITLES = """
the [EU|agency:INT/european-union] Habitats Directive and the [Canada|country:CA] Water Act
the [Dutch|country:NL] Water Act of 2009, the [Norwegian|country:NO] Planning and Building Act
the Helsinki Declaration in [Helsinki|place:FI/helsinki], and a Vienna Convention on Road Traffic
scored with the Edinburgh Mood Scale and the Boston Naming Test in [Leeds|place:GB/leeds]
the Oslo Sleep Questionnaire and the Lisbon Hope Index
the Minnesota Multiphasic Personality Inventory, in [Minnesota|place:US/minnesota]; the Framingham Heart Study near [Boston|place:US/boston]
Wistar-Kyoto rats from [Kyoto|place:JP/kyoto]
WHO-CHOICE estimates; [US|country:US]-[China|country:CN] trade; Sino-[Russian|country:RU] talks
the [OECD|agency:INT/organisation-for-economic-co-operation-and-development] Report and a [Swedish|country:SE] Survey
"""

# places no list knows, told by a country or a unit beside them, and then known
LOCALITIES = """
a clinic in [Kalimpong|place:IN/kalimpong], [India|country:IN]; [Kalimpong|place:IN/kalimpong] is hilly
a lake near [Ypacarai|place:PY/ypacarai], [Paraguay|country:PY], and the fish of [Ypacarai|place:PY/ypacarai]
villas near [Bodrum|place:ES/bodrum] ([Spain|country:ES]); people of [Soroti|place:UG/soroti] ([Uganda|country:UG]) and [Gulu|place:UG/gulu] ([Uganda|country:UG])
a clinic in [Karak|place:JO/karak], [Jordan|country:JO]
hens in [Abeche|place:TD/abeche], [Chad|country:TD]
farmers from [Embu County|place:KE/embu] and the rural [Ashanti Region|place:GH/ashanti-region], [Ghana|country:GH]
ducks in [Kuopio Province|place:FI/kuopio-province], [Finland|country:FI], and in [Kuopio Province|place:FI/kuopio-province] only
villages around [Baramulla District|place:ZZ/baramulla-district]
the [Kola peninsula|place:RU/kola-peninsula] in [Russia|country:RU]; a mill in [Dunmore|place:US/dunmore], [Pennsylvania|place:US/pennsylvania]
at [Lakeside Hospital|organization:lakeside-hospital], [Kumbo|place:CM/kumbo], [Cameroon|country:CM]
the Steady State and the Hidden Region
at a Public Hospital, [Peru|country:PE]; Background, [Peru|country:PE]; in March, [Chile|country:CL]
"""

# names that are other words, people or fixed expressions too
HOMOGRAPHS = """
She moved from [Atlanta|place:US/atlanta] in [Georgia|place:US/georgia] to [Alabama|place:US/alabama]
[Georgia|country:GE] and [Azerbaijan|country:AZ] signed
roads of [Georgia|country:GE], [Ukraine|country:UA] and [Moldova|country:MD]
states like [Georgia|place:US/georgia] and [Florida|place:US/florida]; [Georgia|place:US/georgia]'s governor
[Georgia|place:US/georgia]'s governor and [Alabama|place:US/alabama]
Dear Georgia, we write; "Georgia" is a font; Georgia O'Keeffe painted
[Georgia Institute of Technology|organization:georgia-institute-of-technology] in [Atlanta|place:US/atlanta], [Georgia State University|organization:georgia-state-university], the [University of Georgia|organization:university-of-georgia]
[Jordan|country:JO]'s neighbour [Israel|country:IL]; travel within [Jordan|country:JO] is safe
Jordan and Smith (2003) argue, and Jordan et al. disagree
Jordan (2004) went to [Egypt|country:EG], as did Jordan Smith of [Ohio|place:US/ohio]
Coach Michael Jordan lives in [Chicago|place:US/chicago], M. Jordan too
a Jordan curve and a Jordan block
[Turkey|country:TR] borders [Syria|country:SY]; wild turkey eggs
[Turkey|country:TR]'s exports to [Iran|country:IR]; a turkey farm, roast turkey
people in [Chad|country:TD] and [Sudan|country:SD]; [Chad|country:TD]'s deserts
[Mali|country:ML], [Niger|country:NE] and [Chad|country:TD] share a border
the [US|country:US] tells us that a meal costs US$ 40, or US$12; give [US|country:US] firms US$9
IN THE BEGINNING IT WAS SO; WHO ARE WE? who is ill?
[Italian|country:IT] IT staff; [India|country:IN] is IN; [AI|technology:artificial-intelligence] helps
[American|country:US] islands, [American|country:US] voters, [American|country:US] in style
Searle's Chinese room and the Chinese remainder theorem
the Dutch disease hit [Nigeria|country:NG]; Swiss mice and Swiss cheese
African American mothers, Asian American fathers, Mexican American pupils
guinea pigs in [Guinea|country:GN] and [Togo|country:TG]; a china cup from [China|country:CN]
Japanese encephalitis, German measles, the Spanish flu, a Mexican wave
Chad Green sings; Chad (1999) met [French|country:FR] nuns
"""

# varieties of languages, names with a country in them, species, addresses, people
NEITHER_NOR = """
in Egyptian Arabic and Brazilian Portuguese, but [Chinese|country:CN] [French|country:FR] teachers
Traditional Chinese texts, and Traditional Chinese medicine
people who speak Chinese; the questions were answered in Japanese.
the [Swedish|country:SE] [Post and Telecom Authority|agency:SE/post-and-telecom-authority] counts Swedish nouns and verbs
the Sleep Questionnaire, Danish version
the [Declaration of Helsinki|topic:ethics] and the Constitution of Peru; the Treaty of Lisbon in [Lisbon|place:PT/lisbon]
the British Formulary of Herbs (BFH), European Song Grid (ESG)
Japanese black pine (Pinus thunbergii) and then Japanese black pine in [Japan|country:JP]
WHO-5 and [EU|agency:INT/european-union]-27, the View-of-Delft data, O. P.-Cambridge
Birchwood, WA and [Seattle|place:US/seattle], [WA|place:US/washington]. Bought from [Larkspur Inc.|organization:larkspur-inc], [Greenwood|place:US/greenwood], [IN|place:US/indiana].
in [Salt Marsh National Park|place:KE/salt-marsh-national-park] in [Kenya|country:KE]
ruins near [Bodrum|place:TR/bodrum] ([Turkey|country:TR]) were dug
throughout the state of [Georgia|place:US/georgia]
Dr. Israel met Ms. Paris; drawn in India ink
the Bahasa Indonesia corpus
"""


@pytest.mark.parametrize("line", cases(LANGUAGES, TITLES, LOCALITIES, HOMOGRAPHS, NEITHER_NOR))
def test_places_are_told_from_languages_titles_and_people(pipeline: Pipeline, line: str) -> None:
    assert told(pipeline, line) == line
