"""Writers turn papers into text: `citation` in any CSL style, `bibtex` as an entry that the reader reads back."""

from nlp.writers.bibtex import bibtex, bibtex_all
from nlp.writers.csl import citation
from nlp.writers.portal import portal_line

__all__ = ["bibtex", "bibtex_all", "citation", "portal_line"]
