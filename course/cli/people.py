"""People, for whoever runs the instance: the import of the page, and an administrator where none can be had."""

from pathlib import Path
from typing import Final

import click
from flask import current_app
from flask.cli import with_appcontext

from course.acts.compare_people import Plan, Status
from course.acts.import_people import Preview, confirm_import, prepare_import, preview_import
from course.acts.make_administrator import make_administrator
from course.base import refusals
from course.base.languages import N_, Language
from course.base.refusals import Invalid
from course.cli.desks import desk_of
from course.cli.words import TrainersGroup, Words, language_option, tell_table
from course.web.house import EXTENSION, House

MOST_BYTES_READ: Final = 6_000_000
"""More than an import takes: what is too large is told so."""
_COUNTED: Final[dict[Status, str]] = {
    "error": N_("with an error"),
    "conflict": N_("in conflict"),
    "moved": N_("moved"),
    "back": N_("come back"),
    "changed": N_("changed"),
    "new": N_("new"),
    "same": N_("the same"),
}


@click.group("people", cls=TrainersGroup)
def people() -> None:
    """People of an organisation."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--administrator", required=True, help="The e-mail of the administrator in whose name it is done.")
@click.option("--confirm", is_flag=True, help="Write it; without this it is only told what would change.")
@click.option("--leavers", is_flag=True, help="Also mark as having left who is not in the file.")
@with_appcontext
@language_option
def import_(file: Path, administrator: str, confirm: bool, leavers: bool, language: Language) -> None:
    """Import people and units from FILE (CSV or XLSX) into the organisation of an administrator."""
    house: House = current_app.extensions[EXTENSION]
    words = Words(language)
    transaction = house.database.begin(write=True)
    try:
        desk = desk_of(transaction.session, house, administrator, "administrator", words)
        with file.open("rb") as opened:
            prepare_import(desk, file.name, opened.read(MOST_BYTES_READ))
        seen = preview_import(desk)
        if seen is None or not _tell(seen, words):
            raise words.refusal(N_("nothing was imported: mend the lines that are named"))
        if confirm:
            confirm_import(desk, seen.file.digest.hex(), seen.plan.digest, with_leavers=leavers)
            transaction.commit()
    except refusals.Refusal as refusal:
        fields = refusal.fields.values() if isinstance(refusal, Invalid) else ()
        told = [words(message, **refusal.values) for message in (refusal.message, *fields)]
        raise words.refusal(N_("%(what)s"), what=". ".join(told)) from None
    finally:
        transaction.rollback()
    click.echo(words(N_("imported")) if confirm else words(N_("nothing was written: --confirm does so")))


@people.command("administrator")
@click.argument("number")
@click.option("--organisation", required=True, help="What the organisation is called in the course.")
@with_appcontext
@language_option
def administrator(number: str, organisation: str, language: Language) -> None:
    """Make the person with that service NUMBER an administrator, and tell a code for their password.

    For the first administrator, or when the only one is gone or cannot sign in. It is noted in the log.
    """
    house: House = current_app.extensions[EXTENSION]
    words = Words(language)
    try:
        with house.database.write() as session:
            code = make_administrator(session, house.settings.keys, organisation, number, house.clock())
    except refusals.Refusal as refusal:
        raise words.refusal(refusal.message, **refusal.values) from None
    click.echo(words(N_("this is an administrator now; the code for a password, valid for a day: %(code)s"), code=code))


def _tell(seen: Preview, words: Words) -> bool:
    """Say what would change, and what stands against it; whether nothing does."""
    plan: Plan = seen.plan
    for line in plan.lines:
        for sentence in line.sentences:
            click.echo(f"{seen.file.name}:{line.number}: {words(sentence.message, **sentence.values)}")
    for path, near in plan.questions:
        click.echo(words(N_("“%(path)s” is not here; did you mean “%(near)s”?"), path=path, near=near))
    counts = [[str(plan.counts[status]), words(message)] for status, message in _COUNTED.items()]
    counts.append([str(len(plan.new_units)), words(N_("new units"))])
    counts.append([str(len(plan.leavers)), words(N_("here and not in the file"))])
    tell_table(counts)
    return plan.is_ready
