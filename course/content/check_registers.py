"""What the registers and the documents say of one another: sources out of date, ideas and minutes of tracks, and what
nothing uses."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from course.base.languages import N_
from course.content.library import Library
from course.content.problem import MOST_PROBLEMS, Problem
from course.content.record import Mention, Record
from course.content.registers import Source, Track

MINUTES_BEFORE: Final = 75
"""What a track may ask of officers before its session."""
_NO_DAY: Final = dt.date.max


def check_registers(library: Library, today: dt.date | None) -> Iterator[Problem]:
    """Everything of it. Without a day every change that is stated counts, and nothing is due."""
    yield from _sources_out_of_date(library, today or _NO_DAY)
    if today:
        yield from _sources_due(library, today)
    for record in library.records:
        yield from islice(_keys_only_recalled(library, record), MOST_PROBLEMS)
    shown = {(record.kind, record.id): record for record in library.records if record.is_shown}
    yield from _ideas_of_tracks(library, shown)
    yield from _minutes_before(library, shown)
    yield from _modules_in_two_tracks(library)
    if all(record.is_shown for record in library.records):  # one that cannot be read may use anything
        yield from _unused(library)


# Sources -------------------------------------------------------------------------------------------------------------

_CHANGED: Final = N_(
    "%(name)s changed on %(day)s, after it was seen in %(month)s: read it again, mend what cites it, then set seen_on"
)
_REPEALED: Final = N_("%(name)s was repealed on %(day)s: mend what cites it, and cite what stands in its place")
_CITES_CHANGED: Final = N_(
    "%(name)s, which is cited here, changed on %(day)s: read it again, mend this, then set seen_on in the register"
)
_CITES_REPEALED: Final = N_(
    "%(name)s, which is cited here, was repealed on %(day)s: cite what stands in its place, or say it as history"
)


@dataclass(frozen=True)
class _OutOfDate:
    """A source that is not as it was seen: since when, what is told at the register and what where it is cited."""

    source: Source
    line: str
    day: str
    at_register: str
    where_cited: str

    @classmethod
    def of(cls, source: Source, today: dt.date) -> "_OutOfDate | None":
        """What is to be told of the source; None of one that stands as it was seen."""
        if source.repealed and dt.date.fromisoformat(source.repealed) <= today:
            return cls(source, "repealed", source.repealed, _REPEALED, _CITES_REPEALED)
        if source.changed and source.is_changed_since_seen and dt.date.fromisoformat(source.changed) <= today:
            return cls(source, "changed", source.changed, _CHANGED, _CITES_CHANGED)
        return None


def _sources_out_of_date(library: Library, today: dt.date) -> Iterator[Problem]:
    """Told at the register and at every place that cites the source.

    A repealed source that only a value of its year rests on is history, and nothing to mend.
    """
    sources = library.registers.sources
    found = {id_: told for id_, source in sources.items() if (told := _OutOfDate.of(source, today))}
    cited = set[str]()
    for where, mention in _citations(library) if found else ():
        if told := found.get(mention.name):
            cited.add(mention.name)
            values = {"name": mention.name, "day": told.day}
            yield Problem(where, mention.line, mention.column, mention.path, told.where_cited, values, fatal=False)
    for id_, told in found.items():
        if told.line == "changed" or id_ in cited:
            values = {"name": id_, "day": told.day, "month": told.source.seen_on}
            yield library.of_registers.problem_at("sources", id_, told.line, message=told.at_register, values=values)


def _citations(library: Library) -> Iterator[tuple[str, Mention]]:
    """Where a document or an entry of a register cites a source, with its file; not where a value names its law."""
    for record in library.records:
        cited = (mention for mention in record.mentions if mention.shelf == "source")
        yield from ((record.where, mention) for mention in islice(cited, MOST_PROBLEMS))
    for where, mention in library.of_registers.mentions:
        if mention.shelf == "source" and not where.endswith("/values.yaml"):
            yield where, mention


def _sources_due(library: Library, today: dt.date) -> Iterator[Problem]:
    message = N_("%(name)s was to be looked at again by %(day)s: look, then set seen_on and a later check_by")
    for id_, source in library.registers.sources.items():
        if dt.date.fromisoformat(source.check_by) < today:
            values = {"name": id_, "day": source.check_by}
            yield library.of_registers.problem_at("sources", id_, "check_by", message=message, values=values)


def _keys_only_recalled(library: Library, record: Record) -> Iterator[Problem]:
    """Scored questions for whose key no source was seen."""
    sources: Mapping[str, Source] = library.registers.sources
    message = N_(
        "nobody saw what this scored question rests on, for %(name)s is recalled: cite a source that was seen as well"
    )
    for mentions in _citations_of_scored(record).values():
        if all(mention.name in sources and sources[mention.name].seen == "recalled" for mention in mentions):
            first = mentions[0]
            names = ", ".join(dict.fromkeys(mention.name for mention in mentions))
            yield Problem(record.where, first.line, first.column, first.path, message, {"name": names})


def _citations_of_scored(record: Record) -> dict[str, list[Mention]]:
    """The citations of each scored question of a quiz that has any. A scored question has an objective."""
    scored = {_question_of(one) for one in record.mentions if one.shelf == "objective"}
    found: dict[str, list[Mention]] = {}
    for mention in record.mentions:
        if mention.shelf == "source" and _question_of(mention) in scored:
            found.setdefault(_question_of(mention), []).append(mention)
    return found


def _question_of(mention: Mention) -> str:
    return ".".join(mention.path.split(".")[:2])


# Tracks --------------------------------------------------------------------------------------------------------------


Shown = Mapping[tuple[str, str], Record]
"""The records of the documents that readers may see, by kind and id."""


def _ideas_of_tracks(library: Library, shown: Shown) -> Iterator[Problem]:
    """A track's ideas are those of the core questions of its modules."""
    missing = N_("the idea %(name)s of a core question of %(quiz)s is missing here: add it")
    stray = N_("no core question of this track carries the idea %(name)s: take it out, or ask about it")
    for id_, track in library.registers.tracks.items():
        quizzes = _quizzes_of(shown, track)
        carried = {idea: quiz.id for quiz in quizzes or () for idea in quiz.core_ideas}
        for idea, quiz in carried.items():
            if idea not in track.ideas and idea in library.registers.ideas:
                values = {"name": idea, "quiz": quiz}
                yield library.of_registers.problem_at(
                    "tracks", id_, "ideas", message=missing, values=values, fatal=True
                )
        if quizzes is None:
            continue
        for idea in track.ideas:
            if idea not in carried and idea in library.registers.ideas:
                yield library.of_registers.problem_at("tracks", id_, "ideas", message=stray, values={"name": idea})


