"""Application machines, each a network namespace of this one, as docs/deploying.md has several machines.

They are joined to a bridge, at whose address the database and the clients are; from one to another no way leads, since
the bridge passes nothing on between them. Each may write its own folder alone, and sees none of the others'. That needs
Linux and root: elsewhere they are processes beside each other.
"""

import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from served import HOST, PAUSE, Client, Server, free_port

from bench.measure import cpu_ms_of
from course.base.config import ROOT

OWN_FOLDER: Final = Path("/mnt")
"""Where a machine of its own finds its folder."""
_ALONE: Final = (
    f'mount --bind "$1" {OWN_FOLDER} && mount -t tmpfs none "$2" && mount -t tmpfs none /dev/shm'
    ' && mount -o remount,bind,ro / && shift 2 && exec "$@"'
)
"""Its folder at that name, the folder of all machines hidden, and nothing else to be written to."""
QUIET: Final = 30.0
"""CPU milliseconds in half a second below which nothing is being started any more."""


@dataclass(frozen=True)
class Place:
    """Where the processes of a machine are: the address at which they answer, and their namespace, if they have one."""

    address: str = HOST
    namespace: str = ""

    def enter(self, instance: Path) -> tuple[str, ...]:
        """What stands before a command that is to run there with that folder."""
        if not self.namespace:
            return ()
        alone = ("unshare", "--mount", "--ipc", "sh", "-c", _ALONE, "sh", str(instance), str(instance.parent))
        return ("ip", "netns", "exec", self.namespace, *alone)

    def folder(self, instance: Path) -> Path:
        """The name of that folder there."""
        return OWN_FOLDER if self.namespace else instance

    def reaches(self, other: "Machine") -> bool:
        """Whether a way leads from here to that machine."""
        opens = f"import socket; socket.create_connection(({other.host!r}, {other.port}), timeout=1)"
        command = ("ip", "netns", "exec", self.namespace, sys.executable, "-c", opens)
        return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0


@dataclass(frozen=True)
class Network:
    """The places, and the address of the bridge: that of database and clients. Empty where there are no namespaces."""

    places: tuple[Place, ...]
    bridge: str = ""


@contextmanager
def a_network(places: int) -> Iterator[Network]:
    """So many places; taken away at the end. Says in one line where it has no namespaces."""
    name, first = f"tc{os.getpid()}", f"10.{secrets.randbelow(200) + 30}.{secrets.randbelow(254) + 1}."
    try:
        try:
            if os.geteuid():
                raise PermissionError("not root")
            made = _join(name, first, places)
        except (OSError, subprocess.CalledProcessError) as refusal:
            print(f"No namespaces ({refusal}): all hosts are processes of this machine, on loopback")
            made = Network((Place(),) * places)
        yield made
    finally:
        if not os.geteuid():
            for number in range(places):
                _run("netns", "del", f"{name}-{number}", is_there=False)
            _run("link", "del", name, is_there=False)


def _join(name: str, first: str, places: int) -> Network:
    bridge = f"{first}1"
    _run("link", "add", name, "type", "bridge")
    _run("addr", "add", f"{bridge}/24", "dev", name)
    _run("link", "set", name, "up")
    made = []
    for number in range(places):
        place = Place(f"{first}{number + 11}", f"{name}-{number}")
        here = f"{name}v{number}"
        _run("netns", "add", place.namespace)
        _run("link", "add", here, "type", "veth", "peer", "name", "eth0", "netns", place.namespace)
        _run("link", "set", here, "master", name, "up")
        _run("link", "set", here, "type", "bridge_slave", "isolated", "on")
        _run("-n", place.namespace, "addr", "add", f"{place.address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _run("-n", place.namespace, "link", "set", device, "up")
        made.append(place)
    return Network(tuple(made), bridge)


def _run(*arguments: str, is_there: bool = True) -> None:
    quiet = None if is_there else subprocess.DEVNULL
    subprocess.run(("ip", *arguments), stderr=quiet, check=is_there)  # noqa: S607 - ip stands where the system has it


class Machine(Server):
    """gunicorn as `deploy/` has it, with so many workers, at a place, over that database."""

    def __init__(self, name: str, place: Place, folder: Path, workers: int, environment: dict[str, str]) -> None:
        instance = folder / name
        port = free_port()
        gunicorn = ("-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", f"--bind={place.address}:{port}")
        own = place.folder(instance)
        super().__init__(
            instance,
            (*place.enter(instance), sys.executable, *gunicorn, "app:app"),
            environment={
                "COURSE_INSTANCE": str(own),
                "COURSE_LIBRARY": str(ROOT),
                "WEB_CONCURRENCY": str(workers),
                "TMPDIR": str(own / "tmp"),
                **environment,
            },
            host=place.address,
        )
        self.port = port
        self.place = place
        self.log = folder.with_name(f"{name}.log")

    def take_keys(self, keys: Path) -> None:
        """Make its folder, with copies of the keys and nothing else."""
        self.instance.mkdir(parents=True)
        (self.instance / "tmp").mkdir()
        shutil.copytree(keys, self.instance / "keys")

    def await_ready(self) -> None:
        """Wait until it answers, and all of its workers have read what they need."""
        with closing(Client(self)) as client:
            assert client.get("/health/ready").status == 200, self.log.read_text()
        spent = -QUIET
        while (now := cpu_ms_of(self)) - spent >= QUIET:
            spent = now
            time.sleep(25 * PAUSE)


def kill(machines: Sequence[Machine]) -> None:
    """End them all."""
    for machine in machines:
        machine.kill()
