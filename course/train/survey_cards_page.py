"""Cards with codes for surveys, to be handed out face down: made when they are printed, and kept nowhere."""

from typing import Final
from urllib.parse import urlsplit

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirection

from course.base.survey_code import draw_code
from course.train.feature import feature
from course.train.overviews import my_session
from course.web.house import house
from course.web.pdf import as_download, make_pdf
from course.web.transaction import set_down

A_SHEET: Final = 10
"""Cards on an A4 sheet."""


@feature.page("/train/sessions/<code>/survey-cards", permission="plan-sessions")
def show_survey_cards(code: str) -> str:
    """What the cards are for, and how they are handed out so that nobody knows who has which."""
    planned = my_session(code)
    return render_template(
        "train/survey_cards.html",
        planned=planned,
        cards=cards_for(planned.seats),
        has_no_pdf=request.args.get("pdf") == "none",
    )


@feature.page("/train/sessions/<code>/survey-cards.pdf", permission="plan-sessions")
def download_survey_cards(code: str) -> Response | Redirection:
    """The cards as a file, with other codes each time; where none can be made, back to the page, which says so."""
    planned = my_session(code)
    html = survey_cards(cards_for(planned.seats))
    set_down()
    file = make_pdf(html)
    if file is None:
        return redirect(url_for("train.show_survey_cards", code=code, pdf="none"), 303)
    response = as_download(file, f"survey-cards-{planned.code}.pdf")
    response.headers["Cache-Control"] = "no-store"
    return response


def cards_for(seats: int) -> int:
    """How many cards are printed: one for each seat and at least one more, so that the last one is drawn too."""
    return (seats // A_SHEET + 1) * A_SHEET


def survey_cards(count: int) -> str:
    """So many cards as HTML for a file. Each code is drawn by itself, so their order tells nothing."""
    site = urlsplit(house().settings.public_url).netloc
    return render_template("train/survey_cards_file.html", codes=[draw_code() for _ in range(count)], site=site)
