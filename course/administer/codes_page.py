"""One-time codes for people of one's organisation: chosen here, mailed, or printed on slips that are shown once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_date
from flask import Response, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from course.acts.issue_codes import Issued, Outcome, issue_to_chosen, issue_to_unit
from course.acts.one_time_code import VALID
from course.administer import looked_for
from course.administer.feature import feature
from course.administer.people_page import note_look, page_of, show_those_sought, unit_asked
from course.base.calendar import LISBON
from course.base.ids import as_id, as_text
from course.base.languages import HTML_LANG, LOCALES, N_
from course.base.refusals import Conflict, Invalid
from course.storage import codes, units
from course.storage.models import Channel
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import now
from course.web.identity import actor, desk
from course.web.transaction import is_writing, session
from course.web.words import gettext, spoken

EVERYBODY = "without-password"
PASSWORD_WORDS = {True: N_("has a password"), False: N_("has none yet")}
CODE_WORDS: dict[Channel | None, str] = {
    "mail": N_("code by mail, still valid"),
    "slip": N_("code on a slip, still valid"),
    None: N_("no code"),
}


@dataclass(frozen=True)
class Slip:
    """A slip in the language of the person it is for."""

    language: str
    heading: str
    name: str
    facts: Sequence[tuple[str, str]]
    code: str
    steps: Sequence[str]
    foot: str


@feature.page("/administer/codes", permission="issue-codes")
def show_codes() -> str:
    """The people of a unit and all below it who were looked for, to be chosen; that they were read is noted."""
    return _page(None)


@feature.act("/administer/codes/search", permission="issue-codes")
def look_for_people_to_choose() -> Redirect:
    """To those of them whom what was typed finds."""
    return show_those_sought("administer.show_codes")


@feature.act("/administer/codes", permission="issue-codes")
def issue_codes() -> Response | str:
    """Make the codes. The answer is the sheet of slips itself: nothing keeps them, so it cannot be opened again."""
    channel: Channel = "mail" if request.form.get("channel") == "mail" else "slip"
    made = try_act(lambda: _issue(channel))
    if isinstance(made, (Invalid, Conflict)):
        return shown_again(_page(made), made)
    return render_template(
        "administer/slips.html",
        channel=channel,
        slips=[_slip(issued) for issued in made.issued] if channel == "slip" else [],
        mailed=[issued.person.name for issued in made.issued] if channel == "mail" else [],
        without_address=[person.name for person in made.without_address],
        administrators=[person.name for person in made.administrators],
        back=_back(),
    )


def _issue(channel: Channel) -> Outcome:
    if request.form.get("who") == EVERYBODY:
        return issue_to_unit(desk(), as_id(request.args.get("unit") or as_text(actor().organisation_id)), channel)
    return issue_to_chosen(desk(), [as_id(text) for text in request.form.getlist("people")], channel)


def _page(refusal: Invalid | Conflict | None) -> str:
    unit = unit_asked(units.list_units(session(), actor().organisation_id))
    wanted = looked_for.open_words(request.args.get("sought", ""))
    page = page_of(unit, wanted.words)
    if not is_writing():
        note_look(unit)
    valid = codes.having_valid(session(), [person.id for person in page.people], now())
    return render_template(
        "administer/codes.html",
        unit=unit,
        wanted=wanted.words,
        page=page,
        state_of=lambda person: (
            f"{gettext(PASSWORD_WORDS[person.has_password])}; {gettext(CODE_WORDS[valid.get(person.id)])}"
        ),
        errors={error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {},
        error_title=gettext(refusal.message) if refusal else "",
        chosen=request.form.getlist("people"),
        action=url_for("administer.issue_codes", unit=as_text(unit.id), sought=wanted.sealed),
        url_of_page=lambda number: url_for(
            "administer.show_codes", unit=as_text(unit.id), sought=wanted.sealed, page=number
        ),
        back=_back(),
        everybody=EVERYBODY,
    )


def _back() -> str:
    return url_for("administer.list_people", unit=request.args.get("unit"), sought=request.args.get("sought"))


def _slip(issued: Issued) -> Slip:
    person, language = issued.person, issued.person.language
    with spoken(language):
        address = url_for("accounts.show_code", _external=True)
        facts = [
            (gettext("Number"), person.service_number),
            (gettext("E-mail"), None if person.service_number else person.email),
            (gettext("Organisation"), actor().organisation_name),
            (gettext("Valid until"), _until(now() + VALID, LOCALES[language])),
        ]
        return Slip(
            language=HTML_LANG[language],
            heading=gettext("Your code for the course"),
            name=person.name,
            facts=[(word, value) for word, value in facts if value],
            code=issued.code,
            steps=[
                gettext("Open %(address)s on any computer or phone.", address=address),
                gettext("Write who you are, this code, and a password that you choose. The code works once."),
            ],
            foot=gettext("Show it to nobody, and destroy it once your password is set. Nobody will ask you for it."),
        )


def _until(moment: dt.datetime, locale: str) -> str:
    """26 nov. 2026, 10:00, in Lisbon"""
    local = moment.astimezone(LISBON)
    return f"{format_date(local, 'd MMM y', locale=locale)}, {local:%H:%M}"
