"""A form of a case as it was sent: kept, or shown again with what to mend and everything that was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask import request

from course.author.drafted_case import DraftedCase
from course.author.guided_words import capitalised
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.content.bundle import bundle_of
from course.content.guided.sent import Sent, Wrong
from course.content.guided.steps import StepForm, field_at, mark_of, wrongs_in
from course.content.guided.tree import WHERE, Tree, read_case, state_invented
from course.content.private_persons import Finding, Public, find_private
from course.content.problem import Problem
from course.content.writing import UnwritableError
from course.web.errors import in_words
from course.web.forms import FieldError, try_act
from course.web.house import catalogue
from course.web.words import gettext

_IF_NOBODYS: Final = N_("Take it out; or, if it is invented, tick it under “Is it invented?”")
_UNWRITABLE: Final = N_("The text cannot take this from a form: %(problem)s")


@dataclass(frozen=True)
class Unkept:
    """Why a form was not kept: what to mend by field, or that somebody else changed the same part meanwhile.

    `names` are words that look like somebody's name or a station: kept when the author ticks that they are nobody's.
    """

    status: int
    errors: tuple[FieldError, ...] = ()
    is_behind: bool = False
    names: tuple[str, ...] = ()

    @property
    def by_field(self) -> Mapping[str, str]:
        """What to mend, by field."""
        told: dict[str, list[str]] = {}
        for error in self.errors:
            told.setdefault(error.field, []).append(error.message)
        return {name: ". ".join(messages) for name, messages in told.items() if name}


def asked_act() -> tuple[str, int]:
    """What a button of the form asks beside saving: `add`, or `up` and `out` with the number of an option."""
    act, _, number = request.form.get("act", "").partition("-")
    return act, int(number) if number.isascii() and number.isdigit() and len(number) < 3 else 0


def keep(case: DraftedCase, read: Callable[[Tree], StepForm], form: StepForm, sent: Sent) -> Unkept | None:
    """Save what the form says otherwise than the text; None where it stands then.

    `read` gives the form as a tree has it. Words that name a private person are not kept, wherever they were typed.
    """
    before = read(case.tree)
    is_behind = _is_behind(case, before, sent)
    nobodys = request.form.getlist("nobody")
    if form == before:
        return None
    if case.problems:
        return Unkept(Conflict.status)
    if wrongs := wrongs_in(form, case.tree):
        return Unkept(Invalid.status, tuple(FieldError(wrong.name, _in_words(wrong)) for wrong in wrongs))
    if is_behind:
        return Unkept(Conflict.status, is_behind=True)
    return _write(case, read, form, nobodys)


def _write(case: DraftedCase, read: Callable[[Tree], StepForm], form: StepForm, nobodys: list[str]) -> Unkept | None:
    try:
        text = case.written(form.write)
        found = _private_in(case, read, text)
        if stated := {one.name for one, _ in found if not one.is_certain} & set(nobodys):
            text = case.written(lambda tree: _write_stated(tree, form, sorted(stated)))
            found = _private_in(case, read, text)
    except UnwritableError as error:
        problem = error.problems[0].in_words(gettext)
        return Unkept(Invalid.status, (FieldError("", gettext(_UNWRITABLE, problem=problem)),))
    if found:
        errors = tuple(FieldError(name, _told(one)) for one, name in found)
        names = tuple(dict.fromkeys(one.name for one, _ in found if not one.is_certain))
        return Unkept(Invalid.status, errors, names=names)
    refusal = try_act(lambda: case.save(text))
    if isinstance(refusal, Conflict):
        return Unkept(refusal.status, is_behind=True)
    return Unkept(refusal.status, (FieldError("", in_words(refusal)),)) if refusal else None


def _write_stated(tree: Tree, form: StepForm, names: list[str]) -> None:
    form.write(tree)
    state_invented(tree, names)


def _private_in(case: DraftedCase, read: Callable[[Tree], StepForm], text: str) -> list[tuple[Finding, str]]:
    """What in the text may name a private person, of what the form shows: each with its field."""
    form = read(read_case(text).tree)
    bundle = bundle_of("case", case.draft.document, {WHERE: text.encode()})
    found = find_private(bundle, Public(catalogue().registers))
    shown = ((one, field_at(form, tuple(one.path.split(".")))) for one in found if one.path)
    return [(one, name) for one, name in shown if name]


def _told(finding: Finding) -> str:
    """What is said of a finding; of what may be nobody's, that it can be ticked."""
    problem = replace(finding.as_problem(), hint="" if finding.is_certain else _IF_NOBODYS)
    return capitalised(problem.in_words(gettext))


def _is_behind(case: DraftedCase, before: StepForm, sent: Sent) -> bool:
    """Whether this part of the text is another one than the page showed. Other parts may have changed meanwhile."""
    version, shown = sent.get("version"), sent.get("shown")
    return version != str(case.draft.version) and shown != mark_of(before)


def _in_words(wrong: Wrong) -> str:
    return capitalised(Problem("", 0, 0, "", wrong.message, wrong.values, wrong.hint).in_words(gettext))
