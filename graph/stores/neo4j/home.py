"""A stopped Neo4j on this machine: where its files are, and how its import tool is run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.errors import LitgraphError, StoreMissingError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ADMIN: Final = "neo4j-admin"
JAVA: Final = (
    *(f"--add-opens=java.base/{each}=ALL-UNNAMED" for each in ("java.nio", "java.io", "sun.nio.ch")),
    *("--add-opens=java.base/java.util.concurrent=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED"),
)
"""What the JVM has to allow where the tool is started from jars; `neo4j-admin` says so by itself."""

_STAGE: Final = re.compile(r"\((\d+)/(\d+)\) ")
_PERCENT: Final = re.compile(r" (\d+)% ")
_FRAME: Final = re.compile(r"\s+at |\s*$|-+$|WARNING|Run with|Re-run with")


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of a Neo4j server, its import tool as the beginning of a command line, and one of its databases."""

    folder: Path
    tool: tuple[str, ...]
    database: str
    data: Path

    @classmethod
    def at(cls, folder: Path) -> Home:
        """The Neo4j in a folder, with `bin/neo4j-admin` or the jars of one in `lib`, else with the PATH's.

        Its settings are those of NEO4J_CONF or `conf`; the database is that of NEO4J_DATABASE, else the default one.
        Raises StoreMissingError where there is none, or where it cannot be run.
        """
        home = folder.expanduser().absolute()
        if not home.is_dir():
            raise StoreMissingError(f"there is no folder {home}", "name the home of a Neo4j server")
        settings = _settings(home)
        data = home / settings.get("server.directories.data", "data")
        database = os.environ.get("NEO4J_DATABASE") or settings.get("initial.dbms.default_database") or "neo4j"
        found = cls(home, _tool(home), database, data)
        told = found.run(["--version"])
        if told.returncode:
            raise StoreMissingError(f"{' '.join(found.tool[:1])} cannot be run: {last_words(told.stderr)}", _ADVICE)
        return found

    @property
    def files(self) -> Path:
        """The folder of the database's files."""
        return self.data / "databases" / self.database

    def check_stopped(self) -> None:
        """Raises StoreUnavailableError where the server runs, for then nobody else may touch its files."""
        if any(map(_locked, (self.data / "databases" / "store_lock", self.files / "database_lock"))):
            raise StoreUnavailableError(
                f"the Neo4j in {self.folder} is running",
                "stop it, and run the command again; an import that goes on without its command ends by itself",
            )

    def check_empty(self) -> None:
        """Raises StoreUnavailableError where the database is there already, filled or not."""
        if self.files.is_dir() and any(self.files.iterdir()):
            raise StoreUnavailableError(
                f"the Neo4j in {self.folder} has a database {self.database} already",
                "without --bulk papers are added to it; --bulk-overwrite throws away all that it holds",
            )

    def ran_since(self, moment: float) -> bool:
        """Whether the server was started after that moment, as `time.time` counts: it writes what it runs by then."""
        kept = (each for part in ("databases", "transactions") for each in (self.data / part / "system").rglob("*"))
        return any(each.stat().st_mtime > moment for each in kept)

    def load(
        self,
        tables: Sequence[str],
        work: Path,
        progress: Callable[[int, int], None] | None = None,
        *,
        overwrite: bool = False,
    ) -> None:
        """Has the tool read tables (`Tables.arguments`) into the database; `progress` hears (percent, 100).

        All that the tool says is kept in `work`, until it succeeds. Raises LitgraphError with its last words.
        """
        log, report = work / "import.log", work / "import.report"
        command = ["database", "import", "full", self.database, f"--report-file={report.absolute()}", *tables]
        if overwrite:
            command.append("--overwrite-destination=true")
        with (
            log.open("w", encoding="utf-8") as kept,
            subprocess.Popen(
                [*self.tool, *command],
                stdout=subprocess.PIPE,
                stderr=kept,
                env=self._environment(),
                cwd=work,
                encoding="utf-8",
                errors="replace",
            ) as process,
        ):
            stage, stages = 1, 1
            for line in process.stdout or ():
                kept.write(line)
                kept.flush()
                if begun := _STAGE.match(line):
                    stage, stages = int(begun[1]), int(begun[2])
                elif progress and (done := _PERCENT.search(line)):
                    progress((100 * (stage - 1) + int(done[1])) // stages, 100)
        if process.returncode:
            words = last_words(log.read_text(encoding="utf-8", errors="replace"))
            raise LitgraphError(f"{ADMIN} could not import: {words}", f"all that it said is in {log}")
        for each in (log, report):
            each.unlink(missing_ok=True)

    def run(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Runs the tool to its end."""
        return subprocess.run(
            [*self.tool, *arguments], env=self._environment(), capture_output=True, encoding="utf-8", check=False
        )

    def _environment(self) -> dict[str, str]:
        conf = os.environ.get("NEO4J_CONF") or str(self.folder / "conf")
        return {**os.environ, "NEO4J_HOME": str(self.folder), "NEO4J_CONF": conf}


_ADVICE: Final = "name the home of a Neo4j server; JAVA_HOME says which Java runs it, Neo4j 2026 needs 21 or newer"


def last_words(told: str) -> str:
    """What a tool of Neo4j said last for people, in one line."""
    lines = told.splitlines()
    failed = next((at for at, line in enumerate(lines) if line.startswith("Command Failed")), None)
    words = [each.strip() for each in lines[0 if failed is None else failed + 1 :] if not _FRAME.match(each)]
    return " ".join(words if failed is not None else words[-1:]) or "it did not say why"


def _tool(home: Path) -> tuple[str, ...]:
    if (own := home / "bin" / ADMIN).is_file():
        return (str(own),)
    if any((home / "lib").glob("*.jar")):
        java = Path(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
        if not shutil.which(java):
            raise StoreMissingError(f"there is no Java to run the Neo4j in {home} with", _ADVICE)
        return (str(java), *JAVA, "-cp", f"{home / 'lib'}/*", "org.neo4j.cli.AdminTool")
    if found := shutil.which(ADMIN):
        return (found,)
    raise StoreMissingError(f"{home} has neither bin/{ADMIN} nor the jars of a Neo4j in lib", _ADVICE)


def _settings(home: Path) -> dict[str, str]:
    """The settings of a server as its file has them."""
    path = Path(os.environ.get("NEO4J_CONF") or home / "conf", "neo4j.conf")
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    pairs = (line.partition("=") for line in lines if not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs if value.strip()}


def _locked(path: Path) -> bool:
    """Whether another program holds the lock of a file; where locks cannot be asked for, the import tool will tell."""
    try:
        import fcntl

        with path.open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (FileNotFoundError, ImportError):
        return False
    except OSError:
        return True
    return False
