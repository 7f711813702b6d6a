"""Who writes in a draft, what files it has, and how it is deleted."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.save_draft import save_draft
from course.acts.share_draft import delete_draft, share_draft
from course.author.feature import feature
from course.author.findings import name_in_words
from course.author.own_draft import OwnDraft, open_own_draft
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import drafts, submissions
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.identity import actor, desk
from course.web.transaction import session

LONGEST_EMAIL = 254
LONGEST_NAME = 60


@feature.page("/author/drafts/<draft_id>/members", permission="write-drafts")
def show_members(draft_id: str) -> str:
    """Who may open the draft, and its files."""
    return _page(open_own_draft(draft_id), None)


@feature.act("/author/drafts/<draft_id>/members", permission="open-drafts")
def share(draft_id: str) -> tuple[str, int] | Response:
    """Let another trainer open it and write in it."""
    draft = open_own_draft(draft_id)
    email = request.form.get("email", "")[: LONGEST_EMAIL + 1].strip()
    return _led_back(draft, try_act(lambda: share_draft(desk(), draft.row.id, email)))


@feature.act("/author/drafts/<draft_id>/files", permission="write-drafts")
def add_file(draft_id: str) -> tuple[str, int] | Response:
    """Add an empty file of that name: a table of a module."""
    draft = open_own_draft(draft_id)
    name = request.form.get("name", "")[: LONGEST_NAME + 1].strip()
    return _led_back(draft, try_act(lambda: _add(draft, name)))


@feature.act("/author/drafts/<draft_id>/files/remove", permission="write-drafts")
def remove_file(draft_id: str) -> tuple[str, int] | Response:
    """Take a file out; earlier versions keep it."""
    draft = open_own_draft(draft_id)
    name = request.form.get("name", "")
    if name not in tables_of(draft):
        return _led_back(draft, Conflict(N_("This draft has no such file any more.")))
    left = {other: text for other, text in draft.files.items() if other != name}
    saved = try_act(lambda: save_draft(desk(), draft.row.id, draft.row.version, left, keep=True))
    return _led_back(draft, None if isinstance(saved, int) else saved)


@feature.act("/author/drafts/<draft_id>/delete", permission="open-drafts")
def delete(draft_id: str) -> tuple[str, int] | Response:
    """Delete the draft with all of its versions, once that was ticked."""
    draft = open_own_draft(draft_id)

    def delete_it() -> None:
        if request.form.get("sure") != "yes":
            raise Invalid(N_("The draft was not deleted"), {"sure": N_("Tick the box: no version of it is kept")})
        delete_draft(desk(), draft.row.id)

    refusal = try_act(delete_it)
    if refusal is not None:
        return _page(draft, refusal), refusal.status
    return redirect(url_for("author.list_drafts"), 303)


def tables_of(draft: OwnDraft) -> list[str]:
    """Its files that are neither of its two languages."""
    return [name for name in draft.file_names() if name not in {draft.reference_name, draft.translation_name}]


def _add(draft: OwnDraft, name: str) -> None:
    if name in draft.files:
        raise Invalid(N_("The file was not added"), {"name": N_("The draft has a file of this name already")})
    try:
        save_draft(desk(), draft.row.id, draft.row.version, {**draft.files, name: ""}, keep=True)
    except Invalid:
        words = N_("Write a name such as figures.csv: small letters, digits, hyphens")
        raise Invalid(N_("The file was not added"), {"name": words}) from None


def _led_back(draft: OwnDraft, refusal: Invalid | Conflict | None) -> tuple[str, int] | Response:
    if refusal is not None:
        return _page(draft, refusal), refusal.status
    return redirect(url_for("author.show_members", draft_id=draft.id), 303)


def _page(draft: OwnDraft, refusal: Invalid | Conflict | None) -> str:
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    members = [one for one in drafts.list_members(session(), draft.row.id) if one.may_open]
    return render_template(
        "author/members.html",
        draft=draft,
        members=members,
        me=actor().person_id,
        files=[(name, name_in_words(draft, name)) for name in draft.file_names()],
        tables=[(name, name) for name in tables_of(draft)],
        was_submitted=bool(submissions.list_of_draft(session(), draft.row.id)),
        conflict=in_words(refusal) if isinstance(refusal, Conflict) else "",
        errors=errors,
        by_field={error.field: error.message for error in errors},
        error_title=in_words(refusal) if refusal else "",
    )
