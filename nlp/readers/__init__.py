"""Readers turn files of literature into records: `read_source` for one file, `read_sources` for a folder too."""

from nlp.readers.registry import FORMATS
from nlp.readers.source import SourceReading, read_source, read_sources

__all__ = ["FORMATS", "SourceReading", "read_source", "read_sources"]
