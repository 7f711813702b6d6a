"""What the application refuses to start on, and what it starts on all the same."""

import datetime as dt
import logging
import re
import shutil
from pathlib import Path

import pytest
from libraries import library_in
from rows import a_person, an_organisation

from course.acts.factor_secrets import seal_secret
from course.base.config import ROOT, Settings
from course.base.learner_key import check_value, load_or_make_key
from course.content.library import Library
from course.factory import create_app, open_house
from course.storage import factors, meta
from course.storage.engine import Database
from course.storage.migrate import downgrade
from course.web.house import EXTENSION, House

UNMIGRATED = "the database has not all of its tables: run `flask --app app database migrate`"
PRODUCTION = {"environment": "production", "hosts": ("course.example",)}


@pytest.fixture
def instance(tmp_path: Path, migrated_file: Path) -> Path:
    """A folder with a migrated, empty database."""
    folder = tmp_path / "instance"
    folder.mkdir()
    shutil.copyfile(migrated_file, folder / "course.db")
    return folder


def started(settings: Settings, library: Library | None = None) -> House:
    """The house of an application that has just started; its database is closed."""
    app = create_app(settings, library=library or Library())
    house: House = app.extensions[EXTENSION]
    house.database.close()
    return house


def warnings_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_the_first_start_makes_every_key_that_is_written_down_and_notes_which_is_its_own(instance: Path) -> None:
    written = re.findall(r"^- `(\w+\.key)`", (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8"), re.MULTILINE)

    house = started(Settings(instance=instance))

    database = Database(f"sqlite:///{instance / 'course.db'}")
    with database.read() as session:
        kept = meta.find_learner_key_check(session)
    database.close()
    assert sorted(path.name for path in (instance / "keys").iterdir()) == sorted(written)
    assert house.learner_key == (instance / "keys" / "learner.key").read_bytes()
    assert kept == check_value(house.learner_key)


def test_another_start_finds_the_same_keys(instance: Path) -> None:
    first, second = started(Settings(instance=instance)), started(Settings(instance=instance))

    assert first.learner_key == second.learner_key


@pytest.mark.parametrize("other", [b"k" * 32, None], ids=["another key", "a lost key"])
def test_a_foreign_learner_key_is_refused_in_one_line(instance: Path, other: bytes | None) -> None:
    started(Settings(instance=instance))
    file = instance / "keys" / "learner.key"
    file.unlink()
    if other is not None:
        file.write_bytes(other)

    with pytest.raises(RuntimeError) as refused:
        create_app(Settings(instance=instance), library=Library())

    assert str(refused.value) == "keys/learner.key is not the key of this database: restore it from its own backup"


def test_a_refused_key_does_not_become_the_key_of_the_database(instance: Path) -> None:
    house = started(Settings(instance=instance))
    file = instance / "keys" / "learner.key"
    file.write_bytes(b"k" * 32)
    with pytest.raises(RuntimeError):
        create_app(Settings(instance=instance), library=Library())
    file.write_bytes(house.learner_key)

    assert started(Settings(instance=instance)).learner_key == house.learner_key


def test_a_key_of_the_wrong_length_is_refused(instance: Path) -> None:
    (instance / "keys").mkdir()
    (instance / "keys" / "learner.key").write_bytes(b"short")

    with pytest.raises(ValueError, match="is not a key of 32 bytes: restore it from its own backup"):
        create_app(Settings(instance=instance), library=Library())


@pytest.mark.parametrize("becomes", ["lost", "another"])
def test_apps_that_the_key_no_longer_opens_are_told_with_what_to_do_at_each_start(
    instance: Path, caplog: pytest.LogCaptureFixture, becomes: str
) -> None:
    keys, database = instance / "keys", Database(f"sqlite:///{instance / 'course.db'}")
    with database.write() as session:
        unit = an_organisation(session)
        for name in ("Ana", "Rui"):
            ana = a_person(session, unit, name=name)
            factors.put_app(
                session, ana.id, seal_secret(keys, ana.id, "ABC"), last_step=0, made_on=dt.date(2026, 11, 2)
            )
    database.close()
    started(Settings(instance=instance))
    before = warnings_in(caplog)
    (keys / "factors.key").unlink()
    if becomes == "another":
        load_or_make_key(keys / "factors.key")

    started(Settings(instance=instance))

    (told,) = warnings_in(caplog)
    assert before == []
    assert told.startswith(
        "keys/factors.key does not open the apps of 2 people: restore it from its own backup. If it is"
    )


def test_production_refuses_demonstration_people(instance: Path) -> None:
    database = Database(f"sqlite:///{instance / 'course.db'}")
    with database.write() as session:
        a_person(session, an_organisation(session, is_demonstration=True))
    database.close()

    with pytest.raises(RuntimeError) as refused:
        create_app(Settings(instance=instance, **PRODUCTION), library=Library())  # type: ignore[arg-type]

    assert str(refused.value) == "production refuses demonstration people: start on a database of its own"
    assert started(Settings(instance=instance)).settings.environment == "development"


def test_production_starts_on_a_database_of_its_own(instance: Path) -> None:
    house = started(Settings(instance=instance, **PRODUCTION))  # type: ignore[arg-type]

    assert house.settings.is_production


@pytest.mark.parametrize("path", ["cookies.key", "learner.key", ".", "voices/session-1.key"])
def test_production_refuses_keys_that_others_may_read(instance: Path, path: str) -> None:
    started(Settings(instance=instance))
    key = instance / "keys" / path
    key.parent.mkdir(exist_ok=True, mode=0o700)
    if not key.exists():
        key.touch()
    key.chmod(0o640)

    with pytest.raises(RuntimeError) as refused:
        create_app(Settings(instance=instance, **PRODUCTION), library=Library())  # type: ignore[arg-type]

    told = f"{key} can be read by others: take that from them with chmod -R go= {instance / 'keys'}"
    assert str(refused.value) == told
    assert started(Settings(instance=instance)).settings.environment == "development"


def test_production_refuses_a_key_that_nobody_drew_by_chance(instance: Path) -> None:
    started(Settings(instance=instance))
    key = instance / "keys" / "cookies.key"
    key.write_bytes(b"changeme" * 4)

    with pytest.raises(RuntimeError) as refused:
        create_app(Settings(instance=instance, **PRODUCTION), library=Library())  # type: ignore[arg-type]

    told = f"{key} was not drawn by chance: remove it, and a new one is made at the next start"
    assert str(refused.value) == told


def test_production_needs_hosts_and_names_them(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_ENV", "production")
    monkeypatch.setenv("COURSE_INSTANCE", str(instance))
    monkeypatch.delenv("COURSE_HOSTS", raising=False)

    with pytest.raises(ValueError, match="COURSE_HOSTS is empty: name the hosts this site answers to"):
        create_app(library=Library())


def test_production_answers_to_its_hosts_alone(instance: Path) -> None:
    app = create_app(Settings(instance=instance, **PRODUCTION), library=Library())  # type: ignore[arg-type]
    visitor = app.test_client()

    statuses = {
        host: visitor.get("/sign-in", base_url=f"https://{host}").status_code
        for host in ("course.example", "evil.example", "course.example.evil.example")
    }

    app.extensions[EXTENSION].database.close()
    assert statuses == {"course.example": 200, "evil.example": 400, "course.example.evil.example": 400}


def test_a_database_that_is_not_there_is_warned_of_and_not_made(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    started(Settings(instance=tmp_path / "instance"))

    assert warnings_in(caplog) == [UNMIGRATED]
    assert list(tmp_path.rglob("course.db*")) == []


def test_a_database_of_another_release_is_warned_of_and_left_alone(
    instance: Path, caplog: pytest.LogCaptureFixture
) -> None:
    downgrade(f"sqlite:///{instance / 'course.db'}", "base")

    started(Settings(instance=instance))

    assert warnings_in(caplog) == [UNMIGRATED]


def test_a_database_with_its_tables_is_not_warned_of(instance: Path, caplog: pytest.LogCaptureFixture) -> None:
    started(Settings(instance=instance))

    assert warnings_in(caplog) == []


@pytest.mark.postgres
def test_it_starts_on_postgresql_alike(
    tmp_path: Path, postgres_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    url = postgres_database.url.render_as_string(hide_password=False)
    settings = Settings(instance=tmp_path, database_url=url)
    first = started(settings)
    (tmp_path / "keys" / "learner.key").write_bytes(b"k" * 32)

    with pytest.raises(RuntimeError, match="is not the key of this database"):
        open_house(settings, Library())

    assert first.database.is_sqlite is False
    assert warnings_in(caplog) == []


def test_a_document_with_an_error_is_named_in_the_log_and_left_out(
    instance: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library = library_in(
        tmp_path / "library",
        case=("verdict: best", "verdict: good"),
        quiz_en=("title: Quiz\n", ""),
    )

    house = started(Settings(instance=instance), library)

    assert warnings_in(caplog) == [
        "left out: cases/looked-away/case.yaml:21: good is not one of those known: best, acceptable, poor, unlawful"
    ]
    assert (list(house.catalogue.library.cases), list(house.catalogue.library.quizzes)) == ([], ["stops"])


def test_the_shipped_library_leaves_nothing_out(
    instance: Path, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    started(Settings(instance=instance), library)

    assert warnings_in(caplog) == []
