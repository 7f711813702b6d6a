"""Commands for passing content on and for seeing what a change does: `flask content diff`, `export`, `import`."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
from flask.cli import with_appcontext

from course.base.config import read_settings
from course.base.languages import N_, Language
from course.cli.content import content
from course.cli.instance import published_files
from course.cli.places import Place, files_in, find_place, library_beside, places_in, take_over, write_whole
from course.cli.words import Words, language_option
from course.content.archive import folder_of, pack, unpack
from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT, REGISTERS, Bundle, Kind, bundle_of
from course.content.check import check_library
from course.content.difference import Changed, Difference, Key, compare, compare_registers
from course.content.library import open_library, read_another
from course.content.names import Shelf
from course.content.problem import Problem

_NO_CONTENT: Final = N_("%(name)s holds no document: name the folder of one, a library or a ZIP file")
_NOT_TO_PACK: Final = N_("the ZIP was not written: mend what is said above")
_NOT_TO_READ: Final = N_("nothing was imported: mend what is said above")
_REPLACE: Final = N_("there already: %(names)s. Look at the differences above, then run it again with --replace")
_ITSELF: Final = N_(
    "%(name)s is the library's own folder: give the path of a copy, or of a ZIP made before with content export"
)
_TO_MEND: Final = N_("not all was compared: mend the errors first, which content check tells")
_HAS_ERRORS: Final = N_(
    "%(name)s has errors (%(count)s), and no library takes it in before they are mended: run content check"
)
_CITED: Final = N_("cited, and not in this ZIP: %(names)s. Take them along: content export %(documents)s registers")
_WHERE_TO: Final = N_("say where to write: -o for a ZIP; with --published also --to for a folder")
_SHELVES: Final[dict[Shelf, str]] = {
    "source": N_("sources"),
    "glossary term": N_("terms"),
    "idea": N_("ideas"),
}
_STATES: Final = {
    "added": N_("new"),
    "removed": N_("gone"),
    "changed": N_("changed"),
    "unreadable": N_("cannot be compared (errors before: %(before)s, now: %(after)s)"),
}


@dataclass(frozen=True)
class Side:
    """One side of a comparison: documents, registers where it has any, and whether it is a whole library."""

    documents: Mapping[Key, Bundle]
    registers: Bundle | None
    is_whole: bool


@content.command("diff")
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path), required=False)
@language_option
def diff(old: Path, new: Path | None, language: Language) -> None:
    """Tell what changes from OLD to NEW: folders of a document, libraries or ZIP files.

    Without NEW, it is compared with today's library.
    """
    library, words = read_settings().library, Words(language)
    if new is None and _is_of_library(old, library):
        raise words.misuse(_ITSELF, name=old)
    before = _side_at(old, words)
    after = _side_at(new if new is not None else library, words)
    if not before.is_whole and after.is_whole:
        kept = {key: bundle for key, bundle in after.documents.items() if key in before.documents}
        after = Side(kept, after.registers if before.registers else None, is_whole=False)
    elif len(before.documents) == len(after.documents) == 1 and not before.is_whole:  # one document under two names
        (key,) = after.documents
        before = Side({key: next(iter(before.documents.values()))}, None, is_whole=False)
    if any(one.state == "unreadable" for one in _tell_differences(words, before, after)):
        raise words.refusal(_TO_MEND)


def _is_of_library(path: Path, library: Path) -> bool:
    """Whether that is the library itself, or the folder of one of its documents."""
    folders = {library.resolve(), *(place.folder.resolve() for place in places_in(library))}
    return path.resolve() in folders


@content.command("export")
@click.argument("documents", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The ZIP to write.")
@click.option("--published", is_flag=True, help="What was last published in the browser, not the files of the library.")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Write files into that library instead.")
@with_appcontext
@language_option
def export(
    documents: tuple[str, ...], output: Path | None, published: bool, to: Path | None, language: Language
) -> None:
    """Pack DOCUMENTS (such as cases/looked-away, or registers) into one ZIP. The same content gives the same bytes.

    With --published and --to the texts come back to files, byte by byte as they were signed.
    """
    words = Words(language)
    if published:
        _write_published(published_files(documents, words), output, to, words)
        return
    if output is None:
        raise words.misuse(_WHERE_TO)
    _pack_library(documents, output, words)


def _write_published(files: Mapping[str, bytes], output: Path | None, to: Path | None, words: Words) -> None:
    if output is None and to is None:
        raise words.misuse(_WHERE_TO)
    if output is not None:
        write_whole(output, pack(files))
        click.echo(words(N_("files in %(name)s: %(count)s"), count=len(files), name=output.name))
    if to is not None:
        _replace_folders(files, to)
        for name in sorted(files):
            click.echo(name)


def _replace_folders(files: Mapping[str, bytes], library: Path) -> None:
    """Let the folders of these documents hold exactly these files."""
    for folder in {folder_of(name) for name in files}:
        for left in set(files_in(library / folder)) - {name.rpartition("/")[2] for name in files}:
            (library / folder / left).unlink()
    for name, data in files.items():
        write_whole(library / name, data)


def _pack_library(documents: tuple[str, ...], output: Path, words: Words) -> None:
    library = read_settings().library
    names = [given if given == REGISTERS else find_place(library, given, words).name for given in documents]
    files = {f"{name}/{file}": data for name in names for file, data in files_in(library / name).items()}
    data = pack(files)
    _, problems = unpack(data)
    if problems:
        _tell_problems(words, problems)
        raise words.refusal(_NOT_TO_PACK)
    write_whole(output, data)
    _tell_what_it_lacks(words, library, names)
    click.echo(words(N_("files in %(name)s: %(count)s"), count=len(files), name=output.name))


def _tell_what_it_lacks(words: Words, library: Path, names: list[str]) -> None:
    """Print which documents have errors, and what they cite of registers that do not go along."""
    read = open_library(library, read_settings().kept_for_commands)
    fatal = Counter(folder_of(problem.where) for problem in check_library(read) if problem.fatal)
    for name in names:
        if fatal[name]:
            click.echo(words(_HAS_ERRORS, name=name, count=fatal[name]))
    if REGISTERS in names:
        return
    cited = [mention for record in read.records if folder_of(record.where) in names for mention in record.mentions]
    by_shelf = {shelf: sorted({one.name for one in cited if one.shelf == shelf}) for shelf in _SHELVES}
    lacking = "; ".join(f"{words(_SHELVES[shelf])} {', '.join(ids)}" for shelf, ids in by_shelf.items() if ids)
    if lacking:
        click.echo(words(_CITED, names=lacking, documents=" ".join(names)))


@content.command("import")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would happen, or why not, and write nothing.")
@click.option("--replace", is_flag=True, help="Put documents in the place of those that are there already.")
@language_option
def import_(archive: Path, dry_run: bool, replace: bool, language: Language) -> None:
    """Take the documents of the ZIP into the library: all of them, or none. Everything is checked before."""
    library, words = read_settings().library, Words(language)
    files, problems = unpack(archive.read_bytes())
    if problems:
        _tell_problems(words, problems)
        raise words.refusal(_NOT_TO_READ)
    files = {name: data for name, data in files.items() if not _is_there(library, name, data, files)}
    folders = tuple(sorted({folder_of(name) for name in files}))
    if REGISTERS in folders:  # the registers that the ZIP does not have stay
        files = {**{f"{REGISTERS}/{name}": data for name, data in files_in(library / REGISTERS).items()}, **files}
    with library_beside(library, folders, files) as beside:
        _tell_differences(words, _folders_of(library, folders), _folders_of(beside, folders))
        if _tell_new_problems(words, library, beside, folders):
            raise words.refusal(_NOT_TO_READ)
        there = [folder for folder in folders if (library / folder).exists()]
        if there and not replace:
            raise words.refusal(_REPLACE, names=", ".join(there))
        if not dry_run:
            take_over(library, beside, folders)
    line = N_("documents that would be imported: %(count)s") if dry_run else N_("documents imported: %(count)s")
    click.echo(words(line, count=len(folders)))


def _is_there(library: Path, name: str, data: bytes, files: Mapping[str, bytes]) -> bool:
    """Whether the whole folder of that file, or that register, stands in the library byte by byte."""
    folder = folder_of(name)
    if folder == REGISTERS:
        return (library / name).is_file() and (library / name).read_bytes() == data
    packed = {other.rpartition("/")[2]: files[other] for other in files if folder_of(other) == folder}
    return files_in(library / folder) == packed


def _tell_new_problems(words: Words, library: Path, beside: Path, folders: tuple[str, ...]) -> int:
    """Print the problems of what comes in, and the errors that it makes elsewhere; how many of them are fatal."""
    kept_in = read_settings().kept_for_commands
    known = set(check_library(open_library(library, kept_in)))
    told = [
        problem
        for problem in check_library(read_another(beside, kept_in))
        if (problem.fatal and problem not in known)
        or any(problem.where.startswith(f"{folder}/") and folder != REGISTERS for folder in folders)
    ]
    _tell_problems(words, told)
    return sum(problem.fatal for problem in told)


def _tell_problems(words: Words, problems: list[Problem] | tuple[Problem, ...]) -> None:
    for problem in problems:
        click.echo(words.of(problem))


def _side_at(path: Path, words: Words) -> Side:
    if path.is_file():
        files, problems = unpack(path.read_bytes())
        if problems:
            _tell_problems(words, problems)
            raise words.refusal(_NO_CONTENT, name=path.name)
        return _side_of(files)
    folder = path.resolve()
    kind = next((kind for kind in KINDS_OF_DOCUMENT if (folder / f"{kind}.yaml").is_file()), None)
    if kind is not None:
        return Side({(kind, folder.name): bundle_of(kind, folder.name, files_in(folder))}, None, is_whole=False)
    places = list(places_in(folder))
    if not places:
        raise words.refusal(_NO_CONTENT, name=path.name)
    documents: dict[Key, Bundle] = {(place.kind, place.id): _bundle_at(place) for place in places}
    return Side(documents, bundle_of(REGISTERS, REGISTERS, files_in(folder / REGISTERS)), is_whole=True)


def _side_of(files: Mapping[str, bytes]) -> Side:
    by_folder: dict[str, dict[str, bytes]] = {}
    for name, data in files.items():
        by_folder.setdefault(folder_of(name), {})[name.rpartition("/")[2]] = data
    registers = by_folder.pop(REGISTERS, None)
    documents = {_key_of(folder): bundle_of(*_key_of(folder), packed) for folder, packed in by_folder.items()}
    return Side(documents, bundle_of(REGISTERS, REGISTERS, registers) if registers else None, is_whole=False)


def _folders_of(library: Path, folders: tuple[str, ...]) -> Side:
    files = {f"{folder}/{name}": data for folder in folders for name, data in files_in(library / folder).items()}
    return _side_of(files)


def _key_of(folder: str) -> Key:
    shelf, _, id_ = folder.partition("/")
    kind: Kind = next(kind for kind in KINDS_OF_DOCUMENT if FOLDERS[kind] == shelf)
    return kind, id_


def _bundle_at(place: Place) -> Bundle:
    return bundle_of(place.kind, place.id, files_in(place.folder))


def _tell_differences(words: Words, before: Side, after: Side) -> tuple[Difference, ...]:
    """Print what became of each document and register; the documents of which anything was told."""
    found = compare(before.documents, after.documents)
    for one in found:
        click.echo(
            f"{FOLDERS[one.kind]}/{one.id}: {words(_STATES[one.state], before=one.errors[0], after=one.errors[1])}"
        )
        for line in _lines_of(words, one):
            click.echo(f"  {line}")
    changed: tuple[Changed, ...] = ()
    if before.registers is not None or after.registers is not None:
        none = Bundle(REGISTERS, REGISTERS, {})
        changed = compare_registers(before.registers or none, after.registers or none)
    for change in changed:
        click.echo(f"{REGISTERS}: {_change_in_words(words, change)}")
    if not found and not changed:
        click.echo(words(N_("nothing changes")))
    return found


def _lines_of(words: Words, one: Difference) -> Iterator[str]:
    for line, names in (
        (N_("added: %(names)s"), one.added),
        (N_("taken out: %(names)s"), one.removed),
        (N_("renamed: %(names)s"), tuple(f"{old} → {new}" for old, new in one.renamed)),
        (N_("other words in: %(names)s"), one.texts),
    ):
        if names:
            yield words(line, names=", ".join(names))
    yield from (_change_in_words(words, change) for change in (*one.keys, *one.files))
    if one.roads:
        yield words(N_("roads: %(before)s before, %(after)s now"), before=one.roads[0], after=one.roads[1])
    yield from (words.of(problem) for problem in one.problems)
    yield from (words(message, **values) for message, values in one.effects())


def _change_in_words(words: Words, change: Changed) -> str:
    nothing = words(N_("nothing"))
    values = {"before": change.before if change.before is not None else nothing}
    values["after"] = change.after if change.after is not None else nothing
    return words(N_("%(path)s: %(before)s before, %(after)s now"), path=change.path, **values)
