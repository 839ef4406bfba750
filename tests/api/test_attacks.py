"""A real server is attacked: all is refused or answered, nothing leaks, and it goes on as if nothing had been."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from api.library import Library
from tests.api.attacks import ATTACKS
from tests.api.corpus import fill_with_sample
from tests.api.process import Answer, Server, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.attack import Attack

GROWTH = 50_000_000
LEAKS = re.compile(
    r"""Traceback|File "|\w(Error|Exception)\b|SELECT|FROM \w|MATCH \(|sqlite|neo4j|fts5|0x[0-9a-f]{6}|<class"""
)
USUAL = (
    '{ papers(search: "social media", first: 3) { edges { score node { title concepts { nodes { name } } } } } }',
    '{ annotate(text: "A survey in South Korea about Twitter") { text concept { id } } }',
    '{ similar(to: { text: "towns and social media" }, first: 3) { edges { score why { term contribution } } } }',
    '{ neighbourhood(of: "country:KR", limit: 20) { nodes { id } links { weight } } }',
    '{ papers(search: "韩国") { totalCount facets(by: COUNTRY) { id count } } }',
    "{ stats { papers fingerprint } }",
)


@dataclass
class Attacked:
    """What a server answered to all attacks, what it answers to usual queries before and after, and its memory."""

    answers: dict[str, Answer]
    usual: list[list[object]]
    memory: list[int]
    log: str


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    folder: Path = tmp_path_factory.mktemp("attacked")
    with Library.open(str(folder / "sample.db"), create=True) as library:
        fill_with_sample(library)
    with serving(str(folder / "sample.db"), log=folder / "log") as server:
        for _ in range(3):
            usual = [[_data(server, each) for each in USUAL]]
        memory = [server.memory()]
        answers = {each.name: each.send(server) for each in ATTACKS}
        usual.append([_data(server, each) for each in USUAL])
        memory.append(server.memory())
    return Attacked(answers, usual, memory, (folder / "log").read_text())


def _data(server: Server, query: str) -> object:
    answer = server.asked(query)
    assert str(answer) == "200", answer
    return answer.json["data"]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda each: each.name)
def test_an_attack_is_refused_or_answered(attacked: Attacked, attack: Attack) -> None:
    answer = attacked.answers[attack.name]
    assert str(answer) in attack.answers, answer.body[:500]
    for error in answer.errors:
        message = error["message"]
        for each in attack.echoed:
            message = message.replace(each, "")
        assert not LEAKS.search(message), message


def test_the_next_requests_are_answered_as_before(attacked: Attacked) -> None:
    before, after = attacked.usual
    assert before == after
    assert "Traceback" not in attacked.log


def test_memory_stays(attacked: Attacked) -> None:
    before, after = attacked.memory
    assert after - before < GROWTH


def test_there_are_enough_attacks_each_of_its_own_name() -> None:
    assert len({each.name for each in ATTACKS}) == len(ATTACKS) > 100
