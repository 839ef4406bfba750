"""How a server is set up: one TOML file, every key of it known and checked; docs/serving.md explains them.

Without a file everybody may read, nobody may write, and nothing is limited but single requests.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any, Final

from api.exchange import Role
from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ANONYMOUS: Final = {"read": Role.READ, "none": Role.NOBODY}
ROLES: Final = {each.name.lower(): each for each in Role if each}
TOKEN_NAME: Final = re.compile(r"[\w.-]{1,64}", re.ASCII)
LOGS: Final = ("logfmt", "json", "off")


class ConfigError(LitgraphError):
    """A configuration that is not as agreed; the message names file and key."""

    code = "CONFIG"


@dataclass(frozen=True, slots=True)
class Token:
    """Who carries a token: its name in logs, its role, and the SHA-256 of the token itself."""

    name: str
    role: Role
    digest: bytes


@dataclass(frozen=True, slots=True)
class Config:
    """How a server is set up; the defaults are what holds without a file."""

    anonymous: Role = Role.READ
    rate: str = ""
    tokens: tuple[Token, ...] = ()
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    page: bool = True
    introspection: bool = True
    metrics: bool = True
    threads: int = 8
    compress_above: int = 1_000
    persisted: int = 1_000
    safelist: Path | None = None
    seconds: float | None = 10.0
    body_seconds: float = 10.0
    log: str = "logfmt"
    log_queries: bool = False
    trace: bool = False


class _File:
    """One file while it is checked: where it lies, and how what is wrong with it is said."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def wrong(self, key: str, what: str, advice: str) -> ConfigError:
        return ConfigError(f"{self.path}: {key} {what}", advice)


def load_config(path: Path) -> Config:
    """What a file says; raises ConfigError, which names file and key, for what is not as agreed."""
    file = _File(path)
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(f"{path}: cannot be read: {reason}", "name a TOML file") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is no TOML: {error}", "docs/serving.md shows one") from error
    tokens = _tokens(file, said.pop("tokens", []))
    values: dict[str, Any] = {}
    for section, keys in said.items():
        known = _SECTIONS.get(section)
        if known is None:
            raise file.wrong(section, "is no section", _nearest(section, [*_SECTIONS, "tokens"]))
        if not isinstance(keys, dict):
            raise file.wrong(section, "is a section, not a value", f"write [{section}], and its keys below")
        for key, value in keys.items():
            if key not in known:
                raise file.wrong(f"{section}.{key}", "is no key", _nearest(key, known))
            name, check = known[key]
            values[name] = check(file, f"{section}.{key}", value)
    return Config(tokens=tokens, **values)


def _nearest(unknown: str, known: Mapping[str, Any] | list[str]) -> str:
    near = difflib.get_close_matches(unknown, known, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"


def _choice(known: Mapping[str, Any]) -> Callable[[_File, str, Any], Any]:
    def check(file: _File, key: str, value: Any) -> Any:
        if not isinstance(value, str) or value not in known:
            raise file.wrong(key, f"is {value!r}", f"it can be {' or '.join(known)}")
        return known[value]

    return check


def _whole(least: int, most: int) -> Callable[[_File, str, Any], int]:
    def check(file: _File, key: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise file.wrong(key, f"is {value!r}", f"it can be {least} to {most}")
        return value

    return check


def _seconds(file: _File, key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.05 <= value <= 3600:
        raise file.wrong(key, f"is {value!r}", "it can be 0.05 to 3600")
    return float(value)


def _seconds_or_none(file: _File, key: str, value: Any) -> float | None:
    return None if value is not False and value == 0 else _seconds(file, key, value)


def _switch(file: _File, key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise file.wrong(key, f"is {value!r}", "it can be true or false")
    return value


def _rate(file: _File, key: str, value: Any) -> str:
    from limits import parse_many

    try:
        parse_many(value)
    except (ValueError, TypeError, AttributeError) as error:
        raise file.wrong(key, f"is {value!r}", 'write it as "600/minute", or as "20/second; 600/minute"') from error
    return value


def _texts(file: _File, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise file.wrong(key, f"is {value!r}", 'write a list of texts: ["…", "…"]')
    return tuple(value)


def _origins(file: _File, key: str, value: Any) -> tuple[str, ...]:
    for each in _texts(file, key, value):
        if each != "*" and not re.fullmatch(r"https?://[^/\s]+", each):
            raise file.wrong(key, f"holds {each!r}", 'write scheme, host and port: "https://example.org"')
    return tuple(value)


def _addresses(file: _File, key: str, value: Any) -> tuple[str, ...]:
    for each in _texts(file, key, value):
        try:
            ip_network(each)
        except ValueError as error:
            raise file.wrong(key, f"holds {each!r}", "write addresses or networks: 10.0.0.5, 10.0.0.0/8") from error
    return tuple(value)


def _queries(file: _File, key: str, value: Any) -> Path:
    folder = file.path.parent / value if isinstance(value, str) and value else None
    if folder is None or not any(folder.glob("*.graphql")):
        raise file.wrong(key, f"is {value!r}", "name a folder with *.graphql files in it, as seen from this file")
    return folder


def _tokens(file: _File, said: Any) -> tuple[Token, ...]:
    if not isinstance(said, list):
        raise file.wrong("tokens", "is no list of tables", "`litgraph token` writes one")
    found: dict[str, Token] = {}
    for at, each in enumerate(said, 1):
        if not isinstance(each, dict):
            raise file.wrong("tokens", "is no list of tables", "`litgraph token` writes one")
        where = f"tokens[{at}]"
        if odd := set(each) - {"name", "role", "sha256"}:
            raise file.wrong(f"{where}.{min(odd)}", "is no key", "there are name, role, sha256")
        name, digest = each.get("name"), each.get("sha256")
        if not isinstance(name, str) or not TOKEN_NAME.fullmatch(name) or name in found:
            what = f"is {name!r}, which another has" if name in found else f"is {name!r}"
            raise file.wrong(f"{where}.name", what, "give each its own, of letters, digits and . _ - (64 at most)")
        if not isinstance(digest, str) or not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise file.wrong(f"{where}.sha256", "is no SHA-256", "64 hexadecimal digits, as `litgraph token` writes")
        role = _choice(ROLES)(file, f"{where}.role", each.get("role"))
        found[name] = Token(name, role, bytes.fromhex(digest))
    return tuple(found.values())


_SECTIONS: Final[dict[str, dict[str, tuple[str, Callable[[_File, str, Any], Any]]]]] = {
    "access": {
        "anonymous": ("anonymous", _choice(ANONYMOUS)),
        "rate": ("rate", _rate),
        "introspection": ("introspection", _switch),
        "origins": ("origins", _origins),
        "hosts": ("hosts", _texts),
        "trusted_proxies": ("proxies", _addresses),
    },
    "server": {
        "page": ("page", _switch),
        "metrics": ("metrics", _switch),
        "threads": ("threads", _whole(1, 256)),
        "compress_above": ("compress_above", _whole(0, 1_000_000_000)),
    },
    "limits": {
        "seconds": ("seconds", _seconds_or_none),
        "body_seconds": ("body_seconds", _seconds),
    },
    "queries": {
        "persisted": ("persisted", _whole(0, 1_000_000)),
        "safelist": ("safelist", _queries),
    },
    "log": {
        "requests": ("log", _choice({each: each for each in LOGS})),
        "queries": ("log_queries", _switch),
        "traces": ("trace", _switch),
    },
}
"""Each section's keys: the field of Config that takes the value, and how it is checked."""
