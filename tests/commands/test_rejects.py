"""litgraph ingest --rejects: what was rejected, mended, is as if it had never been wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.commands.conftest import Run

RIGHT = "TY  - JOUR\nTI  - Dutch towns on Twitter\nER  - \n\nTY  - JOUR\nTI  - South Korea and Facebook\nER  - \n"


def test_rejected_records_are_mended_and_ingested(litgraph: Run) -> None:
    Path("right.ris").write_text(RIGHT)
    litgraph("ingest", "right.ris", "--store", "right.db")
    Path("papers.ris").write_text(RIGHT.replace("TI  - South", "TX  - South"))

    done = litgraph("ingest", "papers.ris", "--rejects", "rejected")
    assert done.status == 3
    assert "papers.ris:5: rejected: neither a title nor an abstract" in done.err
    assert "rejected records are in rejected/papers.ris" in done.err
    assert Path("rejected/papers.ris.why").read_text().startswith("papers.ris:5: rejected: neither a title")

    mended = Path("rejected/papers.ris")
    mended.write_text(mended.read_text().replace("TX  - South", "TI  - South"))
    assert litgraph("ingest", "rejected").status == 0  # what says why is no source
    assert litgraph("fingerprint").out == litgraph("fingerprint", "--store", "right.db").out


def test_where_nothing_is_rejected_there_is_no_file(litgraph: Run) -> None:
    Path("papers.ris").write_text(RIGHT)
    assert litgraph("ingest", "papers.ris", "--rejects", "rejected").status == 0
    assert not Path("rejected").exists()


def test_a_folder_that_cannot_be_made_is_told_first(litgraph: Run) -> None:
    Path("papers.ris").write_text(RIGHT)
    done = litgraph("ingest", "papers.ris", "--rejects", "papers.ris")
    assert done.status == 2
    assert "papers.ris" in done.err
