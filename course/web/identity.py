"""Who is signed in: a signed cookie holds a token, a row says whose it is and until when."""

import datetime as dt
from typing import Final

from flask import Flask, g
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from course.acts.actor import Actor, actor_of
from course.acts.desk import Desk
from course.acts.sign_in import id_of, is_current
from course.acts.step_desk import Entrant, StepDesk, entrant_of, is_outstanding
from course.base.languages import N_
from course.base.refusals import NotAllowed
from course.storage import sign_ins
from course.web.house import catalogue, house, now
from course.web.programs import is_from_program
from course.web.transaction import is_writing, note_apart, session

SEEN_STEP: Final = dt.timedelta(minutes=5)
OWN_DEVICE: Final = "own"
"""In the cookie: the person said at sign-in that this device is their own."""
THROUGH: Final = "through"
"""In the cookie: by which organisation's own sign-in they came in."""


class SignedInUser(UserMixin):  # type: ignore[misc]
    """What flask-login carries through a request; `actor` is None while a second step is outstanding."""

    def __init__(self, token: str, entrant: Entrant, actor: Actor | None) -> None:
        self.token = token
        self.entrant = entrant
        self.actor = actor

    def get_id(self) -> str:
        """The token of the cookie."""
        return self.token


def install(app: Flask) -> None:
    """Load the person of the cookie when a request first asks."""
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)  # templates are given the actor, where one is looked up


def ask_nobody() -> None:
    """Take whoever sends this request for nobody: it is not even looked up who is signed in, and not noted."""
    g.asks_nobody = True


def find_actor() -> Actor | None:
    """The actor, or None when nobody is signed in, or only half: to every permission the two are the same."""
    found = _find()
    return found.actor if found else None


def find_entrant() -> Entrant | None:
    """Who showed at least the first step of signing in."""
    found = _find()
    return found.entrant if found else None


def find_half() -> Entrant | None:
    """Who showed the first step and not the second, which is asked of them."""
    entrant = find_entrant()
    return entrant if entrant is not None and find_actor() is None else None


def _find() -> SignedInUser | None:
    if "asks_nobody" in g or is_from_program():
        return None
    found = current_user._get_current_object()  # noqa: SLF001 - once, where each attribute of the proxy would look anew
    return found if isinstance(found, SignedInUser) else None


def actor() -> Actor:
    """The actor. Raises NotAllowed when nobody is signed in (the guard asks to sign in before a view is reached)."""
    found = find_actor()
    if found is None:
        raise NotAllowed(N_("Sign in to open this page."))
    return found


def desk() -> Desk:
    """What an act of this request is given."""
    return Desk(session(), actor(), now(), catalogue(), house().settings.keys)


def step_desk() -> StepDesk:
    """What an act of the second step is given. Raises NotAllowed when nobody showed the first."""
    who = find_entrant()
    if who is None:
        raise NotAllowed(N_("Sign in to open this page."))
    settings = house().settings
    return StepDesk(session(), who, settings.requires_second_factor, now(), settings.keys, note_apart)


def remember(token: str, *, is_own_device: bool | None = None, through: str | None = None) -> None:
    """Put the token into a new cookie; nothing of an earlier one remains.

    `is_own_device`: what was said at sign-in; None where the sign-in goes on under a new token, and the word with it.
    `through`: the id of the organisation whose own sign-in let somebody in.
    """
    is_own = OWN_DEVICE in cookie and find_entrant() is not None if is_own_device is None else is_own_device
    let_in_by = entered_through() if is_own_device is None else through
    cookie.clear()
    found = _load(token)
    if found is not None:
        login_user(found)
        if is_own:
            cookie[OWN_DEVICE] = True
        if let_in_by is not None:
            cookie[THROUGH] = let_in_by


def is_signed_in_on_own_device() -> bool:
    """Whether somebody is signed in who said that this device is their own."""
    return OWN_DEVICE in cookie and find_actor() is not None


def entered_through() -> str | None:
    """The id of the organisation whose own sign-in let this person in; None for who gave a password here."""
    found: str | None = cookie.get(THROUGH)
    return found


def forget() -> None:
    """Take the token out of the cookie."""
    logout_user()
    cookie.clear()


def _load(token: str) -> SignedInUser | None:
    signed_in = sign_ins.find_sign_in(session(), id_of(token))
    if signed_in is None or not is_current(signed_in, now()):
        return None
    if now() - signed_in.last_seen_at >= SEEN_STEP:
        _touch(signed_in.sign_in_id)
    entrant = entrant_of(signed_in)
    is_half = is_outstanding(entrant, required=house().settings.requires_second_factor)
    return SignedInUser(token, entrant, None if is_half else actor_of(signed_in, house().learner_key))


def _touch(id_: bytes) -> None:
    """A page that is only read notes the hour in a transaction of its own."""
    if is_writing():
        sign_ins.touch(session(), id_, now())
        return
    with house().database.write() as own:
        sign_ins.touch(own, id_, now())
