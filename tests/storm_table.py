"""The table of a long storm: what `make storm` measures and `docs/storm.md` keeps.

A plugin of pytest, loaded by `-p storm_table`: `--storm FILE` writes there what the tests noted as `kills`,
`acknowledged`, `in doubt` and `tried`.
"""

import datetime as dt
from pathlib import Path
from typing import Final

import pytest

COLUMNS: Final = ("kills", "acknowledged", "in doubt", "tried")
HEAD: Final = """\
# The storm

`make storm` kills the server, or the jobs beside it, with SIGKILL in the middle of work, a hundred times each (`STORM=`
says otherwise), and starts it again; officers go on meanwhile, in one tab or in two, reload pages and send again what
had no answer. *Acknowledged* is what somebody was told is saved (of mails: what was promised); *in doubt* is what was
under way at a death and had no answer (of mails: what had arrived and was not noted yet, and arrives again under its
id). In the end the database is compared with what was said, row for row and in its order: one that is lost, doubled or
overwritten fails the storm.

*Tried* is how many requests were drawn by chance and sent, by everybody to every route (1,000 times `STORM` in all),
and how many tamperings with the audit log were done by SQL (10 times `STORM` on each database): a failure, a word about
the program, a change by reading, or a tampering that is not found at its first row fails the storm.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--storm FILE`."""
    parser.addoption("--storm", type=Path, help="write the table of the storm to FILE")


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Write the table, where one was asked for."""
    file: Path | None = config.getoption("storm")
    if file is None or hasattr(config, "workerinput"):
        return
    rows = []
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            noted = dict(report.user_properties)
            if report.when == "call" and set(COLUMNS) & noted.keys():
                figures = " | ".join(f"{noted.get(column, '')}" for column in COLUMNS)
                rows.append(f"| {_sentence(report.nodeid)} | {figures} | {outcome} |")
    table = f"| Storm | {' | '.join(COLUMNS)} | |\n|{'---|' * (len(COLUMNS) + 2)}\n"
    head = f"{HEAD}\n{dt.datetime.now(dt.UTC).date()}:\n\n{table}"
    file.write_text(head + "\n".join(sorted(rows)) + "\n", encoding="utf-8")


def _sentence(test: str) -> str:
    """The test's name in words, with the database it ran on."""
    name, _, where = test.partition("::test_")[2].partition("[")
    return name.replace("_", " ") + (f" ({where.partition(']')[0]})" if where else "")
