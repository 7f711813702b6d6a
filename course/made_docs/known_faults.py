"""What is known to be wrong with the pinned packages, held against the times in which such faults are mended.

`pip-audit` writes what it learned of each package; it ends well also where it reached no database, so here a package
of which nothing was learned is a complaint. `docs/security/faults.csv` has what was found so far: the day on which it
was first seen, and how grave it is in this program, which its finder judges. A fault leaves the list with its package.
"""

import csv
import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from course.made_docs.register import FOLDER

TERMS: Final[Mapping[str, tuple[int, str]]] = {
    "critical": (
        3,
        "whoever can reach the sign-in page can run code, read or change what is kept, or it is being used",
    ),
    "high": (14, "the same for somebody signed in or for authored text, or anybody can stop the service"),
    "medium": (30, "it needs more than that, or reveals little"),
    "low": (90, "the faulty piece is not used here, which the reason says"),
}
"""How grave it is in this program -> within how many days from the day it was seen, and when it is that."""


@dataclass(frozen=True)
class Known:
    """A fault that was found: its number in the databases, in which package, how grave, since which day, and why."""

    fault: str
    package: str
    severity: str
    seen: dt.date
    why: str

    @property
    def last_day(self) -> dt.date:
        """The last one on which it may still be there."""
        return self.seen + dt.timedelta(days=TERMS[self.severity][0])


def read_known(file: Path = FOLDER / "faults.csv") -> list[Known]:
    """What was found so far. Raises ValueError for a day that is none or a severity without a term."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, strict=True))
    found = [
        Known(row["fault"], row["package"], row["severity"], dt.date.fromisoformat(row["seen"]), row["why"])
        for row in rows
    ]
    if nameless := [one.severity for one in found if one.severity not in TERMS]:
        raise ValueError(f"{nameless[0]!r} is no severity: it is one of {', '.join(TERMS)}")
    return found


def read_report(file: Path) -> list[Mapping[str, Any]]:
    """What `pip-audit --format json` learned of each package. Raises ValueError where the file is no such report."""
    try:
        packages = json.loads(file.read_text(encoding="utf-8"))["dependencies"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{file} is no report: nothing is known of any package") from error
    found: list[Mapping[str, Any]] = packages
    return found


def complaints(
    packages: Sequence[Mapping[str, Any]], pinned: frozenset[str], known: Sequence[Known], today: dt.date
) -> Iterator[str]:
    """A line for each thing that is to be done; none where all pinned packages were looked up and nothing is late."""
    learned = {package["name"] for package in packages if "vulns" in package}
    if not learned:
        yield "no database of faults was reached, so nothing was learned: try again where there is a way to one"
        return
    yield from (f"{name}: nothing was learned of it" for name in sorted(pinned - learned))
    kept = {(one.package, one.fault): one for one in known}
    for package in packages:
        for fault in package.get("vulns", ()):
            yield from _of_fault(package, fault, kept.get((package["name"], fault["id"])), today)


def _of_fault(
    package: Mapping[str, Any], fault: Mapping[str, Any], known: Known | None, today: dt.date
) -> Iterator[str]:
    named = f"{package['name']} {package['version']}: {fault['id']}"
    mended = ", ".join(fault.get("fix_versions", ())) or "no version yet"
    if known is None:
        yield f"{named} is new, mended in {mended}: judge how grave it is here, in docs/security/faults.csv"
    elif today > known.last_day:
        yield f"{named} ({known.severity}) was to be mended by {known.last_day}, and is in {mended}"
