"""A supervisor or a trainer records that people did a module on paper: that it is complete, and nothing else.

No answer, mark or way through a case is ever asked for: paper stays with whoever wrote on it (docs/decisions/0032).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from course.acts.audit import Subject, log
from course.acts.charge import under_delegation, unit_in_charge
from course.acts.complete import digests_of
from course.acts.desk import Desk
from course.acts.paper_values import SentPaper, read_day
from course.acts.policy import demand
from course.acts.post import post
from course.base.calendar import lisbon_day
from course.base.ids import as_id
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage import paper, sessions
from course.storage.models import CourseSession
from course.storage.paper import Worker


@dataclass(frozen=True)
class Noted:
    """Whom it was recorded for, and who had completed the module already, by name."""

    recorded: tuple[str, ...]
    already: tuple[str, ...]


def note_done_on_paper(desk: Desk, unit_id: bytes, sent: SentPaper) -> Noted:
    """Record it for people directly in a unit of the supervisor's charge. Raises NotFound for any other unit or
    person, Invalid for what is missing, Conflict when all of them had completed the module."""
    demand(desk.actor, "note-done-on-paper")
    unit = unit_in_charge(desk, unit_id)
    modules, workers = modules_of_audience(desk, unit.audience), workers_of_unit(desk, unit_id)
    return _note(desk, sent, modules, workers, under_delegation(desk, unit))


def note_seated_done_on_paper(desk: Desk, code: str, sent: SentPaper) -> Noted:
    """The same for people who have a seat in a session that the trainer leads; the modules are those of its track."""
    demand(desk.actor, "note-seated-done-on-paper")
    led = session_led(desk, code)
    return _note(desk, sent, modules_of_track(desk, led.track), workers_seated(desk, code), {})


def session_led(desk: Desk, code: str) -> CourseSession:
    """The session, led by the trainer and not cancelled. Raises NotFound."""
    led = sessions.get_led_session(desk.session, desk.actor.person_id, code)
    if led.cancelled_at is not None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return led


def workers_of_unit(desk: Desk, unit_id: bytes) -> list[Worker]:
    """For whom the supervisor may record: everybody directly in the unit but themselves."""
    return _but_oneself(desk, paper.list_of_unit(desk.session, unit_id))


def workers_seated(desk: Desk, code: str) -> list[Worker]:
    """For whom the trainer may record: everybody who has a seat but themselves."""
    return _but_oneself(desk, paper.list_seated(desk.session, code))


def modules_of_audience(desk: Desk, audience: str) -> list[str]:
    """The readable modules of all tracks of that audience, in order."""
    tracks = desk.catalogue.tracks_for(audience)
    return list(dict.fromkeys(id_ for track in tracks for id_ in modules_of_track(desk, track)))


def modules_of_track(desk: Desk, track: str) -> list[str]:
    """The readable modules of a track, in order; none of an unknown one."""
    found = desk.catalogue.registers.tracks.get(track)
    return [id_ for id_ in found.modules if id_ in desk.catalogue.library.modules] if found else []


def _note(
    desk: Desk, sent: SentPaper, modules: Collection[str], workers: Collection[Worker], detail: Mapping[str, str]
) -> Noted:
    """Record it for the people ticked, who are among `workers`, and tell each of them."""
    today = lisbon_day(desk.now)
    day = read_day(sent, modules, today)
    digests = digests_of(desk.catalogue, desk.catalogue.module(sent.module))
    recorded: list[str] = []
    already: list[str] = []
    for worker in _choose(sent, workers):
        is_new = paper.note(
            desk.session,
            worker.person_id,
            sent.module,
            date=day,
            digests=digests,
            role=desk.actor.role,
            recorded_on=today,
        )
        (recorded if is_new else already).append(worker.name)
        if is_new:
            log(
                desk,
                "done-on-paper",
                Subject("person", worker.person_id),
                module=sent.module,
                day=day.isoformat(),
                **detail,
            )
            post(desk.session, desk.keys, to=worker.person_id, kind="paper-recorded", values={}, now=desk.now)
    if not recorded:
        raise Conflict(N_("Nothing was recorded: whoever you chose had completed this module already."))
    return Noted(tuple(recorded), tuple(already))


def _choose(sent: SentPaper, workers: Collection[Worker]) -> list[Worker]:
    """Those ticked, in the order of the list. Raises NotFound when one of them is not on it."""
    wanted = {as_id(text) for text in sent.people}
    chosen = [worker for worker in workers if worker.person_id in wanted]
    if len(chosen) != len(wanted):
        raise NotFound(N_("This page does not exist, or is not yours."))
    return chosen


def _but_oneself(desk: Desk, workers: list[Worker]) -> list[Worker]:
    return [worker for worker in workers if worker.person_id != desk.actor.person_id]
