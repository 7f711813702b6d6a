"""nginx as deploy/nginx.conf has it, on this machine and without certificates."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from processes import PATIENCE
from served import HOST, PAUSE, free_port

from course.base.config import ROOT

_AROUND = """daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{ {temporary}
{server}
}}
"""
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def proxy_before(port: int, folder: Path) -> Iterator[int]:
    """The port at which nginx answers for the program at `port`; its files are in `folder`."""
    folder.mkdir()
    own = free_port()
    file = folder / "nginx.conf"
    temporary = " ".join(f"{name}_temp_path {folder}/{name};" for name in _TEMPORARY)
    file.write_text(_AROUND.format(folder=folder, temporary=temporary, server=_as_here(own, port, folder)))
    environment = os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin"}
    process = subprocess.Popen(["nginx", "-c", str(file), "-e", str(folder / "error.log")], env=environment)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _answers(own):
            has_ended = process.poll() is not None or time.monotonic() > deadline
            assert not has_ended, (folder / "error.log").read_text()
            time.sleep(PAUSE)
        yield own
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def _as_here(own: int, port: int, folder: Path) -> str:
    """The file of deploy/ with the addresses, names and paths of a test; the part that only leads to https is left."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    before, _, after = text.partition("server {\n    listen 80;")
    text = before + after.partition("}\n")[2]
    text = re.sub(r"^ +(listen|ssl_\w+|server_name) .*\n", "", text, flags=re.MULTILINE)
    text = text.replace("server {\n", f"server {{\n    listen {HOST}:{own};\n", 1)
    text = text.replace("127.0.0.1:8000", f"{HOST}:{port}").replace("/var/log/nginx", str(folder))
    return text.replace("$host;", f"{HOST}:$server_port;")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
