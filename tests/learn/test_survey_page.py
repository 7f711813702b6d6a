"""A survey before, after and 90 days after a session: offered, filled in, changed, withdrawn, and never shown again."""

import datetime as dt

import pytest
from rows import DAY, NOON, a_session
from site_of_tests import Site, Visitor

from course.acts.fill_in_survey import hash_code
from course.acts.held import opened
from course.base.survey_code import draw_code, read_code
from course.storage import attendance, seats, voices
from course.storage.models import Person, PresenceState

PAGE = "/surveys/after-session"
SHEET = f"{PAGE}/sheet"
CODE = "S-1"


@pytest.fixture
def ana(site: Site) -> Person:
    """An officer with a seat in a session of three hours."""
    ana = site.add_person(site.add_organisation(), "ana@test.example")
    with site.house.database.write() as session:
        a_session(session, CODE, track="racial-discrimination", starts_at=NOON)
        seats.add_seat(session, CODE, ana.id)
    return ana


@pytest.fixture
def officer(site: Site, ana: Person) -> Visitor:
    """Ana's browser, in English."""
    return site.visitor("ana@test.example", language="en")


def held(site: Site) -> list[dict[str, object]]:
    """What is held of sheets, opened as the job does."""
    with site.house.database.read() as session:
        rows = [row for batch in voices.list_batches(session) for row in voices.list_batch(session, batch)]
        return [dict(content or {}) for _, content in opened(site.settings.keys, rows)]


def names(site: Site) -> dict[str, str]:
    return site.house.catalogue.survey("after-session").reference.answer_names()


def test_a_sheet_is_filled_in_with_the_code_of_a_card_and_kept_sealed(site: Site, officer: Visitor) -> None:
    path, code = officer.get("/"), draw_code()
    assert PAGE in path.links()
    intro = officer.get(PAGE)
    assert "never for your session or unit" in intro.text
    assert "It takes about 3 minutes, and is open until Tuesday 1 December, 12:00." in intro.text

    page = officer.follow(
        officer.get(SHEET).fill(
            SHEET,
            {"q-useful": "4", "q-averted-eyes": "watch", "code_from": "card", "code": code.lower().replace("-", " ")},
        )
    )

    assert "Thank you. The sheet is kept, sealed and without your name." in page.text
    assert "With the others it is put together on Friday 1 January." in page.text
    (sheet,) = held(site)
    assert {name: sheet[name] for name in ("place", "arm", "code_hash", "answers")} == {
        "place": "sheet:after-session/before/2026-4",
        "arm": "not-yet",
        "code_hash": hash_code("after-session", read_code(code) or "").hex(),
        "answers": {names(site)["useful"]: "4", names(site)["averted-eyes"]: "watch"},
    }
    # Nobody reads it again, not even who wrote it; filled in again, the new one stands, and withdrawn, none.
    again = officer.get(SHEET)
    assert [value for name, values in again.fields(SHEET).items() if name.startswith("q-") for value in values] == []
    officer.follow(again.fill(SHEET, {"q-voice": "1"}))
    assert [(sheet["answers"], sheet["code_hash"]) for sheet in held(site)] == [({names(site)["voice"]: "1"}, None)]
    gone = officer.follow(officer.get(PAGE).submit(f"{PAGE}/withdrawn"))
    assert ("Withdrawn." in gone.text, held(site)) == (True, [])


def test_a_code_made_by_the_page_goes_with_the_sheet_and_is_in_no_address(site: Site, officer: Visitor) -> None:
    form = officer.get(SHEET)
    (drawn,) = form.fields(SHEET)["drawn"]
    assert f"A new one: {drawn}" in form.text
    assert officer.get(SHEET).fields(SHEET)["drawn"] != [drawn]

    kept = form.fill(SHEET, {"q-useful": "2", "code_from": "drawn"})

    assert (kept.status, kept.location) == (303, f"{PAGE}?said=kept")
    assert drawn not in officer.follow(kept).html
    assert held(site)[0]["code_hash"] == hash_code("after-session", read_code(drawn) or "").hex()


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({}, "Answer one question at least, or leave the page"),
        ({"q-useful": "4", "code_from": "card"}, "A sign of this code is wrong."),
        ({"q-useful": "4", "code_from": "card", "code": "ABCD-<b>"}, "A sign of this code is wrong."),
        ({"q-useful": "4", "code": "7K3Q"}, "A sign of this code is wrong."),
        ({"q-useful": "4", "code_from": "drawn", "drawn": "mine"}, None),  # the page draws another
    ],
)
def test_what_cannot_be_kept_is_told_with_what_was_filled_in(
    site: Site, officer: Visitor, filled: dict[str, str], said: str | None
) -> None:
    page = officer.get(SHEET).fill(SHEET, filled)

    if said is None:
        assert page.status == 303
        return
    assert (page.status, said in page.text, held(site)) == (422, True, [])
    fields = page.fields(SHEET)
    assert fields["code"] == [filled.get("code", "")] if filled.get("code") else "code" in fields
    assert fields.get("q-useful", [""]) == [filled.get("q-useful", "")]


