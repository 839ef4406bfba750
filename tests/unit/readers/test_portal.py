from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Record, Reject
from nlp.readers import read_source
from nlp.readers.portal import read, sniff
from tests.shared import needs_shared, shared

NBSP = "\u00a0"
LINK = f"{NBSP}{NBSP}相似文献 {NBSP}{NBSP}"


def page(*entries: str, stated: int | None = None) -> str:
    """A page as the portal writes it, with one entry after the other."""
    count = len(entries) if stated is None else stated
    body = "".join(f"{number}.\n{entry}{LINK}\n\n" for number, entry in enumerate(entries, 1))
    return f"首页 | 高级检索\n相似文献\n{NBSP}共查询到{count}条相似文献,搜索用时 31 毫秒\n{body}设为首页 | 免责声明\n"


def records(text: str) -> list[Record]:
    found = list(read(text.splitlines()))
    assert all(isinstance(each, Record) for each in found), found
    return [each for each in found if isinstance(each, Record)]


def rejects(text: str) -> list[Reject]:
    return [each for each in read(text.splitlines()) if isinstance(each, Reject)]


THREE = page("Mayors tweet.", "Clerks reply.", "Nobody reads.")


@needs_shared
def test_the_real_page_gives_its_twenty_abstracts():
    (path,) = shared("seed").glob("*.txt")
    source = read_source(path)
    found = list(source.records())

    assert source.format == "portal"
    assert [each.record for each in found if isinstance(each, Record)] == [str(number) for number in range(1, 21)]
    assert all("相似文献" not in each.abstract and len(each.abstract) > 500 for each in found)
    eighth = found[7]
    assert (eighth.authors, eighth.venue, eighth.year) == (("Tshepho Mosweu",), "Archival Science", 2021)
    assert (eighth.volume, eighth.issue, eighth.pages) == ("21", "3", "267-280")
    assert eighth.abstract.startswith("The continued use of social media by governments")
    assert eighth.abstract.endswith("which is currently not the case.")


def test_an_entry_knows_its_number_and_its_line():
    assert [(each.record, each.line, each.abstract) for each in records(THREE)] == [
        ("1", 4, "Mayors tweet."),
        ("2", 7, "Clerks reply."),
        ("3", 10, "Nobody reads."),
    ]


@pytest.mark.parametrize(
    "variant",
    [
        THREE.replace(NBSP, " "),
        THREE.replace(LINK, "相似文献"),
        THREE.replace("1.", "１．").replace("2.", "２．").replace("共查询到3", "共查询到３").replace(",", "，"),
        THREE.replace("\n", "\n\n"),
        THREE.replace(LINK, f"\n\n{LINK}"),
        THREE.split("条")[0] + "条\n" + THREE.partition("毫秒\n")[2],
        THREE.partition("毫秒\n")[2],
    ],
    ids=["spaces", "bare link", "full width", "blank lines", "link below", "bare count", "no heading"],
)
def test_the_page_is_read_in_all_its_variants(variant: str):
    assert [each.abstract for each in records(variant)] == ["Mayors tweet.", "Clerks reply.", "Nobody reads."]
    assert sniff(variant)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"Mosweu{NBSP}{NBSP}Tshepho 《J》2021,21(3):267-280", ("Tshepho Mosweu", 2021, "21", "3", "267-280")),
        ("Mosweu  Tshepho 《J》２０２１，２１（３）：２６７－２８０", ("Tshepho Mosweu", 2021, "21", "3", "267-280")),
        ("de Wit  Marloes 《J》2021,21:267–280", ("Marloes de Wit", 2021, "21", None, "267-280")),
        ("Jane Doe 《J》2021,21(3)", ("Jane Doe", 2021, "21", "3", None)),
        ("Jane Doe 《J》2021,(3):7", ("Jane Doe", 2021, None, "3", "7")),
        ("Jane Doe 《J》2021年", ("Jane Doe", 2021, None, None, None)),
        ("Jane Doe 《J》", ("Jane Doe", None, None, None, None)),
        ("Jane Doe  Richard Roe 《J》2021,4(1-2):e12", ("Jane Doe|Richard Roe", 2021, "4", "1-2", "e12")),
        ("Doe  Jane; Roe  Richard 《J》2021", ("Jane Doe|Richard Roe", 2021, None, None, None)),
        ("Doe, Jane；Roe, Richard 《J》2021", ("Jane Doe|Richard Roe", 2021, None, None, None)),
        ("Doe  Jane, Roe  Richard 《J》2021", ("Jane Doe|Richard Roe", 2021, None, None, None)),
        ("《J》2021", ("", 2021, None, None, None)),
    ],
)
def test_a_citation_line_is_taken_apart(line: str, expected: tuple[str | int | None, ...]):
    (found,) = records(page(f"{line}\n\nAn abstract.\n\n"))

    assert (found.venue, found.title, found.abstract) == ("J", "", "An abstract.")
    assert ("|".join(found.authors), found.year, found.volume, found.issue, found.pages) == expected


