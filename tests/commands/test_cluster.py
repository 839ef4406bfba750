"""On a cluster an ingest ends with what it ends with here, whoever dies on the way."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from distributed import Client

from graph.errors import LitgraphError
from graph.fingerprint import fingerprint
from graph.ingest import BATCH, Report, ingest
from graph.stores import open_store
from nlp.cluster import connected, connection, engine
from nlp.cluster.tasks import Setup, count_piece
from nlp.parallel import Annotator
from nlp.pipeline import load_pipeline
from nlp.readers import read_source
from tests.clusters import ROOT, SECONDS, LocalCluster, kill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.commands.conftest import Run

LITGRAPH = Path(sys.executable).parent / "litgraph"
PAPERS = 2400
ABSTRACT = "The Kenya National Archives ask how Dutch towns use Twitter."


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A scheduler with two workers."""
    with LocalCluster(tmp_path_factory.mktemp("cluster")) as started:
        started.start_worker("one")
        started.start_worker("two")
        with asking(started) as client:
            client.wait_for_workers(2, timeout=SECONDS)
        yield started


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(load_pipeline())


def asking(cluster: LocalCluster) -> Client:
    """A look into the cluster, beside the one that litgraph has."""
    return Client(cluster.address, set_as_default=False)


def papers(count: int, word: str = "Report") -> list[dict[str, str]]:
    return [{"id": f"{word}{each}", "abstract": f"{word} {each}. {ABSTRACT}"} for each in range(count)]


def lines(count: int) -> str:
    """JSON Lines, with one in 300 that is none."""
    written = (json.dumps(each) for each in papers(count))
    return "".join(f"{line}\n" if at % 300 else f"{line}\n{{broken\n" for at, line in enumerate(written))


def test_every_kind_of_source_ends_as_it_does_here(litgraph: Run, cluster: LocalCluster) -> None:
    Path("a.jsonl").write_text(lines(400))
    Path("b.bib").write_text(
        "".join(f"@article{{{each['id']},\n  abstract = {{{each['abstract']}}}\n}}\n" for each in papers(250, "Bib"))
        + "@article{open, title = {x\n@article{last, title = {Last}}\n"
    )
    Path("c.ris").write_text(
        "".join(f"TY  - JOUR\r\nAB  - {each['abstract']}\r\nER  - \r\n" for each in papers(250, "Ris"))
        + "TI  - Loose\n"
    )
    Path("d.csv").write_text("abstract\n" + "".join(f"{each['abstract']}\n" for each in papers(250, "Row")))
    Path("e.jsonl.gz").write_bytes(gzip.compress(lines(3).replace("Report", "Packed").encode(), mtime=0))
    sources = ("a.jsonl", "b.bib", "c.ris", "d.csv", "e.jsonl.gz")
    there = litgraph(
        "ingest", *sources, "--store", "there.db", "--engine", "dask", "--scheduler", cluster.address, "--json"
    )
    here = litgraph("ingest", *sources, "--store", "here.db", "--json")
    assert (there.status, there.err) == (here.status, here.err) == (3, "")
    assert there.json | {"seconds": 0} == here.json | {"seconds": 0}
    assert [len(each["rejected"]) for each in there.json["sources"]] == [2, 1, 1, 0, 1]
    assert [read_source(each).pieces(1 << 14) != [] for each in sources] == [True, True, True, False, False]
    assert litgraph("fingerprint", "--store", "there.db").out == litgraph("fingerprint", "--store", "here.db").out


