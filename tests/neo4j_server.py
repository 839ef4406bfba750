"""A real Neo4j for the tests: the one that LITGRAPH_TEST_NEO4J names, else one in Docker, else one from Maven's jars.

The tests wipe the database they are given. Without any of the three they are skipped, and say so; in CI they fail.
LITGRAPH_TEST_NEO4J_LINE=5.26 takes the line with long-term support instead of the current one.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from neo4j import GraphDatabase

from tests.neo4j_jars import LIB, MAIN, OPTIONS, VERSION, Java, NoNeo4jError, fetch_jars, find_java, made_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

PASSWORD = "a-password-for-tests"
IMAGE = f"neo4j:{VERSION}-community"
START_SECONDS = 120


@dataclass(frozen=True)
class Neo4jServer:
    """A running server: its Bolt url; and where they are known, the url of its Neo4j Browser, and its process."""

    url: str
    browser: str | None = None
    process: int | None = None


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """A server without a password, one for the whole session."""
    with _or_skip(password=False) as server:
        yield server


@pytest.fixture(scope="session")
def neo4j_url(neo4j_server: Neo4jServer) -> str:
    """Where a Neo4j answers that tests may wipe."""
    return neo4j_server.url


@pytest.fixture
def empty_neo4j(neo4j_url: str) -> str:
    """The url of a Neo4j that holds nothing."""
    wipe(neo4j_url)
    return neo4j_url


def wipe(url: str) -> None:
    """Takes everything out of a Neo4j."""
    user, password = os.environ.get("NEO4J_USERNAME", "neo4j"), os.environ.get("NEO4J_PASSWORD")
    with (
        GraphDatabase.driver(url, auth=(user, password) if password else None) as driver,
        driver.session(database=os.environ.get("NEO4J_DATABASE")) as session,
    ):
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()


@pytest.fixture(scope="module")
def locked_neo4j() -> Iterator[Neo4jServer]:
    """A server for one module, that may break it; it wants the user neo4j and PASSWORD."""
    with _or_skip(password=True) as server:
        yield server


def cannot_test(why: str) -> NoReturn:
    """Skips a test that this machine has not the means for; in CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@contextmanager
def _or_skip(*, password: bool) -> Iterator[Neo4jServer]:
    with ExitStack() as stack:
        try:
            running = stack.enter_context(server(password=password))
        except NoNeo4jError as error:
            cannot_test(f"NO NEO4J, SO ITS HALF OF THE TESTS DID NOT RUN: {error}")
        yield running


@contextmanager
def server(
    *, password: bool, heap: str = "1g", page_cache: str = "128m", measured: bool = False
) -> Iterator[Neo4jServer]:
    """A Neo4j that runs until the block ends; its memory is only ours to say where it is started from jars.

    Raises NoNeo4jError where none can be had.
    """
    named = os.environ.get("LITGRAPH_TEST_NEO4J")
    if named and not password:
        yield Neo4jServer(named)
        return
    with ExitStack() as stack:
        if _docker_answers():
            bolt, http = free_port(), free_port()
            stack.enter_context(_in_docker(bolt, http, password=password))
            process = None
        else:
            started = stack.enter_context(restartable(heap, page_cache, measured=measured, password=password))
            bolt, http = started.bolt, started.http
            process = started.process.pid if started.process else None
        yield Neo4jServer(f"bolt://127.0.0.1:{bolt}", f"http://127.0.0.1:{http}/browser/", process)


@contextmanager
def _in_docker(bolt: int, http: int, *, password: bool) -> Iterator[None]:
    from testcontainers.core.container import DockerContainer

    container = DockerContainer(IMAGE).with_bind_ports(7687, bolt).with_bind_ports(7474, http)
    container.with_env("NEO4J_AUTH", f"neo4j/{PASSWORD}" if password else "none")
    container.with_env("NEO4J_server_bolt_advertised__address", f"127.0.0.1:{bolt}")
    with container:
        _wait(http, lambda: None)
        yield


