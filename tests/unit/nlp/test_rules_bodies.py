"""Bodies of states and others: as in test_rules.py, exactly the bracketed names are found."""

# ruff: noqa: E501 - a case is a line
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.nlp.brackets import cases, told

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline

# every state has them: the country beside them says whose they are
STATE_ORGANS = """
the [U.S.|country:US] [Supreme Court|agency:US/u-s-supreme-court] ruled; the [Supreme Court|agency:US/u-s-supreme-court] then agreed
[India|country:IN]'s [Supreme Court|agency:IN/supreme-court-of-india] and [Nepal|country:NP]'s [Parliament|agency:NP/parliament]
the [Parliament of Norway|agency:NO/parliament-of-norway] sat; the [House of Commons|agency:CA/house-of-commons] of [Canada|country:CA] too
[Kenya|country:KE]'s [National Assembly|agency:KE/national-assembly] and [Senate|agency:KE/senate] met
the [French|country:FR] [Senate|agency:FR/senate] and [National Assembly|agency:FR/assemblee-nationale] met; the [Senate|agency:FR/senate] left
the [Irish|country:IE] [High Court|agency:IE/high-court], and in [High Court|agency:IE/high-court] cases
the [German|country:DE] [Federal Constitutional Court|agency:DE/federal-constitutional-court]
the [Ohio National Guard|agency:US/ohio-national-guard] came; [Israeli|country:IL] [Air Force|agency:IL/air-force] pilots
the [Swedish|country:SE] [Armed Forces|agency:SE/swedish-armed-forces] and the [Armed Forces of Norway|agency:NO/norwegian-armed-forces]
the Supreme Court and Congress of some state; the senate of a club
an army of ants, a House of Cards, our navy
"""

# hospitals, institutes, museums, publishers and who owns the rights
INSTITUTIONS = """
at [Saint Brigid Hospital|organization:saint-brigid-hospital] in [Dublin|place:IE/dublin], [Queen Maud Infirmary|organization:queen-maud-infirmary], [Fairhaven Clinic|organization:fairhaven-clinic]
[University Hospital Oslo|organization:university-hospital-oslo] and [Ljungby University Hospital|organization:ljungby-university-hospital]
the [Green Valley Medical Center|organization:green-valley-medical-center] and the [Larkspur Observatory|organization:larkspur-observatory]
a Teaching Hospital, a Regional Clinic, the Rural School, a Local Museum, a Junior College
the [Karlsberg Institute of Marine Ecology|organization:karlsberg-institute-of-marine-ecology] and a pond
the [American Institute of Hydrology|organization:american-institute-of-hydrology], the [German Academy of Sciences|organization:german-academy-of-sciences]
the [Museum of Rural Life|organization:museum-of-rural-life], and the [Harbour Museum|organization:harbour-museum]
the [Northwind Research Group|organization:northwind-research-group] and the [Mosswood Consortium|organization:mosswood-consortium]
the [Rosenholm Peace Foundation|organization:rosenholm-peace-foundation], the [Norwegian Association of Bakers|organization:norwegian-association-of-bakers]
the [Finnish Red Deer Association|organization:finnish-red-deer-association] ([FRDA|organization:finnish-red-deer-association]); [FRDA|organization:finnish-red-deer-association] members
the [Technical University of Munich|organization:technical-university-of-munich], [Ghent University|organization:ghent-university] and the [University of Nairobi|organization:university-of-nairobi]
[Brightwater Robotics GmbH|organization:brightwater-robotics-gmbh] and [Fenwick Software Inc.|organization:fenwick-software-inc]
published by [Lighthouse Press|organization:lighthouse-press] in [Leeds|place:GB/leeds]
Rates fell. (c) 2008 [Alder Press|organization:alder-press]. All rights reserved.
Rates fell. (C) 1999 [Elsevier Science B.V.|organization:elsevier] All rights reserved.
Rates fell. © 2017 [Larkspur Publishing LLC|organization:larkspur-publishing-llc].
Rates fell. 2009 [Larkspur Publishers|organization:larkspur-publishers].
Rates fell. © 2020 The Authors. (c) 2004 All rights reserved.
"""

