"""Whether LibreOffice takes a cell of our files for a formula: `python -m bench.sheets`, where `soffice` is installed.

Hostile names are written as the pages write them, opened without a window, saved as flat OpenDocument, and the cells
with a formula are counted, also where LibreOffice is told to evaluate formulas of a CSV. A file with bare formulas is
opened too: were nothing found in it, the count would say nothing.
"""

import csv
import io
import itertools
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from course.web.spreadsheet import as_csv, as_xlsx

SIGNS: Final = "=+-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
LEADS: Final = ("", " ", "\t", "\r", "\n", "\x00", "\ufeff", "'", '"', "\u00a0", "\u200b")
BODIES: Final = ("1+1", "SUM(1;2)", "cmd|' /C calc'!A0", 'HYPERLINK("https://x.example";"a")', "A1", "1")
NAMES: Final = [f"{lead}{sign}{body}" for lead, sign, body in itertools.product(LEADS, SIGNS, BODIES)]
COLUMNS: Final = ("Nome", "Estado")
PLAIN, EVALUATED = "59,34,76,1,,0,false,true", "59,34,76,1,,0,false,true,false,false,false,-1,true"
"""Semicolon, double quote, UTF-8, from the first line; numbers found; and with formulas evaluated."""


def main() -> None:
    """Print what was found; end with 1 where a cell of ours is a formula, or none of the bare ones is."""
    program = shutil.which("soffice")
    if program is None:
        sys.exit("soffice is missing. Install it with: apt-get install --no-install-recommends libreoffice-calc")
    rows = [(name, "Concluído") for name in NAMES]
    bare = io.StringIO(newline="")
    csv.writer(bare, delimiter=";").writerows([("=1+1", "a"), ("+1+1", "a")])
    files = {
        "ours.csv": (as_csv(COLUMNS, rows), PLAIN),
        "ours-evaluated.csv": (as_csv(COLUMNS, rows), EVALUATED),
        "ours.xlsx": (as_xlsx("Conclusão", COLUMNS, rows), ""),
        "bare-evaluated.csv": (bare.getvalue().encode(), EVALUATED),
    }
    found = {name: _count(program, name, *file) for name, file in files.items()}
    print(_run(program, "--version").strip())
    for name, formulas in found.items():
        print(f"{name}: {formulas} cells with a formula")
    print(f"{len(NAMES)} hostile names")
    ours = sum(formulas for name, formulas in found.items() if name.startswith("ours"))
    sys.exit(1 if ours or not found["bare-evaluated.csv"] else 0)


def _count(program: str, name: str, content: bytes, options: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        reading = [f"--infilter=CSV:{options}"] if options else []
        _run(program, profile, "--headless", *reading, "--convert-to", "fods", "--outdir", folder, str(file))
        return file.with_suffix(".fods").read_text(encoding="utf-8").count("table:formula=")


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=300).stdout


if __name__ == "__main__":
    main()
