"""Styles as citeproc-py reads them, with those of its elements put right that fall short of CSL 1.0.2.

Each class here takes the place of the library's class of the same name.
"""

from __future__ import annotations

from typing import Any, Final
from weakref import proxy

from citeproc import CitationStylesStyle, model
from citeproc.source import VariableError
from citeproc.string import MixedString, String, join
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] (it has no types)

from nlp.writers.csl.pages import last_page

_NAMESPACE: Final = "http://purl.org/net/xbiblio/csl"
_TRUE: Final = "true"


class _Quick:
    """Looks up a macro once for a style, not once for each use."""

    def get_macro(self: Any, name: str) -> Any:
        macros = self.get_root().__dict__.setdefault("macros", {})
        if name not in macros:
            macros[name] = super().get_macro(name)  # pyright: ignore[reportAttributeAccessIssue]
        return macros[name]


class _Pages:
    """Page ranges by the book: the library turns 1-10 into 1-0 where a style wants few digits."""

    def _format_last_page(self: Any, first: str, last: str) -> str:
        return last_page(first, last, self.get_root().get_option("page-range-format"))


class _Cased:
    """Capitals for texts of every kind: the library has none for what is put together from page numbers or names."""

    def case(self: Any, text: Any, language: str | None = None) -> Any:
        if isinstance(text, MixedString):
            text = MixedString([_string(each) for each in text])
        return super().case(_string(text), language)  # pyright: ignore[reportAttributeAccessIssue]


def _string(text: Any) -> Any:
    return String(text) if type(text) is str else text


class Text(_Cased, _Pages, _Quick, model.Text):
    """A macro that prints something counts as a variable that is there: `[J]` is printed without `/OL` too."""

    def calls_variable(self) -> bool:
        """Whether a group that holds it is left out where it prints nothing."""
        return "macro" in self.attrib or super().calls_variable()

    def quote(self, string: Any) -> Any:
        """Quotes inside quotes become inner ones."""
        if self.get("quotes", "").lower() == _TRUE:
            for outer, inner in (("open-quote", "open-inner-quote"), ("close-quote", "close-inner-quote")):
                string = string.replace(*(str(self.get_single_term(name=name)) for name in (outer, inner)))
        return super().quote(string)


class Number(_Cased, _Pages, _Quick, model.Number):
    """A number, its pages by the book."""


class Label(_Cased, _Quick, model.Label):
    """A label that stands only beside what it labels."""

    def process(self, item: Any, variable: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """The term for a variable that the paper has, or nothing."""
        name = variable or self.get("variable", "")
        if name not in {"locator", "editortranslator"} and name.replace("-", "_") not in item.reference:
            return None
        return super().process(item, variable, *args, **kwargs)


class Name(_Quick, model.Name):
    """Names with what styles say about initials and about the comma before the last."""

    def get_option(self, name: str, context: Any = None, sort_options: Any = None) -> Any:
        """An option of the name, or of what it stands in."""
        value = super().get_option(name, context, sort_options)
        if name == "initialize-with" and self._inherited("initialize", context) == "false":
            return None
        if name.startswith("delimiter-precedes-") and value == "after-inverted-name":
            order = self.get_option("name-as-sort-order", context, sort_options)
            return "always" if order else "never"
        return value

    def initialize(self, given: str, mark: str, context: Any) -> Any:
        """`Jean-Luc` as `J.-L.`; names in scripts without capitals, and particles, as they are."""
        hyphens = self.get_option("initialize-with-hyphen", context)
        words = given.replace(".", ". " if hyphens else " ").split()
        written = [self._initials(word, mark, hyphens=hyphens) for word in words]
        return " ".join("".join(written).split())

    def _initials(self, word: str, mark: str, *, hyphens: bool) -> str:
        parts = [part.strip(".") for part in word.split("-")]
        if not word[0].isupper() or not all(parts):
            return f" {word} " if word.strip(".-") else ""
        between = f"{mark.rstrip()}-" if hyphens else mark
        return between.join(part[0].upper() for part in parts) + mark

    def _inherited(self, name: str, context: Any) -> str | None:
        above = (context if context is not None else self).iterancestors()
        return next((found for each in (self, *above) if (found := each.get(name)) is not None), None)


class Macro(_Quick, model.Macro):
    """A macro prints nothing where all that it says is a term (`translated by`), as a group does."""

    def render_children(self, item: Any, delimiter: str = "", **kwargs: Any) -> Any:
        """The texts of the children, or None."""
        output: list[Any] = []
        called = found = False
        for child in self.iterchildren():
            calls = child.calls_variable()
            called = called or calls
            try:
                inside = {"delimiter": delimiter} if isinstance(child, model.Choose) else {}
                text = child.render(item, **inside, **kwargs)
            except VariableError:
                continue
            if text is not None:
                output.append(text)
                found = found or calls
        return join(output, delimiter) if output and (found or not called) else None


class NamePart(_Cased, _Quick, model.Name_Part):
    """How parts of a person's name are written: a body has none (`World Health Organization`)."""

    def format_part(self, given: str | None, family: str) -> tuple[Any, Any]:
        """Given and family name, each as the style writes it."""
        if not given:
            return given, family
        written = super().format_part(given, family)
        return String(str(written[0])), String(str(written[1]))


class Substitute(_Quick, model.Substitute):
    """What stands for missing authors: a title there is not written again."""

    def add_to_repressed_list(self, child: Any, context: Any) -> None:
        """Remembers what was written for the authors."""
        super().add_to_repressed_list(child, context)
        if self._writes_title(child):
            (context if context is not None else self).get_layout().repressed.setdefault(child.tag, []).append("title")

    def _writes_title(self, element: Any) -> bool:
        macro = element.get("macro")
        return element.get("variable") == "title" or any(
            map(self._writes_title, self.get_macro(macro) if macro else element)
        )


def _classes() -> dict[str | None, type]:
    """The class of each element, by the element's name, and for all others."""
    base = model.CitationStylesElement
    library = {each.__name__: each for each in base.__subclasses__() if each.__module__ == model.__name__}
    quick = {name.lower().replace("_", "-"): type(name, (_Quick, each), {}) for name, each in library.items()}
    own = {
        "text": Text,
        "number": Number,
        "label": Label,
        "name": Name,
        "name-part": NamePart,
        "macro": Macro,
        "substitute": Substitute,
    }
    return {None: type(base.__name__, (_Quick, base), {})} | quick | own


class Style(CitationStylesStyle):
    """A style in one locale: its file and the locale's are read once.

    A style without a list of works (one for footnotes) is asked for the first footnote. Not to be used by two threads
    at a time.
    """

    def __init__(self, content: bytes, locale: str) -> None:
        lookup = etree.ElementNamespaceClassLookup()
        lookup.get_namespace(_NAMESPACE).update(_classes())
        parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
        parser.set_element_class_lookup(lookup)
        self.root = etree.fromstring(content, parser)
        self.xml = self.root.getroottree()
        for number in self.root.xpath_search("//cs:text[@variable='citation-number']"):
            number.getparent().remove(number)  # a citation alone has no number
        self.root.set_locale_list(locale, validate=False)
        for each in self.root.locales:
            each.style = proxy(self.root)  # a ring of references would outlive the style, some MB of it

    @property
    def moves_punctuation(self) -> bool:
        """Whether commas and periods go inside closing quotes."""
        return str(self.root.get_locale_option("punctuation-in-quote")).lower() == _TRUE

    @property
    def closing_quotes(self) -> str:
        """The characters that close quotes in this style and locale."""
        return "".join(str(self.root.get_single_term(name=name)) for name in ("close-quote", "close-inner-quote"))
