"""The pipeline with a small lexicon of its own, so that these tests tell the rules and not the lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.pipeline import Pipeline, load_pipeline

NAMES = Path(__file__).parent / "data" / "names.tsv"


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    return load_pipeline()
