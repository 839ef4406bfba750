"""How worker processes start: from one that has imported, once for all of them, what each needs."""

from __future__ import annotations

from multiprocessing import get_all_start_methods, get_context
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

NEEDED: Final = "nlp.parallel"
"""What every worker runs; to import it takes two seconds, most of them spaCy's."""


def context() -> BaseContext:
    """The way in which processes start here. Forking this process itself would copy locks that its threads hold."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    found = get_context("forkserver")
    found.set_forkserver_preload([NEEDED])
    return found


def prepare() -> None:
    """Begins to start the process that workers come from, while this one goes on to load its own pipeline."""
    if context().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.ensure_running()
