"""What a text means, as a vector: sentence embeddings, an optional extra that runs without torch."""

from nlp.semantic.encoder import DIMENSIONS, TOKENS, MiniLmEncoder, load_encoder, require

__all__ = ["DIMENSIONS", "TOKENS", "MiniLmEncoder", "load_encoder", "require"]
