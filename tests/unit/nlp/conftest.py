"""The pipeline as it ships, loaded once. The smallest fixture is a text: see test_rules.py."""

from __future__ import annotations

import pytest

from nlp.pipeline import Pipeline, load_pipeline


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    return load_pipeline()
