"""A part of a question is voided from its page: proposed, confirmed by another trainer, or dropped."""

from collections.abc import Callable

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from course.acts.desk import Desk
from course.acts.rescore import LONGEST
from course.acts.void_part import confirm_voiding, drop_voiding, propose_voiding
from course.base.refusals import Conflict, Invalid
from course.train.feature import feature
from course.train.question_figures_page import question_page
from course.web.forms import shown_again, try_act
from course.web.identity import desk


@feature.act("/train/figures/quizzes/<document_id>/<question_id>/voiding", permission="void")
def propose(document_id: str, question_id: str) -> Response:
    """Propose that a part count against nobody."""
    part, reason = _part(), request.form.get("reason", "")[: LONGEST + 1]
    return _led_on(document_id, question_id, lambda own: propose_voiding(own, document_id, question_id, part, reason))


@feature.act("/train/figures/quizzes/<document_id>/<question_id>/voiding/confirmation", permission="void")
def confirm(document_id: str, question_id: str) -> Response:
    """Confirm what another trainer proposed."""
    part = _part()
    return _led_on(document_id, question_id, lambda own: confirm_voiding(own, document_id, question_id, part))


@feature.act("/train/figures/quizzes/<document_id>/<question_id>/voiding/end", permission="void")
def drop(document_id: str, question_id: str) -> Response:
    """Drop a proposal."""
    part = _part()
    return _led_on(document_id, question_id, lambda own: drop_voiding(own, document_id, question_id, part))


def _part() -> str:
    return request.form.get("part", "")


def _led_on(document_id: str, question_id: str, act: Callable[[Desk], None]) -> Response:
    """To the question, or to it with what is to be mended."""
    refusal = try_act(lambda: act(desk()))
    if isinstance(refusal, Invalid | Conflict):
        return shown_again(question_page(document_id, question_id, refusal), refusal)
    here = url_for("train.show_question_figures", document_id=document_id, question_id=question_id, _anchor="void")
    return redirect(here, 303)
