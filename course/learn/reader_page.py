"""Reading a module: its cover, its sections, and the checks in them."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.acts.object import find_objection_before
from course.acts.record_seen import record_seen, start_module
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Invalid, NotFound, Refusal
from course.content.document import Document
from course.content.module import Module, Section
from course.content.prose import Notes
from course.content.questions.base import Answer, Question
from course.learn.content_notes import note_of_section
from course.learn.feature import feature
from course.learn.objecting import ObjectionForm, section_site
from course.learn.progress import (
    ModuleProgress,
    module_progress,
    my_completions,
    my_completions_and_coming,
    my_progress,
)
from course.web.charts import chart_of
from course.web.forms import errors_of, sent_fields, try_act
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.questions import Correction, QuestionView, correct
from course.web.sources import notes_of, sources_of
from course.web.tracks import written_for
from course.web.words import gettext


@feature.page("/modules/<module_id>", permission="read-course")
def show_module(module_id: str) -> str:
    """The cover: what it is about, its steps, and where to go on."""
    return render_template(
        "learn/module.html",
        progress=_progress(catalogue().module(module_id)),
        written_for=written_for([module_id], actor().audience),
    )


@feature.act("/modules/<module_id>/start", permission="learn")
def start(module_id: str) -> Response:
    """Start the module and open its first section."""
    first = start_module(desk(), module_id)
    return redirect(url_for("learn.read_section", module_id=module_id, section_id=first), 303)


@feature.page("/modules/<module_id>/<section_id>", permission="read-course")
def read_section(module_id: str, section_id: str) -> str:
    """A section."""
    return _section_page(module_id, section_id)


@feature.act("/modules/<module_id>/<section_id>/seen", permission="learn")
def leave_section(module_id: str, section_id: str) -> Response:
    """Mark the section seen and go on: into its case, to the next step, or home when it was the last.

    One whose case may be left out is not marked on the way into the case: it is done when that is played, or passed.
    """
    case = _open_case(_section(catalogue().module(module_id), section_id))
    if case is None:
        return pass_section(module_id, section_id)
    if catalogue().may_leave_out(case, lisbon_day(now())):
        start_module(desk(), module_id)
    else:
        record_seen(desk(), module_id, section_id)
    return redirect(url_for("learn.show_case", case_id=case), 303)


@feature.act("/modules/<module_id>/<section_id>/passed", permission="learn")
def pass_section(module_id: str, section_id: str) -> Response:
    """Mark the section seen and go on past its case, which was played or is left out."""
    record_seen(desk(), module_id, section_id)
    following = _progress(catalogue().module(module_id)).after(section_id)
    return redirect(following.url if following else url_for("learn.show_path"), 303)


@feature.act("/modules/<module_id>/<section_id>/checks/<check_id>", permission="read-course")
def answer_check(module_id: str, section_id: str, check_id: str) -> str | tuple[str, int]:
    """The section again with the correction of one check. Nothing of it is kept, so nothing is redirected."""
    section = _section(catalogue().module(module_id), section_id)
    if check_id not in section.checks:
        raise NotFound(N_("This part has moved or was withdrawn. What you have done is kept."))
    question = section.checks[check_id]
    answer = try_act(lambda: question.read(sent_fields()))
    if isinstance(answer, Invalid) and answer.fields:
        return _asked_again(module_id, section_id, check_id, errors_of(answer)[0].message), 422
    if isinstance(answer, Refusal):
        raise answer
    if not question.is_complete(answer):
        return _asked_again(module_id, section_id, check_id, _what_is_missing(question, answer)), 422
    correction = correct(question, answer, page_language())
    return _section_page(module_id, section_id, corrections={check_id: correction})


def _asked_again(module_id: str, section_id: str, check_id: str, message: str) -> str:
    error = {"field": f"check-{check_id}", "message": message}
    typed = {check_id: _section(catalogue().module(module_id), section_id).checks[check_id].as_typed(sent_fields())}
    return _section_page(module_id, section_id, error=error, typed=typed)


def _what_is_missing(question: Question, answer: Answer) -> str:
    if answer:
        return gettext("An answer is missing in one of the lines")
    return gettext("Write an answer, then send it") if question.is_typed else gettext("Choose an answer, then send it")


def _section(document: Document[Module], section_id: str) -> Any:
    sections = document.in_(page_language()).sections
    if section_id not in sections:
        raise NotFound(N_("This part has moved or was withdrawn. What you have done is kept."))
    return sections[section_id]


def _open_case(section: Section) -> str | None:
    """The case played in a section; None without one, and while it is not shown."""
    return section.case if section.case and catalogue().is_case_open(section.case, lisbon_day(now())) else None


def _progress(document: Document[Module]) -> ModuleProgress:
    return module_progress(document, my_progress(), my_completions(), page_language())


def _section_page(
    module_id: str,
    section_id: str,
    *,
    corrections: dict[str, Correction] | None = None,
    error: dict[str, str] | None = None,
    typed: Mapping[str, Answer] | None = None,
) -> str:
    language = page_language()
    document = catalogue().module(module_id)
    section = _section(document, section_id)
    registers = catalogue().registers
    notes = Notes("n", document.language_of(language, "sections", section_id))
    completed, coming = my_completions_and_coming(module_id)
    progress = module_progress(document, my_progress(), completed, language)
    site = section_site(document, section_id, language)
    checks = [
        QuestionView.of(
            id_,
            question,
            order=tuple(question.shuffled_parts()),
            prefix=f"check-{id_}",
            answer=(typed or {}).get(id_),
        )
        for id_, question in section.checks.items()
    ]
    case_id = _open_case(section)
    case = catalogue().case(case_id).in_(language) if case_id else None
    past = url_for("learn.pass_section", module_id=module_id, section_id=section_id)
    return render_template(
        "learn/section.html",
        document=document,
        progress=progress,
        section_id=section_id,
        written_for=written_for([module_id], actor().audience),
        section=section,
        section_language=document.language_of(language, "sections", section_id),
        is_outdated=document.is_outdated(language, "sections", section_id),
        number=list(progress.module.sections).index(section_id) + 1,
        step=next(step for step in progress.steps if step.id == section_id),
        notes=notes,
        margin=lambda: notes_of(registers, notes, language),
        sources=lambda ids: sources_of(registers, ids, language),
        chart=chart_of(section.chart, document.tables, language) if section.chart else None,
        case=case,
        content_note=note_of_section(section, case, past, language),
        checks=checks,
        corrections=corrections or {},
        error=error,
        objecting=ObjectionForm.of(site, find_objection_before(desk(), site.place, coming)),
        here=url_for("learn.read_section", module_id=module_id, section_id=section_id),
    )