def test_rejected_records_are_kept_as_they_are_here(litgraph: Run, cluster: LocalCluster) -> None:
    Path("papers.jsonl").write_text(lines(400))
    assert read_source("papers.jsonl").pieces(1 << 14)  # it could be cut, if nobody asked for its rejects
    for store, options in ("here", ()), ("there", ("--engine", "dask", "--scheduler", cluster.address)):
        done = litgraph(
            "ingest", "papers.jsonl", "--no-similar", "--store", f"{store}.db", "--rejects", store, *options
        )
        assert done.status == 3
    assert Path("there/papers.jsonl").read_text() == Path("here/papers.jsonl").read_text() == "{broken\n" * 2
    assert Path("there/papers.jsonl.why").read_text() == Path("here/papers.jsonl.why").read_text()
    assert litgraph("fingerprint", "--store", "there.db").out == litgraph("fingerprint", "--store", "here.db").out


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_ingest_goes_on(litgraph: Run, cluster: LocalCluster, stop: signal.Signals) -> None:
    Path("papers.jsonl").write_text(lines(PAPERS))
    there = ("ingest", "papers.jsonl", "--no-similar", "--store", "there.db", "--engine", "dask")
    store = open_store("there.db", create=True)
    process = subprocess.Popen(
        [LITGRAPH, *there, "--scheduler", cluster.address],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    while store.counts().papers < BATCH:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(stop)
    process.wait()
    safe = store.counts().papers
    store.close()
    assert 0 < safe < PAPERS
    with asking(cluster) as client:  # nobody works for who is not there any more
        until = time.monotonic() + SECONDS
        while any(client.processing().values()):
            assert time.monotonic() < until
            time.sleep(0.05)
    again = litgraph(*there, "--scheduler", cluster.address, "--json").json
    assert (again["papers"], again["sources"][0]["new"]) == (PAPERS, PAPERS - safe)
    here = litgraph("ingest", "papers.jsonl", "--no-similar", "--workers", 1, "--store", "here.db", "--json").json
    assert again["sources"][0]["rejected"] == here["sources"][0]["rejected"]
    assert litgraph("fingerprint", "--store", "there.db").out == litgraph("fingerprint", "--store", "here.db").out
    once_more = litgraph(*there, "--scheduler", cluster.address, "--json").json["sources"][0]
    assert (once_more["unchanged"], len(once_more["rejected"])) == (PAPERS, PAPERS // 300)


def test_a_killed_worker_costs_nothing_but_time(tmp_path: Path, cluster: LocalCluster, annotator: Annotator) -> None:
    (tmp_path / "papers.jsonl").write_text(lines(PAPERS))
    source = read_source(tmp_path / "papers.jsonl")
    victim = cluster.start_worker("victim")
    killed_with: list[int] = []

    def strike(report: Report) -> None:
        work = [client.processing()[at] for at, info in workers(client).items() if info["name"] == "victim"]
        if not killed_with and work and work[0]:
            killed_with.append(report.records)
            kill(victim)

    with asking(cluster) as client:
        client.wait_for_workers(3, timeout=SECONDS)
        there, reached = loaded(tmp_path / "there.db", cluster, annotator, source, strike)
        assert len(workers(client)) == 2
    here, expected = loaded(tmp_path / "here.db", None, annotator, source)
    assert 0 < killed_with[0] < PAPERS
    assert (there, reached.tally, reached.rejects) == (here, expected.tally, expected.rejects)


def test_a_cluster_that_goes_away_costs_nothing_but_time(
    tmp_path: Path, cluster: LocalCluster, annotator: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "papers.jsonl").write_text(lines(PAPERS))
    source = read_source(tmp_path / "papers.jsonl")
    monkeypatch.setattr(connection, "WAIT", 1)
    monkeypatch.setattr(engine, "PATIENCE", 1.0)
    (tmp_path / "lost").mkdir()
    with LocalCluster(tmp_path / "lost") as lost:
        with pytest.raises(LitgraphError, match=f"the cluster at {lost.address} has no workers"):
            loaded(tmp_path / "there.db", lost, annotator, source)
        only = lost.start_worker("only")
        with asking(lost) as client:
            client.wait_for_workers(1, timeout=SECONDS)
        with pytest.raises(LitgraphError, match=f"no worker is left on the cluster at {lost.address}"):
            loaded(tmp_path / "there.db", lost, annotator, source, lambda _: kill(only))
        lost.start_worker("next")
        with asking(lost) as client:
            client.wait_for_workers(1, timeout=SECONDS)
        with pytest.raises(LitgraphError, match=f"the scheduler at {lost.address} went away"):
            loaded(tmp_path / "there.db", lost, annotator, source, lambda _: kill(lost.scheduler))
    with pytest.raises(LitgraphError, match=f"no scheduler answers at {lost.address}"):
        loaded(tmp_path / "there.db", lost, annotator, source)
    there, report = loaded(tmp_path / "there.db", cluster, annotator, source)
    assert report.known >= BATCH
    assert report.records == PAPERS
    assert there == loaded(tmp_path / "here.db", None, annotator, source)[0]


def test_a_worker_with_other_rules_gets_no_work(tmp_path: Path, annotator: Annotator) -> None:
    (tmp_path / "other.py").write_text("import nlp.pipeline\nnlp.pipeline.RULES_VERSION = 'other'\n")
    (tmp_path / "papers.jsonl").write_text(lines(10))
    with LocalCluster(tmp_path) as odd:
        odd.start_worker("odd", "--preload", tmp_path / "other.py")
        with asking(odd) as client:
            client.wait_for_workers(1, timeout=SECONDS)
            (worker,) = workers(client)
        with pytest.raises(LitgraphError, match=f"worker {worker} finds concepts by other rules"):
            loaded(tmp_path / "there.db", odd, annotator, read_source(tmp_path / "papers.jsonl"))


def test_a_worker_that_does_not_see_the_file_is_named(
    tmp_path: Path, cluster: LocalCluster, annotator: Annotator
) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text(lines(300))
    source = read_source(path)
    path.write_text(path.read_text().replace("Kenya", "Ghana"))
    with pytest.raises(LitgraphError, match=rf"worker tcp://\S+ sees another file than this process at {path}"):
        loaded(tmp_path / "there.db", cluster, annotator, source)
    missing = replace(source.pieces(1 << 14)[0], path=tmp_path / "missing.jsonl")
    with asking(cluster) as client, pytest.raises(LitgraphError, match=r"worker tcp://\S+ cannot read .*missing.jsonl"):
        client.submit(count_piece, Setup("", None, ()), missing).result()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--engine", "dask"), "--engine dask needs --scheduler"),
        (("--scheduler", "tcp://127.0.0.1:1"), "--scheduler is for --engine dask"),
        (("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--workers", 2), "--workers is for --engine local"),
        (("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--plan"), "leave --engine dask out"),
    ],
)
def test_options_that_do_not_go_together(litgraph: Run, options: tuple[object, ...], said: str) -> None:
    done = litgraph("ingest", "any.jsonl", *options)
    assert done.status == 2
    assert said in done.err
    assert not Path("litgraph.db").exists()


def test_without_the_extra_it_says_how_to_install_it(litgraph: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setenv("LITGRAPH_SCHEDULER", "tcp://127.0.0.1:1")
    done = litgraph("ingest", "any.jsonl", "--engine", "dask")
    assert done.status == 1
    assert "pip install litgraph[dask]" in done.complaint


def workers(client: Client) -> dict[str, dict[str, str]]:
    return client.scheduler_info(n_workers=-1)["workers"]


def loaded(
    path: Path,
    cluster: LocalCluster | None,
    annotator: Annotator,
    source: object,
    on_batch: Callable[[Report], None] | None = None,
) -> tuple[str, Report]:
    """The fingerprint of a store after an ingest, there or here, and the report."""
    store = open_store(str(path), create=True)
    try:
        if cluster is None:
            report = ingest(store, source, annotator)
        else:
            with connected(cluster.address, annotator) as there:
                report = ingest(store, source, annotator, engine=there, on_batch=on_batch)
        return fingerprint(store), report
    finally:
        store.close()
