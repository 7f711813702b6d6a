"""A file with people beside the organisation as it stands: what is new, the same, changed, moved, or cannot be.

Nothing is read or written here: the same file beside the same people gives the same plan, to the digest.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from course.acts.people_table import COLUMNS, PeopleTable, Row
from course.acts.person_values import Values, read_values
from course.acts.unit_paths import UnitPaths, parts_of
from course.base.languages import N_, Language
from course.storage.people_import import KnownPerson

Status = Literal["new", "same", "changed", "moved", "back", "conflict", "error"]
STATUSES: Final[tuple[Status, ...]] = ("error", "conflict", "moved", "back", "changed", "new", "same")
Field = Literal["name", "number", "email", "unit", "language"]

_NO_KEY: Final = N_("There is neither a service number nor an e-mail: write one of them")
_NAME_MISSING: Final = N_("This person is new, and the name is missing: write it")
_UNIT_MISSING: Final = N_("This person is new, and the unit is missing: write it")
_NUMBER_TWICE: Final = N_("This service number stands more than once in the file: keep one line of it")
_EMAIL_TWICE: Final = N_("This e-mail stands more than once in the file: keep one line of it")
_TWO_PEOPLE: Final = N_(
    "The number is %(name)s's and the e-mail somebody else's: correct the file, or one of them on their page first"
)
_OTHER_NUMBER: Final = N_(
    "This e-mail is %(name)s's, whose number is %(number)s: correct the file, or the number on their page first"
)
_EMAIL_OF_ROLE: Final = N_(
    "%(name)s has more than the learner's role, so two administrators change this e-mail, on their page: write the "
    "address that is there, or leave it empty"
)
EMAIL_TAKEN: Final = N_("Somebody in this course has this e-mail already: correct it, or leave it empty")


@dataclass(frozen=True)
class Sentence:
    """Why a line cannot be imported, and what to do: an English msgid and its places."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What becomes of a field: from what to what."""

    field: Field
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """What becomes of a line. `written` is what is kept then; `id` is None for somebody new."""

    number: int
    name: str
    status: Status
    id: bytes | None = None
    changes: tuple[Change, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    written: "Written | None" = None


@dataclass(frozen=True)
class Written:
    """The fields of a person after the import; `unit` by its path in words."""

    name: str
    number: str | None
    email: str | None
    language: Language
    unit: str
    unit_id: bytes | None = None  # where they are already


@dataclass(frozen=True)
class Plan:
    """What an import would do. `leavers` are in the organisation and not in the file; `digest` is of all of it."""

    lines: tuple[Line, ...]
    new_units: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    leavers: tuple[KnownPerson, ...]
    digest: str

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many lines of each kind there are."""
        found = Counter(line.status for line in self.lines)
        return {status: found[status] for status in STATUSES}

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against importing it: all or nothing."""
        return not self.questions and not self.counts["error"] and not self.counts["conflict"]


@dataclass(frozen=True)
class Known:
    """The organisation as it stands. `taken` are addresses of people elsewhere."""

    people: Sequence[KnownPerson]
    units: UnitPaths
    taken: frozenset[str]


def emails_in(table: PeopleTable) -> set[str]:
    """The addresses that a file gives."""
    return {email for row in table.rows if (email := _values(row).email)}


def compare(table: PeopleTable, known: Known, answers: Mapping[str, str], actor_id: bytes) -> Plan:
    """The plan. `answers` says of a unit of the file that is near another which one is meant, or that it is new.

    Neither whoever imports nor another administrator is ever among the leavers: who leaves that role is decided by two.
    """
    values = [_values(row) for row in table.rows]
    beside = _Beside(
        by_number={person.number: person for person in known.people if person.number},
        by_email={person.email: person for person in known.people if person.email},
        numbers=Counter(one.number for one in values if one.number),
        emails=Counter(one.email for one in values if one.email),
        known=known,
        answers=answers,
    )
    lines = tuple(_line(row, one, beside) for row, one in zip(table.rows, values, strict=True))
    named = {line.id for line in lines if line.id}
    leavers = tuple(
        person
        for person in known.people
        if person.is_active and person.id not in named and person.id != actor_id and not person.is_administrator
    )
    new_units = tuple(dict.fromkeys(path for path in beside.wanted if not known.units.has(path)))
    questions = tuple(beside.questions.items())
    said = repr((lines, new_units, questions, sorted(person.id for person in leavers)))
    return Plan(lines, new_units, questions, leavers, hashlib.sha256(said.encode()).hexdigest())


@dataclass
class _Beside:
    by_number: Mapping[str | None, KnownPerson]
    by_email: Mapping[str | None, KnownPerson]
    numbers: Mapping[str | None, int]
    emails: Mapping[str | None, int]
    known: Known
    answers: Mapping[str, str]
    wanted: dict[str, None] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)


