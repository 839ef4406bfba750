"""The questions as Neo4j Browser keeps them: all in one file, or one file each in an archive.

Dropped into Neo4j Browser, a `.cypher` file becomes one saved query, whatever is in it; of an archive every file
becomes one, in the folder that it lies in. What a saved query is called is its first line, a comment.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.stores.neo4j.pack.questions import Worked

FOLDER: Final = "litgraph"
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: equal content gives equal bytes."""


def all_of(questions: Sequence[Worked]) -> str:
    """One file with every question."""
    return "\n".join(queries(questions).values())


def queries(questions: Sequence[Worked]) -> Mapping[str, str]:
    """One file for each question, by its name; those that are left out have none."""
    asked = [each for each in questions if each.cypher]
    return {f"{at:02}-{each.name}.cypher": f"// {each.title}\n{each.cypher};\n" for at, each in enumerate(asked, 1)}


def packed(questions: Sequence[Worked]) -> bytes:
    """The archive that Neo4j Browser makes saved queries of."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in queries(questions).items():
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return content.getvalue()
