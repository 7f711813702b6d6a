"""A document is a folder; its digest names exactly what is in it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, get_args

Kind = Literal["module", "case", "quiz"]
KINDS_OF_DOCUMENT: Final[tuple[Kind, ...]] = get_args(Kind)
FOLDERS: Final[dict[Kind, str]] = {"module": "modules", "case": "cases", "quiz": "quizzes"}
REGISTERS: Final = "registers"


@dataclass(frozen=True)
class Bundle:
    """The files of a document, text with plain line ends, by name."""

    kind: str
    id: str
    files: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """64 hexadecimal digits: sha256 over names and contents, names sorted."""
        whole = hashlib.sha256()
        for name in sorted(self.files):
            for piece in (name.encode(), self.files[name]):
                whole.update(len(piece).to_bytes(8, "big") + piece)
        return whole.hexdigest()

    def where(self, name: str) -> str:
        """The file as a problem names it."""
        folder = next((FOLDERS[kind] for kind in KINDS_OF_DOCUMENT if kind == self.kind), None)
        return f"{folder}/{self.id}/{name}" if folder else f"{REGISTERS}/{name}"

    def as_text(self) -> dict[str, str]:
        """What a revision row keeps. What is no text keeps replacement marks, NUL too, which PostgreSQL refuses."""
        return {name: data.decode(errors="replace").replace("\0", "\ufffd") for name, data in self.files.items()}


def from_text(kind: str, id_: str, files: Mapping[str, str]) -> Bundle:
    """The bundle that a revision row kept."""
    return Bundle(kind, id_, {name: text.encode() for name, text in files.items()})


def read_bundle(kind: str, folder: Path) -> Bundle:
    """The bundle in that folder; hidden files and folders below it are no part of it."""
    files = {
        entry.name: entry.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        for entry in sorted(folder.iterdir())
        if entry.is_file() and not entry.name.startswith(".")
    }
    return Bundle(kind, folder.name, files)
