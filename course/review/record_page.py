"""The record of a document, for reviewers."""

from flask import url_for

from course.review.feature import feature
from course.web.record_page import render_record
from course.web.words import gettext


@feature.page("/review/records/<kind>/<document_id>", permission="review-documents")
def show_record(kind: str, document_id: str) -> str:
    """Everything that was submitted, signed, said, published and withdrawn."""
    return render_record(kind, document_id, url_for("review.list_unsigned"), gettext("To the documents"))
