"""Who may: tokens and their roles, how often, from which pages, and what is switched off."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from api.app import create_app
from api.config import Config, Token
from api.exchange import Answer, Role
from api.http.access import Gate
from tests.api.conftest import JSON, Client
from tests.api.server import serving

if TYPE_CHECKING:
    import httpx

    from api.exchange import Asked
    from api.library import Library

QUERY = "{ __typename }"
TOKENS = tuple(
    Token(each.name.lower(), each, hashlib.sha256(each.name.encode()).digest())
    for each in (Role.READ, Role.WRITE, Role.ADMIN)
)


def spy(_library: Library, asked: Asked) -> Answer:
    """An executor that says who it was asked by."""
    return Answer({"data": {"role": asked.role.name}})


def client_with(library: Library, **config: Any) -> Client:
    return Client(create_app(library, Config(log="off", **config), execute=spy))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def outcome(response: httpx.Response) -> tuple[int, str]:
    """The status, and the role or the code."""
    said = response.json()
    return response.status_code, said["data"]["role"] if "data" in said else said["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize(
    ("anonymous", "token", "query", "expected"),
    [
        (Role.READ, "", QUERY, (200, "READ")),
        (Role.READ, "READ", QUERY, (200, "READ")),
        (Role.READ, "ADMIN", QUERY, (200, "ADMIN")),
        (Role.READ, "nobody's", QUERY, (401, "UNAUTHENTICATED")),
        (Role.NOBODY, "", QUERY, (401, "UNAUTHENTICATED")),
        (Role.NOBODY, "READ", QUERY, (200, "READ")),
        (Role.READ, "", "mutation { a }", (401, "UNAUTHENTICATED")),
        (Role.READ, "READ", "mutation { a }", (403, "FORBIDDEN")),
        (Role.READ, "WRITE", "mutation { a }", (200, "WRITE")),
        (Role.READ, "ADMIN", "mutation { a }", (200, "ADMIN")),
        (Role.READ, "READ", "fragment F on Query { a } mutation M { ...F }", (403, "FORBIDDEN")),
        (Role.READ, "READ", "#mutation\n{ a }", (200, "READ")),
    ],
)
def test_each_role_may_do_its_own(
    sample: Library, anonymous: Role, token: str, query: str, expected: tuple[int, str]
) -> None:
    client = client_with(sample, tokens=TOKENS, anonymous=anonymous)
    response = client.post(query, **bearer(token))
    assert outcome(response) == expected
    assert ("www-authenticate" in response.headers) == (expected[0] == 401)
    assert response.headers.get("www-authenticate", "Bearer").startswith("Bearer")


def test_without_tokens_everybody_reads_and_nobody_writes(sample: Library) -> None:
    client = client_with(sample)
    assert outcome(client.post(QUERY)) == (200, "READ")
    assert outcome(client.post("mutation { a }")) == (403, "FORBIDDEN")
    assert outcome(client.post(QUERY, Authorization="Basic dTpw")) == (200, "READ")  # a proxy's
    assert outcome(client.post(QUERY, **bearer("READ"))) == (401, "UNAUTHENTICATED")


def test_nothing_is_read_of_whom_nobody_knows(sample: Library) -> None:
    client = client_with(sample, tokens=TOKENS, anonymous=Role.NOBODY)
    assert client("POST", "/graphql", content=b"[", headers=JSON).status_code == 401
    assert client("GET", "/schema.graphql").status_code == 401
    assert client("GET", "/schema.graphql", headers=bearer("READ")).status_code == 200
    assert client("GET", "/health/live").status_code == 200


def test_a_mutation_among_several_operations_is_seen(sample: Library) -> None:
    client = client_with(sample, tokens=TOKENS)
    two = {"query": "query A { a } mutation B { b }"}
    for name, expected in (("A", (200, "READ")), ("B", (403, "FORBIDDEN")), (None, (403, "FORBIDDEN"))):
        sent = json.dumps({**two, "operationName": name})
        assert outcome(client("POST", "/graphql", content=sent, headers={**JSON, **bearer("READ")})) == expected


@pytest.mark.parametrize(
    "query", ["{ __schema { types { name } } }", '{ a ...F } fragment F on Q { b: __type(name: "A") { name } }']
)
def test_the_schema_can_be_kept_back(sample: Library, query: str) -> None:
    client = client_with(sample, tokens=TOKENS, introspection=False)
    assert outcome(client.post(query, **bearer("WRITE"))) == (403, "FORBIDDEN")
    assert outcome(client.post(query, **bearer("ADMIN"))) == (200, "ADMIN")
    assert outcome(client.post('{ __typename papers(search: "__schema") { id } }')) == (200, "READ")
    assert client("GET", "/schema.graphql").status_code == 403
    assert client("GET", "/schema.graphql", headers=bearer("ADMIN")).status_code == 200


def test_who_asks_too_often_is_told_when_to_come_back(sample: Library) -> None:
    client = client_with(sample, tokens=TOKENS, rate="100/second; 3/hour")
    assert [client.post(QUERY).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = client.post(QUERY)
    assert outcome(refused) == (429, "RATE_LIMITED")
    assert 1 <= int(refused.headers["retry-after"]) <= 3600
    assert "3 per 1 hour" in refused.text
    # a token is counted for itself, and guessing tokens counts as the address that guesses
    assert client.post(QUERY, **bearer("READ")).status_code == 200
    assert outcome(client.post(QUERY, **bearer("guess"))) == (429, "RATE_LIMITED")


def test_neighbours_in_one_ipv6_network_are_one_client() -> None:
    gate = Gate(Config(rate="1/hour"))
    gate.admit({}, "2001:db8::1")
    with pytest.raises(Exception, match="too many"):
        gate.admit({}, "2001:db8::2")
    gate.admit({}, "2001:db8:0:1::1")
    gate.admit({}, "::ffff:10.0.0.1")
    with pytest.raises(Exception, match="too many"):
        gate.admit({}, "10.0.0.1")
    gate.admit({}, "10.0.0.2")
    gate.admit({}, "not:an:address")


def test_pages_of_listed_sites_may_ask(sample: Library) -> None:
    asks = {"Origin": "https://ours.example", "Access-Control-Request-Method": "POST"}
    wants = {**asks, "Access-Control-Request-Headers": "authorization, content-type"}
    client = client_with(sample, origins=("https://ours.example",))
    preflight = client("OPTIONS", "/graphql", headers=wants)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "https://ours.example"
    answer = client.post(QUERY, Origin="https://ours.example")
    assert answer.headers["access-control-allow-origin"] == "https://ours.example"
    assert "access-control-allow-credentials" not in answer.headers
    for refused in (
        client("OPTIONS", "/graphql", headers={**wants, "Origin": "https://others.example"}),
        client.post(QUERY, Origin="https://others.example"),
        client_with(sample)("OPTIONS", "/graphql", headers=wants),
        client_with(sample).post(QUERY, Origin="https://ours.example"),
    ):
        assert "access-control-allow-origin" not in refused.headers


def test_only_the_servers_own_names_are_answered_to(sample: Library) -> None:
    client = client_with(sample, hosts=("graph.example",))
    assert client.post(QUERY).status_code == 400
    assert client.post(QUERY, Host="graph.example:8000").status_code == 200


def test_the_pages_can_be_switched_off(sample: Library) -> None:
    assert client_with(sample)("GET", "/advanced").status_code == 200
    assert client_with(sample, page=False)("GET", "/advanced").status_code == 404


def test_every_response_carries_the_headers_that_protect(sample: Library) -> None:
    client = client_with(sample, tokens=TOKENS, anonymous=Role.NOBODY)
    for response in (client.post(QUERY), client("GET", "/nowhere"), client("OPTIONS", "/graphql"), client("GET", "/")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in response.headers["content-security-policy"]


def test_a_forwarded_address_is_not_believed_of_everybody(sample: Library) -> None:
    import httpx

    with serving(create_app(sample, Config(log="off", rate="1/hour"), execute=spy)) as port:
        url = f"http://127.0.0.1:{port}/graphql"
        asked = [
            httpx.post(url, json={"query": QUERY}, headers={"X-Forwarded-For": f"10.0.0.{at}"}).status_code
            for at in (1, 2)
        ]
    assert asked == [200, 429]
