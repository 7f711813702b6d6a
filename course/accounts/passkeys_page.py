"""Passkeys: asked of the browser by a script of ours, added and shown by forms. A code does as well without one."""

from collections.abc import Callable

from flask import Response as Answer
from flask import jsonify, request
from werkzeug.wrappers import Response

from course.accounts import who_form
from course.accounts.entering import go_in
from course.accounts.feature import feature
from course.accounts.second_step_page import after_set_up, set_up_page, step_page
from course.acts.passkeys import (
    LONGEST_ANSWER,
    Party,
    add_passkey,
    ask_for_passkey,
    find_party,
    offer_passkey,
    show_passkey,
    take_challenge,
)
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.web.errors import in_words
from course.web.forms import shown_again, try_act
from course.web.house import house
from course.web.identity import remember, step_desk
from course.web.transaction import set_down


@feature.act("/sign-in/second-step/passkeys/new/options", permission="second-step")
def offer_new_passkey() -> Answer:
    """What the browser needs to make a passkey."""
    return _asked(lambda: offer_passkey(step_desk(), _party()))


@feature.act("/sign-in/second-step/passkeys/new", permission="second-step")
def keep_passkey() -> Response:
    """Keep what it made."""
    name, answer = who_form.field("name"), _answer()
    challenge = take_challenge(step_desk())
    set_down()
    finished = try_act(lambda: add_passkey(step_desk(), _party(), challenge, name, answer))
    if isinstance(finished, (Invalid, Conflict)):
        return shown_again(set_up_page(finished), finished)
    return after_set_up(finished)


@feature.act("/sign-in/second-step/passkeys/options", permission="second-step")
def ask_for_kept_passkey() -> Answer:
    """What the browser needs to show a passkey."""
    return _asked(lambda: ask_for_passkey(step_desk(), _party()))


@feature.act("/sign-in/second-step/passkeys", permission="second-step")
def take_passkey() -> Response:
    """Look at what it showed."""
    answer, challenge = _answer(), take_challenge(step_desk())
    set_down()
    token = try_act(lambda: show_passkey(step_desk(), _party(), challenge, answer))
    if isinstance(token, (Invalid, Conflict)):
        return shown_again(step_page(token), token)
    remember(token)
    return go_in(request.form.get("next"))


def _asked(act: Callable[[], str]) -> Answer:
    """The options, or in `said` why there are none."""
    options = try_act(act)
    if isinstance(options, (Invalid, Conflict)):
        refused = jsonify(said=in_words(options))
        refused.status_code = options.status
        return refused
    return Answer(options, mimetype="application/json")


def _party() -> Party:
    """This site. Raises NotFound where its address is a number."""
    party = find_party(house().settings.public_url)
    if party is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return party


def _answer() -> str:
    return request.form.get("credential", "")[:LONGEST_ANSWER]
