"""Texts that mean something to an engine, in every place that takes one, and cursors that no list handed out."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from tests.api.attack import BAD, Attack, asked, deep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.process import Server

WORDS = {
    "SQL": "x' OR '1'='1'; DROP TABLE papers; --",
    "SQL union": 'x" UNION SELECT sql, 1 FROM sqlite_master --',
    "Cypher": "x'}) DETACH DELETE n //",
    "Cypher call": "`}) CALL dbms.shutdown() YIELD x RETURN 1 //",
    "FTS": '"unbalanced NEAR(a, 5) OR * NOT ^b title:',
    "Lucene": "+title:[* TO *] -(a && b) || c~2 ^9 \\",
    "wildcards": "%_*?%%__",
    "regex": "(a+)+$" + "a" * 200 + "!",
    "format": "%s%n%x {0.__class__.__mro__} ${7*7} {{7*7}}",
    "path": "../../../../etc/passwd\0.json",
    "script": "<script>alert(1)</script>",
    "LDAP": "*)(uid=*))(|(uid=*",
    "log": "x\r\n\x1b[31m2026-01-01 ERROR root logged in",
    "Unicode": "\u202e\ufeff\u0000\U0010ffff" + "e" + "\u0301" * 500,
    "spaces": " \t\n\u3000" * 100,
}

SUGGESTED = ("200", "200 NOT_FOUND", "200 BAD_QUERY", "200 BAD_CURSOR")
PLACES = {
    "paper(id)": ("query ($w: ID!) { paper(id: $w) { id } }", ("200",)),
    "node(id)": ("query ($w: ID!) { node(id: $w) { id } }", ("200",)),
    "nodes(ids)": ("query ($w: ID!) { nodes(ids: [$w, $w]) { id } }", ("200",)),
    "concept(id)": ("query ($w: ID!) { concept(id: $w) { id } }", ("200",)),
    "author(id)": ("query ($w: ID!) { author(id: $w) { id } }", ("200",)),
    "papers(search)": (
        "query ($w: String) { papers(search: $w) { totalCount edges { highlights { text } } } }",
        ("200",),
    ),
    "papers(filter: concepts)": (
        "query ($w: ID!) { papers(filter: { concepts: { all: [$w], any: [$w], none: [$w] } }) { totalCount } }",
        ("200",),
    ),
    "papers(filter: authors)": ("query ($w: ID!) { papers(filter: { authors: [$w] }) { totalCount } }", ("200",)),
    "papers(filter: venues)": ("query ($w: String!) { papers(filter: { venues: [$w] }) { totalCount } }", ("200",)),
    "papers(filter: sources)": ("query ($w: String!) { papers(filter: { sources: [$w] }) { totalCount } }", ("200",)),
    "papers(filter: language)": ("query ($w: String) { papers(filter: { language: $w }) { totalCount } }", ("200",)),
    "papers(after)": ("query ($w: String) { papers(after: $w) { totalCount } }", ("200 BAD_CURSOR",)),
    "papers(before)": ("query ($w: String) { papers(last: 5, before: $w) { totalCount } }", ("200 BAD_CURSOR",)),
    "concepts(search)": ("query ($w: String) { concepts(search: $w) { totalCount nodes { id } } }", ("200",)),
    "concepts(kinds)": ("query ($w: String!) { concepts(kinds: [$w]) { totalCount } }", ("200",)),
    "concepts(after)": ("query ($w: String) { concepts(after: $w) { totalCount } }", ("200 BAD_CURSOR",)),
    "similar(to: papers)": ("query ($w: ID!) { similar(to: { papers: [$w] }) { totalCount } }", ("200 NOT_FOUND",)),
    "similar(to: notPapers)": (
        'query ($w: ID!) { similar(to: { text: "towns", notPapers: [$w] }) { totalCount } }',
        ("200 NOT_FOUND",),
    ),
    "similar(to: text)": (
        "query ($w: String) { similar(to: { text: $w }) { totalCount edges { why { term } } } }",
        ("200", "200 BAD_QUERY"),
    ),
    "similar(after)": (
        'query ($w: String) { similar(to: { text: "towns" }, after: $w) { totalCount } }',
        ("200 BAD_CURSOR",),
    ),
    "neighbourhood(of)": ("query ($w: ID!) { neighbourhood(of: $w) { truncated } }", ("200 NOT_FOUND",)),
    "annotate(text)": ("query ($w: String!) { annotate(text: $w) { text concept { id } } }", ("200",)),
    "name(locale)": ("query ($w: String!) { concepts(first: 1) { nodes { name(locale: $w) } } }", ("200",)),
}


def of_the_words() -> Iterator[Attack]:
    """Texts that mean something to an engine behind the API, in every place that takes a text."""
    for place, (query, answers) in PLACES.items():
        for kind, word in WORDS.items():
            yield Attack(
                f"words: {kind} in {place}",
                lambda server, query=query, word=word: server.asked(query, {"w": word}),
                answers,
                (word, word.strip(), word[:40]),
            )
    for kind, word in WORDS.items():
        told = json.dumps(word)
        yield asked(f"words: {kind} as a literal", "{ papers(search: " + told + ") { totalCount } }", "200", BAD)


def of_the_cursors() -> Iterator[Attack]:
    """Cursors that were made by hand, cut off, or belong to another list."""

    def made(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    forged = {
        "empty": "",
        "no base64": "!!!",
        "no JSON": base64.b64encode(b"\xff\xfe{").decode(),
        "a number": made(7),
        "null": made(None),
        "an object": made({"id": 1}),
        "an empty list": made([]),
        "too long a list": made([1] * 5000),
        "the wrong types": made([[], {}]),
        "a huge number": made([10**400, "x"]),
        "a fraction": made([1e308, "x"]),
        "another paper": made([0.5, "doi:10.1/none"]),
        "deep": base64.urlsafe_b64encode(deep(5000).encode()).decode(),
        "NaN": base64.urlsafe_b64encode(b'[NaN,"x"]').decode().rstrip("="),
        "200,000 letters": "A" * 200_000,
    }
    lists = {
        "papers": "query ($c: String) { papers(first: 2, after: $c) { nodes { id } } }",
        "papers, backwards": "query ($c: String) { papers(last: 2, before: $c) { nodes { id } } }",
        "a search": 'query ($c: String) { papers(search: "towns", first: 2, after: $c) { nodes { id } } }',
        "concepts": "query ($c: String) { concepts(first: 2, after: $c) { nodes { id } } }",
        "similar papers": 'query ($c: String) { similar(to: { text: "towns" }, after: $c) { nodes { id } } }',
        "authors": "query ($c: String) { papers(first: 1) { nodes { authors(after: $c) { totalCount } } } }",
    }
    for kind, cursor in forged.items():
        for place, query in lists.items():
            yield Attack(
                f"cursors: {kind} in {place}",
                lambda server, query=query, cursor=cursor: server.asked(query, {"c": cursor}),
                ("200 BAD_CURSOR",),
                (cursor, cursor[:40]),
            )
    for place, query in lists.items():
        if place != "authors":
            yield Attack(
                f"cursors: of another list in {place}",
                lambda server, query=query, place=place: server.asked(query, {"c": _foreign(server, place)}),
                ("200 BAD_CURSOR",),
            )
            yield Attack(
                f"cursors: cut off in {place}",
                lambda server, query=query, place=place: server.asked(query, {"c": _own(server, place)[:-3]}),
                ("200 BAD_CURSOR",),
            )


def _own(server: Server, place: str) -> str:
    query = {
        "concepts": "{ it: concepts(first: 1) { pageInfo { endCursor } } }",
        "similar papers": '{ it: similar(to: { text: "towns" }, first: 1) { pageInfo { endCursor } } }',
        "a search": '{ it: papers(search: "towns", first: 1) { pageInfo { endCursor } } }',
    }.get(place, "{ it: papers(first: 1) { pageInfo { endCursor } } }")
    return server.asked(query).json["data"]["it"]["pageInfo"]["endCursor"]


def _foreign(server: Server, place: str) -> str:
    return _own(server, "papers" if place == "concepts" else "concepts")
