"""Technologies no list knows, by what stands beside them; less sure than listed ones, and marked so.

"Qwen2.5-VL-7B" is of a family that is known; "constant-function market makers (CFMMs)" is given a short form like a
thing one uses; "the MeTA toolkit" is called what it is. What a text says it invents is a method, and left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graph.identity import slug
from graph.model import Concept
from nlp.components.found import Candidate
from nlp.components.names import COMPOUND, OPENERS, word_before, words_after
from nlp.components.register import register
from nlp.components.spans import Spans, occurrences
from nlp.lexicon.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

    from nlp.components.abbreviations import Definition
    from nlp.lexicon import Lexicon

VERSION: Final = "technology-version"
RULE: Final = "technology-pattern"
CONFIDENCE: Final = 0.6
VERSION_CONFIDENCE: Final = 0.8

_VERSION = re.compile(
    r"(?:-(?:v?\d(?:[\w.]*\w)?|(?!\w+(?:ed|en|ing|ic|al|ive)\b)[A-Z](?:[\w.]*\w)?"
    r"|base|large|small|mini|turbo|chat|instruct|medium|tiny|nano|vl|coder|distill|high|low"
    r"|[smlx])(?!\w)){1,32}(?: \d+[Bb]\b)?"
    r"|(?:\.\d+)?:\d+(?:\.\d+)?[Bb]\b| [vV]\d+(?:\.\d+)?\b| \d+(?:\.\d+)?[Bb]\b| version \d+\b"
    r"| \d{1,2}(?=[,.;)] |\)|$| and [A-Z]| (?:Deep|Flash|Pro|headset|model)s?\b)"
    r"| (?:version )?\d+\.\d+(?![\w%])(?: \d+[Bb]\b)?"
    r"(?: (?:Flash|Haiku|Instruct|Large|Mini|Opus|Pro|Sonnet|Turbo|Ultra)\b)?"
)
_NUMBERED = re.compile(
    r"(?<![\w-])(?=([A-Z][A-Za-z]*?[A-Za-z]))\1v?\d+(?:\.\d+)*[a-z]?(?:-[A-Za-z0-9][\w.]*\w|-[A-Za-z0-9])*(?!\w)"
)
_DIGITS = re.compile(r"-v?\d(?:[\w.]*\w)?")
_NUMBER = re.compile(r"[A-Za-z]\d")
_HEADS: Final = frozenset(
    """
    antennas apps cameras chatbots computers databases devices drones gateways imaging interfaces lasers microscopes
    middleware phones platforms printers processors prostheses protocols radars reactors robots satellites scanners
    sensors simulators software telescopes transceivers vehicles ventilators websites
    """.split()
)
# bodies have systems and networks too: the word before must speak of a technical one
_TECHNICAL = re.compile(
    r"\b(?:administration|adversarial|aerial|alarm|alert|area|authentication|automation|cellular|communications?|computer"
    r"|control|conversational|convolutional|cyber-physical|database|decision|detection|dialog(?:ue)?|dispensing|embedded"
    r"|energy|entry|expert|file|graph|imaging|information|intelligent|learning|management|measurement|metering|mesh"
    r"|monitoring|navigation|neural|operating|optical|ordering|payment|planning|positioning|power|radio"
    r"|recommend(?:ation|er)|records?|registration|reporting|retrieval|robotic|scheduling|sensor|storage|support"
    r"|surveillance|tracking|transportation|tutoring|vehicle|voting|warning|wireless) (?:systems?|networks?)$",
    re.IGNORECASE,
)
_INVENTS = re.compile(
    r"\b(?:propos\w+|introduc\w+|present\w*|develop\w*|design\w*|devis\w+|novel|new|call(?:ed)?|named|dubbed|term(?:ed)?|our)\b"
)
_SEEN: Final = 70
_TOOL = re.compile(
    r" (?:apps?|platforms?|toolkits?|toolbox|software|simulators?|search engine|programming language|chatbots?"
    r"|web ?sites?|robots?|smartphones?|operating system)\b"
    r"(?P<list>(?: packages?)?,? (?:such as|like|called|named|including|e\.g\.,?) )?"
)
_APPOSITION = re.compile(
    r", an? (?:[\w-]+ ){0,7}?(?:app|application|assistant|chatbot|library|package|platform|simulator|software|system"
    r"|tool|toolkit|website)\b"
)
_BRACKET = re.compile(r" \([^()]{2,80}\)$")
_JOINED = re.compile(r"[\w-]")
_LETTER = re.compile(r"\w")
_MIXED = re.compile(r"[A-Za-z][\w+:.-]*\w")
_NAME = re.compile(r"[A-Z][\w+.-]*\w")
_LISTED: Final = 6


# what a company calls its product is the product's name: Google Home, OpenAI Omni Moderation
_MAKERS: Final = frozenset(
    "Adobe Amazon Apple DeepMind Google Huawei IBM Intel Meta Microsoft NVIDIA OpenAI Oracle Philips SAP Samsung"
    " Siemens Sony".split()
)
_MAKER = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(_MAKERS))})"
    r"(?: (?!(?:AG|AI|API|Asia|China|Cloud|Corp|Corporation|Foundation|GmbH|Inc|Labs?|Ltd|Research)\b)"
    r"[A-Z][\w.-]*\w){1,3}"
)


class Products:
    """Finds versions of known products, and technologies that are named as such."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Adds candidates for technologies."""
        plain, candidates = doc._.plain, doc._.candidates
        versions = [*self._longer(plain, candidates), *self._families(plain)]
        candidates.extend(versions)
        called = [*_defined(plain, doc._.definitions), *_called(plain, doc._.capitals)]
        if not called:
            return doc
        taken = [each for each in candidates if each.kind != "TOPIC"]
        near = Spans([each[:2] for each in taken])
        written: dict[tuple[str, str], None] = {}
        for start, end, name in called:
            if not any(_rules_out(taken[at], start, end) for at in near.touching(start, end)):
                written[plain[start:end], name] = None
        begins = occurrences(plain, {surface for surface, _ in written})
        for surface, name in written:
            concept = self._concept(name)
            doc._.coined.setdefault(concept.id, concept)
            candidates += [
                Candidate(at, at + len(surface), "TECHNOLOGY", concept.id, RULE, CONFIDENCE)
                for at in _words(plain, begins[surface], len(surface))
            ]
        return doc

    def _longer(self, plain: str, candidates: list[Candidate]) -> Iterator[Candidate]:
        """Listed products with the version behind them: Llama-3-8B-Instruct."""
        for each in candidates:
            name = plain[each.start : each.end]
            if each.kind == "TECHNOLOGY" and any(map(str.isupper, name)):
                version = (_VERSION if len(name) > 3 or not name.isupper() else _DIGITS).match(plain, each.end)
                if version:
                    yield each._replace(end=version.end(), rule=VERSION, confidence=VERSION_CONFIDENCE)

    def _families(self, plain: str) -> Iterator[Candidate]:
        """Members of listed families whose number is part of the word: YOLOv26, ResNet50."""
        if not _NUMBER.search(plain):
            return
        for match in _NUMBERED.finditer(plain):
            word = match[1].removesuffix("v")
            for form in self._lexicon.forms.get(fold(word), ()):
                if form.kind == "TECHNOLOGY" and not form.mark and len(word) > 2:
                    yield Candidate(*match.span(), "TECHNOLOGY", form.concept, VERSION, VERSION_CONFIDENCE)

    def _concept(self, name: str) -> Concept:
        known = [each for each in self._lexicon.forms.get(fold(name), ()) if each.kind == "TECHNOLOGY"]
        return (
            self._lexicon.concepts[known[0].concept]
            if known
            else Concept(f"technology:{slug(name)}", "TECHNOLOGY", name)
        )


