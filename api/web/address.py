"""Addresses of the pages: what one asks for, and the addresses of others that differ from it in something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote

from markupsafe import escape

from api.http.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from markupsafe import Markup

    Parameters = tuple[tuple[str, str], ...]

FIELDS: Final = 500
"""So many parameters of an address or a form are read."""

READABLE: Final = ":/@,"
"""What stays as it is in a value: ids can be read in an address."""

TURNING: Final = ("after", "before", "at")
"""Parameters that say where in a list to be, and how many entries come before: another list begins anew."""

SHORT: Final = 2_000
"""A text of so many characters fits into an address."""

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Address:
    """A page's path and its parameters, each a text that is not empty; a parameter may stand there several times."""

    path: str
    parameters: Parameters = ()

    @classmethod
    def read(cls, path: str, encoded: bytes) -> Address:
        """The address of a path with its encoded parameters; raises RefusedError (400) for what is none."""
        try:
            pairs = parse_qsl(encoded.decode("ascii"), errors="strict", max_num_fields=FIELDS)
        except ValueError as error:
            raise RefusedError(400, "the address is no UTF-8, or has too many parameters") from error
        return cls(path, tuple((name, value.strip()) for name, value in pairs if value.strip()))

    def get(self, name: str) -> str:
        """The first value of a parameter, or nothing."""
        return next((value for key, value in self.parameters if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of a parameter, each once."""
        return list(dict.fromkeys(value for key, value in self.parameters if key == name))

    def number(self, name: str, least: int, most: int, otherwise: int) -> int:
        """A parameter as a whole number, brought within its limits; what is no number counts as left out."""
        value = self.get(name)
        return min(max(int(value), least), most) if value.isdecimal() and len(value) < 10 else otherwise

    def choice(self, name: str, among: Container[str], otherwise: str) -> str:
        """A parameter that is one of some words; what is none of them counts as left out."""
        value = self.get(name)
        return value if value in among else otherwise

    @property
    def is_short(self) -> bool:
        """Whether it can be sent on and bookmarked: no text in it is too long."""
        return all(len(value) <= SHORT for _, value in self.parameters)

    def carried(self, but: Container[str] = ()) -> Parameters:
        """The parameters that another list keeps, without some."""
        return tuple(each for each in self.parameters if each[0] not in but and each[0] not in TURNING)

    def only(self, *names: str) -> Address:
        """The same with these parameters alone."""
        return replace(self, parameters=tuple(each for each in self.parameters if each[0] in names))

    def having(self, **changes: Value | Iterable[str]) -> Address:
        """The same with other values for some parameters; None takes them out. A list begins anew unless told where."""
        return replace(self, parameters=(*self.carried(changes), *_pairs(changes)))

    def speaking(self, language: str) -> Address:
        """The very same in a language."""
        others = (each for each in self.parameters if each[0] != "lang")
        return replace(self, parameters=(*others, ("lang", language)))

    def adding(self, name: str, value: str) -> Address:
        """The same with one more value of a parameter."""
        return self.having(**{name: [*self.all(name), value]})

    def without(self, name: str, value: str) -> Address:
        """The same without one value of a parameter."""
        return self.having(**{name: [each for each in self.all(name) if each != value]})

    def toggling(self, name: str, value: str) -> Address:
        """The same without a value where it is there, with it where it is not."""
        return self.without(name, value) if value in self.all(name) else self.adding(name, value)

    def at(self, path: str) -> Address:
        """The same parameters on another page."""
        return replace(self, path=path)

    def to(self, path: str, **parameters: Value | Iterable[str]) -> Address:
        """Another page, in the same language."""
        return Address(path, (*_pairs(parameters), *(each for each in self.parameters if each[0] == "lang")))

    def __str__(self) -> str:
        query = "&".join(f"{quote(name)}={quote(value, safe=READABLE)}" for name, value in self.parameters)
        return f"{self.path}?{query}" if query else self.path

    def __html__(self) -> Markup:
        return escape(str(self))


def _pairs(parameters: dict[str, Value | Iterable[str]]) -> Iterable[tuple[str, str]]:
    for name, given in parameters.items():
        key = name.rstrip("_")  # `from_` and `not_` are words of Python
        values = [given] if given is None or isinstance(given, str | int | float) else given
        for value in values:
            if value is not None and str(value):
                yield key, str(value)
