"""Reading a module: its cover, its sections, and the checks in them."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.acts.object import find_objection_before
from course.acts.record_seen import record_seen, start_module
from course.content.document import Document
from course.content.module import Module
from course.learn.feature import feature
from course.learn.objecting import ObjectionForm, section_site
from course.learn.progress import module_progress, my_completions, my_completions_and_coming, my_progress
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.player.module_steps import ModuleProgress
from course.web.player.section import Checked, get_section, read_check, section_page
from course.web.signatures import signed_by
from course.web.tracks import written_for


@feature.page("/modules/<module_id>", permission="read-course")
def show_module(module_id: str) -> str:
    """The cover: what it is about, its steps, and where to go on."""
    return render_template(
        "learn/module.html",
        progress=_progress(catalogue().module(module_id)),
        written_for=written_for([module_id], actor().audience),
        signed=signed_by("module", module_id),
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
    case = get_section(catalogue().module(module_id), section_id).case
    if case is None or case not in catalogue().library.cases:
        return pass_section(module_id, section_id)
    if catalogue().may_leave_out(case):
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
def answer_check(module_id: str, section_id: str, check_id: str) -> tuple[str, int]:
    """The section again with the correction of one check. Nothing of it is kept, so nothing is redirected."""
    checked = read_check(get_section(catalogue().module(module_id), section_id), check_id)
    return _section_page(module_id, section_id, checked), checked.status


def _progress(document: Document[Module]) -> ModuleProgress:
    return module_progress(document, my_progress(), my_completions(), page_language())


def _section_page(module_id: str, section_id: str, checked: Checked | None = None) -> str:
    language, document = page_language(), catalogue().module(module_id)
    section = get_section(document, section_id)
    completed, coming = my_completions_and_coming(module_id)
    site, learner = section_site(document, section_id, language), my_progress()
    case = catalogue().library.cases.get(section.case) if section.case else None
    return section_page(
        module_progress(document, learner, completed, language),
        section_id,
        case.in_(language) if case else None,
        checked,
        template="learn/section.html",
        written_for=written_for([module_id], actor().audience),
        is_case_gone=section.case is not None and case is None,
        begun=url_for("learn.show_case", case_id=section.case) if section.case in learner.open_runs else "",
        objecting=ObjectionForm.of(site, find_objection_before(desk(), site.place, coming)),
    )
