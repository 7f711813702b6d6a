from pathlib import Path

from known import Known


def test_what_one_process_found_out_another_knows_and_nothing_else(tmp_path: Path) -> None:
    here, there, alone = Known(), Known(), Known()
    here.add("before")
    for one in (here, there):
        one.share(tmp_path / "known")
    here.add("a")

    assert [key in there for key in ("a", "b", "before")] == [True, False, False]
    assert ("before" in here, "a" in alone) == (True, False)
