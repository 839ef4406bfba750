"""The services of docker-compose.yml as plain processes: their commands, settings and health checks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.process import Server
from tests.deploy.files import BASE, ROOT, compose, merged, neo4j_settings, said
from tests.neo4j_jars import NoNeo4jError
from tests.neo4j_server import PASSWORD, Restartable, cannot_test, free_port, restartable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECONDS = 90
ASKED = "{ stats { papers } }"


class Litgraph:
    """The image's commands, run here with the service's environment."""

    def __init__(self, environment: dict[str, str]) -> None:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        own = {"PATH": path, "XDG_DATA_HOME": "data", "LITGRAPH_INDEX": "index"}
        kept = {name: os.environ[name] for name in ("PYTHONPATH", "CI") if name in os.environ}
        self.environment = {name: str(value) for name, value in {**kept, **environment, **own}.items()}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*said("ENTRYPOINT"), *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=SECONDS)

    @contextmanager
    def serving(self, log: Path) -> Iterator[Serving]:
        port = free_port()
        command = [*said("ENTRYPOINT"), *said("CMD"), "--port", str(port)]
        command[command.index("0.0.0.0")] = "127.0.0.1"  # noqa: S104 - nothing but this machine in a test
        with log.open("w") as told:
            process = subprocess.Popen(command, env=self.environment, stderr=told, stdout=subprocess.DEVNULL)
        try:
            yield Serving(port, process, self.environment)
            process.terminate()
            assert process.wait(SECONDS) == 0
        finally:
            process.kill()
            process.wait()


class Serving(Server):
    """A running server, asked as Docker asks whether it is well."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], environment: dict[str, str]) -> None:
        super().__init__(port, process)  # type: ignore[arg-type]
        self._environment = environment

    def healthy(self) -> bool:
        check = [each.replace(":8000", f":{self.port}") for each in said("HEALTHCHECK")]
        return not subprocess.run(check, env=self._environment, stderr=subprocess.DEVNULL).returncode

    def papers(self) -> int | None:
        data = self.asked(ASKED).json.get("data")
        return data and data["stats"]["papers"]


def until(condition: Any) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything is written, as the image has /data."""
    monkeypatch.chdir(tmp_path)
    Path("papers.jsonl").write_text(json.dumps({"id": "p1", "title": "Towns", "abstract": "Dutch towns use Twitter."}))
    Path("more.jsonl").write_text(json.dumps({"id": "p2", "title": "Seoul", "abstract": "Seoul uses Facebook."}))
    Path("neo4j_password").write_text(f"{PASSWORD}\n")
    return tmp_path


def test_the_services_work_together_through_bad_days(folder: Path) -> None:
    whole = merged(compose(BASE, {"NEO4J_PASSWORD": ""}), compose(ROOT / "deploy" / "compose.secrets.yml", {}))
    neo4j, litgraph = (whole["services"][each] for each in ("neo4j", "litgraph"))
    if not shutil.which("wget"):
        cannot_test("the health check of Neo4j is made by wget")
    settings = neo4j_settings(neo4j["environment"])
    heap = settings["server.memory.heap.max_size"]
    del settings["server.bolt.advertised_address"]  # another port here
    with ExitStack() as stack:
        try:
            server = stack.enter_context(restartable(heap, password=True, settings=settings))
        except NoNeo4jError as error:
            cannot_test(f"NO NEO4J, SO THE SERVICES WERE NOT TESTED: {error}")
        password = {"NEO4J_PASSWORD_FILE": str(folder / "neo4j_password")}
        image = Litgraph({**litgraph["environment"], "LITGRAPH_STORE": server.url, **password})
        check = neo4j["healthcheck"]["test"]
        assert _neo4j_is_healthy(check, server)

        done = image.run("ingest", "papers.jsonl")
        assert done.returncode == 0, done.stderr
        one = stack.enter_context(image.serving(folder / "one.txt"))
        until(one.healthy)
        until(lambda: one.papers() == 1)

        server.kill()
        assert not _neo4j_is_healthy(check, server)
        assert not one.healthy()
        answer = one.asked(ASKED)
        assert [each["extensions"]["code"] for each in answer.errors] == ["STORE_UNAVAILABLE"]
        two = stack.enter_context(image.serving(folder / "two.txt"))
        until(lambda: "waiting for it, 60 seconds at most" in (folder / "two.txt").read_text())

        server.start()
        until(one.healthy)
        until(two.healthy)
        until(lambda: (one.papers(), two.papers()) == (1, 1))

        # it is started anew, and takes no changes any more: what is there is served
        server.stop()
        server.set({"server.databases.default_to_read_only": "true"})
        server.start()
        until(one.healthy)
        until(two.healthy)
        until(lambda: (one.papers(), two.papers()) == (1, 1))
        refused = image.run("ingest", "more.jsonl")
        assert refused.returncode == 1
        line = f"litgraph: the Neo4j at {server.url} may not be written to"
        assert refused.stderr.splitlines()[-1] == f"{line} (check server.databases.read_only in its settings)"
        assert image.run("similar", "p1").returncode == 0


def _neo4j_is_healthy(check: str | Sequence[str], server: Restartable) -> bool:
    command = str(check).replace("localhost:7474", f"127.0.0.1:{server.http}")
    return not subprocess.run(["sh", "-c", command], capture_output=True).returncode
