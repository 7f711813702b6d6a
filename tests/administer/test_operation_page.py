"""How the instance is doing, for its administrators: jobs, mail of the organisation, documents."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from site_of_tests import COURSE, Page, Site

from course.administer.operation_page import JOB_WORDS
from course.content.library import read_library
from course.jobs import JOBS
from course.jobs.loop import run_due
from course.storage import meta, outbox
from course.storage.models import Unit

OPERATION = "/administer/operation"


@pytest.fixture
def organisation(site: Site) -> Unit:
    """An organisation with an administrator."""
    organisation = site.add_organisation("Polícia de Prova")
    site.add_person(organisation, "admin@prova.pt", ("administrator",))
    return organisation


def rows(page: Page) -> list[list[str]]:
    """The rows of all tables."""
    lines = [row for row in page.tree.iter("tr") if row.find("td") is not None]
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in line] for line in lines]


def test_jobs_stand_with_when_they_ran_and_whether_they_are_late(site: Site, organisation: Unit) -> None:
    admin = site.visitor("admin@prova.pt", "en")
    never = admin.get(OPERATION)
    run_due(site.house, JOBS)
    ran = admin.get(OPERATION)
    site.now += dt.timedelta(minutes=30)
    late = site.visitor("admin@prova.pt", "en").get(OPERATION)

    assert "No job has run yet." in never.text
    assert "All jobs run." in ran.text
    assert [line[0] for line in rows(ran) if line[0] in JOB_WORDS.values()] == [
        JOB_WORDS[job.name] for job in sorted(JOBS, key=lambda job: job.name)
    ]
    often = [job for job in JOBS if job.every < dt.timedelta(minutes=15)]
    assert f"{len(often)} jobs are late." in late.text
    assert {line[0] for line in rows(late) if line[-1].endswith("late")} == {JOB_WORDS[job.name] for job in often}


def test_it_says_when_the_last_backup_was_made_and_when_that_is_long_ago(site: Site, organisation: Unit) -> None:
    said = [site.visitor("admin@prova.pt", "en").get(OPERATION).text]
    with site.house.database.write() as session:
        meta.set_value(session, meta.BACKED_UP_AT, site.now.isoformat().encode())
    said.append(site.visitor("admin@prova.pt", "en").get(OPERATION).text)
    site.now += dt.timedelta(hours=49)
    said.append(site.visitor("admin@prova.pt", "en").get(OPERATION).text)

    words = ("No backup was made here", "The last backup was made and checked on 23 Nov 2026", "The last backup is of")
    assert [word in text for word, text in zip(words, said, strict=True)] == [True] * 3


def test_every_job_has_words() -> None:
    assert set(JOB_WORDS) == {job.name for job in JOBS}


def test_mail_of_the_organisation_is_counted_by_state_and_trouble_and_nobody_elses(
    site: Site, organisation: Unit
) -> None:
    ana = site.add_person(organisation, "ana@prova.pt")
    elsewhere = site.add_person(site.add_organisation("Outra"), "eva@outra.pt")
    long_ago = site.now - dt.timedelta(days=8)
    with site.house.database.write() as session:
        ids = [
            outbox.put(session, person_id=person.id, kind="reminder", sealed=b"x", now=at)
            for person, at in (
                (ana, site.now),
                (ana, site.now),
                (ana, site.now),
                (ana, long_ago),
                (elsewhere, site.now),
            )
        ]
        outbox.mark_sent(session, ids[0], site.now)
        outbox.give_up(session, ids[1], "no-address")
        outbox.mark_sent(session, ids[3], long_ago)

    shown = rows(site.visitor("admin@prova.pt", "en").get(OPERATION))

    assert shown[4:] == [
        ["Given up", "the person has no address, or no account any more", "1"],
        ["Sent", "—", "1"],
        ["Waiting", "—", "1"],
    ]


def test_documents_are_counted_by_kind_and_what_is_left_out_is_told(
    site: Site, organisation: Unit, tmp_path: Path
) -> None:
    whole = rows(site.visitor("admin@prova.pt", "pt").get(OPERATION))
    shutil.copytree(COURSE, tmp_path / "course")
    quiz = next((tmp_path / "course" / "quizzes").glob("*/quiz.yaml"))
    quiz.write_text(quiz.read_text("utf-8") + "\nunknown: 1\n", "utf-8")
    broken = Site("", site.settings.instance, read_library(tmp_path / "course"))

    page = broken.visitor("admin@prova.pt", "en").get(OPERATION)

    assert [line[0] for line in whole] == ["Parte", "Caso", "Perguntas finais", "Inquérito"]
    assert [int(line[1]) for line in whole] == [int(line[2]) for line in whole]
    assert f"quizzes/{quiz.parent.name}/quiz.yaml:" in page.text
    assert "keeps a document from being shown" in page.text
    assert int(rows(page)[2][1]) == int(whole[2][1]) - 1
    broken.close()


@pytest.mark.parametrize("role", ["officer", "supervisor", "trainer", "auditor"])
def test_nobody_else_opens_it(site: Site, organisation: Unit, role: str) -> None:
    site.add_person(organisation, "x@prova.pt", (role,))  # type: ignore[arg-type]

    assert site.visitor("x@prova.pt").get(OPERATION).status == 403
