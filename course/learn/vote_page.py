"""The phone in the room: the code is typed, then there is a vote, or the wait for the next one.

Nobody is asked who they are, signed in or not, and nothing is noted but the vote (course/acts/vote.py). A page that is
being filled in is never loaded anew; one that waits asks every few seconds.
"""

from typing import Final

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.room_ticket import LONGEST
from course.acts.vote import LONGEST_TYPED, as_code, come_in, find_place, has_voted, vote
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.learn.feature import room as feature
from course.scoring.case import offered, walk_by
from course.storage.rooms import Standing
from course.web.door import door
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import catalogue, house
from course.web.i18n import page_language
from course.web.player.road import render_case
from course.web.rooms import SECONDS_BETWEEN, mark_of, unless_known
from course.web.transaction import session

PLACE: Final = "/room"
"""The path of the ticket's cookie: no other page is sent it."""
CHANGE: Final = "change"
"""In the query of a phone that has voted and wants to vote otherwise."""


@feature.page(PLACE, permission="vote")
def show_entry() -> str:
    """Where the code of the room is typed; an address read from the screen brings it along."""
    return _entry(as_code(request.args.get("code", "")), None)


@feature.act(PLACE, permission="vote")
def enter() -> Response:
    """Come in: the phone is handed its ticket."""
    typed = request.form.get("code", "")[:LONGEST_TYPED]
    let_in = try_act(lambda: come_in(door(session()), typed, _ticket()))
    if isinstance(let_in, (Invalid, Conflict)):
        return shown_again(_entry(as_code(typed), let_in), let_in)
    code, ticket = let_in
    response = redirect(url_for("room.show_vote", room=code), 303)
    secure = house().settings.is_production
    response.set_cookie(_cookie_name(), ticket, httponly=True, samesite="Strict", secure=secure, path=PLACE)
    return response


@feature.page("/room/<room>", permission="vote")
def show_vote(room: str) -> str | Response:
    """The vote at hand; whether one's own has come in; or that the room goes on at the screen."""
    standing = _find(room)
    if standing is None:
        return redirect(url_for("room.show_entry", code=as_code(room), gone="yes"), 303)
    if standing.round is None or not standing.round.is_open:
        return _waiting(standing, has_voted=False)
    if CHANGE not in request.args and has_voted(session(), standing, _ticket()):
        return _waiting(standing, has_voted=True)
    return _ballot(standing, None)


@feature.act("/room/<room>", permission="vote")
def send_vote(room: str) -> Response:
    """Vote, or vote otherwise. However often the same form comes, it is one vote."""
    standing = _find(room)
    if standing is None:
        return redirect(url_for("room.show_entry", code=as_code(room), gone="yes"), 303)
    sent = (request.form.get("scene", ""), request.form.get("round", ""), request.form.get("choice", ""))
    refusal = try_act(lambda: vote(door(session()), catalogue(), standing, _ticket(), sent))
    if isinstance(refusal, Conflict):
        return make_response(_waiting(standing, has_voted=False, late=in_words(refusal)), refusal.status)
    if isinstance(refusal, Invalid):
        return shown_again(_ballot(standing, refusal), refusal)
    return redirect(url_for("room.show_vote", room=room), 303)


@feature.page("/room/<room>/state", permission="vote")
def show_state(room: str) -> Response:
    """A word that changes when the room goes on: what the page's script asks for. One query."""
    standing = _find(room)
    if standing is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return unless_known(mark_of(standing), "text/plain")


def _find(room: str) -> Standing | None:
    return find_place(door(session()), room, _ticket())


def _ticket() -> str:
    return request.cookies.get(_cookie_name(), "")[:LONGEST]


def _cookie_name() -> str:
    return "__Secure-room" if house().settings.is_production else "room"


def _entry(code: str, refusal: Invalid | Conflict | None) -> str:
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    return render_template(
        "room/entry.html",
        code=code,
        is_gone="gone" in request.args,
        errors=errors or ({"code": in_words(refusal)} if refusal else {}),
    )


def _ballot(standing: Standing, refusal: Invalid | None) -> str:
    document = catalogue().case_at(session(), standing.room.digest)
    language = page_language()
    case = document.in_(language)
    return render_case(
        "room/ballot.html",
        case,
        room=standing.room,
        round=standing.round,
        mark=mark_of(standing),
        choices=offered(case, walk_by(case, standing.room.choices)[-1]),
        scene_language=document.language_of(language, "scenes", standing.room.scene),
        errors={"choice": in_words(refusal)} if refusal else {},
    )


def _waiting(standing: Standing, *, has_voted: bool, late: str = "") -> str:
    return render_template(
        "room/waiting.html",
        room=standing.room,
        has_voted=has_voted,
        late=late,
        mark=mark_of(standing),
        seconds=SECONDS_BETWEEN,
    )
