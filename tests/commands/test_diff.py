"""`litgraph diff`: what changed from last month's export to this month's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nlp import sample

if TYPE_CHECKING:
    from tests.commands.conftest import Run

SAMPLE = Path(sample.__file__).with_name("papers.bib").read_text("utf-8")
ENTRIES = re.findall(r"^@(?!string).*?^\}", SAMPLE, re.MULTILINE | re.DOTALL)
STRINGS = "".join(f"{line}\n" for line in SAMPLE.splitlines() if line.startswith("@string"))


def export(name: str, entries: list[str]) -> None:
    Path(name).write_text(STRINGS + "\n".join(entries), encoding="utf-8")


@pytest.fixture
def months(litgraph: Run) -> Run:
    """July's export has all papers but the last, August's all but the first, and one abstract is another."""
    export("july.bib", ENTRIES[:-1])
    changed = ENTRIES[1].replace("abstract = {", "abstract = {Corrected version.")
    assert changed != ENTRIES[1]
    export("august.bib", [changed, *ENTRIES[2:]])
    for name in ("july.bib", "august.bib"):
        assert litgraph("ingest", name, "--no-similar", "--workers", 1).status == 0
    return litgraph


def test_each_paper_is_a_line_and_the_last_one_counts(months: Run) -> None:
    august, july = (each["id"] for each in months("runs", "--json").json)
    done = months("diff", july, august)
    before, after, new, gone, changed, counts = done.out.splitlines()
    assert (before, after) == (f"--- {july}  july.bib: 7 papers", f"+++ {august}  august.bib: 7 papers")
    assert [each.split(" ", 2)[0] for each in (new, gone, changed)] == ["+", "-", "~"]
    assert gone == (
        "- doi:10.5555/mmq.2022.0101 Forty Minutes or a Day: Reply Routines of Dutch Municipalities on Social Media"
    )
    assert "A Fron" in changed
    assert counts == "1 new, 1 gone, 1 changed, 5 as they were"
    assert months("diff", "july.bib", "august.bib").out == done.out


def test_first_shortens_every_kind_and_json_lists_all(litgraph: Run) -> None:
    export("july.bib", ENTRIES[:1])
    export("august.bib", ENTRIES)
    for name in ("july.bib", "august.bib"):
        assert litgraph("ingest", name, "--no-similar", "--workers", 1).status == 0
    short = litgraph("diff", "july.bib", "august.bib", "--first", 2).out.splitlines()
    assert [each[0] for each in short] == ["-", "+", "+", "+", "7"]
    assert short[-1] == "7 new, 0 gone, 0 changed, 1 as they were; --first 7 lists all"
    told = litgraph("diff", "july.bib", "august.bib", "--first", 2, "--json").json
    ids = [each["id"] for each in told["new"]]
    assert (len(ids), ids) == (7, sorted(ids))
    assert all(each["title"] for each in told["new"])
    assert (told["gone"], told["changed"], told["unchanged"]) == ([], [], 1)
    assert [(each["source"], each["papers"]) for each in (told["before"], told["after"])] == [
        ("july.bib", 1),
        ("august.bib", 8),
    ]
    whole = litgraph("diff", "july.bib", "august.bib").out.splitlines()
    assert whole[2:-1] == [f"+ {each['id']} {each['title']}" for each in told["new"]]


def test_papers_that_were_removed_are_said(months: Run) -> None:
    assert months("remove", "10.5555/mmq.2022.0101").status == 0
    told = months("diff", "july.bib", "august.bib")
    assert told.out.splitlines()[0].endswith("july.bib: 6 papers, and 1 that are in the graph no more")
    assert told.out.splitlines()[-1] == "1 new, 0 gone, 1 changed, 5 as they were"
    assert months("diff", "july.bib", "august.bib", "--json").json["before"]["noLongerInGraph"] == 1


def test_what_was_never_ingested_is_told_with_what_comes_near(months: Run) -> None:
    done = months("diff", "july.bub", "august.bib")
    assert done.status == 1
    assert "no run or source july.bub was ever ingested (did you mean july.bib" in done.complaint
    assert months("diff", "july.bib").status == 2
    assert months("diff", "a", "b", "--store", "none.db").status == 1
