"""--semantic: papers are encoded once, by whichever command is asked; without the extra nothing is begun."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nlp.semantic import encoder
from tests.commands.test_commands import PAPERS
from tests.wheel import needs_wheel

if TYPE_CHECKING:
    from tests.commands.conftest import Run


@pytest.fixture
def written(litgraph: Run) -> Run:
    Path("papers.jsonl").write_text("".join(json.dumps(each) + "\n" for each in PAPERS))
    return litgraph


@needs_wheel
def test_ingest_encodes_what_came_in_and_index_the_rest(written: Run) -> None:
    done = written("ingest", "papers.jsonl", "--semantic")
    assert done.out.splitlines()[1] == "encoded 3 papers"
    assert written("index", "--semantic").out.splitlines()[0] == "encoded 0 papers"
    Path("papers.jsonl").write_text(json.dumps({**PAPERS[0], "id": "p4", "abstract": "Something new."}) + "\n")
    assert "encoded" not in written("ingest", "papers.jsonl").out
    done = written("index", "--semantic")
    assert done.out.splitlines()[0] == "encoded 1 papers"
    assert done.out.splitlines()[1].startswith("indexed 4 papers")


@needs_wheel
def test_encoding_leaves_the_fingerprint_alone(written: Run) -> None:
    assert written("ingest", "papers.jsonl", "--store", "plain.db", "--json").json.get("encoded") is None
    assert written("ingest", "papers.jsonl", "--store", "encoded.db", "--json", "--semantic").json["encoded"] == 3
    one, other = (written("fingerprint", "--store", each).out for each in ("plain.db", "encoded.db"))
    assert one == other


@pytest.mark.parametrize("command", [("ingest", "papers.jsonl"), ("index",)])
def test_without_the_extra_nothing_is_begun(
    written: Run, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "find_spec", lambda _: None)
    done = written(*command, "--semantic")
    assert done.status == 1
    assert "make semantic" in done.complaint
    assert not Path("litgraph.db").exists()


@needs_wheel
def test_what_is_encoded_has_a_say_in_similarity(written: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    written("ingest", "papers.jsonl", "--semantic")
    Path("pasted.txt").write_text("Mayors answer people on the net.")
    for asked in (("p1",), ("--text", "pasted.txt")):
        answer = written("similar", *asked, "--json").json
        assert answer["weights"]["semantic"] > 0.4
        for each in answer["papers"]:
            parts = [reason["contribution"] for reason in each["why"]]
            assert sum(parts) == pytest.approx(each["score"], abs=1e-6)
            assert "SEMANTIC" in {reason["signal"] for reason in each["why"]}
    monkeypatch.setattr(encoder, "find_spec", lambda _: None)
    assert written("similar", "--text", "pasted.txt", "--json").json["weights"]["semantic"] == 0
