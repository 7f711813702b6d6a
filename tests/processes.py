"""Processes of servers: started as an operator starts them, or forked from a process that has imported the program.

A test process starts dozens of servers, and nine tenths of a start are imports, half of the rest are routes: the fork
comes after these and before all else that `course.serve` does.
"""

import gc
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, Protocol

from compiled import CompiledOnce, folder_of_this_process
from flask import Flask
from routes import compile_all

from course.base.config import ROOT

SERVE: Final = (sys.executable, "-m", "course.serve")
FLASK: Final = (sys.executable, "-m", "flask", "--app", "app")
"""What begins each command of the program."""
OF_THE_PROGRAM: Final = ("COURSE_", "PORT")
"""How settings begin that the program reads when it serves. Any other may change how Python itself starts."""
PATIENCE: Final = 90
"""Seconds within which a process that starts must answer, and one that ends is over. Nothing else is waited for."""

HERE: Final = Path(__file__).parent
_FORKING: Final = """import sys
templates = sys.argv.pop()
sys.path.append(sys.argv.pop())  # after the program's own, since the course of the tests lies here under its name
from processes import fork_when_asked
fork_when_asked(templates)"""


class Running(Protocol):
    """A process of a server, first of a group with all that it starts."""

    pid: int

    def has_ended(self, seconds: float) -> bool:
        """Whether it is over, or is so within that many seconds."""

    def kill(self) -> None:
        """End the whole group at once, in the middle of whatever it does (kill -9), and wait for the end."""


def start(command: Sequence[str], settings: Mapping[str, str], log: Path, *, is_whole: bool = False) -> Running:
    """That command with these settings beside those of this process; what it prints is added to the log.

    `is_whole`: the start itself is looked at. Else it is forked where that comes to the same.
    """
    is_as_usual = tuple(command) == SERVE and all(name.startswith(OF_THE_PROGRAM) for name in settings)
    return Forked((), settings, log, log) if is_as_usual and not is_whole else Started(command, settings, log)


def run_command(arguments: Sequence[str], settings: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """What `flask --app app` with those arguments does in a process of its own, with these settings beside those of
    this one. Whoever looks at its start starts FLASK."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = (Path(folder) / name for name in ("out", "err"))
        status = Forked(arguments, settings, out, err).wait()
        return subprocess.CompletedProcess(arguments, status, *(file.read_text("utf-8") for file in (out, err)))


class Started:
    """As an operator starts it, with these settings beside those of this process; what it prints is added to the log.

    `held`: the numbers of files and sockets that it is handed open.
    """

    def __init__(
        self, command: Sequence[str], settings: Mapping[str, str], log: Path, held: Sequence[int] = ()
    ) -> None:
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | settings,
                stdout=out,
                stderr=out,
                start_new_session=True,
                pass_fds=held,
            )
        self.pid = self._process.pid

    def has_ended(self, seconds: float) -> bool:
        """Whether it is over, or is so within that many seconds."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=seconds)
        return self._process.returncode is not None

    def kill(self) -> None:
        """End the whole group at once and wait for the end."""
        _kill_group(self.pid)
        self._process.wait()

    def end(self) -> int:
        """Tell it to end (SIGTERM) and wait for that: what it ends with."""
        self._process.terminate()
        return self._process.wait(timeout=PATIENCE)


class Forked:
    """A copy of a process that has imported the program, compiled its routes and done nothing else."""

    def __init__(self, arguments: Sequence[str], settings: Mapping[str, str], out: Path, err: Path) -> None:
        """The command of those arguments, or without any a server, with these settings beside those of this process;
        what it prints is added to those files."""
        with _ONE_AT_A_TIME:
            self.pid, self._end = _importer().fork(arguments, os.environ | settings, out, err)
        # As long as anybody holds this: else a thread that asks for the end could look at what got the number next.
        weakref.finalize(self, os.close, self._end)

    def has_ended(self, seconds: float) -> bool:
        """Whether it is over, or is so within that many seconds."""
        return bool(select.select([self._end], [], [], seconds)[0])

    def kill(self) -> None:
        """End the whole group at once and wait for the end."""
        _kill_group(self.pid)
        self.has_ended(PATIENCE)

    def wait(self) -> int:
        """Wait for the end: what it ended with, which is below zero for the signal that ended it.

        Raises TimeoutError, after ending it, where it does not end.
        """
        if not self.has_ended(PATIENCE):
            self.kill()
            raise TimeoutError("it does not end")
        with _ONE_AT_A_TIME:
            return _importer().status_of(self.pid)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):  # it ended by itself
        os.killpg(pid, signal.SIGKILL)


class _Importer:
    """The process from which the others are forked; it goes with this one."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            (sys.executable, "-c", _FORKING, str(HERE), str(folder_of_this_process())),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def fork(self, arguments: Sequence[str], environment: Mapping[str, str], out: Path, err: Path) -> tuple[int, int]:
        """The process, and a descriptor that can be read once it is over."""
        pid = self._order([list(arguments), dict(environment), str(out), str(err)])
        return pid, os.pidfd_open(pid)  # before another order: until then it keeps its number, even if it is over

    def status_of(self, pid: int) -> int:
        """What a process that is over has ended with."""
        return self._order(pid)

    def _order(self, order: object) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


_ONE_AT_A_TIME: Final = threading.Lock()
"""Threads start servers at once: the first makes the process from which all are forked."""


@cache
def _importer() -> _Importer:
    return _Importer()


def fork_when_asked(templates: str) -> None:
    """In a process of its own: fork a process for each line that comes in, and say its number; or, where the line is
    the number of one that is over, what it ended with. They take routes as they are compiled here (`routes`), and
    templates as they lie compiled in that folder."""
    from course import serve

    compile_all()
    Flask.jinja_options = {"bytecode_cache": CompiledOnce(templates)}
    gc.freeze()
    ended: dict[int, int] = {}
    for line in sys.stdin:
        ended |= _let_go_of_the_dead()
        order = json.loads(line)
        if isinstance(order, int):
            print(ended.pop(order), flush=True)
        elif (pid := os.fork()) == 0:
            arguments, *surroundings = order
            _become(*surroundings)
            if arguments:
                sys.argv = [*FLASK[2:], *arguments]
                runpy.run_module("flask", run_name="__main__")
            else:
                serve.main()
            return
        else:
            print(pid, flush=True)


def _let_go_of_the_dead() -> dict[int, int]:
    """What each process has ended with that is over since."""
    ended = {}
    with suppress(ChildProcessError):  # there is none
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            ended[found[0]] = os.waitstatus_to_exitcode(found[1])
    return ended


def _become(environment: dict[str, str], out: str, err: str) -> None:
    """First of a group, with that environment, nothing to read, and files to print to."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, out, os.O_WRONLY | os.O_APPEND | os.O_CREAT),
        (2, err, os.O_WRONLY | os.O_APPEND | os.O_CREAT),
    ):
        opened = os.open(path, flags, 0o644)
        os.dup2(opened, descriptor)
        os.close(opened)
