"""What is kept about the signed-in person and who looked at it; a copy of it; its erasure."""

import dataclasses
import datetime as dt
import json
from typing import Any, Final

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.accounts import who_form
from course.accounts.feature import feature
from course.acts.erase import ask_erasure as ask
from course.acts.erase import call_off_erasure as call_off
from course.acts.erase import plan_erasure
from course.acts.own_data import OwnData, OwnPending, export_own_data, read_own_data
from course.acts.set_password import demand_present
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.content.prose import plain
from course.content.survey import WAVES
from course.scoring.survey_waves import closing_of
from course.storage import restrictions
from course.web.audit_words import event_in_words
from course.web.bodies import body_in_words
from course.web.certainty_words import words_of_level
from course.web.documents import KIND_NAMES
from course.web.door import door
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import catalogue, house, now
from course.web.i18n import full_day, page_language
from course.web.identity import actor, desk
from course.web.page import ROLE_NAMES
from course.web.request_words import ground_in_words, kind_in_words
from course.web.tracks import module_title, track_title
from course.web.transaction import session, set_down
from course.web.words import gettext

FORMS: Final[dict[str, str]] = {
    "html": N_("A page to read and print"),
    "json": N_("A file for another program (JSON)"),
}
MAIL_KINDS: Final[dict[str, str]] = {
    "sign-in-code": N_("A one-time code"),
    "reminder": N_("A reminder"),
    "finish-reminder": N_("A reminder to finish"),
    "unit-summary": N_("A weekly summary"),
    "session-changed": N_("A session was changed"),
    "session-cancelled": N_("A session was cancelled"),
    "modules-swapped": N_("The modules before a session were changed"),
    "refreshers": N_("A date to come back to questions"),
    "seat-filled": N_("A place became free"),
    "seat-moved": N_("A place became free"),
    "attendance-corrected": N_("A note of attendance was corrected"),
    "paper-recorded": N_("Work on paper was recorded"),
    "paper-contested": N_("A record of work on paper was contested"),
    "paper-decided": N_("A record of work on paper was looked at"),
    "data-request-made": N_("A request about data waits for an answer"),
    "data-request-answered": N_("A request about your data was answered"),
    "text-to-sign": N_("A text waits for a signature"),
    "signature-due": N_("A reminder of a signature"),
    "text-signed": N_("A party signed a text"),
    "text-refused": N_("A party refuses a text"),
    "text-commented": N_("A text was commented on"),
    "text-published": N_("A text was published"),
    "text-withdrawn": N_("A text was withdrawn"),
    "address-changed": N_("To the former address: it was changed"),
    "factor-changed": N_("A second factor was added or taken away"),
    "factor-taken": N_("The second factor was taken away by somebody else"),
}
WITHHELD: Final = (
    "the password, which is kept in a form that cannot be read",
    "one-time codes, cookies, browsers and the address for a calendar, of which only a hash is kept",
    "the secret of an app and what a passkey is recognised by, and recovery codes, of which only a hash is kept",
    "what is held sealed until its hour: its text can be read at its place in the course",
    "the texts of drafts and what others answered, which are the course's: they can be read on their pages",
    "the pseudonym under which answers are kept, which would open them in a copy of the database",
)
"""What of the person's rows no copy carries, and why; said in the JSON file."""


@feature.page("/account/data", permission="own-data")
def show_own_data() -> str:
    """Every row about the person, by store, with when it goes; and who looked."""
    own = read_own_data(desk(), page_language())
    is_restricted = any(one.kind == "restriction" and not one.ended_on for one in own.requests)
    return render_template("accounts/data.html", own=own, is_restricted=is_restricted, **_words())


@feature.page("/account/data/export", permission="export-own-data")
def show_export() -> str:
    """Where a copy is asked for, with the password."""
    return _export_page(None)


@feature.act("/account/data/export", permission="export-own-data")
def export() -> Response:
    """The copy. The password is checked while nobody waits for the database: it is slow on purpose."""
    who, password, form = actor().person_id, who_form.field("password"), request.form.get("form", "html")
    set_down()
    with house().database.read() as reading:
        refusal = try_act(lambda: demand_present(door(reading), who, password, _wrong_password()))
    if isinstance(refusal, (Invalid, Conflict)):
        return shown_again(_export_page(refusal), refusal)
    own = export_own_data(desk(), page_language(), "json" if form == "json" else "html")
    return _json_file(own) if form == "json" else _html_file(own)


@feature.page("/account/data/erasure", permission="erase-own-learning")
def show_erasure() -> str:
    """The dry run: what would go, what stays and why; or that it was asked, and until when it can be called off."""
    waits = restrictions.is_restricted(session(), actor().person_id)
    return render_template("accounts/erasure.html", plan=plan_erasure(desk()), waits=waits)


