"""The record of a document, for trainers."""

from flask import url_for

from course.author.feature import feature
from course.web.record_page import render_record
from course.web.words import gettext


@feature.page("/author/records/<kind>/<document_id>", permission="read-keys")
def show_record(kind: str, document_id: str) -> str:
    """Everything that was submitted, signed, said, published and withdrawn."""
    return render_record(kind, document_id, url_for("author.list_publications"), gettext("Publications"))
