"""The ids of cited works, wherever a reference names them: an id alone, or somewhere in its text."""

from __future__ import annotations

import re
from typing import Final

from graph.identity import ID_LENGTH, parse_id
from nlp.readers.cleaning import clean

_NAMED: Final = re.compile(
    r"(?<![\d.])(?P<doi>10\.\d{4,9}/[^\s\"<>\[\]{}]+)"
    r"|arxiv(?:\.org/(?:abs|pdf)/|:\s*)(?P<arxiv>[\w.-]+(?:/\d{7})?)"
    r"|\bpmid:?\s*(?P<pmid>\d{1,9})\b",
    re.IGNORECASE,
)
_CLOSING: Final = ".,;:'"


def cited_ids(reference: str) -> tuple[str, ...]:
    """The global ids in a reference, or in a list of them: `Roe (2019). Title. doi:10.5555/x` names one.

    Bare numbers are none, whatever they may mean to the source. Ids keep the spelling of the source.
    """
    text = clean(reference)
    if parse_id(text):
        return (text,)
    found = (f"{match.lastgroup}:{_trimmed(match[match.lastgroup or 0])}" for match in _NAMED.finditer(text))
    return tuple(dict.fromkeys(each for each in found if parse_id(each)))


def _trimmed(text: str) -> str:
    """The id without what closes the sentence or the bracket that it stands in."""
    text = text.rstrip(_CLOSING)
    if len(text) > 2 * ID_LENGTH:  # no id; and brackets by the thousand would be counted by the thousand
        return text
    while text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].rstrip(_CLOSING)
    return text
