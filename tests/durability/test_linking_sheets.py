"""Who filled in which sheet of a survey: an attacker with everything that is stored guesses no better than chance.

240 officers of 16 sessions are played through the acts: each objects, and fills in a sheet before the session with a
code; about half do so after it. He knows who sits where, who filled in what, when and in which order, every code's
digest in the rows, and which sheets have the same one. Beside ours a planted table is filled by the same hand
movements: plain rows with a random key, written at once. There he must succeed.

Laying two random orders of n side by side hits one on average, with variance 1, whatever n is. With labels, which he
may lay beside the sessions by their sizes, that is one a session at most, where he takes each label for the right one.
The bound is 5 standard deviations above.
"""

import datetime as dt
import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from desks import a_desk, an_officer
from rows import DAY, NOON, a_session
from sqlalchemy import text

from course.acts.actor import Actor
from course.acts.cut_voices import cut_session, cut_wave, finish_cuts
from course.acts.fill_in_survey import fill_in_survey, hash_code
from course.acts.held import put, session_batch
from course.base.calendar import end_of_quarter
from course.base.keyring import FOLDER
from course.base.survey_code import draw_code, read_code
from course.catalogue import Catalogue
from course.content.library import Library
from course.content.survey import Wave
from course.storage import seats
from course.storage.engine import Database

SURVEY: Final = "after-session"
QUARTER: Final = "2026-4"
SESSIONS: Final = 16
SEATS: Final = 15
SIGMAS: Final = 5
Order = Sequence["Officer"]


@dataclass(frozen=True, eq=False)
class Officer:
    """Somebody who sits in a session, and their code."""

    actor: Actor
    cohort: str
    code: str

    @property
    def mark(self) -> bytes:
        """By what the test, and the attacker for the rows that he has, knows a sheet."""
        return hash_code(SURVEY, read_code(self.code) or "")


class World:
    """A database, its keys, and who did what in which order."""

    def __init__(self, database: Database, folder: Path, library: Library) -> None:
        self.database, self.keys, self.catalogue = database, folder / "keys", Catalogue(library)
        self.chance = random.Random(5)  # noqa: S311 - drawn, not secret
        self.officers: list[Officer] = []
        self.written: dict[Wave, list[Officer]] = {"before": [], "after": []}
        for number in range(SESSIONS):
            self._seat(f"S-{number:02}", NOON + (number - 8) * DAY)
        kind = "BLOB" if database.is_sqlite else "bytea"
        with database.write() as session:
            session.execute(text(f"CREATE TABLE planted (id {kind} PRIMARY KEY, wave TEXT, mark {kind})"))

    def _seat(self, code: str, starts_at: dt.datetime) -> None:
        sitting = [an_officer(self.database, f"{code}-{seat}@test.example") for seat in range(SEATS)]
        with self.database.write() as session:
            a_session(session, code, track="racial-discrimination", starts_at=starts_at)
            for actor in sitting:
                seats.add_seat(session, code, actor.person_id)
        self.officers += [Officer(actor, code, draw_code()) for actor in sitting]

    def play(self) -> None:
        """Everybody objects and fills in before; so many of each session, another number in each, after it."""
        for officer in self.shuffled(self.officers):
            self._object(officer)
            self._fill_in(officer, "before", NOON - 30 * DAY)
        late = [
            one for n in range(SESSIONS) for one in self.shuffled(self.of_session(f"S-{n:02}"))[: 8 + n % (SEATS - 7)]
        ]
        for officer in self.shuffled(late):
            self._fill_in(officer, "after", NOON + 9 * DAY)

    def _object(self, officer: Officer) -> None:
        content = {"module": "m", "ticked": [], "line": officer.mark.hex()}
        with self.database.write() as session:
            batch = session_batch(officer.cohort)
            put(session, self.keys, learner=officer.actor.learner, batch=batch, place="module/m/s", content=content)

    def _fill_in(self, officer: Officer, wave: Wave, now: dt.datetime) -> None:
        answers = {"useful": {"opinion": str(self.chance.randint(1, 5))}}
        with a_desk(self.database, officer.actor, self.catalogue, now, self.keys) as desk:
            fill_in_survey(desk, SURVEY, answers, officer.code)
            values = {"id": self.chance.randbytes(16), "wave": wave, "mark": officer.mark}
            desk.session.execute(text("INSERT INTO planted VALUES (:id, :wave, :mark)"), values)
        self.written[wave].append(officer)

    def cut(self) -> None:
        """As the jobs do: the sessions' voices, and the waves when nobody can fill them in any more."""
        for number in range(SESSIONS):
            with self.database.write() as session:
                cut_session(session, self.keys, f"S-{number:02}", NOON, is_enough=True)
        days_on: dict[Wave, int] = {"before": 0, "after": 22}
        for wave, days in days_on.items():
            with self.database.write() as session:
                place, now = f"{SURVEY}/{wave}/{QUARTER}", end_of_quarter(QUARTER) + days * DAY
                assert cut_wave(session, self.keys, place, now) == len(self.written[wave])
        finish_cuts(self.database, self.keys)

    def of_session(self, code: str) -> list[Officer]:
        return [one for one in self.officers if one.cohort == code]

    def shuffled(self, officers: Sequence[Officer]) -> list[Officer]:
        return self.chance.sample(list(officers), len(officers))

    def query(self, statement: str) -> list[Any]:
        with self.database.read() as session:
            return list(session.execute(text(statement)).all())

    def orders(self, table: str, wave: Wave, mark: str) -> dict[str, list[bytes]]:
        """The orders in which a dump of that table shows the marks."""
        by = {"as it lies": "", "key": " ORDER BY id", "code": f" ORDER BY {mark}"}
        if not self.database.is_sqlite:
            by |= {"ctid": " ORDER BY ctid", "xmin": " ORDER BY xmin::text::bigint, id"}
        select = f"SELECT {mark} FROM {table} WHERE wave = '{wave}'"  # noqa: S608 - ours
        found = {name: [bytes(row[0]) for row in self.query(select + order)] for name, order in by.items()}
        if self.database.is_sqlite and table == "sheet":
            raw = Path(str(self.database.url.database)).read_bytes()
            found["bytes of the file"] = sorted(found["key"], key=raw.find)
        return found

    def writers(self, wave: Wave) -> dict[str, Order]:
        """The orders in which he can put who wrote: by the hour, by their keys, by their session, by what they said."""
        wrote = self.written[wave]
        said = [bytes.fromhex(row[0]) for row in self.query("SELECT text FROM voice ORDER BY id")]
        return {
            "time": wrote,
            "time backwards": wrote[::-1],
            "learner": sorted(wrote, key=lambda one: one.actor.learner),
            "person": sorted(wrote, key=lambda one: one.actor.person_id),
            "session": sorted(wrote, key=lambda one: one.cohort),
            "objection": sorted(wrote, key=lambda one: said.index(one.mark)),
        }


