"""A form of a case as it was sent: kept, or shown again with what to mend and everything that was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from flask import request

from course.author.drafted_case import DraftedCase
from course.author.guided_words import capitalised
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.content.guided.sent import Sent, Wrong
from course.content.guided.steps import StepForm, mark_of, wrongs_in
from course.content.problem import Problem
from course.content.writing import UnwritableError
from course.web.errors import in_words
from course.web.forms import FieldError, sent_fields, try_act
from course.web.words import gettext

_UNWRITABLE: Final = N_("The text cannot take this from a form: %(problem)s")


@dataclass(frozen=True)
class Unkept:
    """Why a form was not kept: what to mend by field, or that somebody else changed the same part meanwhile."""

    status: int
    errors: tuple[FieldError, ...] = ()
    is_behind: bool = False
    by_field: Mapping[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_field", {error.field: error.message for error in self.errors if error.field})


def what_was_sent() -> Sent:
    """The fields of the request, each with its first value."""
    return {name: values[0] for name, values in sent_fields().items()}


def asked_act() -> tuple[str, int]:
    """What a button of the form asks beside saving: `add`, or `up` and `out` with the number of an option."""
    act, _, number = request.form.get("act", "").partition("-")
    return act, int(number) if number.isascii() and number.isdigit() and len(number) < 3 else 0


def keep(case: DraftedCase, before: StepForm, form: StepForm, sent: Sent) -> Unkept | None:
    """Save what the form says otherwise than the text; None where it stands then.

    `before` is the form as the text has it.
    """
    if form == before:
        return None
    if case.problems:
        return Unkept(Conflict.status)
    if wrongs := wrongs_in(form, case.tree):
        return Unkept(Invalid.status, tuple(FieldError(wrong.name, _in_words(wrong)) for wrong in wrongs))
    if _is_behind(case, before, sent):
        return Unkept(Conflict.status, is_behind=True)
    return _save(case, form)


def _save(case: DraftedCase, form: StepForm) -> Unkept | None:
    try:
        text = case.written(form.write)
    except UnwritableError as error:
        problem = error.problems[0].in_words(gettext)
        return Unkept(Invalid.status, (FieldError("", gettext(_UNWRITABLE, problem=problem)),))
    refusal = try_act(lambda: case.save(text))
    if isinstance(refusal, Conflict):
        return Unkept(refusal.status, is_behind=True)
    return Unkept(refusal.status, (FieldError("", in_words(refusal)),)) if refusal else None


def _is_behind(case: DraftedCase, before: StepForm, sent: Sent) -> bool:
    """Whether this part of the text is another one than the page showed. Other parts may have changed meanwhile."""
    return sent.get("version") != str(case.draft.version) and sent.get("shown") != mark_of(before)


def _in_words(wrong: Wrong) -> str:
    return capitalised(Problem("", 0, 0, "", wrong.message, wrong.values, wrong.hint).in_words(gettext))
