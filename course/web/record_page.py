"""The page of a record, for the areas that show it."""

from flask import render_template

from course.base.languages import N_
from course.base.refusals import NotFound
from course.web.documents import KIND_NAMES
from course.web.house import whole_catalogue
from course.web.record_lines import RecordOf
from course.web.review_words import kind_of
from course.web.words import gettext


def render_record(kind: str, document_id: str, back_url: str, back: str) -> str:
    """The record of that document. Raises NotFound for one of which nothing is known."""
    of_kind = kind_of(kind)
    events = RecordOf(of_kind, document_id).events()
    known = {(one.kind, one.id) for one in whole_catalogue().library.records}
    if not events and (of_kind, document_id) not in known:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return render_template(
        "web/record.html",
        title=gettext("Record of the document"),
        kind_name=gettext(KIND_NAMES[of_kind]),
        document_id=document_id,
        events=events,
        back_url=back_url,
        back=back,
    )
