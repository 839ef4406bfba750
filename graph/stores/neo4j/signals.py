"""Signals wait for the driver: one that is broken off in the middle of a message can neither go on nor end in order."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import FrameType

HELD: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def uninterrupted() -> Generator[None]:
    """Has Ctrl-C and SIGTERM heeded at the end of the block by whoever heeds them; if two come, both at once."""
    if threading.current_thread() is not threading.main_thread():  # no other hears of signals
        yield
        return
    told: list[int] = []
    heeding: dict[int, Any] = {}

    def give_back() -> None:
        for each, handler in heeding.items():
            if signal.getsignal(each) is hold:
                signal.signal(each, handler)

    def hold(number: int, _: FrameType | None) -> None:
        told.append(number)
        if len(told) == 2:
            give_back()
            with suppress(BaseException):
                heeding[told[0]](told[0], None)
            signal.raise_signal(number)

    try:
        for each in HELD:
            if callable(handler := signal.getsignal(each)):
                heeding[each] = handler
                signal.signal(each, hold)
        yield
    finally:
        give_back()
        if len(told) == 1:
            heeding[told[0]](told[0], None)
