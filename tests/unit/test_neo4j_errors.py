"""What people read when Neo4j does not do what they hoped: one line, what is wrong, what to do."""

from __future__ import annotations

import os
import resource
import signal
import socket
import threading
from typing import TYPE_CHECKING

import pytest
from neo4j import GraphDatabase

from graph.errors import (
    LitgraphError,
    StoreDamagedError,
    StoreDeniedError,
    StoreFullError,
    StoreMissingError,
    StoreUnavailableError,
)
from graph.model import Run
from graph.stores.neo4j import Neo4jStore
from tests.neo4j_server import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.neo4j_server import Neo4jServer


def _complaint(url: str) -> LitgraphError:
    with pytest.raises(LitgraphError) as caught:
        Neo4jStore.open(url)
    assert "\n" not in str(caught.value)
    assert caught.value.advice
    return caught.value


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def no_bolt() -> Iterator[int]:
    """A port where somebody answers who does not speak Bolt."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            client, _ = server.accept()
            with client:
                client.recv(64)
                client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_no_server(scheme: str, closed_port: int, capfd: pytest.CaptureFixture[str]) -> None:
    error = _complaint(f"{scheme}://127.0.0.1:{closed_port}")
    assert isinstance(error, StoreUnavailableError)
    assert str(error) == (
        f"no Neo4j answers at {scheme}://127.0.0.1:{closed_port} (start it, or check scheme, host and port)"
    )
    assert capfd.readouterr() == ("", "")


def test_no_neo4j(no_bolt: int) -> None:
    assert isinstance(_complaint(f"bolt://127.0.0.1:{no_bolt}"), StoreUnavailableError)


@pytest.mark.parametrize("url", ["bolt://127.0.0.1:port", "bolt://[::1", "bolt://127.0.0.1:7687?x=1"])
def test_no_url(url: str) -> None:
    error = _complaint(url)
    assert isinstance(error, StoreMissingError)
    assert error.message == f"{url} is no address of a Neo4j"


def test_a_password_in_the_url_is_refused_and_not_repeated() -> None:
    error = _complaint("bolt://neo4j:s3cret@127.0.0.1:7687")
    assert "s3cret" not in str(error)
    assert error.advice == "set NEO4J_USERNAME and NEO4J_PASSWORD instead"


def test_passwords(locked_neo4j: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_PASSWORD_FILE", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    error = _complaint(locked_neo4j.url)
    assert isinstance(error, StoreDeniedError)
    assert error.message == f"the Neo4j at {locked_neo4j.url} wants a password"

    monkeypatch.setenv("NEO4J_PASSWORD", "wrong")
    error = _complaint(locked_neo4j.url)
    assert isinstance(error, StoreDeniedError)
    assert error.message == f"the Neo4j at {locked_neo4j.url} refuses the password of user 'neo4j'"

    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    Neo4jStore.open(locked_neo4j.url).close()


def test_a_password_in_a_file(locked_neo4j: Neo4jServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "password"
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    monkeypatch.setenv("NEO4J_PASSWORD_FILE", str(file))

    def complaint() -> str:
        error = _complaint(locked_neo4j.url)
        assert isinstance(error, StoreDeniedError)
        return str(error)

    assert complaint() == (
        f"the file {file} of NEO4J_PASSWORD_FILE cannot be read: no such file or directory"
        " (check its path and its rights)"
    )
    file.mkdir()  # what Docker makes of a path that is not there
    assert "is a directory" in complaint()
    file.rmdir()
    file.write_text("\n")
    assert complaint() == f"the file {file} of NEO4J_PASSWORD_FILE is empty (write the password into it)"
    file.write_bytes(b"\xff\xfe")
    assert "is no text" in complaint()
    file.write_text("wrong\n")
    assert complaint().endswith("refuses the password of user 'neo4j' (check NEO4J_USERNAME and NEO4J_PASSWORD_FILE)")
    file.write_text(f"{PASSWORD}\n")
    Neo4jStore.open(locked_neo4j.url).close()
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    assert complaint() == "NEO4J_PASSWORD and NEO4J_PASSWORD_FILE are both set (set one of them)"


def test_no_such_database(neo4j_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_DATABASE", "nowhere")
    error = _complaint(neo4j_url)
    assert isinstance(error, StoreMissingError)
    assert error.message == f"the Neo4j at {neo4j_url} has no database 'nowhere'"


def test_a_database_that_is_not_ours_is_left_alone(empty_neo4j: str) -> None:
    with GraphDatabase.driver(empty_neo4j) as driver:
        driver.execute_query("CREATE (:Paper {title: 'of somebody else'})")
        error = _complaint(empty_neo4j)
        left = driver.execute_query("MATCH (n) RETURN count(n) AS nodes").records
    assert isinstance(error, StoreDamagedError)
    assert "holds papers or concepts of another program" in error.message
    assert left[0]["nodes"] == 1


def test_a_store_that_is_wiped_while_it_is_open(empty_neo4j: str) -> None:
    store = Neo4jStore.open(empty_neo4j)
    with GraphDatabase.driver(empty_neo4j) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    with pytest.raises(StoreDamagedError, match="emptied"):
        store.revision()
    with pytest.raises(StoreDamagedError, match="emptied"), store.transaction():
        pass
    store.close()


# the last test of the module: the server does not survive it
def test_a_full_disk_and_a_dead_server(locked_neo4j: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    if locked_neo4j.process is None or not hasattr(resource, "prlimit"):
        pytest.skip("only for a server whose process is on this machine")
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    store = Neo4jStore.open(locked_neo4j.url)
    size = 256 * 1024  # no file grows beyond: to the server that is a disk without room
    resource.prlimit(locked_neo4j.process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    with pytest.raises(StoreFullError, match="its disk is full"), store.transaction() as transaction:
        transaction.save_run(Run("run-1", "a.bib", "2026-01-02T03:04:05+00:00", rules="r" * 8 * size))
    with pytest.raises(StoreUnavailableError, match="has stopped working"):
        store.revision()
    os.kill(locked_neo4j.process, signal.SIGKILL)
    with pytest.raises(StoreUnavailableError, match="no Neo4j answers"):
        store.revision()
    with pytest.raises(StoreUnavailableError, match="no Neo4j answers"), store.transaction():
        pass
    store.close()
