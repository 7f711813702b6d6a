"""What officers were told is saved, kept beside the database and compared with it in the end.

A ledger is a file of its own: the client that is told so adds a line the moment the server acknowledges something.
What the database holds is read with SQL alone, by none of the code that wrote it.
"""

import json
import os
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
from served import Server
from sqlalchemy.engine import make_url

from course.content.quiz import Quiz
from course.scoring.quiz import score

Form = Mapping[str, Sequence[str]]
Place = tuple[str, str]
"""An attempt and the id of a question of it."""
Saved = tuple[str, dict[str, str]]
"""The key of a form, and the answer in it."""
_ANSWERS: Final = "SELECT attempt_id, question, seq, client_key, value FROM answer ORDER BY attempt_id, question, seq"


class Ledger:
    """The file, and who is to be told when so much was noted."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.count = 0
        """Answers."""
        self.shown_meanwhile: dict[str, int] = {}
        """Pages shown to others since the attempt was sent to be closed, while there is no word of it."""
        self._end = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND)
        self._lock = threading.Lock()
        self._is_time: Callable[[], bool] = lambda: False
        self._call: Callable[[], None] = lambda: None

    def close(self) -> None:
        """Let go of the file, which stays."""
        os.close(self._end)

    def call_once(self, is_time: Callable[[], bool], call: Callable[[], None]) -> None:
        """Call that at the first note after which it is time."""
        self._is_time, self._call = is_time, call

    def note_page(self) -> None:
        """The server showed a page."""
        with self._lock:
            self.shown_meanwhile = {attempt: shown + 1 for attempt, shown in self.shown_meanwhile.items()}
            self._call_if_time()

    def note_answer(self, attempt: str, number: int, key: str, form: Form, mark: int = 0) -> None:
        """The server said that it has this answer to the question of that number. `mark`: where else it is noted."""
        with self._lock:
            self._write({"attempt": attempt, "number": number, "key": key, "form": form, "mark": mark})
            self.count += 1
            self._call_if_time()

    def expect_hand_in(self, attempt: str) -> None:
        """The attempt is being sent to be closed."""
        with self._lock:
            self.shown_meanwhile[attempt] = 0

    def note_hand_in(self, attempt: str, mark: int = 0) -> None:
        """The server said that the attempt is closed."""
        with self._lock:
            self._write({"attempt": attempt, "mark": mark})
            self.shown_meanwhile.pop(attempt, None)

    def promised(self, upto: float = float("inf")) -> "Promised":
        """What stands in the file, of marks up to that."""
        found = Promised()
        for line in self.file.read_text(encoding="utf-8").splitlines():
            noted = json.loads(line)
            if noted["mark"] > upto:
                continue
            if "number" in noted:
                found.answers[noted["attempt"], noted["number"]].append((noted["key"], noted["form"]))
            else:
                found.handed_in.add(noted["attempt"])
        return found

    def _write(self, noted: dict[str, Any]) -> None:
        os.write(self._end, (json.dumps(noted) + "\n").encode())

    def _call_if_time(self) -> None:
        if self._is_time():
            self._is_time = lambda: False
            self._call()


@dataclass
class Promised:
    """The answers of each question (by its number) of each attempt, in order, and the attempts that were closed."""

    answers: dict[tuple[str, int], list[tuple[str, Form]]] = field(default_factory=lambda: defaultdict(list))
    handed_in: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Stored:
    """What a database holds: of each attempt the questions and whether it is open, its answers in order, its marks."""

    asked: Mapping[str, Sequence[str]]
    is_open: Mapping[str, bool]
    answers: Mapping[Place, Sequence[tuple[int, str, dict[str, str]]]]
    marks: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Compared:
    """What is wrong with a database, and how many of its answers nobody was told of (they were in doubt)."""

    lost: tuple[object, ...]
    doubled: tuple[object, ...]
    half_scored: tuple[object, ...]
    unannounced: int

    @property
    def faults(self) -> tuple[tuple[object, ...], ...]:
        """Three times nothing, when all is well."""
        return self.lost, self.doubled, self.half_scored


def stored_of(server: Server) -> Stored:
    """What the database of that server holds; an SQLite file is whole, too."""
    url = server.environment.get("COURSE_DATABASE_URL")
    return stored_in_postgres(url) if url else stored_in_file(server.instance / "course.db")


def stored_in_file(file: Path) -> Stored:
    """What that SQLite file holds, which nobody has open. Raises AssertionError when it is not whole."""
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return _read(lambda statement: database.execute(statement).fetchall())


def stored_in_postgres(url: str) -> Stored:
    """What that PostgreSQL database holds."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        return _read(lambda statement: connection.execute(statement.encode()).fetchall())