@feature.act("/account/data/erasure", permission="erase-own-learning")
def ask_erasure() -> Response:
    """Have one's learning erased in seven days."""
    ask(desk())
    return redirect(url_for("accounts.show_erasure"), 303)


@feature.act("/account/data/erasure/call-off", permission="erase-own-learning")
def call_off_erasure() -> Response:
    """Keep it after all."""
    call_off(desk())
    return redirect(url_for("accounts.show_erasure"), 303)


def _wrong_password() -> Invalid:
    return Invalid(N_("The password is not right"), {"password": N_("Write the password you sign in with")})


def _export_page(refusal: Invalid | Conflict | None) -> str:
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    return render_template(
        "accounts/data_export.html",
        errors={error.field: error.message for error in errors} or ({"": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if refusal and errors else "",
        forms_of_copy=[(form, gettext(words)) for form, words in FORMS.items()],
        chosen=request.form.get("form", "html"),
    )


def _html_file(own: OwnData) -> Response:
    page = render_template("accounts/data_file.html", own=own, **_words())
    return _attachment(page, "text/html; charset=utf-8", "html")


def _json_file(own: OwnData) -> Response:
    content = dataclasses.asdict(own) | {"not_in_this_copy": WITHHELD}
    written = json.dumps(content, ensure_ascii=False, indent=1, default=_as_text)
    return _attachment(written, "application/json", "json")


def _as_text(value: Any) -> str:
    if isinstance(value, dt.date):  # a moment is one too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _attachment(body: str, mimetype: str, ending: str) -> Response:
    response = make_response(body)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="terreno-comum-{now():%Y-%m-%d}.{ending}"'
    return response


def _words() -> dict[str, Any]:
    """What the parts of both page and file need to say rows in words."""
    return {
        "event_in_words": event_in_words,
        "body_in_words": body_in_words,
        "kind_of_document": lambda kind: gettext(KIND_NAMES[kind]),
        "role_in_words": lambda role: gettext(ROLE_NAMES[role]),
        "mail_in_words": _mail_in_words,
        "goes_in_words": lambda words: "; ".join(gettext(word) for word in words),
        "held_in_words": _held_in_words,
        "batch_in_words": _batch_in_words,
        "level_in_words": words_of_level,
        "kind_in_words": kind_in_words,
        "ground_in_words": ground_in_words,
        "module_title": module_title,
        "track_title": track_title,
        "section_title": _section_title,
        "quiz_title": _quiz_title,
        "question_text": _question_text,
    }


def _mail_in_words(kind: str) -> str:
    return gettext(MAIL_KINDS.get(kind, kind))


def _held_in_words(held: OwnPending) -> str:
    """What is held, in one's own words where one wrote some."""
    if held.is_lost:
        return gettext("Something that can no longer be opened, and will not be sent")
    if held.module is None:
        return gettext("A survey sheet")
    said = [*(_objection(held.module, id_) for id_ in held.ticked), *([held.line] if held.line else [])]
    title = module_title(held.module)
    return gettext("An objection in the module %(module)s: %(said)s", module=title, said="; ".join(said))


def _objection(module_id: str, id_: str) -> str:
    """A ready sentence as it reads today; its id where it was taken out."""
    module = catalogue().library.modules.get(module_id)
    sections = module.in_(page_language()).sections.values() if module else ()
    return next((plain(section.objections[id_].says) for section in sections if id_ in section.objections), id_)


def _batch_in_words(batch: str) -> str:
    """Until when, of `session:<code>`, `quarter:<quarter>` or `wave:<survey>/<wave>/<quarter>`."""
    kind, _, rest = batch.partition(":")
    if kind == "session":
        return gettext("until the picture of session %(code)s is taken", code=rest)
    if kind == "quarter":
        return gettext("until the quarter %(quarter)s ends", quarter=rest)
    return _wave_in_words(rest) if kind == "wave" else batch


def _wave_in_words(place: str) -> str:
    """Until when a sheet waits; in which wave, nobody is told who does not hold the key."""
    _, wave, quarter = place.rsplit("/", 2)
    known = next(one for one in WAVES if one == wave)
    day = full_day(lisbon_day(closing_of(known, quarter)))
    return gettext("until %(day)s; afterwards nobody can tell which one it was", day=day)


def _section_title(module_id: str, id_: str) -> str:
    module = catalogue().library.modules.get(module_id)
    section = module.in_(page_language()).sections.get(id_) if module else None
    return section.title if section else id_


def _quiz_title(id_: str) -> str:
    quiz = catalogue().library.quizzes.get(id_)
    return plain(quiz.in_(page_language()).title) if quiz else id_


def _question_text(quiz_id: str, id_: str) -> str:
    quiz = catalogue().library.quizzes.get(quiz_id)
    question = quiz.in_(page_language()).questions.get(id_) if quiz else None
    return plain(question.prompt) if question else id_
