"""The guided start: a trainer who never saw YAML begins a case by six forms."""

from typing import Final

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.open_draft import open_draft
from course.author.case_form import Unkept, asked_act, keep
from course.author.drafted_case import DraftedCase, drafted_case
from course.author.feature import feature
from course.author.guided_views import EndView, StepView
from course.base.ids import as_text
from course.base.refusals import Conflict, Invalid
from course.content.case import MOST_CHOICES
from course.content.guided.beginning import beginning, id_of
from course.content.guided.people import LEAST_SEATS, MOST_SEATS
from course.content.guided.place import PlaceForm
from course.content.guided.scene import SceneForm
from course.content.guided.seen import STEPS, Step
from course.content.guided.sent import Sent
from course.content.guided.steps import StepForm, form_of, form_sent
from course.content.guided.tree import WHERE
from course.storage import drafts
from course.web.errors import in_words
from course.web.forms import FieldError, try_act
from course.web.house import whole_catalogue
from course.web.identity import desk
from course.web.transaction import session
from course.web.words import gettext

LEAST_OPTIONS: Final = 3


@feature.page("/author/cases/new", permission="open-drafts")
def new_case() -> str:
    """What the case is called: that is all that is asked before it is there."""
    return _new_page(PlaceForm(), ())


@feature.act("/author/cases/new", permission="open-drafts")
def begin_case() -> tuple[str, int] | Response:
    """Begin it, and go on to its first step."""
    form = PlaceForm().with_sent({"title": request.form.get("title", "")})
    wrongs = tuple(FieldError(wrong.name, gettext(wrong.message, **wrong.values)) for wrong in form.wrongs())
    if wrongs:
        return _new_page(form, wrongs), Invalid.status
    opened = try_act(lambda: open_draft(desk(), "case", _free_id(form.title), {WHERE: beginning(form.title)}))
    if isinstance(opened, (Invalid, Conflict)):
        return _new_page(form, (FieldError("title", in_words(opened)),)), opened.status
    return redirect(url_for("author.show_step", draft_id=as_text(opened), step=STEPS[0]), 303)


@feature.page("/author/drafts/<draft_id>/guided/<step>", permission="write-drafts")
def show_step(draft_id: str, step: str) -> str:
    """One step, as the text has it."""
    case, name = drafted_case(draft_id), _step(step)
    return _page(case, name, form_of(name, case.tree))


@feature.act("/author/drafts/<draft_id>/guided/<step>", permission="write-drafts")
def save_step(draft_id: str, step: str) -> tuple[str, int] | Response:
    """Save it and go on to the next one; or show it again with what to mend."""
    case, name, sent = drafted_case(draft_id), _step(step), request.form
    act, number = asked_act()
    form = form_sent(form_of(name, case.tree), sent, case.tree)
    if isinstance(form, SceneForm):
        form = form.without(number) if act == "out" else form.moved_up(number) if act == "up" else form
    unkept = keep(case, lambda tree: form_of(name, tree), form, sent)
    if unkept:
        return _page(case, name, form, unkept), unkept.status
    if act in {"add", "out", "up"}:
        return redirect(_again(draft_id, name, sent if act == "add" else {}), 303)
    return redirect(_after(draft_id, name), 303)


@feature.page("/author/drafts/<draft_id>/guided", permission="write-drafts")
def show_whole(draft_id: str) -> str:
    """What is still missing in the case, what is proved of it, and its map."""
    return render_template("author/guided_end.html", view=EndView(drafted_case(draft_id)))


def _step(name: str) -> Step:
    found = next((step for step in STEPS if step == name), None)
    return found or abort(404)


def _after(draft_id: str, step: Step) -> str:
    place = STEPS.index(step) + 1
    if place == len(STEPS):
        return url_for("author.show_whole", draft_id=draft_id)
    return url_for("author.show_step", draft_id=draft_id, step=STEPS[place])


def _again(draft_id: str, step: Step, sent: Sent) -> str:
    """The same step; with room for one more than was sent, and at that one."""
    rows = sum(name.endswith("-id") for name in sent) + 1
    if rows == 1:
        return url_for("author.show_step", draft_id=draft_id, step=step)
    anchor = f"seat-{rows}" if step == "people" else f"option-{rows}-text"
    return url_for("author.show_step", draft_id=draft_id, step=step, rows=rows, _anchor=anchor)


def _new_page(form: PlaceForm, errors: tuple[FieldError, ...]) -> str:
    return render_template(
        "author/guided_new.html", typed=form, errors=list(errors), back_url=url_for("author.list_drafts")
    )


def _page(case: DraftedCase, step: Step, form: StepForm, unkept: Unkept | None = None) -> str:
    view = StepView(case, step, form, unkept, _rows_asked(form))
    return render_template("author/guided_step.html", view=view, errors=view.errors)


def _rows_asked(form: StepForm) -> int:
    """How many seats or options are shown, so that there is room for what is written next."""
    is_scene = isinstance(form, SceneForm)
    least, most = (LEAST_OPTIONS, MOST_CHOICES) if is_scene else (LEAST_SEATS, MOST_SEATS)
    written = len(getattr(form, "options" if is_scene else "seats", ()))
    asked = request.args.get("rows", "")
    rows = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
    return max(written, min(most, max(least, rows)))


def _free_id(title: str) -> str:
    """An id for the case that no document and no draft has."""
    taken = {record.id for record in whole_catalogue().library.records if record.kind == "case"}
    while drafts.is_named(session(), "case", id_ := id_of(title, taken)):
        taken.add(id_)
    return id_
