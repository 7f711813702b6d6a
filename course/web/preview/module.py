"""The preview of a module: section by section, with its checks answered and nothing kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from course.base.refusals import NotFound
from course.content.document import Document
from course.content.module import Module
from course.content.prose import plain
from course.content.reading_time import quiz_minutes
from course.scoring.completion import Done
from course.web.house import whole_catalogue
from course.web.i18n import page_language
from course.web.player.addresses import ModuleAddresses
from course.web.player.module_steps import ModuleProgress, State, quiz_step, section_steps
from course.web.player.section import Checked, get_section, read_check, section_page
from course.web.preview.previewed import NOTHING_THERE, Previewed

NOTHING_DONE: Final = Done(seen=(), played=(), passed=())
Shown = str | tuple[str, int] | Response


@dataclass(frozen=True)
class ModulePreview(ModuleAddresses):
    """The pages of a module. Its cases and its quiz are documents of their own: of them it is said where they come."""

    previewed: Previewed

    @property
    def cover(self) -> str:
        """The beginning of the preview."""
        return self.previewed.url()

    @property
    def start(self) -> str:
        """Leads to the first section."""
        return self.previewed.url("start")

    def section(self, section_id: str) -> str:
        """A section."""
        return self.previewed.url("section", section=section_id)

    def left(self, section_id: str) -> str:
        """Leads on, by way of the section's case."""
        return self.previewed.url("left", section=section_id)

    def passed(self, section_id: str) -> str:
        """Leads on."""
        return self.previewed.url("passed", section=section_id)

    def check(self, section_id: str, check_id: str) -> str:
        """The section again, with the correction."""
        return self.previewed.url("section", section=section_id, check=check_id)

    def case(self, case_id: str) -> str:
        """That a case comes here."""
        return self.previewed.url("elsewhere", case=case_id)

    def quiz(self, quiz_id: str) -> str:
        """That the quiz comes here."""
        return self.previewed.url("elsewhere", quiz=quiz_id)


def show_cover(previewed: Previewed) -> Shown:
    """The cover, as somebody finds it who has not begun."""
    progress = _progress(previewed, "todo")
    return render_template("player/module.html", progress=progress, written_for="", **previewed.context())


def _show_section(previewed: Previewed) -> Shown:
    return _section(previewed, None)


def _answer_check(previewed: Previewed) -> Shown:
    section = get_section(previewed.document, _section_id())
    checked = read_check(section, request.args.get("check", ""))
    return _section(previewed, checked), checked.status


def _section(previewed: Previewed, checked: Checked | None) -> str:
    section_id = _section_id()
    case_id = get_section(previewed.document, section_id).case
    case = whole_catalogue().library.cases.get(case_id) if case_id else None
    return section_page(
        _progress(previewed, "now"),
        section_id,
        case.in_(page_language()) if case else None,
        checked,
        template="preview/section.html",
        **previewed.around(),
    )


def _leave(previewed: Previewed) -> Shown:
    case_id = get_section(previewed.document, _section_id()).case
    if case_id is None:
        return _go_on(previewed)
    return redirect(previewed.url("elsewhere", case=case_id), 303)


def _go_on(previewed: Previewed) -> Shown:
    get_section(previewed.document, _section_id())
    following = _progress(previewed, "now").after(_section_id())
    return redirect(following.url if following else previewed.url(), 303)


def _start(previewed: Previewed) -> Shown:
    document: Document[Module] = previewed.document
    return redirect(ModulePreview(previewed).section(next(iter(document.reference.sections))), 303)


def _show_elsewhere(previewed: Previewed) -> Shown:
    """That what comes here is a document of its own, and what follows it."""
    document, language = previewed.document, page_language()
    module: Module = document.in_(language)
    case_id, quiz_id = request.args.get("case", ""), request.args.get("quiz", "")
    library = whole_catalogue().library
    other: Document[Any] | None
    if case_id in module.cases:
        section_id = next(id_ for id_, section in module.sections.items() if section.case == case_id)
        other, following = library.cases.get(case_id), _progress(previewed, "now").after(section_id)
    elif quiz_id == module.quiz:
        other, following = library.quizzes.get(quiz_id), None
    else:
        raise NotFound(NOTHING_THERE)
    return render_template(
        "preview/elsewhere.html",
        is_case=bool(case_id),
        name=plain(other.in_(language).title) if other else case_id or quiz_id,
        following=following,
        module=module,
        **previewed.context(),
    )


PAGES: Final[Mapping[str, Callable[[Previewed], Shown]]] = {
    "section": _show_section,
    "elsewhere": _show_elsewhere,
}
FORMS: Final[Mapping[str, Callable[[Previewed], Shown]]] = {
    "start": _start,
    "section": _answer_check,
    "left": _leave,
    "passed": _go_on,
}


def _section_id() -> str:
    return request.args.get("section", "")


def _progress(previewed: Previewed, state: State) -> ModuleProgress:
    """Where somebody stands who has done nothing yet."""
    document, language, at = previewed.document, page_language(), ModulePreview(previewed)
    module: Module = document.in_(language)
    quiz = whole_catalogue().library.quizzes.get(module.quiz)
    steps = section_steps(document, language, at, NOTHING_DONE, ())
    if quiz:
        steps.append(quiz_step(module.quiz, quiz.reference, quiz_minutes(quiz.reference), at, NOTHING_DONE))
    return ModuleProgress(document, module, tuple(steps), state, None, at)
