"""Our server held against others that answer the same questions over the same Neo4j."""

import api  # noqa: F401  # sets what every way in sets: one thread for linear algebra
