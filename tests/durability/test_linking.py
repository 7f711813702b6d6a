"""Who wrote which sentence: an attacker with everything that is stored guesses no better than chance.

He knows who sits in which session, who wrote when, and in which order; he holds a backup of every night, the files
between a cut and its end, those after it, and each row's place and number. Beside our store a planted one is filled by
the same people with the same hand movements: plain rows with a random key, written at once. He must succeed there.

Guessing seven writers of seven sentences at random hits one a session on average, with variance 1 (fixed points of a
permutation). About 30 ways to guess are tried in a run, so the bound is 5 standard deviations, either way: at 4 every
few hundredth run would fail by chance.
"""

import itertools
import math
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from rows import NOON
from sqlalchemy import text

from course.acts.cut_voices import cut_session, finish_cut
from course.acts.held import open_content, put, session_batch
from course.base.keyring import FOLDER
from course.storage.engine import Database

SESSIONS: Final = 60
WRITERS: Final = 7  # of 18, so about 40 % write
NIGHTS: Final = 10
SIGMAS: Final = 5
PLACE: Final = "module/stops/definition"
OURS: Final = re.compile(rb"ours-[0-9a-f]{12}")
PLANTED: Final = re.compile(rb"plan-[0-9a-f]{12}")

Files = Mapping[str, bytes]
Orders = Mapping[str, list[str]]
"""A way to sort -> the words in that order."""


@dataclass(frozen=True)
class Writing:
    """Somebody wrote a sentence with that word in it."""

    code: str
    learner: bytes
    number: int
    night: int  # the first backup after it

    @property
    def ours(self) -> str:
        return f"ours-{self.number * 7919 % 10**9:012x}"

    @property
    def planted(self) -> str:
        return f"plan-{self.number * 7919 % 10**9:012x}"


