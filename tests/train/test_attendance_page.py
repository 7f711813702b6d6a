"""The roll on its page: marked by trainers, corrected by administrators, seen by whom it concerns and never more."""

import datetime as dt

import pytest
from rows import DAY, HOUR, a_session
from site_of_tests import START, Page, Site, Visitor

from course.base.ids import as_text
from course.storage import apologies, attendance, seats, session_trainers
from course.storage.models import Person, Unit

SESSION = "/train/sessions/S-1"
ROLL, CORRECTIONS = f"{SESSION}/attendance", f"{SESSION}/corrections"
TRACK = "racial-discrimination"


class Room:
    """S-1, which begins in half an hour, with Ana and Eva in it; Ivo said that he cannot come, on leave."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.unit: Unit = site.add_organisation()
        self.ana, self.eva, self.ivo = (
            site.add_person(self.unit, f"{name}@prova.pt") for name in ("ana", "eva", "ivo")
        )
        trainer = site.add_person(self.unit, "formadora@prova.pt", ("trainer",))
        site.add_person(self.unit, "administra@prova.pt", ("administrator",))
        site.add_person(self.unit, "chefe@prova.pt", ("supervisor",), supervises=self.unit)
        with site.house.database.write() as session:
            starts_at = START + HOUR / 2
            a_session(session, "S-1", starts_at=starts_at, organisation_id=self.unit.id, seats=3, track=TRACK)
            session_trainers.add_trainer(session, "S-1", trainer.id)
            for person in (self.ana, self.eva):
                seats.add_seat(session, "S-1", person.id)
            apologies.put(session, "S-1", self.ivo.id, "leave", START.date())

    def trainer(self, language: str = "en") -> Visitor:
        """The trainer."""
        return self.site.visitor("formadora@prova.pt", language)

    def states(self) -> dict[str, list[str]]:
        """What was noted, by name."""
        with self.site.house.database.read() as session:
            return {entry.name: [line.state for line in entry.lines] for entry in attendance.read_roll(session, "S-1")}


@pytest.fixture
def room(site: Site) -> Room:
    """The session."""
    return Room(site)


def mark(person: Person, state: str, shown: int = 0) -> dict[str, str]:
    return {f"mark-{as_text(person.id)}": f"{state}-{shown}"}


def legends(page: Page) -> list[str]:
    """What stands on the roll of each seat."""
    roll = next(div for div in page.tree.iter("div") if div.get("class") == "app-roll")
    return ["".join(legend.itertext()) for legend in roll.iter("legend")]


@pytest.mark.parametrize(
    ("language", "corrected", "excused"),
    [
        ("pt", "Lugar 1. Corrigido em 23/11/2026, 09:00: antes, «faltou»", "Com falta justificada: Ivo."),
        ("en", "Seat 1. Corrected on 23 Nov 2026, 09:00: before, “absent”", "Excused: Ivo."),
    ],
)
def test_nobody_is_marked_beforehand_and_a_correction_is_shown(
    room: Room, language: str, corrected: str, excused: str
) -> None:
    visitor = room.trainer(language)
    empty = visitor.get(ROLL)

    visitor.follow(empty.fill(ROLL, mark(room.ana, "absent") | mark(room.eva, "present")))
    page = visitor.follow(visitor.get(ROLL).fill(ROLL, mark(room.ana, "present", 1)))

    assert [name for name in empty.fields(ROLL) if name.startswith("mark-")] == []
    assert room.states() == {"Ana": ["absent", "present"], "Eva": ["present"]}
    assert legends(page)[0].startswith(f"Ana{corrected.partition(' em ')[0].partition(' on ')[0]}")
    assert (corrected.rpartition(":")[2] in legends(page)[0], excused in page.text) == (True, True)
    assert page.fields(ROLL)[f"mark-{as_text(room.ana.id)}"] == ["present-2"]
    assert "leave" not in page.text.lower()


def test_a_stale_form_is_told_and_loses_no_mark(room: Room) -> None:
    here, there = room.trainer(), room.trainer()
    stale = there.get(ROLL)
    here.get(ROLL).fill(ROLL, mark(room.ana, "absent"))

    told = stale.fill(ROLL, mark(room.ana, "present") | mark(room.eva, "present"))
    before = room.states()
    saved = told.fill(ROLL, {})

    assert (told.status, "Somebody else noted attendance meanwhile" in told.text) == (409, True)
    assert legends(told) == ["AnaSeat 1. Noted now: “absent”", "EvaSeat 2"]
    assert (before, saved.status) == ({"Ana": ["absent"], "Eva": []}, 303)
    assert room.states() == {"Ana": ["absent", "present"], "Eva": ["present"]}


def test_somebody_who_came_without_a_seat_is_added_or_the_reason_stands_beside_the_field(room: Room) -> None:
    room.site.add_person(room.unit, "olga@prova.pt", number="1003")
    visitor = room.trainer()

    refused = visitor.get(ROLL).submit(f"{ROLL}/seats", number="9999")
    page = visitor.follow(visitor.get(ROLL).submit(f"{ROLL}/seats", number="1003"))

    assert (refused.status, "Nobody in the organisation of this session" in refused.text) == (422, True)
    assert legends(page) == ["AnaSeat 1", "EvaSeat 2", "OlgaSeat 3"]


@pytest.mark.parametrize("hours", [-24, 15 * 24])
def test_out_of_its_hours_the_roll_is_only_read(room: Room, hours: int) -> None:
    room.site.now = START + hours * HOUR
    page = room.trainer().get(ROLL)

    token = page.fields("/sign-out")["csrf_token"]
    refused = page.visitor.post(ROLL, {"csrf_token": token} | mark(room.ana, "present"))

    assert (refused.status, room.states()["Ana"]) == (409, [])
    assert [action for action in page.actions() if action.startswith(ROLL)] == []


def test_an_administrator_corrects_and_the_person_and_the_supervisor_see_it(room: Room) -> None:
    room.trainer().get(ROLL).fill(ROLL, mark(room.ana, "absent"))
    room.site.now = START + 30 * DAY
    admin = room.site.visitor("administra@prova.pt", "en")
    ana = f"{CORRECTIONS}/{as_text(room.ana.id)}"
    linked = ana in admin.get(CORRECTIONS).links()
    form = admin.get(ana)

    empty = form.submit(ana)
    done = form.submit(ana, state="present", reason="Estava na sala ao lado.")
    stale = form.submit(ana, state="absent", reason="De novo.")

    assert (linked, empty.status, done.status, stale.status) == (True, 422, 303, 409)
    assert room.states()["Ana"] == ["absent", "present"]
    assert "Absent: 23 Nov 2026" in form.text
    record = room.site.visitor("ana@prova.pt", "en").get("/record").text
    assert "Estava na sala ao lado." in record
    seen = _rows_of_supervisor(room)
    assert seen == {"Ana": "Present23 Nov 2026", "Eva": "Not noted23 Nov 2026", "Ivo": "Excused23 Nov 2026"}
    own = room.site.visitor("ivo@prova.pt", "en")
    assert ("Excused" in own.get("/record/supervisor-view").text, "Excused" in own.get("/record").text) == (True, True)
    assert "Leave or absence" in own.get("/account/data").text


def _rows_of_supervisor(room: Room) -> dict[str, str]:
    """What the supervisor's table says of each person's attendance; nothing of why anybody is excused."""
    page = room.site.visitor("chefe@prova.pt", "en").get(f"/supervise/units?unit={as_text(room.unit.id)}")
    assert "leave" not in page.text.lower()
    cells = [list(row) for row in page.tree.iter("tr")]
    of = [row for row in cells if row and row[-1].get("data-label") == "Attendance"]
    return {"".join(row[0].itertext()): "".join(row[-1].itertext()) for row in of}


@pytest.mark.parametrize(
    ("path", "email", "status"),
    [
        (ROLL, "administra@prova.pt", 403),
        (CORRECTIONS, "formadora@prova.pt", 403),
        (ROLL, "ana@prova.pt", 403),
        (f"{CORRECTIONS}/{'0' * 32}", "administra@prova.pt", 404),
        ("/train/sessions/S-9/corrections", "administra@prova.pt", 404),
    ],
)
def test_who_has_nothing_to_do_with_it_does_not_see_it(room: Room, path: str, email: str, status: int) -> None:
    assert room.site.visitor(email).get(path).status == status


def test_the_next_step_of_a_session_that_begins_is_to_note_who_is_there(room: Room) -> None:
    page = room.trainer().get(SESSION)
    room.site.now = START - dt.timedelta(hours=2)

    assert (ROLL in page.links(), ROLL in room.trainer().get(SESSION).links()) == (True, False)
    room.site.now = START + 2 * HOUR
    assert CORRECTIONS in room.site.visitor("administra@prova.pt").get(SESSION).links()
