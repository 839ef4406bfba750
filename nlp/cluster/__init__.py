"""Reading and annotating on a Dask cluster, an optional extra: `connected` gives what `ingest` takes as its engine."""

from nlp.cluster.connection import connected, require

__all__ = ["connected", "require"]
