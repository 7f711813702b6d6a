"""Who lacks a device or the time, and who wants a weekly summary: the same on both databases."""

from rows import DAY, NOON, a_person, an_organisation, usually

from course.storage import completions, hindrances, people, summary_wishes, units
from course.storage.engine import Database
from course.storage.hindrances import Said
from course.storage.unit_states import Reading

TODAY = NOON.date()
LATER = TODAY + 7 * DAY


def test_numbers_are_of_last_week_without_names_and_names_of_those_who_have_not_completed(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        station = units.add_unit(session, name="Esquadra", kind="station", parent=root)
        ana, bia, caio, davi = (a_person(session, station, name=name) for name in ("Ana", "Bia", "Caio", "Davi"))
        for person, lack, is_named in ((ana, "device", False), (bia, "both", False), (caio, "time", True)):
            hindrances.say(session, person.id, lack, is_named=is_named, today=TODAY)  # type: ignore[arg-type]
        hindrances.say(session, davi.id, "both", is_named=True, today=TODAY)
        completions.complete(session, davi.id, "m", TODAY, {})
        this_week = hindrances.count_unnamed(session, [root.path], TODAY)
        next_week = hindrances.count_unnamed(session, [root.path], LATER)
        hindrances.say(session, bia.id, "time", is_named=False, today=LATER)
        changed = hindrances.count_unnamed(session, [root.path], LATER)
        ended = [hindrances.end(session, ana.id, LATER) for _ in range(2)]
        same_week = hindrances.count_unnamed(session, [root.path], LATER)
        after = hindrances.count_unnamed(session, [root.path], LATER + 7 * DAY)
        reading = Reading(session, NOON, {"officers": usually({"t": ["m"]})})
        named = hindrances.list_named(reading, station)
        completed = hindrances.list_completed(reading)

    path = station.path
    assert (this_week, next_week) == (Said({}, {}), Said({path: 2}, {path: 1}))
    assert (changed, ended, same_week) == (Said({path: 1}, {path: 1}), [True, False], changed)
    assert after == Said({}, {path: 1})
    assert (named, completed) == ([("Caio", "time")], [davi.id])


def test_a_summary_is_due_in_the_week_after_it_was_asked_for_and_once_in_it(database: Database) -> None:
    monday = LATER - LATER.weekday() * DAY
    with database.write() as session:
        boss = a_person(session, roles=["supervisor"])
        for _ in range(2):
            summary_wishes.begin(session, boss.id, TODAY)
        due = [summary_wishes.list_due(session, day) for day in (monday - 7 * DAY, monday)]
        noted = [summary_wishes.note_mailed(session, boss.id, monday, LATER) for _ in range(2)]
        again = summary_wishes.list_due(session, monday)
        people.remove_role(session, boss.id, "supervisor")
        summary_wishes.end(session, boss.id)

        assert (due, noted, again) == ([[], [boss.id]], [True, False], [])
        assert summary_wishes.has(session, boss.id) is False
