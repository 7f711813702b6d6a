"""A question of an attempt: shown with the answer that stands, and answered.

A form that a reader sends is answered with the next page. The script of the page (`js/quiz.js`) sends the same form to
the same address while it is filled in, and is answered with data: what was said above the question, and what the form
must carry the next time. The act, its rules and the status of a refusal are the same.
"""

import datetime as dt
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from course.acts.save_answer import Given, Kept, Sent, StaleAnswer, find_certainty
from course.acts.save_answer import save_answer as keep_answer
from course.base.calendar import week_of
from course.base.ids import as_id
from course.base.refusals import Conflict, Invalid
from course.content.prose import Notes
from course.content.questions.base import Answer
from course.learn.feature import feature
from course.learn.sheet import AttemptSheet, open_sheet
from course.web.assets import find_script
from course.web.errors import in_words
from course.web.forms import errors_of, is_from_script, new_client_key, sent_fields, try_act
from course.web.house import now
from course.web.i18n import hour
from course.web.identity import desk
from course.web.own_device import is_copy_to_keep
from course.web.player.question import question_page, read_answer
from course.web.player.sheet import level_in_words
from course.web.words import gettext

Page = str | tuple[str, int] | Response
Data = tuple[dict[str, Any], int]


@feature.page("/attempts/<attempt_id>/<int:number>", permission="learn")
def show_question(attempt_id: str, number: int) -> str | Response:
    """A question, filled in with the answer that stands; blank on the copy that one's own device keeps."""
    sheet = open_sheet(attempt_id)
    if not sheet.row.is_open:
        return redirect(sheet.at.result, 303)
    return _question_page(sheet, number, is_blank=is_copy_to_keep())


@feature.act("/attempts/<attempt_id>/<int:number>", permission="learn")
def save_answer(attempt_id: str, number: int) -> Page | Data:
    """Keep the answer, and go on. A stale form is shown both answers, a late one its own; a blank one asks for one."""
    sheet = open_sheet(attempt_id)
    sheet.question_id(number)
    kept = try_act(lambda: _keep(sheet, number))
    return _told_to_script(sheet, number, kept) if is_from_script() else _told_to_reader(sheet, number, kept)


def _keep(sheet: AttemptSheet, number: int) -> Kept:
    id_ = sheet.question_id(number)
    question = sheet.quiz.questions[id_]
    sent = Sent(sent_fields(), _based_on(), request.form.get("client_key", "")[:64])
    if sheet.row.is_open:
        read_answer(question, sent.fields)
    return keep_answer(desk(), as_id(sheet.id), id_, sent)


def _told_to_reader(sheet: AttemptSheet, number: int, kept: Kept | Invalid | Conflict) -> Page:
    if isinstance(kept, StaleAnswer):
        return render_template("learn/stale.html", **_stale(sheet, number, kept)), 409
    if isinstance(kept, Conflict):
        return render_template("learn/late.html", **_late(sheet, number, kept)), 409
    if isinstance(kept, Invalid) and not sheet.row.is_open:
        return redirect(sheet.at.result, 303)  # what no page offered, to a question that is closed
    if isinstance(kept, Invalid):
        typed = sheet.quiz.questions[sheet.question_id(number)].as_typed(sent_fields())
        return _question_page(sheet, number, certainty=_certainty_sent(), refusal=kept, typed=typed), 422
    return redirect(sheet.url_after(number), 303)


