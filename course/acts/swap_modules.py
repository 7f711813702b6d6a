"""A session gets modules of its own to be done before it, instead of the usual ones of its track."""

from collections.abc import Collection
from dataclasses import dataclass

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.session_scope import lock_own_session
from course.acts.tell_seated import tell_seated
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.content.check_registers import MINUTES_BEFORE
from course.storage.modules_before import Planned


@dataclass(frozen=True)
class Offered:
    """A module of the track that may be done before the session; `minutes` with its cases and its quiz."""

    id: str
    minutes: int
    is_before: bool


def swap_modules(desk: Desk, code: str, wanted: Collection[str]) -> None:
    """Let these modules be done before the session, at least one and at most 75 minutes; those seated are told.

    What somebody completed stays completed. The usual ones again follow the track, should it change. They may be
    swapped until the first hour of the group's picture, which asks them: after it, somebody could be counted by
    modules that others never met. Raises NotFound for a session out of reach, Conflict after that hour and for one
    that was cancelled, Invalid for a choice that cannot be.
    """
    demand(desk.actor, "plan-sessions")
    planned = lock_own_session(desk, code)
    if planned.picture_due_at <= desk.now:
        raise Conflict(
            N_(
                "The hour of the group's picture has come, and it asks these modules. They stay as they are for this "
                "session."
            )
        )
    before = desk.catalogue.before_sessions()
    every, usual = before.every.get(planned.track, ()), before.usual.get(planned.track, ())
    chosen = [id_ for id_ in every if id_ in wanted]
    _demand_possible(desk, chosen, wanted, usual)
    if tuple(chosen) == before.of(planned):
        return
    planned.before = None if tuple(chosen) == usual else chosen
    desk.session.flush()
    tell_seated(desk, planned, "modules-swapped")
    log(desk, "session-changed", Subject.session(code), changed=["before"], modules=chosen)


def modules_to_offer(desk: Desk, planned: Planned) -> list[Offered]:
    """The readable modules of the session's track, in its order."""
    before = desk.catalogue.before_sessions()
    chosen = before.of(planned)
    return [
        Offered(id_, desk.catalogue.minutes_of_module(id_), id_ in chosen)
        for id_ in before.every.get(planned.track, ())
    ]


def _demand_possible(desk: Desk, chosen: Collection[str], wanted: Collection[str], usual: Collection[str]) -> None:
    """The usual modules are always possible, however long they are."""
    fields = {}
    minutes = sum(desk.catalogue.minutes_of_module(id_) for id_ in chosen)
    if not chosen:
        fields["modules"] = N_("Choose at least one module")
    elif len(set(wanted)) != len(chosen):
        fields["modules"] = N_("Choose among the modules of this course")
    elif minutes > MINUTES_BEFORE and set(chosen) != set(usual):
        fields["modules"] = N_("These take %(minutes)s minutes, and at most %(most)s may be asked. Take one out")
    if fields:
        values = {"minutes": str(minutes), "most": str(MINUTES_BEFORE)}
        raise Invalid(N_("The modules were not changed"), fields, **values)
