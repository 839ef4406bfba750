"""Tokens: shown once, kept as a hash, and good for the server whose file has that."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.config import load_config
from api.exchange import Role

if TYPE_CHECKING:
    from tests.commands.conftest import Run


def test_what_it_prints_goes_into_the_file(litgraph: Run) -> None:
    Path("litgraph.toml").write_text('[access]\nanonymous = "none"\n')
    secrets: list[str] = []
    for name, role in (("reading-room", "read"), ("loader", "write")):
        done = litgraph("token", name, "--role", role)
        assert done.status == 0
        secrets.append(done.err.splitlines()[-1])
        assert secrets[-1] not in done.out
        with Path("litgraph.toml").open("a") as file:
            file.write(done.out)
    config = load_config(Path("litgraph.toml"))
    assert [(each.name, each.role) for each in config.tokens] == [
        ("reading-room", Role.READ),
        ("loader", Role.WRITE),
    ]
    assert [each.digest for each in config.tokens] == [hashlib.sha256(each.encode()).digest() for each in secrets]
    assert len({*secrets}) == 2
    assert all(len(each) >= 43 for each in secrets)


@pytest.mark.parametrize("name", ["a b", "", "x" * 65, 'a"'])
def test_a_name_is_a_word(litgraph: Run, name: str) -> None:
    done = litgraph("token", name)
    assert (done.status, done.out) == (2, "")
