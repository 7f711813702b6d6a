"""`flask backup make`, `check` and `restore`: the database whole, looked through, and put back with its own key."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Final

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from course.acts.factor_secrets import LOST, count_unopened
from course.base.learner_key import check_value
from course.integrations.anchor import read_anchors
from course.jobs.verifying import verify
from course.storage import meta
from course.storage.backup import InUseError, Looked, copy_whole, look_through, opened, put_back
from course.storage.engine import Database
from course.storage.schema import head_revision, known_revisions
from course.web.house import EXTENSION, House

backup = AppGroup("backup", help="The database as a file: made, checked, put back.")

POSTGRES: Final = (
    "this database is PostgreSQL: back it up with pg_dump, restore that into an empty database, name it in"
    " COURSE_DATABASE_URL and run `flask --app app backup check`"
)


@backup.command("make")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def make(folder: Path) -> None:
    """Write the database of this moment to FOLDER and check it; the keys are not in it."""
    house = _house()
    if not house.database.is_sqlite:
        raise click.ClickException(POSTGRES)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"course-{house.clock():%Y%m%dT%H%M%SZ}.db"
    try:
        copy_whole(_path_of(house.database), file)
    except FileExistsError as error:
        raise click.ClickException(f"{file} is there already: wait a second") from error
    with opened(file) as database:
        wrong = _faults(house, database)
    if wrong:
        raise click.ClickException(f"{file} cannot be trusted: {wrong[0]}")
    with house.database.write() as session:
        meta.set_value(session, meta.BACKED_UP_AT, house.clock().isoformat().encode())
    click.echo(f"{file}: made and checked. Keep it apart from keys/, and keep keys/learner.key elsewhere too")


@backup.command("check")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def check(file: Path | None) -> None:
    """Open FILE as a restore would, or without one the database itself; exit with 1 where something is wrong."""
    house = _house()
    if file is None:
        wrong, looked = _faults(house, house.database), look_through(house.database)
    else:
        with opened(file) as database:
            wrong, looked = _faults(house, database), look_through(database)
    for fault in wrong:
        click.echo(fault)
    _tell_of_factors(house, file)
    if not wrong:
        click.echo(f"whole: {looked.people} people, log up to {looked.head.seq if looked.head else 0}, its key is here")
    sys.exit(1 if wrong else 0)


@backup.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Put FILE in the place of the database, if it is whole and keys/learner.key is its key. Stop the process first."""
    house = _house()
    if not house.database.is_sqlite:
        raise click.ClickException(POSTGRES)
    with opened(file) as database:
        wrong, looked = _faults(house, database), look_through(database)
    if wrong:
        raise click.ClickException(f"nothing was changed: {wrong[0]}")
    target = _path_of(house.database)
    aside = target.with_name(f"course-before-{house.clock():%Y%m%dT%H%M%SZ}.db")
    had_one = target.exists()
    house.database.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        put_back(file, target, aside)
    except InUseError as error:
        raise click.ClickException("nothing was changed: a process has the database open, stop it first") from error
    click.echo(f"{target}: restored, {looked.people} people" + (f"; what stood there is {aside}" if had_one else ""))
    if looked.revision != head_revision():
        click.echo("it is of an older release: run `flask --app app database migrate`")
    _tell_of_factors(house, file)
    click.echo("erasures that were carried out since this backup have to be asked for again: tell those people")
    click.echo("the anchors name what is missing since, rightly: docs/deploying.md says what to do with them")


def _tell_of_factors(house: House, file: Path | None) -> None:
    """Beside the faults: a database whose apps nothing opens can be put back all the same."""
    with opened(file) if file else nullcontext(house.database) as database:
        if look_through(database).revision == head_revision():
            with database.read() as session:
                unopened = count_unopened(session, house.settings.keys)
            if unopened:
                click.echo(LOST % unopened)


def _faults(house: House, database: Database) -> list[str]:
    """What is wrong, one line each: damage, another release, another key, a log that is not as it was."""
    looked = look_through(database)
    return [
        *looked.faults,
        *_faults_of_release(looked),
        *_faults_of_key(house, looked),
        *_faults_of_log(house, database, looked),
    ]


def _faults_of_release(looked: Looked) -> list[str]:
    if looked.faults:
        return []
    known = looked.revision in known_revisions()
    return [] if known else ["it has the tables of no release that this program knows: use the program that made it"]


def _faults_of_key(house: House, looked: Looked) -> list[str]:
    is_its_own = looked.key_check in {None, check_value(house.learner_key)}
    return [] if is_its_own else ["keys/learner.key is not the key of this database: put its own back first"]


def _faults_of_log(house: House, database: Database, looked: Looked) -> list[str]:
    """Compared with the anchors up to its own last seal: those after it were noted later."""
    if looked.faults or looked.revision != head_revision():
        return []
    last = looked.head.seq if looked.head else 0
    noted = [anchor for anchor in read_anchors(house.settings.anchors)[0] if anchor.seq <= last]
    bad = verify(database, noted, house.clock()).bad
    return [f"the log is not as it was at {bad.seq} ({bad.fault})"] if bad else []


def _path_of(database: Database) -> Path:
    return Path(database.url.database or "")


def _house() -> House:
    house: House = current_app.extensions[EXTENSION]
    return house