# public bodies in the style of forty countries
AGENCIES = """
the [Australian|country:AU] [Bureau of Statistics|agency:AU/australian-bureau-of-statistics]
the [Pakistan Bureau of Statistics|agency:PK/pakistan-bureau-of-statistics] and the [Bangladesh Bureau of Statistics|agency:BD/bangladesh-bureau-of-statistics]
[Brazil|country:BR]'s [Ministry of Health|agency:BR/ministry-of-health] and [Peru|country:PE]'s [Ministry of Culture|agency:PE/ministry-of-culture]
[Chile|country:CL]'s [National Institute of Statistics|agency:CL/national-institute-of-statistics]; the [Mexican|country:MX] [Secretariat of Public Education|agency:MX/secretariat-of-public-education]
[China|country:CN]'s [National Bureau of Statistics|agency:CN/national-bureau-of-statistics-of-china]
the [Czech|country:CZ] [Statistical Office|agency:CZ/czech-statistical-office] and the [Swiss|country:CH] [Federal Statistical Office|agency:CH/swiss-federal-statistical-office]
the [Danish|country:DK] [Health Authority|agency:DK/danish-health-authority], [Statistics Norway|agency:NO/statistics-norway] and [Statistics Sweden|agency:SE/statistics-sweden]
the [Dutch|country:NL] [Ministry of Infrastructure and Water Management|agency:NL/ministry-of-infrastructure-and-water-management]
the [Egyptian|country:EG] [Ministry of Culture|agency:EG/ministry-of-culture], the [Israeli|country:IL] [Ministry of Defense|agency:IL/ministry-of-defense]
the [Election Commission of India|agency:IN/election-commission-of-india] and the [Reserve Bank of India|agency:IN/reserve-bank-of-india]
[Environment and Climate Change Canada|agency:CA/environment-and-climate-change-canada] and the [U.S.|country:US] [Bureau of Labor Statistics|agency:US/bureau-of-labor-statistics]
the [Estonian|country:EE] [Tax and Customs Board|agency:EE/tax-and-customs-board]
[Ethiopia|country:ET]'s [Central Statistical Agency|agency:ET/central-statistical-agency-of-ethiopia]
[Finland|country:FI]'s [Ministry of the Interior|agency:FI/ministry-of-the-interior], [Ukraine|country:UA]'s [Ministry of Digital Transformation|agency:UA/ministry-of-digital-transformation]
the [French|country:FR] [Ministry of Agriculture|agency:FR/ministry-of-agriculture], the [German|country:DE] [Federal Office for Information Security|agency:DE/federal-office-for-information-security]
the [Bank of Ghana|agency:GH/bank-of-ghana] and the [Ghana Health Service|agency:GH/ghana-health-service]
the [Greek|country:GR] [Ministry of Culture and Sports|agency:GR/ministry-of-culture-and-sports], the [Polish|country:PL] [Ministry of Digital Affairs|agency:PL/ministry-of-digital-affairs]
the [Indonesian|country:ID] [Ministry of Finance|agency:ID/ministry-of-finance], the [Malaysian|country:MY] [Ministry of Education|agency:MY/ministry-of-education]
the [Central Statistics Office of Ireland|agency:IE/central-statistics-office-of-ireland]
[Japan|country:JP]'s [Ministry of Land, Infrastructure, Transport and Tourism|agency:JP/ministry-of-land-infrastructure-transport-and-tourism]
[Statistics New Zealand|agency:NZ/statistics-new-zealand] and [New Zealand|country:NZ]'s [Ministry for the Environment|agency:NZ/ministry-for-the-environment]
[Nigeria|country:NG]'s [Federal Ministry of Water Resources|agency:NG/federal-ministry-of-water-resources]
the [Philippine|country:PH] [Department of Agriculture|agency:PH/department-of-agriculture], the [Thai|country:TH] [Ministry of Public Health|agency:TH/ministry-of-public-health]
the [Bank of Portugal|agency:PT/banco-de-portugal], the [Bank of Italy|agency:IT/bank-of-italy] and the [Bank of Jamaica|agency:JM/bank-of-jamaica]
the [Rwanda Development Board|agency:RW/rwanda-development-board], the [Uganda Bureau of Statistics|agency:UG/uganda-bureau-of-statistics]
[Saudi Arabia|country:SA]'s [Food and Drug Authority|agency:SA/saudi-food-and-drug-authority], the [Turkish|country:TR] [Ministry of Justice|agency:TR/ministry-of-justice]
the [Monetary Authority of Singapore|agency:SG/monetary-authority-of-singapore], the [General Statistics Office of Vietnam|agency:VN/general-statistics-office-of-vietnam]
[Statistics South Africa|agency:ZA/statistics-south-africa] and the [South African|country:ZA] [Department of Basic Education|agency:ZA/department-of-basic-education]
[Sri Lanka|country:LK]'s [Department of Census and Statistics|agency:LK/department-of-census-and-statistics]
[Tanzania|country:TZ]'s [National Bureau of Statistics|agency:TZ/national-bureau-of-statistics]
the [UK|country:GB] [Department for Transport|agency:GB/department-for-transport]
[Zambia|country:ZM]'s [Ministry of Lands|agency:ZM/ministry-of-lands], in [Lusaka|place:ZM/lusaka]
"""