def _defined(plain: str, definitions: Iterable[Definition]) -> Iterator[tuple[int, int, str]]:
    """Long forms that end like a class of systems or devices, where the text does not say that it invents them."""
    for each in definitions:
        name = plain[each.long_start : each.long_end]
        short = plain[each.short_start : each.short_end]
        last = name.rpartition(" ")[2].lower()
        if " " not in name or not (last in _HEADS or last + "s" in _HEADS or _TECHNICAL.search(name)):
            continue
        plural = last.endswith("s") and short.endswith("s")
        if plural or not _INVENTS.search(plain, max(0, each.long_start - _SEEN), each.long_start):
            yield (
                each.long_start,
                each.long_end,
                name.removesuffix("s") if last.endswith("s") and not last.endswith("ss") else name,
            )


def _called(plain: str, capitals: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Names that a word for what they are follows, or introduces."""
    for match in () if _MAKERS.isdisjoint(capitals) else _MAKER.finditer(plain):
        yield *match.span(), match[0]
    for match in _TOOL.finditer(plain):
        before = word_before(plain, match.start() + 1)
        if before and not before.after and _is_name(before.text, plain, before.start):
            yield before.start, before.end, before.text
        for word in words_after(plain, match.end("list"), _LISTED) if match["list"] else ():
            if word.text not in {"and", "or"} and not _is_name(word.text, plain, word.start):
                break
            if word.text[0].isupper():
                yield word.start, word.end, word.text
    for match in _APPOSITION.finditer(plain):
        bracket = _BRACKET.search(plain, max(0, match.start() - 84), match.start())
        end = bracket.start() if bracket else match.start()
        start = plain.rfind(" ", 0, end) + 1
        name = plain[start:end]
        if _MIXED.fullmatch(name) and sum(map(str.isupper, name)) > 1 and not COMPOUND.search(name):
            yield start, end, name


def _is_name(word: str, plain: str, start: int) -> bool:
    if not _NAME.fullmatch(word) or word in OPENERS or len(word) < 3 or COMPOUND.search(word):
        return False
    # at a sentence's start, or in a heading, any word has a capital
    opening = start == 0 or plain[start - 2 : start - 1] in {".", ":", "?", "!", "\n"}
    return not opening or not word[1:].islower()


def _rules_out(each: Candidate, start: int, end: int) -> bool:
    """Whether another candidate on these words is no part of the technology's name."""
    if each.kind == "ORGANIZATION":
        return each.start != start or each.end >= end
    return each.kind != "TECHNOLOGY" or (each.start <= start and end <= each.end)


def _words(plain: str, begins: Iterable[int], length: int) -> Iterator[int]:
    """Where those occurrences of a name begin that are no part of a longer word, and of no one before."""
    end = 0
    for at in begins:
        if at >= end and not (_JOINED.match(plain, at - 1) and at) and not _LETTER.match(plain, at + length):
            yield at
            end = at + length


register("products", Products)
