"""Writers turn papers into text: `citation` in any CSL style, `bibtex` as an entry, `WRITERS` whole selections."""

from nlp.writers.bibtex import bibtex, bibtex_all
from nlp.writers.csl import citation
from nlp.writers.portal import portal_line
from nlp.writers.registry import WRITERS, find_writer

__all__ = ["WRITERS", "bibtex", "bibtex_all", "citation", "find_writer", "portal_line"]
