"""An instance with the demonstration, made once and copied; some of its officers have a password and left traces."""

import datetime as dt
import fcntl
import json
import random
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from answering import some_people, tallied
from guided import made_by_forms
from passwords import HASHED, PASSWORD
from rows import a_session
from site_of_tests import COURSE, Page, Site, Visitor
from sqlalchemy import create_engine, select, text, update
from sqlalchemy.engine import URL
from walks import CASE, MODULE, answer_all, hand_in, open_quiz, play, questions_asked, read_all, right_fields

from course import groups
from course.acts.save_answer import CERTAINTY
from course.base.calendar import lisbon_day, monday_of
from course.base.config import Settings
from course.base.ids import as_text, new_id
from course.base.notice import VERSION
from course.content.core_digest import core_digest
from course.content.guided.beginning import beginning
from course.content.guided.tree import WHERE
from course.content.library import Library, open_library
from course.demonstration import make_demonstration
from course.demonstration.review import BEGUN, REVIEWED
from course.factory import utc_now
from course.groups import DueFigure
from course.jobs import JOBS
from course.jobs.loop import run_due
from course.jobs.pictures import take_pictures
from course.storage import (
    completions,
    data_requests,
    drafts,
    group_counts,
    paper,
    people,
    seats,
    session_trainers,
    sessions,
    shown_answers,
    submissions,
    units,
    voices,
)
from course.storage.migrate import upgrade
from course.storage.models import Base, Person, Picture, Voice

ANSWERING_TRAINER: Final = "answering@demo.example"
"""Leads the session of last week, and no other."""


@dataclass(frozen=True)
class Officer:
    """An invented officer who signs in with organisation and service number."""

    name: str
    number: str
    organisation: str


RETURNING: Final = "returning@test.example"
"""An officer of another organisation who completed the module eight days ago, without a session."""


@dataclass(frozen=True)
class Traces:
    """What three officers left: one stopped midway, one passed, one failed. Addresses without their last part.

    `again` is the address of a question that comes back to RETURNING today.
    """

    open_attempt: str  # the first question of the kind `single` is answered
    open_run: str  # one decision taken
    passed_attempt: str
    ended_run: str
    failed_attempt: str
    answered: int  # the number of the question answered in the open attempt
    waiting: dict[str, int]  # the number of a question of each kind that is not
    session_to_come: str  # the code of a session whose picture is still to be taken
    session_with_picture: str
    answered_session: str  # over: its trainer shows an objection of it with an answer
    certificate: str  # the code of that of the one who passed
    on_paper: str  # the id of the one who failed: the module was recorded on paper since
    asked: str  # the id of what the one who failed asked about their data
    again: str  # the address of a question that comes back
    draft: str  # the id of a case that the demonstration's trainer wrote by forms
    begun_draft: str  # and of one that is only begun
    ended_draft: str  # the id of a draft whose review was ended by its author
    ended_text: str  # the address of what was submitted of it
    reviewed_draft: str  # the id of one under review


@dataclass(frozen=True)
class Prepared:
    """The folder to copy. Everybody's password is PASSWORD; the newcomers have begun nothing, the others have."""

    folder: Path
    midway: Officer
    passed: Officer
    failed: Officer
    newcomers: tuple[Officer, ...]
    others: tuple[Officer, ...]
    traces: Traces

    def copy(self, into: Path) -> Path:
        """A fresh instance folder there."""
        return Path(shutil.copytree(self.folder, into))

    def copy_to_postgres(self, into: Path, url: URL) -> Path:
        """A fresh instance folder there, whose database is that migrated one, which has no rows."""
        self.copy(into)
        source, target = create_engine(Settings(instance=into).url), create_engine(url)
        with source.connect() as old, target.begin() as new:
            new.execute(text("SET LOCAL session_replication_role = replica"))  # tables in any order, triggers asleep
            for table in Base.metadata.sorted_tables:
                new.execute(table.delete())
                rows = [row._asdict() for row in old.execute(select(table))]
                if rows:
                    new.execute(table.insert(), rows)
        source.dispose()
        target.dispose()
        (into / "course.db").unlink()
        return into


def prepare_once(shared: Path, library: Library) -> Prepared:
    """What stands in the folder that all test processes share; the first one to come makes it."""
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        notes = shared / "prepared.json"
        if not notes.exists():
            notes.write_text(json.dumps(_prepare(shared / "prepared", library)))
    return _read(shared / "prepared", json.loads(notes.read_text()))