def _told_to_script(sheet: AttemptSheet, number: int, kept: Kept | Invalid | Conflict) -> Data:
    """`state`: saved, stale, late or refused; `said` in words, or `shown` as a part of the page.

    A page that a script keeps alive says "saved" of what it shows: so an answer sent twice and answered anew elsewhere
    meanwhile is stale here, where a reader who is led to the next page need not be asked.
    """
    if isinstance(kept, Kept) and kept.standing != kept.sent:
        kept = StaleAnswer(kept.standing, kept.sent, kept.seq)
    if isinstance(kept, StaleAnswer):
        shown = render_template("learn/stale_here.html", **_stale(sheet, number, kept))
        return {"state": "stale", "shown": shown, "based_on": kept.seq, "client_key": new_client_key()}, 409
    if isinstance(kept, Conflict):
        return {"state": "late", "shown": render_template("learn/late_here.html", **_late(sheet, number, kept))}, 409
    if isinstance(kept, Invalid):
        words = [error.message for error in errors_of(kept)] or [in_words(kept)]
        return {"state": "refused", "said": gettext("Not saved: %(why)s", why=". ".join(words))}, 422
    return {
        "state": "saved",
        "said": saved_in_words(now()),
        "based_on": kept.seq,
        "client_key": new_client_key(),
        "next": sheet.url_after(number),
    }, 200


def saved_in_words(saved_at: dt.datetime) -> str:
    """That answers are saved, and the hour of the last one in Lisbon."""
    return gettext("Saved at %(hour)s. You can leave and come back.", hour=hour(saved_at))


def _certainty_sent() -> int | None:
    certainty = try_act(lambda: find_certainty(sent_fields()))
    return certainty if isinstance(certainty, int) else None


def _based_on() -> int:
    written = request.form.get("based_on", "")
    return int(written) if written.isdigit() and len(written) < 6 else 0


def _question_page(
    sheet: AttemptSheet,
    number: int,
    *,
    certainty: int | None = None,
    refusal: Invalid | None = None,
    typed: Answer | None = None,
    is_blank: bool = False,
) -> str:
    """The page of a question; `certainty` and `typed` are what was sent on a form that was refused."""
    id_ = sheet.question_id(number)
    saved_at = None if is_blank else _saved_at(sheet)
    return question_page(
        sheet,
        number,
        level=None if is_blank else certainty or sheet.certainty(id_),
        refusal=refusal,
        typed={} if is_blank else typed or None,
        template="learn/question.html",
        based_on=sheet.seq(id_),
        saved=saved_in_words(saved_at) if saved_at else "",
        client_key=new_client_key(),
        waiting_script=find_script("waiting.js"),
    )


def _saved_at(sheet: AttemptSheet) -> dt.datetime | None:
    """When the last answer was saved; None where that was cut to the week, since no hour is known then."""
    last = max((answer.saved_at for answer in sheet.rows.values()), default=None)
    return None if last is None or last == week_of(last) else last


def _stale(sheet: AttemptSheet, number: int, stale: StaleAnswer) -> dict[str, Any]:
    """What is shown of an answer that would overwrite a newer one: both of them."""
    return {
        **_about(sheet, number),
        "standing": _shown(sheet, number, stale.standing),
        "sent": _shown(sheet, number, stale.sent),
        "is_level_said": bool(stale.standing.certainty or stale.sent.certainty),
        "sent_fields": [(name, value) for name, values in sent_fields().items() for value in values],
        "seq": stale.seq,
        "client_key": new_client_key(),
    }


def _late(sheet: AttemptSheet, number: int, late: Conflict) -> dict[str, Any]:
    """What is shown of an answer that came after the attempt was handed in: the answer, and why it does not count."""
    answer = sheet.quiz.questions[sheet.question_id(number)].read(sent_fields())
    sent = _shown(sheet, number, Given(answer, _certainty_sent()))
    return {**_about(sheet, number), "message": in_words(late), "sent": sent, "is_level_said": bool(sent["level"])}


def _about(sheet: AttemptSheet, number: int) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "number": number,
        "question": sheet.quiz.questions[sheet.question_id(number)],
        "notes": Notes("n", sheet.language),
        "here": sheet.at.question(number),
    }


def _shown(sheet: AttemptSheet, number: int, given: Given) -> dict[str, Any]:
    question = sheet.quiz.questions[sheet.question_id(number)]
    return {"remarks": question.remarks(given.answer), "level": level_in_words(given.certainty)}
