"""The text of an XML element, with its markup and mathematics as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.identity import parse_id
from nlp.readers.cleaning import clean, global_id
from nlp.readers.latex import mathematics
from nlp.readers.xml.tree import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nlp.readers.xml.tree import Element

_BLOCKS: Final = set(
    "p sec title subtitle list list-item def-list def-item def term disp-formula disp-quote break br li ul ol div "
    "table table-wrap caption thead tbody tr td th AbstractText".split()
)
_LEFT_OUT: Final = set(
    "fn object-id graphic inline-graphic media contrib-group "
    "annotation annotation-xml mphantom mprescripts none".split()
)
_NOTES: Final = {"fn", "table-fn", "aff", "corresp", "author-notes"}
_SCHEMES: Final = {"doi": "doi", "pmid": "pmid", "pubmed": "pmid", "medline": "pmid", "arxiv": "arxiv"}
_BETWEEN: Final = {"mfrac": "/", "mtr": " ", "mtd": " "}


def text(element: Element | None, path: str = "") -> str:
    """The text of the element, or of the first at the path under it that has any; empty where there is none."""
    if element is None:
        return ""
    return next((found for each in (element.iterfind(path) if path else [element]) if (found := _plain(each))), "")


def texts(element: Element, path: str) -> list[str]:
    """The texts of all elements at the path that have any."""
    return [found for each in element.iterfind(path) if (found := _plain(each))]


def named_id(kind: str | None, value: str) -> tuple[str, ...]:
    """The global id that an element of this type holds; none where the type or the id is not one of ours."""
    scheme = _SCHEMES.get((kind or "").lower())
    found = global_id(scheme, value) if scheme else ""
    return (found,) if parse_id(found) else ()


def labelled(label: str, words: str) -> str:
    """A part of a structured abstract: `LABEL: text`."""
    label = label.rstrip(" :.")
    return f"{label}: {words}" if label and words else words


def in_language(elements: Iterable[Element], language: str | None) -> Sequence[Element]:
    """Those elements that are in the language; if none says so those that name no language, else all."""
    every = list(elements)
    marks = [same_language(each.get(LANGUAGE), language) for each in every]
    chosen = [each for each, mark in zip(every, marks, strict=True) if mark]
    return chosen or [each for each in every if not each.get(LANGUAGE)] or every


def same_language(one: str | None, other: str | None) -> bool:
    """Whether two codes name one language, as far as their first two letters tell: `en`, `eng` and `en-GB` do."""
    return bool(one and other) and (one or "")[:2].lower() == (other or "")[:2].lower()


def _plain(element: Element) -> str:
    pieces: list[str] = []
    _write(element, pieces)
    return clean("".join(pieces))


def _write(element: Element, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        # entities that the document declares are no elements; their text is not asked for
        name = child.tag if isinstance(child.tag, str) else ""
        if name == "math":
            pieces.append(_formula(child))
        elif name == "tex-math":
            # beside MathML it says the same again
            pieces.append(mathematics("".join(child.itertext())) if element.find("math") is None else "")
        elif name and name not in _LEFT_OUT and not _is_note(child, name):
            space = " " if name in _BLOCKS else ""
            pieces.append(space)
            _write(child, pieces)
            pieces.append(space)
        pieces.append(child.tail or "")


def _is_note(element: Element, name: str) -> bool:
    """Whether it is the mark of a footnote or the number of a citation: no part of what is said."""
    if name != "xref":
        return False
    raised = element.find("sup") is not None or element.getparent().tag == "sup"
    return element.get("ref-type") in _NOTES or (raised and element.get("ref-type") == "bibr")


def _formula(element: Element) -> str:
    """MathML in one line: its letters, numbers and signs, whose white space means nothing."""
    name = element.tag if isinstance(element.tag, str) else ""
    if not name or name in _LEFT_OUT:
        return ""
    if name == "mspace":
        return " "
    if name == "mtext":
        return "".join(element.itertext())
    children = list(element)
    if not children:
        return (element.text or "").strip()
    if name == "mmultiscripts":
        at = next((number for number, each in enumerate(children) if each.tag == "mprescripts"), len(children))
        children = children[at:] + children[:at]
    root = "√" if name in {"msqrt", "mroot"} else ""
    return root + _BETWEEN.get(name, "").join(_formula(each) for each in children)
