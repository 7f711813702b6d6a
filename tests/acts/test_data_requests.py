"""What people ask about their data: it holds or waits at once, is answered by others, and nobody else reads it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from databases import race
from desks import NOW
from planning import Headquarters
from sqlalchemy import func, select

from course.acts.actor import Actor
from course.acts.answer_request import SentAnswer, announce_end, answer_request, lift_restriction
from course.acts.ask_data_protection import MOST_OPEN, ask_data_protection, ask_restriction, take_back
from course.acts.data_requests import OpenRequest, held_learners, open_request
from course.base.calendar import month_after
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound
from course.storage import data_requests, people, restrictions
from course.storage.models import DataRequest

DAY = dt.timedelta(days=1)
TODAY = NOW.date()
SECRET = "marca-do-pedido-9c41"
GRANTED = SentAnswer("granted", "Assim se fez.")
REFUSED = SentAnswer("refused", "A verificação terminou.")


@pytest.fixture
def ana(psp: Headquarters) -> Actor:
    """An officer of the organisation."""
    return psp.sign_in(psp.person("Ana"))


@pytest.fixture
def dpo(psp: Headquarters) -> Actor:
    """Its data protection officer."""
    return psp.sign_in(psp.person("Dinis", "auditor"))


def kept(psp: Headquarters, who: Actor) -> list[OpenRequest]:
    """The requests of somebody, in words."""
    with psp.database.read() as session:
        return [open_request(psp.keys, row) for row in data_requests.of_person(session, who.person_id)]


def only(psp: Headquarters, who: Actor) -> bytes:
    """The id of the one request."""
    (found,) = kept(psp, who)
    return found.kept.id


def is_restricted(psp: Headquarters, who: Actor) -> bool:
    with psp.database.read() as session:
        return restrictions.is_restricted(session, who.person_id)


def held(psp: Headquarters) -> frozenset[bytes]:
    with psp.database.read() as session:
        return held_learners(session, psp.keys)


def states(psp: Headquarters, who: Actor) -> list[str]:
    return [one.kept.state for one in kept(psp, who)]


def test_a_restriction_holds_at_once_and_those_who_answer_are_told_that_something_waits(
    psp: Headquarters, ana: Actor, dpo: Actor
) -> None:
    other = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")
    psp.act(ana, ask_restriction, "claims", f"  {SECRET}  ")

    (found,) = kept(psp, ana)
    assert (found.text, found.kept.ground, found.kept.state) == (SECRET, "claims", "open")
    assert (found.kept.asked_on, found.kept.due_on) == (TODAY, month_after(TODAY))
    assert (is_restricted(psp, ana), held(psp)) == (True, frozenset({ana.learner}))
    assert sorted(psp.mails()) == sorted((who.person_id, "data-request-made", {}) for who in (psp.zita, dpo))
    assert other.zita.person_id not in {who for who, _, _ in psp.mails()}
    assert psp.events("data-request-made") == [("data-request-made", ana.person_id, ana.person_id, {})]


def test_what_somebody_wrote_and_the_pseudonym_are_nowhere_in_the_rows(psp: Headquarters, ana: Actor) -> None:
    psp.act(ana, ask_restriction, "claims", SECRET)
    psp.act(ana, ask_data_protection, "objection", SECRET)
    psp.act(psp.zita, answer_request, only_kind(psp, ana, "objection"), SentAnswer("refused", SECRET))

    with psp.database.read() as session:
        rows = [vars(row) for row in session.scalars(select(DataRequest))]
    written = [value for row in rows for value in row.values() if isinstance(value, bytes)]
    assert [value for value in written if SECRET.encode() in value or ana.learner in value] == []
    assert len({len(row["asked"]) for row in rows}) == 1  # a length tells nothing of so little


def only_kind(psp: Headquarters, who: Actor, kind: str) -> bytes:
    return next(one.kept.id for one in kept(psp, who) if one.kept.kind == kind)


@pytest.mark.parametrize(
    ("ground", "text", "fields"),
    [
        ("", "", {"ground"}),
        ("whim", "x", {"ground"}),
        ("claims", "x" * 2_001, {"text"}),
        ("", "x" * 2_001, {"ground", "text"}),
    ],
)
def test_a_restriction_needs_one_of_the_four_grounds(
    psp: Headquarters, ana: Actor, ground: str, text: str, fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        psp.act(ana, ask_restriction, ground, text)

    assert set(refused.value.fields) == fields
    assert (is_restricted(psp, ana), kept(psp, ana)) == (False, [])


@pytest.mark.parametrize(
    ("kind", "text", "fields"),
    [
        ("", "", {"kind", "text"}),
        ("restriction", "x", {"kind"}),
        ("access", " \n", {"text"}),
        ("access", "x" * 2_001, {"text"}),
    ],
)
def test_what_is_asked_in_writing_needs_a_kind_and_words(
    psp: Headquarters, ana: Actor, kind: str, text: str, fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        psp.act(ana, ask_data_protection, kind, text)

    assert set(refused.value.fields) == fields


def test_two_restrictions_at_once_are_one(psp: Headquarters, ana: Actor) -> None:
    def ask(session: Any) -> object:
        ask_restriction(psp.at_desk(ana, NOW)(session), "claims", "")
        return "held"

    assert sorted(map(str, race(psp.database, ask, ask))) == [str(Conflict), "held"]
    with pytest.raises(Conflict):
        psp.act(ana, ask_restriction, "unlawful", "")
    assert len(kept(psp, ana)) == 1


def test_nobody_asks_for_more_than_can_be_read(psp: Headquarters, ana: Actor) -> None:
    for _ in range(MOST_OPEN):
        psp.act(ana, ask_data_protection, "access", "o quê?")

    with pytest.raises(Conflict):
        psp.act(ana, ask_data_protection, "access", "o quê?")
    assert states(psp, ana) == ["open"] * MOST_OPEN


def test_a_restriction_that_is_granted_ends_a_week_after_its_person_was_told_why(
    psp: Headquarters, ana: Actor, dpo: Actor
) -> None:
    psp.act(ana, ask_restriction, "inaccurate", "")
    request = only(psp, ana)

    psp.act(dpo, answer_request, request, GRANTED)
    granted = states(psp, ana)
    with pytest.raises(Conflict):  # without a warning
        psp.act(dpo, lift_restriction, request)
    psp.act(psp.zita, announce_end, request, "Está verificado.")
    with pytest.raises(Conflict):  # a day too early
        psp.act(dpo, lift_restriction, request, now=NOW + 6 * DAY)
    warned = states(psp, ana)
    held_until_then = is_restricted(psp, ana)
    psp.act(dpo, lift_restriction, request, now=NOW + 7 * DAY)

    (found,) = kept(psp, ana)
    assert (granted, warned, held_until_then, is_restricted(psp, ana)) == (["restricted"], ["ending"], True, False)
    assert (found.answer, found.end, found.kept.ended_on) == ("Assim se fez.", "Está verificado.", TODAY + 7 * DAY)
    assert held(psp) == frozenset()
    told = [kind for who, kind, values in psp.mails() if (who, values) == (ana.person_id, {})]
    assert told == ["data-request-answered"] * 3
    assert [detail for *_, detail in psp.events("data-request-answered")] == [{}] * 3


def test_a_restriction_that_is_refused_still_holds_for_a_week(psp: Headquarters, ana: Actor, dpo: Actor) -> None:
    psp.act(ana, ask_restriction, "objected", "")
    request = only(psp, ana)
    psp.act(dpo, answer_request, request, REFUSED)
    held_still = is_restricted(psp, ana)
    psp.act(dpo, lift_restriction, request, now=NOW + 7 * DAY)

    assert (held_still, is_restricted(psp, ana), states(psp, ana)) == (True, False, ["ended"])


def test_its_person_ends_a_restriction_at_any_time_and_may_ask_again(psp: Headquarters, ana: Actor, dpo: Actor) -> None:
    psp.act(ana, ask_restriction, "claims", "")
    first = only(psp, ana)
    psp.act(dpo, answer_request, first, GRANTED)
    psp.act(ana, take_back, first)
    ended = is_restricted(psp, ana)
    psp.act(ana, ask_restriction, "claims", "")

    assert (ended, is_restricted(psp, ana), sorted(states(psp, ana))) == (False, True, ["ended", "open"])
    assert psp.events("data-request-taken-back") == [("data-request-taken-back", ana.person_id, ana.person_id, {})]


def test_what_was_answered_or_taken_back_is_over(psp: Headquarters, ana: Actor, dpo: Actor) -> None:
    psp.act(ana, ask_data_protection, "rectification", "O meu nome.")
    request = only(psp, ana)
    psp.act(dpo, answer_request, request, GRANTED)
    answered = states(psp, ana)
    late: list[tuple[Actor, Callable[..., None], tuple[object, ...]]] = [
        (ana, take_back, ()),
        (dpo, answer_request, (REFUSED,)),
        (dpo, announce_end, ("x",)),
        (dpo, lift_restriction, ()),
    ]
    for who, act, values in late:
        with pytest.raises(Conflict):
            psp.act(who, act, request, *values, now=NOW + 30 * DAY)
    psp.act(ana, ask_data_protection, "erasure", "Uma conclusão.")
    open_one = only_kind(psp, ana, "erasure")
    psp.act(ana, take_back, open_one)
    with pytest.raises(Conflict):
        psp.act(dpo, answer_request, open_one, GRANTED)

    assert answered == ["answered"]
    assert {one.kept.kind: (one.kept.state, one.answer) for one in kept(psp, ana)} == {
        "rectification": ("answered", "Assim se fez."),
        "erasure": ("taken-back", ""),
    }


def test_two_answers_at_once_are_one(psp: Headquarters, ana: Actor, dpo: Actor) -> None:
    psp.act(ana, ask_data_protection, "access", "O quê?")
    request = only(psp, ana)

    def answer(who: Actor, sent: SentAnswer) -> Any:
        def act(session: Any) -> str:
            answer_request(psp.at_desk(who, NOW)(session), request, sent)
            return "done"

        return act

    assert sorted(map(str, race(psp.database, answer(dpo, GRANTED), answer(psp.zita, REFUSED)))) == [
        str(Conflict),
        "done",
    ]


@pytest.mark.parametrize("sent", [SentAnswer("", ""), SentAnswer("granted", " "), SentAnswer("granted", "x" * 2_001)])
def test_an_answer_says_what_and_why(psp: Headquarters, ana: Actor, dpo: Actor, sent: SentAnswer) -> None:
    psp.act(ana, ask_restriction, "claims", "")
    request = only(psp, ana)

    with pytest.raises(Invalid):
        psp.act(dpo, answer_request, request, sent)
    assert states(psp, ana) == ["open"]


def test_nobody_answers_their_own_request_or_one_of_another_organisation_or_in_another_role(
    psp: Headquarters, ana: Actor
) -> None:
    other = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")
    psp.act(psp.zita, ask_data_protection, "access", "O quê?")
    request = only(psp, psp.zita)

    refusals = []
    for who in (psp.zita, other.zita, ana, psp.rui):
        with pytest.raises((Conflict, NotFound, NotAllowed)) as refused:
            psp.act(who, answer_request, request, GRANTED)
        refusals.append(refused.type)
    with pytest.raises(NotFound):
        psp.act(ana, take_back, request)

    assert refusals == [Conflict, NotFound, NotAllowed, NotAllowed]
    assert states(psp, psp.zita) == ["open"]


def test_the_list_of_those_who_answer_has_what_is_due_first_and_only_their_organisation(
    psp: Headquarters, ana: Actor, dpo: Actor
) -> None:
    other = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")
    other.act(other.rui, ask_data_protection, "access", "O quê?")
    psp.act(ana, ask_data_protection, "access", "O quê?", now=NOW + 2 * DAY)
    psp.act(psp.rui, ask_restriction, "claims", "", now=NOW + DAY)
    psp.act(psp.rui, ask_data_protection, "objection", "Não.", now=NOW)
    psp.act(dpo, answer_request, only_kind(psp, psp.rui, "objection"), REFUSED)

    with psp.database.read() as session:
        listed = data_requests.list_of_organisation(session, psp.unit.id)
    assert [(one.name, one.kind, one.state) for one in listed] == [
        ("Rui", "restriction", "open"),
        ("Ana", "access", "open"),
        ("Rui", "objection", "answered"),
    ]


def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month() -> None:
    days = [
        dt.date(2026, 1, 31),
        dt.date(2028, 1, 31),
        dt.date(2026, 2, 28),
        dt.date(2026, 12, 5),
        dt.date(2026, 10, 31),
    ]

    assert [month_after(day) for day in days] == [
        dt.date(2026, 2, 28),
        dt.date(2028, 2, 29),
        dt.date(2026, 3, 28),
        dt.date(2027, 1, 5),
        dt.date(2026, 11, 30),
    ]


def test_the_requests_of_somebody_go_with_their_account(psp: Headquarters, ana: Actor) -> None:
    psp.act(ana, ask_data_protection, "access", "O quê?")
    with psp.database.write() as session:
        session.delete(people.get_person(session, ana.person_id))

    with psp.database.read() as session:
        assert session.scalar(select(func.count()).select_from(DataRequest)) == 0
