"""The screen of a room, led by its trainer: a case opened, votes called and closed, the way that the room takes."""

from typing import Any, Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts import live_room
from course.acts.live_room import cases_of
from course.base.refusals import Conflict, Invalid
from course.storage import rooms, sessions, settings
from course.storage.models import CourseSession
from course.storage.rooms import Standing
from course.train.feature import feature
from course.train.room_views import Stage, case_titles, joining, stage_of, turnout_in_words
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.player.content_notes import note_of_case
from course.web.player.decision import idea_of
from course.web.player.road import render_case
from course.web.rooms import mark_of, scene_title, unless_known
from course.web.transaction import session

Refused = Invalid | Conflict | None
LONGEST_FIELD: Final = 80


@feature.page("/train/sessions/<code>/room", permission="live-room")
def show_room(code: str) -> str | Response:
    """The screen of the room as it stands; without one, the cases that can be opened in it."""
    planned, standing = _own(code)
    return _screen(standing, None) if standing else _choosing(planned, None)


@feature.act("/train/sessions/<code>/room", permission="live-room")
def open_a_room(code: str) -> tuple[str, int] | Response:
    """Open a case in the room."""
    refusal = try_act(lambda: live_room.open_room(desk(), code, request.form.get("case", "")))
    if refusal is not None:
        return _choosing(_own(code)[0], refusal), refusal.status
    return _to_screen(code)


@feature.act("/train/sessions/<code>/room/vote", permission="live-room")
def call_a_vote(code: str) -> tuple[str | Response, int] | Response:
    """Take votes where the room stands, for the first time or again."""
    return _answer(code, try_act(lambda: live_room.call_vote(desk(), code, _number())))


@feature.act("/train/sessions/<code>/room/close", permission="live-room")
def close_a_vote(code: str) -> tuple[str | Response, int] | Response:
    """Close the vote: the bars appear, from eight votes on, or as many as an organisation has set."""
    return _answer(code, try_act(lambda: live_room.close_vote(desk(), code, _number())))


@feature.page("/train/sessions/<code>/room/hands", permission="live-room")
def show_hands(code: str) -> str | Response:
    """Where a show of hands is typed in."""
    _, standing = _own(code)
    return _hands(standing, None) if standing else _to_screen(code)


@feature.act("/train/sessions/<code>/room/hands", permission="live-room")
def count_hands(code: str) -> tuple[str | Response, int] | Response:
    """Show the hands that were counted."""
    _, standing = _own(code)
    choices = stage_of(standing).choices if standing else {}
    typed = {choice: request.form.get(f"hands-{choice}", "")[:LONGEST_FIELD] for choice in choices}
    refusal = try_act(lambda: live_room.count_hands(desk(), code, _number(), typed))
    if standing and isinstance(refusal, Invalid):
        return _hands(standing, refusal), refusal.status
    return _answer(code, refusal)


@feature.act("/train/sessions/<code>/room/follow", permission="live-room")
def follow_a_way(code: str) -> tuple[str | Response, int] | Response:
    """Go the way that the room takes; what came of it, and the law, are the next page."""
    number, choice = _number(), request.form.get("choice", "")
    refusal = try_act(lambda: live_room.follow(desk(), code, number, choice))
    if refusal is not None:
        return _answer(code, refusal)
    return redirect(url_for("train.show_room_decision", code=code, number=number), 303)


@feature.page("/train/sessions/<code>/room/decisions/<int:number>", permission="live-room")
def show_room_decision(code: str, number: int) -> str | Response:
    """What came of decision `number` that the room took, why, and the law; and of the others, for whoever asks."""
    _, standing = _own(code)
    stage = stage_of(standing) if standing else None
    if stage is None or not 1 <= number < stage.number:
        return _to_screen(code)
    taken = stage.road.decision(number)
    return _render(
        "train/room_decision.html",
        stage,
        decision=number,
        choice=taken,
        others=[one for one in stage.road.offered_at(number).values() if one is not taken],
        choice_language=stage.road.language_of(stage.road.steps[number - 1].scene),
        idea=idea_of(taken, stage.road.language),
        is_last=number == stage.number - 1,
        is_next_known=stage.standing.round is not None or stage.road.is_over,
    )


