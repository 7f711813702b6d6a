"""What operators are told by `flask jobs` and `flask audit`."""

from pathlib import Path

from click.testing import Result
from houses import promise
from rows import DAY
from site_of_tests import Site
from sqlalchemy import delete, select, update

from course.base.config import Settings
from course.content.library import Library
from course.factory import create_app
from course.jobs import JOBS
from course.storage import audit
from course.storage.models import AuditEntry, AuditSeal, Mail
from course.web.house import EXTENSION

NO_TABLES = "Error: the database has not all of its tables: run `flask --app app database migrate`\n"


def run(site: Site, *arguments: str) -> Result:
    return site.app.test_cli_runner().invoke(args=list(arguments))


def note(site: Site, count: int) -> None:
    with site.house.database.write() as session:
        for _ in range(count):
            audit.append(session, audit.Entry(at=site.now, event="sign-in", detail={}))


def test_what_is_due_is_run_once_and_told_in_counts(site: Site) -> None:
    promise(site.house, kind="session-changed")
    note(site, 2)

    first, second = run(site, "jobs", "run", "--once"), run(site, "jobs", "run", "--once")

    told = dict(line.split(": ") for line in first.output.splitlines())
    assert (first.exit_code, {name: told[name] for name in ("outbox", "sealing", "reminders")}) == (
        0,
        {"outbox": "sent 1", "sealing": "sealed 2, anchored 1", "reminders": "reminded 0"},
    )
    assert (second.exit_code, second.output) == (0, "")


def test_a_job_that_fails_is_named_and_the_command_fails(site: Site) -> None:
    note(site, 1)
    site.settings.anchors.parent.write_text("a file where a folder should be")

    done = run(site, "jobs", "run", "--once")

    assert (done.exit_code, "sealing: failed" in done.output.splitlines()) == (1, True)


def test_the_list_tells_when_each_job_is_due_and_what_it_gave(site: Site) -> None:
    before = run(site, "jobs", "list").output.splitlines()
    run(site, "jobs", "run", "--once")
    after = run(site, "jobs", "list").output.splitlines()

    assert before == [f"{job.name}: never run" for job in JOBS]
    assert [line.partition(":")[0] for line in after] == [job.name for job in JOBS]
    assert {
        "outbox: due 2026-11-23 09:00:05, finished 2026-11-23 09:00:00: -",
        "sealing: due 2026-11-23 09:01:00, finished 2026-11-23 09:00:00: sealed 0, anchored 0",
        "reminders: due 2026-11-23 10:00:00, finished 2026-11-23 09:00:00: reminded 0",
    } < set(after)


def test_a_log_that_nobody_touched_is_as_it_was(site: Site) -> None:
    note(site, 3)
    run(site, "jobs", "run", "--once")

    done = run(site, "audit", "verify")

    assert (done.exit_code, done.output) == (0, "3 entries as they were, 1 anchors\n")


def test_the_first_entry_that_was_changed_is_named(site: Site) -> None:
    note(site, 3)
    run(site, "jobs", "run", "--once")
    with site.house.database.write() as session:
        second = session.scalars(select(AuditSeal.entry_id).where(AuditSeal.seq == 2)).one()
        session.execute(update(AuditEntry).where(AuditEntry.id == second).values(event="sign-out"))

    done = run(site, "audit", "verify")

    assert (done.exit_code, done.output.splitlines()) == (
        1,
        ["1 entries as they were, 1 anchors", f"changed: the chain is broken at 2 (entry {second.hex()})"],
    )


def test_a_chain_that_was_rebuilt_is_told_by_its_anchor(site: Site) -> None:
    note(site, 3)
    run(site, "jobs", "run", "--once")
    with site.house.database.write() as session:
        session.execute(delete(AuditSeal))
        session.execute(update(AuditEntry).values(event="sign-out"))
    site.now += DAY
    run(site, "jobs", "run", "--once")

    done = run(site, "audit", "verify")

    assert done.exit_code == 1
    assert done.output.splitlines()[1].startswith("rebuilt: the chain at 3 (entry ")


def test_entries_that_no_loop_seals_are_told(site: Site) -> None:
    note(site, 2)
    site.now += DAY

    done = run(site, "audit", "verify")

    assert (done.exit_code, done.output.splitlines()[1]) == (
        1,
        "2 entries older than 5 minutes are not sealed: is `flask jobs run` running?",
    )


def test_a_torn_anchor_is_told_and_is_no_fault_of_the_chain(site: Site) -> None:
    note(site, 1)
    run(site, "jobs", "run", "--once")
    with site.settings.anchors.open("a") as file:
        file.write("2 abc")

    done = run(site, "audit", "verify")

    assert (done.exit_code, done.output.splitlines()[1]) == (0, f"1 lines of {site.settings.anchors} cannot be read")


def test_without_its_tables_nothing_is_begun(tmp_path: Path) -> None:
    app = create_app(Settings(instance=tmp_path), library=Library())

    for arguments in (["jobs", "run", "--once"], ["jobs", "list"], ["audit", "verify"]):
        done = app.test_cli_runner().invoke(args=arguments)
        assert (done.exit_code, done.stderr) == (1, NO_TABLES)
    app.extensions[EXTENSION].database.close()


def test_mail_of_the_demonstration_can_be_read_in_the_instance_folder(site: Site) -> None:
    id_ = promise(site.house)

    run(site, "jobs", "run", "--once")

    assert [path.name for path in (site.settings.instance / "mail").iterdir()] == [f"{id_.hex()}.txt"]
    with site.house.database.read() as session:
        assert session.get_one(Mail, id_).sent_at == site.now
