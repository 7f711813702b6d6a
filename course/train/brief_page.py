"""The brief of a session, on a page, on two printed sheets and as a file."""

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirection

from course import groups
from course.acts.audit import Subject, log_of
from course.acts.show_answer import is_over
from course.content.prose import Notes
from course.storage import sessions
from course.train.brief_sheets import printed_of
from course.train.brief_view import BriefView, brief_of
from course.train.brief_words import SIGHT
from course.train.feature import feature
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.pdf import as_download, make_pdf
from course.web.sources import notes_of
from course.web.transaction import note_apart, session, set_down
from course.web.words import gettext


@feature.page("/train/sessions/<code>/brief", permission="read-brief")
def show_brief(code: str) -> str:
    """The brief of a session that one leads; before its hour, when it will be there."""
    brief = open_brief(code)
    language = page_language()
    notes = Notes("n", language)
    # Numbered as they are met when the text is rendered; so the margin comes last.
    return render_template(
        "train/brief.html",
        brief=brief,
        printed=printed_of(brief),
        is_to_come=now() < brief.planned.picture_due_at,
        is_last_to_come=now() < brief.planned.picture_eve_at,
        notes=notes,
        law_notes=lambda: notes_of(catalogue().registers, notes, language),
        footnote=gettext(SIGHT, least=brief.least),
        has_ended=is_over(brief.planned, now()),
        has_no_pdf=request.args.get("pdf") == "none",
    )


@feature.page("/train/sessions/<code>/brief.pdf", permission="read-brief")
def download_brief(code: str) -> Response | Redirection:
    """The two sheets as a file; where none can be made, back to the page, which says so."""
    brief = open_brief(code)
    html = render_template("train/brief_file.html", **sheets_of(brief))
    set_down()
    file = make_pdf(html)
    if file is None:
        return redirect(url_for("train.show_brief", code=code, pdf="none"), 303)
    return as_download(file, f"{brief.planned.code}.pdf")


def open_brief(code: str) -> BriefView:
    """The brief of a session that one leads; whoever opens its picture is noted. Raises NotFound."""
    planned = sessions.get_led_session(session(), actor().person_id, code)
    picture = groups.read_picture(session(), planned.code)
    if picture is not None:
        reader, moment = actor(), now()
        note_apart(lambda own: log_of(own, reader, moment, "brief-opened", Subject.session(planned.code)))
    return brief_of(planned, picture, page_language())


def sheets_of(brief: BriefView) -> dict[str, object]:
    """What the two sheets are drawn from."""
    return {"brief": brief, "printed": printed_of(brief), "notes": Notes("n", page_language())}
