"""All ways in: the command line, GraphQL over HTTP, and pages for browsers."""

import os

# before numpy is loaded: with one thread sums come out the same on every number of cores, and a query costs one core
for _library in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_library, "1")
