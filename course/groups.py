"""The one door to figures about groups: only this module reads `storage.group_counts`.

The picture of a session is taken once, at its hour; whatever leaves here is `Guarded` (or says that something was
done): words and an order of one session, or shares of hundreds of people in closed quarters. The rule:
docs/decisions/0009.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from course.base.calendar import end_of_quarter, lisbon_day, quarter_of
from course.base.refusals import NotFound
from course.catalogue import Catalogue
from course.content.core_digest import core_digest
from course.content.document import Document
from course.content.module import Module
from course.scoring import privacy
from course.scoring.certainty import SURE
from course.scoring.privacy import (
    FORKS,
    IDEAS,
    LISTED,
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
from course.scoring.tallies import Road, Sheet, add_up, tally_forks, tally_questions
from course.storage import audit, group_counts, session_hours
from course.storage.group_counts import HandIn, Play, Sums
from course.storage.models import CourseSession, Picture, TallyKind

Taps = Mapping[str, Mapping[str, int]]
"""Module -> prepared objection -> how many ticked it."""


@dataclass(frozen=True, kw_only=True)
class Awaiting(Guarded):
    """A session without its picture: public facts alone."""

    code: str
    track: str
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


@dataclass(frozen=True)
class UsualIdeas(Guarded):
    """The ideas that come up in a track, at most five; `is_measured` where figures of closed quarters order them."""

    ideas: tuple[str, ...]
    is_measured: bool


@dataclass(frozen=True, kw_only=True)
class ProgrammeItem(Guarded):
    """A question or a fork in closed quarters: hundredths to the nearest five. None, or absent: too few on a side."""

    kind: TallyKind
    document: str
    part: str
    core_digest: str
    quarters: tuple[str, ...]
    facility: int | None
    shares: Mapping[str, int]
    ideas: Mapping[str, int]


def list_awaiting(session: Session, now: dt.datetime) -> tuple[Awaiting, ...]:
    """The sessions whose first look has come and that have no picture."""
    return tuple(_awaiting(planned) for planned in session_hours.list_awaiting_picture(session, now))


def claim(session: Session, code: str) -> Awaiting | None:
    """The session, kept for the taking of its picture until this transaction ends; None once it has one."""
    planned = session_hours.lock_for_picture(session, code)
    if planned is None or group_counts.find_picture(session, code) is not None:
        return None
    return _awaiting(planned)


def _awaiting(planned: CourseSession) -> Awaiting:
    return Awaiting(
        code=planned.code,
        track=planned.track,
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
) -> bool:
    """Take the picture of a session and keep its tallies; False when it has one, which stays as it is.

    `hour` is the one that the look gave, `completed` the public number of completions by then. First hand-ins and plays
    count, passed or not, of learners whom no picture has counted. Raises TwiceCounted when another picture counts one
    of them at the same moment: nothing of this transaction may then stay, and the next try finds them counted.
    """
    asked = _asked(catalogue, planned.track)
    hand_ins = group_counts.first_hand_ins(session, planned.code, hour)
    plays = group_counts.first_plays(session, planned.code, hour)
    reader = _Reader(session, catalogue)
    people = _people(reader, asked, hand_ins, plays)
    counted = group_counts.counted_among(session, [person.learner for person in people])
    fresh = [person for person in people if person.learner not in counted]
    shown = privacy.brief(
        completed=completed,
        people=fresh,
        counted=counted,
        asked=asked.ideas,
        forks=[fork for fork, _ in asked.forks],
        word=word,
    )
    ticked = privacy.taps(completed, _ticked(asked.modules, taps), word)
    if not group_counts.add_picture(session, planned.code, hour, _as_words(shown, ticked)):
        return False
    if shown.reason is None and not group_counts.mark_counted(
        session, planned.code, [person.learner for person in fresh]
    ):
        raise TwiceCounted("another picture counted one of these learners at the same moment")
    group_counts.add_tallies(session, _tallies(reader, planned, hand_ins, plays, now))
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


def programme_items(
    session: Session, now: dt.datetime, documents: Sequence[str] | None = None
) -> tuple[ProgrammeItem, ...]:
    """Figures of questions and forks, of all documents or of these: closed quarters only, whole sessions.

    Each item's quarters are joined until five sessions and a hundred people answered it, none of them more than 30 %.
    """
    rows: defaultdict[tuple[TallyKind, str, str, str], list[Sums]] = defaultdict(list)
    for row in group_counts.list_tallies(session, documents):
        if end_of_quarter(row.quarter) <= now:
            rows[row.kind, row.document, row.part, row.core_digest].append(row)
    return tuple(item for key, kept in rows.items() for item in _items(*key, kept))


def usual_ideas(session: Session, catalogue: Catalogue, track: str, now: dt.datetime) -> UsualIdeas:
    """What to expect where a group is too small: the track's ideas, the commonest in closed quarters first."""
    ideas = _ideas(catalogue, track)
    quizzes = [module.reference.quiz for module in catalogue.modules_before(track).values()]
    latest: dict[str, int] = {}
    for item in programme_items(session, now, quizzes):
        latest |= {idea: share for idea, share in item.ideas.items() if idea in ideas}
    order = sorted(ideas, key=lambda idea: -latest.get(idea, 0))
    return UsualIdeas(tuple(order[:LISTED]), bool(latest))


# What is asked