def _read(folder: Path, notes: dict[str, Any]) -> Prepared:
    officers, new = [Officer(**officer) for officer in notes["officers"]], notes["new"]
    midway, passed, failed = officers[:3]
    newcomers, others = tuple(officers[3:new]), tuple(officers[new:])
    return Prepared(folder, midway, passed, failed, newcomers, others, Traces(**notes["traces"]))


def _prepare(folder: Path, library: Library) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    upgrade(Settings(instance=folder).url)
    site = Site("", folder, library)
    site.now = utc_now()
    assert make_demonstration(site.house, PASSWORD)
    with site.house.database.write() as session:
        session.execute(update(Person).values(notice_version=VERSION))  # they are no newcomers to the house
        session.execute(update(Person).where(Person.password_hash.is_not(None)).values(password_hash=HASHED))
    officers, new = _give_passwords(site)
    traces = _leave_traces(site, *officers[:3], again=_come_back(site))
    run_due(site.house, JOBS)  # else each server on a copy would begin with all that is done once a day
    site.house.database.close()
    open_library(COURSE, site.settings.kept_library)  # nor need it read every document anew, as at its first start
    return {"officers": [asdict(officer) for officer in officers], "new": new, "traces": asdict(traces)}


def _give_passwords(site: Site) -> tuple[list[Officer], int]:
    """The officers without a sign-in: first those who have begun nothing, and the second of them with days to go before
    their session, so that at no hour of today anything ends for them."""
    with site.house.database.write() as session:
        police = next(unit for unit in units.list_organisations(session) if unit.audience == "officers")
        listed = [person for person in people.list_people(session, police.id) if person.email is None]
        listed.sort(key=lambda person: bool(completions.of_person(session, person.id)))
        new = sum(not completions.of_person(session, person.id) for person in listed)
        later = site.now + dt.timedelta(days=7)
        second = next(
            place
            for place, person in enumerate(listed)
            if place and all(one.starts_at > later for one in seats.list_seats_of(session, person.id))
        )
        listed.insert(1, listed.pop(second))
        for person in listed:
            session.get_one(Person, person.id).password_hash = HASHED
        return [Officer(person.name, str(person.service_number), as_text(police.id)) for person in listed], new


def _come_back(site: Site) -> str:
    """The address of the first question that comes back to RETURNING: two were wrong and sure, two right in doubt."""
    site.add_person(site.add_organisation("Polícia de Outra Terra"), RETURNING)
    visitor = site.visitor(RETURNING)  # before the clock goes back: an instance is as old as its log
    now, site.now = site.now, site.now - dt.timedelta(days=8)
    read_all(site, visitor)
    play(site, visitor)
    hand_in(answer_all(site, visitor, wrong=2, sure={1: 3, 2: 3, 3: 1, 4: 2}))
    site.now = now
    page = site.visitor(RETURNING).get("/refreshers")
    return next(link for link in page.links() if link.startswith(f"/refreshers/{MODULE}/"))


def _leave_traces(site: Site, midway: Officer, passed: Officer, failed: Officer, *, again: str) -> Traces:
    question, scene = _stop_midway(site, _sign_in(site, midway))
    finished = _sign_in(site, passed)
    read_all(site, finished)
    ending = play(site, finished)
    result = hand_in(answer_all(site, finished, wrong=2, sure={1: 3, 2: 1, 3: 3, 4: 3, 5: 3, 6: 3, 7: 2, 8: 1}))
    _tell_shares(site)
    draw_survey(site)
    _tell_figures(site)
    failure = hand_in(answer_all(site, _sign_in(site, failed), wrong=9))
    quiz = site.house.catalogue.quiz(MODULE).reference
    kinds = [quiz.questions[id_].kind for id_ in questions_asked(site, question)]
    to_come, pictured = _take_picture(site)
    report = f"/report/modules/{MODULE}/figures"
    finished.get(report).submit(report, kind="law", line="O artigo mudou.")
    waiting = {kind: len(kinds) - kinds[::-1].index(kind) for kind in kinds}
    return Traces(
        open_attempt=_above(question),
        open_run=_above(scene),
        passed_attempt=_above(result),
        ended_run=_above(ending),
        failed_attempt=_above(failure),
        certificate=_make_certificate(finished),
        on_paper=_record_on_paper(site, failed),
        asked=_ask_about_data(site, failed),
        answered=kinds.index("single") + 1,
        waiting=waiting,
        session_to_come=to_come,
        session_with_picture=pictured,
        answered_session=_answer(site),
        again=again,
        draft=_draft(site, "a-case-by-forms", made_by_forms()),
        begun_draft=_draft(site, "a-case-begun", beginning("Um caso começado")),
        **_end_review(site),
    )


