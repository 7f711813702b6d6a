"""A text under review as an invented officer sees it, for those who sign."""

from flask import url_for

from course.review.feature import feature
from course.web.preview.previewed import Text
from course.web.preview.routes import add_preview
from course.web.preview.under_review import find_text
from course.web.words import gettext


def _find(kind: str, document_id: str, digest: str) -> Text:
    back = url_for("review.show_text", kind=kind, document_id=document_id, digest=digest)
    return find_text(kind, document_id, digest, (back, gettext("Back to the review")))


add_preview(
    feature,
    "/review/texts/<kind>/<document_id>/<digest>/preview",
    "preview_text",
    permission="review-documents",
    find=_find,
)
