"""What Lighthouse says of the pages on which officers spend their time: `make lighthouse`.

Each page three times as a phone on a slow network and three times as a desk; the median counts, and the goal is 95 of
100 in performance, accessibility and best practices. Prints the table that `docs/performance.md` keeps.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from live import CHROMIUM
from prepared import Prepared, prepare_once
from served import Client, Server, running
from site_of_tests import shipped_library
from walks import MODULE

HERE: Final = Path(__file__).parent
RUNS: Final = 1 if os.environ.get("BENCH") == "short" else 3
CATEGORIES: Final = ("performance", "accessibility", "best-practices")
GOAL: Final = 95
DEVICES: Final = {"phone": (), "desk": ("--preset=desktop",)}
SWITCHES: Final = "--headless=new --no-sandbox --disable-gpu"


def main() -> int:
    """Measure, print, and give 1 where a page is below the goal."""
    with tempfile.TemporaryDirectory(prefix="course-lighthouse-") as folder:
        shared = Path(folder)
        prepared = prepare_once(shared, shipped_library())
        with (
            running(Server(prepared.copy(shared / "instance"), starts_whole=True)) as server,
            closing(Client(server)) as client,
        ):
            client.sign_in(prepared.midway.number, prepared.midway.organisation)
            scores = {
                (page, device): _score(server.address + path, client.cookies, switches)
                for page, path in _paths(prepared).items()
                for device, switches in DEVICES.items()
            }
    print(f"{datetime.now(UTC):%Y-%m-%d}, median of {RUNS}\n\n| Page | Device | {' | '.join(CATEGORIES)} | bytes |")
    print("|---|---|" + "---|" * (len(CATEGORIES) + 1))
    for (page, device), (row, weight) in scores.items():
        print(f"| {page} | {device} | {' | '.join(str(row[name]) for name in CATEGORIES)} | {weight:,} |")
    return int(any(score < GOAL for row, _ in scores.values() for score in row.values()))


def _paths(prepared: Prepared) -> dict[str, str]:
    return {
        "home": "/",
        "reader": f"/modules/{MODULE}/definition",
        "case": f"{prepared.traces.open_run}/2",
        "quiz": f"{prepared.traces.open_attempt}/{prepared.traces.answered}",
    }


def _score(address: str, cookies: dict[str, str], switches: tuple[str, ...]) -> tuple[dict[str, int], int]:
    """Hundredths by category and the bytes of a first visit, medians of the runs."""
    reports = [_run(address, cookies, switches) for _ in range(RUNS)]
    scores = {
        name: round(100 * statistics.median(report["categories"][name]["score"] for report in reports))
        for name in CATEGORIES
    }
    weights = [report["audits"]["total-byte-weight"]["numericValue"] for report in reports]
    return scores, round(statistics.median(weights))


def _run(address: str, cookies: dict[str, str], switches: tuple[str, ...]) -> dict[str, Any]:
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    command = (
        str(HERE / "node_modules" / ".bin" / "lighthouse"),
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--extra-headers={json.dumps(headers)}",
        f"--chrome-flags={SWITCHES}",
        *switches,
    )
    environment = os.environ | {"CHROME_PATH": str(CHROMIUM)}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


if __name__ == "__main__":
    sys.exit(main())
