"""The table of a long storm: what `make storm` measures and `docs/storm.md` keeps.

A plugin of pytest, loaded by `-p storm_table`: `--storm FILE` writes there what the tests noted as properties. What has
passed stands in a file beside it until all of it has, so that a storm that was interrupted goes on where it was.
"""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any, Final

import pytest

COLUMNS: Final = ("survives", "blows", "acknowledged", "in doubt", "longest gap", "tried")
HEAD: Final = """\
# The storm

`make storm` does to the course what happens to a house in years, `STORM` times over (100 unless it says otherwise),
and compares the database with a ledger of what people were told, which lies outside of it. *Survives* is the number
in the list of what must be survived; a *blow* is a kill (SIGKILL of the whole process group), a restart of the
database, a cut connection, a full disk, a moment when the power fails, a clock that is set, a backup. *Acknowledged*
is what somebody was told is saved (of mails: what was promised); *in doubt* is what was under way at a blow and had
no answer, and was sent again (of mails: what had arrived and was not noted yet, and arrives again under its id). One
answer that is lost, doubled, overwritten or half scored fails the storm. *Longest gap* is the longest time in which
nobody at work was told that anything is saved, where a machine dies. An interrupted storm goes on where it was: what
has passed is kept until all of it has.

*Tried* is how many requests were drawn by chance and sent, by everybody to every route (1,000 times `STORM` in all),
how many times octets that are hardly a request went to each server (200 times `STORM`), and how many tamperings with
the audit log were done by SQL (10 times `STORM` on each database): a failure, a word about the program, a server that
hangs, a change by reading, or a tampering that is not found at its first row fails the storm.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--storm FILE`."""
    parser.addoption("--storm", type=Path, help="write the table of the storm to FILE")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what passed before the storm was interrupted."""
    file: Path | None = config.getoption("storm")
    if file is not None:
        passed = _passed(file)
        items[:] = [item for item in items if item.nodeid not in passed]


@pytest.hookimpl
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what passed (with xdist this runs where the reports come together, and in the workers, which keep none)."""
    noted = dict(report.user_properties)
    file = os.environ.get("STORM_TABLE")
    if file and "PYTEST_XDIST_WORKER" not in os.environ and report.when == "call" and report.passed:
        with _kept(Path(file)).open("a", encoding="utf-8") as kept:
            kept.write(json.dumps({"test": report.nodeid, "storm": _storm(), "noted": noted}) + "\n")


def pytest_configure(config: pytest.Config) -> None:
    """Where the table is, for the hook that is not told."""
    file: Path | None = config.getoption("storm")
    if file is not None:
        os.environ["STORM_TABLE"] = str(file)


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config, exitstatus: int) -> None:
    """Write the table, where one was asked for and everything passed."""
    file: Path | None = config.getoption("storm")
    if file is None or hasattr(config, "workerinput"):
        return
    table = _table({test: noted for test, noted in _passed(file).items() if set(COLUMNS) & noted.keys()})
    terminalreporter.write_line(table)
    if exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        file.write_text(f"{HEAD}\n{dt.datetime.now(dt.UTC).date()}, `STORM={_storm()}`:\n\n{table}", encoding="utf-8")
        _kept(file).unlink(missing_ok=True)


def _table(passed: dict[str, dict[str, Any]]) -> str:
    rows = [
        f"| {' | '.join([_sentence(test), *(str(noted.get(column, '')) for column in COLUMNS)])} |"
        for test, noted in passed.items()
    ]
    head = f"| Storm | {' | '.join(COLUMNS)} |\n|{'---|' * (len(COLUMNS) + 1)}\n"
    return head + "".join(f"{row}\n" for row in sorted(rows))


def _passed(file: Path) -> dict[str, dict[str, Any]]:
    """What the tests noted that passed, of a storm as long as this one."""
    if not _kept(file).exists():
        return {}
    lines = map(json.loads, _kept(file).read_text(encoding="utf-8").splitlines())
    return {line["test"]: line["noted"] for line in lines if line["storm"] == _storm()}


def _kept(file: Path) -> Path:
    return file.with_suffix(".part")


def _storm() -> str:
    return os.environ.get("STORM", "")


def _sentence(test: str) -> str:
    """The test's name in words, with the database it ran on."""
    name, _, where = test.partition("::test_")[2].partition("@")[0].partition("[")
    return name.replace("_", " ") + (f" ({where.partition(']')[0]})" if where else "")
