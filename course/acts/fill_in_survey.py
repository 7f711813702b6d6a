"""Somebody fills in a survey: the sheet is held sealed, and cut loose with all others of its wave and quarter.

Nobody reads a sheet singly, not even who wrote it: until its hour it can be filled in anew or withdrawn.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from course.acts.desk import Desk
from course.acts.held import opened, put, wave_batch
from course.acts.policy import demand
from course.base.keyring import load_or_make_batch_key
from course.base.languages import N_
from course.base.refusals import Invalid, NotFound
from course.base.survey_code import read_code
from course.content.document import Document
from course.content.questions.base import Answer
from course.content.survey import Survey, Wave
from course.scoring.survey_waves import arm_of, closing_of, quarter_of_session, window_of
from course.storage import attendance, seats, voices


class Sitting(Protocol):
    """A session in which somebody has a seat."""

    @property
    def code(self) -> str: ...
    @property
    def track(self) -> str: ...
    @property
    def starts_at(self) -> dt.datetime: ...
    @property
    def ends_at(self) -> dt.datetime: ...


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A survey that somebody may fill in now. `closes`: until then; `cut_at`: then all of the quarter are cut loose."""

    survey: Document[Survey]
    wave: Wave
    cohort: str
    quarter: str
    session_at: dt.datetime
    closes: dt.datetime

    @property
    def place(self) -> str:
        """Where it is held: one sheet a person and wave of a quarter."""
        return place_of(self.survey.id, self.wave, self.quarter)

    @property
    def cut_at(self) -> dt.datetime:
        """The hour after which nobody can tell whose it is."""
        return closing_of(self.wave, self.quarter)


@dataclass(frozen=True, kw_only=True)
class FilledIn:
    """A sheet. `code` is what ties the waves of one person who kept it; `cohort` the code of their session."""

    survey: str
    wave: Wave
    quarter: str
    code: str | None
    cohort: str | None
    answers: Mapping[str, str]


def place_of(survey: str, wave: Wave, quarter: str) -> str:
    """Where a sheet is held, and the name of what it is cut with."""
    return f"{survey}/{wave}/{quarter}"


def list_asked(desk: Desk, seated: Sequence[Sitting]) -> list[Asked]:
    """The surveys that are asked now of the actor, who has these seats: one wave of each, that which closes first.

    After a session they are not asked of whoever the roll notes as absent: what it changed was not theirs.
    """
    demand(desk.actor, "fill-in-survey")
    found = [asked for survey in desk.catalogue.library.surveys.values() for asked in _open(survey, seated, desk.now)]
    if any(asked.wave != "before" for asked in found):
        seen = attendance.of_person(desk.session, desk.actor.person_id, desk.now)
        found = [asked for asked in found if asked.wave == "before" or seen.get(asked.cohort) != "absent"]
    first: dict[str, Asked] = {}
    for asked in sorted(found, key=lambda asked: (asked.closes, asked.cohort)):
        first.setdefault(asked.survey.id, asked)
    return list(first.values())


def _open(survey: Document[Survey], seated: Iterable[Sitting], now: dt.datetime) -> Iterator[Asked]:
    asks = survey.reference
    for sitting in seated:
        for wave in asks.waves if sitting.track in asks.tracks else ():
            window = window_of(wave, sitting.starts_at, sitting.ends_at)
            if window.holds(now):
                yield Asked(
                    survey=survey,
                    wave=wave,
                    cohort=sitting.code,
                    quarter=quarter_of_session(sitting.starts_at),
                    session_at=sitting.starts_at,
                    closes=window.closes,
                )


def find_asked(desk: Desk, survey_id: str) -> Asked | None:
    """What that survey asks of the actor now; None between its waves. Raises NotFound without such a survey."""
    demand(desk.actor, "fill-in-survey")
    survey = desk.catalogue.survey(survey_id)
    if not survey.reference.waves:
        raise NotFound(N_("This page does not exist, or is not yours."))
    seated = seats.list_seats_of(desk.session, desk.actor.person_id)
    return next((asked for asked in list_asked(desk, seated) if asked.survey.id == survey_id), None)


