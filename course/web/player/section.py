"""The page of a section, with its checks and what was found of an answer to one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import render_template

from course.base.languages import N_
from course.base.refusals import Invalid, NotFound, Refusal
from course.content.case import Case
from course.content.document import Document
from course.content.module import Module, Section
from course.content.prose import Notes
from course.content.questions.base import Answer, Question
from course.web.charts import chart_of
from course.web.forms import errors_of, sent_fields, try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.player.content_notes import note_of_section
from course.web.player.module_steps import ModuleProgress
from course.web.questions import Correction, QuestionView, correct
from course.web.sources import notes_of, sources_of
from course.web.words import gettext

GONE: Final = N_("This part has moved or was withdrawn. What you have done is kept.")


@dataclass(frozen=True)
class Checked:
    """What became of an answer to a check: its correction, or what is missing in it with what was typed."""

    check_id: str
    correction: Correction | None = None
    message: str = ""
    typed: Answer | None = None

    @property
    def status(self) -> int:
        """That of the page which shows it."""
        return 200 if self.correction else 422

    @property
    def error(self) -> dict[str, str] | None:
        """The field to go to and what to do there; None where it was corrected."""
        return None if self.correction else {"field": f"check-{self.check_id}", "message": self.message}


def get_section(document: Document[Module], section_id: str) -> Section:
    """The section in the reader's language. Raises NotFound."""
    sections = document.in_(page_language()).sections
    if section_id not in sections:
        raise NotFound(GONE)
    return sections[section_id]


def read_check(section: Section, check_id: str) -> Checked:
    """The answer that was sent to a check. Raises NotFound, and Refusal for what no page offers."""
    if check_id not in section.checks:
        raise NotFound(GONE)
    question = section.checks[check_id]
    answer = try_act(lambda: question.read(sent_fields()))
    if isinstance(answer, Invalid) and answer.fields:
        return Checked(check_id, message=errors_of(answer)[0].message, typed=question.as_typed(sent_fields()))
    if isinstance(answer, Refusal):
        raise answer
    if not question.is_complete(answer):
        typed = question.as_typed(sent_fields())
        return Checked(check_id, message=_what_is_missing(question, answer), typed=typed)
    return Checked(check_id, correct(question, answer, page_language()))


def section_page(
    progress: ModuleProgress,
    section_id: str,
    case: Case | None,
    checked: Checked | None = None,
    *,
    template: str = "player/section.html",
    **own: Any,
) -> str:
    """The section in the reader's language. `case`: the one that is played in it. Raises NotFound."""
    language, document, registers = page_language(), progress.document, catalogue().registers
    section = get_section(document, section_id)
    notes = Notes("n", document.language_of(language, "sections", section_id))
    return render_template(
        template,
        document=document,
        progress=progress,
        section_id=section_id,
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
        content_note=note_of_section(section, case, progress.at.passed(section_id), language),
        checks=_checks(section, checked),
        corrections=_corrections(checked),
        error=checked.error if checked else None,
        here=progress.at.section(section_id),
        **own,
    )


def _checks(section: Section, checked: Checked | None) -> list[QuestionView]:
    typed = {checked.check_id: checked.typed} if checked else {}
    return [
        QuestionView.of(
            id_,
            question,
            order=tuple(question.shuffled_parts()),
            prefix=f"check-{id_}",
            answer=typed.get(id_),
        )
        for id_, question in section.checks.items()
    ]


def _corrections(checked: Checked | None) -> Mapping[str, Correction]:
    return {checked.check_id: checked.correction} if checked and checked.correction else {}


def _what_is_missing(question: Question, answer: Answer) -> str:
    if answer:
        return gettext("An answer is missing in one of the lines")
    return gettext("Write an answer, then send it") if question.is_typed else gettext("Choose an answer, then send it")
