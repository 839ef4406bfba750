"""Citations in the styles of the Citation Style Language (CSL): `citation` formats one paper."""

from nlp.writers.csl.citation import citation

__all__ = ["citation"]
