"""PostgreSQL on three machines under Patroni, each with etcd beside it, as the files of `deploy/` describe it.

A machine is a loopback address of its own with the processes that listen there: the files are used as they stand, with
the network, the folders and the passwords put in. A machine that is killed is gone with all its processes at once.
"""

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pytest
from processes import PATIENCE

from course.base.config import ROOT

DEPLOY: Final = ROOT / "deploy"
NUMBERS: Final = (1, 2, 3)
PROGRAMS: Final = ("etcd", "patroni")
PAUSE: Final = 0.2
"""Seconds between two questions to the machines."""
_WRITTEN_NETWORK: Final = "10.0.0."
_FROM: Final = "127.0.0.1"
"""Where what goes from one loopback address to another seems to come from."""
_AS_POSTGRES: Final[Mapping[str, Any]] = (
    {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
)
"""PostgreSQL refuses to run as root."""


class Cluster:
    """Three machines in a temporary folder, at addresses of this machine that nobody else has."""

    def __init__(self) -> None:
        for program in PROGRAMS:
            if not shutil.which(program):
                pytest.fail("The cluster is missing. Install it with: sudo apt-get install patroni etcd-server")
        self.folder = Path(tempfile.mkdtemp(prefix="course-cluster-"))
        self.network = f"127.{secrets.randbelow(254) + 1}.{secrets.randbelow(254) + 1}."
        self.password = secrets.token_hex(16)
        self._certify()
        self.machines = {f"db{number}": Machine(self, number) for number in NUMBERS}
        if _AS_POSTGRES:
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, "postgres", "postgres")

    def written(self, text: str) -> str:
        """What a file of `deploy/` says, with this cluster's network, folders and passwords."""
        text = text.replace(_WRITTEN_NETWORK, self.network).replace("/24", "/8")
        for folder in ("/etc/ssl/certs", "/etc/ssl/private"):
            text = text.replace(folder, str(self.folder))
        text = text.replace("course:password@", f"course:{self.password}@")
        return re.sub(r"(?<=_PASSWORD=)$", self.password, text, flags=re.MULTILINE)

    @property
    def url(self) -> str:
        """The address of the database that `deploy/environment` names, for COURSE_DATABASE_URL."""
        lines = (DEPLOY / "environment").read_text(encoding="utf-8").splitlines()
        (line,) = (line for line in lines if line.startswith("# COURSE_DATABASE_URL="))
        return self.written(line.partition("=")[2])

    @property
    def superuser_url(self) -> str:
        """The same, as the one to whom everything is allowed."""
        return self.url.replace("//course:", "//postgres:")

    def start(self) -> None:
        """Start all three, wait until they are whole, and make the program's user and its empty database."""
        for machine in self.machines.values():
            machine.start()
        self.wait_until_whole()
        address = self.superuser_url.replace("/course?", "/postgres?")
        psql = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-v", f"password={self.password}"]
        subprocess.run([*psql, "-f", str(DEPLOY / "database.sql"), address], check=True, capture_output=True)

    @property
    def leader(self) -> "Machine":
        """The machine that takes what is written. Raises LookupError while none does."""
        for machine in self.machines.values():
            if machine.is_running and machine.status("/primary") == 200:
                return machine
        raise LookupError("no machine leads")

    def members(self) -> list[dict[str, Any]]:
        """What the machines say of each other; nothing while none answers."""
        for machine in self.machines.values():
            if machine.is_running:
                with suppress(OSError):
                    return list(json.loads(machine.ask("/cluster"))["members"])
        return []

    def is_whole(self) -> bool:
        """Whether one leads, a second has whatever it acknowledges, and the third follows: what one may then lose."""
        members = self.members()
        roles = sorted(member["role"] for member in members)
        timelines = {member.get("timeline") for member in members}
        return (
            roles == ["leader", "replica", "sync_standby"]
            and len(timelines) == 1
            and all(member["state"] in {"running", "streaming"} for member in members)
        )

    def wait_until_whole(self) -> None:
        """Wait for that. Raises RuntimeError with what the machines say when it never is."""
        wait_for(self.is_whole, lambda: f"the cluster is not whole: {self.members()}\n{self._last_words()}")

    def close(self) -> None:
        """Kill all machines, and leave nothing."""
        for machine in self.machines.values():
            machine.kill()
        shutil.rmtree(self.folder)

    def _certify(self) -> None:
        """One certificate for all three, as docs/deploying.md has it made."""
        addresses = ",".join(f"IP:{one}" for one in (*(f"{self.network}1{number}" for number in NUMBERS), _FROM))
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        command += ["-days", "3650", "-subj", "/CN=course-cluster", "-addext", f"subjectAltName={addresses}"]
        key = self.folder / "course-cluster.key"
        command += ["-keyout", str(key), "-out", str(self.folder / "course-cluster.crt")]
        subprocess.run(command, check=True, capture_output=True)
        key.chmod(0o600)
        self.folder.chmod(0o755)

    def _last_words(self) -> str:
        return "\n".join(f"{log.name}: {log.read_text()[-1500:]}" for log in sorted(self.folder.glob("*.log")))


