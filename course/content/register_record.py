"""The registers as they are read: their entries, what is wrong with them, and what they name elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from course.base.languages import LANGUAGES, N_
from course.content.bundle import Bundle
from course.content.fields import Part, Text, texts_of
from course.content.problem import Problem, first_of_each_file
from course.content.prose import citations_in, glossary_links_in, problems_in
from course.content.record import Mention, mention_at
from course.content.registers import ENTRIES, Registers, Source, Term, Track, Value
from course.content.source import Mark, read_yaml
from course.content.source import Source as File
from course.content.typed import id_problems, problem_of, read_part
from course.content.values import references_in, with_values

IDEAS_OF_A_TRACK: Final = 12
"""At most so many ideas feed a room brief: with more, answers to the others give one away (privacy-of-groups.md)."""


@dataclass(frozen=True)
class RegisterRecord:
    """`mentions` by the file in which they stand, as problems name it; `tracks`: where the tracks begin.

    `places`: file and mark of each entry, by register and id, and of each line of it, by its key as well.
    """

    problems: tuple[Problem, ...] = ()
    mentions: tuple[tuple[str, Mention], ...] = ()
    tracks: tuple[str, Mark] | None = None
    places: Mapping[tuple[str, ...], tuple[str, Mark]] = field(default_factory=dict)

    def problem_at(
        self, register: str, *path: str, message: str, values: Mapping[str, str], fatal: bool = False
    ) -> Problem:
        """The problem at that entry, or at that line of it."""
        where, mark = self.places.get((register, *path)) or self.places[register, path[0]]
        return Problem(where, mark.line, mark.column, ".".join(path), message, dict(values), fatal=fatal)


def build_registers(bundle: Bundle) -> tuple[Registers, RegisterRecord]:
    """The registers in a bundle, and what is known of its files. An entry with a problem is left out."""
    entries: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    mentions: list[tuple[str, Mention]] = []
    tracks: tuple[str, Mark] | None = None
    places: dict[tuple[str, ...], tuple[str, Mark]] = {}
    for name, model in ENTRIES.items():
        entries[name] = {}
        if f"{name}.yaml" not in bundle.files:
            continue
        file = read_yaml(bundle.where(f"{name}.yaml"), bundle.files[f"{name}.yaml"])
        problems += file.problems
        if name == "tracks":
            tracks = (file.where, file.mark(()))
        for id_, tree in file.tree.items():
            entry, found = read_part(model, file, tree, (id_,))
            found += id_problems(file, id_)
            found += _language_problems(file, name, id_)
            problems += found
            if entry is not None and not found:
                entries[name][id_] = entry
                places |= {(name, id_, *key): (file.where, file.mark((id_, *key))) for key in _lines_of(entry)}
                problems += _entry_problems(file, id_, entry)
                mentions += [(file.where, mention) for mention in _entry_mentions(file, id_, entry)]
    for name in ("ideas", "glossary"):
        entries[name] = {
            id_: with_values(entry, entries["values"], lambda path: "en" if path[-1] == "en" else "pt")
            for id_, entry in entries[name].items()
        }
    registers = Registers.model_construct(None, **entries)
    return registers, RegisterRecord(first_of_each_file(problems), tuple(mentions), tracks, places)


def _lines_of(entry: Part) -> list[tuple[str, ...]]:
    return [(), *((key,) for key in type(entry).model_fields)]


def _language_problems(file: File, name: str, id_: str) -> Iterator[Problem]:
    """Words of grounds in a language in which nobody reads the course: the page would never look for them."""
    if name == "grounds" and id_ not in LANGUAGES:
        yield _problem(file, (id_,), _NO_LANGUAGE, {"given": id_[:60], "known": ", ".join(LANGUAGES)})


def _entry_problems(file: File, id_: str, entry: Part) -> Iterator[Problem]:
    if isinstance(entry, (Source, Value)):
        yield from (problem_of(file, fault, (id_,)) for fault in entry.faults())
    for path, text in texts_of(entry, (id_,)):
        for message, values in problems_in(text) if isinstance(text, Text) else ():
            yield _problem(file, path, message, values)
    if isinstance(entry, Source) and entry.confirm:
        yield _problem(file, (id_, "confirm"), _TO_CONFIRM, {"name": id_}, fatal=False)
    if isinstance(entry, Track) and len(entry.ideas) > IDEAS_OF_A_TRACK:
        yield _problem(file, (id_, "ideas"), _TOO_MANY_IDEAS, {})


def _entry_mentions(file: File, id_: str, entry: Part) -> Iterator[Mention]:
    for path, text in texts_of(entry, (id_,)):
        if isinstance(text, Text):
            yield from (mention_at(file, path, "source", name) for name in citations_in(text))
            yield from (mention_at(file, path, "glossary term", name) for name in glossary_links_in(text))
            yield from (mention_at(file, path, "value", one.name) for one in references_in(text))
    if isinstance(entry, Value):
        for year, known in entry.years.items():
            yield mention_at(file, (id_, "years", year, "source"), "source", known.source)
    if isinstance(entry, Term) and entry.source:
        yield mention_at(file, (id_, "source"), "source", entry.source)
    if isinstance(entry, Track):
        yield from (mention_at(file, (id_, "modules"), "module", name) for name in entry.modules)
        yield from (mention_at(file, (id_, "before"), "module of this track", name, id_) for name in entry.before)
        yield from (mention_at(file, (id_, "ideas"), "idea", name) for name in entry.ideas)


_TO_CONFIRM: Final = N_("%(name)s is to be confirmed by a jurist: ask one, then take confirm: true out")
_NO_LANGUAGE: Final = N_("%(given)s is no language of the course: write the words under %(known)s, or take them out")
_TOO_MANY_IDEAS: Final = N_("a track feeds at most 12 ideas to its room brief: take the others out")


def _problem(
    file: File, path: tuple[str, ...], message: str, values: Mapping[str, str], *, fatal: bool = True
) -> Problem:
    mark = file.mark(path)
    return Problem(file.where, mark.line, mark.column, ".".join(path), message, dict(values), fatal=fatal)
