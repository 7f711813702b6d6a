"""After a session: its trainer shows objections with an answer, and those who had a seat read them."""

import datetime as dt

import pytest
from cohorts import STARTS_AT, Cohort, a_cohort
from passwords import HASHED
from rows import a_session
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select

from course.base.ids import new_id
from course.storage import sessions
from course.storage.models import AuditEntry, Picture, ShownAnswer, Voice

CODE = "RD-2026-031"
ANSWERS = f"/train/sessions/{CODE}/answers"
SHOWN = f"/sessions/{CODE}/answers"
OWN_WORDS = "Não há <b>tempo</b> para isto."
READY = "ethnic-profiling/no-time"


@pytest.fixture
def cohort(site: Site) -> Cohort:
    """A session that is over, of which a sentence and a ticked one can be shown."""
    cohort = a_cohort(
        site.house.database,
        code=CODE,
        officers=2,
        key=site.house.learner_key,
        password_hash=HASHED,
    )
    words = {"ideas": [], "forks": [], "reason": None, "taps": [{"objection": READY, "share": "most"}]}
    with site.house.database.write() as session:
        session.add(Picture(session=CODE, hour=cohort.hours.picture_due_at, words=words))
        a_session(session, "RD-2026-050", track="racial-discrimination", starts_at=STARTS_AT)
        for code, text in ((CODE, OWN_WORDS), ("RD-2026-050", "De outra sessão.")):
            session.add(
                Voice(
                    id=new_id(), session=code, quarter=None, module="ethnic-profiling", text=text, week=STARTS_AT.date()
                )
            )
    site.now = STARTS_AT + dt.timedelta(hours=4)
    return cohort


@pytest.fixture
def trainer(site: Site, cohort: Cohort) -> Visitor:
    """The trainer's browser, in English."""
    return site.visitor(f"trainer@{CODE}.example".lower(), "en")


def officer(site: Site, number: int = 1, language: str = "en") -> Visitor:
    """Somebody who had a seat."""
    return site.visitor(f"officer-{number}@{CODE}.example".lower(), language)


def keys(page: Page) -> list[str]:
    """Which sentences the page offers to show."""
    forms = [form for form in page.tree.iter("form") if form.get("action") == ANSWERS]
    return [field.get("value", "") for form in forms for field in form.iter("input") if field.get("name") == "sentence"]


def show(trainer: Visitor, key: str, answer: str) -> Page:
    """Send the form of that sentence."""
    token = trainer.get(ANSWERS).fields(ANSWERS)["csrf_token"]
    return trainer.post(ANSWERS, {"csrf_token": token, "sentence": key, "answer": answer})


def test_the_trainer_chooses_among_the_sentences_of_the_brief_and_no_other(site: Site, trainer: Visitor) -> None:
    page = trainer.get(ANSWERS)

    own, ready = keys(page)
    prepared = site.house.catalogue.module("ethnic-profiling").english
    answer = next(s.objections["no-time"].answer for s in prepared.sections.values() if "no-time" in s.objections)
    areas = ["".join(area.itertext()).strip() for area in page.tree.iter("textarea")]
    assert (ready, areas) == (READY, ["", answer.strip()])
    assert OWN_WORDS in page.text
    assert "De outra sessão." not in page.text
    assert show(trainer, "0" * 32, "Resposta").status == 404
    assert trainer.get(f"/train/sessions/{CODE}").links().count(ANSWERS) == 1
    assert ANSWERS in trainer.get(f"/train/sessions/{CODE}/brief").links()
    assert own != ready