class World:
    """A database, its keys, and what an attacker copied of it and when."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.keys = folder / "keys"
        chance = random.Random(3)  # noqa: S311 - drawn, not secret
        codes = [f"S-{number}" for number in range(SESSIONS) for _ in range(WRITERS)]
        chance.shuffle(codes)
        people = [chance.randbytes(32) for _ in codes]
        self.fill = [chance.randint(0, 300) for _ in codes]
        self.writings = [
            Writing(code, learner, number, number * NIGHTS // len(codes))
            for number, (code, learner) in enumerate(zip(codes, people, strict=True))
        ]
        self.backups: list[Files] = []

    def write(self) -> None:
        """Let everybody write, in the order of `writings`, and take a backup each night."""
        if self.database.is_sqlite:
            kind, without = "BLOB", ""
        else:
            kind, without = "bytea", " WITH (autovacuum_enabled = off)"
        with self.database.write() as session:
            session.execute(text(f"CREATE TABLE planted (id {kind} PRIMARY KEY, session TEXT, text TEXT){without}"))
        for _, night in itertools.groupby(self.writings, key=lambda writing: writing.night):
            for writing in night:
                self._write_one(writing)
            self.backups.append(self.files())

    def _write_one(self, writing: Writing) -> None:
        filling = " x" * (self.fill[writing.number] // 2)
        with self.database.write() as session:
            content = {"module": "stops", "ticked": [], "line": writing.ours + filling}
            batch = session_batch(writing.code)
            put(session, self.keys, learner=writing.learner, batch=batch, place=PLACE, content=content)
        with self.database.write() as session:
            values = {"id": random.randbytes(16), "code": writing.code, "text": writing.planted}  # noqa: S311
            session.execute(text("INSERT INTO planted VALUES (:id, :code, :text)"), values)

    def cut(self) -> list[str]:
        """Cut every session; gives the words in the order in which the journal held them (SQLite's is read each time,
        before it is folded in)."""
        found: list[str] = []
        for code in self.codes:
            with self.database.write() as session:
                cut_session(session, self.keys, code, NOON, is_enough=True)
            found += first_places(OURS, (path.read_bytes() for path in self.folder.glob("*.db-wal")))
        return list(dict.fromkeys(found))

    def finish(self) -> None:
        for code in self.codes:
            finish_cut(self.database, self.keys, code)

    @property
    def codes(self) -> list[str]:
        return sorted({writing.code for writing in self.writings})

    def files(self) -> Files:
        """Every file of the instance, or of the PostgreSQL database with its journal."""
        if self.database.is_sqlite:
            paths = [path for path in self.folder.rglob("*") if path.is_file()]
            return {str(path.relative_to(self.folder)): path.read_bytes() for path in sorted(paths)}
        oid = self.query("SELECT oid FROM pg_database WHERE datname = current_database()")[0][0]
        with self.database.engine.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
        data = Path(str(self.database.url.query["host"])) / "data"
        found = {}
        for path in sorted([*(data / "base" / str(oid)).iterdir(), *(data / "pg_wal").glob("0*")]):
            with suppress(FileNotFoundError):  # the server tidies up
                found[f"{path.parent.name}/{path.name}"] = path.read_bytes()
        return found

    def query(self, statement: str) -> list[Any]:
        with self.database.read() as session:
            return list(session.execute(text(statement)).all())


def first_places(pattern: re.Pattern[bytes], files: Iterable[bytes]) -> list[str]:
    """The words that the files hold, by where each stands first."""
    found = (match[0].decode() for content in files for match in pattern.finditer(content))
    return list(dict.fromkeys(found))


def is_journal(name: str) -> bool:
    return name.endswith("-wal") or name.startswith("pg_wal/")


def orders_of_rows(world: World, table: str) -> dict[str, list[str]]:
    """The orders that a dump of the table shows."""

    sorted_by = {"as it lies": "", "key": " ORDER BY id"}
    if not world.database.is_sqlite:
        sorted_by |= {"ctid": " ORDER BY ctid", "xmin": " ORDER BY xmin::text::bigint, id"}
    rows = {name: world.query(f"SELECT text FROM {table}{by}") for name, by in sorted_by.items()}  # noqa: S608 - ours
    return {name: [words[:17] for (words,) in found] for name, found in rows.items()}


def orders_of_words(pattern: re.Pattern[bytes], files: Files) -> dict[str, list[str]]:
    """The orders that the bytes of the files show; what one kind of file does not hold is taken from the other."""
    pages = [content for name, content in files.items() if not is_journal(name)]
    journal = [content for name, content in files.items() if is_journal(name)]
    return {
        "pages": first_places(pattern, [*pages, *journal]),
        "journal": first_places(pattern, [*journal, *pages]),
    }


def orders_of_writers(world: World) -> dict[str, list[Writing]]:
    """The orders in which he can put who wrote: by the hour, by key, by where their rows stood in the last backup."""
    page = b"".join(content for name, content in world.backups[-1].items() if not is_journal(name))
    return {
        "time": world.writings,
        "time backwards": world.writings[::-1],
        "learner key": sorted(world.writings, key=lambda writing: writing.learner),
        "place in the last backup": sorted(world.writings, key=lambda writing: page.find(writing.learner)),
    }


def count_hits(world: World, words: Sequence[str], writers: Sequence[Writing], kind: str) -> int | None:
    """How many sentences he ties to their writer by laying the two orders side by side, session by session.

    None when that order does not show every sentence.
    """
    of_word = {getattr(writing, kind): writing for writing in world.writings}
    if sorted(words) != sorted(of_word):
        return None
    hits = 0
    for code in world.codes:
        said = [of_word[word] for word in words if of_word[word].code == code]
        wrote = [writing for writing in writers if writing.code == code]
        hits += sum(one is other for one, other in zip(said, wrote, strict=True))
    return hits


def all_hits(world: World, orders: Orders, kind: str) -> dict[tuple[str, str], int]:
    """The hits of every way that shows all sentences."""
    of_writers = orders_of_writers(world)
    tried = {
        (rows, writers): count_hits(world, words, wrote, kind)
        for rows, words in orders.items()
        for writers, wrote in of_writers.items()
    }
    return {way: hits for way, hits in tried.items() if hits is not None}


def hits_by_backups(world: World, pattern: re.Pattern[bytes], last: Files, kind: str) -> float:
    """The hits to be expected of comparing the nights: who wrote on the day whose backup first shows the sentence."""
    first_seen: dict[str, int] = {}
    for night, files in enumerate([*world.backups, last]):
        for word in first_places(pattern, files.values()):
            first_seen.setdefault(word, night)
    busy = Counter((writing.code, writing.night) for writing in world.writings)
    return sum(
        1 / (busy[writing.code, night] if night < NIGHTS else WRITERS)
        for writing in world.writings
        for night in [first_seen[getattr(writing, kind)]]
    )


def open_with_any(keys: Path, sealed: Sequence[bytes]) -> int:
    """How many of the sealed he opens with every key that there is in the folder."""
    found = [path.read_bytes() for path in keys.glob("*")]
    return sum(any(open_content(key, one) is not None for key in found) for one in sealed)


@pytest.mark.timeout(300)
def test_nothing_stored_ties_a_sentence_to_its_writer_better_than_chance(
    database: Database, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    world = World(database, tmp_path)
    world.write()
    dump = world.query("SELECT learner_key, place, sealed FROM pending")
    sealed = [bytes(row[2]) for row in dump]
    stolen = shutil.copytree(world.keys / FOLDER, tmp_path_factory.mktemp("elsewhere") / "stolen")

    # Before the hour: nothing can be read or told apart, in no file.
    everything = b"\n".join(world.backups[-1].values())
    assert OURS.findall(everything) == []
    assert everything.count(PLACE.encode()) == 0
    assert {len(one) for one in sealed} == {len(sealed[0])}
    assert len({row[1] for row in dump}) == len(dump) == SESSIONS * WRITERS

    journal = world.cut()
    between = world.files()
    transactions = {} if database.is_sqlite else xmins(world)
    world.finish()
    after = world.files()

    # After it: each sentence once, in the rows; nothing sealed, no key, no row of who wrote.
    tables = b"\n".join(content for name, content in after.items() if not is_journal(name))
    said = Counter(word.decode() for word in OURS.findall(tables))
    assert said == Counter(writing.ours for writing in world.writings)
    assert sum(tables.count(one[:64]) for one in sealed) == 0
    assert sum(tables.count(writing.learner) for writing in world.writings) == 0
    assert world.query("SELECT count(*) FROM pending") == [(0,)]
    assert list((world.keys / FOLDER).iterdir()) == []
    assert set(transactions.values()) <= {1}
    # With the keys as they are no backup can be read; with keys that were copied, all of it can.
    assert (open_with_any(world.keys / FOLDER, sealed), open_with_any(stolen, sealed)) == (0, len(sealed))

    ours = orders_of_rows(world, "voice") | orders_of_words(OURS, between)
    if database.is_sqlite:
        ours["journal at each cut"] = journal
    ours |= {f"{name} afterwards": words for name, words in orders_of_words(OURS, after).items()}
    hits = all_hits(world, ours, "ours")
    planted = all_hits(world, orders_of_rows(world, "planted") | orders_of_words(PLANTED, between), "planted")
    by_backups = hits_by_backups(world, OURS, after, "ours")
    planted_by_backups = hits_by_backups(world, PLANTED, after, "planted")
    report(database, hits, planted, by_backups, planted_by_backups)

    bound = SIGMAS * math.sqrt(SESSIONS)
    assert {way: count for way, count in hits.items() if abs(count - SESSIONS) > bound} == {}
    assert by_backups == pytest.approx(SESSIONS)
    assert len(hits) == len(ours) * 4  # every way showed every sentence
    # The same attacks on the planted store.
    assert planted["as it lies", "time"] == len(sealed)
    assert planted_by_backups > 0.6 * len(sealed)


def xmins(world: World) -> dict[str, int]:
    """In how many transactions each session's voices were written, as PostgreSQL's row headers say."""
    return dict(world.query("SELECT session, count(DISTINCT xmin::text) FROM voice GROUP BY session"))


def report(
    database: Database,
    hits: Mapping[tuple[str, str], int],
    planted: Mapping[tuple[str, str], int],
    by_backups: float,
    planted_by_backups: float,
) -> None:
    """Print what the attacks gave."""
    total = SESSIONS * WRITERS
    best, worst = max(hits.values()), min(hits.values())
    print(
        f"{database.engine.dialect.name}: {total} sentences, chance {SESSIONS / total:.1%}; "
        f"ours {len(hits)} ways {worst / total:.1%} to {best / total:.1%}, backups {by_backups / total:.1%}; "
        f"planted best {max(planted.values()) / total:.1%}, backups {planted_by_backups / total:.1%}"
    )