# bodies that states form together
INTERNATIONAL = """
the [World Health Organization|agency:INT/world-health-organization] ([WHO|agency:INT/world-health-organization]), and [WHO|agency:INT/world-health-organization] says
[UNESCO|agency:INT/united-nations-educational-scientific-and-cultural-organization], [UNICEF|agency:INT/unicef] and the [World Bank|agency:INT/world-bank]
the [International Monetary Fund|agency:INT/international-monetary-fund] ([IMF|agency:INT/international-monetary-fund]); [IMF|agency:INT/international-monetary-fund] loans
the [African Union|agency:INT/african-union], the [OECD|agency:INT/organisation-for-economic-co-operation-and-development] and [NATO|agency:INT/north-atlantic-treaty-organization]
the [Council of Europe|agency:INT/council-of-europe], the [European Commission|agency:INT/european-commission], the [European Maritime Safety Agency|agency:INT/european-maritime-safety-agency]
the [Asian Development Bank|agency:INT/asian-development-bank] and the [International Energy Agency|agency:INT/international-energy-agency]
the [United Nations|agency:INT/united-nations] and its [Food and Agriculture Organization|agency:INT/food-and-agriculture-organization]
"""

# a short form that was given once holds for the rest
CARRIED = """
the [Kenya Revenue Authority|agency:KE/kenya-revenue-authority] ([KRA|agency:KE/kenya-revenue-authority]) taxes; [KRA|agency:KE/kenya-revenue-authority] staff
the [Malawi Water Authority|agency:MW/malawi-water-authority] ([MWA|agency:MW/malawi-water-authority]) pumps; [MWA|agency:MW/malawi-water-authority]'s pipes, [MWA|agency:MW/malawi-water-authority]-led work
the [University of Tartu|organization:university-of-tartu] ([UT|organization:university-of-tartu]); [UT|organization:university-of-tartu] students
the [Ministry of Health|agency:MW/ministry-of-health] ([MoH|agency:MW/ministry-of-health]) of [Malawi|country:MW]; [MoH|agency:MW/ministry-of-health] data
the [Nepal Rastra Bank|agency:NP/nepal-rastra-bank] ([NRB|agency:NP/nepal-rastra-bank]); the [NRB|agency:NP/nepal-rastra-bank]
[Immigration New Zealand|agency:NZ/immigration-new-zealand] ([INZ|agency:NZ/immigration-new-zealand]) wrote; [INZ|agency:NZ/immigration-new-zealand] staff, and the [New Zealand|country:NZ] [Ministry of Health|agency:NZ/new-zealand-ministry-of-health]
the [Disaster and Emergency Management Authority|agency:TR/disaster-and-emergency-management-presidency] ([AFAD|agency:TR/disaster-and-emergency-management-presidency]) of [Turkey|country:TR]; [AFAD|agency:TR/disaster-and-emergency-management-presidency] operators
Rates rose (MWA), and MWA fell
"""