def compare(promised: Promised, stored: Stored, quiz: Quiz) -> Compared:
    """Every answer that was promised is there, once and in its order; what is closed is scored, and rightly."""
    wanted = {
        (attempt, id_): [(key, dict(quiz.questions[id_].read(form))) for key, form in saved]
        for (attempt, number), saved in promised.answers.items()
        if attempt in stored.asked
        for id_ in [stored.asked[attempt][number - 1]]
    }
    attempts = {attempt for attempt, _ in promised.answers}
    found = {
        place: [(key, value) for _, key, value in rows]
        for place, rows in stored.answers.items()
        if place[0] in attempts
    }
    keys = Counter((place[0], key) for place, rows in stored.answers.items() for _, key, _ in rows)
    gaps = [place for place, rows in stored.answers.items() if [row[0] for row in rows] != [*range(1, len(rows) + 1)]]
    lost = [place for place, saved in wanted.items() if found.get(place, [])[: len(saved)] != saved]
    return Compared(
        lost=(*sorted(attempts - set(stored.asked)), *lost),
        doubled=(*gaps, *(key for key, times in keys.items() if times > 1)),
        half_scored=tuple(_half_scored(promised, stored, quiz)),
        unannounced=sum(len(rows) - len(wanted.get(place, [])) for place, rows in found.items()),
    )


def _half_scored(promised: Promised, stored: Stored, quiz: Quiz) -> list[str]:
    """Attempts that are open with a score, closed without one, scored otherwise than their answers, or open again."""
    return [
        attempt
        for attempt in {*stored.asked, *promised.handed_in}
        if stored.is_open.get(attempt, True) != (attempt not in stored.marks)
        or (attempt in promised.handed_in and attempt not in stored.marks)
        or stored.marks.get(attempt) not in (None, _marks_of(attempt, stored, quiz))
    ]


def _marks_of(attempt: str, stored: Stored, quiz: Quiz) -> dict[str, str]:
    asked = stored.asked[attempt]
    last = {id_: stored.answers[attempt, id_][-1][2] for id_ in asked if (attempt, id_) in stored.answers}
    return {id_: str(mark) for id_, mark in score(quiz, asked, last).marks.items()}


def _read(ask: Callable[[str], list[tuple[Any, ...]]]) -> Stored:
    answers: dict[Place, list[tuple[int, str, dict[str, str]]]] = defaultdict(list)
    for attempt, question, seq, key, value in ask(_ANSWERS):
        answers[attempt.hex(), question].append((seq, key, _plain(value)))
    attempts = ask("SELECT id, questions, is_open FROM attempt")
    return Stored(
        asked={id_.hex(): _plain(questions) for id_, questions, _ in attempts},
        is_open={id_.hex(): bool(is_open) for id_, _, is_open in attempts},
        answers=dict(answers),
        marks={id_.hex(): _plain(marks) for id_, marks in ask("SELECT attempt_id, marks FROM outcome")},
    )


def _plain(value: Any) -> Any:
    """JSON that SQLite gives as text, and PostgreSQL as what it says."""
    return json.loads(value) if isinstance(value, str) else value