def _draft(site: Site, document: str, text: str) -> str:
    """A draft of the demonstration's trainer."""
    with site.house.database.write() as session:
        trainer = people.find_by_email(session, "trainer@demo.example")
        assert trainer is not None
        id_ = drafts.add(
            session,
            "case",
            document,
            {WHERE: text},
            based_on=None,
            person_id=trainer.id,
            earlier_authors=(),
            now=site.now,
            today=lisbon_day(site.now),
        )
    return as_text(id_)


def _end_review(site: Site) -> dict[str, str]:
    """The drafts of the demonstration, of which the one that was only begun is submitted and taken back."""
    author = site.visitor("trainer@demo.example")
    with site.house.database.read() as session:
        person = people.find_by_email(session, "trainer@demo.example")
        assert person is not None
        ids = {one.document: as_text(one.id) for one in drafts.list_of_person(session, person.id)}
    review = f"/author/drafts/{ids[BEGUN]}/review"
    author.get(review).submit(review)
    with site.house.database.read() as session:
        submission = next(one for one in submissions.list_open(session) if one.document == BEGUN)
    author.get(review).submit(f"{review}/end")
    text = f"/review/texts/case/{BEGUN}/{submission.digest}"
    return {"ended_draft": ids[BEGUN], "ended_text": text, "reviewed_draft": ids[REVIEWED]}


def _take_picture(site: Site) -> tuple[str, str]:
    """The codes of a session to come and of tomorrow's, whose picture the job takes; from six in the evening it also
    takes that of the other one of tomorrow, where few have handed in."""
    taken = take_pictures(site.house, site.now)
    with site.house.database.read() as session:
        tomorrow, _, to_come, *_ = (planned.code for planned in sessions.list_sessions(session))
        assert group_counts.find_picture(session, tomorrow) is not None
    assert taken["taken"] in {1, 2}
    return to_come, tomorrow


def _answer(site: Site) -> str:
    """The code of a session of last week, of which an objection and a ready one are shown with an answer."""
    code, starts_at = "RD-2025-001", site.now - dt.timedelta(days=7)
    ready = next(one for one in site.house.catalogue.module(MODULE).reference.sections.values() if one.objections)
    words: Any = {"ideas": [], "forks": [], "reason": None}
    words["taps"] = [{"objection": f"{MODULE}/{next(iter(ready.objections))}", "share": "some"}]
    with site.house.database.write() as session:
        invented = [unit for unit in units.list_organisations(session) if unit.is_demonstration]
        police = next(unit for unit in invented if unit.audience == "officers")
        trainer = people.add_person(
            session,
            unit=police,
            name="Formadora Zulmira Modelo",
            email=ANSWERING_TRAINER,
            password_hash=HASHED,
            roles=["trainer"],
        )
        trainer.notice_version = VERSION
        officer = people.find_by_email(session, "officer@demo.example")
        assert officer is not None
        a_session(session, code, track="racial-discrimination", starts_at=starts_at, organisation_id=police.id)
        session_trainers.add_trainer(session, code, trainer.id)
        seats.add_seat(session, code, officer.id)
        session.add(Picture(session=code, hour=starts_at, words=words))
        line, week = "No turno da noite somos dois.", monday_of(site.now.date())
        session.add(Voice(id=new_id(), session=code, quarter=None, module=MODULE, text=line, week=week))
        shown_answers.show(
            session,
            code=code,
            sentence=f"{MODULE}/{next(iter(ready.objections))}",
            module=MODULE,
            is_ready=True,
            words=next(iter(ready.objections.values())).says,
            answer="Um minuto chega para escrever três linhas.",
            language="pt",
            week=week,
        )
    return code


def _tell_figures(site: Site) -> None:
    """Sessions of long ago whose people answered the quiz, as many as figures of questions need."""
    document, chance = site.house.catalogue.quiz(MODULE), random.Random(1)  # noqa: S311 - the same people each time
    with site.house.database.write() as session:
        for number in range(6):
            people_of_it = some_people(document.written, 40, chance)
            group_counts.add_tallies(session, tallied(document, people_of_it, f"old-{number}", quarter="2025-4"))


