"""A person shows their second factor by a code: of the app, or one of the recovery codes."""

import datetime as dt
from pathlib import Path

from sqlalchemy.orm import Session

from course.acts.audit import Subject, log_of
from course.acts.factor_secrets import hash_of_code, open_secret
from course.acts.finish_step import finish
from course.acts.set_up_app import step_of
from course.acts.step_desk import Entrant, StepDesk, is_outstanding
from course.acts.throttle import count, counters, give_back, take_room
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import factors, sign_ins


def is_of_app(typed: str) -> bool:
    """Whether that looks like a code of an app and not like a recovery code."""
    signs = _signs(typed)
    return len(signs) == 6 and signs.isdecimal()


def count_try(session: Session, keys: Path, person_id: bytes, now: dt.datetime) -> None:
    """Count a code of an app before it is looked at, in a transaction of its own: of a hundred at once five are heard.

    Raises TooOften. A recovery code or a passkey cannot be guessed, so they are never refused for it: whoever knows a
    password cannot keep its owner out by typing wrong codes.
    """
    take_room(session, counters(keys, "second-step", {"person": person_id.hex()}), now)


def show_code(desk: StepDesk, typed: str) -> str:
    """The new token of the sign-in, which is whole from now on.

    Raises Invalid for a wrong code and for one that was used; Conflict for a sign-in that needs none or has ended.
    """
    who = reread(desk)
    if not _signs(typed):
        raise Invalid(_REFUSED, {"code": N_("Write the code that the app shows, or one of your recovery codes")})
    by = "app" if is_of_app(typed) else "recovery code"
    is_right = _take_app_code(desk, who, typed) if by == "app" else _take_recovery_code(desk, who, typed)
    if not is_right:
        note_failure(desk, by)
        raise Invalid(_REFUSED, {"code": _WRONG})
    return enter(desk, who, by)


def reread(desk: StepDesk) -> Entrant:
    """Who stands at the second step. Raises Conflict where the sign-in has ended, or is whole already."""
    found = sign_ins.find_sign_in(desk.session, desk.who.sign_in_id)
    if found is None or not is_outstanding(desk.who, required=desk.required):
        raise Conflict(N_("The second step is not asked of you any more. Open the first page."))
    return desk.who


def enter(desk: StepDesk, who: Entrant, by: str) -> str:
    """The factor was shown: the new token. Raises NotAllowed where the sign-in went on or ended meanwhile."""
    token = finish(desk.session, who)
    left = factors.count_recovery_codes(desk.session, who.person_id)
    log_of(desk.session, who, desk.now, "factor-shown", Subject("person", who.person_id), by=by, codes_left=left)
    return token


def note_failure(desk: StepDesk, by: str) -> None:
    """Have it noted that a factor was shown that is not right; a recovery code is counted by that too."""
    person_id, now, keys = desk.who.person_id, desk.now, desk.keys

    def write(session: Session) -> None:
        if by == "recovery code":
            count(session, counters(keys, "second-step", {"person": person_id.hex()}), now)
        log_of(session, None, now, "factor-failed", Subject("person", person_id), by=by)

    desk.apart(write)


def _take_app_code(desk: StepDesk, who: Entrant, typed: str) -> bool:
    app = factors.find_app(desk.session, who.person_id)
    secret = open_secret(desk.keys, who.person_id, app.sealed) if app else None
    if app is None or secret is None:
        return False
    step = step_of(secret, _signs(typed), desk.now, after=app.last_step)
    if step is None or not factors.take_step(desk.session, who.person_id, step):
        return False
    give_back(desk.session, counters(desk.keys, "second-step", {"person": who.person_id.hex()}), desk.now)
    return True


def _take_recovery_code(desk: StepDesk, who: Entrant, typed: str) -> bool:
    return factors.take_recovery_code(
        desk.session, who.person_id, hash_of_code(desk.keys, "recovery", who.person_id, typed)
    )


def _signs(typed: str) -> str:
    return "".join(sign for sign in typed if sign.isalnum())


_REFUSED = N_("The second step was not taken")
_WRONG = N_(
    "This code is not right, or was used before. Type the next one that the app shows, or another recovery code"
)
