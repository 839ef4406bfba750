"""Connectors fetch literature by query or ids: `fetch` for what a source like `openalex:social media` asks for."""

from nlp.connectors.fetched import Fetched
from nlp.connectors.fetching import DEFAULT_LIMIT, fetch
from nlp.connectors.registry import SERVICES, is_asked

__all__ = ["DEFAULT_LIMIT", "SERVICES", "Fetched", "fetch", "is_asked"]
