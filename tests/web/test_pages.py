"""Every page, without a browser and without script: what it shows is what the API says."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from api.respond import execute

if TYPE_CHECKING:
    from api.library import Library
    from tests.web.visitor import Seen, Visitor

TURKEY = "doi:10.5555/mmq.2024.0003"
DUTCH = "doi:10.5555/mmq.2022.0101"
QUESTION = "How does the mayor of Seoul use Twitter? "
MENTIONS = "query ($id: ID!) { paper(id: $id) { abstract mentions { field text concept { id } } } }"
PATHS = (
    'query ($id: ID!) { paths(from: $id, to: "country:KR", via: [MENTIONS, BROADER]) { hops { evidence { text } } }}'
)
LIKE = "query ($id: ID!, $w: SignalWeights) { paper(id: $id) { similar(weights: $w) { edges { score node { id } } } } }"
AROUND = """query ($of: ID!) {
  neighbourhood(of: $of, hops: 2, via: [SIMILAR_TO, MENTIONS, BROADER, CITES], limit: 40) {
    nodes { id }
    links { from to }
  }
}"""
PAGES = [
    "/",
    "/search?q=social+media",
    "/search?all=country:ES&q=social",
    "/search?q=nothing+of+this+kind",
    "/advanced",
    f"/paper?id={TURKEY}",
    f"/paper?id={TURKEY}&trail={DUTCH}&w_text=0&w_concepts=100",
    "/similar",
    "/similar?text=The+mayor+of+Seoul+answers+on+Twitter",
    f"/similar?paper={TURKEY}&not={DUTCH}",
    f"/why?paper={TURKEY}&like={DUTCH}",
    "/concept?id=country:ES",
    "/concepts?kind=AGENCY",
    f"/map?of={TURKEY}",
    "/map?of=technology:social-media&layout=years&show=papers",
    "/path",
    "/path?from=country:ES&to_q=Seoul",
    f"/path?from={TURKEY}&to=country:KR",
]


def asked(library: Library, query: str, **variables: object) -> Any:
    response = execute(library, query, variables)
    assert "errors" not in response, response
    return response["data"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole(visit: Visitor, page: str, language: str) -> None:
    seen = visit(f"{page}{'&' if '?' in page else '?'}lang={language}")
    assert seen.status == 200
    assert seen.tree.get("lang") == {"en": "en", "zh": "zh-Hans"}[language]
    assert len(seen.all("h1")) == 1
    ids = Counter(each.get("id") for each in seen.all("[id]"))
    assert [each for each, count in ids.items() if count > 1] == []
    assert {each.get("for") for each in seen.all("label[for]")} <= {*ids}
    assert not seen.tree.xpath("//*[@style] | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]")
    # every link on, and every form, stays in the language
    on = [each for each in seen.links if not each.startswith(("/static", "/schema", "#"))]
    assert [each for each in on if "lang=" not in each] == []
    others = [each for each in on if f"lang={language}" not in each]
    assert others == [visited(seen, {"en": "zh", "zh": "en"}[language])]
    assert all(each.fields.get("lang") == language for each in seen.tree.forms)


def test_every_link_of_every_page_leads_somewhere(visit: Visitor) -> None:
    missing = [
        (seen.address, seen.status)
        for seen in visit.walk(*PAGES, most=250)
        if seen.status != 200 and not seen.address.startswith("/graphql")
    ]
    assert missing == []


def test_home_counts_what_the_api_counts(visit: Visitor, library: Library) -> None:
    stats = asked(library, "{ stats { papers concepts mentions authors citations } }")["stats"]
    home = visit("/?lang=en")
    assert home.texts(".figures dd") == [str(each) for each in stats.values()]
    top = asked(library, "{ papers { facets(by: TECHNOLOGY, first: 1) { label count } } }")["papers"]["facets"][0]
    assert f"{top['label']} {top['count']}" in home.texts(".facets li")


def test_results_are_those_of_the_api_in_their_order(visit: Visitor, library: Library) -> None:
    found = asked(library, '{ papers(search: "social media") { totalCount nodes { id } } }')["papers"]
    seen = visit("/search?q=social+media&lang=en")
    assert ids(seen) == [each["id"] for each in found["nodes"]]
    assert re.fullmatch(rf"{found['totalCount']} papers found in [\d.,]+ ms", seen.text(".count"))
    assert "social media" in {" ".join(each.lower().split()) for each in seen.texts(".entries h3")} or seen.all("mark")
    assert {each.lower() for each in seen.texts("mark")} <= {"social", "media", "social media"}


def test_a_list_is_paged_both_ways_and_numbered_through(visit: Visitor, library: Library) -> None:
    every = asked(library, "{ papers(first: 100, orderBy: ID) { nodes { id } } }")["papers"]["nodes"]
    first = visit("/search?sort=id&lang=en")
    second = visit(first.link("Next"))
    assert ids(first) + ids(second) == [each["id"] for each in every]
    assert (first.one(".entries").get("start"), second.one(".entries").get("start")) == ("1", "21")
    assert visit(second.link("Spain", "aside")).one(".entries").get("start") == "1"  # another list begins anew
    back = visit(second.link("← Previous"))
    assert (ids(back), back.one(".entries").get("start")) == (ids(first), "1")


def test_a_facet_narrows_and_a_chip_widens_again(visit: Visitor) -> None:
    whole = visit("/search?q=social+media&lang=en")
    narrow = visit(whole.link("Spain", "aside"))
    assert set(ids(narrow)) < set(ids(whole))
    assert len(ids(narrow)) == 2
    assert narrow.texts(".narrowing li") == ["Spain ×Take out"]
    assert ids(visit(narrow.link("Spain", ".narrowing"))) == ids(whole)
    years = visit(narrow.form("aside form", **{"from": "2024", "to": "2024"}))
    assert ids(years) == [TURKEY]
    assert "From 2024 ×Take out" in years.texts(".narrowing li")


def test_advanced_search_asks_for_concepts_by_their_names(visit: Visitor) -> None:
    form = visit("/advanced?lang=en")
    found = visit(
        form.form("form.fields", q="social media", all_names="Spain; turkey", none_names="Poland", **{"from": "2020"})
    )
    assert found.address.startswith("/search?")
    assert ids(found) == [TURKEY]
    assert {"Spain ×Take out", "Turkey ×Take out", "Not: Poland ×Take out"} <= set(found.texts(".narrowing li"))
    # and back in the form, where they can be changed
    again = visit(found.link("Change in the advanced search"))
    assert again.one("#a-all").get("value") == "Spain; Turkey"
    assert ids(visit(again.form("form.fields", none_names=""))) == [TURKEY]


def test_advanced_search_has_a_field_for_everything(visit: Visitor) -> None:
    form = visit("/advanced?lang=en")
    asked_for = {"title": "reply promise", "abstract": "earthquake pleas", "author": "Yıldız", "venue": "municipal"}
    found = visit(form.form("form.fields", **asked_for))
    assert ids(found) == [TURKEY]
    assert ids(visit(form.form("form.fields", **asked_for, to="2020"))) == []
    assert ids(visit(form.form("form.fields", title="pleas"))) == []


def test_a_concept_that_there_is_none_of_is_said_with_what_is_near(visit: Visitor) -> None:
    seen = visit(visit("/advanced?lang=en").form("form.fields", all_names="Spai; nothing at all"))
    assert seen.address.startswith("/advanced")
    alert = seen.text("[role=alert]")
    assert "no concept called “Spai”" in alert
    assert "Spain" in alert
    assert "“nothing at all”" in alert
    assert seen.one("#a-all").get("value") == "Spai; nothing at all"


def test_a_paper_shows_its_abstract_with_its_mentions(visit: Visitor, library: Library) -> None:
    paper = asked(library, MENTIONS, id=TURKEY)["paper"]
    seen = visit(f"/paper?id={TURKEY}&lang=en")
    assert seen.one("article .abstract").text_content() == paper["abstract"]
    shown = [(each.text_content(), each.get("href")) for each in seen.all("article .abstract .mention")]
    within = [each for each in paper["mentions"] if each["field"] == "ABSTRACT"]
    assert shown == [(each["text"], f"/concept?id={each['concept']['id']}&lang=en") for each in within]


def test_a_paper_is_cited_in_many_styles(visit: Visitor, library: Library) -> None:
    for style in ("apa", "gb-t-7714", "ieee", "portal"):
        query = "query ($id: ID!, $style: String!) { paper(id: $id) { citation(style: $style) bibtex ris } }"
        paper = asked(library, query, id=TURKEY, style=style)["paper"]
        seen = visit(f"/paper?id={TURKEY}&style={style}&lang=en")
        assert seen.one("#citation").text_content() == paper["citation"]
    for kind, field in (("bib", "bibtex"), ("ris", "ris")):
        file = visit(seen.link({"bib": "BibTeX", "ris": "RIS"}[kind])).response
        assert file.text == paper[field]
        assert file.headers["content-disposition"] == f'attachment; filename="paper.{kind}"'


def test_similar_papers_are_those_of_the_api_under_the_weights_of_the_address(visit: Visitor, library: Library) -> None:
    for address, weights in (("", None), ("&w_concepts=100", {"concepts": 1.0}), ("&w_overlap=0", None)):
        edges = asked(library, LIKE, id=TURKEY, w=weights)["paper"]["similar"]["edges"]
        seen = visit(f"/paper?id={TURKEY}&lang=en{address}")
        assert ids(seen, "#similar") == [each["node"]["id"] for each in edges]
        assert seen.texts("#similar .score .number") == [f"{each['score']:.3f}" for each in edges]


def test_why_shows_every_part_and_the_parts_add_up(visit: Visitor, library: Library) -> None:
    seen = visit(visit(f"/paper?id={TURKEY}&lang=en").link("Why similar?"))
    assert seen.address.startswith("/why?")
    shown = [float(each.split(" ")[0]) for each in seen.texts(".reason .number")]
    total = float(seen.text(".count").split()[1].rstrip(","))
    assert sum(shown) == pytest.approx(total, abs=0.0001 * len(shown))
    assert shown == sorted(shown, reverse=True)
    articles = seen.all(".sides article")
    assert [len(each.cssselect(".abstract")) for each in articles] == [1, 1]
    quoted = [each.strip("“”") for each in seen.texts(".sentences p") if each]
    both = " ".join(each.text_content() for each in articles)
    assert quoted
    assert all(" ".join(each.split()).rstrip("…") in " ".join(both.split()) for each in quoted)


def test_a_text_of_ones_own(visit: Visitor) -> None:
    short = visit.post("/similar?lang=en", {"text": QUESTION})
    assert "text=How%20does" in short.address  # it can be shared
    assert {"Seoul", "Twitter"} <= set(short.texts(".left .mention"))
    assert ids(short, "#similar")
    long = visit.post("/similar?lang=en", {"text": QUESTION * 80})
    assert long.address == "/similar?lang=en"
    assert ids(long, "#similar")[0] == ids(short, "#similar")[0]
    button = long.all("#similar button")[0]
    why = visit.post("/why?lang=en", {"text": QUESTION * 80, "like": button.get("value")})
    assert "Your text" in why.texts("article h2")


def test_several_seeds_and_not_like_this_one(visit: Visitor) -> None:
    one = visit(f"/paper?id={TURKEY}&lang=en")
    two = visit(one.link("Like this one too"))
    assert len(two.all(".seeds li")) == 2
    unlike = visit(two.link("Not like this one"))
    assert len(unlike.all(".seeds li")) == 3
    taken = unlike.all(".seeds")[1].cssselect("a")[0].get("href")
    assert taken not in [each.get("href") for each in unlike.all("#similar h3 a")]
    assert len(visit(unlike.link("×")).all(".seeds li")) == 2


def test_the_way_one_came_is_kept(visit: Visitor) -> None:
    seen, walked = visit(f"/paper?id={TURKEY}&lang=en"), [TURKEY]
    for _ in range(3):
        links = zip(ids(seen, "#similar"), seen.all("#similar .acts a:nth-of-type(2)"), strict=True)
        paper, link = next((paper, link) for paper, link in links if paper not in walked)
        seen, walked = visit(link.get("href")), [*walked, paper]
        assert len(seen.all(".trail li")) == len(walked)
    # back on the way, what came behind is forgotten
    second = visit(seen.all(".trail a")[1].get("href"))
    assert len(second.all(".trail li")) == 2
    path = visit(seen.link("Path from the first"))
    assert path.address.startswith(f"/path?from={TURKEY}&to={walked[-1]}")
    assert path.all(".path li")


def test_a_map_is_a_picture_and_a_table_of_the_same(visit: Visitor, library: Library) -> None:
    piece = asked(library, AROUND, of=TURKEY)["neighbourhood"]
    seen = visit(f"/map?of={TURKEY}&lang=en")
    assert len(seen.all("svg.picture a")) == len(piece["nodes"])
    assert len(seen.all("tbody tr")) == len(piece["links"])
    svg = visit(f"/map.svg?of={TURKEY}&lang=en&keep=1").response
    assert svg.headers["content-type"] == "image/svg+xml"
    assert svg.headers["content-disposition"] == 'attachment; filename="map.svg"'
    assert svg.text == visit(f"/map.svg?of={TURKEY}&lang=en").response.text


def test_a_path_has_its_sentences(visit: Visitor, library: Library) -> None:
    chosen = visit(visit(f"/path?from={TURKEY}&to_q=South+Korea&lang=en").link("South Korea", ".choices"))
    paths = asked(library, PATHS, id=TURKEY)["paths"]
    assert len(chosen.all("ol.path")) == len(paths)
    said = [" ".join(hop["evidence"]["text"].split()) for path in paths for hop in path["hops"] if hop["evidence"]]
    assert chosen.texts("ol.path q") == said
    assert chosen.all("svg.picture")


def test_a_chinese_search_finds_what_the_english_one_finds(visit: Visitor) -> None:
    chinese, english = visit("/search?q=社交媒体&lang=zh"), visit("/search?q=%22social+media%22&lang=zh")
    assert set(ids(english)) <= set(ids(chinese))
    assert re.fullmatch(rf"共查询到{len(ids(chinese))}条文献,搜索用时 [\d.,]+ 毫秒", chinese.text(".count"))
    assert "西班牙" in chinese.text("aside")


def test_the_browser_decides_the_language_unless_the_address_does(visit: Visitor) -> None:
    chinese = {"Accept-Language": "zh-CN,zh;q=0.9"}
    assert visit("/", **chinese).tree.get("lang") == "zh-Hans"
    assert visit("/?lang=en", **chinese).tree.get("lang") == "en"
    assert visit("/?lang=xx").tree.get("lang") == "en"
    # another language of the very same page
    page = f"/paper?id={TURKEY}&w_concepts=100&lang=en"
    assert visit(page).link("中文", "header") == page.replace("lang=en", "lang=zh")


def visited(seen: Seen, language: str) -> str:
    """The address of a page in a language, as the switch of languages has it."""
    return next(each.get("href") for each in seen.all(".languages a") if each.get("hreflang") == language)


def ids(seen: Seen, within: str = "main") -> list[str]:
    """The papers that a list shows, by the link of each entry."""
    links = [each.cssselect("h3 a, a.first")[0].get("href") for each in seen.all(f"{within} .entries > li")]
    return [re.search(r"[?&]id=([^&]+)", each)[1] for each in links]
