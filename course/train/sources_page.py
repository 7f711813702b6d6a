"""The sources that want somebody's work: repealed, changed, due, to be confirmed, not seen; and what cites them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import render_template, url_for

from course.base.languages import Language
from course.content.bundle import Kind
from course.content.library import Library
from course.content.registers import Registers
from course.train.feature import feature
from course.web.documents import KIND_NAMES, url_of
from course.web.house import catalogue
from course.web.i18n import day, page_language
from course.web.source_work import GROUPS, list_wanting
from course.web.sources import LawNote, list_notes
from course.web.words import gettext


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
            tuple(_to_mend(registers, one, cited_by, language) for one in list_wanting(wants)),
        )
        for id_, (title, todo, wants) in GROUPS.items()
        if any(list_wanting(wants))
    ]


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
