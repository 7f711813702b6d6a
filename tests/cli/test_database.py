"""What the commands of operators print and exit with."""

import datetime as dt
from pathlib import Path

from click.testing import Result
from commands import in_a_shell, run
from libraries import write_library

from course.storage.engine import Database
from course.storage.models import SectionSeen
from course.storage.schema import current_revision, head_revision

# database migrate


def test_migrating_makes_the_tables_and_again_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'instance' / 'course.db'}"

    revisions = []
    for _ in range(2):
        done = run(tmp_path, "database", "migrate")
        revisions.append((done.exit_code, done.stdout, current_revision(url)))

    assert revisions == [(0, "", head_revision())] * 2


def test_a_database_that_was_migrated_in_a_shell_is_one_to_start_on(tmp_path: Path) -> None:
    first = in_a_shell(["database", "migrate"], tmp_path / "instance")
    second = in_a_shell(["database", "migrate"], tmp_path / "instance")

    assert [(done.returncode, done.stdout, done.stderr) for done in (first, second)] == [(0, "", "")] * 2
    assert current_revision(f"sqlite:///{tmp_path / 'instance' / 'course.db'}") == head_revision()


# retention run


def a_used_instance(tmp_path: Path, rows: int) -> Path:
    """A library whose instance keeps so many sections read long ago."""
    library = write_library(tmp_path)
    run(library, "database", "migrate")
    opened = Database(f"sqlite:///{library / 'instance' / 'course.db'}")
    with opened.write() as session:
        session.add_all(
            SectionSeen(learner_key=bytes([number]) * 32, module="m", section="s", week=dt.date(2020, 1, 6))
            for number in range(rows)
        )
    opened.close()
    return library


def line_of(done: Result, rule: str) -> str:
    return next(line for line in done.stdout.splitlines() if line.startswith(f"{rule}: "))


def test_a_dry_run_of_retention_tells_by_rule_what_would_go_and_a_run_lets_it_go(tmp_path: Path) -> None:
    library = a_used_instance(tmp_path, 3)

    done = [run(library, "retention", "run", *flags) for flags in (("--dry-run",), (), ())]

    words = "rows in section_seen are due"
    assert [(result.exit_code, line_of(result, "sections")) for result in done] == [
        (0, f"sections: 3 of 3 {words}, 0 went (90 days after its week)"),
        (0, f"sections: 3 of 3 {words}, 3 went (90 days after its week)"),
        (0, f"sections: 0 of 0 {words}, 0 went (90 days after its week)"),
    ]


def test_what_the_guard_refuses_is_told_ends_with_one_and_goes_when_confirmed(tmp_path: Path) -> None:
    library = a_used_instance(tmp_path, 30)

    done = [run(library, "retention", "run", *flags) for flags in ((), ("--confirm",))]

    words = "sections: 30 of 30 rows in section_seen are due"
    assert [(result.exit_code, line_of(result, "sections")) for result in done] == [
        (1, f"{words}, 0 went, refused: more than a fifth (90 days after its week)"),
        (0, f"{words}, 30 went (90 days after its week)"),
    ]
