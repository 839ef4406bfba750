"""What stands where in a generated request, so that all of it can be merged, and how much it is."""

from __future__ import annotations

from dataclasses import dataclass, field

ALIASES, FIELDS, RANKINGS = 40, 60, 60
"""A request stays about within these."""


@dataclass(slots=True)
class Scope:
    """What stands under each response key of one object: equal keys are one field, and their selections merge."""

    fields: dict[str, Entry] = field(default_factory=dict)

    def fits(self, other: Scope) -> bool:
        """Whether nothing in the two contradicts."""
        return all(
            key not in self.fields
            or (self.fields[key].signature == each.signature and self.fields[key].inner.fits(each.inner))
            for key, each in other.fields.items()
        )

    def take(self, other: Scope) -> None:
        """Adds what the other has."""
        for key, each in other.fields.items():
            mine = self.fields.setdefault(key, Entry(each.signature, each.parent, each.text, each.used))
            mine.inner.take(each.inner)


@dataclass(slots=True)
class Entry:
    """A field under its response key: its name, arguments and type; the type it stands on; how it is written."""

    signature: tuple[str, str, str]
    parent: str
    text: str
    used: set[str]
    inner: Scope = field(default_factory=Scope)


@dataclass(slots=True)
class Spent:
    """How large a request, or a part of it, is, every fragment written out."""

    fields: int = 0
    aliases: int = 0
    rankings: int = 0

    def plus(self, other: Spent, sign: int = 1) -> Spent:
        """Both together, or what is left without the other."""
        return Spent(
            self.fields + sign * other.fields,
            self.aliases + sign * other.aliases,
            self.rankings + sign * other.rankings,
        )

    @property
    def within(self) -> bool:
        """Whether more may be asked."""
        return self.fields <= FIELDS and self.aliases <= ALIASES and self.rankings <= RANKINGS


PAGES = Scope(
    {
        "pageInfo": Entry(
            ("pageInfo", "", "PageInfo!"),
            "",
            "pageInfo",
            set(),
            Scope({key: Entry((key, "", "String"), "", key, set()) for key in ("endCursor", "startCursor")}),
        )
    }
)
"""What `pageInfo { endCursor startCursor }` selects."""
