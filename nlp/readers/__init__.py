"""Readers turn literature into records: `read_source` for a file, `read_sources` for a folder too, `read_text`."""

from nlp.readers.registry import FORMATS
from nlp.readers.source import SourceReading, read_source, read_sources, read_text

__all__ = ["FORMATS", "SourceReading", "read_source", "read_sources", "read_text"]
