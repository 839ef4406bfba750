"""What each command prints for a few papers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.cli import COMMANDS

if TYPE_CHECKING:
    from tests.commands.conftest import Run

PAPERS = [
    {
        "id": "p1",
        "title": "Dutch towns on Twitter",
        "abstract": "Towns in the Netherlands use Twitter. Citizens answer.",
    },
    {"id": "p2", "title": "The mayor of Seoul", "abstract": "The mayor of Seoul uses Twitter. Citizens answer there."},
    {"id": "p3", "title": "Kenyan records", "abstract": "The Kenya National Archives keep digital records."},
]


@pytest.fixture
def filled(litgraph: Run) -> Run:
    Path("papers.jsonl").write_text("".join(json.dumps(each) + "\n" for each in PAPERS))
    assert litgraph("ingest", "papers.jsonl").status == 0
    return litgraph


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches(litgraph: Run, name: str) -> None:
    done = litgraph(name, "--help")
    assert done.status == 0
    assert done.out.startswith(f"Usage: litgraph {name}")
    assert len(done.out.splitlines()) > 5


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, api.cli; print(*sorted({'spacy', 'strawberry', 'fastapi', 'numpy', 'neo4j'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_ingest_says_what_came_in(filled: Run) -> None:
    done = filled("ingest", "papers.jsonl")
    assert done.out.splitlines()[0] == "papers.jsonl: 3 papers, 0 new, 3 unchanged"
    assert done.out.splitlines()[-1].startswith("3 papers, ")


def test_ingest_reads_standard_input(litgraph: Run) -> None:
    done = litgraph("ingest", "-", "--format", "jsonl", "--json", stdin=json.dumps(PAPERS[0]))
    assert (done.status, done.json["papers"], done.json["sources"][0]["source"]) == (0, 1, "stdin")


def test_ingest_spreads_over_processes_with_one_result(filled: Run) -> None:
    many = [
        {**each, "id": f"{number}", "abstract": f"Report {number}. {each['abstract']}"}
        for number in range(700)
        for each in PAPERS
    ]
    Path("many.jsonl").write_text("".join(json.dumps(each) + "\n" for each in many))
    for workers in (1, 2):
        done = filled(
            "ingest", "many.jsonl", "--store", f"{workers}.db", "--workers", workers, "--no-similar", "--json"
        )
        assert done.json["papers"] == 2100
    assert filled("fingerprint", "--store", "1.db").out == filled("fingerprint", "--store", "2.db").out


def test_similar_quotes_both_sentences(filled: Run) -> None:
    out = filled("similar", "p1", "--why").out
    assert "The mayor of Seoul" in out
    assert "“The mayor of Seoul uses Twitter.”" in out
    assert "“Dutch towns on Twitter”" in out
    assert "Twitter" in filled("similar", "p1").out


def test_similar_takes_a_text(filled: Run) -> None:
    Path("text.txt").write_text("How do archives in Nairobi keep digital records?")
    by_file = filled("similar", "--text", "text.txt", "--json", "--first", 1)
    piped = filled("similar", "--text", "-", "--json", "--first", 1, stdin=Path("text.txt").read_text())
    assert by_file.json["papers"][0]["title"] == "Kenyan records"
    assert by_file.out == piped.out


def test_similar_is_repeatable_to_the_byte(filled: Run) -> None:
    first = filled("similar", "p1", "--json").out
    assert filled("index").status == 0
    assert filled("similar", "p1", "--json").out == first


def test_query_prints_the_graphql_response(filled: Run) -> None:
    done = filled("query", "query Q($id: ID!) { paper(id: $id) { title } }", "--variables", '{"id": "p3"}')
    assert done.json["data"] == {"paper": {"title": "Kenyan records"}}
    assert done.json["extensions"]["cost"]["cost"] == 1
    Path("q.graphql").write_text("{ stats { papers } }")
    assert filled("query", "@q.graphql").json["data"] == {"stats": {"papers": 3}}


def test_the_graph_is_changed_by_a_query_on_ones_own_store(filled: Run) -> None:
    done = filled("query", 'mutation { removePaper(id: "p3") { papers } }')
    assert (done.status, done.json["data"]) == (0, {"removePaper": {"papers": 2}})
    content = json.dumps({"title": "Kites of Ghana", "abstract": "Kites fly over Ghana.", "year": 2024})
    taken = "mutation ($content: String!) { ingest(content: $content) { new rejected { line } } }"
    done = filled("query", taken, "--variables", json.dumps({"content": content + "\n"}))
    assert done.json["data"] == {"ingest": {"new": 1, "rejected": []}}
    done = filled(
        "query", '{ stats { papers } papers(search: "kites") { nodes { title } } p3: paper(id: "p3") { id } }'
    )
    assert done.json["data"] == {
        "stats": {"papers": 3},
        "papers": {"nodes": [{"title": "Kites of Ghana"}]},
        "p3": None,
    }
    gone = filled("query", 'mutation { removePaper(id: "p3") { papers } }')
    assert (gone.status, gone.json["data"]) == (1, {"removePaper": None})


def test_versions_of_a_paper_are_folded_and_can_be_asked_for(filled: Run) -> None:
    text = "Mayors of towns answer on Twitter. " + " ".join(
        f"Citizens wrote about matter{number}." for number in range(9)
    )
    twins = [{"doi": f"10.1000/{name}", "title": "How mayors answer citizens", "abstract": text} for name in "ab"]
    Path("twins.jsonl").write_text("".join(json.dumps(each) + "\n" for each in twins))
    assert filled("ingest", "twins.jsonl").status == 0
    answer = filled("query", '{ paper(id: "doi:10.1000/b") { versions { id } } }').json
    assert answer["data"]["paper"]["versions"] == [{"id": "doi:10.1000/a"}]
    listed = [each["id"] for each in filled("similar", "p2", "--json").json["papers"]]
    assert "doi:10.1000/a" in listed
    assert "doi:10.1000/b" not in listed


def test_query_searches_in_chinese(filled: Run) -> None:
    searched = '{ papers(search: "荷兰的推特") { edges { node { title } highlights { text } } } }'
    edges = filled("query", searched).json["data"]["papers"]["edges"]
    assert [each["node"]["title"] for each in edges] == ["Dutch towns on Twitter"]
    spans = [each["text"] for each in edges[0]["highlights"]]
    assert spans == ["Dutch", "Twitter", "Netherlands", "Twitter"]


def test_a_search_does_without_spacy(filled: Run) -> None:
    code = (
        "import sys; from api.library import Library; library = Library.open('litgraph.db');"
        "library.reading().search('Twitter'); print('nlp.lexicon.chinese' in sys.modules);"
        "print(library.reading().search('推特').ranking.total, 'spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "2", "False"]


def test_a_query_with_errors_prints_them_and_fails(filled: Run) -> None:
    done = filled("query", "{ nonsense }")
    assert done.status == 1
    assert "nonsense" in done.json["errors"][0]["message"]
    assert "nonsense" in done.complaint


def test_annotate_gives_a_line_for_a_line(litgraph: Run) -> None:
    text = "𝔸 Dutch town uses Twitter."
    done = litgraph("annotate", stdin=f'{{"id": 7, "text": "{text}"}}\n\nnonsense\n{{"id": 8}}\n')
    assert done.status == 3
    assert [line.split(": rejected")[0] for line in done.err.splitlines()] == ["stdin:3", "stdin:4"]
    entry = json.loads(done.out)
    assert entry["id"] == 7
    assert [(each["concept"], each["kind"]) for each in entry["mentions"]] == [
        ("country:NL", "COUNTRY"),
        ("technology:twitter", "TECHNOLOGY"),
    ]
    for each in entry["mentions"]:
        assert set(each) == {"start", "end", "text", "kind", "concept", "name", "rule", "confidence"}
        assert text[each["start"] : each["end"]] == each["text"]


def test_evaluate_names_a_bad_line(litgraph: Run) -> None:
    Path("gold.jsonl").write_text(
        '{"id": 1, "text": "Dutch", "spans": [{"start": 0, "end": 5, "label": "COUNTRY"}]}\n{"id": 2}\n'
    )
    done = litgraph("evaluate", "gold.jsonl")
    assert done.status == 1
    assert "gold.jsonl" in done.complaint
    assert "2" in done.complaint


def test_stats_counts(filled: Run) -> None:
    counts = filled("stats", "--json").json
    assert (counts["papers"], counts["runs"]) == (3, 1)
    assert counts["conceptKinds"]["COUNTRY"] >= 2
    assert "papers" in filled("stats").out


def test_demo_ends_by_itself(litgraph: Run) -> None:
    done = litgraph("demo", "--no-serve")
    assert (done.status, done.err) == (0, "")
    assert "here “" in done.out
    assert "there “" in done.out


def test_similar_keeps_away_from_papers(filled: Run) -> None:
    assert "p3" not in filled("similar", "p2", "--unlike", "p3").out
    done = filled("similar", "p2", "--unlike", "p2")
    assert done.status == 1
    assert "is asked for and against" in done.complaint
