"""An application host as `deploy/` describes it: gunicorn on a socket that somebody else holds, as systemd would."""

import http.client
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from processes import PATIENCE, Started
from served import HOST, Server
from site_of_tests import COURSE


class Host(Server):
    """A machine with one worker of eight threads. It may be told to end, and started anew, while people ask."""

    def __init__(self, name: str, instance: Path, environment: Mapping[str, str] | None = None) -> None:
        self.listener = socket.socket()
        self.listener.bind((HOST, 0))
        self.listener.listen(128)
        self._number: Final = str(self.listener.fileno())
        command = (
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "deploy/gunicorn.conf.py",
            f"--bind=fd://{self._number}",
        )
        super().__init__(instance, (*command, "app:app"), environment={"WEB_CONCURRENCY": "1", **(environment or {})})
        self.log = instance.with_name(f"{name}.log")
        self.port = int(self.listener.getsockname()[1])

    def start(self) -> None:
        """Start it and wait until it is ready. Raises RuntimeError with its output where it never is."""
        settings = {"COURSE_INSTANCE": str(self.instance), "COURSE_LIBRARY": str(COURSE), **self.environment}
        self._process = self._started = Started(self.command, settings, self.log, [self.listener.fileno()])
        self._wait_until(lambda: self.ask("/health/ready") == (200, "ready\n"))

    def end(self) -> int:
        """Tell it to end (SIGTERM) and wait for that: what it ends with."""
        ended_with = self._started.end()
        self._process = None
        return ended_with

    def close(self) -> None:
        """Kill it, and let go of the address."""
        self.kill()
        self.listener.close()

    def ask(self, path: str) -> tuple[int, str]:
        """The status and the words of a page for programs; who asks before it has started waits for it."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()
