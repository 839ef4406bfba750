"""`litgraph export`: what it writes, where, and that another store makes the same graph of it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
import rispy

from api.commands.export import FORMATS
from api.outfile import whole_file
from graph.errors import LitgraphError
from nlp.sample import sample_paths
from nlp.writers import WRITERS
from tests.shared import needs_shared, shared

if TYPE_CHECKING:
    from tests.commands.conftest import Run

PAPERS = [
    {"doi": "10.5555/b", "title": "Votes on WhatsApp", "abstract": "Kenyan voters use WhatsApp.", "id": "v"},
    {
        "doi": "10.5555/a",
        "title": "Towns on Twitter",
        "abstract": "Dutch towns use Twitter.",
        "references": ["10.5555/b"],
    },
    {"title": "气候", "authors": ["李明"], "year": 2020, "abstract": "中国的社交媒体。"},
]


@pytest.fixture
def filled(litgraph: Run) -> Run:
    Path("papers.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in PAPERS), encoding="utf-8")
    assert litgraph("ingest", "papers.jsonl", "--no-similar").status == 0
    return litgraph


@pytest.fixture
def sampled(litgraph: Run) -> Run:
    """The sample: a page and entries, five papers on both."""
    assert litgraph("ingest", *sample_paths(), "--no-similar").status == 0
    return litgraph


def test_the_formats_are_those_of_the_writers() -> None:
    assert tuple(WRITERS) == FORMATS


def test_the_same_graph_is_made_of_json_lines(sampled: Run) -> None:
    assert sampled("export", "-o", "all.jsonl.gz").out == "27 papers are in all.jsonl.gz\n"
    assert sampled("ingest", "all.jsonl.gz", "--store", "copy.db", "--no-similar").status == 0
    assert sampled("fingerprint", "--store", "copy.db").out == sampled("fingerprint").out
    again = sampled("ingest", "all.jsonl.gz", "--json").json["sources"][0]
    assert (again["new"], again["rejected"]) == (0, [])
    assert sampled("fingerprint", "--store", "copy.db").out == sampled("fingerprint").out


@needs_shared
def test_real_files_make_the_same_graph_again(litgraph: Run) -> None:
    """Names with commas, LaTeX, titles without abstracts, papers that two files have."""
    folders = [shared("seed"), *(shared("corpora", "formats", each) for each in ("bibtex", "openalex", "csl"))]
    litgraph("ingest", *folders, "--no-similar")
    count = litgraph("stats", "--json").json["papers"]
    assert count > 90
    litgraph("export", "-o", "all.jsonl")
    assert len(Path("all.jsonl").read_text("utf-8").splitlines()) == count
    assert litgraph("ingest", "all.jsonl", "--store", "copy.db", "--no-similar").status == 0
    assert litgraph("fingerprint", "--store", "copy.db").out == litgraph("fingerprint").out
    for name in ("all.bib", "all.ris", "all.csv"):
        litgraph("export", "-o", name)
        told = litgraph("ingest", name, "--json", "--no-similar").json["sources"][0]
        assert (told["new"], told["rejected"]) == (0, [])
    assert litgraph("stats", "--json").json["papers"] == count


@pytest.mark.parametrize("extension", ["bib", "ris", "csv"])
def test_entries_are_the_same_papers_again(sampled: Run, extension: str) -> None:
    before = sampled("stats", "--json").json
    sampled("export", "-o", f"all.{extension}")
    assert sampled("ingest", f"all.{extension}", "--store", "copy.db", "--no-similar").status == 0
    after = sampled("stats", "--store", "copy.db", "--json").json
    assert {name: after[name] for name in ("papers", "concepts", "mentions", "authors")} == {
        name: before[name] for name in ("papers", "concepts", "mentions", "authors")
    }
    assert sampled("ingest", f"all.{extension}", "--json", "--no-similar").json["sources"][0]["new"] == 0


def test_other_programs_read_every_format(sampled: Run) -> None:
    ids = {each["id"] for each in map(json.loads, sampled("export", "--format", "jsonl").out.splitlines())}
    assert len(ids) == 27
    rows = list(
        csv.DictReader(io.StringIO(sampled("export", "--format", "csv").out.removeprefix("\ufeff"), newline=""))
    )
    assert {each["ID"] for each in rows} == ids
    assert {each["id"] for each in rispy.loads(sampled("export", "--format", "ris").out)} == ids
    assert sampled("export", "-o", "g.graphml").status == 0
    kinds = [kind for _, kind in nx.read_graphml("g.graphml").nodes(data="kind")]
    counts = sampled("stats", "--json").json
    assert (kinds.count("PAPER"), kinds.count("AUTHOR")) == (27, counts["authors"])
    assert len(kinds) == 27 + counts["authors"] + counts["concepts"]
    nodes = json.loads(sampled("export", "--format", "jsonld").out)["@graph"]
    assert len(nodes) == 27 + counts["concepts"]


def titles(lines: str) -> list[str]:
    return [json.loads(line)["title"] for line in lines.splitlines()]


def test_papers_are_chosen_by_id_or_by_search(filled: Run) -> None:
    assert titles(filled("export", "--format", "jsonl").out) == ["Towns on Twitter", "Votes on WhatsApp", "气候"]
    chosen = filled("export", "https://doi.org/10.5555/B", "10.5555/a", "v", "--format", "jsonl")
    assert titles(chosen.out) == ["Votes on WhatsApp", "Towns on Twitter"]
    assert titles(filled("export", "--search", "towns", "--format", "jsonl").out) == ["Towns on Twitter"]
    assert filled("export", "--search", "nothing like it", "--format", "jsonl").out == ""
    assert "did you mean doi:10.5555/" in filled("export", "10.5555/c", "--format", "jsonl").complaint
    assert filled("export", "10.5555/a", "--search", "towns", "--format", "jsonl").status == 2


def test_the_format_is_told_by_the_name(filled: Run) -> None:
    assert filled("export").status == 2
    assert "choose with --format: bibtex, ris" in filled("export", "-o", "papers.txt").complaint
    assert filled("export", "-o", "papers.txt", "--format", "ris").status == 0
    assert Path("papers.txt").read_bytes().startswith(b"TY  - GEN\r\n")
    assert filled("export", "-o", "PAPERS.CSV.GZ").status == 0
    with gzip.open("PAPERS.CSV.GZ", "rt", encoding="utf-8-sig") as stream:
        assert stream.readline().startswith("ID,Title,Abstract")


def test_equal_content_gives_equal_bytes_in_a_file_and_on_standard_output(filled: Run) -> None:
    for name in FORMATS:
        filled("export", "-o", "one.gz", "--format", name, "--force")
        first = Path("one.gz").read_bytes()
        filled("export", "-o", "one.gz", "--format", name, "--force")
        assert Path("one.gz").read_bytes() == first
        assert gzip.decompress(first).decode() == filled("export", "--format", name).out


def test_a_file_that_is_there_is_replaced_only_if_asked(filled: Run) -> None:
    Path("mine.csv").write_text("mine", "utf-8")
    refused = filled("export", "-o", "mine.csv")
    assert (refused.status, Path("mine.csv").read_text("utf-8")) == (1, "mine")
    assert "mine.csv is there already" in refused.complaint
    assert filled("export", "-o", "mine.csv", "--force").status == 0
    assert Path("mine.csv").read_text("utf-8").startswith("\ufeffID,")
    assert "no folder none" in filled("export", "-o", "none/papers.csv").complaint
    Path("folder.csv").mkdir()
    assert "is a folder" in filled("export", "-o", "folder.csv", "--force").complaint
    assert filled("export", "-o", "new.csv", "--store", "none.db").status == 1
    assert not Path("new.csv").exists()


def half(file: Path, error: Exception, **options: bool) -> None:
    """Writes half a file, then fails."""
    with whole_file(file, **options) as stream:
        stream.write(b"half of it")
        raise error


@pytest.mark.parametrize(
    ("error", "shown", "match"),
    [(ValueError("bad"), ValueError, "bad"), (OSError(28, "No space left on device"), LitgraphError, "no space left")],
)
@pytest.mark.parametrize("name", ["papers.csv", "papers.csv.gz"])
def test_a_file_appears_whole_or_not_at_all(
    tmp_path: Path, name: str, error: Exception, shown: type[Exception], match: str
) -> None:
    file = tmp_path / name
    with pytest.raises(shown, match=match):
        half(file, error)
    assert not list(tmp_path.iterdir())
    file.write_text("before", "utf-8")
    with pytest.raises(shown, match=match):
        half(file, error, force=True)
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert file.read_text("utf-8") == "before"


def test_who_comes_first_keeps_the_name(tmp_path: Path) -> None:
    file = tmp_path / "papers.csv"
    with whole_file(file) as stream:
        stream.write(b"first")
        with pytest.raises(LitgraphError, match="there already"):
            taken_meanwhile(file)
        file.unlink()
    assert file.read_text("utf-8") == "first"


def taken_meanwhile(file: Path) -> None:
    with whole_file(file):
        file.write_text("somebody else's", "utf-8")


def test_links_stay_links_and_pipes_pipes(tmp_path: Path) -> None:
    real, link, pipe = tmp_path / "real.csv", tmp_path / "link.csv", tmp_path / "pipe"
    real.write_text("before", "utf-8")
    link.symlink_to(real)
    with whole_file(link, force=True) as stream:
        stream.write(b"after")
    assert link.is_symlink()
    assert real.read_text("utf-8") == "after"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with whole_file(pipe) as stream:
        stream.write(b"through")
    assert os.read(reader, 20) == b"through"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
