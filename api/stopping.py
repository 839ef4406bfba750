"""What a command does that is told to end by SIGTERM: it stops in order, and a second time at once."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED: Final = 128 + signal.SIGINT
TERMINATED: Final = 128 + signal.SIGTERM


class Terminated(SystemExit):
    """The process was told to end: whatever is open is closed, and what was begun is taken back."""

    def __init__(self) -> None:
        super().__init__(TERMINATED)


def heed() -> None:
    """Has the next SIGTERM raise Terminated in the main thread, and the one after it end the process at once."""
    signal.signal(signal.SIGTERM, _terminated)


def status() -> int:
    """The exit status of a process that was interrupted: by SIGTERM, if that has been heeded, else by Ctrl-C."""
    return TERMINATED if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL else INTERRUPTED


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    raise Terminated
