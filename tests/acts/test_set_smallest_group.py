"""From how many people on something is said: an organisation sets more, never fewer, and every gate uses it."""

import pytest
from desks import NOW, a_desk, signed_in
from rows import a_person, a_session, an_organisation
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from course import groups
from course.acts.actor import Actor
from course.acts.set_smallest_group import set_smallest_group
from course.base.refusals import Invalid
from course.catalogue import Catalogue
from course.content.library import Library
from course.groups import Turnout
from course.scoring.privacy import FORK, Fork, K, Person, brief, look, room_votes, taps
from course.storage import room_ballots, rooms, seats, settings
from course.storage.engine import Database
from course.storage.models import LEAST_GROUP, OrganisationSetting

STILL = 2**32 - 1


def still() -> int:
    """No blur."""
    return STILL


def an_administrator(database: Database, name: str) -> Actor:
    """Of an organisation of that name."""
    with database.write() as session:
        root = an_organisation(session, name)
        person = a_person(session, root, name=name, roles=["administrator"])
    return signed_in(database, person.id)


def raise_to(database: Database, who: Actor, written: str, *, is_sure: bool = True) -> tuple[str, ...]:
    """The fields that were wrong, or none."""
    try:
        with a_desk(database, who, Catalogue(Library())) as desk:
            set_smallest_group(desk, written, is_sure=is_sure)
    except Invalid as refusal:
        return tuple(sorted(refusal.fields))
    return ()


def test_the_number_grows_from_eight_to_thirty_and_never_shrinks(database: Database) -> None:
    who = an_administrator(database, "PSP")

    said = [raise_to(database, who, written) for written in ("8", "x", "31", "12", "11", "12", "-1", "30")]
    unsure = raise_to(database, an_administrator(database, "GNR"), "9", is_sure=False)

    assert said == [("size",), ("size",), ("size",), (), ("size",), ("size",), ("size",), ()]
    assert unsure == ("sure",)
    with database.write() as session:
        assert not settings.raise_smallest_group(session, who.organisation_id, 29)
        assert settings.smallest_group(session, who.organisation_id) == 30
    for wrong in (7, 31):
        change = update(OrganisationSetting).values(smallest_group=wrong)
        with database.write() as session, pytest.raises(IntegrityError), session.begin_nested():
            session.execute(change)


def test_in_a_session_the_largest_number_of_those_concerned_counts(database: Database) -> None:
    psp, gnr, other = (an_administrator(database, name) for name in ("PSP", "GNR", "Outra"))
    for who, size in ((psp, "10"), (gnr, "15"), (other, "30")):
        raise_to(database, who, size)
    with database.write() as session:
        a_session(session, "S-1", organisation_id=psp.organisation_id)
        a_session(session, "S-2")
        alone = settings.smallest_group_in(session, "S-1")
        seats.add_seat(session, "S-1", gnr.person_id)
        together = settings.smallest_group_in(session, "S-1")
        nobody_s = settings.smallest_group_in(session, "S-2")

        assert (alone, together, nobody_s, settings.largest_smallest_group(session)) == (10, 15, LEAST_GROUP, 30)
    assert LEAST_GROUP == K


def test_every_rule_about_a_group_takes_the_larger_number() -> None:
    people = [Person(bytes([n]), {"idea": "sure"}, {"fork": "a"}) for n in range(11)]
    fork = Fork("fork", ("a", "b"))

    def of(least: int) -> tuple[object, ...]:
        told = brief(completed=11, people=people, counted=(), asked=("idea",), forks=(fork,), word=still, least=least)
        return (
            told.reason,
            len(told.ideas),
            len(told.forks),
            len(taps(11, {"m/x": 11}, still, least)),
            len(room_votes({"a": 11, "b": 0}, still, least)),
            look(NOW, NOW, 11, [NOW.date()] * 11, least) is not None,
        )

    assert of(FORK) == (None, 1, 1, 1, 2, True)
    assert of(12) == ("too-few", 0, 0, 0, 0, False)
    fewer = brief(completed=12, people=people, counted=(), asked=("idea",), forks=(fork,), word=still, least=12)
    assert (fewer.ideas, fewer.forks) == ((), ())


def test_a_vote_of_eleven_is_told_where_ten_are_asked_for_and_not_where_twelve_are(database: Database) -> None:
    who = an_administrator(database, "PSP")
    told = []
    for code, size in (("S-1", "10"), ("S-2", "12")):
        raise_to(database, who, size)
        with database.write() as session:
            a_session(session, code, organisation_id=who.organisation_id)
            fork = rooms.Fork(code, "case", "scene")
            rooms.open_round(session, fork, 1, NOW.date())
            for n in range(11):
                room_ballots.cast(session, fork, 1, bytes([n]) * 32, "a")
            told.append(groups.read_turnout(session, fork, 1))
            shown = groups.close_votes(session, fork, 1, ("a", "b"), still)
            assert shown is not None
            told.append(Turnout(bool(shown.choices)))

    assert told == [Turnout(True), Turnout(True), Turnout(False), Turnout(False)]
