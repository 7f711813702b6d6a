"""“There is a mistake here”: on a section, a case, the result of a question, a word and a source."""

from dataclasses import dataclass
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.report_mistake import Passage, report_mistake
from course.acts.written_line import LONGEST
from course.base.ids import as_id
from course.base.languages import HTML_LANG, N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.learn.feature import feature
from course.learn.objecting import GONE
from course.scoring.case import Step, walk
from course.storage import attempts, case_runs
from course.web.errors import in_words
from course.web.forms import FieldError, errors_of, shown_again, try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.mistake_words import kind_options
from course.web.transaction import session

NOT_THERE: Final = N_("This page does not exist, or is not yours.")


@dataclass(frozen=True)
class ReadPassage:
    """What is reported: its title as it was read, where the form stands, and the way back."""

    passage: Passage
    title: str
    html_lang: str
    url: str
    back_url: str


@feature.page("/report/modules/<module_id>/<section_id>", permission="report-mistake")
def show_report_on_section(module_id: str, section_id: str) -> str:
    """The form about a section."""
    return _page(_section(module_id, section_id))


@feature.act("/report/modules/<module_id>/<section_id>", permission="report-mistake")
def report_section(module_id: str, section_id: str) -> Response:
    """Send it."""
    return _send(_section(module_id, section_id))


@feature.page("/report/runs/<run_id>/<int:number>", permission="report-mistake")
def show_report_on_case(run_id: str, number: int) -> str:
    """The form about the scene of decision `number`, what came of it, or the ending."""
    return _page(_scene(run_id, number))


@feature.act("/report/runs/<run_id>/<int:number>", permission="report-mistake")
def report_case(run_id: str, number: int) -> Response:
    """Send it."""
    return _send(_scene(run_id, number))


@feature.page("/report/attempts/<attempt_id>/<int:number>", permission="report-mistake")
def show_report_on_question(attempt_id: str, number: int) -> str:
    """The form about question `number` of an attempt."""
    return _page(_question(attempt_id, number))


@feature.act("/report/attempts/<attempt_id>/<int:number>", permission="report-mistake")
def report_question(attempt_id: str, number: int) -> Response:
    """Send it."""
    return _send(_question(attempt_id, number))


@feature.page("/report/terms/<term_id>", permission="report-mistake")
def show_report_on_term(term_id: str) -> str:
    """The form about a word of the glossary."""
    return _page(_term(term_id))


@feature.act("/report/terms/<term_id>", permission="report-mistake")
def report_term(term_id: str) -> Response:
    """Send it."""
    return _send(_term(term_id))


@feature.page("/report/sources/<source_id>", permission="report-mistake")
def show_report_on_source(source_id: str) -> str:
    """The form about a source."""
    return _page(_source(source_id))


@feature.act("/report/sources/<source_id>", permission="report-mistake")
def report_source(source_id: str) -> Response:
    """Send it."""
    return _send(_source(source_id))


def _section(module_id: str, section_id: str) -> ReadPassage:
    document, language = catalogue().module(module_id), page_language()
    section = document.in_(language).sections.get(section_id)
    if section is None:
        raise NotFound(GONE)
    at: dict[str, Any] = {"module_id": module_id, "section_id": section_id}
    return ReadPassage(
        Passage("module", module_id, section_id, document.digest),
        section.title,
        HTML_LANG[document.language_of(language, "sections", section_id)],
        url_for("learn.show_report_on_section", **at),
        url_for("learn.read_section", **at),
    )


def _scene(run_id: str, number: int) -> ReadPassage:
    """Of a decision that was taken the part is scene and choice: what came of it is what was read."""
    row = case_runs.get_run(session(), actor().learner, as_id(run_id))
    document, language = catalogue().case_at(session(), row.digest), page_language()
    steps = [Step(step.scene, step.choice) for step in case_runs.steps_of(session(), row.id)]
    moments = walk(document.reference, steps)
    if not 1 <= number <= len(moments):
        raise NotFound(NOT_THERE)
    is_taken = number <= len(steps)
    scene = moments[number - 1].scene
    is_end = document.reference.scenes[scene].ending is not None
    page = "learn.show_consequence" if is_taken else "learn.show_ending" if is_end else "learn.decide"
    return ReadPassage(
        Passage("case", row.case_id, f"{scene}/{steps[number - 1].choice}" if is_taken else scene, document.digest),
        document.in_(language).title,
        HTML_LANG[document.language_of(language, "title")],
        url_for("learn.show_report_on_case", run_id=run_id, number=number),
        url_for(page, run_id=run_id) if is_end else url_for(page, run_id=run_id, number=number),
    )


def _question(attempt_id: str, number: int) -> ReadPassage:
    row = attempts.get_attempt(session(), actor().learner, as_id(attempt_id))
    if not 1 <= number <= len(row.questions):
        raise NotFound(NOT_THERE)
    document, language = catalogue().quiz_at(session(), row.digest), page_language()
    id_ = row.questions[number - 1]
    if row.is_open:
        back_url = url_for("learn.show_question", attempt_id=attempt_id, number=number)
    else:
        back_url = url_for("learn.show_result", attempt_id=attempt_id, _anchor=f"q{number}")
    return ReadPassage(
        Passage("quiz", row.quiz, id_, document.digest),
        document.in_(language).questions[id_].prompt,
        HTML_LANG[document.language_of(language, "questions", id_)],
        url_for("learn.show_report_on_question", attempt_id=attempt_id, number=number),
        back_url,
    )


def _term(term_id: str) -> ReadPassage:
    term, language = catalogue().registers.glossary.get(term_id), page_language()
    if term is None:
        raise NotFound(NOT_THERE)
    return ReadPassage(
        Passage("term", term_id, "", catalogue().library.registers_bundle.digest),
        term.term.in_(language),
        HTML_LANG[language],
        url_for("learn.show_report_on_term", term_id=term_id),
        url_for("library.show_term", term_id=term_id),
    )


def _source(source_id: str) -> ReadPassage:
    source, language = catalogue().registers.sources.get(source_id), page_language()
    if source is None:
        raise NotFound(NOT_THERE)
    return ReadPassage(
        Passage("source", source_id, "", catalogue().library.registers_bundle.digest),
        source.title.in_(language),
        HTML_LANG[language],
        url_for("learn.show_report_on_source", source_id=source_id),
        url_for("library.show_source", source_id=source_id),
    )


def _send(read: ReadPassage) -> Response:
    kind, line = request.form.get("kind", ""), request.form.get("line", "")
    refusal = try_act(lambda: report_mistake(desk(), read.passage, kind, line, page_language()))
    if isinstance(refusal, Invalid | Conflict):
        errors = (errors_of(refusal) if isinstance(refusal, Invalid) else []) or [FieldError("", in_words(refusal))]
        return shown_again(_page(read, kind, line, errors), refusal)
    return redirect(f"{read.url}?sent=yes", 303)


def _page(read: ReadPassage, kind: str = "", line: str = "", errors: list[FieldError] | None = None) -> str:
    return render_template(
        "learn/report.html",
        read=read,
        kind=kind,
        line=line,
        errors=errors or [],
        kinds=kind_options(),
        longest=LONGEST,
        is_sent=request.args.get("sent") == "yes" and not errors,
    )
