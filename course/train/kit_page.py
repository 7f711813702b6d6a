"""The kit of a session: everything on paper that its trainer takes to the room, in one file."""

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as Redirection

from course.storage import seats
from course.train.brief_page import open_brief
from course.train.feature import feature
from course.train.kit import Kit, kit_html
from course.train.seats_page import note_names_read
from course.web.i18n import page_language
from course.web.pdf import as_download, make_pdf
from course.web.tracks import track_title
from course.web.transaction import session, set_down


@feature.page("/train/sessions/<code>/kit.pdf", permission="read-brief")
def download_kit(code: str) -> Response | Redirection:
    """The file; where none can be made, back to the session, which says so. Who reads the names is noted."""
    brief = open_brief(code)
    note_names_read(code)
    seated = seats.list_seated(session(), code)
    html = kit_html(Kit(brief, seated, track_title(brief.planned.track), page_language()))
    set_down()
    file = make_pdf(html)
    if file is None:
        return redirect(url_for("train.show_session", code=code, pdf="none"), 303)
    return as_download(file, f"{brief.planned.code}-kit.pdf")
