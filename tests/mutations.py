"""Small plausible mistakes, each with the test that must fail at it: so a test that notices nothing is found out.

`python -m mutations` (`make mutations`) tries them in a copy of the tree and keeps what it found in
`docs/security/mutations.csv`, from which it goes on when it was stopped; what changed since is tried again.
"""

import csv
import datetime as dt
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from course.base.config import ROOT
from course.made_docs.register import FOLDER, Outcome, read_outcomes

FILE: Final = ROOT / "tests" / "mutations.toml"
LEFT_BEHIND: Final = (".git", ".venv", "instance", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache")
PATIENCE: Final = 600
"""Seconds for one test."""
FAILED: Final = 1
"""What pytest exits with when tests ran and failed; a mistake that keeps them from being collected gives another."""


@dataclass(frozen=True)
class Mutation:
    """In `file` the text `old`, which stands there once, becomes `new`; then `test` fails."""

    name: str
    file: str
    old: str
    new: str
    test: str

    @property
    def digest(self) -> str:
        """Of the mistake, and of both files as they stand: while it is the same, so is what becomes of it."""
        parts = [self.old, self.new, self.test, _text(ROOT / self.file), _text(ROOT / self.test.partition("::")[0])]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def made_in(self, text: str) -> str:
        """The text of the file with the mistake in it. Raises ValueError where the old one does not stand once."""
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: {text.count(self.old)} times in {self.file}: {self.old}")
        return text.replace(self.old, self.new)


def read_mutations() -> list[Mutation]:
    """All of them, in the order of the file."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [Mutation(name=name, **table) for name, table in tables.items()]


def main(wanted: Sequence[str]) -> int:
    """Try those named, or all that changed since they were tried last; 1 when a test noticed nothing."""
    known = {outcome.mutation: outcome for outcome in read_outcomes()}
    mutations = read_mutations()
    with tempfile.TemporaryDirectory() as folder:
        copy = _copy_into(Path(folder) / "tree")
        for mutation in mutations:
            kept = known.get(mutation.name)
            if mutation.name in wanted or (not wanted and (kept is None or kept.digest != mutation.digest)):
                found = _is_found(mutation, copy)
                print(f"{mutation.name}: {'found' if found else 'NOT FOUND'} by {mutation.test}", flush=True)
                day = dt.datetime.now(dt.UTC).date().isoformat()
                known[mutation.name] = Outcome(mutation.name, found, day, mutation.digest)
                _write(known[one.name] for one in mutations if one.name in known)
    return int(any(not known[mutation.name].found for mutation in mutations if mutation.name in known))


def _is_found(mutation: Mutation, copy: Path) -> bool:
    """Whether the test fails once the mistake is in. Raises RuntimeError where it does so without."""
    file = copy / mutation.file
    before = _text(file)
    status, told = try_test(mutation.test, copy, copy.parent / "compiled")
    if status != 0:
        raise RuntimeError(f"{mutation.test} does not pass as it stands:\n{told}")
    file.write_text(mutation.made_in(before), encoding="utf-8")
    try:
        status, told = try_test(mutation.test, copy, copy.parent / "compiled")
    finally:
        file.write_text(before, encoding="utf-8")
    return status == FAILED and f"FAILED {mutation.test}" in told


def try_test(test: str, tree: Path, compiled: Path) -> tuple[int, str]:
    """The exit status of that test of that tree, and what was told; below zero where it hangs.

    `compiled`: where Python keeps what it compiles, which is not in the tree.
    """
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "-x", "-rf", "--tb=no", test]
    environment = os.environ | {
        "PYTHONPATH": str(tree / "tests"),
        "PYTHONPYCACHEPREFIX": str(compiled),
    }
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:  # it hangs, and so shows nothing
        return -1, ""
    return done.returncode, done.stdout


def _copy_into(folder: Path) -> Path:
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
    return folder


def _write(outcomes: Iterable[Outcome]) -> None:
    with (FOLDER / "mutations.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["mutation", "found", "day", "digest"])
        rows.writerows((one.mutation, "yes" if one.found else "no", one.day, one.digest) for one in outcomes)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
