"""Every real file through a whole ingest: entries by an independent count, papers in, rejected, and why.

    python -m benchmarks.formats                          # the files of the folder shared/ beside this project

Each file goes into a store of its own. What is counted independently (tests/counting.py) is what the file's lines and
marks say; `in` and `rejected` together must be as many, and every paper of the store must be one of those in.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from graph.ingest import ingest
from graph.stores import open_store
from nlp.parallel import Annotator
from nlp.pipeline import load_pipeline
from nlp.readers import read_sources
from tests.counting import counted, real_files


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    annotator = Annotator(load_pipeline(), 1)
    lost, total = 0, Counter[str]()
    print("| file | format | expected | in | of it papers | rejected | why |\n|---|---|---|---|---|---|---|")
    for file in real_files():
        row = taken_in(file, annotator)
        lost += row["expected"] != row["in"] + row["rejected"] or not row["papers"] <= row["in"]
        total.update(row)
    print(f"| all | | {total['expected']:,} | {total['in']:,} | {total['papers']:,} | {total['rejected']:,} | |")
    print(f"files with entries lost: {lost}")
    sys.exit(bool(lost))


def taken_in(file: Path, annotator: Annotator) -> dict[str, int]:
    """Ingests a file into a store of its own, and prints its row."""
    found, _ = read_sources(file)
    with tempfile.TemporaryDirectory() as folder, closing(open_store(str(Path(folder, "a.db")), create=True)) as store:
        reports = [ingest(store, source, annotator) for source in found]
        papers = store.counts().papers
    why = Counter(each.reason for report in reports for each in report.rejects)
    row = {
        "expected": counted(file),
        "in": sum(report.records for report in reports),
        "papers": papers,
        "rejected": sum(why.values()),
    }
    told = "; ".join(f"{count:,} × {reason}" for reason, count in why.most_common(3))
    forms = ", ".join(sorted({each.format for each in found}))
    numbers = " | ".join(f"{each:,}" for each in row.values())
    print(f"| {file.parent.name}/{file.name} | {forms} | {numbers} | {told} |", flush=True)
    return row


if __name__ == "__main__":
    main()
