"""Which modules are done before a session: those its trainers chose, else the usual ones of its track.

The rule stands here alone, once for what is read and once for what the database counts; a test holds the two together.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    TableValuedAlias,
    Text,
    and_,
    any_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session


class Planned(Protocol):
    """Whatever says of which track a session is and what was chosen for it: a row, or a view of one."""

    @property
    def track(self) -> str:
        """The track that it closes."""

    @property
    def before(self) -> Sequence[str] | None:
        """The modules chosen for it; None: the usual ones."""


@dataclass(frozen=True)
class Choice:
    """The two columns of a session that count here."""

    track: str
    before: Sequence[str] | None


@dataclass(frozen=True)
class Before:
    """What the course says today, by track: the modules usually done before its session, and all that can be read.

    A module that was chosen and is no longer in the track, or cannot be read, does not count any more.
    """

    usual: Mapping[str, tuple[str, ...]]
    every: Mapping[str, tuple[str, ...]]

    def __hash__(self) -> int:
        """By what it says, so that statements that say it are kept."""
        return hash((*self.usual.items(), *self.every.items()))

    @property
    def of_all(self) -> frozenset[str]:
        """What is done by somebody without a session: the usual modules of all tracks."""
        return frozenset(module for modules in self.usual.values() for module in modules)

    def of(self, planned: Planned) -> tuple[str, ...]:
        """The modules that are done before that session, in the order of its track; none of an unknown one."""
        if planned.before is None:
            return self.usual.get(planned.track, ())
        return tuple(id_ for id_ in self.every.get(planned.track, ()) if id_ in planned.before)

    def after(self, planned: Planned) -> tuple[str, ...]:
        """The modules that remain to be done after it, in the order of its track."""
        done = self.of(planned)
        return tuple(id_ for id_ in self.every.get(planned.track, ()) if id_ not in done)


@dataclass(frozen=True)
class InSql:
    """The same of the sessions of a query, whose columns these are: `track`, and the choice as it is kept."""

    before: Before
    is_postgres: bool
    track: ColumnElement[str]
    chosen: ColumnElement[Any]

    def counts(self, module: ColumnElement[str]) -> ColumnElement[bool]:
        """Whether that module is done before the session."""
        chosen = self._elements()
        is_chosen = exists(select(literal(1)).select_from(chosen).where(chosen.c.value == module))
        of_tracks = (
            and_(
                self.track == id_,
                self._is_one_of(module, every),
                or_(self.chosen.is_(None) & self._is_one_of(module, self.before.usual.get(id_, ())), is_chosen),
            )
            for id_, every in self.before.every.items()
        )
        return or_(false(), *of_tracks)

    def number(self) -> ColumnElement[int]:
        """How many modules are done before it."""
        return case((false(), 0), *((self.track == id_, self._number_of(id_)) for id_ in self.before.every), else_=0)

    def _number_of(self, track: str) -> ColumnElement[int]:
        chosen = self._elements()
        known = (
            select(func.count()).select_from(chosen).where(self._is_one_of(chosen.c.value, self.before.every[track]))
        )
        usual = len(self.before.usual.get(track, ()))
        return case((self.chosen.is_(None), usual), else_=known.scalar_subquery())

    def _is_one_of(self, module: ColumnElement[str], ids: Collection[str]) -> ColumnElement[bool]:
        return is_one_of(module, ids, is_postgres=self.is_postgres)

    def _elements(self) -> TableValuedAlias:
        """The modules chosen, a row each, in a column `value`; no row where none were."""
        rows = func.jsonb_array_elements_text if self.is_postgres else func.json_each
        return rows(self.chosen).table_valued("value")


def is_one_of(column: ColumnElement[str], ids: Collection[str], *, is_postgres: bool) -> ColumnElement[bool]:
    """Whether it is one of these, said as one value: of a list that is written out each word is put into the statement
    each time, which takes longer than asking where there are a thousand."""
    if is_postgres:
        return column == any_(literal(list(ids), ARRAY(Text)))
    listed = func.json_each(json.dumps(list(ids))).table_valued("value")
    return column.in_(select(listed.c.value))


def is_on_postgres(session: Session) -> bool:
    """Whether the database is PostgreSQL, which has words of its own for the elements of a choice."""
    return session.get_bind().dialect.name == "postgresql"