def has_sheet(desk: Desk, asked: Asked) -> bool:
    """Whether the actor holds a sheet of that wave already."""
    demand(desk.actor, "fill-in-survey")
    return asked.place in _own_places(desk)


def fill_in_survey(desk: Desk, survey_id: str, answers: Mapping[str, Answer], code: str | None) -> None:
    """Hold the sheet, instead of what the actor held for that wave.

    `answers` by question; each may be missing. `code` as it was typed; None without one. Raises NotFound where nothing
    is asked now, Invalid without any answer or for a code that is none.
    """
    demand(desk.actor, "fill-in-survey")
    asked = _get_asked(desk, survey_id)
    questions, names = asked.survey.reference.questions, asked.survey.reference.answer_names()
    chosen = {id_: questions[id_].chosen(answer) for id_, answer in answers.items()}
    given = {names[id_]: parts[0] for id_, parts in chosen.items() if parts}
    signs = read_code(code) if code is not None else None
    _check(given, code, signs)
    _clear(desk, asked)
    sheet = FilledIn(
        survey=survey_id, wave=asked.wave, quarter=asked.quarter, code=signs, cohort=asked.cohort, answers=given
    )
    hold_sheet(desk.session, desk.keys, desk.actor.learner, sheet)


def withdraw_sheet(desk: Desk, survey_id: str) -> None:
    """Hold no sheet of the wave that is asked now; again and again is fine. Raises NotFound where nothing is asked."""
    demand(desk.actor, "fill-in-survey")
    _clear(desk, _get_asked(desk, survey_id))


def hold_sheet(session: Session, keys: Path, learner: bytes, sheet: FilledIn) -> None:
    """Hold it sealed. The session is held only as a label that the wave's key makes of its code: with the key, what it
    means is gone."""
    voices.lock(session, is_shared=True)
    place = place_of(sheet.survey, sheet.wave, sheet.quarter)
    key = load_or_make_batch_key(keys, wave_batch(place))
    label = hmac.digest(key, f"cluster:{sheet.cohort}".encode(), hashlib.sha256)[:16].hex() if sheet.cohort else None
    content = {
        "arm": arm_of(sheet.wave),
        "code_hash": hash_code(sheet.survey, sheet.code).hex() if sheet.code else None,
        "cluster": label,
        "answers": dict(sheet.answers),
    }
    put(session, keys, learner=learner, batch=wave_batch(place), place=f"sheet:{place}", content=content)


def hash_code(survey: str, code: str) -> bytes:
    """SHA-256 of survey and code: the same for the three waves, another for another survey."""
    return hashlib.sha256(f"{survey}\0{code}".encode()).digest()


def _get_asked(desk: Desk, survey_id: str) -> Asked:
    asked = find_asked(desk, survey_id)
    if asked is None:
        raise NotFound(N_("This survey asks nothing of you at the moment. Whatever you kept of it stands."))
    return asked


def _check(given: Mapping[str, str], code: str | None, signs: str | None) -> None:
    if not given:
        raise Invalid(N_("Nothing was kept"), {"questions": N_("Answer one question at least, or leave the page")})
    if code is not None and signs is None:
        message = N_("A sign of this code is wrong. Compare it with your card, or go on without a code")
        raise Invalid(N_("Nothing was kept yet"), {"code": message})


def _clear(desk: Desk, asked: Asked) -> None:
    """Hold no sheet of that survey and wave, in whichever quarter: a session may have been put off meanwhile."""
    voices.lock(desk.session, is_shared=True)
    wave = f"sheet:{asked.survey.id}/{asked.wave}/"
    for row, content in opened(desk.keys, voices.list_own(desk.session, desk.actor.learner)):
        if content and str(content["place"]).startswith(wave):
            voices.withdraw(desk.session, row.learner_key, row.place)


def _own_places(desk: Desk) -> set[str]:
    own = opened(desk.keys, voices.list_own(desk.session, desk.actor.learner))
    return {str(content["place"]).removeprefix("sheet:") for _, content in own if content}
