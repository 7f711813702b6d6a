"""One session is changed, led by others, cancelled; and is nobody else's."""

import datetime as dt
from collections.abc import Mapping

import pytest
from rows import a_session
from site_of_tests import START, Site

from course.base.ids import as_text
from course.storage import people, seats, session_trainers, sessions
from course.storage.models import Person, Unit

SESSION = "/train/sessions/S-1"
STARTS_AT = dt.datetime(2026, 12, 10, 9, 30, tzinfo=dt.UTC)


class Room:
    """An organisation with a session on 10 December at 09:30, its trainer, and an officer seated in it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.unit: Unit = site.add_organisation()
        self.trainer: Person = site.add_person(self.unit, "formadora@prova.pt", ("trainer",))
        site.add_person(self.unit, "admin@prova.pt", ("administrator",))
        self.officer: Person = site.add_person(self.unit, "ana@prova.pt")
        with site.house.database.write() as session:
            a_session(
                session,
                "S-1",
                track="racial-discrimination",
                place="Sala 2",
                starts_at=STARTS_AT,
                organisation_id=self.unit.id,
                seats=12,
            )
            session_trainers.add_trainer(session, "S-1", self.trainer.id)
            seats.add_seat(session, "S-1", self.officer.id)


@pytest.fixture
def room(site: Site) -> Room:
    """The session S-1 and its people."""
    return Room(site)


@pytest.mark.parametrize(
    ("language", "figures"),
    [
        ("pt", ["Lugares 1 de 12", "Concluíram 0", "Ainda não 1", "Prazo segunda, 7 de dezembro, 18:00"]),
        ("en", ["Seats 1 of 12", "Have completed 0", "Not yet 1", "Deadline Monday 7 December, 18:00"]),
    ],
)
def test_it_shows_counts_and_no_names_of_those_seated(room: Room, language: str, figures: list[str]) -> None:
    page = room.site.visitor("formadora@prova.pt", language).get(SESSION)

    shown = next(dl for dl in page.tree.iter("dl") if dl.get("class") == "app-figures")
    assert [" ".join(" ".join(pair.itertext()).split()) for pair in shown] == figures
    assert "Ana" not in page.text


@pytest.mark.parametrize("language", ["pt", "en"])
def test_place_and_hours_are_changed_on_its_page(room: Room, language: str) -> None:
    visitor = room.site.visitor("admin@prova.pt", language)
    form = visitor.get(SESSION)
    assert {
        name: form.fields(SESSION)[name] for name in ("place", "district", "day", "start", "end", "due_days", "seats")
    } == {
        "place": ["Sala 2"],
        "district": ["porto"],
        "day": ["2026-12-10"],
        "start": ["09:30"],
        "end": ["12:30"],
        "due_days": ["3"],
        "seats": ["12"],
    }

    page = visitor.follow(form.submit(SESSION, place="Sala 9", start="14:00", end="17:00"))

    assert (page.path, page.fields(SESSION)["start"]) == (SESSION, ["14:00"])
    assert "Sala 9" in page.h1


@pytest.mark.parametrize(
    ("language", "words"),
    [("pt", "Não pode ser antecipada para antes das horas fixadas"), ("en", "It cannot be brought forward to before")],
)
def test_bringing_it_forward_too_far_is_refused_beside_the_day(room: Room, language: str, words: str) -> None:
    page = room.site.visitor("formadora@prova.pt", language).get(SESSION).submit(SESSION, day="2026-12-08")

    assert (page.status, words in page.text, page.fields(SESSION)["day"]) == (422, True, ["2026-12-08"])


def test_fewer_seats_than_people_are_refused_with_their_number(room: Room) -> None:
    with room.site.house.database.write() as session:
        other = people.add_person(session, unit=room.unit, name="Eva", service_number="1")
        seats.add_seat(session, "S-1", other.id)

    page = room.site.visitor("formadora@prova.pt", "en").get(SESSION).submit(SESSION, seats="1")

    assert (page.status, "Seats taken: 2. Take some back first" in page.text) == (422, True)


def test_a_session_of_old_says_no_district_until_it_is_changed(room: Room) -> None:
    with room.site.house.database.write() as session:
        sessions.get_session(session, "S-1").district = None
    visitor = room.site.visitor("formadora@prova.pt", "en")
    form = visitor.get(SESSION)

    refused = form.submit(SESSION, place="Sala 9")
    changed = visitor.follow(refused.submit(SESSION, district="evora"))

    assert (form.fields(SESSION)["district"], refused.status, "Choose the district" in refused.text) == (
        [""],
        422,
        True,
    )
    assert (changed.fields(SESSION)["district"], "Sala 9" in changed.h1) == (["evora"], True)


def test_a_form_sent_after_it_began_changes_nothing_and_says_so(room: Room) -> None:
    visitor = room.site.visitor("formadora@prova.pt", "en")
    form = visitor.get(SESSION)
    with room.site.house.database.write() as session:
        planned = sessions.get_session(session, "S-1")
        planned.starts_at, planned.due_at = START - dt.timedelta(hours=1), START - dt.timedelta(days=3)
        planned.ends_at = START + dt.timedelta(hours=1)

    page = form.submit(SESSION, place="Sala 9")

    assert (page.status, "This session has begun." in page.text, "Sala 2" in page.h1) == (409, True, True)


def test_another_trainer_is_added_and_removed(room: Room) -> None:
    site = room.site
    firmino = site.add_person(site.add_organisation("Organismo", "equality-body"), "firmino@corpo.pt", ("trainer",))
    visitor = site.visitor("formadora@prova.pt", "en")
    alone = visitor.get(SESSION)
    remove = f"{SESSION}/trainers/{as_text(firmino.id)}/remove"

    wrong = alone.submit(f"{SESSION}/trainers", trainer="ana@prova.pt")
    both = visitor.follow(alone.submit(f"{SESSION}/trainers", trainer="firmino@corpo.pt"))
    seen = site.visitor("firmino@corpo.pt").get(SESSION).status
    again = visitor.follow(both.submit(remove))

    assert (wrong.status, wrong.fields(f"{SESSION}/trainers")["trainer"]) == (422, ["ana@prova.pt"])
    assert "Nobody with the role of trainer has this e-mail" in wrong.text
    assert (remove in alone.actions(), remove in both.actions(), remove in again.actions()) == (False, True, False)
    assert (seen, site.visitor("firmino@corpo.pt").get(SESSION).status) == (200, 404)


def test_who_removes_themselves_goes_back_to_their_own_sessions(room: Room) -> None:
    other = room.site.add_person(room.unit, "outra@prova.pt", ("trainer",))
    with room.site.house.database.write() as session:
        session_trainers.add_trainer(session, "S-1", other.id)
    visitor = room.site.visitor("outra@prova.pt")

    page = visitor.follow(visitor.get(SESSION).submit(f"{SESSION}/trainers/{as_text(other.id)}/remove"))

    assert (page.path, visitor.get(SESSION).status) == ("/train/sessions", 404)


@pytest.mark.parametrize(("language", "words"), [("pt", "Esta sessão foi cancelada."), ("en", "was cancelled.")])
def test_it_is_cancelled_after_a_question_and_leaves_the_officers_path(room: Room, language: str, words: str) -> None:
    visitor = room.site.visitor("formadora@prova.pt", language)
    officer = room.site.visitor("ana@prova.pt", language)
    before = officer.get("/").text
    question = visitor.get(f"{SESSION}/cancel")

    page = visitor.follow(question.submit(f"{SESSION}/cancel"))

    assert (page.path, words in page.text, page.actions().count(SESSION)) == (SESSION, True, 0)
    assert ("Sala 2" in before, "Sala 2" in officer.get("/").text) == (True, False)
    assert f"{SESSION}/cancel" not in visitor.get(f"{SESSION}/cancel").actions()


ROUTES: Mapping[str, tuple[str, ...]] = {
    "GET": ("", "/seats", "/door", "/cancel", "/modules"),
    "POST": ("", "/trainers", "/trainers/{id}/remove", "/seats", "/seats/{id}/take-back", "/cancel", "/modules"),
}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("other-trainer", 404),
        ("foreign-trainer", 404),
        ("foreign-administrator", 404),
        ("officer", 403),
        ("supervisor", 403),
        ("reviewer", 403),
        ("auditor", 403),
    ],
)
def test_it_is_not_found_by_other_planners_and_not_open_to_other_roles(room: Room, who: str, status: int) -> None:
    site, role = room.site, who.partition("-")[2] or who
    unit = site.add_organisation("Outra Polícia") if who.startswith("foreign") else room.unit
    body = "police" if role == "reviewer" else None
    site.add_person(unit, "alguem@prova.pt", (role,), body=body, supervises=room.unit)  # type: ignore[arg-type]
    visitor = site.visitor("alguem@prova.pt")
    token = visitor.get("/account").fields("/account/password")["csrf_token"]
    absent: list[tuple[int, str]] = []
    present: list[tuple[int, str]] = []
    for code, found in (("S-1", present), ("S-9", absent)):
        path = f"/train/sessions/{code}"
        for method, tails in ROUTES.items():
            for tail in tails:
                to = path + tail.format(id=as_text(room.officer.id))
                page = visitor.get(to) if method == "GET" else visitor.post(to, {"csrf_token": token, "people": "1"})
                found.append((page.status, page.text))

    assert [found for found, _ in present] == [status] * 12
    assert present == absent  # in the same words as one that does not exist
    with site.house.database.read() as session:
        assert sessions.get_session(session, "S-1").cancelled_at is None
        assert [person.name for person in seats.list_seated(session, "S-1")] == ["Ana"]
