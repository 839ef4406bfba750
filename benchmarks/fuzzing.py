"""Mutated files into every reader: no crash, no hang over 5 s, no process over 1 GB.

    python -m benchmarks.fuzzing FOLDER [--inputs 10000] [--seed 0] [--processes 2] [--keep DIR]

Seeds are the files under FOLDER of at most 300 KB. Each input is one of them with some bytes lost, doubled, turned, put
in from elsewhere or from another seed, cut off, or packed; it is opened as `litgraph ingest` opens a file, and all its
entries are read and identified. What goes wrong is said with the input's number, and kept in --keep.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from graph.errors import SourceError
from graph.identity import identify
from graph.records import Record
from nlp.readers import read_sources
from nlp.sample import sample_paths

SLOW: Final = 5.0
LARGE: Final = 1 << 30
LARGEST_SEED: Final = 300_000
TOKENS: Final = (
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n", b"\r\n", b"\n\n", b"\xed\xa0\x80", b"\xc3"),
    *(b'"', b"{", b"}", b"[", b"]", b",", b"<", b">", b"</", b"<!--", b"<![CDATA[", b"&", b"&#0;", b"&l;", b"\\", b"$"),
    *(b"@", b"@string{", b"%0 ", b"TY  - ", b"ER  - ", b"PMID- ", b"PT J\n", b"1e999", b"9" * 400),
    *(each * 3000 for each in (b"[", b"{", b"<b>", b"(", b"\\", b"&amp;")),
    *("\u202e".encode(), "\U0001f600".encode(), b"10.1000/" + b")" * 3000, b"https://" * 300),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder for the inputs with which something went wrong")
    asked = parser.parse_args()
    files = [each for each in sorted(asked.folder.rglob("*")) if each.is_file()]
    seeds = [each for each in files if 0 < each.stat().st_size < LARGEST_SEED]
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(attack([*seeds, *others(Path(folder))], asked) > 0)


def others(folder: Path) -> list[Path]:
    """Seeds of what few folders have: a workbook, a zip archive, a page of the portal, EndNote, an Anthology volume."""
    book = Workbook()
    for row in (["Title", "Abstract", "DOI"], ["Towns", "We ask.", "10.5555/a"], ["Mayors", "They answer.", ""]):
        book.worksheets[0].append(row)
    book.save(folder / "papers.xlsx")
    with zipfile.ZipFile(folder / "papers.zip", "w") as archive:
        for each in sample_paths():
            archive.write(each, each.name)
    (folder / "a.enw").write_text("%0 Journal Article\n%T Towns\n%A Doe, Jane\n%R 10.5555/a\n\n%0 Book\n%T Mayors\n")
    paper = '<paper id="{}"><title>Towns</title><author><first>J</first><last>Doe</last></author></paper>'
    volume = f'<volume id="1"><meta><year>2020</year></meta>{paper.format(1)}{paper.format(2)}</volume>'
    (folder / "acl.xml").write_text(f'<collection id="2020.x">{volume}</collection>')
    return [*sorted(folder.iterdir()), *sample_paths()] * 2  # so that each has its turn


def attack(seeds: list[Path], asked: argparse.Namespace) -> int:
    """Makes the inputs, tries them and says what came of it: how many faults there are."""
    work = [(each, asked.seed, seeds, asked.keep) for each in range(asked.inputs)]
    began, formats, faults = time.perf_counter(), Counter[str](), 0
    slowest, entries, largest = 0.0, 0, 0
    with get_context("spawn").Pool(asked.processes, maxtasksperchild=2_000) as pool:
        for number, form, count, seconds, peak, fault in pool.imap_unordered(attempt, work, chunksize=20):
            formats[form] += 1
            entries += count
            slowest, largest = max(slowest, seconds), max(largest, peak)
            if fault or seconds > SLOW or peak > LARGE:
                faults += 1
                why = fault or "too slow or too large"
                print(f"input {number} ({form}): {seconds:.1f} s, {peak / 1e6:.0f} MB: {why}")
    print(f"{asked.inputs:,} inputs of {len(seeds)} seeds in {time.perf_counter() - began:.0f} s: {entries:,} entries;")
    print(f"  slowest {slowest:.2f} s, largest process {largest / 1e6:.0f} MB, {faults} faults")
    print("  " + ", ".join(f"{form} {count:,}" for form, count in formats.most_common()))
    return faults


def attempt(work: tuple[int, int, list[Path], Path | None]) -> tuple[int, str, int, float, int, str]:
    """Number, format, entries, seconds, peak of the process in bytes, and what went wrong."""
    number, seed, seeds, keep = work
    dice = random.Random(f"{seed} {number}")  # noqa: S311 (no secret)
    file = dice.choice(seeds)
    content = mutated(file.read_bytes(), dice, seeds)
    form, count, fault = "refused", 0, ""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / dice.choice([file.name, file.name, file.with_suffix("").name, "x.txt"])
        path.write_bytes(content)
        try:
            for source in read_sources(path)[0]:
                form = source.format
                for entry in source.records():
                    count += 1
                    if isinstance(entry, Record):
                        identify(entry, source.name)
        except SourceError:
            pass
        except BaseException as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
            where = traceback.extract_tb(error.__traceback__)[-1]
            fault = f"{type(error).__name__}: {str(error)[:200]} at {where.filename.rpartition('/')[2]}:{where.lineno}"
    seconds, peak = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if keep and (fault or seconds > SLOW):
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{number}-{path.name}").write_bytes(content)
    return number, form, count, seconds, peak, fault


def mutated(content: bytes, dice: random.Random, seeds: list[Path]) -> bytes:
    """The bytes after one to eight changes; of a zip file mostly those of one part, so that its checksum holds."""
    if content.startswith(b"PK") and dice.random() < 0.9:
        return with_a_part_mutated(content, dice, seeds)
    body = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        at = dice.randrange(len(body) + 1)
        to = min(len(body), at + dice.choice((1, 4, 40, 400, 4_000)))
        change = dice.randrange(8)
        if change == 0:
            del body[at:to]
        elif change == 1:
            body[at:at] = body[at:to] * dice.choice((1, 2, 50))
        elif change == 2 and at < len(body):
            body[at] ^= 1 << dice.randrange(8)
        elif change == 3:
            body[at:to] = dice.choice(TOKENS)
        elif change == 4:
            body[at:at] = dice.choice(TOKENS)
        elif change == 5:
            other = dice.choice(seeds).read_bytes()
            begin = dice.randrange(len(other))
            body[at:at] = other[begin : begin + dice.choice((10, 100, 5_000))]
        elif change == 6:
            del body[at:]
        else:
            body = bytearray(bytes(body).replace(b"\n", dice.choice((b"\r", b"\r\n", b"", b"\n\n"))))
    if dice.random() < 0.05:
        packed = gzip.compress(bytes(body), 1)
        return packed[: dice.randrange(len(packed))] if dice.random() < 0.5 else packed
    return bytes(body)


def with_a_part_mutated(content: bytes, dice: random.Random, seeds: list[Path]) -> bytes:
    """A zip file, a workbook among them, with one part changed and packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = dice.choice(sorted(parts))
    parts[chosen] = mutated(parts[chosen], dice, seeds)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


if __name__ == "__main__":
    main()
