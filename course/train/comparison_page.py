"""The same forks, met by officers and by the equality body: how each side chose, where each has enough answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import render_template

from course import groups
from course.acts.audit import log_of
from course.acts.policy import may
from course.base.languages import HTML_LANG, Language
from course.content.case import Choice, Scene
from course.content.prose import Notes
from course.groups import ForkOfTwoSides, ProgrammeItem
from course.train.feature import feature
from course.train.figure_words import quarters_in_words, told_share
from course.web.documents import url_of
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.sources import notes_of
from course.web.transaction import note_apart, session
from course.web.whole import VERDICTS
from course.web.words import gettext


@dataclass(frozen=True)
class ChoiceOfTwoSides:
    """A choice, its worth, the shares of both sides in words; `may_be_chance` is None where one is not told."""

    text: str
    verdict: str
    officers: str
    equality_body: str
    may_be_chance: bool | None


@dataclass(frozen=True)
class ComparedScene:
    """A fork with the figures of both sides. `number` is its place among the turning points of the case."""

    number: int
    text: str
    html_lang: str
    officers: str
    equality_body: str
    choices: tuple[ChoiceOfTwoSides, ...]


@dataclass(frozen=True)
class ComparedCase:
    """A case that both sides play: the forks that can be told of, and how many cannot yet."""

    id: str
    title: str
    url: str | None
    scenes: tuple[ComparedScene, ...]
    waiting: int


@feature.page("/train/comparison", permission="programme-figures")
def show_comparison() -> str:
    """Both sides at each fork that tracks of both audiences meet, of closed quarters."""
    reader, moment, language = actor(), now(), page_language()
    note_apart(lambda own: log_of(own, reader, moment, "figures-read"))
    forks = groups.compare_sides(session(), catalogue(), moment)
    cases = [_case(id_, list(found), language) for id_, found in groupby(forks, key=_case_of)]
    notes = Notes("n", language)
    return render_template(
        "train/comparison.html",
        cases=cases,
        notes=notes,
        margin=lambda: notes_of(catalogue().registers, notes, language),
        has_library=may(reader, "read-keys"),
    )


def _case_of(fork: ForkOfTwoSides) -> str:
    return fork.fork.id.partition("/")[0]


def _case(case_id: str, forks: Sequence[ForkOfTwoSides], language: Language) -> ComparedCase:
    document = catalogue().case(case_id)
    case = document.in_(language)
    scenes = []
    for number, fork in enumerate(forks, 1):
        if fork.officers and fork.equality_body:
            scene_id = fork.fork.id.partition("/")[2]
            html_lang = HTML_LANG[document.language_of(language, "scenes", scene_id)]
            scenes.append(_scene(number, case.scenes[scene_id], html_lang, fork.officers, fork.equality_body))
    url = url_of("train", "case", case_id) if may(actor(), "read-keys") else None
    return ComparedCase(case_id, case.title, url, tuple(scenes), len(forks) - len(scenes))


def _scene(
    number: int, scene: Scene, html_lang: str, officers: ProgrammeItem, equality_body: ProgrammeItem
) -> ComparedScene:
    return ComparedScene(
        number=number,
        text=scene.text,
        html_lang=html_lang,
        officers=quarters_in_words(officers.quarters),
        equality_body=quarters_in_words(equality_body.quarters),
        choices=tuple(_choice(id_, choice, officers, equality_body) for id_, choice in scene.choices.items()),
    )


def _choice(id_: str, choice: Choice, officers: ProgrammeItem, equality_body: ProgrammeItem) -> ChoiceOfTwoSides:
    one, other = officers.intervals.get(id_), equality_body.intervals.get(id_)
    return ChoiceOfTwoSides(
        text=choice.text,
        verdict=gettext(VERDICTS[choice.verdict][1]),
        officers=told_share(officers, id_),
        equality_body=told_share(equality_body, id_),
        may_be_chance=one.overlaps(other) if one and other else None,
    )
