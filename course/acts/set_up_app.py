"""A person sets up an app that shows a code every 30 seconds (TOTP, RFC 6238), or replaces it.

It counts once a code of it was right. Until then its secret is kept, sealed, with the sign-in in which it was begun:
nobody is made to confirm a secret that somebody else began.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pyotp

from course.acts.factor_secrets import open_secret, seal_secret
from course.acts.finish_step import Finished, finish_set_up
from course.acts.step_desk import StepDesk, lock_to_change
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import factors, sign_ins

STEP: Final = 30
"""Seconds for which a code is shown."""
WINDOW: Final = (-1, 0, 1)
"""Steps beside the present one whose codes are heard: clocks differ, and typing takes a while."""
ISSUER: Final = "Terreno Comum"
_NOT_SET_UP: Final = N_("The app was not set up")


@dataclass(frozen=True)
class NewApp:
    """What the app has to be told: an address for its camera, or the secret to be typed."""

    address: str
    secret: str


def begin_app(desk: StepDesk) -> None:
    """Make a secret for an app. The one in use, if any, goes on until the new one is confirmed. Raises as
    `lock_to_change`."""
    who = lock_to_change(desk)
    sealed = seal_secret(desk.keys, who.person_id, pyotp.random_base32())
    sign_ins.put_new_secret(desk.session, who.sign_in_id, sealed)


def find_new_app(desk: StepDesk) -> NewApp | None:
    """What is being set up in this sign-in; None where nothing is."""
    sealed = sign_ins.find_new_secret(desk.session, desk.who.sign_in_id)
    secret = open_secret(desk.keys, desk.who.person_id, sealed) if sealed is not None else None
    if secret is None:
        return None
    return NewApp(pyotp.TOTP(secret).provisioning_uri(name=desk.who.name, issuer_name=ISSUER), secret)


def confirm_app(desk: StepDesk, code: str) -> Finished:
    """Let the app count from now on; the code is used up by that.

    Raises Invalid for a wrong one, Conflict where nothing was begun in this sign-in, and as `lock_to_change`.
    """
    who = lock_to_change(desk, is_begun=True)
    app = find_new_app(desk)
    if app is None:
        raise Conflict(N_("Nothing is being set up in this sign-in any more. Begin again."))
    step = step_of(app.secret, code, desk.now)
    if step is None:
        raise Invalid(
            _NOT_SET_UP,
            {
                "code": N_(
                    "This is not the code of the app. Check the phone's clock, and type the code that it shows next"
                )
            },
        )
    sealed = seal_secret(desk.keys, who.person_id, app.secret)
    factors.put_app(desk.session, who.person_id, sealed, last_step=step, made_on=lisbon_day(desk.now))
    return finish_set_up(desk, who, by="app")


def step_of(secret: str, code: str, now: dt.datetime, *, after: int = -1) -> int | None:
    """The step whose code that is, within the window and after that step; None where it is none of them."""
    present = int(now.timestamp()) // STEP
    shown = pyotp.TOTP(secret)
    steps = [present + beside for beside in WINDOW if present + beside > after]
    return next((step for step in steps if pyotp.utils.strings_equal(shown.generate_otp(step), code)), None)
