"""The sources that want somebody's work: repealed, changed, due, to be confirmed, not seen; and what cites them."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast

from flask import render_template, url_for

from course.base.calendar import lisbon_day
from course.base.languages import N_, Language
from course.content.bundle import Kind
from course.content.library import Library
from course.content.registers import Happening, Registers, Source
from course.train.feature import feature
from course.web.documents import KIND_NAMES, url_of
from course.web.house import catalogue, now
from course.web.i18n import day, page_language
from course.web.sources import LawNote, list_notes
from course.web.words import gettext

Wants = Callable[[Source, dt.date], bool]


@dataclass(frozen=True)
class Cites:
    """What cites a source. `url` is None where no page shows it."""

    name: str
    url: str | None


@dataclass(frozen=True)
class ToMend:
    """A source of the list: its note, the day by which somebody looks at it again, and what cites it."""

    note: LawNote
    check_by: str
    cited_by: tuple[Cites, ...]


@dataclass(frozen=True)
class Group:
    """The sources that want the same work. `todo` says which."""

    id: str
    title: str
    todo: str
    sources: tuple[ToMend, ...]


def _is(*happenings: Happening) -> Wants:
    return lambda source, today: any(change.happening in happenings for change in source.changes(today))


GROUPS: Final[Mapping[str, tuple[str, str, Wants]]] = {
    "repealed": (
        N_("Repealed"),
        N_("Cite what stands in its place, or tell it as history."),
        _is("repealed"),
    ),
    "changed": (
        N_("Changed since it was read"),
        N_("Read it again, mend what cites it, then set seen_on in the register."),
        _is("changed"),
    ),
    "to-come": (
        N_("About to change"),
        N_("Prepare what will cite it from that day on."),
        _is("will change", "will be repealed"),
    ),
    "due": (
        N_("To be looked at again"),
        N_("Look whether it still says so, then set seen_on and a later check_by."),
        lambda source, today: dt.date.fromisoformat(source.check_by) < today,
    ),
    "to-confirm": (
        N_("To be confirmed by a jurist"),
        N_("Ask one, then take confirm out of the register."),
        lambda source, _: source.confirm,
    ),
    "not-seen": (
        N_("The text itself was not seen"),
        N_("Find the text and read it; until then nothing of it is quoted."),
        lambda source, _: not source.text_seen,
    ),
}
"""The groups in the order of their haste: title, what to do, and which sources are in them."""


@feature.page("/train/sources", permission="read-keys")
def list_sources_to_mend() -> str:
    """The sources that want work, by what is to be done; a source may want several things."""
    return render_template("train/sources.html", groups=groups_to_mend(page_language()))


def groups_to_mend(language: Language) -> list[Group]:
    """The groups that have a source."""
    library, registers = catalogue().library, catalogue().registers
    cited_by = _cited_by(library)
    return [
        Group(
            id_,
            gettext(title),
            gettext(todo),
            tuple(_to_mend(registers, one, cited_by, language) for one in _wanting(registers, wants)),
        )
        for id_, (title, todo, wants) in GROUPS.items()
        if any(_wanting(registers, wants))
    ]


def count_to_mend() -> int:
    """How many sources want any work."""
    registers = catalogue().registers
    return len({id_ for *_, wants in GROUPS.values() for id_ in _wanting(registers, wants)})


def _wanting(registers: Registers, wants: Wants) -> Iterator[str]:
    today = lisbon_day(now())
    return (id_ for id_, source in registers.sources.items() if wants(source, today))


def _to_mend(registers: Registers, id_: str, cited_by: Mapping[str, tuple[Cites, ...]], language: Language) -> ToMend:
    check_by = day(dt.date.fromisoformat(registers.sources[id_].check_by))
    return ToMend(list_notes(registers, [id_], language)[0], check_by, cited_by.get(id_, ()))


def _cited_by(library: Library) -> dict[str, tuple[Cites, ...]]:
    """By source, the documents and entries of registers that cite it, from what was noted when they were read."""
    found: dict[str, dict[Cites, None]] = {}
    for record in library.records:
        kind = cast("Kind", record.kind)
        url = url_of("train", kind, record.id) if record.is_shown else None
        cites = Cites(f"{gettext(KIND_NAMES[kind])} {record.id}", url)
        for mention in record.mentions:
            if mention.shelf == "source":
                found.setdefault(mention.name, {})[cites] = None
    for where, mention in library.of_registers.mentions:
        if mention.shelf == "source":
            found.setdefault(mention.name, {})[_entry(where, mention.path.partition(".")[0])] = None
    return {source: tuple(cites) for source, cites in found.items()}


def _entry(where: str, id_: str) -> Cites:
    """An entry of a register that cites a source."""
    if where.endswith("/glossary.yaml"):
        return Cites(gettext("Glossary: %(name)s", name=id_), url_for("library.show_term", term_id=id_))
    if where.endswith("/values.yaml"):
        return Cites(gettext("Values by year: %(name)s", name=id_), url_for("library.list_values"))
    return Cites(f"{where}: {id_}", None)
