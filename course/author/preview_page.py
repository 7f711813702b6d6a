"""A draft as an invented officer sees it, for those who write it; a submitted text, for those who may publish it."""

from flask import url_for

from course.author.feature import feature
from course.author.own_draft import OwnDraft, open_own_draft
from course.web.preview.previewed import Text
from course.web.preview.routes import add_preview
from course.web.preview.under_review import find_text
from course.web.transaction import set_down
from course.web.words import gettext


def _find_draft(draft_id: str) -> Text:
    draft = open_own_draft(draft_id)
    set_down()  # a case is proved now: others may write meanwhile
    valid = draft.last_valid
    return Text(
        kind=draft.kind,
        document=valid.document if valid else None,
        proof=valid.proof if valid else None,
        which=gettext("Preview of version %(version)s", version=valid.version if valid else draft.row.version),
        note=_said_of_errors(draft),
        back=(url_for("author.edit_draft", draft_id=draft_id), gettext("Back to the editor")),
    )


def _said_of_errors(draft: OwnDraft) -> str:
    """That an earlier version is shown, where the one that stands cannot be."""
    if draft.judged.document is not None or draft.last_valid is None:
        return ""
    return gettext("The text as it stands has errors; this is the last version that can be shown.")


def _find_submitted(kind: str, document_id: str, digest: str) -> Text:
    back = url_for("author.show_record", kind=kind, document_id=document_id)
    return find_text(kind, document_id, digest, (back, gettext("Back to the record")))


add_preview(feature, "/author/drafts/<draft_id>/preview", "preview_draft", permission="write-drafts", find=_find_draft)
add_preview(
    feature,
    "/author/texts/<kind>/<document_id>/<digest>/preview",
    "preview_text",
    permission="publish",
    find=_find_submitted,
)
