"""The last page of a range, as long or as short as a style wants it (CSL 1.0.2, appendix V: page range formats)."""

from __future__ import annotations


def last_page(first: str, last: str, form: str | None) -> str:
    """How `last` is written behind `first`: in full, or only the digits that differ (`267-80`).

    Pages that are not plain numbers, or not in order, stay as they are.
    """
    if not (form and first.isdecimal() and last.isdecimal()):
        return last
    full = first[: max(len(first) - len(last), 0)] + last
    if len(full) != len(first) or int(full) < int(first):
        return last
    common = next((at for at, (one, other) in enumerate(zip(first, full, strict=True)) if one != other), len(full))
    if form.startswith("chicago"):
        at_least = _chicago(first, common, form)
    else:
        at_least = {"minimal": 1, "minimal-two": 2}.get(form, len(full))
    return full[max(min(common, len(full) - at_least), 0) :]


def _chicago(first: str, common: int, form: str) -> int:
    """How many digits the Chicago Manual wants at least."""
    rest = int(first) % 100
    three_change = len(first) == 4 and common == 1 and form != "chicago-16"
    if int(first) < 100 or not rest or three_change:
        return len(first)
    return 1 if rest < 10 else 2
