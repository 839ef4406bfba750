"""Addresses: what they ask for survives being written and read, and links differ from them in what they should."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.refusals import RefusedError
from api.web.address import Address

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).map(str.strip).filter(bool)
PARAMETERS = st.lists(st.tuples(st.sampled_from(["q", "all", "not", "lang", "id"]), TEXT), max_size=6).map(tuple)


def read(text: str) -> Address:
    parts = urlsplit(text)
    return Address.read(parts.path, parts.query.encode("ascii"))


@given(PARAMETERS)
def test_what_is_written_is_read_again(parameters: tuple[tuple[str, str], ...]) -> None:
    address = Address("/search", parameters)
    assert read(str(address)) == address


@given(PARAMETERS)
def test_in_a_page_an_address_is_safe(parameters: tuple[tuple[str, str], ...]) -> None:
    written = str(Address("/search", parameters).__html__())
    assert not {*written} & {*"<>\"' "}
    assert read(written.replace("&amp;", "&")) == Address("/search", parameters)


@given(PARAMETERS, TEXT)
def test_a_value_put_in_is_taken_out_again(parameters: tuple[tuple[str, str], ...], value: str) -> None:
    address = Address("/search", parameters)
    without = address.without("all", value)
    assert value not in without.all("all")
    assert value in without.toggling("all", value).all("all")
    assert without.adding("all", value).without("all", value).all("all") == without.all("all")


def test_another_list_begins_anew_and_keeps_the_rest() -> None:
    address = read("/search?q=a&after=xyz&lang=zh")
    assert str(address.having(sort="newest")) == "/search?q=a&lang=zh&sort=newest"
    assert str(address.having(q=None, after="b")) == "/search?lang=zh&after=b"
    assert str(address.speaking("en")) == "/search?q=a&after=xyz&lang=en"
    assert str(address.to("/paper", id="doi:10.1/ä")) == "/paper?id=doi:10.1/%C3%A4&lang=zh"
    assert str(address.to("/path", from_="a", to_=None)) == "/path?from=a&lang=zh"
    assert str(address.only("lang").at("/why")) == "/why?lang=zh"


def test_numbers_stay_within_their_limits() -> None:
    address = read("/map?size=500&at=-3&w_text=x&many=99999999999")
    assert address.number("size", 10, 200, 40) == 200
    assert address.number("at", 1, 10, 1) == 1
    assert address.number("w_text", 0, 100, 0) == 0
    assert address.number("many", 0, 9, 5) == 5


@pytest.mark.parametrize("encoded", [b"q=%ff", b"&".join([b"a=1"] * 501), "q=ä".encode()])
def test_what_is_no_address_is_refused(encoded: bytes) -> None:
    with pytest.raises(RefusedError):
        Address.read("/search", encoded)