@dataclass(frozen=True)
class _Asked:
    """What the picture of a track asks: modules before the session, ideas, and forks with the digest of their text."""

    modules: Sequence[Document[Module]]
    ideas: Sequence[str]
    forks: Sequence[tuple[Fork, str]]


def _asked(catalogue: Catalogue, track: str) -> _Asked:
    modules = tuple(catalogue.modules_before(track).values())
    return _Asked(modules, _ideas(catalogue, track), _forks(catalogue, modules))


def _ideas(catalogue: Catalogue, track: str) -> tuple[str, ...]:
    """The ideas of a track in the order of the register."""
    found = catalogue.registers.tracks.get(track)
    return found.ideas[:IDEAS] if found else ()


def _forks(catalogue: Catalogue, modules: Sequence[Document[Module]]) -> list[tuple[Fork, str]]:
    """The turning points of the modules' cases in the order of the text, each with the core digest of today's text.

    A turning point is a scene that is seen from several seats.
    """
    shelf = catalogue.library.cases
    cases = dict.fromkeys(case for module in modules for case in module.reference.cases if case in shelf)
    turning = (
        (Fork(f"{case_id}/{id_}", tuple(scene.choices)), core_digest(scene))
        for case_id in cases
        for id_, scene in shelf[case_id].written.scenes.items()
        if scene.choices and scene.views
    )
    return [fork for fork, _ in zip(turning, range(FORKS), strict=False)]


def _ticked(modules: Sequence[Document[Module]], taps: Taps) -> dict[str, int]:
    """Every prepared objection of the modules, with how many ticked it."""
    return {
        f"{module.id}/{objection}": taps.get(module.id, {}).get(objection, 0)
        for module in modules
        for section in module.reference.sections.values()
        for objection in section.objections
    }


# What people bring


class _Reader:
    """Documents as they stood, each read once; one that nobody can read any more is left out."""

    def __init__(self, session: Session, catalogue: Catalogue) -> None:
        self._session = session
        self._catalogue = catalogue
        self._read: dict[str, Document[Any] | None] = {}

    def sheets(self, hand_ins: Sequence[HandIn]) -> Iterator[tuple[HandIn, Sheet]]:
        """Each hand-in on the text it was opened on."""
        for one in hand_ins:
            quiz = self._document(self._catalogue.quiz_at, one.digest)
            if quiz is not None:
                yield (
                    one,
                    Sheet(
                        one.quiz,
                        quiz.written,
                        {id_: Fraction(mark) for id_, mark in one.marks.items()},
                        {id_: given.value for id_, given in one.answers.items()},
                        frozenset(id_ for id_, given in one.answers.items() if given.certainty == SURE),
                    ),
                )

    def roads(self, plays: Sequence[Play]) -> Iterator[tuple[Play, Road]]:
        """Each play on the text it was opened on."""
        for one in plays:
            case = self._document(self._catalogue.case_at, one.digest)
            if case is not None:
                yield one, Road(one.case_id, case.written, one.choices)

    def _document(self, read: Callable[[Session, str], Document[Any]], digest: str) -> Document[Any] | None:
        if digest not in self._read:
            try:
                self._read[digest] = read(self._session, digest)
            except NotFound:
                self._read[digest] = None
        return self._read[digest]


_STATES: tuple[State, ...] = ("no", "unsure", "sure")


def _people(reader: _Reader, asked: _Asked, hand_ins: Sequence[HandIn], plays: Sequence[Play]) -> list[Person]:
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


def _tallies(
    reader: _Reader, planned: Awaiting, hand_ins: Sequence[HandIn], plays: Sequence[Play], now: dt.datetime
) -> Iterator[Sums]:
    """The sums of a session, under the quarter of its day.

    A late job finds that quarter closed, and perhaps published: then they count for the present one, so that what was
    published never changes.
    """
    quarter = max(quarter_of(lisbon_day(planned.starts_at)), quarter_of(lisbon_day(now)))
    questions = tally_questions([sheet for _, sheet in reader.sheets(hand_ins)])
    forks = tally_forks([road for _, road in reader.roads(plays)])
    kinds: tuple[tuple[TallyKind, Mapping[Any, Any]], ...] = (("question", questions), ("fork", forks))
    for kind, found in kinds:
        for (document, part, digest), figures in found.items():
            yield Sums(
                session=planned.code,
                kind=kind,
                document=document,
                part=part,
                core_digest=digest,
                quarter=quarter,
                figures=figures,
            )


# Closed quarters


def _items(kind: TallyKind, document: str, part: str, digest: str, rows: Sequence[Sums]) -> Iterator[ProgrammeItem]:
    sizes: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        sizes[row.quarter][row.session] = row.figures["n"]
    for quarters in privacy.join_quarters(sizes):
        total = add_up(row.figures for row in rows if row.quarter in quarters)
        yield ProgrammeItem(
            kind=kind,
            document=document,
            part=part,
            core_digest=digest,
            quarters=quarters,
            facility=None if total.sum is None else privacy.programme_share(total.sum, total.n),
            shares=_shares(total.chosen, total.n),
            ideas=_shares(total.ideas, total.n),
        )


def _shares(counts: Mapping[str, int], n: int) -> dict[str, int]:
    shares = {name: privacy.programme_share(Fraction(count), n) for name, count in counts.items()}
    return {name: share for name, share in shares.items() if share is not None}
