"""People and units from a file: sent, looked at as it would be done, confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.compare_people import STATUSES, Change, Line, Status
from course.acts.import_people import (
    MOST_QUESTIONS,
    NEW,
    answer_units,
    confirm_import,
    drop_import,
    prepare_import,
    preview_import,
)
from course.acts.people_table import MOST_BYTES
from course.administer.feature import feature
from course.administer.people_page import note_look
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import units
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.identity import actor, desk
from course.web.transaction import is_writing, session
from course.web.words import gettext

LARGEST_UPLOAD: Final = MOST_BYTES * 3 // 2
"""Bytes of the form: a file that is somewhat too large is told of in words beside its field."""
MOST_SHOWN: Final = 100
"""Lines of a kind; how many more there are is said."""
FIRST_SHOWN: Final = 5
"""Leavers that stand open: the others are folded."""
HEADINGS: Final[dict[Status, str]] = {
    "error": N_("With an error"),
    "conflict": N_("In conflict with what is here"),
    "moved": N_("Moved to another unit"),
    "back": N_("Come back after leaving"),
    "changed": N_("Changed"),
    "new": N_("New"),
    "same": N_("The same"),
}
FIELDS: Final = {
    "name": N_("Name"),
    "number": N_("Number"),
    "email": N_("E-mail"),
    "unit": N_("Unit"),
    "language": N_("Language"),
}


@dataclass(frozen=True)
class Part:
    """The lines of a kind: number, name, what becomes of it; and how many are not shown."""

    title: str
    rows: Sequence[tuple[int, str, str]]
    more: int


@feature.page("/administer/import", permission="import-people")
def show_import() -> str:
    """The form for a file, or what the file that waits would do. That people were looked at is noted."""
    return _page(None)


@feature.act("/administer/import", permission="import-people", largest=LARGEST_UPLOAD, with_files=True)
def send_file() -> Response:
    """Read a file; nothing of it is done yet."""
    file = request.files.get("file")
    data = file.stream.read(MOST_BYTES + 1) if file else b""
    refusal = try_act(lambda: prepare_import(desk(), (file.filename or "") if file else "", data))
    if isinstance(refusal, (Invalid, Conflict)):
        return shown_again(_page(refusal), refusal)
    return redirect(url_for("administer.show_import"), 303)


@feature.act("/administer/import/units", permission="import-people")
def tell_units() -> Response:
    """Say which units are meant."""
    paths = request.form.getlist("path")
    answers = {path: request.form.get(f"unit-{place}", "") for place, path in enumerate(paths, start=1)}
    refusal = try_act(lambda: answer_units(desk(), request.form.get("digest", ""), answers))
    return shown_again(_page(refusal), refusal) if refusal else redirect(url_for("administer.show_import"), 303)


@feature.act("/administer/import/confirmation", permission="import-people")
def confirm() -> Response:
    """Do what was shown."""
    digest, seen = request.form.get("digest", ""), request.form.get("seen", "")
    done = try_act(lambda: confirm_import(desk(), digest, seen, with_leavers=request.form.get("leavers") == "yes"))
    if isinstance(done, (Invalid, Conflict)):
        return shown_again(_page(done), done)
    return redirect(url_for("administer.list_people"), 303)


@feature.act("/administer/import/end", permission="import-people")
def drop() -> Response:
    """Let the file go."""
    drop_import(desk())
    return redirect(url_for("administer.show_import"), 303)


def _page(refusal: Invalid | Conflict | None) -> str:
    seen = preview_import(desk())
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    by_field = {error.field: error.message for error in errors}
    if seen is None or "file" in by_field:
        return render_template("administer/import.html", errors=errors, title_of_error=_told(refusal))
    root = units.find_unit(session(), actor().organisation_id)
    if root is not None and not is_writing():
        note_look(root)
    plan = seen.plan
    return render_template(
        "administer/import_preview.html",
        seen=seen,
        plan=plan,
        counts=[(gettext(HEADINGS[status]), plan.counts[status]) for status in STATUSES],
        parts=[part for status in STATUSES if status != "same" and (part := _part(status, plan.lines)).rows],
        questions=list(enumerate(plan.questions[:MOST_QUESTIONS], start=1)),
        new_units=plan.new_units[:MOST_SHOWN],
        leavers=plan.leavers[:MOST_SHOWN],
        first=FIRST_SHOWN,
        new=NEW,
        errors=errors,
        by_field=by_field,
        title_of_error=_told(refusal),
    )


def _told(refusal: Invalid | Conflict | None) -> str:
    return in_words(refusal) if refusal else ""


def _part(status: Status, lines: Sequence[Line]) -> Part:
    these = [line for line in lines if line.status == status]
    rows = [(line.number, line.name, _in_words(line)) for line in these[:MOST_SHOWN]]
    return Part(gettext(HEADINGS[status]), rows, len(these) - len(rows))


def _in_words(line: Line) -> str:
    if line.sentences:
        return ". ".join(gettext(one.message, **one.values) for one in line.sentences)
    if line.changes:
        return "; ".join(_change_in_words(change) for change in line.changes)
    return line.written.unit if line.written else ""


def _change_in_words(change: Change) -> str:
    field = gettext(FIELDS[change.field])
    if not change.before:
        return gettext("%(field)s: %(after)s", field=field, after=change.after)
    return gettext("%(field)s: %(after)s instead of %(before)s", field=field, after=change.after, before=change.before)
