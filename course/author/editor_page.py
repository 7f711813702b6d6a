"""The editor of a draft: its files as their author wrote them, and what is found in them at each line.

A form is answered with the page; the page's script (`js/editor.js`) sends the same form to the same address while
somebody writes, and is answered with data. The act, its rules and the status of a refusal are the same.
"""

import re
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.draft_files import bytes_of
from course.acts.save_draft import save_draft
from course.author.beside import Beside
from course.author.differing import differing
from course.author.feature import feature
from course.author.findings import Findings, name_in_words
from course.author.own_draft import BasedOn, OwnDraft, open_own_draft
from course.author.suggestions_page import phrases
from course.base.refusals import Conflict, Invalid
from course.content.bundle import bundle_of
from course.content.source import MOST_BYTES, with_plain_lines
from course.web.errors import in_words
from course.web.forms import errors_of, is_from_script, try_act
from course.web.i18n import hour, page_language
from course.web.identity import desk
from course.web.intake import LARGEST
from course.web.transaction import set_down
from course.web.words import gettext

LARGEST_SOURCE: Final = 3 * MOST_BYTES + LARGEST
"""Bytes of a form with a file of the largest size, each byte of which may take three in a form."""
CODEMIRROR: Final = "vendor/codemirror-6.43.15/codemirror.js"
"""The bundle that `make scripts` built."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
LANGUAGES_OF_FILES: Final = {True: "en", False: "pt-PT"}
"""Whether a file is the translation -> its language for the attribute `lang`."""

Page = str | tuple[str, int] | Response
Data = tuple[dict[str, Any], int]


@feature.page("/author/drafts/<draft_id>", permission="write-drafts")
def edit_draft(draft_id: str) -> str:
    """A file of the draft, with what is found in it and how readers would see it."""
    draft = open_own_draft(draft_id)
    name = draft.demand_file(request.args.get("file", ""))
    return render_template("author/editor.html", **_editor(draft, name))


@feature.act("/author/drafts/<draft_id>", permission="write-drafts", largest=LARGEST_SOURCE)
def save_source(draft_id: str) -> Page | Data:
    """Save a file of the draft as a version that can be gone back to; by the script, as it stands."""
    draft = open_own_draft(draft_id)
    name, text = draft.demand_file(request.form.get("file", "")), sent_text()
    based_on = BasedOn.read(request.form.get("based_on", ""))
    by_script = is_from_script()
    saved = try_act(lambda: _save(draft, name, text, based_on, keep=not by_script))
    if by_script:
        return _told_to_script(draft, name, text, saved)
    if isinstance(saved, Conflict):
        return _conflict_page(draft, name, text)
    if isinstance(saved, Invalid):
        return _refused_page(draft, name, text, saved)
    return redirect(url_of_file(draft_id, name, anchor="problems"), 303)


@feature.act("/author/drafts/<draft_id>/both", permission="write-drafts", largest=LARGEST_SOURCE)
def keep_standing(draft_id: str) -> Page:
    """Let the text that stands stand, and keep the one that was sent among the versions, so that neither is lost."""
    draft = open_own_draft(draft_id)
    name, text = draft.demand_file(request.form.get("file", "")), sent_text()
    based_on = BasedOn.read(request.form.get("based_on", ""))

    def keep_both() -> None:
        mine = save_draft(desk(), draft.row.id, based_on.version, {**standing, name: text}, keep=True)
        save_draft(desk(), draft.row.id, mine, standing, keep=True)

    standing = dict(draft.files)
    kept = try_act(keep_both)
    if isinstance(kept, Conflict):
        return _conflict_page(open_own_draft(draft_id), name, text)
    if isinstance(kept, Invalid):
        return _refused_page(draft, name, text, kept)
    return redirect(url_of_file(draft_id, name), 303)


def _save(draft: OwnDraft, name: str, text: str, based_on: BasedOn, *, keep: bool) -> int:
    """The version that stands then. A text that was shown beside this one, and is replaced by it, is kept."""
    files, version = dict(draft.files), based_on.version_for(draft, name)
    if based_on.is_over:
        save_draft(desk(), draft.row.id, version, files, keep=True)
    return save_draft(desk(), draft.row.id, version, {**files, name: text}, keep=keep)


def url_of_file(draft_id: str, name: str, anchor: str | None = None) -> str:
    """The page of the editor on that file."""
    return url_for("author.edit_draft", draft_id=draft_id, file=name, _anchor=anchor)


def sent_text() -> str:
    """The text of the form as a file keeps it."""
    return as_shown(request.form.get("source", ""))


def as_shown(text: str) -> str:
    """The text with plain line ends, and with the sign of damage for each control character, which no page may show:
    that is seen, and told as an error at its line."""
    return _CONTROL.sub("\ufffd", with_plain_lines(text))


def _told_to_script(draft: OwnDraft, name: str, text: str, saved: int | Invalid | Conflict) -> Data:
    """`state`: saved, stale or refused; `said` in words, `checked` or `shown` as a part of the page."""
    if isinstance(saved, Conflict):
        shown = render_template("author/conflict_here.html", **_both(draft, name, text))
        return {"state": "stale", "shown": shown, "based_on": str(BasedOn.of(draft, name, is_over=True))}, 409
    if isinstance(saved, Invalid):
        why = ". ".join(error.message for error in errors_of(saved)) or in_words(saved)
        return {"state": "refused", "said": gettext("Not saved: %(why)s", why=why)}, 422
    set_down()  # a case is proved now: others may write meanwhile
    draft = open_own_draft(draft.id)
    findings = Findings(draft, name)
    around: dict[str, Any] = {"beside": Beside(draft, page_language()), "links": _links(draft)}
    return {
        "state": "saved",
        "said": gettext("Saved at %(hour)s. You can leave and come back.", hour=hour(draft.row.changed_at)),
        "based_on": str(BasedOn.of(draft, name)),
        "checked": render_template("author/checked.html", findings=findings),
        "next_step": render_template("author/editor_barra.html", **around, findings=findings),
    }, 200


def _conflict_page(draft: OwnDraft, name: str, text: str) -> Page:
    return render_template("author/conflict.html", **_both(draft, name, text)), 409


def _refused_page(draft: OwnDraft, name: str, text: str, refusal: Invalid) -> Page:
    return render_template("author/editor.html", **_editor(draft, name, typed=text, refusal=refusal)), 422


def _both(draft: OwnDraft, name: str, text: str) -> dict[str, Any]:
    """Both texts of a file, with what differs between them: nothing was overwritten."""
    set_down()  # nothing was changed, and texts are compared now: others may write meanwhile
    mine = bundle_of(draft.kind, draft.row.document, {**bytes_of(draft.files), name: text.encode()})
    return {
        "draft": draft,
        "file": name,
        "file_name": name_in_words(draft, name),
        "sent": text,
        "based_on": BasedOn.of(draft, name, is_over=True),
        "difference": differing(draft, name, text, mine),
        "editor_url": url_of_file(draft.id, name),
    }


def _links(draft: OwnDraft) -> dict[str, str | None]:
    """Where the page leads."""
    return {
        "preview": url_for("author.preview_draft", draft_id=draft.id),
        "form": url_for("author.list_scenes", draft_id=draft.id) if draft.kind == "case" else None,
        "submit": url_for("author.show_review", draft_id=draft.id),
    }


def _editor(draft: OwnDraft, name: str, *, typed: str | None = None, refusal: Invalid | None = None) -> dict[str, Any]:
    """What the page is made of; `typed` is a text that was refused."""
    is_translation = name == draft.translation_name
    return {
        "draft": draft,
        "file": name,
        "files": [(file, name_in_words(draft, file), url_of_file(draft.id, file)) for file in draft.file_names()],
        "file_name": name_in_words(draft, name),
        "source": draft.files[name] if typed is None else typed,
        "source_lang": LANGUAGES_OF_FILES[is_translation],
        "is_yaml": name.endswith(".yaml"),
        "based_on": BasedOn.of(draft, name),
        "findings": Findings(draft, name),
        "beside": Beside(draft, page_language()),
        "suggestions": url_for("author.list_suggestions", kind=draft.kind, language="en" if is_translation else "pt"),
        "phrases": phrases(),
        "codemirror": CODEMIRROR,
        "links": _links(draft),
        "errors": errors_of(refusal) if refusal else [],
        "error_title": in_words(refusal) if refusal else "",
    }
