"""A kind of one's own, by --lexicon: what it names is found, stored, counted and shown like any other concept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Done, Run

LAWS = """
[kinds.LEGAL_ACT]
label = "Act of law"
label_zh = "法律"

[[concepts]]
kind = "LEGAL_ACT"
name = "Freedom of Information Act"
name_zh = "信息自由法"
aliases = ["=FOIA"]
"""
RULES = "kind\tname\tname_zh\taliases\nRULE\tcurfew\t\t\n"
PAPERS = [
    {"id": "p1", "title": "Towns and the FOIA", "abstract": "Dutch towns have no FOIA, but a curfew."},
    {"id": "p2", "title": "Curfews", "abstract": "The Freedom of Information Act opens records in Seoul."},
]
FACETS = 'query Facets($by: FacetBy!) { papers { facets(by: $by) { id label(locale: "zh") count } } }'
FOIA = "legal-act:freedom-of-information-act"


@pytest.fixture
def lexicons(litgraph: Run) -> tuple[str, ...]:
    """The options that name two lexicons, a file of either form."""
    Path("papers.jsonl").write_text("".join(json.dumps(each) + "\n" for each in PAPERS))
    Path("laws.toml").write_text(LAWS, encoding="utf-8")
    Path("rules.tsv").write_text(RULES, encoding="utf-8")
    return "--lexicon", "laws.toml", "--lexicon", "rules.tsv"


def data(done: Done) -> Any:
    return done.json["data"]


def test_a_kind_of_ones_own_is_everywhere(litgraph: Run, lexicons: tuple[str, ...], store_url: str) -> None:
    assert litgraph("ingest", "papers.jsonl", "--store", store_url, *lexicons).status == 0
    assert {"LEGAL_ACT": 1, "RULE": 1}.items() <= litgraph("stats", "--store", store_url, "--json").json[
        "conceptKinds"
    ].items()

    def ask(query: str, *more: object) -> Any:
        return data(litgraph("query", query, "--store", store_url, *more))

    found = [{"id": FOIA, "label": "信息自由法", "count": 2}]
    assert ask(FACETS, "--variables", '{"by": "LEGAL_ACT"}', *lexicons)["papers"]["facets"] == found
    # who serves the store need not have the lexicon
    assert ask(FACETS, "--variables", '{"by": "LEGAL_ACT"}')["papers"]["facets"] == found
    assert ask("{ papers { facets(by: RULE) { id count } } }")["papers"]["facets"] == [
        {"id": "rule:curfew", "count": 2}
    ]
    assert ask('{ concepts(kinds: ["LEGAL_ACT"]) { nodes { id } } }')["concepts"]["nodes"] == [{"id": FOIA}]
    mentions = ask('{ paper(id: "p1") { mentions(kinds: ["LEGAL_ACT"]) { text } } }')["paper"]["mentions"]
    assert mentions == [{"text": "FOIA"}] * 2

    kinds = '{ conceptKinds { name en: label zh: label(locale: "zh") } }'
    told = {"name": "LEGAL_ACT", "en": "Act of law", "zh": "法律"}
    assert told in ask(kinds, *lexicons)["conceptKinds"]
    assert {**told, "en": "Legal act", "zh": "Legal act"} in ask(kinds)["conceptKinds"]
    values = {
        each["name"] for each in ask('{ __type(name: "FacetBy") { enumValues { name } } }')["__type"]["enumValues"]
    }
    assert {"COUNTRY", "LEGAL_ACT", "RULE"} <= values


def test_a_kind_that_nobody_knows_is_no_facet(litgraph: Run, lexicons: tuple[str, ...]) -> None:
    litgraph("ingest", "papers.jsonl")
    query = "{ papers { facets(by: RULE) { id } } }"
    assert data(litgraph("query", query, *lexicons)) == {"papers": {"facets": []}}
    assert "'RULE' does not exist in 'FacetBy'" in litgraph("query", query).complaint


def test_the_same_papers_are_read_anew_with_a_lexicon(litgraph: Run, lexicons: tuple[str, ...]) -> None:
    assert "2 new" in litgraph("ingest", "papers.jsonl").out
    assert "2 updated" in litgraph("ingest", "papers.jsonl", *lexicons).out
    assert "2 unchanged" in litgraph("ingest", "papers.jsonl", *lexicons).out


def test_every_process_reads_with_the_lexicon(litgraph: Run, lexicons: tuple[str, ...]) -> None:
    many = [{"id": f"{each}", "abstract": f"Report {each}: towns have a curfew."} for each in range(1500)]
    Path("many.jsonl").write_text("".join(json.dumps(each) + "\n" for each in many))
    litgraph("ingest", "many.jsonl", "--workers", 2, "--no-similar", *lexicons)
    query = "{ papers { facets(by: RULE) { id count } } }"
    assert data(litgraph("query", query)) == {"papers": {"facets": [{"id": "rule:curfew", "count": 1500}]}}


def test_texts_are_read_with_the_lexicon(
    litgraph: Run, lexicons: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = json.dumps({"id": 1, "text": "The FOIA"})
    (mention,) = litgraph("annotate", *lexicons, stdin=line).json["mentions"]
    assert (mention["kind"], mention["concept"]) == ("LEGAL_ACT", FOIA)

    monkeypatch.setenv("LITGRAPH_LEXICON", "laws.toml:rules.tsv")
    assert litgraph("annotate", stdin=line).json["mentions"] == [mention]
    litgraph("ingest", "papers.jsonl")
    query = '{ annotate(text: "a curfew") { concept { id kind } } }'
    assert data(litgraph("query", query)) == {"annotate": [{"concept": {"id": "rule:curfew", "kind": "RULE"}}]}
    assert FOIA in litgraph("similar", "--text", "-", "--json", stdin="What does FOIA say?").out
    assert litgraph("demo", "--no-serve").status == 0


@pytest.mark.parametrize("command", [["ingest", "papers.jsonl"], ["annotate"], ["serve"], ["demo"]])
def test_a_bad_lexicon_is_one_line_and_leaves_nothing(litgraph: Run, command: list[str]) -> None:
    Path("bad.tsv").write_text("kind\tname\nVENUE\tparliament\n")
    done = litgraph(*command, "--lexicon", "bad.tsv")
    assert done.status == 1
    assert "bad.tsv, line 2: VENUE has a meaning of its own" in done.complaint
    assert [each.name for each in Path().iterdir()] == ["bad.tsv"]