def _values(row: Row) -> Values:
    given = {column: row.cells.get(column, "") for column in COLUMNS}
    return read_values(given["name"], given["number"], given["email"], given["language"])


def _line(row: Row, values: Values, beside: _Beside) -> Line:
    name = values.name or values.number or values.email or ""
    unit, unit_faults = _unit(row, beside)
    wrong = [*_line_faults(row, values, beside), *unit_faults]
    if wrong:
        return Line(row.number, name, "error", sentences=tuple(wrong))
    person, against = _meant(values, beside)
    if against:
        return Line(row.number, name, "conflict", person.id if person else None, sentences=against)
    if person is None:
        return _new(row.number, values, unit, beside)
    return _known(row.number, person, values, unit, beside)


def _line_faults(row: Row, values: Values, beside: _Beside) -> Iterator[Sentence]:
    if row.fault:
        yield Sentence(row.fault[0], {"cell": row.fault[1]})
        return
    for message in values.faults.values():
        yield Sentence(message)
    if values.number is None and values.email is None:
        yield Sentence(_NO_KEY)
    if values.number and beside.numbers[values.number] > 1:
        yield Sentence(_NUMBER_TWICE)
    if values.email and beside.emails[values.email] > 1:
        yield Sentence(_EMAIL_TWICE)


def _unit(row: Row, beside: _Beside) -> tuple[str | None, list[Sentence]]:
    """The unit of a line by its path, None for an empty cell; what is wrong with it. A near one is asked about."""
    parts = parts_of(row.cells.get("unit", ""))
    if not parts or row.fault:
        return None, []
    path, fault = beside.known.units.resolve(parts)
    if fault:
        return None, [Sentence(fault)]
    if beside.known.units.has(path):
        return path, []
    answer = beside.answers.get(path)
    near = beside.known.units.near(path)
    if answer and answer == near:
        return answer, []
    if near and answer != "new":
        beside.questions[path] = near
    return path, []


def _meant(values: Values, beside: _Beside) -> tuple[KnownPerson | None, tuple[Sentence, ...]]:
    """Whom a line is about, by number and then by e-mail; what speaks against it."""
    by_number, by_email = beside.by_number.get(values.number), beside.by_email.get(values.email)
    if values.email in beside.known.taken:
        return by_number, (Sentence(EMAIL_TAKEN),)
    if by_number and by_email and by_number.id != by_email.id:
        return by_number, (Sentence(_TWO_PEOPLE, {"name": by_number.name}),)
    if by_number is None and by_email and values.number and by_email.number:
        return by_email, (Sentence(_OTHER_NUMBER, {"name": by_email.name, "number": by_email.number}),)
    return by_number or by_email, ()


def _new(number: int, values: Values, unit: str | None, beside: _Beside) -> Line:
    missing = [
        Sentence(message) for value, message in ((values.name, _NAME_MISSING), (unit, _UNIT_MISSING)) if not value
    ]
    if missing or values.name is None or unit is None:
        return Line(number, values.name or values.number or values.email or "", "error", sentences=tuple(missing))
    beside.wanted[unit] = None
    written = Written(values.name, values.number, values.email, values.language or "pt", unit)
    return Line(number, values.name, "new", written=written)


def _known(number: int, person: KnownPerson, values: Values, unit: str | None, beside: _Beside) -> Line:
    here = beside.known.units.path_of(person.unit_id)
    written = Written(
        values.name or person.name,
        values.number or person.number,
        values.email or person.email,
        values.language or person.language,
        unit or here,
        person.unit_id if unit in {None, here} else None,
    )
    if person.has_roles and written.email != person.email:
        against = Sentence(_EMAIL_OF_ROLE, {"name": person.name})
        return Line(number, person.name, "conflict", person.id, sentences=(against,))
    beside.wanted[written.unit] = None
    pairs: tuple[tuple[Field, str, str], ...] = (
        ("name", person.name, written.name),
        ("number", person.number or "", written.number or ""),
        ("email", person.email or "", written.email or ""),
        ("language", person.language, written.language),
        ("unit", here, written.unit),
    )
    changes = tuple(Change(name, before, after) for name, before, after in pairs if before != after)
    return Line(number, person.name, _status(person, changes), person.id, changes, written=written)


def _status(person: KnownPerson, changes: Sequence[Change]) -> Status:
    if not person.is_active:
        return "back"
    if any(change.field == "unit" for change in changes):
        return "moved"
    return "changed" if changes else "same"
