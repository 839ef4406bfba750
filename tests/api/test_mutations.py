"""Changes: who may make them, what they say, and that what was changed is there, or gone, right after."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from api.app import create_app
from api.config import Config, Token
from api.exchange import Role
from api.library import Library
from api.limits import CONTENT_CHARACTERS
from api.respond import execute
from tests.api.changes import ABSTRACT, BIBTEX, DONKEYS, EXAMPLE, INGEST, JSONL, PORTAL, REMOVE, TITLE, lines, paper
from tests.api.conftest import JSON, Client, on
from tests.api.corpus import fill, fill_with_sample
from tests.api.record import PAGES, shown
from tests.neo4j_server import wipe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nlp.pipeline import Pipeline
    from tests.api.conftest import Shelf

pytestmark = on("nothing")

STATE = "{ stats { papers concepts mentions authors citations fingerprint storeRevision indexRevision } }"
AGAIN = 10
"""So often readers ask while a change is made."""


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    """What reads texts, loaded once."""
    from nlp.pipeline import load_pipeline

    return load_pipeline()


@pytest.fixture
def empty(shelf: Shelf, pipeline: Pipeline, tmp_path: Path) -> Iterator[Library]:
    """A store of its own, without papers, which a test may change."""
    url = str(tmp_path / "own.db") if "://" not in shelf.url else shelf.url
    if url == shelf.url:
        wipe(url)
    with Library.open(url, tmp_path / "index", create=True) as opened:
        opened.__dict__["pipeline"] = pipeline
        yield opened
    if url == shelf.url:
        wipe(url)


@pytest.fixture
def own(empty: Library) -> Library:
    """The six papers in a store of its own."""
    fill(empty.store)
    return empty


def change(library: Library, query: str, **variables: object) -> Any:
    """The data of a change that goes well."""
    response = execute(library, query, variables, role=Role.WRITE)
    assert "errors" not in response, response
    return response["data"]


def ingested(library: Library, content: str, **variables: object) -> Any:
    """The report of a text that is taken in."""
    return change(library, INGEST, content=content, **variables)["ingest"]


def removed(library: Library, known: str) -> Any:
    """What is said of a paper that is taken out."""
    return change(library, REMOVE, id=known)["removePaper"]


def ask(library: Library, query: str, **variables: object) -> Any:
    """The data of a query, which both executors answer alike."""
    planned, standard = (json.dumps(execute(library, query, variables, planned=each)) for each in (True, False))
    assert planned == standard
    answer = json.loads(planned)
    assert "errors" not in answer, answer
    return answer["data"]


def refused(library: Library, query: str, role: Role = Role.WRITE, **variables: object) -> tuple[str, str]:
    """The code and the message of a change that fails; nothing is changed by it."""
    before = library.store.revision()
    response = execute(library, query, variables, role=role)
    assert library.store.revision() == before
    (error,) = response["errors"]
    return error["extensions"]["code"], error["message"]


@pytest.mark.parametrize("role", [Role.NOBODY, Role.READ])
def test_who_may_only_read_changes_nothing(own: Library, role: Role) -> None:
    for query, variables in ((INGEST, {"content": JSONL}), (REMOVE, {"id": "doi:10.1000/answers.1"})):
        assert refused(own, query, role, **variables)[0] == "FORBIDDEN"
    assert "data" not in execute(own, REMOVE, {"id": "doi:10.1000/answers.1"}, role=role)
    assert ask(own, "{ stats { papers } }") == {"stats": {"papers": 6}}


def test_over_http_a_change_wants_a_token_and_is_posted(own: Library) -> None:
    tokens = tuple(
        Token(each.name, each, hashlib.sha256(each.name.encode()).digest()) for each in (Role.READ, Role.WRITE)
    )
    client = Client(create_app(own, Config(log="off", tokens=tokens)))
    sent = json.dumps({"query": REMOVE, "variables": {"id": "doi:10.1000/answers.1"}})

    def post(token: str, to: Client = client) -> tuple[int, str]:
        headers = {**JSON, "Authorization": f"Bearer {token}"} if token else JSON
        response = to("POST", "/graphql", content=sent, headers=headers)
        said = response.json()
        return response.status_code, said["errors"][0]["extensions"]["code"] if "errors" in said else said["data"]

    assert post("") == (401, "UNAUTHENTICATED")
    assert post("guessed") == (401, "UNAUTHENTICATED")
    assert post("READ") == (403, "FORBIDDEN")
    assert post("", Client(create_app(own, Config(log="off")))) == (403, "FORBIDDEN")
    got = client(
        "GET", "/graphql", params=json.loads(sent) | {"variables": "{}"}, headers={"Authorization": "Bearer WRITE"}
    )
    assert (got.status_code, got.headers["allow"]) == (405, "POST")
    assert own.store.counts().papers == 6
    assert post("WRITE") == (200, {"removePaper": {"id": "doi:10.1000/answers.1", "papers": 5}})


@pytest.mark.parametrize(("content", "format"), [(BIBTEX, "bibtex"), (JSONL, "jsonl"), (PORTAL, "portal")])
@pytest.mark.parametrize("guessed", [True, False])
def test_literature_of_every_format_is_taken_in(own: Library, content: str, format: str, guessed: bool) -> None:  # noqa: A002
    said = ingested(own, content, format=None if guessed else format, name="caravans")
    assert said == {"source": "caravans", "new": 1, "updated": 0, "unchanged": 0, "rejected": []}
    data = ask(own, '{ papers(filter: { sources: ["caravans"] }) { nodes { abstract year sources { name } } } }')
    assert data["papers"]["nodes"] == [{"abstract": ABSTRACT, "year": 2024, "sources": [{"name": "caravans"}]}]


def test_a_source_has_a_name_by_itself(own: Library) -> None:
    assert change(own, f"mutation {{ ingest(content: {json.dumps(JSONL)}) {{ source }} }}")["ingest"] == {
        "source": "graphql"
    }
    assert ingested(own, BIBTEX, name=None)["source"] == "graphql"


@pytest.mark.parametrize(
    ("variables", "code", "message"),
    [
        ({"content": JSONL, "format": "doc"}, "SOURCE", "doc is no format (the formats are portal, jsonl, bibtex, ris"),
        ({"content": "Dear colleagues,"}, "SOURCE", "is in no format that a reader knows"),
        ({"content": ""}, "SOURCE", "graphql"),
        ({"content": "\n" * (CONTENT_CHARACTERS + 1)}, "TOO_LARGE", "200,001 characters (at most 200,000 are read)"),
    ],
)
def test_what_is_no_literature_is_refused(own: Library, variables: dict[str, str], code: str, message: str) -> None:
    found = refused(own, INGEST, **variables)
    assert found[0] == code
    assert message in found[1]


def test_the_same_text_again_changes_nothing(own: Library) -> None:
    first = ingested(own, BIBTEX)
    before = ask(own, STATE)
    again = ingested(own, BIBTEX)
    assert (first["new"], again["new"], again["updated"], again["unchanged"]) == (1, 0, 0, 1)
    assert ask(own, STATE) == before


def test_a_known_paper_is_brought_up_to_date(own: Library) -> None:
    more = lines({"doi": "10.1000/opens.4", "title": "Who opens the data?", "volume": "9", "issue": "3"})
    said = ingested(own, more, name="corrections")
    assert (said["new"], said["updated"], said["unchanged"]) == (0, 1, 0)
    found = ask(own, '{ paper(id: "doi:10.1000/opens.4") { year volume issue sources { name } } }')["paper"]
    assert found == {"year": 2018, "volume": "9", "issue": "3", "sources": [{"name": "corrections"}, {"name": "list"}]}


def test_what_cannot_be_taken_in_is_told_and_stops_nothing(own: Library) -> None:
    content = lines(paper(1)) + '{"title": \n' + lines({"year": 2024}) + lines(paper(2))
    said = ingested(own, content, format="jsonl")
    assert said["new"] == 2
    assert [each["line"] for each in said["rejected"]] == [2, 3]
    assert all(each["reason"] for each in said["rejected"])
    assert any(each["advice"] for each in said["rejected"])


def test_what_was_taken_in_is_found_right_after(own: Library) -> None:
    ask(own, STATE)  # an index is in use
    ingested(own, BIBTEX)
    data = ask(
        own,
        """
        query ($id: ID!, $title: String!) {
          papers(search: "donkeys") { nodes { id title } }
          paper(id: $id) { mentions { text } similar(first: 1) { nodes { id } } authors { nodes { name } } }
          similar(to: { text: $title }, first: 1) { nodes { id } }
          other: paper(id: "10.1000/budget.2") { similar(first: 20) { nodes { id } } }
          neighbourhood(of: $id, via: [SIMILAR_TO]) { links { relation from to } }
          concept(id: "country:GH") { paperCount papersByYear { year count } coMentioned { nodes { id } } }
          stats { papers storeRevision indexRevision }
        }
        """,
        id=DONKEYS,
        title=TITLE,
    )
    assert data["papers"]["nodes"] == [{"id": DONKEYS, "title": TITLE}]
    assert [each["text"] for each in data["paper"]["mentions"]] == ["Ghana", "Ghana", "Twitter"]
    assert data["paper"]["authors"]["nodes"] == [{"name": "Ama Mensah"}, {"name": "Marta Pool"}]
    assert data["similar"]["nodes"] == [{"id": DONKEYS}]
    assert {"id": DONKEYS} in data["other"]["similar"]["nodes"]
    like = data["paper"]["similar"]["nodes"][0]["id"]
    assert {"relation": "SIMILAR_TO", "from": DONKEYS, "to": like} in data["neighbourhood"]["links"]
    assert data["concept"] == {
        "paperCount": 1,
        "papersByYear": [{"year": 2024, "count": 1}],
        "coMentioned": {"nodes": [{"id": "technology:twitter"}]},
    }
    assert data["stats"]["papers"] == 7
    assert data["stats"]["storeRevision"] == data["stats"]["indexRevision"]


@pytest.mark.parametrize(
    "known", ["doi:10.1000/answers.1", "https://doi.org/10.1000/Answers.1", "arXiv:1301.00001v2", "1"]
)
def test_a_paper_is_taken_out_by_any_of_its_ids(own: Library, known: str) -> None:
    assert removed(own, known) == {"id": "doi:10.1000/answers.1", "papers": 5}
    data = ask(
        own,
        """{
          paper(id: "10.1000/answers.1") { id }
          byOther: paper(id: "arXiv:1301.00001") { id }
          author(id: "author:doi:10.1000/answers.1/0") { id }
          papers(search: "mayor") { nodes { id } }
          similar(to: { text: "The mayor of Seoul answers residents" }) { nodes { id } }
          citing: paper(id: "10.1000/opens.4") { referenceIds references { totalCount } similar { nodes { id } } }
          stats { papers citations storeRevision indexRevision }
        }""",
    )
    assert data["paper"] is data["byOther"] is data["author"] is None
    assert data["citing"]["references"] == {"totalCount": 0}
    # what its sources say it cites is still known
    assert data["citing"]["referenceIds"] == ["arxiv:1301.00001"]
    assert data["stats"]["citations"] == 1
    assert data["stats"]["storeRevision"] == data["stats"]["indexRevision"]
    assert "answers.1" not in json.dumps([data["papers"], data["similar"], data["citing"]["similar"]])
    assert refused(own, REMOVE, id=known)[0] == "NOT_FOUND"


def test_the_graph_is_as_before_once_what_came_is_gone(own: Library) -> None:
    # the names that the lexicon has for Twitter came with an earlier paper, and stay with that
    ingested(own, lines(paper(1)))
    before = ask(own, STATE)["stats"]
    ingested(own, BIBTEX)
    during = ask(own, STATE)["stats"]
    assert during["fingerprint"] != before["fingerprint"]
    assert during["concepts"] == before["concepts"] + 1
    removed(own, DONKEYS)
    after = ask(own, STATE)["stats"]
    assert after.pop("storeRevision") == after.pop("indexRevision") > before.pop("storeRevision")
    del before["indexRevision"]
    assert after == before
    assert ask(own, '{ concept(id: "country:GH") { id } papers(search: "donkeys") { totalCount } }') == {
        "concept": None,
        "papers": {"totalCount": 0},
    }


def test_what_was_taken_out_does_not_come_back_with_its_source(own: Library) -> None:
    ingested(own, BIBTEX)
    removed(own, DONKEYS)
    assert ingested(own, BIBTEX)["new"] == 0
    assert ask(own, "{ stats { papers } }") == {"stats": {"papers": 6}}
    # another source may bring it
    assert ingested(own, JSONL)["new"] == 1


def test_the_changes_of_a_request_are_made_one_after_another_and_stay_made(own: Library) -> None:
    response = execute(
        own,
        """mutation ($content: String!) {
          first: removePaper(id: "10.1000/answers.1") { id papers }
          unknown: removePaper(id: "10.1000/budget.3") { id }
          again: removePaper(id: "10.1000/answers.1") { id }
          several: removePaper(id: "3") { id }
          taken: ingest(content: $content) { new }
          last: removePaper(id: "10.1000/donkeys.1") { papers }
        }""",
        {"content": JSONL},
        role=Role.WRITE,
    )
    assert response["data"] == {
        "first": {"id": "doi:10.1000/answers.1", "papers": 5},
        "unknown": None,
        "again": None,
        "several": None,
        "taken": {"new": 1},
        "last": {"papers": 5},
    }
    errors = {each["path"][0]: (each["extensions"]["code"], each["message"]) for each in response["errors"]}
    assert {name: code for name, (code, _) in errors.items()} == {
        "unknown": "NOT_FOUND",
        "again": "NOT_FOUND",
        "several": "AMBIGUOUS_ID",
    }
    assert "did you mean doi:10.1000/budget.2" in errors["unknown"][1]
    assert "doi:10.1000/answers.1" not in errors["again"][1]
    assert "cost" in response["extensions"]


def test_readers_get_whole_answers_while_literature_comes_and_goes(own: Library) -> None:
    """Each sees the papers before or after a change, and the two lists of one answer are of the same state."""
    query = '{ papers(search: "caravan", first: 1) { totalCount facets(by: SOURCE) { count } } }'
    states = [{"totalCount": 0, "facets": []}, {"totalCount": 3, "facets": [{"count": 3}]}]
    ask(own, query)

    def read(_: int) -> list[Any]:
        return [execute(own, query) for _ in range(AGAIN)]

    with ThreadPoolExecutor(4) as threads:
        reading = [threads.submit(read, each) for each in range(3)]
        changing = threads.submit(ingested, own, lines(paper(1), paper(2), paper(3)))
        answers = [answer for each in reading for answer in each.result(timeout=120)]
        assert changing.result(timeout=120)["new"] == 3
    assert all(answer["data"]["papers"] in states for answer in answers), answers
    assert ask(own, query)["papers"] == states[1]


def test_two_may_bring_literature_at_once(own: Library) -> None:
    contents = [lines(paper(2 * each), paper(2 * each + 1)) for each in range(2)]
    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(lambda each: ingested(own, each), contents))
    assert [each["new"] for each in said] == [2, 2]
    data = ask(own, '{ papers(search: "caravan") { totalCount } stats { papers storeRevision indexRevision } }')
    assert data["papers"]["totalCount"] == 4
    assert data["stats"]["papers"] == 10
    assert data["stats"]["storeRevision"] == data["stats"]["indexRevision"]
    linked = ask(own, '{ neighbourhood(of: "10.1000/caravan.0", via: [SIMILAR_TO]) { nodes { id } } }')
    assert {f"doi:10.1000/caravan.{each}" for each in range(4)} <= {
        each["id"] for each in linked["neighbourhood"]["nodes"]
    }


def test_the_page_about_changes_tells_what_happens(empty: Library) -> None:
    fill_with_sample(empty)
    examples = EXAMPLE.findall((PAGES / "change-the-graph.md").read_text("utf-8"))
    assert len(examples) == 3
    for query, answer in examples:
        assert shown(execute(empty, query, role=Role.WRITE)) == json.loads(answer), query
