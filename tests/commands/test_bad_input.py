"""Bad input gets one clear line, the good records come in, and the exit status says how it went."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Run
    from tests.neo4j_server import Neo4jServer

GOOD = '{"id": "good", "title": "Towns on Twitter", "abstract": "Dutch towns use Twitter to reach citizens."}\n'
PAGE = """相似文献
 共查询到2条相似文献,搜索用时 31 毫秒
1.
Dutch towns use Twitter to reach citizens.  相似文献

2.
Kenyan towns use WhatsApp, and this record is cut"""


def papers(litgraph: Run) -> int:
    return litgraph("stats", "--json").json["papers"]


def test_a_truncated_page(litgraph: Run) -> None:
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    done = litgraph("ingest", "page.txt")
    assert done.status == 3
    assert "page.txt:6" in done.err
    assert papers(litgraph) == 1


def test_a_line_that_is_no_json(litgraph: Run) -> None:
    Path("a.jsonl").write_text(GOOD + '{"title": oops}\n' + GOOD.replace("good", "more").replace("Dutch", "Swiss"))
    done = litgraph("ingest", "a.jsonl")
    assert done.status == 3
    assert "a.jsonl:2: rejected" in done.complaint
    assert papers(litgraph) == 2


def test_a_bibtex_entry_without_its_closing_brace(litgraph: Run) -> None:
    Path("a.bib").write_text(
        "@article{one, title = {One}, abstract = {First.}}\n"
        "@article{two, title = {Two}, abstract = {Second.}\n"
        "@article{three, title = {Three}, abstract = {Third.}}\n"
    )
    done = litgraph("ingest", "a.bib")
    assert done.status == 3
    assert "a.bib:2: rejected" in done.complaint
    assert papers(litgraph) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("binary.txt", b"\x7fELF\x00\x01\x02", "binary.txt"),
        ("empty.jsonl", b"", "empty"),
        ("missing.bib", None, "no such file"),
        ("notes.txt", b"just some notes\n", "format"),
    ],
)
def test_a_file_that_cannot_be_read_stops_no_other(litgraph: Run, name: str, content: bytes | None, said: str) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    Path("good.jsonl").write_text(GOOD)
    done = litgraph("ingest", name, "good.jsonl")
    assert done.status == 1
    assert said in done.complaint
    assert papers(litgraph) == 1


@pytest.mark.parametrize(
    ("store", "said"),
    [
        ("nowhere/a.db", "folder"),
        (".", "is a folder"),
        ("mysql://host/db", "no store is known"),
        ("notes.txt", "not a litgraph store"),
    ],
)
def test_a_store_that_cannot_be_opened(litgraph: Run, store: str, said: str) -> None:
    Path("good.jsonl").write_text(GOOD)
    Path("notes.txt").write_text("just some notes, long enough to be no empty database file at all\n" * 20)
    done = litgraph("ingest", "good.jsonl", "--store", store)
    assert done.status == 1
    assert said in done.complaint


def test_a_neo4j_that_is_down(litgraph: Run) -> None:
    Path("good.jsonl").write_text(GOOD)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = litgraph("ingest", "good.jsonl", "--store", f"bolt://127.0.0.1:{port}")
    assert done.status == 1
    assert f"127.0.0.1:{port}" in done.complaint


def test_a_neo4j_that_refuses_the_password(
    litgraph: Run, locked_neo4j: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", "neo4j")
    monkeypatch.setenv("NEO4J_PASSWORD", "not-the-password")
    done = litgraph("stats", "--store", locked_neo4j.url)
    assert done.status == 1
    assert "password" in done.complaint


@pytest.mark.parametrize(
    "arguments",
    [
        ["similar"],
        ["ingest"],
        ["nonsense"],
        ["query", "{ stats { papers } }", "--variables", "[]"],
        ["stats", "--nonsense"],
    ],
)
def test_wrong_usage_is_two(litgraph: Run, arguments: list[str]) -> None:
    assert litgraph(*arguments).status == 2


@pytest.mark.parametrize("arguments", [["similar", "1"], ["query", "{ stats { papers } }"], ["stats"], ["fingerprint"]])
def test_asking_a_store_that_is_not_there(litgraph: Run, arguments: list[str]) -> None:
    done = litgraph(*arguments)
    assert done.status == 1
    assert "there is no store at litgraph.db" in done.complaint
    assert not Path("litgraph.db").exists()


def test_an_unknown_paper_and_the_nearest_ones(litgraph: Run) -> None:
    Path("good.jsonl").write_text(GOOD.replace('"good"', '"good", "doi": "10.5555/towns"'))
    litgraph("ingest", "good.jsonl")
    done = litgraph("similar", "10.5555/town")
    assert done.status == 1
    assert "no paper has the id 10.5555/town" in done.complaint
    assert "doi:10.5555/towns" in done.complaint
