"""What a start keeps: the next one reads only what changed, and shows what was judged."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from libraries import CASE, FILES, write_library

from course.base.config import ROOT
from course.content.check import check_library
from course.content.kept import Kept
from course.content.library import MANY, Library, read_another, read_library
from course.content.record import as_json, from_json

START = """
import sys, pathlib
opened = []
library = pathlib.Path(sys.argv[1])
sys.addaudithook(lambda event, of: opened.append(str(of[0])) if event == "open" else None)
from course.content.kept import Kept
from course.content.library import read_library
read = read_library(library, kept=Kept(pathlib.Path(sys.argv[2])))
for name in sorted(name for name in opened if name.startswith(str(library)) and "/registers/" not in name):
    print(name.removeprefix(str(library) + "/"))
"""


def opened_by_a_start(library: Path, kept: Path) -> list[str]:
    """The files of documents that a new process opens when it starts."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(library), str(kept)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The folder of the small library."""
    return write_library(tmp_path / "library")


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """A folder for what is kept."""
    return Kept(tmp_path / "kept")


def titles(library: Library) -> list[str]:
    return [document.reference.title for _, document in library.documents()]


DOCUMENTS = sorted(name for name in FILES if not name.startswith("registers/"))


def test_a_first_start_reads_every_file_and_a_second_none(library: Path, kept: Kept) -> None:
    assert [opened_by_a_start(library, kept.folder) for _ in range(2)] == [DOCUMENTS, []]


def test_a_start_after_an_edit_reads_that_document_alone(library: Path, kept: Kept) -> None:
    opened_by_a_start(library, kept.folder)
    (library / "cases/looked-away/case.yaml").write_text(CASE.replace("Desviou", "Baixou"), encoding="utf-8")

    assert opened_by_a_start(library, kept.folder) == [
        "cases/looked-away/case.en.yaml",
        "cases/looked-away/case.yaml",
    ]


def test_a_document_that_was_taken_away_or_added_is_seen(library: Path, kept: Kept) -> None:
    read_library(library, kept=kept)
    (library / "cases/looked-away").rename(library / "cases/turned-away")

    assert list(read_library(library, kept=kept).cases) == ["turned-away"]


def test_documents_and_problems_are_those_of_a_whole_reading(library: Path, kept: Kept) -> None:
    (library / "quizzes/stops/quiz.yaml").write_text(
        FILES["quizzes/stops/quiz.yaml"].replace("avoids-eyes", "avoid-eyes"), encoding="utf-8"
    )
    whole = read_library(library)
    read_library(library, kept=kept)
    again = read_library(library, kept=kept)

    assert titles(again) == titles(whole) == ["Perfilamento étnico", "Desviou o olhar", "Prova"]
    assert check_library(again) == check_library(whole)
    assert len([problem for problem in check_library(again) if problem.fatal]) == 3
    assert dict(again.quizzes) == dict(whole.quizzes)


def test_what_is_shown_is_what_was_judged_whatever_happens_to_its_file(library: Path, kept: Kept) -> None:
    read_library(library, kept=kept)
    started = read_library(library, kept=kept)
    (library / "cases/looked-away/case.yaml").write_text("title: a: b\n")

    assert started.cases["looked-away"].reference.title == "Desviou o olhar"


def test_a_text_that_nobody_judged_is_not_shown_where_what_was_kept_is_gone(library: Path, kept: Kept) -> None:
    read_library(library, kept=kept)
    started = read_library(library, kept=kept)
    (library / "cases/looked-away/case.yaml").write_text(CASE.replace("Desviou", "Baixou"), encoding="utf-8")
    read_library(library, kept=kept)

    with pytest.raises(RuntimeError, match="was changed since it was read: start again"):
        _ = started.cases["looked-away"]


