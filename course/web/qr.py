"""An address as a QR code, drawn into the page itself: no other picture is asked for."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final

QUIET: Final = 4
"""Empty modules on each side, as ISO/IEC 18004 asks for."""


@dataclass(frozen=True)
class QrCode:
    """`size` is that of the square in modules, the quiet zone among them; `path` draws the dark ones (SVG)."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The code of that text, at the level of correction M or better."""
    import segno  # one page in a hundred draws one

    rows = segno.make(text, error="m", micro=False).matrix
    return QrCode(len(rows) + 2 * QUIET, "".join(_row(number, row) for number, row in enumerate(rows)))


def _row(number: int, row: bytes | bytearray) -> str:
    """A rectangle for each run of dark modules."""
    drawn, at = [], 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            drawn.append(f"M{at + QUIET} {number + QUIET}h{length}v1h-{length}z")
        at += length
    return "".join(drawn)
