"""Stands between a browser and a server, and counts what comes through: of pages and of the browser's workers alike."""

import re
import socket
import threading
from collections import Counter
from contextlib import suppress
from typing import Final

from served import HOST, Server

_ASKED: Final = re.compile(rb"(GET|POST) (\S+) HTTP")
_PIECE: Final = 1 << 16


class Tap(Server):
    """A server's second address, behind which everything is counted."""

    def __init__(self, server: Server) -> None:
        super().__init__(server.instance)
        self.bytes = 0
        """What browsers were sent so far, headers included."""
        self.asked: Counter[str] = Counter()
        """How often each was asked for: `GET /path`."""
        self._server = server
        self._listening: socket.socket | None = None

    @property
    def is_running(self) -> bool:
        """Whether anything answers."""
        return self._listening is not None and self._server.is_running

    def start(self) -> None:
        """Let browsers in."""
        self._listening = socket.create_server((HOST, self.port))
        threading.Thread(target=self._let_in, args=(self._listening,), daemon=True).start()

    def kill(self) -> None:
        """Let nobody in any more."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None

    def _let_in(self, listening: socket.socket) -> None:
        with suppress(OSError):  # it was closed
            while True:
                browser, _ = listening.accept()
                server = socket.create_connection((HOST, self._server.port))
                for ends in ((browser, server), (server, browser)):
                    threading.Thread(target=self._pass_on, args=(*ends, browser), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, browser: socket.socket) -> None:
        with suppress(OSError), source, target:
            while piece := source.recv(_PIECE):
                if source is not browser:
                    self.bytes += len(piece)
                elif asked := _ASKED.match(piece):
                    self.asked[b" ".join(asked.groups()).decode()] += 1
                target.sendall(piece)
