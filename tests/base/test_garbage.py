"""How often a process that serves looks for garbage."""

import subprocess
import sys

from course.base.config import ROOT

PAGES = """
import gc
from course.base.garbage import settle
kept = [[number] for number in range(300_000)]
{settle}
before = gc.get_stats()[2]["collections"]
for _ in range(100):
    page = [[[]] for _ in range(5_000)]
    page.append(page)
print(gc.get_freeze_count() > 300_000, gc.get_stats()[2]["collections"] - before)
"""


def looks(settle: str) -> str:
    """What a process prints that keeps much and makes a hundred pages: whether that is left out, and how often it was
    looked through."""
    program = PAGES.format(settle=settle)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.strip()


def test_what_a_server_keeps_is_not_looked_through_while_it_makes_pages() -> None:
    assert looks("settle()") == "True 0"


def test_python_by_itself_would_look_through_it_again_and_again() -> None:
    is_left_out, times = looks("pass").split()

    assert (is_left_out, int(times) > 2) == ("False", True)