class Restartable:
    """A Neo4j from Maven's jars, over files of its own, that can be killed and started again."""

    def __init__(
        self,
        home: Path,
        java: Java,
        options: Sequence[str],
        *,
        page_cache: str = "128m",
        password: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.bolt, self.http = free_port(), free_port()
        self.url = f"bolt://127.0.0.1:{self.bolt}"
        self.home, self.java = home, java.path
        self._said = {**_settings(self.bolt, self.http, page_cache, password=password), **(settings or {})}
        (home / "conf").mkdir()
        self.set({})
        # where setpriv is there, the server does not outlive a test run that was killed
        guard = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
        main = [MAIN, f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
        self._command = [*guard, self.java, *OPTIONS, *options, "-cp", f"{LIB}/*", *main]
        self.process: subprocess.Popen[bytes] | None = None

    def set(self, settings: Mapping[str, str]) -> None:
        """Changes its settings; they hold from the next start on."""
        self._said |= settings
        lines = "".join(f"{name}={value}\n" for name, value in self._said.items())
        (self.home / "conf" / "neo4j.conf").write_text(lines, encoding="utf-8")

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        log = self.home / "console.log"
        with log.open("wb") as output:
            process = self.process = subprocess.Popen(
                self._command, stdout=output, stderr=subprocess.STDOUT, cwd=self.home
            )
        _wait(self.http, lambda: _last_words(log) if process.poll() is not None else None)

    def stop(self) -> None:
        """Ends it in order."""
        if self.process:
            self.process.terminate()
            self.process.wait()

    def kill(self) -> None:
        """Ends it at once, whatever it is at."""
        if self.process:
            self.process.kill()
            self.process.wait()


@contextmanager
def restartable(
    heap: str = "1g",
    page_cache: str = "128m",
    *,
    measured: bool = False,
    password: bool = False,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Restartable]:
    """A Neo4j from jars that runs until the block ends, with settings beside ours; `measured`: one that is as fast
    as in earnest once it is warm, instead of one that starts quickly.

    Raises NoNeo4jError where none can be had.
    """
    fetch_jars()
    java = find_java()
    options = [f"-Xmx{heap}", *([] if measured else _quick(java))]
    with _homed(java, options, page_cache=page_cache, password=password, settings=settings) as server:
        server.start()
        if password:
            _set_password(server.bolt)
        yield server


@contextmanager
def stopped() -> Iterator[Restartable]:
    """A home with its jars, as one that was unpacked and never started; nothing runs when the block ends."""
    fetch_jars()
    java = find_java()
    with _homed(java, _quick(java)) as server:
        (server.home / "lib").symlink_to(LIB)
        yield server


@contextmanager
def _homed(java: Java, options: Sequence[str], **more: Any) -> Iterator[Restartable]:
    with tempfile.TemporaryDirectory(prefix="litgraph-neo4j-", ignore_cleanup_errors=True) as folder:
        server = Restartable(Path(folder), java, options, **more)
        try:
            yield server
        finally:
            server.kill()  # nobody needs its files any more


def _quick(java: Java) -> list[str]:
    """The options of a quick start; a first server, which is stopped at once, writes the classes that others load."""
    with made_once(java.classes) as ours:
        if ours:
            kept = java.classes.with_suffix(".new")
            with _homed(java, java.keeping(kept)) as server:
                server.start()
                wipe(server.url)
                server.stop()
            kept.touch()
            kept.rename(java.classes)
    return java.loading()


@pytest.fixture
def stopped_neo4j(monkeypatch: pytest.MonkeyPatch) -> Iterator[Restartable]:
    """A Neo4j that was never started, with the Java that runs it in JAVA_HOME."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(stopped())
        except NoNeo4jError as error:
            cannot_test(f"NO NEO4J FROM JARS, SO THE BULK IMPORT WAS NOT TESTED: {error}")
        monkeypatch.setenv("JAVA_HOME", str(running.java.parents[1]))
        yield running


def _set_password(bolt: int) -> None:
    """A new server knows the user neo4j with the password neo4j, and wants it changed."""
    with (
        GraphDatabase.driver(f"bolt://127.0.0.1:{bolt}", auth=("neo4j", "neo4j")) as driver,
        driver.session(database="system") as session,
    ):
        session.run("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=PASSWORD).consume()


def _settings(bolt: int, http: int, page_cache: str, *, password: bool) -> dict[str, str]:
    return {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{bolt}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt}",
        "server.http.listen_address": f"127.0.0.1:{http}",
        "server.http.advertised_address": f"127.0.0.1:{http}",
        "server.memory.pagecache.size": page_cache,
        "db.tx_log.preallocate": "false",
        # else it takes ten seconds to stop
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
        "dbms.security.auth_enabled": str(password).lower(),
    }


def _wait(http: int, died: Callable[[], str | None]) -> None:
    """Waits until the server answers; `died` tells its last words if it has gone."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{http}/", timeout=5).close()
        except (urllib.error.URLError, OSError):
            words = died()
            if words is not None or time.monotonic() > end:
                raise NoNeo4jError(f"it did not start: {words or f'no answer in {START_SECONDS} s'}") from None
            time.sleep(0.2)
        else:
            return


def _last_words(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return " / ".join([each for each in lines if each.strip() and not each.startswith("\tat ")][-3:])


def _docker_answers() -> bool:
    if not importlib.util.find_spec("testcontainers") or not shutil.which("docker"):
        return False
    return subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def main() -> None:
    """Runs a server until it is told to stop: `python -m tests.neo4j_server`."""
    with server(password=False, measured=True) as running:
        print(running.url, running.browser, flush=True)  # noqa: T201
        signal.pause()


if __name__ == "__main__":
    main()
