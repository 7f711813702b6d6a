"""The QR code drawn on a page is the code of its text."""

import re

import segno

from course.web.qr import QUIET, qr_code

ADDRESS = "https://course.example/certificates/H3KM-9TXA-PR7D-CWYE-6F4N"


def drawn(path: str) -> set[tuple[int, int]]:
    """The modules that the path fills: column, row."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path)
    assert "".join(f"M{x} {y}h{n}v1h-{back}z" for x, y, n, back in runs) == path
    assert all(n == back for _, _, n, back in runs)
    return {(int(x) + step, int(y)) for x, y, n, _ in runs for step in range(int(n))}


def test_every_dark_module_is_drawn_in_a_quiet_zone_and_no_other() -> None:
    matrix = segno.make(ADDRESS, error="m", micro=False).matrix
    code = qr_code(ADDRESS)

    assert code.size == len(matrix) + 2 * QUIET
    assert drawn(code.path) == {
        (x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark
    }


def test_another_text_is_another_code() -> None:
    assert qr_code(ADDRESS) != qr_code(ADDRESS[:-1] + "P")
    assert qr_code(ADDRESS) == qr_code(ADDRESS)
