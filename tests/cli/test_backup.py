"""Backups as an operator makes, checks and restores them: whole, with their own key, or not at all."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from commands import in_a_shell
from site_of_tests import Site

from course.jobs.sealing import seal_all
from course.storage import people
from course.storage.meta import BACKED_UP_AT, find_value

Run = Callable[..., Result]


@pytest.fixture
def run(site: Site) -> Run:
    """`flask backup ...` in the application of the tests."""
    return lambda *arguments: site.app.test_cli_runner().invoke(args=["backup", *map(str, arguments)])


@pytest.fixture
def ana(site: Site) -> bytes:
    """Somebody whose sign-in is in the sealed log."""
    person = site.add_person(site.add_organisation(), "ana@prova.pt")
    site.visitor("ana@prova.pt")
    seal_all(site.house, site.now)
    return person.id


def backup_in(folder: Path) -> Path:
    """The only backup there."""
    [file] = folder.glob("course-*.db")
    return file


def people_in(file: Path) -> list[str]:
    """The addresses of everybody in a database."""
    with sqlite3.connect(file) as connection:
        found = [email for (email,) in connection.execute("SELECT email FROM person ORDER BY email")]
    connection.close()
    return found


def test_a_backup_is_made_while_the_instance_runs_checked_and_read_by_its_owner_alone(
    site: Site, ana: bytes, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    with site.house.database.read():  # a page is being read
        made = run("make", folder)

    file = backup_in(folder)
    assert (made.exit_code, made.output.startswith(f"{file}: made and checked.")) == (0, True)
    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [path.name for path in folder.iterdir()] == [file.name]
    assert not list(folder.rglob("*.key"))
    assert people_in(file) == ["ana@prova.pt"]
    checked = run("check", file)
    assert (checked.exit_code, checked.output) == (0, "whole: 1 people, log up to 1, its key is here\n")
    assert (run("check").exit_code, run("make", folder).exit_code) == (0, 1)  # one of that second is there
    with site.house.database.read() as session:
        assert find_value(session, BACKED_UP_AT) == site.now.isoformat().encode()


def test_a_restore_brings_back_what_stood_and_keeps_what_stands(
    site: Site, ana: bytes, run: Run, tmp_path: Path
) -> None:
    """The drill: an instance is lost but for the backup and its key, and goes on where it was."""
    run("make", tmp_path / "backups")
    file = backup_in(tmp_path / "backups")
    site.add_person(site.add_organisation("Outra"), "eva@prova.pt")

    done = run("restore", file)

    target = site.settings.instance / "course.db"
    [aside] = site.settings.instance.glob("course-before-*.db")
    assert (done.exit_code, people_in(target), people_in(aside)) == (
        0,
        ["ana@prova.pt"],
        ["ana@prova.pt", "eva@prova.pt"],
    )
    assert "erasures that were carried out since" in done.output
    elsewhere = tmp_path / "another machine"
    (elsewhere / "keys").mkdir(parents=True)
    shutil.copy(site.settings.keys / "learner.key", elsewhere / "keys")
    fresh = in_a_shell(["backup", "restore", str(file)], elsewhere)
    assert (fresh.returncode, fresh.stderr) == (0, "")
    again = Site("", elsewhere, site.house.catalogue.library)
    assert "O meu percurso" in again.visitor("ana@prova.pt").get("/").text
    again.close()


def test_a_restore_under_a_running_process_changes_nothing(site: Site, ana: bytes, run: Run, tmp_path: Path) -> None:
    run("make", tmp_path / "backups")
    file, target = backup_in(tmp_path / "backups"), site.settings.instance / "course.db"
    open_elsewhere = sqlite3.connect(target)
    open_elsewhere.execute("BEGIN")
    open_elsewhere.execute("SELECT * FROM person").fetchall()

    done = run("restore", file)

    open_elsewhere.close()
    assert (done.exit_code, "a process has the database open" in done.output) == (1, True)
    assert list(site.settings.instance.glob("course-before-*")) == []
    assert people_in(target) == ["ana@prova.pt"]


def damage(file: Path) -> None:
    """Overwrite a page in the middle."""
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 2)
        opened.write(b"\xff" * 4096)


def make_it_text(file: Path) -> None:
    file.write_text("no database")


def take_it_from_the_future(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def give_it_another_key(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE meta SET value = x'00' WHERE name = 'learner-key-check'")
    connection.close()


def change_its_log(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE audit SET event = 'sign-out'")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (damage, ""),
        (make_it_text, "not a database"),
        (take_it_from_the_future, "tables of no release that this program knows"),
        (give_it_another_key, "keys/learner.key is not the key of this database"),
        (change_its_log, "the log is not as it was at 1 (changed)"),
    ],
)
def test_what_cannot_be_trusted_is_told_and_not_restored(
    site: Site, ana: bytes, run: Run, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    run("make", tmp_path / "backups")
    file = backup_in(tmp_path / "backups")
    spoil(file)

    checked, restored = run("check", file), run("restore", file)

    assert (checked.exit_code, restored.exit_code) == (1, 1)
    assert words in checked.output
    assert "nothing was changed" in restored.output
    assert list(site.settings.instance.glob("course-before-*")) == []
    with site.house.database.read() as session:
        assert people.find_by_email(session, "ana@prova.pt") is not None
