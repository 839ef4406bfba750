"""How a server is set up: what a file can say, and how what is wrong with it is told."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from api.app import app_from_environment
from api.config import Config, ConfigError, load_config
from api.exchange import Role

PAGE = Path(__file__).parents[2] / "docs" / "serving.md"
DIGEST = "0" * 64


def written(folder: Path, text: str) -> Path:
    file = folder / "litgraph.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_file_of_the_documentation_has_every_key(tmp_path: Path) -> None:
    example = re.findall(r"(?<=```toml\n).*?(?=```)", PAGE.read_text("utf-8"), re.DOTALL)[0]
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "one.graphql").write_text("{ stats { papers } }")
    config = load_config(written(tmp_path, example))
    unchanged = {each.name for each in fields(Config) if getattr(config, each.name) == each.default}
    assert unchanged == set()
    assert config.tokens[0].role is Role.READ
    assert config.safelist == tmp_path / "queries"


def test_an_empty_file_says_what_none_says(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "")) == Config()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[acces]\n", "acces is no section (did you mean access?)"),
        ("access = 1\n", "access is a section, not a value"),
        ("[access]\nrates = '1/second'\n", "access.rates is no key (did you mean rate?)"),
        ("[access]\nanonymous = 'write'\n", "access.anonymous is 'write' (it can be read or none)"),
        ("[access]\nrate = 'often'\n", "access.rate is 'often' (write it as"),
        ("[access]\nrate = 5\n", "access.rate is 5 (write it as"),
        ("[access]\norigins = 'https://a'\n", "access.origins is 'https://a' (write a list"),
        ("[access]\norigins = ['a.example']\n", "access.origins holds 'a.example' (write scheme"),
        ("[access]\ntrusted_proxies = ['proxy']\n", "access.trusted_proxies holds 'proxy' (write addresses"),
        ("[server]\nthreads = 0\n", "server.threads is 0 (it can be 1 to 256)"),
        ("[server]\nthreads = true\n", "server.threads is True"),
        ("[server]\npage = 1\n", "server.page is 1 (it can be true or false)"),
        ("[queries]\nsafelist = 'none'\n", "queries.safelist is 'none' (name a folder with *.graphql files"),
        ("[queries]\nsafelist = ['a']\n", "queries.safelist is ['a']"),
        ("[log]\nrequests = 'xml'\n", "log.requests is 'xml' (it can be logfmt or json or off)"),
        ("tokens = 1\n", "tokens is no list of tables"),
        ("tokens = [1]\n", "tokens is no list of tables"),
        (f"[[tokens]]\nname = 'a'\nrole = 'owner'\nsha256 = '{DIGEST}'\n", "tokens[1].role is 'owner'"),
        ("[[tokens]]\nname = 'a'\nrole = 'read'\nsha256 = 'secret'\n", "tokens[1].sha256 is no SHA-256"),
        (f"[[tokens]]\nname = 'a b'\nrole = 'read'\nsha256 = '{DIGEST}'\n", "tokens[1].name is 'a b'"),
        ("[[tokens]]\ntoken = 'a'\n", "tokens[1].token is no key"),
        (
            f"[[tokens]]\nname = 'a'\nrole = 'read'\nsha256 = '{DIGEST}'\n" * 2,
            "tokens[2].name is 'a', which another has",
        ),
        ("access\n", "is no TOML"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load_config(file)
    assert str(error.value).startswith(f"{file}: ")
    assert message in str(error.value)
    assert "secret" not in str(error.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read"):
        load_config(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"bytes\.toml: cannot be read"):
        load_config(tmp_path / "bytes.toml")


def test_a_server_does_not_start_with_a_wrong_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITGRAPH_CONFIG", str(written(tmp_path, "[nothing]\n")))
    with pytest.raises(ConfigError, match="nothing is no section"):
        app_from_environment()
