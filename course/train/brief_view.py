"""The brief of a session, put together: what its group brings to the room, in words, and what to make of it there.

No number on it comes from an answer: how many completed is what supervisors see too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from course import groups
from course.base.calendar import lisbon_day
from course.base.languages import Language
from course.content.document import Document
from course.content.module import Module
from course.groups import GroupPicture
from course.storage import completions, rescorings, seats, settings
from course.storage.models import CourseSession
from course.train.brief_objections import ClashView, ObjectionsView, clash_of, objections_of
from course.train.brief_picture import ForkView, IdeaView, Readiness, forks_of, ideas_of_group, usual_ideas
from course.train.brief_plan import Planner, PlanView
from course.web.documents import url_of
from course.web.house import catalogue, now
from course.web.transaction import session


@dataclass(frozen=True)
class ToRead:
    """The document to read next."""

    title: str
    url: str


@dataclass(frozen=True)
class BriefView:
    """All sections. `is_enough`: the picture says something of the group; else `ideas` are the programme's usual ones.

    `least`: of how many people on it does. `is_measured`: those were ordered by closed quarters; `is_corrected_since`:
    a question was corrected after the hour.
    """

    planned: CourseSession
    least: int
    picture: GroupPicture | None
    readiness: Readiness
    is_enough: bool
    is_measured: bool
    is_corrected_since: bool
    ideas: tuple[IdeaView, ...]
    forks: tuple[ForkView, ...]
    objections: tuple[ObjectionsView, ...]
    clash: ClashView
    plan: PlanView
    to_read: ToRead | None


def brief_of(planned: CourseSession, picture: GroupPicture | None, language: Language) -> BriefView:
    """The brief with that picture; None where it was not taken."""
    modules = catalogue().modules_before(planned)
    shown = picture if picture and picture.brief.reason is None else None
    ideas = ideas_of_group(shown, language) if shown else []
    usual = None if ideas else groups.usual_ideas(session(), catalogue(), planned, now())
    to_work_on = usual_ideas(usual.ideas, language) if usual else ideas
    planner = Planner(planned, shown, to_work_on, modules, language)
    is_sure = bool(shown and ideas and ideas[0].sureness)
    return BriefView(
        planned=planned,
        least=settings.smallest_group_in(session(), planned.code),
        picture=picture,
        readiness=_readiness(planned, modules),
        is_enough=shown is not None,
        is_measured=usual is not None and usual.is_measured,
        is_corrected_since=picture is not None and _is_corrected_since(picture, modules),
        ideas=tuple(planner.with_attempts(ideas if shown else to_work_on)),
        forks=tuple(forks_of(shown.brief.forks, language)) if shown else (),
        objections=tuple(objections_of(planned, picture, modules, language)),
        clash=clash_of([idea.id for idea in to_work_on], picture, modules, language, is_sure=is_sure),
        plan=planner.view(),
        to_read=_to_read(modules, language),
    )


def _is_corrected_since(picture: GroupPicture, modules: Mapping[str, Document[Module]]) -> bool:
    """Whether a quiz of these modules was re-scored since the hour of the picture, which never changes."""
    quizzes = [module.reference.quiz for module in modules.values()]
    return bool(rescorings.quizzes_rescored(session(), quizzes, lisbon_day(picture.hour)))


def _readiness(planned: CourseSession, modules: Mapping[str, Document[Module]]) -> Readiness:
    taken = seats.count_taken(session(), planned.code)
    done = len(completions.days_done(session(), planned.code, modules))
    return Readiness(done, taken - done)


def _to_read(modules: Mapping[str, Document[Module]], language: Language) -> ToRead | None:
    first = next(iter(modules.items()), None)
    return ToRead(first[1].in_(language).title, url_of("train", "module", first[0])) if first else None
