"""Where documents stand on disk: found by what a trainer types, and never left half written."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from course.base.languages import N_
from course.cli.words import Words
from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT, Kind, read_bytes
from course.content.problem import did_you_mean

_NEAR: Final = N_("there is no document %(name)s; did you mean %(near)s?")
_NONE: Final = N_("there is no document %(name)s: write folder and id, such as %(example)s")
_SEVERAL: Final = N_("%(name)s is more than one: write %(names)s")


@dataclass(frozen=True)
class Place:
    """A document of the library by kind and id."""

    library: Path
    kind: Kind
    id: str

    @property
    def name(self) -> str:
        """`cases/looked-away`"""
        return f"{FOLDERS[self.kind]}/{self.id}"

    @property
    def folder(self) -> Path:
        """Its folder."""
        return self.library / self.name

    @property
    def reference(self) -> Path:
        """Its file in Portuguese."""
        return self.folder / f"{self.kind}.yaml"

    @property
    def overlay(self) -> Path:
        """Its translation, which need not be there."""
        return self.folder / f"{self.kind}.en.yaml"


def find_place(library: Path, given: str, words: Words) -> Place:
    """The document that was meant by `cases/looked-away` or `looked-away`. Raises Refusal with the one nearly meant."""
    places = list(places_in(library))
    wanted = given.strip().rstrip("/")
    found = [place for place in places if wanted in {place.name, place.id}]
    if len(found) == 1:
        return found[0]
    if found:
        raise words.refusal(_SEVERAL, name=wanted, names=" / ".join(place.name for place in found))
    by_word = {word: place.name for place in places for word in (place.id, place.name)}
    if near := did_you_mean(wanted, by_word):
        raise words.refusal(_NEAR, name=wanted, near=by_word[near])
    example = places[0].name if places else "modules/ethnic-profiling"
    raise words.refusal(_NONE, name=wanted, example=example)


def places_in(library: Path) -> Iterator[Place]:
    """Every document of the library."""
    for kind in KINDS_OF_DOCUMENT:
        shelf = library / FOLDERS[kind]
        for folder in sorted(shelf.iterdir()) if shelf.is_dir() else ():
            if (folder / f"{kind}.yaml").is_file():
                yield Place(library, kind, folder.name)


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder as they stand there; hidden ones are no part of it."""
    if not folder.is_dir():
        return {}
    entries = sorted(entry for entry in folder.iterdir() if entry.is_file() and not entry.name.startswith("."))
    return {entry.name: read_bytes(entry) for entry in entries}


def write_whole(path: Path, data: bytes) -> None:
    """Write the file whole or leave what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


@contextmanager
def library_beside(library: Path, folders: tuple[str, ...], files: Mapping[str, bytes]) -> Iterator[Path]:
    """A copy of the library in which those folders hold only these files; it goes at the end."""
    beside = Path(tempfile.mkdtemp(dir=library, prefix=".importing-"))
    try:
        for name in (*FOLDERS.values(), "registers"):
            if (library / name).is_dir():
                shutil.copytree(library / name, beside / name)
        for folder in folders:
            shutil.rmtree(beside / folder, ignore_errors=True)
        for name, data in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def take_over(library: Path, beside: Path, folders: tuple[str, ...]) -> None:
    """Put those folders of the copy in the place of the library's: all of them, or none."""
    moved: list[tuple[Path, Path]] = []
    try:
        for number, folder in enumerate(folders):
            there = library / folder
            if there.exists():
                _move(there, beside / f".before-{number}", moved)
            there.parent.mkdir(parents=True, exist_ok=True)
            _move(beside / folder, there, moved)
    except BaseException:
        for start, end in reversed(moved):
            end.rename(start)
        raise


def _move(start: Path, end: Path, moved: list[tuple[Path, Path]]) -> None:
    start.rename(end)
    moved.append((start, end))
