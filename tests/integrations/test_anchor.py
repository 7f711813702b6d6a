"""Anchors are added, one a line, and survive a power cut in the middle of one."""

from pathlib import Path

from rows import NOON

from course.integrations.anchor import Anchor, append_anchor, read_anchors

FIRST, SECOND = Anchor(7, b"a" * 32), Anchor(12, b"b" * 32)


def test_anchors_are_read_in_the_order_in_which_they_were_noted(tmp_path: Path) -> None:
    file = tmp_path / "anchors" / "audit.log"

    noted = [append_anchor(file, anchor, NOON) for anchor in (FIRST, SECOND)]

    assert (noted, read_anchors(file)) == ([True, True], ([FIRST, SECOND], 0))
    assert file.read_text().splitlines()[0] == f"7 {b'a'.hex() * 32} 2026-12-01T12:00:00Z"


def test_the_same_head_is_noted_once(tmp_path: Path) -> None:
    file = tmp_path / "audit.log"

    noted = [append_anchor(file, anchor, NOON) for anchor in (FIRST, FIRST, SECOND, SECOND, FIRST)]

    assert (noted, read_anchors(file)[0]) == ([True, False, True, False, True], [FIRST, SECOND, FIRST])


def test_a_torn_line_spoils_no_other(tmp_path: Path) -> None:
    file = tmp_path / "audit.log"
    append_anchor(file, FIRST, NOON)
    whole = file.read_bytes()
    for length in range(1, len(whole)):
        file.write_bytes(whole + whole[:length])

        append_anchor(file, SECOND, NOON)

        read, torn = read_anchors(file)
        assert ([anchor for anchor in read if anchor != FIRST], read[0]) == ([SECOND], FIRST)
        assert len(read) + torn == 3


def test_where_nothing_was_noted_there_are_no_anchors(tmp_path: Path) -> None:
    assert read_anchors(tmp_path / "audit.log") == ([], 0)
