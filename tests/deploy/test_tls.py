"""The proxy's own configuration, run here: HTTPS alone, and litgraph knows who asked."""

from __future__ import annotations

import json
import os
import shutil
import ssl
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from api.config import load_config
from tests.api.process import serving
from tests.deploy.files import ROOT
from tests.neo4j_server import cannot_test, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.commands.conftest import Run

CADDYFILE = ROOT / "deploy" / "caddy" / "Caddyfile"
CONFIG = ROOT / "deploy" / "litgraph.toml"
ASKED = {"query": "{ stats { papers } }"}


@contextmanager
def proxy(upstream: int) -> Iterator[tuple[int, int]]:
    """The ports of HTTPS and HTTP of a Caddy with a certificate of its own."""
    caddy = shutil.which("caddy")
    if not caddy:
        cannot_test("no Caddy: install the package caddy")
    https, http = free_port(), free_port()
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(Path("caddy").absolute()),
        "XDG_CONFIG_HOME": str(Path("caddy").absolute()),
        "DOMAIN": "localhost",
        "UPSTREAM": f"127.0.0.1:{upstream}",
        # no word to the machine's own list of authorities
        "TLS": "tls internal",
        "ADMIN": f"127.0.0.1:{free_port()}",
        "HTTPS_PORT": str(https),
        "HTTP_PORT": str(http),
    }
    with Path("caddy.log").open("w") as log:
        command = [caddy, "run", "--config", CADDYFILE, "--adapter", "caddyfile"]
        process = subprocess.Popen(command, env=environment, stderr=log)
    try:
        yield https, http
        process.terminate()
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()


def trusted() -> ssl.SSLContext:
    """What trusts the authority that this Caddy is, once it has made itself."""
    root = Path("caddy/caddy/pki/authorities/local/root.crt")
    end = time.monotonic() + 20
    while not root.exists():
        assert time.monotonic() < end, Path("caddy.log").read_text()
        time.sleep(0.05)
    return ssl.create_default_context(cafile=root)


def test_https_alone_and_who_asked(litgraph: Run) -> None:
    Path("papers.jsonl").write_text(json.dumps({"id": "p1", "title": "Towns"}))
    assert litgraph("ingest", "papers.jsonl").status == 0
    # the proxy is on this machine, not in one of Docker's networks; and few requests are enough here
    text = CONFIG.read_text()
    assert '"172.16.0.0/12"' in text
    assert load_config(CONFIG).rate == "20/second; 600/minute"
    text = text.replace('"172.16.0.0/12"', '"127.0.0.1"').replace("20/second; 600/minute", "3/minute")
    Path("litgraph.toml").write_text(text)
    with (
        serving("litgraph.db", "--config", "litgraph.toml", log=Path("log.txt")) as server,
        proxy(server.port) as (https, http),
    ):
        transport = httpx.HTTPTransport(verify=trusted(), retries=10)
        with httpx.Client(base_url=f"https://localhost:{https}", transport=transport, timeout=20) as client:
            ready = client.get("/health/ready")
            assert ready.json()["status"] == "ready"
            assert ready.headers["Strict-Transport-Security"] == "max-age=31536000"
            assert client.get("/metrics").status_code == 404
            assert client.post("/graphql", json={"query": "#" * 1_100_000}).status_code == 413

            # what a client claims of itself does not count: it is one address, from which three requests come through
            claims = [{"X-Forwarded-For": f"203.0.113.{each}"} for each in range(3)]
            told = [client.post("/graphql", json=ASKED, headers=each).status_code for each in claims]
            assert told == [200, 200, 429]
        # whom the proxy names is believed: another address is not the one that asked too often
        for address, status in (("127.0.0.1", 429), ("203.0.113.9", 200)):
            asked = server.posted(json.dumps(ASKED).encode(), **{"X-Forwarded-For": address})
            assert asked.status == status

        plain = httpx.get(f"http://localhost:{http}/paper?id=p1")
        assert plain.status_code == 308
        assert plain.headers["Location"] == "https://localhost/paper?id=p1"


@pytest.mark.parametrize("tls", ["", "tls /certificates/cert.pem /certificates/key.pem"])
def test_the_certificates_that_it_can_have(tls: str) -> None:
    if not shutil.which("caddy"):
        cannot_test("no Caddy: install the package caddy")
    command = ["caddy", "adapt", "--config", CADDYFILE, "--adapter", "caddyfile"]
    environment = {**os.environ, "DOMAIN": "graph.example.org", "UPSTREAM": "litgraph:8000", "TLS": tls}
    told = json.loads(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert told["admin"]["listen"] == "127.0.0.1:2019"  # which the health check of the service asks
    assert '"max_size":64000000' in json.dumps(told, separators=(",", ":"))
    files = told["apps"].get("tls", {}).get("certificates", {}).get("load_files", [])
    assert [each["key"] for each in files] == ([tls.split()[-1]] if tls else [])