# committees, whose program it is, names in other languages, names that a short form or their neighbours tell
TOLD_BY_OTHERS = """
the President's [Advisory Committee on Rural Schools|agency:ZZ/advisory-committee-on-rural-schools] ([ACRS|agency:ZZ/advisory-committee-on-rural-schools]) met; [ACRS|agency:ZZ/advisory-committee-on-rural-schools] warned
the [Norwegian|country:NO] [Task Force on Preventive Dentistry|agency:NO/task-force-on-preventive-dentistry] and a task force of volunteers
the [Joint National Committee on the Prevention, Detection, and Treatment of Rickets|agency:ZZ/joint-national-committee-on-the-prevention-detection-and-treatment-of-rickets]; an [ethics|topic:ethics] committee, a Program Committee
the [Council of Veterinary Colleges|organization:council-of-veterinary-colleges], the [International Commission on Lichens|organization:international-commission-on-lichens], a Council of Personas for [LLM|technology:large-language-model] agents
the [USDA Bureau of Fruit Statistics|agency:ZZ/usda-bureau-of-fruit-statistics] and the [NIH|agency:US/national-institutes-of-health] Panel
the [Kenyan|country:KE] [Army|agency:KE/army] and the [Chamber of Deputies|agency:CL/chamber-of-deputies] of [Chile|country:CL]
the [U.S.|country:US] [Department of Veterans Affairs|agency:US/department-of-veterans-affairs] Night Care Initiative
the [Dept. of Homeland Security|agency:US/department-of-homeland-security]; [U.S.|country:US] [Dept. of Labor|agency:US/department-of-labor]
the Office of International Services (OIS) at [Ardmore College|organization:ardmore-college]
the [Ministerio de Salud Pública|agency:EC/ministerio-de-salud-publica] of [Ecuador|country:EC] and the [Bundesamt für Statistik|agency:CH/swiss-federal-statistical-office]
the [Secretaría de Cultura de la Ciudad de Puebla|agency:MX/secretaria-de-cultura-de-la-ciudad-de-puebla] in [Mexico|country:MX]
at the [Université de Ouagadougou|organization:universite-de-ouagadougou], the [Universidad Nacional de Loja|organization:universidad-nacional-de-loja] and the [Hochschule für Musik Weimar|organization:hochschule-fur-musik-weimar]
the [Fundación Río Verde|organization:fundacion-rio-verde], l'[École de Mines|organization:ecole-de-mines], the [Grupo de Ingeniería Civil|organization:grupo-de-ingenieria-civil]
the [Institute of Clinical Bread Improvement|organization:institute-of-clinical-bread-improvement] ([ICBI|organization:institute-of-clinical-bread-improvement]) wrote; [ICBI|organization:institute-of-clinical-bread-improvement] guidelines
the [Fenland and Lakeland Institute|organization:fenland-and-lakeland-institute] ([FLI|organization:fenland-and-lakeland-institute]), the [Moss Engineering Group|organization:moss-engineering-group] ([MEG|organization:moss-engineering-group])
[Clean Kitchens Australia|organization:clean-kitchens-australia] ([CKA|organization:clean-kitchens-australia]) audits; [CKA|organization:clean-kitchens-australia] rates
a Control Group (CG), an Intensive Care Unit (ICU), a Data Monitoring Committee (DMC)
a Recursive Association (RA) block, a novel Small-Large Collaboration (SLC)
the Center for Harbour Studies, the [Cochrane Knee Group|organization:cochrane-knee-group], a [Data Center|technology:data-center]
the [Larkspur News Agency|organization:larkspur-news-agency], the [Harbour Workers Union|organization:harbour-workers-union], the [Meadow Party|organization:meadow-party] and a third Party
providers such as [Amazon|organization:amazon], [Brackenware|organization:brackenware], and [Larkspur Cloud|organization:larkspur-cloud] sell it
by [OpenAI|organization:openai], [Google|organization:google], [Meta|organization:meta], and [Brackenware|organization:brackenware].
three [VA|agency:US/department-of-veterans-affairs] medical centers; reported by the [SEC|agency:US/securities-and-exchange-commission]. A [SEC|agency:US/securities-and-exchange-commission] tree
[St. Olaf's Hospital|organization:st-olaf-s-hospital] and [Boston Children's Hospital|organization:boston-children-s-hospital]
[Northgrid Company plc|organization:northgrid-company-plc], and the [Association for the Advancement of Small Boats|organization:association-for-the-advancement-of-small-boats]
[University of São Paulo|organization:university-of-sao-paulo]/[Brazil|country:BR] and the [American College of Ponds|organization:american-college-of-ponds]/[American Pond Association|organization:american-pond-association]
"""


@pytest.mark.parametrize("line", cases(STATE_ORGANS, INSTITUTIONS, AGENCIES, INTERNATIONAL, CARRIED, TOLD_BY_OTHERS))
def test_bodies_are_told_by_the_form_of_their_names(pipeline: Pipeline, line: str) -> None:
    assert told(pipeline, line) == line
