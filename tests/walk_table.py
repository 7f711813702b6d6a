"""The table of a long walk through all pages: what `make walk` prints and `docs/walk.md` keeps.

A plugin of pytest, loaded by `-p walk_table`: with it, `--walk FILE` has every page looked at in all looks.
"""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

TEST: Final = "test_a_page_has_nothing_that_shuts_somebody_out"
HEAD: Final = """\
# The walk

`make walk` opens every page in every state that is known, at 1280 and 390 CSS pixels, light and dark, in Portuguese and
English: eight looks a state. In each, axe (WCAG 2.0 to 2.2, A and AA, and its best practices) and the lint of pages
find nothing, and nothing stands out to the right, on the phone at 320 pixels too. `make test` gives the states of a
page one look each in turn, and a page with one state two that have nothing in common, so that on each page both widths,
both appearances and both languages are met, and the longer Portuguese words on the phone.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--walk FILE`."""
    parser.addoption("--walk", type=Path, help="look at every page in all looks, and write the table to FILE")


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Write the table, where a walk was asked for."""
    file: Path | None = config.getoption("walk")
    if file is None or hasattr(config, "workerinput"):
        return
    states: Counter[str] = Counter()
    looks: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            if report.when == "call" and TEST in report.nodeid:
                page = report.nodeid.partition("[")[2].partition(":")[0]
                states[page] += 1
                looks[page] += int(dict(report.user_properties).get("looks", 0))
                failed[page] += outcome == "failed"
    file.write_text(_table(states, looks, failed), encoding="utf-8")


def _table(states: Counter[str], looks: Counter[str], failed: Counter[str]) -> str:
    day = dt.datetime.now(dt.UTC).date()
    rows = [f"| {page} | {states[page]} | {looks[page]} | {failed[page]} |" for page in sorted(states)]
    total = f"| **all {len(states)} pages** | {states.total()} | {looks.total()} | {failed.total()} |"
    head = f"{HEAD}\n{day}:\n\n| Page | States | Looks | States with a fault |\n|---|---|---|---|\n"
    return head + "\n".join([*rows, total]) + "\n"