def hits(marks: Sequence[bytes], writers: Order) -> int:
    """How many sheets are tied to their person by laying the two orders side by side."""
    return sum(mark == one.mark for mark, one in zip(marks, writers, strict=True))


def hits_by_label(marks: Sequence[bytes], writers: Order, label_of: Mapping[bytes, bytes]) -> int:
    """The same within the labels, each laid beside the session with as many writers."""
    labelled, seated = defaultdict(list), defaultdict(list)
    for mark in marks:
        labelled[label_of[mark]].append(mark)
    for one in writers:
        seated[one.cohort].append(one)
    pairs = zip(sorted(labelled.values(), key=len), sorted(seated.values(), key=len), strict=True)
    return sum(hits(group, people) for group, people in pairs)


@pytest.mark.timeout(300)
def test_nothing_stored_ties_a_sheet_to_its_officer_better_than_chance(
    database: Database, tmp_path: Path, library: Library
) -> None:
    world = World(database, tmp_path, library)
    world.play()
    batches = {row[0] for row in world.query("SELECT DISTINCT batch FROM pending WHERE batch LIKE 'wave:%'")}
    world.cut()

    # Nothing is left of who held what; one week, one transaction; labels of which each is one session, with no code.
    assert batches == {f"wave:{SURVEY}/{wave}/{QUARTER}" for wave in ("before", "after")}
    assert world.query("SELECT count(*) FROM pending") == [(0,)]
    assert list((world.keys / FOLDER).iterdir()) == []
    assert world.query("SELECT count(DISTINCT week) FROM sheet WHERE wave = 'after'") == [(1,)]
    if not database.is_sqlite:
        assert world.query("SELECT count(DISTINCT xmin::text) FROM sheet GROUP BY wave") == [(1,), (1,)]
    cut = world.query("SELECT wave, code_hash, cluster FROM sheet")
    labels = {(wave, bytes(mark)): bytes(label) for wave, mark, label in cut}
    sizes = {wave: Counter(label for (at, _), label in labels.items() if at == wave) for wave in ("before", "after")}
    wrote = {wave: Counter(one.cohort for one in world.written[wave]) for wave in world.written}
    assert {wave: sorted(counts.values()) for wave, counts in sizes.items()} == {
        wave: sorted(counts.values()) for wave, counts in wrote.items()
    }
    assert set(sizes["before"]).isdisjoint(sizes["after"])

    tried: dict[tuple[str, ...], float] = {}
    planted = {}
    for wave in world.written:
        for name, marks in world.orders("sheet", wave, "code_hash").items():
            for by, writers in world.writers(wave).items():
                tried[wave, name, by, "all"] = hits(marks, writers) - 1
                found = hits_by_label(marks, writers, {mark: labels[wave, mark] for mark in marks})
                tried[wave, name, by, "labels"] = (found - SESSIONS) / math.sqrt(SESSIONS)
        planted[wave] = hits(world.orders("planted", wave, "mark")["as it lies"], world.written[wave])
    # Who filled in twice, by the codes that are the same: laid beside those of whom he knows that they did.
    both = [one for one in world.written["before"] if one in world.written["after"]]
    for name, marks in world.orders("sheet", "after", "code_hash").items():
        tried["both", name, "time", "all"] = hits(marks, both) - 1

    above = max(tried.values())
    print(f"{database.engine.dialect.name}: {len(tried)} ways to guess, {above:.1f} SD above chance at most")
    assert {way: found for way, found in tried.items() if found > SIGMAS} == {}
    assert planted == {wave: len(people) for wave, people in world.written.items()}
