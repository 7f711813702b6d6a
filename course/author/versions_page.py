"""What a draft was: its kept versions, what changed since each, and one taken back as the newest."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.acts.save_draft import save_draft
from course.author.feature import feature
from course.author.own_draft import open_own_draft
from course.base.refusals import Conflict, Invalid
from course.content.string_difference import string_difference
from course.storage import drafts
from course.web.difference import view_of
from course.web.errors import error_page, in_words
from course.web.forms import try_act
from course.web.identity import desk
from course.web.transaction import session


@feature.page("/author/drafts/<draft_id>/versions", permission="write-drafts")
def list_versions(draft_id: str) -> str:
    """The versions that can be gone back to, the last first."""
    draft = open_own_draft(draft_id)
    return render_template("author/versions.html", draft=draft, versions=drafts.list_versions(session(), draft.row.id))


@feature.page("/author/drafts/<draft_id>/versions/<int:version>", permission="write-drafts")
def show_version(draft_id: str, version: int) -> str:
    """What changed between that version and the text that stands."""
    draft = open_own_draft(draft_id)
    earlier = draft.bundle_of_version(version)
    found = string_difference(draft.kind, draft.row.document, earlier, draft.bundle)
    return render_template(
        "author/version.html",
        draft=draft,
        version=version,
        difference=view_of(found),
        is_same=earlier.digest == draft.bundle.digest,
    )


@feature.act("/author/drafts/<draft_id>/versions/<int:version>", permission="write-drafts")
def take_version_back(draft_id: str, version: int) -> Response:
    """Save that version again, as the newest: the text that stood stays among the versions."""
    draft = open_own_draft(draft_id)
    earlier = draft.bundle_of_version(version).as_text()

    def save_both() -> int:
        save_draft(desk(), draft.row.id, draft.row.version, draft.files, keep=True)
        return save_draft(desk(), draft.row.id, draft.row.version, earlier, keep=True)

    saved = try_act(save_both)
    if isinstance(saved, (Conflict, Invalid)):
        return error_page(saved.status, in_words(saved))
    return redirect(url_for("author.edit_draft", draft_id=draft.id), 303)
