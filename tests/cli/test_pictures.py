"""Those who write files make a picture ready with a command."""

from pathlib import Path

import pytest
from commands import run
from libraries import write_library
from pictures import SECRET, photograph

from course.content.picture import Size, size_of


def test_a_picture_is_put_into_the_folder_without_what_a_camera_wrote(tmp_path: Path) -> None:
    write_library(tmp_path)
    given = tmp_path / "Praça do Comércio.JPG"
    given.write_bytes(photograph())

    done = run(tmp_path, "content", "picture", "--language", "en", str(given), "looked-away")

    made = (tmp_path / "cases/looked-away/praca-do-comercio.webp").read_bytes()
    assert (done.exit_code, size_of(made), SECRET in made) == (0, Size(400, 200), False)
    assert done.output == (
        f"cases/looked-away/praca-do-comercio.webp: 400 × 200 pixels, {len(made)} bytes\n"
        "Look at it: no faces, no number plates, no places that can be recognised.\n"
    )


@pytest.mark.parametrize(
    ("data", "document", "says"),
    [
        pytest.param(b"<svg/>", "cases/looked-away", "This is no JPEG, PNG or WebP picture", id="no picture"),
        pytest.param(photograph(), "quizzes/stops", "cases and modules alone show pictures", id="a quiz"),
        pytest.param(photograph(), "cases/nowhere", "there is no document cases/nowhere", id="no document"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    tmp_path: Path, data: bytes, document: str, says: str
) -> None:
    write_library(tmp_path)
    (tmp_path / "a.jpg").write_bytes(data)

    done = run(tmp_path, "content", "picture", "--language", "en", str(tmp_path / "a.jpg"), document)

    assert done.exit_code != 0
    assert says in done.output
    assert list(tmp_path.rglob("*.webp")) == []


def test_a_picture_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    write_library(tmp_path)
    (tmp_path / "a.jpg").write_bytes(photograph())
    there = tmp_path / "cases/looked-away/a.webp"
    there.write_bytes(b"x")

    done = run(tmp_path, "content", "picture", str(tmp_path / "a.jpg"), "looked-away")

    assert (done.exit_code != 0, there.read_bytes()) == (True, b"x")


def test_a_picture_goes_out_and_comes_back_in_a_zip(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    write_library(here)
    write_library(there)
    (here / "a.jpg").write_bytes(photograph())
    run(here, "content", "picture", str(here / "a.jpg"), "looked-away")
    case = here / "cases/looked-away/case.yaml"
    shown = "    text: Um homem passa.\n    picture:\n      file: a.webp\n      alt: Uma rua.\n"
    case.write_text(case.read_text(encoding="utf-8").replace("    text: Um homem passa.\n", shown), encoding="utf-8")

    packed = run(here, "content", "export", "cases/looked-away", "-o", str(tmp_path / "case.zip"))
    taken = run(there, "content", "import", str(tmp_path / "case.zip"), "--replace")

    assert (packed.exit_code, taken.exit_code) == (0, 0), packed.output + taken.output
    assert {file.name: file.read_bytes() for file in (there / "cases/looked-away").iterdir()} == {
        file.name: file.read_bytes() for file in (here / "cases/looked-away").iterdir()
    }
