"""A browser whose profile lies on the disk: it can be killed in the middle of everything, and started again."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from live import CHROMIUM, PATIENCE, SWITCHES, Look, Window
from playwright.sync_api import Browser, BrowserContext
from served import PAUSE, Server


class LastingWindow(Window):
    """A window of a browser of its own, which keeps what a browser keeps when it ends."""

    def __init__(self, browser: Browser, server: Server, look: Look, profile: Path) -> None:
        super().__init__(browser, server, look)
        self._type, self._profile = browser.browser_type, profile
        self.context.close()
        self.show(self._launch())

    def die(self) -> None:
        """Kill the browser with all its processes (SIGKILL), as a phone does with an app."""
        for pid in self._processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while list(self._processes()):
            assert time.monotonic() < deadline, "the browser does not end"
            time.sleep(PAUSE)

    def start_again(self) -> None:
        """Start it with what it kept; where the network was taken away, it is without one still."""
        self.show(self._launch())
        if self.is_without_network:
            self.context.set_offline(True)

    def _launch(self) -> BrowserContext:
        return self._type.launch_persistent_context(
            self._profile, executable_path=CHROMIUM, args=SWITCHES, **self._look
        )

    def _processes(self) -> Iterator[int]:
        """Those of this profile, and of no other."""
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if entry.name.isdecimal() and self._named in (entry / "cmdline").read_bytes().split(b"\0"):
                    yield int(entry.name)

    @property
    def _named(self) -> bytes:
        return f"--user-data-dir={self._profile}".encode()


@pytest.fixture
def lasting_window(chromium: Browser, fresh_server: Server, tmp_path: Path) -> Iterator[LastingWindow]:
    """A phone's, with a network of its own."""
    window = LastingWindow(chromium, fresh_server, Look(width=390, network="its own"), tmp_path / "profile")
    yield window
    window.close()
    assert window.faults == []
