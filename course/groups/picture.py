"""The picture of a session: taken once, at its hour, and never changed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from course.base.calendar import lisbon_day
from course.catalogue import Catalogue
from course.content.core_digest import core_digest
from course.content.document import Document
from course.content.module import Module
from course.groups.asked import Asked, asked_of
from course.groups.reading import Reader
from course.groups.tallying import Tallied, add_tallies, documents_of
from course.scoring import privacy
from course.scoring.privacy import (
    Brief,
    Fork,
    Guarded,
    Person,
    RandomWord,
    ShownChoice,
    ShownFork,
    ShownIdea,
    ShownTap,
    State,
    TwiceCounted,
)
from course.scoring.tallies import Road, Sheet
from course.storage import audit, group_counts, session_hours, settings
from course.storage.group_counts import HandIn, Play
from course.storage.models import CourseSession, Picture

Taps = Mapping[str, Mapping[str, int]]
"""Module -> prepared objection -> how many ticked it."""


@dataclass(frozen=True, kw_only=True)
class Awaiting(Guarded):
    """A session without its picture: public facts alone."""

    code: str
    track: str
    before: tuple[str, ...] | None
    starts_at: dt.datetime
    due: dt.datetime
    eve: dt.datetime


@dataclass(frozen=True)
class GroupPicture(Guarded):
    """The picture of a session and the hour at which it was due. Forks are `case/scene`, taps `module/objection`."""

    hour: dt.datetime
    brief: Brief
    taps: tuple[ShownTap, ...]


@dataclass(frozen=True)
class PictureState(Guarded):
    """That the picture of a session was taken, and whether enough had completed for it to say anything."""

    code: str
    is_enough: bool


def list_awaiting(session: Session, now: dt.datetime) -> tuple[Awaiting, ...]:
    """The sessions whose first look has come and that have no picture."""
    return tuple(_awaiting(planned) for planned in session_hours.list_awaiting_picture(session, now))


def claim(session: Session, code: str) -> Awaiting | None:
    """The session, kept for the taking of its picture until this transaction ends; None once it has one."""
    planned = session_hours.lock(session, code)
    if planned is None or group_counts.find_picture(session, code) is not None:
        return None
    return _awaiting(planned)


def _awaiting(planned: CourseSession) -> Awaiting:
    return Awaiting(
        code=planned.code,
        track=planned.track,
        before=None if planned.before is None else tuple(planned.before),
        starts_at=planned.starts_at,
        due=planned.picture_due_at,
        eve=planned.picture_eve_at,
    )


def take_picture(
    session: Session,
    catalogue: Catalogue,
    planned: Awaiting,
    *,
    hour: dt.datetime,
    completed: int,
    taps: Taps,
    word: RandomWord,
    now: dt.datetime,
    held: Collection[bytes] = (),
) -> bool:
    """Take the picture of a session and keep its tallies; False when it has one, which stays as it is.

    `hour` is the one that the look gave, `completed` the public number of completions by then. First hand-ins and plays
    count, passed or not, of learners whom no picture has counted and who are not `held`, as they are whose data are
    restricted. Raises TwiceCounted when another picture counts one of them at the same moment: nothing of this
    transaction may then stay, and the next try finds them counted.
    """
    asked = asked_of(catalogue, planned)
    hand_ins = [one for one in group_counts.first_hand_ins(session, planned.code, hour) if one.learner not in held]
    plays = [one for one in group_counts.first_plays(session, planned.code, hour) if one.learner not in held]
    reader = Reader(session, catalogue)
    people = _people(reader, asked, hand_ins, plays)
    counted = group_counts.counted_among(session, [person.learner for person in people])
    fresh = [person for person in people if person.learner not in counted]
    least = settings.smallest_group_in(session, planned.code)
    shown = privacy.brief(
        completed=completed,
        people=fresh,
        counted=counted,
        asked=asked.ideas,
        forks=[fork for fork, _ in asked.forks],
        word=word,
        least=least,
    )
    ticked = privacy.taps(completed, _ticked(asked.modules, taps), word, least)
    if not group_counts.add_picture(session, planned.code, hour, _as_words(shown, ticked)):
        return False
    if shown.reason is None and not group_counts.mark_counted(
        session, planned.code, [person.learner for person in fresh]
    ):
        raise TwiceCounted("another picture counted one of these learners at the same moment")
    if track := catalogue.registers.tracks.get(planned.track):
        tallied = Tallied(
            code=planned.code,
            audience=track.audience,
            documents=documents_of(asked.modules),
            day=lisbon_day(planned.starts_at),
            now=now,
        )
        add_tallies(session, reader, tallied, hand_ins, plays)
    return True


def read_picture(session: Session, code: str) -> GroupPicture | None:
    """The picture of a session; None before it was taken."""
    kept = group_counts.find_picture(session, code)
    return _as_picture(kept) if kept else None


def list_picture_states(session: Session, codes: Collection[str]) -> tuple[PictureState, ...]:
    """Of which of these sessions the picture was taken; public, as the number of completions is. In one query."""
    kept = group_counts.list_pictures(session, codes)
    return tuple(PictureState(one.session, is_enough=one.words["reason"] is None) for one in kept)


def drop_unopened(session: Session, code: str) -> bool:
    """Of a cancelled session: take back its picture and marks, unless somebody opened it; True when it did.

    A picture that was seen stays, and so do its marks: its people must not enter a second one. The tallies stay.
    """
    entries = audit.about(session, [code.encode()])
    if any(entry.event == "brief-opened" and entry.about_kind == "session" for entry in entries):
        return False
    return group_counts.remove_picture(session, code)


def _ticked(modules: Sequence[Document[Module]], taps: Taps) -> dict[str, int]:
    """Every prepared objection of the modules, with how many ticked it."""
    return {
        f"{module.id}/{objection}": taps.get(module.id, {}).get(objection, 0)
        for module in modules
        for section in module.reference.sections.values()
        for objection in section.objections
    }


# What people bring


_STATES: tuple[State, ...] = ("no", "unsure", "sure")


def _people(reader: Reader, asked: Asked, hand_ins: Sequence[HandIn], plays: Sequence[Play]) -> list[Person]:
    """Everybody who answered a core question that carries one of the ideas, or came to one of the forks."""
    quizzes = {module.reference.quiz for module in asked.modules}
    states: defaultdict[bytes, dict[str, State]] = defaultdict(dict)
    for one, sheet in reader.sheets(hand_ins):
        for idea, state in _shown(sheet) if one.quiz in quizzes else ():
            if idea in asked.ideas:
                # Where two questions carry one idea, the person still counts once: by the stronger answer.
                known = states[one.learner].get(idea, "no")
                states[one.learner][idea] = max(known, state, key=_STATES.index)
    choices: defaultdict[bytes, dict[str, str]] = defaultdict(dict)
    for play, road in reader.roads(plays):
        choices[play.learner] |= _chosen(road, asked.forks)
    learners = sorted({*states, *(learner for learner, chosen in choices.items() if chosen)})
    return [Person(learner, states.get(learner, {}), choices.get(learner, {})) for learner in learners]


def _shown(sheet: Sheet) -> Iterator[tuple[str, State]]:
    """The idea of each core question asked, and whether the answer shows it."""
    for id_ in sheet.quiz.core:
        if id_ not in sheet.marks:
            continue
        question = sheet.quiz.questions[id_]
        shown = question.ideas_shown(sheet.answers.get(id_, {}))
        for idea in question.ideas():
            yield idea, ("sure" if id_ in sheet.sure else "unsure") if idea in shown else "no"


def _chosen(road: Road, forks: Sequence[tuple[Fork, str]]) -> dict[str, str]:
    """What was chosen at the forks; at a scene that reads otherwise today than it did, nothing."""
    found = {}
    for fork, digest in forks:
        case_id, _, scene = fork.id.partition("/")
        if case_id == road.id and scene in road.choices and core_digest(road.case.scenes[scene]) == digest:
            found[fork.id] = road.choices[scene]
    return found


# What is kept


def _as_words(brief: Brief, taps: Sequence[ShownTap]) -> dict[str, Any]:
    return {**asdict(brief), "taps": [asdict(tap) for tap in taps]}


def _as_picture(kept: Picture) -> GroupPicture:
    words = kept.words
    forks = (
        ShownFork(one["fork"], tuple(ShownChoice(**choice) for choice in one["choices"])) for one in words["forks"]
    )
    brief = Brief(tuple(ShownIdea(**one) for one in words["ideas"]), tuple(forks), words["reason"])
    return GroupPicture(kept.hour, brief, tuple(ShownTap(**one) for one in words["taps"]))