@pytest.mark.parametrize(
    ("hour", "wave"),
    [
        (NOON - 30 * DAY, "Before the session"),
        (NOON, None),  # it is going on
        (NOON + dt.timedelta(hours=3), "After the session"),
        (NOON + 21 * DAY, "After the session"),
        (NOON + 22 * DAY, None),
        (NOON + 91 * DAY, "90 days later"),
        (NOON + 121 * DAY, None),
    ],
)
def test_it_is_asked_before_for_three_weeks_after_and_a_month_from_the_ninetieth_day(
    site: Site, ana: Person, hour: dt.datetime, wave: str | None
) -> None:
    site.now = hour
    officer = site.visitor("ana@test.example", language="en")

    page = officer.get(PAGE)
    sheet = officer.get(SHEET)

    assert (PAGE in officer.get("/").links()) == (wave is not None)
    if wave is None:
        assert "At the moment it asks nothing of you." in page.text
        assert (sheet.status, sheet.location) == (303, PAGE)
        token = officer.get("/account").fields("/account/password")["csrf_token"]
        assert officer.post(SHEET, {"csrf_token": token, "q-useful": "3"}).status == 404
    else:
        assert (wave in page.text, sheet.status) == (True, 200)


def test_after_a_session_who_was_noted_as_absent_is_asked_nothing(site: Site, ana: Person) -> None:
    site.now = NOON + dt.timedelta(days=1)
    officer = site.visitor("ana@test.example", language="en")
    lines: list[tuple[PresenceState, bool]] = [("absent", False), ("present", True)]
    assert f'{SHEET}"' in officer.get(PAGE).html
    for seq, (state, is_asked) in enumerate(lines, 1):
        with site.house.database.write() as session:
            attendance.add_line(
                session, CODE, ana.id, seq=seq, state=state, role="trainer", noted_by=ana.id, noted_at=site.now
            )

        assert (PAGE in officer.get("/").links()) == is_asked
        assert (f'{SHEET}"' in officer.get(PAGE).html) == is_asked


def test_who_has_no_seat_is_asked_nothing_and_an_unknown_survey_is_not_found(site: Site, ana: Person) -> None:
    site.add_person(site.add_organisation("Outra"), "rui@test.example")
    rui = site.visitor("rui@test.example", language="en")

    assert "At the moment it asks nothing of you." in rui.get(PAGE).text
    assert PAGE not in rui.get("/").links()
    assert [rui.get(path).status for path in ("/surveys/nothing", "/surveys/nothing/sheet")] == [404, 404]


def test_a_session_that_was_put_off_to_another_quarter_leaves_one_sheet(site: Site, ana: Person) -> None:
    officer = site.visitor("ana@test.example", language="en")
    officer.get(SHEET).fill(SHEET, {"q-useful": "1"})
    with site.house.database.write() as session:
        seats.remove_seat(session, CODE, ana.id)
        a_session(session, "S-2", track="racial-discrimination", starts_at=NOON + 60 * DAY)
        seats.add_seat(session, "S-2", ana.id)

    officer.get(SHEET).fill(SHEET, {"q-useful": "5"})

    assert [(sheet["place"], sheet["answers"]) for sheet in held(site)] == [
        ("sheet:after-session/before/2027-1", {names(site)["useful"]: "5"})
    ]


def test_one_reads_until_when_a_sheet_of_ones_own_waits(site: Site, officer: Visitor) -> None:
    officer.get(SHEET).fill(SHEET, {"q-useful": "1"})

    assert "until 1 January 2027; afterwards nobody can tell which one it was" in officer.get("/account/data").text
