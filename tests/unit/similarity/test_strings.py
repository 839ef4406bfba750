from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.similarity import strings

_numbers = st.sets(st.integers(0, 40))


@given(_numbers, _numbers, st.sampled_from([1, 1 << 20]))
def test_what_is_common_is_found_with_and_without_a_table(ones: set[int], others: set[int], sparse: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strings, "_SPARSE", sparse)
        mine, theirs = (np.array(sorted(each), np.int32) for each in (ones, others))
        assert mine[strings.common(mine, theirs[::-1], 90)].tolist() == sorted(ones & others)
