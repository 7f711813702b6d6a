import subprocess
import sys

COUNTED = """
import ctypes, re, sys, tempfile, threading
from course.base.arenas import share_arenas
does = share_arenas() if sys.argv[1] == "shared" else True
gate, held = threading.Barrier(9), threading.Barrier(9)
def hold():
    gate.wait()
    kept = [bytes(2000) for _ in range(1000)]
    held.wait()
    gate.wait()
threads = [threading.Thread(target=hold) for _ in range(8)]
[thread.start() for thread in threads]
gate.wait(), held.wait()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
with tempfile.NamedTemporaryFile() as file:
    stream = ctypes.c_void_p(libc.fopen(file.name.encode(), b"w"))
    libc.malloc_info(0, stream), libc.fclose(stream)
    print(does, len(re.findall(rb"<heap nr=", file.read())))
gate.wait()
"""


def test_eight_threads_take_their_memory_from_two_arenas() -> None:
    alone, shared = (
        subprocess.run(
            [sys.executable, "-c", COUNTED, how], capture_output=True, text=True, check=True, timeout=60
        ).stdout.split()
        for how in ("alone", "shared")
    )

    assert int(alone[1]) > 2
    assert shared == ["True", "2"]
