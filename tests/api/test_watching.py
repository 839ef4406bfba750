"""What is watched is there: dashboard, alerts and docs name the figures that a server really tells, and no others."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import promql_parser
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families as families

from api.app import create_app
from tests.api.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.library import Library

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
BOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "litgraph.json").read_text("utf-8"))
ALERTS = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
PANELS = [(panel["title"], each["expr"]) for panel in BOARD["panels"] for each in panel.get("targets", ())]
EXPRESSIONS = [*PANELS, *((each["alert"], each["expr"]) for each in ALERTS)]
OF_PROMETHEUS = {"instance", "job", "le", "pid"}
"""Labels that it adds, or that only some servers have."""


@pytest.fixture(scope="module")
def told(sample: Library) -> dict[str, set[str]]:
    """Every series that a server tells, with its labels, when it has answered, refused, and shown a page."""
    with serving(create_app(sample)) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:
        too_much = "{ " + "".join(f"a{at}: __typename " for at in range(60)) + "}"
        for query in ("{ stats { papers } }", too_much, '{ papers(search: "town") { totalCount } }'):
            http.post("/graphql", json={"query": query})
        assert http.get("/search?q=town").status_code == 200
        found: dict[str, set[str]] = {}
        for family in families(http.get("/metrics").text):
            for each in family.samples:
                found.setdefault(each.name, set()).update(each.labels)
    return found


def selected(expression: str) -> Iterator[tuple[str, set[str]]]:
    """The series that an expression asks for, each with the labels that it names."""
    written = expression.replace("$__rate_interval", "5m").replace("$instance", ".*")
    seen: list[Any] = []
    promql_parser.walk(promql_parser.parse(written), seen.append)
    grouped = {
        label for each in seen if getattr(each, "modifier", None) for label in getattr(each.modifier, "labels", ())
    }
    for each in seen:
        if isinstance(each, promql_parser.VectorSelector):
            yield str(each.name), {matcher.name for matcher in each.matchers.matchers} | grouped


@pytest.mark.parametrize(("title", "expression"), EXPRESSIONS)
def test_what_is_drawn_and_alerted_is_told(title: str, expression: str, told: dict[str, set[str]]) -> None:
    series = list(selected(expression))
    assert series
    for name, labels in series:
        assert name in told or name == "up", name
        assert labels <= told.get(name, set()) | OF_PROMETHEUS, (name, labels)


def test_the_dashboard_can_be_imported() -> None:
    variables = {each["name"]: each["type"] for each in BOARD["templating"]["list"]}
    assert variables == {"datasource": "datasource", "instance": "query"}
    ids = [each["id"] for each in BOARD["panels"]]
    assert len(ids) == len(set(ids))
    assert {each["datasource"]["uid"] for each in BOARD["panels"] if each["type"] != "row"} == {"${datasource}"}
    places = {(each["gridPos"]["x"], each["gridPos"]["y"]) for each in BOARD["panels"]}
    assert len(places) == len(ids)
    assert all(each["gridPos"]["x"] + each["gridPos"]["w"] <= 24 for each in BOARD["panels"])


def test_every_figure_is_explained_and_every_explained_one_is_there(told: dict[str, set[str]]) -> None:
    page = (ROOT / "docs" / "serving.md").read_text("utf-8")
    table = re.findall(r"^\| `(litgraph_\w+)(?:\{([\w,]+)\})?` \|", page, re.MULTILINE)
    explained = {name: set(labels.split(",")) - {""} for name, labels in table}
    base = {re.sub(r"_(bucket|count|sum)$", "", name): labels - {"le"} for name, labels in told.items()}
    real = {name: labels for name, labels in base.items() if name.startswith("litgraph_") and "_created" not in name}
    assert explained == real


def test_what_watches_runs_on_this_machine_pinned_and_without_a_password_of_ours() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.watch.yml").read_text("utf-8"))
    for service in compose["services"].values():
        assert re.search(r":v?\d+\.\d+\.\d+$", service["image"])
        assert all(each.startswith("127.0.0.1:") for each in service["ports"])
        for each in service["volumes"]:
            source = each.split(":")[0]
            assert source in compose["volumes"] or (ROOT / source).exists(), source
    assert compose["services"]["grafana"]["environment"]["GF_SECURITY_ADMIN_PASSWORD"].startswith(
        "${GRAFANA_PASSWORD:?"
    )
    scraped = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text("utf-8"))
    (job,) = scraped["scrape_configs"]
    assert (job["job_name"], job["metrics_path"]) == ("litgraph", "/metrics")
    assert all((DEPLOY / "prometheus" / each).exists() for each in scraped["rule_files"])
