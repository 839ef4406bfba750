"""Walks through the explorer where there is no network at all: `unshare --net python -m tests.browser.alone FOLDER`.

Only the machine's own loopback is brought up; prints how many pages were looked at.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import sys
from pathlib import Path

from api.app import create_app
from api.config import Config
from api.library import Library
from tests.api.corpus import fill_with_sample
from tests.api.server import serving
from tests.browser.conftest import HERE, chromium
from tests.web.test_pages import PAGES

READ_FLAGS, WRITE_FLAGS, UP = 0x8913, 0x8914, 1


def bring_up_loopback() -> None:
    """Makes 127.0.0.1 answer in a network of its own."""
    with socket.socket() as any_socket:
        request = struct.pack("16sh22x", b"lo", 0)
        flags = struct.unpack("16sh22x", fcntl.ioctl(any_socket, READ_FLAGS, request))[1]
        fcntl.ioctl(any_socket, WRITE_FLAGS, struct.pack("16sh22x", b"lo", flags | UP))


def has_a_route() -> bool:
    """Whether anything but this machine can be reached."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return False
    return True


def main() -> None:
    bring_up_loopback()
    assert not has_a_route()
    with (
        Library.open(str(Path(sys.argv[1]) / "sample.db"), create=True) as library,
        serving(create_app(library, Config(log="off"))) as port,
        chromium() as browser,
    ):
        fill_with_sample(library)
        page = browser.new_page()
        failed: list[tuple[str, str | None]] = []
        page.on("requestfailed", lambda request: failed.append((request.url, request.failure)))
        for address in (*PAGES, "/graphql"):
            # what a page still asks for when the next one is opened would be broken off
            page.goto(f"http://{HERE}:{port}{address}", wait_until="networkidle")
            assert page.locator("h1").count() == 1, address
        assert failed == [], failed
    sys.stdout.write(f"{len(PAGES) + 1} pages\n")


if __name__ == "__main__":
    main()
