"""What a page asks the GraphQL API: the queries in `queries/`, each with the fragments that it uses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote, urlencode

import orjson

from api.exchange import Asked
from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from api.exchange import Executor, Role
    from api.library import Library
    from graph.deadline import Deadline

FOLDER: Final = Path(__file__).parent / "queries"
COUNTED: Final = "    # every kind that is counted"
FACETS: Final = "    {0}: facets(by: {0}, first: 8) {{ ...Counted }}"
"""Where a query has facets by kinds of concepts, which are not the same in every store, and how each is asked for."""

_SPREAD: Final = re.compile(r"\.\.\.([A-Z]\w*)")


class AskedFor(NamedTuple):
    """One query as it was asked: for whoever wants to ask it by themselves."""

    query: str
    variables: Mapping[str, Any]

    def address(self, language: str) -> str:
        """Where it can be looked at, changed and asked again."""
        variables = orjson.dumps(self.variables, option=orjson.OPT_INDENT_2).decode()
        return f"/graphql?lang={language}#{urlencode({'query': self.query, 'variables': variables}, quote_via=quote)}"


class AnswerError(LitgraphError):
    """What the API says instead of an answer; `code` is its own."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Asking:
    """Asks the API for one page, in the name of whoever looks at it, until a deadline; notes what was asked."""

    library: Callable[[], Library]
    execute: Executor
    role: Role
    deadline: Deadline
    asked: list[AskedFor] = field(default_factory=list[AskedFor])

    def __call__(self, name: str, *, counting: Iterable[str] = (), **variables: Any) -> Any:
        """The data of the query of that name, with facets by some kinds; raises AnswerError for what is wrong."""
        given = {key: value for key, value in variables.items() if value is not None}
        query = query_of(name).replace(COUNTED, "\n".join(map(FACETS.format, counting)))
        self.asked.append(AskedFor(query, given))
        answer = self.execute(self.library(), Asked(query, given, role=self.role, deadline=self.deadline))
        body: Mapping[str, Any] = orjson.loads(answer.body) if isinstance(answer.body, bytes) else answer.body
        for error in body.get("errors", ()):
            raise AnswerError(error["message"], error.get("extensions", {}).get("code", "INTERNAL"))
        return body["data"]


@cache
def query_of(name: str, folder: Path = FOLDER) -> str:
    """The text of a query in a folder, by default one of a page's, the fragments that it needs behind it."""
    text = (folder / f"{name}.graphql").read_text("utf-8").strip()
    needed: dict[str, str] = {}
    unread = _SPREAD.findall(text)
    while unread:
        fragment = unread.pop()
        if fragment not in needed:
            needed[fragment] = (folder / "fragments" / f"{fragment}.graphql").read_text("utf-8").strip()
            unread += _SPREAD.findall(needed[fragment])
    return "\n\n".join((text, *(needed[each] for each in sorted(needed)))) + "\n"