@feature.act("/train/sessions/<code>/room/back", permission="live-room")
def go_back_in_room(code: str) -> tuple[str | Response, int] | Response:
    """Go back to the last decision."""
    return _answer(code, try_act(lambda: live_room.go_back(desk(), code, _number())))


@feature.act("/train/sessions/<code>/room/end", permission="live-room")
def close_the_room(code: str) -> Response:
    """Close the room, with everything in it."""
    live_room.close_room(desk(), code)
    return redirect(url_for("train.show_session", code=code), 303)


@feature.page("/train/sessions/<code>/room/state", permission="live-room")
def show_room_state(code: str) -> Response:
    """What the script of the screen asks for: whether the room has gone on, and whether enough have voted."""
    _, standing = _own(code)
    told = f"{mark_of(standing)}\n{turnout_in_words(standing)}" if standing else "closed\n"
    return unless_known(told, "text/plain")


def _own(code: str) -> tuple[CourseSession, Standing | None]:
    """A session that one leads, and its room. Raises NotFound for any other session."""
    planned = sessions.get_led_session(session(), actor().person_id, code)
    return planned, rooms.find_of_session(session(), code, now())


def _number() -> int:
    typed = request.form.get("number", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0


def _to_screen(code: str) -> Response:
    return redirect(url_for("train.show_room", code=code), 303)


def _answer(code: str, refusal: Refused) -> tuple[str | Response, int] | Response:
    """The screen; or the screen with what to mend. Without a room, where one is opened."""
    if refusal is None:
        return _to_screen(code)
    planned, standing = _own(code)
    return (_screen(standing, refusal) if standing else _choosing(planned, refusal)), refusal.status


def _choosing(planned: CourseSession, refusal: Refused) -> str:
    return render_template(
        "train/room_choose.html",
        planned=planned,
        least=settings.smallest_group_in(session(), planned.code),
        cases=case_titles(cases_of(catalogue(), planned)),
        can_open=planned.cancelled_at is None and planned.ends_at >= now(),
        errors={"case": in_words(refusal)} if refusal else {},
    )


def _screen(standing: Standing, refusal: Refused) -> str | Response:
    stage = stage_of(standing)
    if standing.round is None and stage.number > 1 and not stage.road.is_over and refusal is None:
        return redirect(stage.road.at.consequence(stage.number - 1), 303)
    if standing.round is None and stage.number == 1 and stage.hands is None:
        return _render(
            "train/room_entry.html", stage, content_note=note_of_case(stage.road.case, None, page_language())
        )
    scene = stage.road.case.scenes[standing.room.scene]
    return _render(
        "train/room_ending.html" if stage.road.is_over else "train/room.html",
        stage,
        scene=scene,
        scene_language=stage.road.language_of(standing.room.scene),
        heading=scene_title(stage.road.case, stage.number),
        turnout=turnout_in_words(standing),
        least=settings.smallest_group_in(session(), standing.room.session),
        errors={"choice": in_words(refusal)} if refusal else {},
    )


def _hands(standing: Standing, refusal: Invalid | None) -> str | Response:
    stage = stage_of(standing)
    if stage.road.is_over:
        return _to_screen(standing.room.session)
    return _render(
        "train/room_hands.html",
        stage,
        typed={choice: request.form.get(f"hands-{choice}", "")[:LONGEST_FIELD] for choice in stage.choices},
        errors={error.field: error.message for error in errors_of(refusal)} if refusal else {},
    )


def _render(template: str, stage: Stage, **own: Any) -> str:
    room = stage.standing.room
    return render_case(
        template,
        stage.road.case,
        language=stage.road.language,
        stage=stage,
        road=stage.road,
        room=room,
        code=room.session,
        room_round=stage.standing.round,
        joining=joining(room.code),
        mark=mark_of(stage.standing),
        **own,
    )
