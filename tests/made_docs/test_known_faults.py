"""Faults of packages are judged by the times we set, and an audit that learned nothing does not pass."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from site_of_tests import Site

from course.base.config import ROOT
from course.made_docs.known_faults import TERMS, Known, complaints, read_known, read_report
from course.made_docs.materials import pinned_names

SEEN = dt.date(2026, 11, 2)
FAULT = {"id": "PYSEC-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}
SKIPPED = {"name": "jinja", "skip_reason": "not found"}


def package(name: str, *faults: dict[str, Any]) -> dict[str, Any]:
    """What a report says of a package that was looked up."""
    return {"name": name, "version": "1.0", "vulns": list(faults)}


@pytest.mark.parametrize(
    ("packages", "days", "told"),
    [
        ([], 0, ["no database of faults was reached, so nothing was learned: try again where there is a way to one"]),
        (
            [SKIPPED, {"name": "flask", "skip_reason": "not found"}],
            0,
            ["no database of faults was reached, so nothing"],
        ),
        ([package("flask"), SKIPPED], 0, ["jinja: nothing was learned of it"]),
        ([package("flask"), package("jinja")], 0, []),
        ([package("flask", FAULT), package("jinja")], 14, []),
        (
            [package("flask", FAULT), package("jinja")],
            15,
            ["flask 1.0: PYSEC-1 (high) was to be mended by 2026-11-16, and is in 1.1"],
        ),
        (
            [package("flask"), package("jinja", FAULT | {"fix_versions": []})],
            0,
            ["jinja 1.0: PYSEC-1 is new, mended in no version yet: judge how grave it is here"],
        ),
    ],
)
def test_what_is_to_be_done_is_told_and_nothing_learned_is_never_well(
    packages: list[dict[str, Any]], days: int, told: list[str]
) -> None:
    known = [Known("PYSEC-1", "flask", "high", SEEN, "")]

    lines = complaints(packages, frozenset({"flask", "jinja"}), known, SEEN + dt.timedelta(days=days))

    assert [line[: len(start)] for line, start in zip(lines, told, strict=True)] == told


def test_the_command_fails_where_there_is_no_report_or_none_was_learned_and_passes_where_all_were(
    site: Site, tmp_path: Path
) -> None:
    reports = {
        "none": None,
        "broken": "{",
        "skipped": {"dependencies": [{"name": name, "skip_reason": "not found"} for name in pinned_names(ROOT)]},
        "whole": {"dependencies": [package(name) for name in pinned_names(ROOT)]},
    }
    codes = {}
    for name, report in reports.items():
        file = tmp_path / f"{name}.json"
        if report is not None:
            file.write_text(report if isinstance(report, str) else json.dumps(report), encoding="utf-8")
        codes[name] = site.app.test_cli_runner().invoke(args=["docs", "audit", str(file)]).exit_code

    assert codes == {"none": 1, "broken": 1, "skipped": 1, "whole": 0}


def test_each_fault_that_was_found_has_a_severity_with_a_term_a_day_and_a_reason(tmp_path: Path) -> None:
    assert [one.fault for one in read_known() if not (one.package and one.why)] == []
    file = tmp_path / "faults.csv"
    file.write_text("fault,package,severity,seen,why\nPYSEC-1,flask,grave,2026-11-02,x\n", encoding="utf-8")
    with pytest.raises(ValueError, match="is no severity"):
        read_known(file)
    assert [days for days, _ in TERMS.values()] == sorted(days for days, _ in TERMS.values())
    with pytest.raises(ValueError, match="is no report"):
        read_report(tmp_path / "absent.json")
