"""What the values of JSON stand for, however deep a source nests them: `texts`, `items`, `at`."""

from __future__ import annotations

import math
from typing import Any, Final, cast

_WRITTEN: Final = "name display_name full_name literal author value text url date-parts raw"
"""Where an object that stands for a text keeps it."""

_DEPTH: Final = 4
"""How deep a value may be nested: beyond it there is nothing that a person wrote."""


def texts(value: Any, depth: int = _DEPTH) -> list[str]:
    """The texts that a value stands for: itself, a list's, the one that an object keeps under a usual name."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)] if math.isfinite(value) else []
    if isinstance(value, list) and depth:
        return [text for each in cast("list[Any]", value) for text in texts(each, depth - 1)]
    if isinstance(value, dict) and depth:
        fields = {key.lower(): each for key, each in cast("dict[str, Any]", value).items()}
        return next((found for key in _WRITTEN.split() if (found := texts(fields.get(key), depth - 1))), [])
    return []


def items(value: Any) -> list[Any]:
    """A list as it is, anything else as the one thing in a list."""
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def at(value: Any, *keys: str) -> Any:
    """What an object holds under a key, and under the next key in that; None where there is nothing."""
    for key in keys:
        value = cast("dict[str, Any]", value).get(key) if isinstance(value, dict) else None
    return value
