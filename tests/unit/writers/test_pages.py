from __future__ import annotations

import pytest

from nlp.writers.csl.pages import last_page


@pytest.mark.parametrize(
    ("form", "first", "last", "written"),
    [
        # the examples of CSL 1.0.2, appendix V
        ("expanded", "42", "45", "45"),
        ("expanded", "321", "8", "328"),
        ("expanded", "2787", "816", "2816"),
        ("minimal", "42", "45", "5"),
        ("minimal", "321", "328", "8"),
        ("minimal", "2787", "2816", "816"),
        ("minimal-two", "2", "4", "4"),
        ("minimal-two", "42", "45", "45"),
        ("minimal-two", "321", "328", "28"),
        ("minimal-two", "2787", "2816", "816"),
        # the Chicago Manual of Style, 9.61
        ("chicago", "3", "10", "10"),
        ("chicago", "71", "72", "72"),
        ("chicago", "100", "104", "104"),
        ("chicago", "1100", "1113", "1113"),
        ("chicago", "101", "108", "8"),
        ("chicago", "107", "108", "8"),
        ("chicago", "505", "517", "17"),
        ("chicago", "1002", "1006", "6"),
        ("chicago", "321", "328", "28"),
        ("chicago", "498", "532", "532"),
        ("chicago", "1087", "1089", "89"),
        ("chicago", "11564", "11615", "615"),
        ("chicago-15", "1496", "1504", "1504"),
        ("chicago-16", "1496", "1504", "504"),
        # what the library got wrong, and what is no range of numbers
        ("minimal", "1", "10", "10"),
        ("minimal", "8", "8", "8"),
        ("minimal", "e12", "e15", "e15"),
        ("minimal", "30", "20", "20"),
        (None, "321", "328", "328"),
    ],
)
def test_the_last_page_is_as_long_as_the_style_wants_it(form: str | None, first: str, last: str, written: str) -> None:
    assert last_page(first, last, form) == written
