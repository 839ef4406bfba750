"""Constraints, indexes, and the node that says that this database is ours."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from graph.errors import StoreDamagedError, StoreMissingError
from graph.stores.formats import Migration, Step, check_format, planned
from graph.stores.neo4j import changes

if TYPE_CHECKING:
    from typing import LiteralString

    from neo4j import Record

    from graph.stores.neo4j.connection import Connection

VERSION: Final = 3

SCHEMA: Final = (
    "CREATE CONSTRAINT litgraph_store IF NOT EXISTS FOR (n:Litgraph) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT litgraph_paper IF NOT EXISTS FOR (n:Paper) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT litgraph_concept IF NOT EXISTS FOR (n:Concept) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT litgraph_author IF NOT EXISTS FOR (n:Author) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT litgraph_run IF NOT EXISTS FOR (n:Run) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT litgraph_progress IF NOT EXISTS FOR (n:Progress) REQUIRE n.source IS UNIQUE",
    "CREATE CONSTRAINT litgraph_paper_id IF NOT EXISTS FOR (n:PaperId) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT litgraph_record IF NOT EXISTS FOR (n:SourceRecord) REQUIRE (n.paper, n.record) IS UNIQUE",
    "CREATE CONSTRAINT litgraph_change IF NOT EXISTS FOR (n:PaperChange) REQUIRE n.paper IS UNIQUE",
    "CREATE CONSTRAINT litgraph_run_part IF NOT EXISTS FOR (n:RunPart) REQUIRE (n.run, n.part) IS UNIQUE",
    "CREATE INDEX litgraph_author_orcid IF NOT EXISTS FOR (n:Author) ON (n.orcid)",
    "CREATE INDEX litgraph_change_revision IF NOT EXISTS FOR (n:PaperChange) ON (n.revision)",
    "CREATE CONSTRAINT litgraph_vector IF NOT EXISTS FOR (n:PaperVector) REQUIRE n.paper IS UNIQUE",
    "CREATE INDEX litgraph_vector_model IF NOT EXISTS FOR (n:PaperVector) ON (n.model)",
    "CREATE INDEX litgraph_change_shortened IF NOT EXISTS FOR (n:PaperChange) ON (n.shortened)",
    "CREATE INDEX litgraph_paper_id_paper IF NOT EXISTS FOR (n:PaperId) ON (n.paper)",
    "CREATE INDEX litgraph_record_record IF NOT EXISTS FOR (n:SourceRecord) ON (n.record)",
    "CREATE INDEX litgraph_reference_id IF NOT EXISTS FOR (n:Reference) ON (n.id)",
    "CREATE INDEX litgraph_reference_paper IF NOT EXISTS FOR (n:Reference) ON (n.paper)",
    "CREATE INDEX litgraph_concept_kind IF NOT EXISTS FOR (n:Concept) ON (n.kind)",
)

RESERVED: Final = frozenset(
    (
        *("Litgraph", "Paper", "Concept", "Author", "Run"),
        *("PaperId", "SourceRecord", "Reference", "PaperChange", "PaperVector", "Progress", "RunPart"),
    )
)
"""Labels that no kind may take for itself."""

STEPS: Final[dict[int, Step[LiteralString]]] = {
    # what was read before has no references yet: without the ledger the same sources are read anew and bring them
    1: Step(
        "references, sentence vectors, lists of similar papers, what changed when; sources can be read anew",
        f"OPTIONAL MATCH (e:Progress) DELETE e WITH DISTINCT m {changes.EVERY_PAPER}",
    ),
    2: Step("which papers a run brought", "RETURN m.format"),  # a constraint is all that is new
}
"""What a store of an older format needs to become one of the next, besides constraints and indexes."""

IMPORTED_SECONDS: Final = 24 * 3600
"""So long indexes of an imported database may take."""

IMPORTED_BATCH: Final = 10_000

EMPTY_LISTS: Final[tuple[LiteralString, ...]] = (
    "MATCH (p:Paper) WHERE p.id > $last WITH p ORDER BY p.id LIMIT $limit"
    " SET p.otherIds = coalesce(p.otherIds, []), p.sources = coalesce(p.sources, []),"
    " p.references = coalesce(p.references, []) RETURN max(p.id) AS last",
    "MATCH (c:Concept) WHERE c.id > $last WITH c ORDER BY c.id LIMIT $limit"
    " SET c.aliases = coalesce(c.aliases, []), c.sameAs = coalesce(c.sameAs, []) RETURN max(c.id) AS last",
)
"""Gives the nodes of an imported database the lists that they have without elements."""


def prepare(connection: Connection) -> None:
    """Makes a new store of an empty database; of any other checks that it is ours, and of this format.

    Every step can be repeated, and two programs may take them at the same time.
    """
    rows = _state(connection)
    if rows:
        check_format(connection.url, rows[0]["format"], VERSION)
        if rows[0]["imported"]:
            _complete(connection)
        return
    if connection.read("MATCH (n:Paper|Concept|Author) RETURN 1 LIMIT 1"):
        raise StoreDamagedError(
            f"the database at {connection.url} holds papers or concepts of another program",
            "name another one with NEO4J_DATABASE, or another server with --store",
        )
    make_indexes(connection)
    connection.write(
        "MERGE (m:Litgraph {id: 'store'}) ON CREATE SET m.format = $format, m.identity = $identity, m.revision = 0",
        format=VERSION,
        identity=uuid.uuid4().hex,
    )


def migrate(connection: Connection) -> Migration:
    """Brings a store of an older format to this one; stopped, the same call goes on."""
    rows = _state(connection)
    if not rows:
        raise StoreMissingError(f"there is no store in the Neo4j at {connection.url}", "litgraph ingest makes one")
    found = rows[0]["format"]
    if found not in STEPS:
        check_format(connection.url, found, VERSION)
        return Migration(VERSION, VERSION)
    make_indexes(connection)
    for version in range(found, VERSION):
        connection.write(
            # the lock first: of two programs that are here at the same time, the second finds nothing left to do
            "MATCH (m:Litgraph {id: 'store'}) SET m.lock = randomUUID() WITH m WHERE m.format = $version"
            f" SET m.format = $version + 1 WITH m {STEPS[version].do}",
            version=version,
        )
    return planned(found, VERSION, STEPS)


def _state(connection: Connection) -> list[Record]:
    return connection.read("MATCH (m:Litgraph {id: 'store'}) RETURN m.format AS format, m.imported AS imported")


def _complete(connection: Connection) -> None:
    """Makes what the import tool does not: constraints, indexes, and the lists that are empty."""
    make_indexes(connection, IMPORTED_SECONDS)
    for statement in EMPTY_LISTS:
        last = ""
        while last is not None:
            with connection.transaction() as run:
                last = run(statement, last=last, limit=IMPORTED_BATCH)[0]["last"]
    connection.write("MATCH (m:Litgraph {id: 'store'}) REMOVE m.imported")


def make_indexes(connection: Connection, seconds: int = 60) -> None:
    """Makes the constraints and indexes that are missing, and waits for so long until they can be used."""
    for statement in SCHEMA:
        connection.write(statement)
    connection.write("CALL db.awaitIndexes($seconds)", seconds=seconds)
