"""What a trainer takes to the room on paper, part by part; a new part is one line in PARTS."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import render_template

from course.base.languages import HTML_LANG, N_, Language
from course.content.prose import Notes
from course.storage.seats import SeatedPerson
from course.train.brief_page import sheets_of
from course.train.brief_view import BriefView
from course.web.house import catalogue
from course.web.on_paper import without_controls
from course.web.printed_cards import card_of, printed_in
from course.web.questions import QuestionView

FEEDBACK: Final = "after-session"
"""The survey whose questions stand on the feedback sheet."""
PLACE: Final = "<!-- parts -->"
"""Where the parts stand in the page around them."""
BLANK: Final = 3
"""Empty lines on the attendance sheet, for those who were given a seat at the door."""


@dataclass(frozen=True)
class Kit:
    """What the parts are made of. `seated`: name and seat, as on the list for the door."""

    brief: BriefView
    seated: Sequence[SeatedPerson]
    track: str
    language: Language


@dataclass(frozen=True)
class KitPart:
    """A part: its id names the paper it is printed on (css/sheets.css), and its template, `train/kit_<id>.html`.

    `values` gives what the template shows; None where there is nothing to print.
    """

    id: str
    title: str
    values: Callable[[Kit], Mapping[str, Any] | None]


def _brief(kit: Kit) -> Mapping[str, Any]:
    return sheets_of(kit.brief)


def _plan(kit: Kit) -> Mapping[str, Any]:
    return {"brief": kit.brief}


def _cards(kit: Kit) -> Mapping[str, Any] | None:
    planned = kit.brief.planned
    modules = [*catalogue().modules_before(planned).values(), *catalogue().modules_after(planned).values()]
    cards = [card_of(module, kit.language) for module in modules]
    return {"cards": cards, "printed_in": printed_in()} if cards else None


def _attendance(kit: Kit) -> Mapping[str, Any]:
    planned = kit.brief.planned
    blank = range(len(kit.seated) + 1, min(planned.seats, len(kit.seated) + BLANK) + 1)
    return {"seated": kit.seated, "blank": blank}


def _feedback(kit: Kit) -> Mapping[str, Any] | None:
    document = catalogue().library.surveys.get(FEEDBACK)
    if document is None:
        return None
    survey, notes = document.in_(kit.language), Notes("f", kit.language)
    views = [
        QuestionView.of(id_, question, order=(), prefix=f"f{number}")
        for number, (id_, question) in enumerate(survey.questions.items(), 1)
    ]
    drawn = [(view, without_controls(render_template(view.template, view=view, notes=notes))) for view in views]
    return {"drawn": drawn, "notes": notes, "survey_lang": HTML_LANG[document.language_of(kit.language, "title")]}


PARTS: Final = (
    KitPart("brief", N_("Brief"), _brief),
    KitPart("plan", N_("Plan of the session"), _plan),
    KitPart("cards", N_("Cards for critical moments"), _cards),
    KitPart("attendance", N_("Attendance sheet"), _attendance),
    KitPart("feedback", N_("Feedback sheet"), _feedback),
)
"""In the order of the file."""


def kit_html(kit: Kit) -> str:
    """All parts that have something on them, as one page of HTML for a file."""
    planned = kit.brief.planned
    drawn = [
        render_template("train/kit_part.html", part=part, planned=planned, track=kit.track, **values)
        for part in PARTS
        if (values := part.values(kit)) is not None
    ]
    return render_template("train/kit.html", planned=planned).replace(PLACE, "".join(drawn))
