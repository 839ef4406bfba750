"""The server's processes: told to stop, they answer what they have begun; told again, they end at once."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Final

from uvicorn import Server
from uvicorn.supervisors.multiprocess import Multiprocess

from api.stopping import Terminated

if TYPE_CHECKING:
    from types import FrameType

    from uvicorn import Config

STOP_SECONDS: Final = 30
"""So long a server that was told to stop waits for clients to take their answers; a change is finished anyway."""


def run(config: Config) -> None:
    """Serves until SIGTERM or SIGINT, in as many processes as the configuration says."""
    try:
        if config.workers > 1:
            _Several(config, sockets=[config.bind_socket()]).run()
        else:
            config.load_app()
            _Single(config).run()
    except (KeyboardInterrupt, Terminated):  # it stopped in order, and uvicorn tells why
        pass


class _Single(Server):
    """A server that is the whole process."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first time stops in order."""
        if self.should_exit:
            os._exit(128 + sig)  # nothing that was acknowledged is lost, as after a kill
        super().handle_exit(sig, frame)


class _Several(Multiprocess):
    """The parent of several."""

    def terminate_all(self) -> None:
        """Tells each to stop in order, and kills those that are left if this process is told so again."""
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, self._at_once)
        super().terminate_all()

    def _at_once(self, sig: int, _: FrameType | None) -> None:
        for each in self.processes:
            each.process.kill()
        sys.exit(128 + sig)
