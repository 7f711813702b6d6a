"""The brief of a session: what its group brings to the room, in words, from a picture that never changes.

No number on it comes from an answer: how many completed is what supervisors see too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from flask import render_template

from course import groups
from course.acts.audit import Subject, log_of
from course.acts.said_in_session import said_in
from course.acts.show_answer import is_over
from course.base.calendar import lisbon_day
from course.base.languages import HTML_LANG, N_, Language
from course.content.document import Document
from course.content.module import Module
from course.content.prose import Notes
from course.groups import GroupPicture
from course.scoring.privacy import ForkShare, ShownFork, Sureness
from course.storage import completions, rescorings, seats, sessions
from course.storage.models import CourseSession
from course.train.feature import feature
from course.web.documents import url_of
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.sources import notes_of
from course.web.transaction import note_apart, session
from course.web.words import gettext

SHARES: Final[Mapping[ForkShare, str]] = {
    "few or none": N_("Few or nobody"),
    "some": N_("Some"),
    "about half": N_("About half"),
    "most": N_("Most"),
}
"""The words for how many; their place is the weight they are drawn with."""
SURENESS: Final[Mapping[Sureness, str]] = {"mostly sure": N_("nearly always with certainty")}
SIGHT: Final = N_("You see the group, in words and from eight completions on. Never the people.")
READY_WIDTH: Final = 780
"""Units of the drawing of how many completed."""


@dataclass(frozen=True)
class Readiness:
    """How many of those seated have completed, as supervisors see it; `width` is that share of the drawing."""

    done: int
    left: int

    @property
    def seated(self) -> int:
        """How many seats are taken."""
        return self.done + self.left

    @property
    def width(self) -> int:
        """Of READY_WIDTH."""
        return READY_WIDTH * self.done // self.seated if self.seated else 0


@dataclass(frozen=True)
class IdeaView:
    """An idea to work on. `share` and `sureness` are words, empty where no group was counted."""

    statement: str
    answer: str
    share: str = ""
    sureness: str = ""


@dataclass(frozen=True)
class ChoiceView:
    """A choice at a fork, in words and as so many of three squares."""

    text: str
    share: str
    weight: int


@dataclass(frozen=True)
class ForkView:
    """Where the group parted."""

    title: str
    text: str
    html_lang: str
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True)
class TappedView:
    """A prepared objection that people ticked."""

    says: str
    answer: str
    share: str


@dataclass(frozen=True)
class ObjectionsView:
    """What was objected to a module: sentences as they were written, and prepared ones."""

    title: str
    html_lang: str
    sentences: tuple[str, ...]
    tapped: tuple[TappedView, ...]


@feature.page("/train/sessions/<code>/brief", permission="read-brief")
def show_brief(code: str) -> str:
    """The brief of a session that one leads; before its hour, when it will be there."""
    planned = sessions.get_led_session(session(), actor().person_id, code)
    picture = groups.read_picture(session(), code)
    if picture is not None:
        _note_opening(code)
    language = page_language()
    notes = Notes("n", language)
    page = _page(planned, picture, language)
    # Numbered as they are met when the text is rendered; so the margin comes last.
    return render_template(
        "train/brief.html",
        planned=planned,
        picture=picture,
        is_to_come=now() < planned.picture_due_at,
        is_last_to_come=now() < planned.picture_eve_at,
        notes=notes,
        law_notes=lambda: notes_of(catalogue().registers, notes, language),
        footnote=gettext(SIGHT),
        has_ended=is_over(planned, now()),
        **page,
    )


def _note_opening(code: str) -> None:
    reader, moment = actor(), now()
    note_apart(lambda own: log_of(own, reader, moment, "brief-opened", Subject.session(code)))


def _page(planned: CourseSession, picture: GroupPicture | None, language: Language) -> dict[str, object]:
    modules = catalogue().modules_before(planned)
    shown = picture if picture and picture.brief.reason is None else None
    usual = None if shown else groups.usual_ideas(session(), catalogue(), planned, now())
    return {
        "readiness": _readiness(planned, modules),
        "is_enough": shown is not None,
        "ideas": [*(_ideas(shown, language) if shown else ()), *(_usual(usual.ideas, language) if usual else ())],
        "is_corrected_since": picture is not None and _is_corrected_since(picture, modules),
        "is_measured": usual is not None and usual.is_measured,
        "forks": list(_forks(picture.brief.forks, language)) if picture else [],
        "objections": list(_objections(planned, picture, modules, language)) if picture else [],
        "to_read": _to_read(modules, language),
    }


def _is_corrected_since(picture: GroupPicture, modules: Mapping[str, Document[Module]]) -> bool:
    """Whether a quiz of these modules was re-scored since the hour of the picture, which never changes."""
    quizzes = [module.reference.quiz for module in modules.values()]
    return bool(rescorings.quizzes_rescored(session(), quizzes, lisbon_day(picture.hour)))


def _readiness(planned: CourseSession, modules: Mapping[str, Document[Module]]) -> Readiness:
    taken = seats.count_taken(session(), planned.code)
    done = len(completions.days_done(session(), planned.code, modules))
    return Readiness(done, taken - done)


def _ideas(picture: GroupPicture, language: Language) -> list[IdeaView]:
    register = catalogue().registers.ideas
    return [
        IdeaView(
            register[shown.idea].statement.in_(language),
            register[shown.idea].answer.in_(language),
            gettext(SHARES[shown.share]),
            gettext(SURENESS[shown.sureness]) if shown.sureness else "",
        )
        for shown in picture.brief.ideas
        if shown.idea in register
    ]


def _usual(ideas: Sequence[str], language: Language) -> list[IdeaView]:
    register = catalogue().registers.ideas
    return [
        IdeaView(register[id_].statement.in_(language), register[id_].answer.in_(language))
        for id_ in ideas
        if id_ in register
    ]


def _forks(shown: Sequence[ShownFork], language: Language) -> Iterator[ForkView]:
    """Those whose scene still stands in today's text."""
    for fork in shown:
        case_id, _, scene_id = fork.fork.partition("/")
        document = catalogue().library.cases.get(case_id)
        scene = document.in_(language).scenes.get(scene_id) if document else None
        if document is None or scene is None:
            continue
        yield ForkView(
            document.in_(language).title,
            scene.text,
            HTML_LANG[document.language_of(language, "scenes", scene_id)],
            tuple(
                ChoiceView(scene.choices[one.choice].text, gettext(SHARES[one.share]), list(SHARES).index(one.share))
                for one in fork.choices
                if one.choice in scene.choices
            ),
        )


def _objections(
    planned: CourseSession, picture: GroupPicture, modules: Mapping[str, Document[Module]], language: Language
) -> Iterator[ObjectionsView]:
    """By module, in the order of the track; a module without any is left out."""
    said = said_in(session(), catalogue(), planned, picture, language)
    for id_, of_module in groupby(said, key=attrgetter("module")):
        sentences = list(of_module)
        document = modules[id_]
        yield ObjectionsView(
            document.in_(language).title,
            HTML_LANG[document.language_of(language, "title")],
            tuple(one.words for one in sentences if not one.is_ready),
            tuple(TappedView(one.words, one.answer, gettext(SHARES[one.share])) for one in sentences if one.share),
        )


@dataclass(frozen=True)
class ToRead:
    """The document to read next."""

    title: str
    url: str


def _to_read(modules: Mapping[str, Document[Module]], language: Language) -> ToRead | None:
    first = next(iter(modules.items()), None)
    return ToRead(first[1].in_(language).title, url_of("train", "module", first[0])) if first else None
