"""Units by their path in words: `Comando Alfa > Divisão 1 > Esquadra 2`, below the organisation."""

import difflib
from collections.abc import Collection, Sequence
from typing import Final

from course.acts.person_values import fault_of, one_line
from course.base.languages import N_
from course.storage.alphabet import alphabetical
from course.storage.models import Unit, UnitKind

SEPARATOR: Final = " > "
LONGEST_NAME: Final = 120
NEXT_KIND: Final[dict[UnitKind, UnitKind]] = {"organisation": "command", "command": "division", "division": "station"}
"""What a unit is that is made below one of that kind; below a station there is none."""
_NEAR_ENOUGH: Final = 0.85

_UNIT_NAME: Final = N_("A unit has no name, or one that is too long or begins with a sign of a formula: mend the path")
_TOO_DEEP: Final = N_("There is no unit below a station: write Command > Division > Station")
_ELSEWHERE: Final = N_("This is another organisation: its own administrators import its people")
_TWO_UNITS: Final = N_("Two units have this name at this place: rename one of them first")


def parts_of(written: str) -> tuple[str, ...]:
    """The names in a path, from the top."""
    return tuple(one_line(part) for part in written.split(">")) if written.strip() else ()


class UnitPaths:
    """The units of an organisation by path; the organisation itself is called by its name."""

    def __init__(self, units: Sequence[Unit], elsewhere: Collection[str] = ()) -> None:
        self._units = {unit.id: unit for unit in units}
        self.root = next(unit for unit in units if unit.parent_id is None)
        self._elsewhere = {_shape(name) for name in elsewhere}
        self._words = {unit.id: SEPARATOR.join(self._names(unit)) for unit in units}
        self._by_shape: dict[str, list[Unit]] = {}
        for unit in units:
            self._by_shape.setdefault(_fold(self._words[unit.id]), []).append(unit)
        self._near: dict[str, str | None] = {}

    def _names(self, unit: Unit) -> list[str]:
        ids = [bytes.fromhex(part) for part in unit.path.strip("/").split("/")]
        return [self._units[id_].name for id_ in ids[1:]] or [unit.name]

    def path_of(self, id_: bytes) -> str:
        """The path of a unit in words."""
        return self._words[id_]

    def has(self, path: str) -> bool:
        """Whether there is that unit, capitals apart."""
        return _fold(path) in self._by_shape

    def all_by_path(self) -> dict[str, Unit]:
        """Every unit by its path in small letters."""
        return {path: found[0] for path, found in self._by_shape.items()}

    def resolve(self, parts: Sequence[str]) -> tuple[str, str | None]:
        """The path that is meant, as it stands here if it does; and why it cannot be (an English msgid)."""
        names = list(parts)
        if len(names) > 1 and _fold(names[0]) == _fold(self.root.name):
            names = names[1:]
        path = SEPARATOR.join(names)
        if any(not name or len(name) > LONGEST_NAME or fault_of(name) for name in names):
            return path, _UNIT_NAME
        here = self._by_shape.get(_fold(path), [])
        if len(here) > 1:
            return path, _TWO_UNITS
        if here:
            return self._words[here[0].id], None
        if _shape(names[0]) in self._elsewhere:
            return path, _ELSEWHERE
        return path, None if self._has_room(names) else _TOO_DEEP

    def _has_room(self, names: Sequence[str]) -> bool:
        """Whether that many units may stand below the last one that there is."""
        for kept in range(len(names), -1, -1):
            above = self._by_shape.get(_fold(SEPARATOR.join(names[:kept])), []) if kept else [self.root]
            if above:
                kind: UnitKind | None = above[0].kind
                for _ in range(len(names) - kept):
                    kind = NEXT_KIND.get(kind) if kind else None
                return kind is not None
        return False

    def near(self, path: str) -> str | None:
        """The path of a unit that was perhaps meant: another accent, a letter less, a level left out."""
        if path not in self._near:
            by_shape = {_shape(words): words for words in self._words.values()}
            by_last = {_shape(words.rpartition(SEPARATOR)[2]): words for words in self._words.values()}
            alike = difflib.get_close_matches(_shape(path), by_shape, n=1, cutoff=_NEAR_ENOUGH)
            found = by_shape[alike[0]] if alike else by_last.get(_shape(path))
            self._near[path] = None if found and _differ_by_number(found, path) else found
        return self._near[path]


def _differ_by_number(one: str, other: str) -> bool:
    """Whether the two have other numbers in them: the 12th station is no slip for the 11th."""
    return [part for part in one if part.isdigit()] != [part for part in other if part.isdigit()]


def _fold(path: str) -> str:
    return path.casefold()


def _shape(text: str) -> str:
    return "".join(letter for letter in alphabetical(text)[0] if letter.isalnum())
