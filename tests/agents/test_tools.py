"""The tools as an agent has them: what they say is what the API says, is in the papers, and adds up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from api.agents.tools import QUERIES, TOOLS
from api.respond import execute
from api.web.asking import query_of

if TYPE_CHECKING:
    from api.library import Library
    from tests.agents.conftest import Agent

PAPER = "doi:10.5555/mmq.2022.0101"
TEXT = "Dutch municipalities answer residents on Twitter and Facebook."
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("search", {"query": "social media", "first": 3}),
    ("search", {"query": "", "filter": {"concepts": {"all": ["country:KR"]}, "year": {"gte": 2000}}}),
    ("search", {"query": "韩国 社交媒体", "orderBy": "YEAR_ASC"}),
    ("paper", {"id": "https://doi.org/10.5555/MMQ.2022.0101", "kinds": ["COUNTRY"], "style": "ieee"}),
    ("paper", {"id": PAPER}),
    ("similar", {"ids": [PAPER], "first": 4}),
    ("similar", {"ids": [PAPER], "weights": {"concepts": 2, "text": 2}, "sentences": False}),
    ("similar", {"ids": [PAPER], "text": TEXT, "unlike": ["doi:10.5555/ada.2022.0015"], "first": 2}),
    ("path", {"from": PAPER, "to": "country:KR"}),
    ("path", {"from": "country:NL", "to": "country:KR", "via": ["MENTIONS"], "maxHops": 2}),
    ("concept", {"concept": "country:KR"}),
]


def test_tools_only_read_and_say_what_they_take_and_answer(call: Agent) -> None:
    assert list(call.tools) == ["search", "paper", "similar", "path", "concept"]
    for tool in call.tools.values():
        hints = tool.annotations
        assert hints
        assert (hints.read_only_hint, hints.destructive_hint) == (True, False)
        assert (hints.idempotent_hint, hints.open_world_hint) == (True, False)
        assert tool.output_schema
        assert {"store", "method", "weights", "version"} < set(tool.output_schema["required"])
        assert all(each.get("description") for each in tool.input_schema["properties"].values()), tool.name
    similar = call.tools["similar"].input_schema["properties"]
    assert (similar["first"]["type"], similar["first"]["default"]) == ("integer", 10)
    assert set(similar["weights"]["properties"]) == {"text", "concepts", "citations", "semantic", "overlap"}


@pytest.mark.parametrize(("tool", "arguments"), CALLS)
def test_a_tool_says_what_the_api_says(call: Agent, library: Library, tool: str, arguments: Any) -> None:
    response = execute(library, query_of(tool, QUERIES), arguments)
    assert "errors" not in response, response
    result = call.result(tool, **arguments)
    (text,) = result.content
    assert text.type == "text"
    said = json.loads(text.text)
    assert result.structured_content == said
    weights = response["data"].get("similar", {}).pop("weights", None)
    how = {key: said.pop(key) for key in ("method", "weights", "version")}
    assert said == json.loads(json.dumps(response["data"]))
    assert how["weights"] == weights
    assert said["store"]["fingerprint"] == library.fingerprint()
    assert said["store"]["revision"] == library.store.revision()
    again = call.result(tool, **arguments)
    assert again.model_dump_json() == result.model_dump_json()


@pytest.mark.parametrize("seed", [{"ids": [PAPER]}, {"text": TEXT}])
def test_why_adds_up_and_quotes_what_stands_in_the_papers(call: Agent, library: Library, seed: Any) -> None:
    edges = call("similar", first=100, **seed)["similar"]["edges"]
    papers = library.store.papers([PAPER, *(each["node"]["id"] for each in edges)])
    texts = {own: {"TITLE": each.title, "ABSTRACT": each.abstract or ""} for own, each in papers.items()}
    here = texts[PAPER] if "ids" in seed else {"ABSTRACT": TEXT}
    quoted = 0
    for each in edges:
        assert sum(reason["contribution"] for reason in each["why"]) == pytest.approx(each["score"], abs=1e-6)
        for reason in each["why"]:
            if reason["concept"]:
                assert reason["here"]
                assert reason["there"]
            for side, of in ((reason["here"], here), (reason["there"], texts[each["node"]["id"]])):
                if side:
                    assert side["text"] in of[side["field"]]
                    quoted += 1
    assert quoted > len(edges)


def test_mentions_and_paths_quote_their_papers(call: Agent, library: Library) -> None:
    paper = call("paper", id=PAPER)["paper"]
    assert paper["mentions"]
    assert "Forty Minutes or a Day" in paper["citation"]
    for each in paper["mentions"]:
        assert each["text"] in each["sentence"]["text"]
        assert each["sentence"]["text"] in paper[each["field"].lower()]
    (path, *_) = call("path", **{"from": PAPER, "to": "country:KR"})["paths"]
    named = [each for each in path["hops"] if each["relation"] == "MENTIONS"]
    assert named
    for each in named:
        own = each["to"]["id"] if each["backwards"] else each["from"]["id"]
        found = library.store.papers([own])[own]
        assert (
            each["evidence"]["text"]
            in {"TITLE": found.title, "ABSTRACT": found.abstract or ""}[each["evidence"]["field"]]
        )


def test_pages_follow_each_other(call: Agent) -> None:
    whole = [each["node"]["id"] for each in call("similar", ids=[PAPER], first=100)["similar"]["edges"]]
    found, after = [], None
    while True:
        page = call("similar", ids=[PAPER], first=9, after=after)["similar"]
        found += [each["node"]["id"] for each in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == whole


@pytest.mark.parametrize("name", ["South Korea", " south korea", "韩国", "Koreans"])
def test_a_concept_is_known_by_its_names(call: Agent, name: str) -> None:
    assert call("concept", concept=name) == call("concept", concept="country:KR")


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search", {"query": " \t"}, "there is nothing to search for (give words"),
        ("search", {"query": "towns", "first": 101}, "first is 101 (it can be 1 to 100)"),
        ("search", {"query": "towns", "after": "nowhere"}, "cursor"),
        ("search", {"query": "x" * 1_001}, "1,001 characters"),
        ("search", {"query": 7}, "String cannot represent a non string value: 7"),
        ("search", {"query": "towns", "filter": {"yaer": 1}}, "yaer"),
        ("search", {}, "$query"),
        ("search", {"query": "towns", "frist": 1}, "search takes no argument frist (it takes query, filter"),
        ("paper", {"id": "doi:10.5555/mmq.2022.010"}, f"did you mean {PAPER} or"),
        ("paper", {"id": "country:KR"}, "country:KR is no paper"),
        ("similar", {}, "there is nothing to compare with"),
        ("similar", {"ids": ["doi:10.5555/mmq.2022.010"]}, f"did you mean {PAPER} or"),
        ("similar", {"ids": [PAPER], "weights": {"text": -1}}, "text"),
        ("similar", {"text": "x" * 100_001}, "100,001 characters"),
        ("path", {"from": PAPER, "to": "country:XX"}, "no paper has the id country:XX"),
        ("path", {"from": PAPER, "to": "country:KR", "maxHops": 9}, "maxHops is 9"),
        ("concept", {"concept": "place:NL/utrech"}, "did you mean place:NL/utrecht (Utrecht)?"),
        ("concept", {"concept": "nothing of the kind"}, "no concept has the id or the name nothing of the kind"),
        ("concept", {"concept": ""}, "no concept has the id or the name"),
        ("remove", {"id": PAPER}, "there is no tool remove (there are search, paper,"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_line(call: Agent, tool: str, arguments: Any, said: str) -> None:
    assert said in call.refused(tool, **arguments)


@pytest.mark.parametrize("value", ["\x00\x1b[2J\u202e", "x" * 1_000_000, {"a": [[]]}, [None], True, -1e308])
@pytest.mark.parametrize("tool", list(TOOLS))
def test_no_argument_stops_the_server(call: Agent, tool: str, value: Any) -> None:
    for name in call.tools[tool].input_schema["properties"]:
        result = call.result(tool, **{name: value})
        (said,) = result.content
        assert said.type == "text"
        assert "internal error" not in said.text
        assert "Traceback" not in said.text
        assert not result.is_error or len(said.text) < 1_010
    assert call("concept", concept="country:KR")


def test_calls_at_once_are_all_answered(call: Agent) -> None:
    async def many() -> list[Any]:
        import asyncio

        return await asyncio.gather(
            *(call.session.call_tool("similar", {"ids": [PAPER], "first": 1 + at % 5}) for at in range(20))
        )

    found = call.run(many())
    assert [len(each.structured_content["similar"]["edges"]) for each in found] == [1 + at % 5 for at in range(20)]
