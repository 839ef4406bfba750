"""How a query is answered: planned once and read level by level; or, where that fails, by the library's executor."""
