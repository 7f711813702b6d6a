"""The plan of a session in words: the hour of each part, what is done, and why just that."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from course.base.languages import N_, Language
from course.content.case import Case
from course.content.document import Document
from course.content.prose import plain
from course.content.room import ideas_carried
from course.groups import GroupPicture
from course.scoring.privacy import ForkShare, ShownFork
from course.scoring.room_plan import Kind, Part, RoomCase, cases_for, plan
from course.storage.models import CourseSession
from course.train.brief_objections import Modules
from course.train.brief_picture import IdeaView
from course.train.brief_words import SHARES, listed, quoted, serves
from course.web.documents import url_of
from course.web.house import catalogue
from course.web.words import gettext

_SOUND: Final = ("best", "acceptable")
_HELD: Final[Mapping[ForkShare, str]] = {
    "some": N_("Because some of the group hold it."),
    "about half": N_("Because about half of the group hold it."),
    "most": N_("Because most of the group hold it."),
}
_HELD_SURELY: Final[Mapping[ForkShare, str]] = {
    "some": N_("Because some of the group hold it, nearly always with certainty."),
    "about half": N_("Because about half of the group hold it, nearly always with certainty."),
    "most": N_("Because most of the group hold it, nearly always with certainty."),
}
_USUAL: Final = N_("Because it usually comes up in these modules.")


@dataclass(frozen=True)
class PartView:
    """A part of the session. `title` is what it is about, `what` is what to do, `why` the reason; empty for none."""

    kind: str
    starts_at: dt.datetime
    minutes: int
    title: str
    what: str = ""
    why: str = ""
    url: str = ""


@dataclass(frozen=True)
class CaseView:
    """A case that serves this group, and which of its ideas."""

    title: str
    url: str
    serves: str


@dataclass(frozen=True)
class PlanView:
    """The parts that fill the session, and the cases that serve the group."""

    minutes: int
    parts: tuple[PartView, ...]
    cases: tuple[CaseView, ...]


class Planner:
    """What a plan is made of: the words of a picture or the usual ideas, and the cases of the track."""

    def __init__(
        self,
        planned: CourseSession,
        picture: GroupPicture | None,
        ideas: Sequence[IdeaView],
        modules: Modules,
        language: Language,
    ) -> None:
        self.planned = planned
        self.ideas = {idea.id: idea for idea in ideas}
        self.language = language
        self._is_of_group = picture is not None
        self._held = {one.idea: one for one in picture.brief.ideas} if picture else {}
        self._forks = picture.brief.forks if picture else ()
        self._after = catalogue().modules_after(planned)
        self._cases = _cases_of(modules, self._after)
        known = {case for module in modules.values() for case in module.reference.cases}
        self._of_room = [
            RoomCase(id_, ideas_carried(case.reference), id_ in known) for id_, case in self._cases.items()
        ]

    def with_attempts(self, ideas: Sequence[IdeaView]) -> list[IdeaView]:
        """The ideas, each with a case to try: one that everybody has played, where there is such a case."""
        return [replace(idea, attempt=self._attempt(idea.id)) for idea in ideas]

    def view(self) -> PlanView:
        """The whole plan."""
        minutes = int((self.planned.ends_at - self.planned.starts_at).total_seconds()) // 60
        parts = plan(
            minutes,
            ideas=list(self.ideas),
            cases=self._of_room,
            forks=self._forks,
            sound={fork.fork: self._sound(fork) for fork in self._forks},
        )
        hour, views = self.planned.starts_at, []
        for part in parts:
            views.append(self._part(part, hour))
            hour += dt.timedelta(minutes=part.minutes)
        return PlanView(minutes, tuple(views), tuple(self._serving()))

    def _attempt(self, idea: str) -> str:
        serving = sorted((case for case in self._of_room if idea in case.ideas), key=lambda case: not case.is_known)
        if not serving:
            return ""
        case = self._cases[serving[0].id].in_(self.language)
        return gettext("the case “%(case)s”, from the seat “%(seat)s”.", case=plain(case.title), seat=_other_seat(case))

    def _serving(self) -> list[CaseView]:
        return [
            CaseView(self._title(id_), url_of("train", "case", id_), serves(places, self.language))
            for id_, places in cases_for(list(self.ideas), self._of_room)
        ]

    def _title(self, case: str) -> str:
        return plain(self._cases[case].in_(self.language).title)

    def _sound(self, fork: ShownFork) -> frozenset[str]:
        case_id, _, scene_id = fork.fork.partition("/")
        document = self._cases.get(case_id)
        scene = document.reference.scenes.get(scene_id) if document else None
        choices = scene.choices if scene else {}
        return frozenset(id_ for id_, choice in choices.items() if choice.verdict in _SOUND)

    def _part(self, part: Part, hour: dt.datetime) -> PartView:
        words: Mapping[Kind, Callable[[Part], tuple[str, str, str]]] = {
            "opening": self._opening,
            "idea": self._idea,
            "live": self._live,
            "objections": self._objections,
            "closing": self._closing,
            "break": lambda _: (gettext("Break"), "", ""),
            "lunch": lambda _: (gettext("Lunch"), "", ""),
        }
        title, what, why = words[part.kind](part)
        url = url_of("train", "case", part.case) if part.case else ""
        return PartView(part.kind, hour, part.minutes, title, what, why, url)

    def _opening(self, _part: Part) -> tuple[str, str, str]:
        if self._is_of_group:
            what = gettext("Tell them what the group brings, in the words of this brief, and agree how to talk here.")
        else:
            what = gettext("Tell them what the session is for, and agree how to talk here.")
        why = gettext("Because nobody here knows who answered what, and they should hear it.")
        return gettext("Opening"), what, why

    def _idea(self, part: Part) -> tuple[str, str, str]:
        title = quoted(plain(self.ideas[part.idea].statement), self.language)
        what = gettext("Collect what speaks for it, then read the answer.")
        if part.case and self._is_known(part.case):
            what = gettext("Go back to “%(case)s”: a choice in it rests on this idea.", case=self._title(part.case))
        elif part.case:
            what = gettext("Read from “%(case)s” the choice that rests on this idea.", case=self._title(part.case))
        held = self._held.get(part.idea)
        if held is None:
            return title, what, gettext(_USUAL)
        return title, what, gettext((_HELD_SURELY if held.sureness else _HELD)[held.share])

    def _live(self, part: Part) -> tuple[str, str, str]:
        case = self._cases[part.case].in_(self.language)
        title = gettext("Live case: “%(case)s”", case=plain(case.title))
        seat = _other_seat(case)
        what = gettext("Decide together, scene by scene; then read it from the seat “%(seat)s”.", seat=seat)
        return title, what, self._why_live(part, case)

    def _why_live(self, part: Part, case: Case) -> str:
        fork = next((one for one in self._forks if one.fork == f"{part.case}/{part.scene}"), None)
        choices = case.scenes[part.scene].choices if part.scene in case.scenes else {}
        told = [
            (gettext(SHARES[one.share]), quoted(plain(choices[one.choice].text).rstrip("."), self.language))
            for one in (fork.choices if fork else ())
            if one.choice in choices
        ]
        if part.why == "strayed" and told:
            chosen = told[0][1]
            return gettext("Because most chose %(choice)s at this turning point, and it does not hold.", choice=chosen)
        if part.why == "parted" and len(told) > 1:
            shown = "; ".join(f"{share}: {choice}" for share, choice in told[:2]) + "."
            return gettext("Because the group parted at this turning point. %(choices)s", choices=shown)
        if part.why == "carries" and not self._is_known(part.case):
            return gettext("Because its choices carry ideas of this session, and it is new to those who prepared.")
        if part.why == "carries":
            return gettext("Because its choices carry ideas of this session.")
        if not self._is_known(part.case):
            return gettext("Because it is new to those who prepared.")
        return gettext("Because it is the first case of this course.")

    def _is_known(self, case: str) -> bool:
        return any(one.is_known for one in self._of_room if one.id == case)

    def _objections(self, _part: Part) -> tuple[str, str, str]:
        what = gettext("Read them aloud, one after the other, and ask the room before you give a prepared answer.")
        return gettext("Objections"), what, gettext("Because what is not answered here is said outside.")

    def _closing(self, _part: Part) -> tuple[str, str, str]:
        modules = listed([plain(module.in_(self.language).title) for module in self._after.values()], self.language)
        question = gettext("Closing question: what do I take to the next day of work?")
        what = gettext("After the session: %(modules)s.", modules=modules) if modules else ""
        why = gettext("Because each takes away what they say last.")
        return gettext("What comes after"), f"{what} {question}".strip(), why


def _cases_of(*groups: Modules) -> dict[str, Document[Case]]:
    """The readable cases of these modules, in their order, each once."""
    shelf = catalogue().library.cases
    named = (case for modules in groups for module in modules.values() for case in module.reference.cases)
    return {id_: shelf[id_] for id_ in named if id_ in shelf}


def _other_seat(case: Case) -> str:
    """The second seat: of those who do not decide, the one written first."""
    return plain([*case.seats.values()][1])
