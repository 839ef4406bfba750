"""Pages of lists that are at hand as a whole, and opaque cursors."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from api.limits import window
from api.schema.base import PageInfo
from graph.errors import BadCursorError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Some items of a list, the cursor of each, and where they lie in it."""

    items: Sequence[T]
    cursors: Sequence[str]
    page_info: PageInfo


def front(items: Sequence[T], key: Callable[[T], str], first: int | None, after: str | None, default: int) -> Slice[T]:
    """The first items after a cursor; `key` names each item within its list."""
    size, _ = window(first, None, default)
    keys = [key(each) for each in items]
    start = 0
    if after is not None:
        wanted = read_cursor(after)
        if wanted not in keys:
            raise bad_cursor(after)
        start = keys.index(wanted) + 1
    end = start + (size or 0)
    cursors = [cursor(each) for each in keys[start:end]]
    return Slice(items[start:end], cursors, page_info(cursors, has_next=end < len(items), has_previous=start > 0))


def page_info(cursors: Sequence[str], *, has_next: bool, has_previous: bool) -> PageInfo:
    """The page that these cursors make up."""
    return PageInfo(
        has_next_page=has_next,
        has_previous_page=has_previous,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
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
