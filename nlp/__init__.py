"""Text to concepts: readers of formats, the spaCy pipeline, and linking. Knows no store."""
