"""An administrator brings people and units from a file: first shown, then done as shown, all of it or nothing.

What waits between the two is bound to the file by its digest, and to the people as they stood by the digest of the
plan: where either is another by then, nothing is written and the plan is shown anew (docs/decisions/0045).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from course.acts.audit import Subject, log
from course.acts.change_address import let_addresses_go
from course.acts.compare_people import Known, Line, Plan, compare, emails_in
from course.acts.desk import Desk
from course.acts.leave import close_accounts, demand_no_supervising_trainer
from course.acts.people_table import PeopleTable, read_people_table
from course.acts.policy import demand
from course.acts.unit_paths import NEXT_KIND, SEPARATOR, UnitPaths
from course.base.ids import new_id
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import people_files, people_import, units
from course.storage.models import PeopleFile, Unit

NEW: Final = "new"
MOST_QUESTIONS: Final = 100
LONGEST_FILE_NAME: Final = 100
_OTHER_FILE: Final = N_("Another file has taken the place of the one that was shown. Look at its preview.")
_CHANGED: Final = N_("People changed meanwhile. Look at the preview again before you confirm.")


@dataclass(frozen=True)
class Preview:
    """The file that waits, what was read of it, and what it would do now."""

    file: PeopleFile
    table: PeopleTable
    plan: Plan


def prepare_import(desk: Desk, name: str, data: bytes) -> PeopleTable:
    """Let that file wait to be confirmed, in the place of any other of this administrator. Nothing of it is done yet.

    Gives what was read of it. Raises Invalid about `file` for one that cannot be used as a whole.
    """
    demand(desk.actor, "import-people")
    table = read_people_table(data)
    shown = "".join(letter for letter in name if letter.isprintable())[:LONGEST_FILE_NAME]
    digest = hashlib.sha256(data).digest()
    people_files.keep(
        desk.session, desk.actor.person_id, name=shown, digest=digest, packed=table.packed(), now=desk.now
    )
    log(desk, "import-prepared", Subject("unit", desk.actor.organisation_id), lines=len(table.rows))
    return table


def preview_import(desk: Desk) -> Preview | None:
    """What the file that waits would do; None where none waits. Changes nothing."""
    file = people_files.find(desk.session, desk.actor.person_id)
    if file is None:
        return None
    table = PeopleTable.unpacked(file.packed)
    return Preview(file, table, compare(table, _known(desk, table), file.answers, desk.actor.person_id))


def answer_units(desk: Desk, digest: str, answers: Mapping[str, str]) -> None:
    """Say of the units that were asked about which one is meant, or that it is NEW.

    Raises Conflict when another file waits by now, Invalid when one is not answered.
    """
    demand(desk.actor, "import-people")
    seen = _waiting(desk, digest)
    wrong = {}
    told = dict(seen.file.answers)
    for place, (path, near) in enumerate(seen.plan.questions[:MOST_QUESTIONS], start=1):
        if answers.get(path) not in {NEW, near}:
            wrong[f"unit-{place}"] = N_("Say whether this is the unit that there is, or a new one")
        else:
            told[path] = answers[path]
    if wrong:
        raise Invalid(N_("The units are not clear yet"), wrong)
    if not people_files.answer(desk.session, desk.actor.person_id, seen.file.digest, told):
        raise Conflict(_OTHER_FILE)
    log(desk, "import-prepared", Subject("unit", desk.actor.organisation_id), units=len(told))


def drop_import(desk: Desk) -> None:
    """Let the file that waits go; nothing of it was done."""
    demand(desk.actor, "import-people")
    file = people_files.find(desk.session, desk.actor.person_id)
    if file is not None and people_files.take(desk.session, desk.actor.person_id, file.digest):
        log(desk, "import-dropped", Subject("unit", desk.actor.organisation_id))


def confirm_import(desk: Desk, digest: str, seen: str, *, with_leavers: bool) -> Plan:
    """Do what was shown, in this one transaction; `with_leavers`: who is not in the file has left.

    Raises Conflict when another file waits, when people changed since the plan `seen`, when somebody would get a
    trainer who supervises them; Invalid while a line has an error, or a unit is not clear. Then nothing is written.
    """
    demand(desk.actor, "import-people")
    units.lock_organisation(desk.session, desk.actor.organisation_id)
    waiting = _waiting(desk, digest)
    plan = waiting.plan
    if plan.digest != seen:
        raise Conflict(_CHANGED)
    if not plan.is_ready:
        raise Invalid(N_("Nothing was imported: mend the lines that are named, and send the file again"))
    if not people_files.take(desk.session, desk.actor.person_id, waiting.file.digest):
        raise Conflict(_OTHER_FILE)
    ids = _write(desk, plan)
    demand_no_supervising_trainer(desk, ids)
    let_addresses_go(desk.session, desk.keys, _former_addresses(plan), desk.now)
    if with_leavers:
        close_accounts(desk, [person.id for person in plan.leavers])
    counts = {status: count for status, count in plan.counts.items() if count}
    left = len(plan.leavers) if with_leavers else 0
    log(
        desk,
        "people-imported",
        Subject("unit", desk.actor.organisation_id),
        **counts,
        units=len(plan.new_units),
        left=left,
    )
    return plan


def _former_addresses(plan: Plan) -> dict[bytes, str]:
    """Of those whose address is another after the import, the one that they have now."""
    return {
        line.id: change.before
        for line in plan.lines
        if line.id
        for change in line.changes
        if change.field == "email" and change.before
    }


def _waiting(desk: Desk, digest: str) -> Preview:
    found = preview_import(desk)
    if found is None or found.file.digest.hex() != digest:
        raise Conflict(_OTHER_FILE)
    return found


def _known(desk: Desk, table: PeopleTable) -> Known:
    own = desk.actor.organisation_id
    roots = units.list_organisations(desk.session)
    return Known(
        people=people_import.read_people(desk.session, own),
        units=UnitPaths(units.list_units(desk.session, own), [root.name for root in roots if root.id != own]),
        taken=frozenset(people_import.emails_elsewhere(desk.session, own, emails_in(table))),
    )


def _write(desk: Desk, plan: Plan) -> list[bytes]:
    """Units, then people: who was moved."""
    here = units.list_units(desk.session, desk.actor.organisation_id)
    by_path = _make_units(desk, UnitPaths(here), plan.new_units)
    root = next(unit for unit in here if unit.parent_id is None)
    added = [_values_of(line, by_path) | _newcomer(root) for line in plan.lines if line.status == "new"]
    changed = [
        _values_of(line, by_path) | {"id": line.id, "is_active": True, "left_on": None}
        for line in plan.lines
        if line.status in {"changed", "moved", "back"}
    ]
    people_import.write_people(desk.session, added, changed)
    return [line.id for line in plan.lines if line.id and line.status in {"moved", "back"}]


def _newcomer(root: Unit) -> dict[str, Any]:
    return {
        "id": new_id(),
        "organisation_id": root.id,
        "is_demonstration": root.is_demonstration,
        "is_active": True,
        "password_hash": None,
        "left_on": None,
    }


def _values_of(line: Line, by_path: Mapping[str, Unit]) -> dict[str, Any]:
    written = line.written
    if written is None:
        raise ValueError(f"line {line.number} says nothing to write")
    return {
        "name": written.name,
        "service_number": written.number,
        "email": written.email,
        "language": written.language,
        "unit_id": written.unit_id or by_path[written.unit.casefold()].id,
    }


def _make_units(desk: Desk, paths: UnitPaths, wanted: tuple[str, ...]) -> dict[str, Unit]:
    """Every unit by its folded path, after making those that are wanted and what lacks above them."""
    root = paths.root
    by_path = paths.all_by_path()
    made: list[Unit] = []
    for path in wanted:
        above = root
        names = path.split(SEPARATOR)
        for depth in range(1, len(names) + 1):
            key = SEPARATOR.join(names[:depth]).casefold()
            if key not in by_path:
                by_path[key] = _unit_below(above, names[depth - 1])
                made.append(by_path[key])
            above = by_path[key]
    people_import.add_units(desk.session, made)
    return by_path


def _unit_below(above: Unit, name: str) -> Unit:
    id_ = new_id()
    return Unit(
        id=id_,
        organisation_id=above.organisation_id,
        parent_id=above.id,
        name=name,
        path=f"{above.path}{id_.hex()}/",
        kind=NEXT_KIND[above.kind],
        audience=above.audience,
        is_demonstration=above.is_demonstration,
    )
