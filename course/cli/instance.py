"""Commands between the files and what this instance keeps: `flask content draft`, `signed` and what `export` fetches.

Files and browser are two doors to the same gate: a command begins a draft, and neither submits, signs nor publishes.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from course.acts.desk import Desk
from course.acts.open_draft import open_copy, open_draft
from course.acts.save_draft import save_draft
from course.base import refusals
from course.base.ids import as_text
from course.base.languages import N_, Language
from course.base.refusals import Invalid
from course.cli.content import content
from course.cli.desks import desk_of
from course.cli.places import files_in
from course.cli.words import Words, language_option, tell_table
from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT, Kind
from course.content.clearance import PARTIES, Clearance
from course.content.overlay import key_of
from course.storage import drafts, publications, revisions
from course.storage.models import Publication
from course.web.house import EXTENSION, House

_NO_DOCUMENT: Final = N_("%(name)s is no folder of a document: there is no module.yaml, case.yaml... in it")
_NO_TEXT: Final = N_("%(name)s is no text: a draft holds texts alone")
_NOT_PUBLISHED: Final = N_("%(name)s was not published here: those that were are %(names)s")
_NOTHING_PUBLISHED: Final = N_("nothing was published here: without --published the files of the library are packed")
_STANDS: Final = {"agree": N_("agrees"), "dissent": N_("agrees with a dissent"), "refuse": N_("refuses")}


@content.command("draft")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--trainer", required=True, help="The e-mail of the trainer whose draft it becomes.")
@with_appcontext
@language_option
def draft(folder: Path, trainer: str, language: Language) -> None:
    """Bring the files of FOLDER (such as cases/looked-away) into a draft of a trainer, who goes on in the browser.

    A draft of theirs of that document takes the files as its next version. Nothing is submitted or published.
    """
    house, words = _house(), Words(language)
    kind, files = _read(folder, words)
    try:
        with house.database.write() as session:
            desk = desk_of(session, house, trainer, "trainer", words)
            id_ = _bring(desk, kind, folder.resolve().name, files)
    except refusals.Refusal as refusal:
        fields = refusal.fields.values() if isinstance(refusal, Invalid) else ()
        told = [words(message, **refusal.values) for message in (refusal.message, *fields)]
        raise words.refusal(N_("%(what)s"), what=". ".join(told)) from None
    click.echo(f"/author/drafts/{as_text(id_)}")


@content.command("signed")
@click.argument("documents", nargs=-1)
@with_appcontext
@language_option
def signed(documents: tuple[str, ...], language: Language) -> None:
    """Tell what each party says of the texts that stand: of DOCUMENTS, or of all of which anything is signed."""
    house, words = _house(), Words(language)
    with house.database.read() as session:
        catalogue = house.catalogues.follow(session, house.clock()).whole
    rows = []
    for record in catalogue.library.records:
        kind, id_ = key_of(record)
        found, name = catalogue.clearance(kind, id_), f"{FOLDERS[kind]}/{id_}"
        if ({name, id_} & set(documents)) if documents else found.parties:
            rows.append([name, record.digest[:8], *_stands(words, found)])
    if not rows:
        click.echo(words(N_("nothing is signed")))
        return
    head = [N_("document"), N_("text"), N_("police"), N_("equality body"), N_("civil society"), N_("English")]
    tell_table([[words(one) for one in head], *rows], margin="")


def _stands(words: Words, found: Clearance) -> list[str]:
    said = [words(_STANDS[found.parties[party].stand]) if party in found.parties else "-" for party in PARTIES]
    return [*said, words(N_("signed")) if found.is_translation_signed else "-"]


def published_files(names: tuple[str, ...], words: Words) -> dict[str, bytes]:
    """The files of the texts that were last published under those names, by their place in a library. What was
    withdrawn since is among them. Raises Refusal for one that was never published here."""
    house = _house()
    with house.database.read() as session:
        lines = publications.list_last_published(session, house.clock())
        by_name = {f"{FOLDERS[line.kind]}/{line.document}": line for line in lines}
        files: dict[str, bytes] = {}
        for given in names:
            wanted = given.strip().rstrip("/")
            found = [name for name in by_name if wanted in {name, name.partition("/")[2]}]
            if len(found) != 1:
                message = _NOT_PUBLISHED if by_name else _NOTHING_PUBLISHED
                raise words.refusal(message, name=wanted, names=", ".join(by_name))
            files |= {f"{found[0]}/{name}": data for name, data in _files_of(session, by_name[found[0]]).items()}
    return files


def _files_of(session: Session, line: Publication) -> Mapping[str, bytes]:
    row = revisions.find(session, line.digest) if line.digest else None
    return {name: text.encode() for name, text in row.bundle.items()} if row else {}


def _house() -> House:
    house: House = current_app.extensions[EXTENSION]
    return house


def _read(folder: Path, words: Words) -> tuple[Kind, dict[str, str]]:
    found = files_in(folder)
    kind = next((one for one in KINDS_OF_DOCUMENT if f"{one}.yaml" in found), None)
    if kind is None:
        raise words.refusal(_NO_DOCUMENT, name=folder.name)
    files = {}
    for name, data in found.items():
        try:
            files[name] = data.decode()
        except UnicodeDecodeError:
            raise words.refusal(_NO_TEXT, name=name) from None
    return kind, files


def _bring(desk: Desk, kind: Kind, document: str, files: Mapping[str, str]) -> bytes:
    mine = (one.id for one in drafts.list_of_person(desk.session, desk.actor.person_id) if one.document == document)
    before = [found for id_ in mine if (found := drafts.find(desk.session, id_)) and found.kind == kind]
    if before:
        save_draft(desk, before[0].id, before[0].version, files, keep=True)
        return before[0].id
    standing = desk.catalogue.whole.find_current(kind, document)
    if standing is None:
        return open_draft(desk, kind, document, files)
    id_ = open_copy(desk, kind, standing.digest, document)
    save_draft(desk, id_, 1, files, keep=True)
    return id_