def _quizzes_of(shown: Shown, track: Track) -> list[Record] | None:
    """The quizzes of its modules; None where one of the modules or quizzes cannot be read."""
    modules = [shown.get(("module", id_)) for id_ in track.modules]
    quizzes = [shown.get(("quiz", module.quiz)) if module else None for module in modules]
    return [quiz for quiz in quizzes if quiz] if all(quizzes) else None


def _minutes_before(library: Library, shown: Shown) -> Iterator[Problem]:
    message = N_(
        "what is done before the session takes %(minutes)s minutes, and at most %(most)s may be asked: move a module"
        " after it"
    )
    for id_, track in library.registers.tracks.items():
        minutes = sum(_minutes_of(shown, module) for module in track.before)
        if minutes > MINUTES_BEFORE:
            values = {"minutes": str(minutes), "most": str(MINUTES_BEFORE)}
            yield library.of_registers.problem_at("tracks", id_, "before", message=message, values=values)


def _minutes_of(shown: Shown, module_id: str) -> int:
    """Minutes of a module with its cases and its quiz, as officers are told; 0 for what cannot be read."""
    module = shown.get(("module", module_id))
    if module is None:
        return 0
    others = [*(shown.get(("case", case)) for case in module.cases), shown.get(("quiz", module.quiz))]
    return module.minutes + sum(other.minutes for other in others if other)


def _modules_in_two_tracks(library: Library) -> Iterator[Problem]:
    message = N_("%(name)s is a module of the track %(track)s as well: let it stand in one of them")
    first: dict[str, str] = {}
    for id_, track in library.registers.tracks.items():
        for module in dict.fromkeys(track.modules):
            if module in first:
                values = {"name": module, "track": first[module]}
                yield library.of_registers.problem_at("tracks", id_, "modules", message=message, values=values)
            first.setdefault(module, id_)


# What nothing uses ---------------------------------------------------------------------------------------------------


def _unused(library: Library) -> Iterator[Problem]:
    used = {(one.shelf, one.name) for record in library.records for one in record.mentions}
    used |= {
        (one.shelf, one.name) for where, one in library.of_registers.mentions if not where.endswith("/tracks.yaml")
    }
    no_link = N_("no text links to the term %(name)s: link to it, or take it out")
    no_option = N_("no option or choice carries the idea %(name)s: let one carry it, or take it out")
    for id_ in library.registers.glossary:
        if ("glossary term", id_) not in used:
            yield library.of_registers.problem_at("glossary", id_, message=no_link, values={"name": id_}, fatal=True)
    for id_ in library.registers.ideas:
        if ("idea", id_) not in used:
            yield library.of_registers.problem_at("ideas", id_, message=no_option, values={"name": id_}, fatal=True)
