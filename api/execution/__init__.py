"""How a query is answered: planned once, read level by level, and written; or, where that fails, by the library's own executor."""
