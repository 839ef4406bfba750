"""The Neo4j that Maven fetches as jars, and the Java that runs it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
LINE = os.environ.get("LITGRAPH_TEST_NEO4J_LINE", "2026")
VERSION, MAIN, JAVAS = {
    "5.26": ("5.26.16", "org.neo4j.server.CommunityEntryPoint", range(17, 22)),
    "2026": ("2026.08.1", "org.neo4j.server.Neo4jCommunity", range(21, 100)),
}[LINE]
"""The version that is fetched, the class that starts it, and the versions of Java that run it."""
LIB = ROOT / ".neo4j" / ("lib" if LINE == "2026" else f"lib-{LINE}")
POM = ROOT / "tests" / "neo4j" / "pom.xml"

OPTIONS = """-Xms256m -Xmx1g --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED
--add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/java.util.concurrent=ALL-UNNAMED
--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED""".split()
BRIEF = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
"""For a server that runs for minutes: what Java would compile for days of work costs more than it gives."""


class NoNeo4jError(Exception):
    """Why there is no Neo4j to test with."""


@dataclass(frozen=True)
class Java:
    """A Java that runs the line, and which version of it."""

    path: Path
    version: str

    @property
    def classes(self) -> Path:
        """Where it keeps the jars' classes as it loaded them once: starting from these takes half the work.

        An empty file says that it could not.
        """
        return LIB.with_name(f"{LIB.name}.java-{self.version}.jsa")

    def loading(self) -> list[str]:
        """The options that have it start from these classes."""
        there = self.classes.is_file() and self.classes.stat().st_size
        return [*BRIEF, *([f"-XX:SharedArchiveFile={self.classes}"] if there else [])]

    def keeping(self, kept: Path) -> list[str]:
        """The options that have it write these classes when it ends."""
        return [*BRIEF, f"-XX:ArchiveClassesAtExit={kept}"]


@contextmanager
def made_once(made: Path) -> Iterator[bool]:
    """Whether it is for us to make this file or folder: tests run in several processes, and the others wait."""
    if made.exists():
        yield False
        return
    made.parent.mkdir(exist_ok=True)
    with made.with_name(f"{made.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not made.exists()


def fetch_jars() -> None:
    """Has Maven fetch the jars, where they are not here yet."""
    with made_once(LIB) as ours:
        if not ours:
            return
        if not shutil.which("mvn"):
            raise NoNeo4jError("set LITGRAPH_TEST_NEO4J to a Bolt url, or install Docker with testcontainers, or Maven")
        fetched = LIB.with_name(f"{LIB.name}.fetched")
        shutil.rmtree(fetched, ignore_errors=True)
        command = ["mvn", "-q", "-B", "-f", POM, f"-Dneo4j.version={VERSION}", "dependency:copy-dependencies"]
        got = subprocess.run([*command, f"-DoutputDirectory={fetched}"], capture_output=True, text=True, check=False)
        if got.returncode:
            raise NoNeo4jError(f"Maven could not fetch it: {got.stdout.strip().splitlines()[:1]}")
        fetched.rename(LIB)


def find_java() -> Java:
    """A Java that runs this line: JAVA_HOME's, the PATH's, or one of the installed ones."""
    homes = [Path(os.environ.get("JAVA_HOME", "/usr")), *sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)]
    for java in (str(home / "bin" / "java") for home in homes):
        if shutil.which(java):
            told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
            version = told.partition('"')[2].partition('"')[0]
            release = version.partition(".")[0].partition("-")[0]
            if release.isdigit() and int(release) in JAVAS:
                return Java(Path(java).resolve(), version)
    raise NoNeo4jError(f"no Java of version {JAVAS.start} or a little newer: set JAVA_HOME to one")
