"""At their hour the voices are cut loose together: opened, shuffled, written without a trace of who wrote what.

Each cut happens in its caller's one transaction. Once that is committed, `finish_cut` destroys the key and rebuilds
what the rows lay in. A cut that was not finished leaves its key behind, by which `finish_cuts` finds it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from course.acts.held import (
    Content,
    open_content,
    opened,
    put,
    quarter_batch,
    seal_content,
    session_batch,
    wave_batch,
)
from course.base.calendar import lisbon_day, monday_of, quarter_of
from course.base.keyring import destroy_keys, find_batch_key, key_file, list_keys_but, load_or_make_batch_key
from course.content.survey import WAVES
from course.scoring.privacy import AUTHORS
from course.scoring.survey_waves import closing_of, first_open
from course.storage import session_hours, settings, voices
from course.storage.engine import Database
from course.storage.models import Pending
from course.storage.voices import Sentence

SHEETS: Final = 8
"""Fewer sheets of a wave wait; a session's label under fewer is dropped."""

Taps = Mapping[str, Mapping[str, int]]
"""Module -> id of a ready sentence -> how many people ticked it: exact, so to be blurred before anybody sees it."""


@dataclass(frozen=True)
class _Author:
    """What one person held; nobody's name."""

    ticked: frozenset[tuple[str, str]]
    sentences: tuple[Sentence, ...]


def cut_session(session: Session, keys: Path, code: str, now: dt.datetime, *, is_enough: bool) -> Taps:
    """Cut the voices of a session loose; gives the ticks. `is_enough`: K have completed, so that there is a picture.

    Sentences become voices of the session when at least three people wrote one, ticks are given when at least three
    people objected. Otherwise the sentences wait in the pool of the session's quarter, without session and author, and
    ticks go: no figure of a quarter is made of them. Cutting again finds nothing.
    """
    voices.lock(session, is_shared=False)
    authors = _authors(opened(keys, voices.list_batch(session, session_batch(code))))
    written = [author.sentences for author in authors if author.sentences]
    if is_enough and len(written) >= AUTHORS:
        voices.add_voices(session, _all(written), week=_week(now), code=code)
    else:
        _pool(session, keys, _quarter_of_session(session, code, now), written)
    voices.delete_batch(session, session_batch(code))
    return _count(authors) if is_enough and len(authors) >= AUTHORS else {}


def move_to_quarter(session: Session, keys: Path, code: str, now: dt.datetime) -> int:
    """Hold until the quarter's end what was held for a session that was cancelled; gives how many rows moved."""
    voices.lock(session, is_shared=False)
    moved = list(opened(keys, voices.list_batch(session, session_batch(code))))
    voices.delete_batch(session, session_batch(code))
    batch = quarter_batch(quarter_of(lisbon_day(now)))
    for row, content in moved:
        if content:
            put(session, keys, learner=row.learner_key, batch=batch, place=content["place"], content=content)
    return len(moved)


def cut_quarter(session: Session, keys: Path, quarter: str, now: dt.datetime) -> int:
    """Cut loose what is held and what waits in the pool of a quarter that is over; gives how many sentences.

    Of fewer than three authors nothing is shown: the sentences wait in the pool of the quarter that runs now.
    """
    voices.lock(session, is_shared=False)
    batch = quarter_batch(quarter)
    held = _authors(opened(keys, voices.list_batch(session, batch)))
    key = find_batch_key(keys, batch)
    pooled = [_sentences(open_content(key, sealed)) for sealed in voices.list_pool(session, quarter)]
    written = [sentences for sentences in (*(author.sentences for author in held), *pooled) if sentences]
    voices.delete_batch(session, batch)
    voices.delete_pool(session, quarter)
    if len(written) < AUTHORS:
        _pool(session, keys, quarter_of(lisbon_day(now)), written)
        return 0
    sentences = _all(written)
    voices.add_voices(session, sentences, week=_week(now), quarter=quarter)
    return len(sentences)