@pytest.mark.parametrize(
    "entry",
    [
        "Who answers?\nDoe  Jane 《J》2021,1(2):3-4\nMayors do. So do clerks.",
        "Doe  Jane 《J》2021,1(2):3-4\nWho answers?\n\nMayors do. So do clerks.",
        "Who answers? 总被引:12,自引:0,他引:12\nDoe  Jane 《J》2021,1(2):3-4\nMayors do. So do clerks.",
        "Who answers?\n总被引：12，自引：0，他引：12\nDoe  Jane 《J》2021,1(2):3-4\n\nMayors do.\n\nSo do clerks.",
        "Doe  Jane 《J》2021,1(2):3-4 总被引:12\nWho answers?\nMayors do. So do clerks.",
    ],
)
def test_titles_and_citation_counts_of_the_other_form(entry: str):
    (found,) = records(page(entry))

    assert (found.title, found.abstract) == ("Who answers?", "Mayors do. So do clerks.")
    assert (found.authors, found.year, found.pages) == (("Jane Doe",), 2021, "3-4")
    assert found.cited_by == (12 if "总被引" in entry else None)


@pytest.mark.parametrize("heading", ["Purpose", "Background:", "A sentence ends here.", "x" * 400])
def test_what_begins_an_abstract_is_no_title(heading: str):
    (found,) = records(page(f"Doe  Jane 《J》2021\n{heading}\nMayors tweet."))

    assert (found.title, found.abstract) == ("", f"{heading} Mayors tweet.")


def test_an_abstract_may_hold_blank_lines_and_numbers():
    entries = ("We ask two things.\n\n2.\nWhy?", "Three\n3.\nreasons.", "The end.\n4.\nReally.")

    assert [each.abstract for each in records(page(*entries))] == [
        "We ask two things. 2. Why?",
        "Three 3. reasons.",
        "The end. 4. Really.",
    ]


def test_an_entry_without_its_link_in_mid_page_is_cut_off():
    text = page("Mayors tweet.", "Clerks reply.", "Nobody reads.").replace(f"reply.{LINK}", "reply")

    assert [(each.line, each.reason) for each in rejects(text)] == [
        (7, "entry 2 is cut off: its closing link 相似文献 is missing"),
        (10, "the page says 3 papers, 2 were found: some are missing"),
    ]


def test_a_truncated_page_says_so_and_keeps_no_stump():
    found = list(read(THREE[: THREE.index("reads")].splitlines()))

    assert [each.abstract for each in found if isinstance(each, Record)] == ["Mayors tweet.", "Clerks reply."]
    assert [(each.line, each.reason) for each in found if isinstance(each, Reject)] == [
        (10, "entry 3 is cut off: its closing link 相似文献 is missing"),
        (10, "the page says 3 papers, 2 were found: the page is truncated"),
    ]


def test_a_page_cut_between_two_entries_says_so_too():
    assert [(each.line, each.reason) for each in rejects(THREE[: THREE.index("3.\n")])] == [
        (7, "the page says 3 papers, 2 were found: the page is truncated")
    ]


def test_a_gap_in_the_numbers_is_named():
    before, _, after = THREE.partition("2.\n")
    text = before + after.partition("\n\n")[2]

    assert [each.reason for each in rejects(text)] == [
        "no entry 2: the page goes from 1 to 3",
        "the page says 3 papers, 2 were found: some are missing",
    ]


def test_an_entry_that_lost_its_number_is_named():
    assert [(each.line, each.reason) for each in rejects(THREE.replace("2.\n", ""))] == [
        (7, "an entry without its number"),
        (9, "the page says 3 papers, 2 were found: some are missing"),
    ]


def test_a_later_page_goes_on_counting():
    text = page("Mayors tweet.", "Clerks reply.").replace("2.\n", "22.\n").replace("1.\n", "21.\n")

    assert [each.record for each in records(text)] == ["21", "22"]


def test_two_pages_in_one_file_are_two_checksums():
    text = THREE + page("Mayors toot.", stated=2)

    assert [each.reason for each in rejects(text)] == ["the page says 2 papers, 1 was found: the page is truncated"]
    assert len(list(read(text.splitlines()))) == 5


PIECES = st.sampled_from(
    [
        "1.",
        "2.",
        "３．",
        "9999.",
        "相似文献",
        LINK,
        "共查询到3条",
        "共查询到0条",
        "《J》2021,1(2):3",
        "a  b 《",
        "总被引:1",
        "Text.",
    ]
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=14).map("\n".join))
def test_any_text_gives_records_and_rejects(text: str):
    for each in read(text.splitlines()):
        assert isinstance(each, Reject) or each.abstract or each.title
        assert each.line >= 1
