"""The programme over the country, in counts: for trainers and administrators of all organisations, without a name."""

from dataclasses import dataclass
from typing import Final

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.count_apologies import count_apologies
from course.acts.policy import may
from course.acts.set_programme_targets import set_programme_targets
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Invalid
from course.storage import programme
from course.train.feature import feature
from course.train.overviews import track_titles
from course.train.programme import COLUMNS, as_csv, rows_by_district, rows_by_track, years
from course.web.apology_words import REASON_WORDS
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.sources import list_notes
from course.web.transaction import session
from course.web.words import gettext

FIRST_PROGRAMME: Final = "talk-2018"
"""The source that counts the first programme: what is compared stands only where the registers have it."""
LONGEST_NUMBER: Final = 20


@dataclass(frozen=True)
class ToldApologies:
    """The month, and each reason with about how many people gave it, in words; none of fewer than ten people."""

    month: str
    told: list[tuple[str, str]]


@feature.page("/train/programme", permission="programme-view")
def show_programme() -> str:
    """The counts of a year, this one unless `?year=` says another; for an administrator the targets to set."""
    return _page(_year_asked(), None)


@feature.page("/train/programme.csv", permission="programme-view")
def download_programme() -> Response:
    """The same counts as a file for a spreadsheet; the mark at its beginning tells that it is UTF-8."""
    year = _year_asked()
    response = make_response(as_csv(year).encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="terreno-comum-{year}.csv"'
    return response


@feature.act("/train/programme/targets", permission="programme-targets")
def set_targets() -> Response:
    """Set how many officers the organisation means to reach in the year of the form."""
    year, sent = _as_year(request.form.get("year", "")), _sent()
    refusal = try_act(lambda: set_programme_targets(desk(), year, sent))
    if isinstance(refusal, Invalid):
        return shown_again(_page(year, refusal), refusal)
    return redirect(url_for("train.show_programme", year=year), 303)


def _year_asked() -> int:
    return _as_year(request.args.get("year", ""))


def _as_year(text: str) -> int:
    """One of the years that the page offers; this one for anything else."""
    return next((year for year in years() if str(year) == text), lisbon_day(now()).year)


def _sent() -> dict[str, str]:
    """What was typed, by track."""
    fields = {track: f"officers-{track}" for track in catalogue().tracks_for(actor().audience)}
    return {track: request.form[name][:LONGEST_NUMBER] for track, name in fields.items() if name in request.form}


def _page(year: int, refusal: Invalid | None) -> str:
    sources = catalogue().registers.sources
    known = [FIRST_PROGRAMME] if FIRST_PROGRAMME in sources else []
    return render_template(
        "train/programme.html",
        year=year,
        years=[(str(one), str(one)) for one in years()],
        columns=[gettext(column) for column in COLUMNS],
        tracks=rows_by_track(year),
        districts=rows_by_district(year),
        apologies=_apologies() if may(actor(), "apology-counts") else None,
        targets=_targets(year, refusal) if may(actor(), "programme-targets") else [],
        errors={error.field: error.message for error in errors_of(refusal)} if refusal else {},
        error_title=in_words(refusal) if refusal else "",
        organisation=actor().organisation_name,
        first_programme=list_notes(catalogue().registers, known, page_language()),
    )


def _apologies() -> ToldApologies:
    counted = count_apologies(desk())
    told = [
        (gettext(words), str(counted.about[reason]) if counted.about[reason] else gettext(N_("fewer than 3")))
        for reason, words in REASON_WORDS.items()
        if reason in counted.about
    ]
    return ToldApologies(f"{counted.month:%Y-%m}", told)


def _targets(year: int, refusal: Invalid | None) -> list[tuple[str, str, str]]:
    """Field, title and value of each target of the organisation: what is set, or what was typed."""
    kept = {
        id_: str(number) for id_, number in programme.list_targets(session(), actor().organisation_id, year).items()
    }
    shown = kept if refusal is None else _sent()
    titles = track_titles()
    return [
        (f"officers-{track}", titles[track], shown.get(track, "")) for track in catalogue().tracks_for(actor().audience)
    ]
