"""Cassettes of VCR: recorded answers of a web service in YAML, whose bodies are JSON with works in it."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import yaml

from graph.records import Record, Reject
from nlp.readers import jsonl
from nlp.readers.cleaning import clean
from nlp.readers.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LARGEST: Final = 1 << 26
"""How many bytes the body of an answer may have when it is unpacked."""


def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """The works of the answers in their order, each at the line where its answer's body begins."""
    try:
        # nodes, not objects: nothing is constructed, and an alias takes no room
        answers = _member(yaml.compose("\n".join(lines), Loader=_LOADER), "interactions")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        yield Reject(mark.line + 1 if mark else 1, "no YAML that can be read", "record the cassette again")
        return
    for each in answers.value if isinstance(answers, yaml.SequenceNode) else ():
        yield from _works(each)


def sniff(sample: str) -> bool:
    """Whether the text is a mapping with the interactions of a service."""
    return bool(re.search(r"(?m)^interactions:\s*\n- (?:request|response):", sample))


FORMAT: Final = Format("cassette", (".yaml", ".yml"), "recorded answers (VCR) of Crossref and the like", sniff, read)


def _works(answer: yaml.Node) -> Iterator[Record | Reject]:
    line = answer.start_mark.line + 1
    body = _member(answer, "response", "body", "string")
    code = _member(answer, "response", "status", "code")
    if not isinstance(body, yaml.ScalarNode):
        yield Reject(line, "an answer without a body", "record it again")
    elif isinstance(code, yaml.ScalarNode) and not code.value.startswith("2"):
        yield Reject(line, f"no works, but the error {clean(code.value)}", "ask for works that there are")
    else:
        try:
            text = _unpacked(body)
        except (ValueError, zlib.error) as error:
            yield Reject(line, f"the answer's body cannot be read: {error}", "record it again")
            return
        line = body.start_mark.line + 1
        found = [replace(each, line=line) for each in jsonl.read(text.split("\n"))]
        yield from found or [Reject(line, "an answer with an empty body", "record it again")]


def _unpacked(body: yaml.ScalarNode) -> str:
    if not body.tag.endswith(":binary"):
        return body.value
    raw = base64.b64decode(body.value)
    if raw.startswith((b"\x1f\x8b", b"\x78")):
        unpacker = zlib.decompressobj(wbits=47)
        raw = unpacker.decompress(raw, LARGEST)
        if not unpacker.eof:
            raise ValueError(f"it is cut off, or larger than {LARGEST:,} bytes")
    return raw.decode()


def _member(node: yaml.Node | None, *keys: str) -> yaml.Node | None:
    for key in keys:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for name, value in pairs if name.value == key), None)
    return node
