"""What can be published, what is, and from when; and one text: what it changes, who signed it, and publishing it."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.publish import find_hindrance, publish
from course.acts.text_under_review import TextId, TextUnderReview, get_text
from course.author.board import Board
from course.author.feature import feature
from course.base.calendar import lisbon_day, lisbon_moment
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.content.bundle import Bundle
from course.content.prose import plain
from course.content.string_difference import string_difference
from course.storage import publications
from course.web.difference import DifferenceView, view_of
from course.web.documents import KIND_NAMES
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import catalogue, now, whole_catalogue
from course.web.i18n import page_language
from course.web.identity import desk
from course.web.review_state import TextState
from course.web.review_words import kind_of
from course.web.transaction import session
from course.web.whole import Whole
from course.web.words import gettext

LONGEST_AHEAD: Final = 366
"""Days from today until which a publication can be put off."""
_NOT_PUBLISHED: Final = N_("It was not published")


@feature.page("/author/publications", permission="publish", menu=(N_("Publish"), ("trainer",)))
def list_publications() -> str:
    """Signed texts that wait, what is to come, what readers are shown, and what was withdrawn."""
    return render_template("author/publications.html", board=Board(desk()))


@feature.page("/author/publications/<kind>/<document_id>/<digest>", permission="publish")
def show_publication(kind: str, document_id: str, digest: str) -> str:
    """One text: whether one can publish it, what it changes for readers, and what each party says."""
    return _page(TextId(kind_of(kind), document_id, digest), None)


@feature.page("/author/publications/<kind>/<document_id>/<digest>/whole", permission="publish")
def read_text(kind: str, document_id: str, digest: str) -> str:
    """The whole text with its keys, whether readers are shown it or not."""
    text = get_text(desk(), TextId(kind_of(kind), document_id, digest))
    state = TextState(desk(), text)
    return render_template(
        "web/whole_text.html",
        whole=Whole("train", text.kind, state.document, page_language()),
        next_step=(
            gettext("Next: whether it is published"),
            url_for("author.show_publication", kind=text.kind, document_id=text.document, digest=text.digest),
            gettext("Back to the text"),
        ),
    )


@feature.act("/author/publications/<kind>/<document_id>/<digest>", permission="publish")
def publish_text(kind: str, document_id: str, digest: str) -> Response:
    """Let readers be shown it: at once, or from the day and hour that were sent."""
    wanted = TextId(kind_of(kind), document_id, digest)
    day, hour = request.form.get("day", ""), request.form.get("hour", "")
    refusal = try_act(lambda: publish(desk(), wanted, read_moment(day, hour, now())))
    if refusal is None:
        return redirect(url_for("author.list_publications"), 303)
    return shown_again(_page(wanted, refusal), refusal)


def read_moment(day: str, hour: str, today: dt.datetime) -> dt.datetime | None:
    """The moment of that day and hour of Lisbon's clock, in UTC; None where both are empty: at once.

    Without an hour it is midnight. Raises Invalid about the field `day` or `hour`.
    """
    if not day.strip() and not hour.strip():
        return None
    try:
        on = dt.date.fromisoformat(day.strip())
        is_near = 0 <= (on - lisbon_day(today)).days <= LONGEST_AHEAD
    except ValueError:
        is_near = False
    if not is_near:
        raise Invalid(_NOT_PUBLISHED, {"day": N_("Choose a day from today to a year from now, or leave both empty")})
    try:
        at = dt.time.fromisoformat(hour.strip()) if hour.strip() else dt.time()
    except ValueError:
        raise Invalid(_NOT_PUBLISHED, {"hour": N_("Write the hour as 08:30, or leave it empty for midnight")}) from None
    return lisbon_moment(on, at.replace(second=0, microsecond=0, tzinfo=None))


def _page(wanted: TextId, refusal: Invalid | Conflict | None) -> str:
    text = get_text(desk(), wanted)
    state, hindrance = TextState(desk(), text), find_hindrance(desk(), text)
    lines = publications.list_of_document(session(), text.kind, text.document)
    # A text that one cannot publish has no form, and so no field to go to.
    in_fields = errors_of(refusal) if isinstance(refusal, Invalid) and hindrance is None else []
    errors = {one.field: one.message for one in in_fields}
    return render_template(
        "author/publication.html",
        text=text,
        state=state,
        kind_name=gettext(KIND_NAMES[text.kind]),
        heading=plain(state.document.in_(page_language()).title),
        hindrance=in_words(hindrance) if hindrance else "",
        is_shown=catalogue().is_current(text.kind, text.document, text.digest),
        is_withdrawn=_is_withdrawn(text),
        to_come=next((line for line in lines[:1] if line.action == "publish" and line.visible_from > now()), None),
        based_on=getattr(state.document.reference, "based_on", None),
        today=lisbon_day(now()).isoformat(),
        differences=list(_differences(text, state)),
        sent=request.form,
        errors=errors or ({"": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if refusal and errors else "",
    )


def _is_withdrawn(text: TextUnderReview) -> bool:
    return whole_catalogue().is_withdrawn(text.kind, text.document)


def _differences(text: TextUnderReview, state: TextState) -> Iterator[tuple[str, DifferenceView]]:
    """What it changes for readers, and what differs from the shipped text; each where there is something to compare."""
    mine = state.document.bundle
    standing = find_standing(text)
    if standing is not None and standing.digest != mine.digest:
        yield gettext("What changes for readers"), _difference(text, standing, mine)
    shipped = whole_catalogue().find_shipped(text.kind, text.document)
    if shipped is not None and shipped.digest not in {mine.digest, standing.digest if standing else ""}:
        yield gettext("The difference to the text that came with the course"), _difference(text, shipped, mine)


def find_standing(text: TextUnderReview) -> Bundle | None:
    """The text of that document that stands today, withdrawn or not; None where there is none."""
    found = whole_catalogue().find_current(text.kind, text.document)
    return found.bundle if found else None


def _difference(text: TextUnderReview, before: Bundle, after: Bundle) -> DifferenceView:
    return view_of(string_difference(text.kind, text.document, before, after))
