"""A stand-in for the services: a real HTTP server in a thread that speaks their protocols as they document them.

What it holds is written for these tests: papers that do not exist.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Parameters = dict[str, str]


@dataclass(frozen=True)
class Answer:
    """What the server sends. `cut` breaks the connection off in the middle of the body; `length` is what it claims."""

    body: bytes = b"{}"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    cut: bool = False


@dataclass
class StandIn:
    """One service with papers 0, 1, 2 …; `faults` are answered first, one a request, None for a good answer."""

    service: str
    papers: list[int]
    url: str = ""
    faults: list[Answer | None] = field(default_factory=list)
    asked: list[Parameters] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    before: Callable[[StandIn], None] | None = None
    """Called before each good answer: where the service changes while it is asked."""
    total: int | None = None
    """What it claims to hold, where that is not what it holds."""

    def answer(self, parameters: Parameters) -> Answer:
        self.asked.append(parameters)
        if self.faults and (fault := self.faults.pop(0)):
            return fault
        if self.before:
            self.before(self)
        return PROTOCOLS[self.service](self, parameters)

    def count(self, papers: list[int]) -> int:
        return len(papers) if self.total is None else self.total


def doi(number: int) -> str:
    return f"10.5555/stand.{number}"


def abstract(number: int) -> str:
    return f"Paper {number} asks how towns use social media."


def _slice(server: StandIn, cursor: str, size: int) -> tuple[list[int], str | None]:
    """The papers at a cursor (`*`, then `after-N`) and the next cursor."""
    begin = 0 if cursor == "*" else int(cursor.removeprefix("after-"))
    end = begin + size
    return server.papers[begin:end], f"after-{end}"


def openalex(server: StandIn, asked: Parameters) -> Answer:
    if wanted := asked.get("filter"):
        ids = wanted.removeprefix("ids.openalex:").split("|")
        found = [each for each in server.papers if f"W{each}" in ids]
        return _json({"meta": {"count": len(found)}, "results": [_work(each) for each in found]})
    found, cursor = _slice(server, asked["cursor"], int(asked["per_page"]))
    meta = {"count": server.count(server.papers), "next_cursor": cursor if found else None}
    return _json({"meta": meta, "results": [_work(each) for each in found]})


def crossref(server: StandIn, asked: Parameters) -> Answer:
    if wanted := asked.get("filter"):
        found = [each for each in server.papers if f"doi:{doi(each)}" in wanted.split(",")]
        return _json({"message": {"total-results": len(found), "items": [_deposit(each) for each in found]}})
    found, cursor = _slice(server, asked["cursor"], int(asked["rows"]))
    total = server.count(server.papers)
    items = [_deposit(each) for each in found]
    return _json({"status": "ok", "message": {"total-results": total, "next-cursor": cursor, "items": items}})


def europepmc(server: StandIn, asked: Parameters) -> Answer:
    if "EXT_ID:" in asked["query"] or "DOI:" in asked["query"]:
        terms = asked["query"].split(" OR ")
        found = [
            each for each in server.papers if f"(EXT_ID:{each} AND SRC:MED)" in terms or f'DOI:"{doi(each)}"' in terms
        ]
        return _json({"hitCount": len(found), "resultList": {"result": [_result(each) for each in found]}})
    mark = asked["cursorMark"]
    found, cursor = _slice(server, mark, int(asked["pageSize"]))
    return _json(
        {
            "hitCount": server.count(server.papers),
            "nextCursorMark": cursor if found else mark,
            "request": {"cursorMark": mark},
            "resultList": {"result": [_result(each) for each in found]},
        }
    )


def arxiv(server: StandIn, asked: Parameters) -> Answer:
    if wanted := asked.get("id_list"):
        found, total, start = [each for each in server.papers if number(each) in wanted.split(",")], 0, 0
        total = len(found)
    else:
        start = int(asked["start"])
        found = server.papers[start : start + int(asked["max_results"])]
        total = server.count(server.papers)
    return feed([_entry(each) for each in found], total, start)


def feed(entries: list[str], total: int, start: int) -> Answer:
    return Answer(
        (
            '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
            'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">'
            f"<opensearch:totalResults>{total}</opensearch:totalResults>"
            f"<opensearch:startIndex>{start}</opensearch:startIndex>{''.join(entries)}</feed>"
        ).encode(),
        headers=(("Content-Type", "application/atom+xml"),),
    )


def number(paper: int) -> str:
    return f"2503.{paper:05}"


def _entry(paper: int) -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{number(paper)}v2</id><title>Towns &amp; media\n  {paper}</title>"
        f"<summary>{escape(abstract(paper))}</summary><published>2025-03-01T00:00:00Z</published>"
        "<author><name>Jane Doe</name></author><author><name>Richard Roe</name></author>"
        f"<arxiv:doi>{doi(paper)}</arxiv:doi><arxiv:journal_ref>Journal of Towns 3 (2025)</arxiv:journal_ref></entry>"
    )


def _work(paper: int) -> dict[str, Any]:
    words: dict[str, list[int]] = {}
    for place, word in enumerate(abstract(paper).split()):
        words.setdefault(word, []).append(place)
    return {
        "id": f"https://openalex.org/W{paper}",
        "doi": f"https://doi.org/{doi(paper)}",
        "ids": {"openalex": f"https://openalex.org/W{paper}", "pmid": f"https://pubmed.ncbi.nlm.nih.gov/{paper + 1}"},
        "title": f"Towns &amp; media {paper}",
        "publication_year": 2025,
        "language": "en",
        "primary_location": {
            "source": {"display_name": "Journal of Towns"},
            "landing_page_url": "https://example.org/1",
        },
        "authorships": [{"author": {"display_name": "Jane Doe"}}, {"author": {"display_name": "Richard Roe"}}],
        "biblio": {"volume": "3", "issue": "1", "first_page": "10", "last_page": "20"},
        "cited_by_count": 4,
        "referenced_works": ["https://openalex.org/W1000001"],
        "abstract_inverted_index": words,
    }


def _deposit(paper: int) -> dict[str, Any]:
    return {
        "DOI": doi(paper),
        "URL": f"https://doi.org/{doi(paper)}",
        "title": [f"Towns &amp; media {paper}"],
        "abstract": f"<jats:p>{abstract(paper)}</jats:p>",
        "author": [{"given": "Jane", "family": "Doe"}, {"given": "Richard", "family": "Roe"}],
        "issued": {"date-parts": [[2025, 3]]},
        "container-title": ["Journal of Towns"],
        "volume": "3",
        "issue": "1",
        "page": "10-20",
        "is-referenced-by-count": 4,
        "reference": [{"key": "ref1", "DOI": "10.5555/cited"}, {"key": "ref2", "unstructured": "Roe (1999)"}],
    }


def _result(paper: int) -> dict[str, Any]:
    return {
        "id": str(paper),
        "source": "MED",
        "pmid": str(paper),
        "doi": doi(paper),
        "title": f"Towns &amp; media {paper}",
        "authorString": "Doe J, Roe R.",
        "authorList": {
            "author": [{"firstName": "Jane", "lastName": "Doe"}, {"firstName": "Richard", "lastName": "Roe"}],
        },
        "journalInfo": {"volume": "3", "issue": "1", "journal": {"title": "Journal of Towns"}},
        "pubYear": "2025",
        "pageInfo": "10-20",
        "abstractText": f"<h4>Background</h4>{abstract(paper)}",
        "language": "eng",
        "citedByCount": 4,
    }


PROTOCOLS: dict[str, Callable[[StandIn, Parameters], Answer]] = {
    "openalex": openalex,
    "crossref": crossref,
    "europepmc": europepmc,
    "arxiv": arxiv,
}


def _json(value: object) -> Answer:
    return Answer(json.dumps(value).encode(), headers=(("Content-Type", "application/json"),))


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Who asked has gone away, as some of these tests do."""


def serve(service: str, papers: int) -> Iterator[StandIn]:
    """A stand-in that runs until the generator is closed."""
    server = StandIn(service, list(range(1, papers + 1)))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.paths.append(self.path)
            server.headers.append(dict(self.headers))
            answer = server.answer(dict(parse_qsl(urlsplit(self.path).query)))
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)
            self.close_connection = answer.cut

        def log_message(self, *_: object) -> None:
            pass

    listening = _Server(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{listening.server_port}/works"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()