class Machine:
    """One of the three."""

    def __init__(self, cluster: Cluster, number: int) -> None:
        self.name = f"db{number}"
        self.address = f"{cluster.network}1{number}"
        self.folder = cluster.folder / self.name
        self.folder.mkdir()
        self._logs = cluster.folder
        self._config = self.folder / "patroni.yml"
        self._config.write_text(cluster.written(self._in_folder((DEPLOY / "patroni.yml").read_text("utf-8"))))
        self._environments = {name: self._environment(cluster, name) for name in PROGRAMS}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def is_running(self) -> bool:
        """Whether its database was started and not killed since."""
        return "patroni" in self._processes

    def start(self) -> None:
        """Switch it on; what becomes of it is seen by asking."""
        commands = {"etcd": ["etcd"], "patroni": ["patroni", str(self._config)]}
        for name in (one for one in PROGRAMS if one not in self._processes):
            with (self._logs / f"{self.name}-{name}.log").open("ab") as log:
                self._processes[name] = subprocess.Popen(
                    commands[name],
                    cwd=self.folder,
                    env={"PATH": os.environ["PATH"], "HOME": str(self.folder), **self._environments[name]},
                    stdout=log,
                    stderr=log,
                    **_AS_POSTGRES,
                )

    def kill(self, programs: Sequence[str] = PROGRAMS) -> None:
        """End all its processes at once, in the middle of whatever they do (kill -9): nothing is said to anybody.

        `programs`: not all, but these and the database.
        """
        started = [self._processes.pop(name) for name in programs if name in self._processes]
        doomed = [process.pid for process in started] + self._postgres()
        for pid in doomed:
            _send(pid, signal.SIGSTOP)  # lest one notices that another is gone
        for pid in doomed:
            for one in (*_below(pid), pid):
                _send(one, signal.SIGKILL)
        for process in started:
            process.wait()

    def status(self, path: str) -> int:
        """What Patroni answers there: 200 at /primary where the machine leads; 0 where it does not answer."""
        try:
            self.ask(path)
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return 0
        return 200

    def ask(self, path: str) -> str:
        """What Patroni says there. Raises OSError where it does not answer."""
        with urllib.request.urlopen(f"http://{self.address}:8008{path}", timeout=5) as answer:
            return str(answer.read().decode())

    def _postgres(self) -> list[int]:
        with suppress(FileNotFoundError):
            return [int((self.folder / "postgresql/15/course/postmaster.pid").read_text().split()[0])]
        return []

    def _environment(self, cluster: Cluster, program: str) -> dict[str, str]:
        text = self._in_folder((DEPLOY / f"{program}.environment").read_text("utf-8"))
        lines = cluster.written(text).splitlines()
        found = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        own = f"{cluster.network}11"
        return {
            name: value if name == "ETCD_INITIAL_CLUSTER" else value.replace(own, self.address)
            for name, value in (found | {f"{program.upper()}_NAME": self.name}).items()
        }

    def _in_folder(self, text: str) -> str:
        """With what would lie in /var/lib in the machine's folder, and the newest PostgreSQL there is here."""
        (programs,) = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))[-1:]
        text = text.replace("/usr/lib/postgresql/15/bin", str(programs)).replace(
            "/var/run/postgresql", str(self.folder)
        )
        return text.replace("/var/lib", str(self.folder))


def wait_for(is_so: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    """Wait until it is so. Raises RuntimeError with those words when it never is."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise RuntimeError(otherwise())
        time.sleep(PAUSE)


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """The three, whole; gone at the end."""
    cluster = Cluster()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.close()


def _below(pid: int) -> list[int]:
    """The children of a process, and theirs."""
    try:
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [one for child in children for one in (child, *_below(child))]


def _send(pid: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, what)
