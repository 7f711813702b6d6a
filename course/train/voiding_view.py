"""What is void in a question from its page, what is proposed, and who may do what about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request, url_for

from course.acts.policy import may
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.content.core_digest import core_digest
from course.content.document import Document
from course.content.prose import plain
from course.content.questions.base import WHOLE, Question
from course.content.quiz import Quiz
from course.storage import voidings
from course.storage.models import Voiding
from course.web.errors import in_words
from course.web.forms import errors_of
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.transaction import session
from course.web.words import gettext


@dataclass(frozen=True)
class VoidedPart:
    """A part that is proposed or in force: its words, the reason, the day. `is_mine`: one proposed it oneself."""

    part: str
    words: str
    reason: str
    on: object
    is_in_force: bool
    is_mine: bool


@dataclass(frozen=True)
class VoidingPanel:
    """`parts` can be proposed: value and words. `draft_url` is empty for who writes no drafts."""

    standing: tuple[VoidedPart, ...]
    parts: tuple[tuple[str, str], ...]
    may_void: bool
    draft_url: str
    typed_part: str
    typed_reason: str
    errors: dict[str, str]
    error_title: str


def voiding_panel(document: Document[Quiz], question_id: str, refusal: Invalid | Conflict | None) -> VoidingPanel:
    """The panel; with a refusal what was typed stands in it."""
    question = document.in_(page_language()).questions[question_id]
    standing = tuple(_standing(document, question_id, question))
    taken = {one.part for one in standing} | document.reference.questions[question_id].void_parts()
    known = {WHOLE: _words(question, WHOLE)} | {part: _words(question, part) for part in question.compared()}
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    return VoidingPanel(
        standing=standing,
        parts=() if WHOLE in taken else tuple((part, words) for part, words in known.items() if part not in taken),
        may_void=may(actor(), "void"),
        draft_url=url_for("author.new_draft") if may(actor(), "open-drafts") else "",
        typed_part=request.form.get("part", "") if refusal else "",
        typed_reason=request.form.get("reason", "") if refusal else "",
        errors=errors or ({"": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if isinstance(refusal, Invalid) else "",
    )


def _standing(document: Document[Quiz], question_id: str, question: Question) -> Iterator[VoidedPart]:
    digest = core_digest(document.written.questions[question_id])
    for row in voidings.list_of_quiz(session(), document.id):
        if (row.question, row.core_digest) == (question_id, digest):
            yield _part(row, question)


def _part(row: Voiding, question: Question) -> VoidedPart:
    return VoidedPart(
        part=row.part,
        words=_words(question, row.part),
        reason=row.reason,
        on=row.confirmed_at or row.proposed_at,
        is_in_force=row.confirmed_at is not None,
        is_mine=row.proposed_by == actor().person_id,
    )


def _words(question: Question, part: str) -> str:
    return gettext(N_("The whole question")) if part == WHOLE else plain(question.words_of(part))