def test_a_document_that_is_not_shown_is_told_again_and_not_kept(library: Path, kept: Kept) -> None:
    (library / "cases/looked-away/case.yaml").write_text("title: a: b\n")
    first = read_library(library, kept=kept)
    second = read_library(library, kept=kept)

    assert (list(second.cases), second.problems) == ([], first.problems)
    assert len(list(kept.folder.glob("*.json"))) == 3  # the index, the module and the quiz


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"reader": 1}', '{"reader": "x", "documents": []}'])
def test_a_damaged_index_is_read_past(library: Path, kept: Kept, damage: str) -> None:
    read_library(library, kept=kept)
    (kept.folder / "index.json").write_text(damage)

    assert titles(read_library(library, kept=kept)) == ["Perfilamento étnico", "Desviou o olhar", "Prova"]


@pytest.mark.parametrize("spoil", [{"ages": 1}, {"record": {}}, {"record": {"kind": "case"}}])
def test_an_index_with_a_spoilt_entry_is_read_past(library: Path, kept: Kept, spoil: dict[str, object]) -> None:
    read_library(library, kept=kept)
    index = json.loads((kept.folder / "index.json").read_bytes())
    index["documents"][0] |= spoil
    (kept.folder / "index.json").write_text(json.dumps(index))

    assert titles(read_library(library, kept=kept)) == ["Perfilamento étnico", "Desviou o olhar", "Prova"]


def test_files_kept_under_a_wrong_digest_are_read_from_the_library(library: Path, kept: Kept) -> None:
    read_library(library, kept=kept)
    for file in kept.folder.glob("*.json"):
        if file.name != "index.json":
            file.write_text(file.read_text(encoding="utf-8").replace("Desviou", "Fechou"), encoding="utf-8")

    assert read_library(library, kept=kept).cases["looked-away"].reference.title == "Desviou o olhar"


def test_another_reader_reads_everything_anew(library: Path, kept: Kept) -> None:
    read_library(library, kept=Kept(kept.folder, reader="of last year"))

    assert opened_by_a_start(library, kept.folder) == DOCUMENTS


def test_files_of_earlier_texts_do_not_pile_up(library: Path, kept: Kept) -> None:
    for number in range(5):
        (library / "cases/looked-away/case.yaml").write_text(CASE.replace("Desviou", f"Desviou {number}"))
        read_library(library, kept=kept)

    assert len(list(kept.folder.iterdir())) == 4  # the index and three documents


def test_where_nothing_can_be_kept_the_library_is_read_all_the_same(library: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert titles(read_library(library, kept=Kept(tmp_path / "file" / "kept"))) == [
        "Perfilamento étnico",
        "Desviou o olhar",
        "Prova",
    ]


def test_several_processes_read_what_one_reads(library: Path, kept: Kept) -> None:
    for number in range(MANY):
        folder = library / f"cases/case-{number}"
        folder.mkdir()
        (folder / "case.yaml").write_text(CASE.replace("next: end", f"next: {'end' if number % 7 else 'nowhere'}"))
    alone = read_library(library)
    together = read_library(library, kept=kept, processes=2)

    assert (together.records, together.problems) == (alone.records, alone.problems)
    assert dict(together.cases) == dict(alone.cases)


def test_a_record_comes_back_from_plain_values() -> None:
    records = read_library(ROOT).records

    assert [from_json(json.loads(json.dumps(as_json(record)))) for record in records] == list(records)
    assert len(records) >= 3


def test_a_changed_copy_is_read_where_it_differs_and_nothing_is_kept_of_it(library: Path, kept: Kept) -> None:
    read_library(library, kept=kept)
    before = {file.name: file.read_bytes() for file in kept.folder.iterdir()}
    copy = Path(shutil.copytree(library, library.with_name("copy")))
    (copy / "cases/looked-away/case.yaml").write_text(CASE.replace("Desviou", "Baixou"), encoding="utf-8")

    changed = read_another(copy, kept.folder)

    assert titles(changed) == ["Perfilamento étnico", "Baixou o olhar", "Prova"]
    assert check_library(changed) == check_library(read_library(copy))
    assert {file.name: file.read_bytes() for file in kept.folder.iterdir()} == before
