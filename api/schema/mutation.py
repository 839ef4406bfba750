"""The changes: everything that can be done at the top of a mutation."""

from __future__ import annotations

from api.schema.answers import changes as of_changes
from api.schema.base import ID, answered, column, output


@output
class Rejection:
    """An entry that could not be taken in."""

    line: int = column("Where it begins, from 1.")
    reason: str = column("What is wrong with it.")
    advice: str | None = answered(of_changes.advice)


@output
class IngestReport:
    """What became of a text of literature."""

    source: str = column("What the source is called.")
    new: int = answered(of_changes.new)
    updated: int = answered(of_changes.updated)
    unchanged: int = answered(of_changes.unchanged)
    rejected: list[Rejection] = answered(of_changes.rejected)


@output
class RemovedPaper:
    """A paper that was taken out."""

    id: ID = column("The id that was its own.")
    papers: int = column("How many papers are left.")


@output
class Mutation:
    """What can be changed; it wants the role `write`, and is done one after another. What fails is null."""

    ingest: IngestReport | None = answered(of_changes.ingest)
    remove_paper: RemovedPaper | None = answered(of_changes.remove_paper)
