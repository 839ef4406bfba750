"""Pages of lists: some of their nodes, where they lie, and the cursor of each."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any, TypeVar

from api.limits import window
from graph.errors import BadCursorError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


class Edge:
    """A node's place in a page."""

    __slots__ = ("page", "place")

    def __init__(self, page: Page, place: int) -> None:
        self.page = page
        self.place = place

    @property
    def node(self) -> Any:
        """The node."""
        return self.page.nodes[self.place]

    @property
    def cursor(self) -> str:
        """The place as a word, for `after` and `before`."""
        return self.page.cursor(self.place)


class Page:
    """Some nodes of a list; it is its own page info, and what costs something is made when it is asked for."""

    edge: Callable[..., Any] = Edge
    took_ms = 0.0

    def __init__(
        self,
        nodes: Sequence[Any],
        cursor: Callable[[int], str],
        total_count: int,
        *,
        has_next: bool,
        has_previous: bool,
    ) -> None:
        self.nodes = nodes
        self.cursor = cursor
        self.total_count = total_count
        self.has_next_page = has_next
        self.has_previous_page = has_previous

    @property
    def edges(self) -> list[Any]:
        """The nodes with their places."""
        return [self.edge(self, place) for place in range(len(self.nodes))]

    @property
    def page_info(self) -> Page:
        """Where the page lies."""
        return self

    @property
    def start_cursor(self) -> str | None:
        """The first node's cursor."""
        return self.cursor(0) if self.nodes else None

    @property
    def end_cursor(self) -> str | None:
        """The last node's cursor."""
        return self.cursor(len(self.nodes) - 1) if self.nodes else None


P = TypeVar("P", bound=Page)


def front(
    items: Sequence[T],
    key: Callable[[T], str],
    first: int | None,
    after: str | None,
    default: int,
    node: Callable[[T], Any] | None,
    page: type[P],
) -> P:
    """A page of the first items after a cursor.

    `key` names each item within its list, `node` makes a node of it where it is none itself.
    """
    size, _ = window(first, None, default)
    start = 0
    if after is not None:
        keys = [key(each) for each in items]
        wanted = read_cursor(after)
        if wanted not in keys:
            raise bad_cursor(after)
        start = keys.index(wanted) + 1
    end = start + (size or 0)
    taken = items[start:end]
    return page(
        list(map(node, taken)) if node else taken,
        lambda place: cursor(key(taken[place])),
        len(items),
        has_next=end < len(items),
        has_previous=start > 0,
    )


def cursor(key: object) -> str:
    """A place in a list as an opaque word."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(word: str) -> Any:
    """The place that `cursor` made a word of; raises BadCursorError for any other word."""
    try:
        return json.loads(base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise bad_cursor(word) from error


def bad_cursor(word: str) -> BadCursorError:
    """What is said of a cursor that no list handed out."""
    return BadCursorError(f"{word[:40]} is no cursor of this list", "take endCursor or startCursor from a page of it")
