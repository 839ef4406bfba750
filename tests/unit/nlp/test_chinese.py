"""Chinese names in a search: which are found, and that the pipeline reads the same concepts in a text."""

from __future__ import annotations

import pytest

from graph.model import Concept
from nlp.lexicon import load_lexicon
from nlp.lexicon.chinese import ChineseNames
from nlp.pipeline import load_pipeline

KOREA, SOCIAL, CHINA = "country:KR", "technology:social-media", "country:CN"


@pytest.fixture(scope="module")
def names() -> ChineseNames:
    return ChineseNames(load_lexicon())


def found(names: ChineseNames, text: str) -> list[tuple[str, str]]:
    return [(text[each.start : each.end], "|".join(each.concepts)) for each in names.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("韩国 社交媒体", [("韩国", KOREA), ("社交媒体", SOCIAL)]),
        ("在韩国与社交媒体之间", [("韩国", KOREA), ("社交媒体", SOCIAL)]),
        ("towns in 韩国,\n社交媒体", [("韩国", KOREA), ("社交媒体", SOCIAL)]),
        ("南苏丹和苏丹", [("南苏丹", "country:SS"), ("苏丹", "country:SD")]),
        ("印度尼西亚", [("印度尼西亚", "country:ID")]),
        ("发展中国家", []),
        ("谷歌DeepMind", [("谷歌DeepMind", "organization:google-deepmind")]),
        ("韓國 社交媒體", []),
        ("social media in South Korea", []),
        ("", []),
    ],
)
def test_the_longest_name_is_found(names: ChineseNames, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(names, text) == expected


def test_a_name_of_other_meanings_must_stand_alone(names: ChineseNames) -> None:
    assert found(names, "林肯总统") == []
    assert found(names, "林肯 总统") == [("林肯", "place:GB/lincoln")]
    # one of the two towns is the one that is usually meant
    assert found(names, "黄石的工厂") == [("黄石", "place:CN/huangshi")]
    assert found(names, "黄石") == [("黄石", "place:CN/huangshi|place:US/yellowstone")]


def test_concepts_that_the_lexicon_does_not_know_are_found_by_their_own_name() -> None:
    own = Concept("law:gdpr", "LAW", "GDPR", "通用数据保护条例")
    renamed = Concept(CHINA, "COUNTRY", "China", "某地")
    names = ChineseNames(
        load_lexicon(), [own, renamed, Concept("law:x", "LAW", "X", "某"), Concept("law:y", "LAW", "Y")]
    )
    assert found(names, "通用数据保护条例在中国") == [("通用数据保护条例", own.id), ("中国", CHINA)]
    assert found(names, "某地") == []


@pytest.mark.parametrize(
    "text", ["韩国社交媒体与政府", "美国和中国的电子政务", "人工智能在韩国社会的应用", "发展中国家"]
)
def test_the_pipeline_reads_the_same(names: ChineseNames, text: str) -> None:
    reading = load_pipeline().annotate_text(text)
    assert [(text[each.start : each.end], each.concept) for each in reading.mentions] == found(names, text)
