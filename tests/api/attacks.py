"""What people send who mean no good, and what must come back. The tests and benchmarks/attacks.py send all of it.

An answer is written as its status and the codes of its errors: `400 BAD_REQUEST`, `200` for an answer without any.
Requests ask for the newer media type, in which a query that was not executed is a 400.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.api.attack import BAD, COST, LONG, PLAIN, TOO_LARGE, Attack, asked, body, deep, posted, spoken
from tests.api.injections import of_the_cursors, of_the_words
from tests.api.process import chunked, head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.process import Answer, Server


def doubled(levels: int, inner: str = "stats { papers }") -> str:
    twice = "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} " for n in range(levels))
    return f"{{ ...F0 }} {twice} fragment F{levels} on Query {{ {inner} }}"


def each_other(fragments: int) -> str:
    names = [f"F{n}" for n in range(fragments)]
    return "{ ...F0 } " + " ".join(
        f"fragment {name} on Query {{ {' '.join(f'...{each}' for each in names if each != name)} }}" for name in names
    )


def of_the_text() -> Iterator[Attack]:
    """Queries that are small to write and large to read, to check or to answer."""
    pages = "papers(first: 100) { nodes { concepts(first: 100) { nodes { papers(first: 100) { nodes { id } } } } } }"
    yield asked("depth: 200 nested fields", "{ node(id: 1) " + deep(200, "{ broader ", " } ") + "}", COST, BAD)
    yield asked(
        "depth: 20 levels of similar",
        "{ paper(id: 1) {" + "similar { nodes {" * 10 + " id" + " } }" * 10 + " } }",
        COST,
    )
    yield asked("depth: 1,900 braces, never closed", "{a" * 1900, BAD)
    yield asked("depth: 60 inline fragments", "{" + "... {" * 60 + PLAIN[1:] + " }" * 60, COST)
    yield asked(
        "aliases: 1,000 of one field", "{" + " ".join(f"a{n}: stats {{ papers }}" for n in range(600)) + "}", COST
    )
    yield asked("aliases: 51 searches", "{" + " ".join(f"a{n}: papers {{ totalCount }}" for n in range(51)) + "}", COST)
    yield asked("fields: one a thousand times", "{ stats {" + "papers " * 1000 + "} }", COST)
    yield asked("fields: one with a selection 600 times", "{" + "stats { papers } " * 600 + "}", COST)
    yield asked("fields: 1,900 that do not exist", "{" + " ".join(f"nothing{n}" for n in range(1900)) + "}", COST)
    yield asked("nested first: a million papers", "{ concept(id: 1) { " + pages + " } }", COST)
    yield asked(
        "nested first: through variables",
        "query ($n: Int) {" + pages.replace("100", "$n") + "}",
        COST,
        variables={"n": 100},
    )
    yield asked(
        "nested first: rankings",
        "{ papers(first: 100) { nodes { similar(first: 100) { nodes { similar { totalCount } } } } } }",
        COST,
    )
    yield asked("fragments: doubled 20 times", doubled(20), COST)
    yield asked("fragments: doubled 58 times", doubled(58), COST)
    yield asked("fragments: doubled 90 times", doubled(90), COST)
    yield asked("fragments: doubled, into nothing", doubled(20, "...Nothing"), COST)
    yield asked("fragments: doubled, never used", PLAIN + doubled(20)[10:], COST)
    yield asked("fragments: a cycle of one", "{ ...A } fragment A on Query { ...A }", BAD)
    yield asked(
        "fragments: a cycle of 50",
        "{ ...F0 }" + "".join(f"fragment F{n} on Query {{ ...F{(n + 1) % 50} }} " for n in range(50)),
        BAD,
    )
    yield asked("fragments: 25 in all of each other", each_other(25), COST)
    yield asked("fragments: undefined", "{ ...Nothing }", BAD)
    yield asked("fragments: 1,300 undefined", "{" + " ".join(f"...F{n}" for n in range(1300)) + "}", BAD)
    yield asked(
        "fragments: 300 side by side",
        "{"
        + " ".join(f"...F{n}" for n in range(200))
        + "}"
        + " ".join(f"fragment F{n} on Query {{ stats {{ papers }} }}" for n in range(200)),
        COST,
    )
    yield asked("operations: 1,000 in one document", " ".join(f"query Q{n} {PLAIN}" for n in range(500)), COST)
    yield asked("operations: two without a name", PLAIN + PLAIN, "400 BAD_QUERY", BAD)
    yield asked("directives: one 500 times", "{ stats " + "@skip(if: false) " * 490 + "{ papers } }", BAD)
    yield asked("directives: unknown, 1,500 times", "{ stats " + "@nothing " * 1500 + "{ papers } }", BAD)
    yield asked("arguments: 900 unknown", "{ paper(" + " ".join(f"a{n}: 1" for n in range(900)) + ") { id } }", BAD)
    yield asked("variables: 900 declared", "query (" + " ".join(f"$v{n}: Int" for n in range(700)) + ") " + PLAIN, BAD)
    yield asked(
        "introspection: ofType 50 deep",
        "{ __schema { types {" + deep(50, "ofType {", "}")[:-50] + " name " + "}" * 53,
        COST,
    )
    yield asked(
        "introspection: fields of types of fields",
        "{ __schema { types {" + "fields { type {" * 6 + " name" + " } }" * 6 + " } } }",
        COST,
    )
    yield asked("names: 200,000 letters", "{ " + "a" * 200_000 + " }", LONG)
    yield asked("names: 100,000 letters", "{ " + "a" * 100_000 + " }", BAD)
    yield asked("names: an alias of 200,000 letters", "{ " + "a" * 200_000 + ": stats { papers } }", LONG)
    yield asked("values: a list in a list, 150 deep", "{ nodes(ids: " + deep(150) + ") { id } }", BAD)
    yield asked(
        "values: objects 150 deep",
        "{ papers(filter: " + "{ year: " * 150 + "1" + " }" * 150 + ") { totalCount } }",
        BAD,
    )
    yield asked("values: a number of 5,000 digits", "{ papers(first: " + "9" * 5000 + ") { totalCount } }", BAD)
    yield asked(
        "values: a fraction of 5,000 digits",
        "{ similar(to: {}, weights: { text: 1." + "9" * 5000 + " }) { totalCount } }",
        BAD,
        "200 BAD_QUERY",
    )
    yield asked("values: 101 ids", "{ nodes(ids: " + json.dumps(["x"] * 101) + ") { id } }", "200 TOO_LARGE")
    yield asked("values: 3,900 ids", "{ nodes(ids: [" + "1 " * 3900 + "]) { id } }", "200 TOO_LARGE")
    yield asked("values: a string of 240,000 letters", '{ paper(id: "' + "a" * 240_000 + '") { id } }', LONG)
    yield asked("values: a string of 100,000 letters", '{ paper(id: "' + "a" * 100_000 + '") { id } }', "200")
    yield asked("values: 15,000 escapes", '{ paper(id: "' + "\\u0061" * 15_000 + '") { id } }', "200")
    yield asked("comments: 240,000 letters", "#" + "a" * 240_000 + "\n" + PLAIN, LONG)
    yield asked("tokens: 50,000", "{ " + "a " * 50_000 + "}", BAD)
    yield asked("no query: a mutation", 'mutation { removePaper(id: "x") { id } }', "403 FORBIDDEN")
    yield asked("no query: a subscription", "subscription { papers { totalCount } }", BAD, "403 FORBIDDEN")
    yield asked("no query: a schema", "type Query { a: Int }", "400 BAD_QUERY", BAD)


def of_the_variables() -> Iterator[Attack]:
    """Variables of the wrong type, size or number."""
    text = "query ($t: String!) {" + " ".join(f"a{n}: annotate(text: $t) {{ text }}" for n in range(50)) + "}"
    yield asked("work: one long text annotated 50 times", text, COST, variables={"t": "Seoul, South Korea. " * 4_500})
    walks = " ".join(f'a{n}: neighbourhood(of: "country:KR", hops: 3, limit: 900) {{ truncated }}' for n in range(50))
    yield asked("work: 50 long walks", "{" + walks + "}", COST)
    first = "query ($n: Int) { papers(first: $n) { totalCount } }"
    for name, value in {
        "a text": "ten",
        "a list": [1, 2],
        "an object": {"a": 1},
        "true": True,
        "half": 1.5,
        "30 digits": 10**30,
    }.items():
        yield asked(f"variables: first is {name}", first, BAD, variables={"n": value})
    for name, value in {"nothing": 0, "negative": -5, "a million": 1_000_000, "the largest Int": 2**31 - 1}.items():
        yield asked(f"variables: first is {name}", first, "200 BAD_QUERY", variables={"n": value})
    for name, value in {
        "1e999": b"1e999",
        "NaN": b"NaN",
        "-Infinity": b"-Infinity",
        "5,000 digits": b"9" * 5000,
    }.items():
        told = body(first, variables={"n": 1}).replace(b'"n": 1', b'"n": ' + value)
        yield posted(f"variables: first is {name}", told, BAD)
        weighed = 'query ($n: Float) { similar(to: { text: "towns" }, weights: { text: $n }) { totalCount } }'
        yield posted(
            f"variables: a weight is {name}",
            body(weighed, variables={"n": 1}).replace(b'"n": 1', b'"n": ' + value),
            BAD,
        )
    heavy = '{ similar(to: { text: "towns" }, weights: { text: 1e308, concepts: 1e308 }) { edges { score } } }'
    yield asked("variables: weights that overflow", heavy, "200", "200 BAD_QUERY")
    yield asked("variables: undeclared, 10,000", PLAIN, "200", variables={f"v{n}": n for n in range(10_000)})
    for levels in (500, 900, 950, 980, 995):
        yield posted(
            f"variables: a list {levels} deep",
            body(variables={"a": 1}).replace(b'"a": 1', b'"a": ' + deep(levels).encode()),
            BAD,
            "200",
        )
        told = body("query ($a: [ID!]!) { nodes(ids: $a) { id } }", variables={"a": 1})
        yield posted(f"variables: ids {levels} deep", told.replace(b'"a": 1', b'"a": ' + deep(levels).encode()), BAD)
    yield posted("variables: no object", body(variables=[1]), BAD)
    yield posted("variables: 20 MB", body(variables={"a": "x" * 20_000_000}), TOO_LARGE)
    yield posted("variables: 240,000 bytes", body(variables={"a": "x" * 240_000}), "200")
    yield asked(
        "variables: a text of 150,000 letters to annotate",
        "query ($t: String!) { annotate(text: $t) { text } }",
        "200 TOO_LARGE",
        variables={"t": "x" * 150_000},
    )
    yield asked(
        "variables: a search of 2,000 letters",
        "query ($t: String!) { papers(search: $t) { totalCount } }",
        "200 TOO_LARGE",
        variables={"t": "x" * 2_000},
    )


def of_the_body() -> Iterator[Attack]:
    """Bodies that are no request, in encodings that are none, and of lengths that are not true."""
    plain = body()
    yield posted("body: a query of 20 MB", body("{ " + "a" * 20_000_000 + " }"), TOO_LARGE)
    yield posted("body: empty", b"", BAD)
    yield posted("body: JSON 100,000 deep", deep(100_000).encode(), BAD)
    yield posted("body: JSON objects 20,000 deep", deep(20_000, '{"a":', "}").encode(), BAD)
    yield posted("body: a batch of 10,000 queries", b"[" + b",".join([b'{"query":"{a}"}'] * 10_000) + b"]", BAD)
    yield posted("body: a query twice", b'{"query": "{ nothing }", "query": "{ stats { papers } }"}', "200")
    yield posted("body: 20,000 names twice", b"{" + b'"a":1,' * 20_000 + plain[1:], "200")
    yield posted("body: a query that is a list", b'{"query": ["{ stats { papers } }"]}', BAD)
    yield posted("body: an operation that is a number", body(operationName=1), BAD)
    yield posted("body: an operation that is not there", body(operationName="x" * 10_000), "400 BAD_QUERY", BAD)
    yield posted("body: UTF-16", plain.decode().encode("utf-16"), "200", BAD)
    yield posted("body: UTF-32", plain.decode().encode("utf-32"), "200", BAD)
    yield posted("body: a byte order mark", b"\xef\xbb\xbf" + plain, "200", BAD)
    yield posted("body: no UTF-8", b'{"query": "{ paper(id: \\"\xff\xfe\\") { id } }"}', BAD)
    yield posted("body: half a surrogate pair", b'{"query": "{ paper(id: \\"\\ud800\\") { id } }"}', BAD)
    yield posted(
        "body: half a surrogate pair in a variable",
        body("query ($i: ID!) { paper(id: $i) { id } }", variables={"i": "\ud800"}),
        BAD,
    )
    yield asked("body: half a surrogate pair in GraphQL", '{ paper(id: "\\ud800") { id } }', BAD)
    yield asked(
        "body: NUL in an id", "query ($i: ID!) { paper(id: $i) { id } }", "200", variables={"i": "doi:10.1/a\0b"}
    )
    yield posted("body: NUL in the query", body("{ stats\0 { papers } }"), BAD)
    yield posted("body: NUL bytes", b"\0" * 1000, BAD)
    yield posted("body: text/plain", plain, "415 BAD_REQUEST", **{"Content-Type": "text/plain"})
    yield posted(
        "body: a form",
        b"query=%7Bstats%7Bpapers%7D%7D",
        "415 BAD_REQUEST",
        **{"Content-Type": "application/x-www-form-urlencoded"},
    )
    yield posted(
        "body: a form in parts", b"--x--", "415 BAD_REQUEST", **{"Content-Type": "multipart/form-data; boundary=x"}
    )
    yield posted(
        "body: another charset",
        plain,
        "200",
        BAD,
        "415 BAD_REQUEST",
        **{"Content-Type": "application/json; charset=utf-7"},
    )
    yield posted("body: said to be gzip", plain, "200", BAD, "415 BAD_REQUEST", **{"Content-Encoding": "gzip"})
    yield posted(
        "head: 5,000 media types",
        plain,
        "200",
        BAD,
        "400",
        "406 BAD_REQUEST",
        "431",
        Accept=",".join(["text/html"] * 5000),
    )
    yield posted("head: 60,000 letters", plain, "200", "400", "431", Cookie="a" * 60_000)
    yield posted("head: another host", plain, "200", "400", Host="example.com:1/../..")
    long = {"Transfer-Encoding": "chunked"}
    yield spoken(
        "length: chunks of 20 MB",
        head("POST", "/graphql", long),
        *chunked([b" " * 1_000_000] * 20),
        answers=(TOO_LARGE,),
    )
    yield spoken(
        "length: 50,000 chunks of a byte",
        head("POST", "/graphql", long),
        b"".join(chunked([b" "] * 50_000 + [plain])),
        answers=("413",),
    )
    yield spoken(
        "length: no chunks", head("POST", "/graphql", long), b"no chunk at all\r\n\r\n", answers=("400", "closed", BAD)
    )
    yield spoken(
        "length: less than there is", head("POST", "/graphql", {"Content-Length": "10"}), plain, answers=(BAD,)
    )
    yield spoken(
        "length: more than there is",
        head("POST", "/graphql", {"Content-Length": "5000"}),
        plain,
        answers=(BAD, "400", "closed"),
        hang_up=True,
    )
    yield spoken(
        "length: 20 GB, said only",
        head("POST", "/graphql", {"Content-Length": "20000000000"}),
        plain,
        answers=(TOO_LARGE, BAD, "closed"),
        hang_up=True,
    )
    yield spoken("length: negative", head("POST", "/graphql", {"Content-Length": "-1"}), plain, answers=("400",))
    yield spoken("length: no number", head("POST", "/graphql", {"Content-Length": "many"}), plain, answers=("400",))
    yield spoken(
        "length: both said and chunked",
        head("POST", "/graphql", {"Content-Length": "5", **long}),
        b"".join(chunked([plain])),
        answers=("200", "400"),
    )
    yield spoken(
        "length: no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 10 + b"\r\n\r\n", answers=("400", "closed")
    )
    yield spoken(
        "length: a byte at a time",
        head("POST", "/graphql", {"Content-Length": str(len(plain))}),
        *(bytes([each]) for each in plain),
        answers=("200",),
        pause=0.002,
    )
    yield Attack("length: 100 bodies that never end", _held, ("200",))


def of_the_address() -> Iterator[Attack]:
    """GET requests and other methods."""

    def got(name: str, *answers: str, path: str = "/graphql", method: str = "GET", **parameters: str) -> Attack:
        told = f"{path}?{urlencode(parameters)}" if parameters else path
        return spoken(name, head(method, told), answers=answers)

    yield got("GET: a query of a megabyte", "414", query=PLAIN + " " * 1_000_000)
    yield got("GET: a query of 40,000 bytes", "200", "400", "414", "431", query=PLAIN + " " * 40_000)
    yield got("GET: no query", BAD)
    yield got("GET: variables that are no JSON", BAD, query=PLAIN, variables="{")
    yield got("GET: variables 20,000 deep", "414", query=PLAIN, variables=deep(20_000))
    yield got("GET: variables 5,000 deep", BAD, query=PLAIN, variables=deep(5_000))
    yield got("GET: bytes that are no UTF-8", BAD, path="/graphql?query=%ff%fe")
    yield got("GET: 5,000 parameters", BAD, path="/graphql?" + "a=1&" * 5000 + urlencode({"query": PLAIN}))
    yield got("GET: a mutation", BAD, "405 BAD_REQUEST", "405", query="mutation { removePaper(id: 1) }")
    for path in (
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/graphql/console.js/../../app.py",
        "/.git/config",
        "//example.com/",
    ):
        yield got(f"GET: the path {path}", "404", "400", path=path)
    for method in ("PUT", "DELETE", "TRACE", "CONNECT", "PATCH", "X" * 10_000):
        yield got(f"the method {method[:10]}", "405 BAD_REQUEST", "400", method=method)


def _held(server: Server) -> Answer:
    lines = [server.connected() for _ in range(100)]
    try:
        for line in lines:
            line.sendall(head("POST", "/graphql", {"Content-Length": "100000"}) + b'{"query": "')
        return server.asked(PLAIN)
    finally:
        for line in lines:
            line.close()


ATTACKS = [
    *of_the_text(),
    *of_the_variables(),
    *of_the_body(),
    *of_the_address(),
    *of_the_words(),
    *of_the_cursors(),
]
