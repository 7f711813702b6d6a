"""Commands of operators: `flask jobs run`, `flask jobs list`, `flask audit verify`, `flask retention run`."""

import datetime as dt
import signal
import sys
from threading import Event

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from course.acts.data_requests import held_learners
from course.acts.retain import preview, retain
from course.jobs import JOBS
from course.jobs.job import Report
from course.jobs.loop import run_due, run_until
from course.jobs.verifying import check
from course.storage import jobs as rows
from course.storage.audit_chain import BadRow
from course.storage.schema import serves
from course.web.house import EXTENSION, House

jobs = AppGroup("jobs", help="What the instance does by itself.")
audit = AppGroup("audit", help="The log of acts.")
retention = AppGroup("retention", help="What has been kept for long enough.")


@jobs.command("run")
@click.option("--once", is_flag=True, help="Run what is due once, and end.")
@with_appcontext
def run(once: bool) -> None:
    """Run the jobs until SIGTERM or SIGINT; the one at hand is brought to its end."""
    house = _house_with_tables()
    if once:
        done = run_due(house, JOBS)
        for name, report in done.items():
            click.echo(f"{name}: {'failed' if report is None else _in_words(report)}")
        sys.exit(1 if None in done.values() else 0)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_until(stop, house, JOBS)


@jobs.command("list")
@with_appcontext
def list_jobs() -> None:
    """Tell of each job when it is due, when it last came to its end (UTC) and what it gave."""
    with _house_with_tables().database.read() as session:
        seen = {row.name: row for row in rows.list_jobs(session)}
    for job in JOBS:
        row = seen.get(job.name)
        if row is None:
            click.echo(f"{job.name}: never run")
        else:
            hours = f"due {_hour(row.due_at)}, finished {_hour(row.finished_at)}"
            click.echo(f"{job.name}: {hours}: {_in_words(row.report)}")


@audit.command("verify")
@with_appcontext
def verify() -> None:
    """Walk the chain of the audit log and compare it with its anchors; exit with 1 at a row that is not as it was."""
    house = _house_with_tables()
    checked = check(house, house.clock())
    verdict = checked.verdict
    click.echo(f"{verdict.sealed} entries as they were, {checked.anchors} anchors")
    if checked.unreadable:
        click.echo(f"{checked.unreadable} lines of {house.settings.anchors} cannot be read")
    if verdict.waiting:
        click.echo(f"{verdict.waiting} entries older than 5 minutes are not sealed: is `flask jobs run` running?")
    if verdict.bad:
        click.echo(_tell(verdict.bad))
    sys.exit(1 if verdict.bad or verdict.waiting else 0)


@retention.command("run")
@click.option("--dry-run", is_flag=True, help="Tell what would go, by rule; change nothing.")
@click.option("--confirm", is_flag=True, help="Let go also what the guard refuses: look at --dry-run first.")
@with_appcontext
def run_retention(dry_run: bool, confirm: bool) -> None:
    """Let go what has been kept for long enough; exit with 1 when the guard refused something."""
    house = _house_with_tables()
    with house.database.read() as session:
        held = held_learners(session, house.settings.keys)
        report = preview(session, house.clock(), held=held)
    if not dry_run:
        report = retain(house.database, house.clock(), is_confirmed=confirm, held=held)
    if report.is_clock_refused:
        click.echo("refused: the clock stands before the last run, or more than 45 days after it")
    for found in report.rules:
        click.echo(
            f"{found.rule.name}: {found.due} of {found.total} rows in {found.rule.model.__tablename__} are due,"
            f" {found.went} went{', refused: more than a fifth' if found.is_refused else ''}"
            f" ({found.rule.words})"
        )
    sys.exit(1 if report.is_clock_refused or any(found.is_refused for found in report.rules) else 0)


def _tell(bad: BadRow) -> str:
    entry = f" (entry {bad.entry_id.hex()})" if bad.entry_id else ""
    if bad.fault == "rebuilt":
        return f"rebuilt: the chain at {bad.seq}{entry} is not what its anchor says: do not trust it from there on"
    return f"{bad.fault}: the chain is broken at {bad.seq}{entry}"


def _house_with_tables() -> House:
    house: House = current_app.extensions[EXTENSION]
    if not serves(house.database):
        raise click.ClickException("the database has not all of its tables: run `flask --app app database migrate`")
    return house


def _in_words(report: Report | None) -> str:
    return ", ".join(f"{name} {count}" for name, count in report.items()) if report else "-"


def _hour(moment: dt.datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else "never"