def test_those_who_had_a_seat_read_what_was_shown_as_text_and_nothing_of_who(site: Site, trainer: Visitor) -> None:
    own, ready = keys(trainer.get(ANSWERS))
    hostile = "<script>alert(1)</script> Diz a lei [@cpp-250]. [aqui](javascript:alert(1))"
    show(trainer, own, hostile)
    show(trainer, ready, "Um minuto chega.")

    reader = officer(site)
    page = reader.get(SHOWN)

    assert OWN_WORDS in page.text
    assert "<script>alert(1)</script> Diz a lei" in page.text
    assert not [link for link in page.links() if link.startswith("javascript:")]
    assert "/library/sources/cpp-250" in page.links()
    assert "Um minuto chega." in page.text
    assert SHOWN in reader.get("/").links()
    assert SHOWN in reader.get("/modules/ethnic-profiling").links()
    with site.house.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.event == "answer-shown")).all()
        assert [(entry.about_id, entry.detail) for entry in entries] == [(CODE.encode(), {})] * 2


def test_others_find_nothing_and_before_anything_is_shown_there_is_no_link(site: Site, trainer: Visitor) -> None:
    site.add_person(site.add_organisation("Outra"), "rui@test.example")
    own, _ = keys(trainer.get(ANSWERS))
    before = officer(site)
    assert (before.get(SHOWN).status, SHOWN in before.get("/").links()) == (200, False)

    show(trainer, own, "Resposta")

    stranger = site.visitor("rui@test.example", "en")
    other, absent = stranger.get(SHOWN), stranger.get("/sessions/RD-2026-777/answers")
    assert (other.status, other.text) == (404, absent.text)
    assert SHOWN not in stranger.get("/").links()
    assert trainer.get(SHOWN).status == 404


def test_an_answer_is_changed_and_taken_back(site: Site, trainer: Visitor) -> None:
    own, _ = keys(trainer.get(ANSWERS))
    show(trainer, own, "Primeira resposta")
    show(trainer, own, "Segunda resposta")
    page = officer(site).get(SHOWN)
    assert ("Primeira" in page.text, "Segunda resposta" in page.text) == (False, True)

    trainer.follow(trainer.get(ANSWERS).submit(f"{ANSWERS}/taken-back"))

    assert "have not shown any answer" in officer(site).get(SHOWN).text
    with site.house.database.read() as session:
        assert session.scalars(select(ShownAnswer)).all() == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (" ", "Write an answer"),
        ("x" * 2001, "Write at most 2000 characters; you wrote 2001"),
        ("Como disse o agente Silva", "Somebody seems to be named in it."),
    ],
)
def test_what_cannot_be_shown_stands_again_with_what_to_do(
    site: Site, trainer: Visitor, answer: str, words: str
) -> None:
    own, _ = keys(trainer.get(ANSWERS))

    page = show(trainer, own, answer)

    assert page.status == 422
    assert words in page.text
    assert "have not shown any answer" in officer(site).get(SHOWN).text


def test_before_the_end_nothing_is_shown(site: Site, cohort: Cohort, trainer: Visitor) -> None:
    form = trainer.get(ANSWERS)
    site.now = STARTS_AT + dt.timedelta(hours=1)

    early = form.submit(ANSWERS, answer="Resposta")
    page = trainer.get(ANSWERS)

    assert (early.status, page.status) == (409, 200)
    assert "Answers are shown once the session is over." in page.text
    assert ANSWERS not in page.actions()
    assert ANSWERS not in trainer.get(f"/train/sessions/{CODE}").links()


def test_what_goes_from_the_brief_stays_as_it_was_shown_until_its_own_time(site: Site, trainer: Visitor) -> None:
    """Words are copied: the voice goes 90 days after the cut, the answer 90 days after it was shown."""
    own, _ = keys(trainer.get(ANSWERS))
    show(trainer, own, "Resposta")
    with site.house.database.write() as session:
        for voice in session.scalars(select(Voice)):
            session.delete(voice)

    assert OWN_WORDS in officer(site).get(SHOWN).text


def test_a_cancelled_session_leads_nowhere(site: Site, trainer: Visitor) -> None:
    own, _ = keys(trainer.get(ANSWERS))
    form = trainer.get(ANSWERS)
    show(trainer, own, "Resposta")
    with site.house.database.write() as session:
        sessions.get_session(session, CODE).cancelled_at = site.now

    assert SHOWN not in officer(site).get("/").links()
    assert form.submit(ANSWERS, answer="Outra").status == 409
