"""A person changes what second factors they have: takes one away, or has new recovery codes."""

from course.acts.audit import Subject, log_of
from course.acts.finish_step import make_recovery_codes
from course.acts.post import post
from course.acts.step_desk import Entrant, StepDesk, lock_to_change, must_have_factor
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage import factors, sign_ins


def drop_app(desk: StepDesk) -> None:
    """Take the app away. Raises NotFound where there is none; Conflict for the last factor of somebody whose role asks
    for one; and as `lock_to_change`."""
    who = lock_to_change(desk)
    if not factors.drop_app(desk.session, who.person_id):
        raise NotFound(_NOT_THERE)
    _note_gone(desk, who, "app")


def drop_passkey(desk: StepDesk, passkey_id: bytes) -> None:
    """Take a passkey away. Raises as `drop_app`; for another person's as for none."""
    who = lock_to_change(desk)
    if not factors.drop_passkey(desk.session, who.person_id, passkey_id):
        raise NotFound(_NOT_THERE)
    _note_gone(desk, who, "passkey")


def renew_recovery_codes(desk: StepDesk) -> tuple[str, ...]:
    """New recovery codes, shown this once; the old ones end. Raises NotFound for who has no factor they could stand in
    for, and as `lock_to_change`."""
    who = lock_to_change(desk)
    if not who.has_factor:
        raise NotFound(_NOT_THERE)
    codes = make_recovery_codes(desk, who)
    log_of(desk.session, who, desk.now, "recovery-codes-made", Subject("person", who.person_id))
    return codes


def _note_gone(desk: StepDesk, who: Entrant, by: str) -> None:
    if not factors.has_one(desk.session, who.person_id):
        if must_have_factor(who, required=desk.required):
            raise Conflict(N_("Your role asks for a second factor, and this is the only one. Add another one first."))
        factors.drop_recovery_codes(desk.session, who.person_id)
    ended = sign_ins.close_others(desk.session, who.person_id, who.sign_in_id)
    log_of(desk.session, who, desk.now, "factor-removed", Subject("person", who.person_id), by=by, ended=ended)
    post(desk.session, desk.keys, to=who.person_id, kind="factor-changed", values={}, now=desk.now)


_NOT_THERE = N_("It is not there any more. Look at the page again.")
