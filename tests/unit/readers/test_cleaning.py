from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.readers.cleaning import clean, given_family, pages, split_authors, year
from nlp.readers.latex import plain


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("<jats:p>H<sub>2</sub>O &amp; <I>salt</I></jats:p>", "H2O & salt"),
        ("p < 0.05 and q > 0.1", "p < 0.05 and q > 0.1"),
        ("a<b and b>c", "a<b and b>c"),
        ("if a<b>c", "if a<b>c"),
        ("&lt;p&gt;One&#x2019;s&lt;/p&gt; R&D AT&T; &nosuch;", "One’s R&D AT&T; &nosuch;"),
        ("line<br/>break", "line break"),
        ("no\u00a0break\tand\r\nlines\u2028end ", "no break and lines end"),
        ("A\x00b\u00ads\ufefft\u200bract", "Abstract"),
        ("lone \ud800", "lone \ufffd"),
        ("Abstract Mayors tweet.", "Abstract Mayors tweet."),
    ],
)
def test_texts_are_cleaned_with_care(text: str, cleaned: str):
    assert clean(text) == cleaned


@given(st.text())
def test_a_cleaned_text_can_be_encoded_and_has_single_spaces(text: str):
    cleaned = clean(text)

    cleaned.encode()
    assert cleaned == " ".join(cleaned.split())


def test_small_things_have_one_spelling():
    assert pages("267 – 280") == pages("267--280") == "267-280"
    assert (pages(" "), pages("e12")) == (None, "e12")
    assert (year("May 2018/19"), year("20181"), year("c. 1899?"), year("none")) == (2018, None, 1899, None)
    assert given_family("Doe, Jane") == "Jane Doe"
    assert (given_family("King, Jr."), given_family("Roe, R., Jr.")) == ("King, Jr.", "Roe, R., Jr.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Doe, Jane; Roe, R.", ("Jane Doe", "R. Roe")),
        ("Doe, Jane", ("Jane Doe",)),
        ("Jane Doe & Richard Roe", ("Jane Doe", "Richard Roe")),
        ("Jane Doe, Richard Roe, and Max Moe", ("Jane Doe", "Richard Roe", "Max Moe")),
        ("Sandy Andrews", ("Sandy Andrews",)),
        (" ; ", ()),
    ],
)
def test_one_string_may_hold_several_authors(text: str, names: tuple[str, ...]):
    assert split_authors(text) == names


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Der Trag{\" o}die {T}eil", "Der Tragödie Teil"),
        (r"\AA ngstr\"om \c{c}a {\'\i} \L\'od\'z", "Ångström ça í Łódź"),
        (r"50% of R&D, a\_b, US$ 5", "50% of R&D, a_b, US$ 5"),
        (r"$e = mc^2$ \textbf{holds}", r"$e = mc^2$ holds"),
        (r"see \url{https://example.org} or \href{https://example.org}{here}", "see https://example.org or here"),
        (r"a } lone { brace", "a  lone  brace"),
        (r"\href needs {two}", "needs two"),
    ],
)
def test_latex_becomes_text(latex: str, text: str):
    assert plain(latex) == text


@given(st.text(alphabet="\\{}$%&~^_#'\"`a é[]-\n", max_size=30))
def test_any_latex_becomes_some_text(latex: str):
    assert isinstance(plain(latex), str)
