"""What follows when a second factor was set up or shown: the sign-in is whole, and goes on under a new token."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from course.acts.audit import Subject, log_of
from course.acts.factor_secrets import hash_of_code
from course.acts.one_time_code import make_code
from course.acts.post import post
from course.acts.sign_in import id_of, new_token
from course.acts.step_desk import Entrant, StepDesk
from course.storage import factors, sign_ins

RECOVERY_CODES: Final = 10


@dataclass(frozen=True)
class Finished:
    """The new token, and the recovery codes, which are shown this once; none where the person has some."""

    token: str
    recovery_codes: tuple[str, ...]


def finish_set_up(desk: StepDesk, who: Entrant, *, by: str) -> Finished:
    """A factor was added: all other sign-ins end, the person is told by mail, and has recovery codes from now on."""
    codes = () if factors.count_recovery_codes(desk.session, who.person_id) else make_recovery_codes(desk, who)
    token = finish(desk.session, who)
    ended = sign_ins.close_others(desk.session, who.person_id, id_of(token))
    log_of(desk.session, who, desk.now, "factor-added", Subject("person", who.person_id), by=by, ended=ended)
    post(desk.session, desk.keys, to=who.person_id, kind="factor-changed", values={}, now=desk.now)
    return Finished(token, codes)


def finish(session: Session, who: Entrant) -> str:
    """The sign-in's new token: it is whole from now on. Raises NotAllowed where it went on or ended meanwhile."""
    token = new_token()
    sign_ins.finish(session, who.sign_in_id, id_of(token))
    return token


def make_recovery_codes(desk: StepDesk, who: Entrant) -> tuple[str, ...]:
    """New ones; the old ones open nothing any more."""
    codes = tuple(make_code() for _ in range(RECOVERY_CODES))
    factors.put_recovery_codes(
        desk.session, who.person_id, [hash_of_code(desk.keys, "recovery", who.person_id, c) for c in codes]
    )
    return codes