def _tell_shares(site: Site) -> None:
    """How colleagues chose at the first scene of the case, as if a quarter had been drawn."""
    scene = site.house.catalogue.case(CASE).written.scenes["platform"]
    words = dict(zip(scene.choices, ["10", "60", "few", "30"], strict=False))
    with site.house.database.write() as session:
        group_counts.add_share(session, (CASE, "platform", core_digest(scene), "officers", "2026-3"), words)


def draw_survey(site: Site, quarter: str = "2025-4") -> None:
    """What the first survey that is asked in waves showed of a quarter with 72 people in six sessions, 48 with codes.

    Opinions rise by one, choices go this way and that, so that there is something of each kind to read.
    """
    id_, survey = next(
        (id_, one.reference) for id_, one in site.house.catalogue.library.surveys.items() if one.reference.waves
    )
    names, opinions = survey.answer_names(), survey.index.questions if survey.index else {}
    with site.house.database.write() as session:
        for wave, raised in (("before", 0), ("after", 1)):
            sheets = [
                {
                    "arm": "held" if raised else "not-yet",
                    "code_hash": bytes([n]) * 32 if n < 48 else None,
                    "cluster": bytes([n % 6]) * 16,
                    "answers": {
                        names[question]: str(min(5, 1 + n % 4 + raised) if opinions[question] == "higher" else 3)
                        if question in opinions
                        else list(getattr(asked, "options", "12345"))[n * (1 + raised) % 7 % 3]
                        for question, asked in survey.questions.items()
                    },
                }
                for n in range(72)
            ]
            voices.add_sheets(
                session, survey=id_, wave=wave, quarter=quarter, week=monday_of(site.now.date()), sheets=sheets
            )
        assert groups.draw_figure(session, site.house.catalogue, DueFigure(id_, "after", (quarter,), (quarter,)))


def _make_certificate(visitor: Visitor) -> str:
    address = "/record/certificates/racial-discrimination"
    offered = visitor.get(address)
    if address not in offered.actions():
        return ""  # a course with modules that were not done, such as the one that is shipped
    page = visitor.follow(offered.submit(address))
    found = re.search(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", page.html)
    assert found, page.text
    return found.group()


def _ask_about_data(site: Site, officer: Officer) -> str:
    """An objection, by the form."""
    page, text = "/account/data/requests", "Não quero que a minha chefia veja o dia."
    asked = _sign_in(site, officer).get(page).fill(page, {"kind": "objection", "text": text})
    assert asked.location == page
    with site.house.database.read() as session:
        (found,) = data_requests.list_of_organisation(session, bytes.fromhex(officer.organisation))
        return as_text(found.id)


def _record_on_paper(site: Site, officer: Officer) -> str:
    """The module, recorded by a supervisor of today."""
    with site.house.database.write() as session:
        organisation = bytes.fromhex(officer.organisation)
        person = people.find_by_service_number(session, organisation, officer.number)
        assert person is not None
        today = lisbon_day(site.now)
        paper.note(session, person.id, MODULE, date=today, digests={"a": "0"}, role="supervisor", recorded_on=today)
        return as_text(person.id)


def _above(page: Page) -> str:
    return page.path.rpartition("/")[0]


def _stop_midway(site: Site, visitor: Visitor) -> tuple[Page, Page]:
    """A question and a scene of what was left midway."""
    visitor.get(f"/modules/{MODULE}").submit(f"/modules/{MODULE}/start")
    questions = site.house.catalogue.quiz(MODULE).reference.questions
    page = open_quiz(visitor)
    number, single = next(
        (number, questions[id_])
        for number, id_ in enumerate(questions_asked(site, page), 1)
        if questions[id_].kind == "single"
    )
    page = visitor.get(f"{page.path[:-2]}/{number}")
    page.fill(page.path, {**right_fields(single), CERTAINTY: "2"})
    scene = visitor.follow(visitor.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    choices = site.house.catalogue.case(CASE).reference.scenes["platform"].choices
    visitor.follow(scene.submit(scene.path, choice=next(iter(choices))))
    return page, scene


def _sign_in(site: Site, officer: Officer) -> Visitor:
    visitor = site.visitor()
    page = visitor.get("/sign-in").submit(
        "/sign-in", identifier=officer.number, organisation=officer.organisation, password=PASSWORD
    )
    assert page.status == 303, page.text
    return visitor
