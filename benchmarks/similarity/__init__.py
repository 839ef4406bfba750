"""The similarity index measured: how fast, against whom, and how good."""

import api  # noqa: F401  # sets what every way in sets: one thread for linear algebra
