"""The files of the pack: made by the command, served by the API, and safe whatever papers are called."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest

from api.app import create_app
from api.config import Config, Token
from api.exchange import Role
from api.http.crossing import NEO4J_BROWSERS
from api.pack import MEDIA
from api.pack.making import Pack
from api.web.picture.shapes import OTHER, SHAPES
from graph.model import AnnotatedPaper, Concept, Mention, Paper, Run, TextField
from graph.stores import open_store
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.pack.questions import questions
from tests.api.conftest import Client
from tests.commands.conftest import litgraph  # noqa: F401 - a fixture
from tests.pack.corpus import QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from neo4j import Driver

    from api.library import Library
    from tests.commands.conftest import Run as RunCommand

RULE = re.compile(r'[\w.]+ \{\n(?:  [a-z-]+: (?:#[0-9a-f]{6}|\d+px|"(?:\{\w+\}|<type>)?");\n)+\}')
NAME = 'A "law" \\" :style { color: red } </pre><script>alert(1)</script>'
BROWSER = NEO4J_BROWSERS[0]
ASKED = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "cache-control,pragma,sentry-trace"}


def rules(style: str) -> dict[str, str]:
    """The colour of each rule; fails for what is no plain GraSS."""
    assert not RULE.sub("", style).strip()
    return dict(re.findall(r"([\w.]+) \{\n(?:  .*\n)*?  color: (#\w+)", style))


def test_the_style_knows_every_kind(full: Library) -> None:
    found = Pack.of(full.store).file("style.grass").decode()
    colours = rules(re.sub(r"\n\n+", "\n", found))
    assert list(colours).index("node.Concept") < list(colours).index("node.Country")
    assert colours["node.Country"] == SHAPES["COUNTRY"].light
    assert colours["node.Agency"] == SHAPES["AGENCY"].light
    assert colours["node.LegalAct"] == OTHER.light
    assert {"node.Reference", "node.PaperId", "relationship.SIMILAR_TO"} <= colours.keys()


def test_names_break_out_of_nothing(neo4j_url: str, tmp_path: Path, full: Library) -> None:
    """A small graph whose only paper, concept and kind have the worst of names."""
    store = open_store(str(tmp_path / "worst.db"))
    paper, law = Paper(f"doi:10.1/{NAME}", QUOTED, year=2020, authors=("A",)), Concept(f"law:{NAME}", "LAW", NAME)
    with store.transaction() as batch:
        batch.save_run(Run("run-1", "by hand", "2026-01-01T00:00:00Z"))
        batch.save_concepts([law])
        batch.save_papers([AnnotatedPaper(paper, (Mention(law.id, TextField.TITLE, 0, 1, "r", 1.0),))], "run-1")
    made = Pack.of(Elsewhere(store))
    page = made.file("guide.html").decode()
    tree = lxml.html.fromstring(page)
    assert not tree.xpath("//script | //@*[starts-with(name(), 'on')]")
    assert [each.text for each in tree.xpath("//pre")] == [each.cypher for each in made.questions if each.cypher]
    assert "The public bodies" not in page
    assert "Not asked here: no paper here mentions an agency whose country is known." in page
    rules(re.sub(r"\n\n+", "\n", made.file("style.grass").decode()))
    store.close()


class Elsewhere:
    """A store that says it is a Neo4j: what it holds decides the files, not where it is."""

    url = "neo4j://localhost:7687"

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_the_command_writes_the_pack(litgraph: RunCommand, neo4j_url: str, full: Library, driver: Driver) -> None:  # noqa: F811
    done = litgraph("neo4j", "pack", "--store", neo4j_url, "--output", "pack", "--api", "https://graph.example.org/")
    assert done.status == 0, done.err
    assert "12 of 12 questions about 32 papers are in pack" in done.out
    assert ":play https://graph.example.org/neo4j/guide.html" in done.out
    assert {each.name for each in Path("pack").iterdir()} == {*MEDIA, "queries"}
    assert 'href="https://graph.example.org/"' in Path("pack/guide.html").read_text("utf-8")
    single = sorted(Path("pack/queries").iterdir())
    assert len(single) == len(questions())
    assert driver.execute_query(single[0].read_text("utf-8")).records  # type: ignore[arg-type]
    with zipfile.ZipFile("pack/queries.zip") as packed:
        assert [each.filename for each in packed.filelist] == [f"litgraph/{each.name}" for each in single]
    again = litgraph("neo4j", "pack", "--store", neo4j_url, "--output", "pack")
    assert (again.status, "--force" in again.complaint) == (1, True)
    before = Path("pack/queries.zip").read_bytes()
    assert litgraph("neo4j", "pack", "--store", neo4j_url, "--output", "pack", "--force").status == 0
    assert Path("pack/queries.zip").read_bytes() == before


def test_the_command_wants_a_neo4j(litgraph: RunCommand) -> None:  # noqa: F811
    done = litgraph("neo4j", "pack", "--store", "some.db")
    assert done.status == 1
    assert "--store neo4j://" in done.complaint
    assert list(Path().iterdir()) == []


def client_on(library: Library, **config: Any) -> Client:
    return Client(create_app(library, Config(log="off", **config)))


def test_a_neo4j_browser_may_read_the_pack(full: Library) -> None:
    client = client_on(full, origins=("https://our.example.org",))
    for name, media in MEDIA.items():
        asked = client("OPTIONS", f"/neo4j/{name}", headers={"Origin": BROWSER, **ASKED})
        assert asked.status_code == 200, asked.text
        assert asked.headers["access-control-allow-origin"] == BROWSER
        assert "sentry-trace" in asked.headers["access-control-allow-headers"]
        got = client("GET", f"/neo4j/{name}", headers={"Origin": BROWSER})
        assert (got.status_code, got.headers["content-type"]) == (200, media)
        assert got.headers["access-control-allow-origin"] == BROWSER
    own = client("GET", "/neo4j/style.grass", headers={"Origin": "https://our.example.org"})
    assert own.headers["access-control-allow-origin"] == "https://our.example.org"
    assert client("HEAD", "/neo4j/guide.html").content == b""
    packed = client("GET", "/neo4j/queries.zip").content
    assert len(zipfile.ZipFile(io.BytesIO(packed)).namelist()) == len(questions())


@pytest.mark.parametrize("origin", ["https://elsewhere.example.org", "http://localhost:7475", "null"])
def test_other_sites_may_not(full: Library, origin: str) -> None:
    client = client_on(full)
    asked = client("OPTIONS", "/neo4j/guide.html", headers={"Origin": origin, **ASKED})
    assert asked.status_code == 400
    for path in ("/neo4j/guide.html", "/graphql?query={__typename}"):
        got = client("GET", path, headers={"Origin": origin})
        assert "access-control-allow-origin" not in got.headers


def test_a_neo4j_browser_may_read_nothing_else(full: Library) -> None:
    got = client_on(full)("GET", "/graphql?query={__typename}", headers={"Origin": BROWSER})
    assert got.status_code == 200
    assert "access-control-allow-origin" not in got.headers


def test_a_closed_server_wants_a_token(full: Library) -> None:
    token = Token("room", Role.READ, hashlib.sha256(b"secret").digest())
    client = client_on(full, anonymous=Role.NOBODY, tokens=(token,))
    refused = client("GET", "/neo4j/guide.html", headers={"Origin": BROWSER})
    assert (refused.status_code, refused.json()["code"]) == (401, "UNAUTHENTICATED")
    let_in = client("GET", "/neo4j/guide.html", headers={"Authorization": "Bearer secret"})
    assert let_in.status_code == 200


def reason(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]


def test_there_is_none_without_a_neo4j(small: Library) -> None:
    status, why = reason(client_on(small)("GET", "/neo4j/guide.html"))
    assert status == 404
    assert "no Neo4j" in why
    status, why = reason(client_on(small)("GET", "/neo4j/other.html"))
    assert status == 404
    assert "only guide.html" in why


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Library]:
    from api.library import Library

    with Library.open(str(tmp_path / "small.db"), create=True) as opened:
        yield opened


def test_it_is_made_anew_when_the_graph_is_another(full: Library, neo4j_url: str) -> None:
    client = client_on(full)
    before = client("GET", "/neo4j/guide.html").text
    assert client("GET", "/neo4j/guide.html").text == before
    store = Neo4jStore.open(neo4j_url)
    extra = AnnotatedPaper(Paper("doi:10.5555/new", "One more"))
    with store.transaction() as batch:
        batch.save_papers([extra], "run-1")
        batch.next_revision()
    try:
        assert "33 papers" in client("GET", "/neo4j/guide.html").text
    finally:
        with store.transaction() as batch:
            batch.remove_papers([extra.paper.id])
            batch.next_revision()
        store.close()
