"""All that a store holds, kept outside of it: whichever store it comes from, whichever it goes into."""

from graph.backup.dump import Dump, dumped
from graph.backup.file import Said, check, read, write
from graph.backup.fill import check_empty, fill_store, verify

__all__ = ["Dump", "Said", "check", "check_empty", "dumped", "fill_store", "read", "verify", "write"]
