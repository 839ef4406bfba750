"""The files that deploy litgraph are what Docker takes, and leave nothing open that should be closed."""

from __future__ import annotations

import re
from functools import reduce
from importlib.metadata import version
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.deploy.files import BASE, OVERRIDES, ROOT, MissingError, compose, instructions, merged, plain, said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

compose_spec = pytest.importorskip("compose_spec", reason="its wheels are for Linux only")

SET = {"NEO4J_PASSWORD": "eight-or-more", "DOMAIN": "graph.example.org", "GRAFANA_PASSWORD": "a-long-one"}
STACKS = [(BASE, *each) for size in range(len(OVERRIDES) + 1) for each in combinations(OVERRIDES, size)]
PINNED = re.compile(r"[\w./-]+:[\w.-]*\d+\.\d+\.\d+[\w.-]*")


def stack(files: Sequence[Path]) -> dict[str, Any]:
    return reduce(merged, (compose(each, SET) for each in files))


@pytest.mark.parametrize("file", [BASE, *OVERRIDES], ids=lambda file: file.name)
def test_each_file_is_as_the_specification_has_it(file: Path) -> None:
    compose_spec.PyCompose.from_yaml(yaml.safe_dump(plain(compose(file, SET))))


@pytest.mark.parametrize("files", STACKS, ids=lambda files: "+".join(each.name for each in files))
def test_they_fit_together(files: Sequence[Path]) -> None:
    whole = stack(files)
    compose_spec.PyCompose.from_yaml(yaml.safe_dump(whole))
    for name, service in whole["services"].items():
        assert PINNED.fullmatch(service["image"]), name
        assert service["restart"] == "unless-stopped", name
        assert service["stop_grace_period"], name
        assert service["logging"]["options"]["max-size"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert service.get("healthcheck") or ("build" in service and said("HEALTHCHECK")), name
        assert set(service.get("depends_on", {})) <= set(whole["services"]), name
        assert set(service.get("secrets", ())) <= set(whole.get("secrets", {})), name
        named = {each.split(":")[0] for each in service.get("volumes", ()) if each[0] not in "./"}
        assert named <= set(whole["volumes"]), name
        mounted = [each.split(":")[0] for each in service.get("volumes", ()) if each[0] in "./"]
        assert all((ROOT / each).exists() for each in mounted), name
        public = [each for each in service.get("ports", ()) if not each.startswith("127.0.0.1:")]
        assert public == (["80:80", "443:443"] if name == "caddy" else [])
        if name != "neo4j":
            assert service["read_only"]
            assert service["cap_drop"] == ["ALL"]


def test_no_password_is_assumed() -> None:
    with pytest.raises(MissingError, match=r"NEO4J_PASSWORD=… .* into a file \.env"):
        compose(BASE, {})
    # set to nothing, as where it is in a file, it leaves what the image of Neo4j refuses
    assert compose(BASE, {"NEO4J_PASSWORD": ""})["services"]["neo4j"]["environment"]["NEO4J_AUTH"] == "neo4j/"


def test_with_secrets_no_password_is_in_the_environment() -> None:
    whole = stack((BASE, ROOT / "deploy" / "compose.secrets.yml"))
    assert "eight-or-more" not in str(whole)
    for service, name, secret in (
        ("neo4j", "NEO4J_AUTH_FILE", "neo4j_auth"),
        ("litgraph", "NEO4J_PASSWORD_FILE", "neo4j_password"),
    ):
        assert whole["services"][service]["environment"][name] == f"/run/secrets/{secret}"
        assert whole["services"][service]["secrets"] == [secret]
        assert whole["secrets"][secret]["file"].startswith("./secrets/")
    assert "/secrets/" in (ROOT / ".gitignore").read_text()


def test_behind_the_proxy_litgraph_has_no_port() -> None:
    whole = stack((BASE, ROOT / "deploy" / "compose.tls.yml"))
    assert "ports" not in whole["services"]["litgraph"]
    with pytest.raises(MissingError, match="DOMAIN"):
        compose(ROOT / "deploy" / "compose.tls.yml", {})


def test_the_image() -> None:
    built = stack((BASE,))["services"]["litgraph"]["image"]
    assert built == f"litgraph:{version('litgraph')}"
    bases = [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    assert all(PINNED.fullmatch(each) for each in bases)
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", said("USER"))
    copied = [rest.split()[:-1] for word, rest in instructions() if word == "COPY" and "--from" not in rest]
    taken = [*chain(*copied)]
    assert all((ROOT / each).exists() for each in taken)
    # nothing else than what is copied reaches the builder
    let_in = re.findall(r"^!(.*)", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    assert sorted(let_in) == sorted(taken)
    assert not re.search(r"(?i)passw|secret|token", (ROOT / "Dockerfile").read_text())