def cut_wave(session: Session, keys: Path, place: str, now: dt.datetime) -> int:
    """Cut the sheets of a wave ("survey/wave/quarter") loose once nobody can fill it in any more; gives how many.

    All of a quarter's sessions together, so that no week tells which of them a sheet is from. Fewer than eight, or than
    the largest number that any organisation has set, wait, sealed again, with those of the first quarter that is still
    open.
    """
    voices.lock(session, is_shared=False)
    name, _, quarter = place.rpartition("/")
    survey, _, said = name.rpartition("/")
    wave = next((known for known in WAVES if known == said), None)
    if wave is None or now < closing_of(wave, quarter):
        return 0
    held = [(row.learner_key, one) for row, one in opened(keys, voices.list_batch(session, wave_batch(place))) if one]
    voices.delete_batch(session, wave_batch(place))
    if len(held) < max(SHEETS, settings.largest_smallest_group(session)):
        batch = wave_batch(f"{name}/{first_open(wave, quarter, now)}")
        for learner, content in held:
            put(session, keys, learner=learner, batch=batch, place=content["place"], content=content)
        return 0
    sharing = Counter(content["cluster"] for _, content in held)
    rows = [_as_row(content, sharing) for _, content in held]
    voices.add_sheets(session, survey=survey, wave=wave, quarter=quarter, week=_week(now), sheets=rows)
    return len(held)


def finish_cut(database: Database, keys: Path, code: str) -> None:
    """After the commit of a session's cut: make what was deleted unrecoverable, then destroy the key.

    In this order, so that a key that still stands says what is left to do. When somebody reads for too long, or
    something is held again, the key stays, and the job comes back to it.
    """
    _finish(database, keys, only=key_file(keys, session_batch(code)))


def finish_cuts(database: Database, keys: Path) -> int:
    """Finish every cut that was not, of whatever kind; gives how many keys were destroyed."""
    with database.read() as session:
        batches = _sealed_batches(session)
    return _finish(database, keys, only=None) if list_keys_but(keys, batches) else 0


def _finish(database: Database, keys: Path, only: Path | None) -> int:
    if not database.forget_deleted(voices.TABLES):
        return 0
    with database.write() as session:
        voices.lock(session, is_shared=False)
        unused = list_keys_but(keys, _sealed_batches(session))
        return destroy_keys(path for path in unused if only is None or path == only)


def _sealed_batches(session: Session) -> set[str]:
    """Whose keys are needed."""
    return {*voices.list_batches(session), *map(quarter_batch, voices.list_pools(session))}


def _authors(rows: Iterable[tuple[Pending, Content | None]]) -> list[_Author]:
    """What each of the learners held, those apart of whom everything was lost."""
    by_learner: dict[bytes, list[Content]] = {}
    for row, content in rows:
        if content:
            by_learner.setdefault(row.learner_key, []).append(content)
    return [
        _Author(
            ticked=frozenset((content["module"], id_) for content in held for id_ in content["ticked"]),
            sentences=tuple(Sentence(content["module"], content["line"]) for content in held if content["line"]),
        )
        for held in by_learner.values()
    ]


def _sentences(pooled: list[list[str]] | None) -> tuple[Sentence, ...]:
    """Those of a row of the pool; none when its key was lost."""
    return tuple(Sentence(module, text) for module, text in pooled or ())


def _all(written: Iterable[Sequence[Sentence]]) -> list[Sentence]:
    return [sentence for sentences in written for sentence in sentences]


def _count(authors: Iterable[_Author]) -> Taps:
    counts: dict[str, dict[str, int]] = {}
    for author in authors:
        for module, id_ in author.ticked:
            of_module = counts.setdefault(module, {})
            of_module[id_] = of_module.get(id_, 0) + 1
    return counts


def _as_row(sheet: Content, sharing: Counter[str | None]) -> dict[str, object]:
    code_hash, label = sheet["code_hash"], sheet["cluster"]
    return {
        "arm": sheet["arm"],
        "code_hash": bytes.fromhex(code_hash) if code_hash else None,
        "cluster": bytes.fromhex(label) if label and sharing[label] >= SHEETS else None,
        "answers": sheet["answers"],
    }


def _week(now: dt.datetime) -> dt.date:
    return monday_of(lisbon_day(now))


def _pool(session: Session, keys: Path, quarter: str, written: Sequence[Sequence[Sentence]]) -> None:
    """A row an author, so that the pool can tell how many there are without knowing who."""
    if written:
        key = load_or_make_batch_key(keys, quarter_batch(quarter))
        voices.add_to_pool(session, quarter, [seal_content(key, sentences) for sentences in written])


def _quarter_of_session(session: Session, code: str, now: dt.datetime) -> str:
    """The quarter of its day, or the one that runs now where that is over."""
    hours = session_hours.find_hours(session, code)
    return quarter_of(max(lisbon_day(hours.starts_at if hours else now), lisbon_day(now)))
