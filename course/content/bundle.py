"""A document is a folder; its digest names exactly what is in it."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, get_args

from course.content.picture import is_picture
from course.content.source import MOST_BYTES, with_plain_lines

Kind = Literal["module", "case", "quiz", "survey"]
KINDS_OF_DOCUMENT: Final[tuple[Kind, ...]] = get_args(Kind)
FOLDERS: Final[dict[Kind, str]] = {"module": "modules", "case": "cases", "quiz": "quizzes", "survey": "surveys"}
REGISTERS: Final = "registers"
TRANSLATION: Final = ".en.yaml"
"""How the file of a translation ends, after the kind."""
_IN_LETTERS: Final = "base64:"
"""How a picture begins where it is kept as text."""


@dataclass(frozen=True)
class Bundle:
    """The files of a document by name: text with plain line ends, and pictures as they are."""

    kind: str
    id: str
    files: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """64 hexadecimal digits: sha256 over names and contents, names sorted."""
        return _digest_of(self.files)

    @cached_property
    def reference_digest(self) -> str:
        """The digest without the translation: what three parties sign. It is otherwise made as `digest` is."""
        translation = f"{self.kind}{TRANSLATION}"
        return _digest_of({name: data for name, data in self.files.items() if name != translation})

    @property
    def has_translation(self) -> bool:
        """Whether there is an English file."""
        return f"{self.kind}{TRANSLATION}" in self.files

    def where(self, name: str) -> str:
        """The file as a problem names it."""
        folder = next((FOLDERS[kind] for kind in KINDS_OF_DOCUMENT if kind == self.kind), None)
        return f"{folder}/{self.id}/{name}" if folder else f"{REGISTERS}/{name}"

    def as_text(self) -> dict[str, str]:
        """What a revision row and a draft keep: text, and pictures in letters, without loss.

        What else is no text keeps replacement marks, NUL too, which PostgreSQL refuses.
        """
        return {name: _text_of(name, data) for name, data in self.files.items()}


def _digest_of(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name in sorted(files):
        for piece in (name.encode(), files[name]):
            whole.update(len(piece).to_bytes(8, "big") + piece)
    return whole.hexdigest()


def from_text(kind: str, id_: str, files: Mapping[str, str]) -> Bundle:
    """The bundle that a revision row or a draft kept."""
    return Bundle(kind, id_, {name: data_of(name, text) for name, text in files.items()})


def data_of(name: str, text: str) -> bytes:
    """The bytes of a file that was kept as that text. What is named as a picture and is not in letters is a text."""
    if is_picture(name) and text.startswith(_IN_LETTERS):
        try:
            return base64.b64decode(text.removeprefix(_IN_LETTERS), validate=True)
        except (binascii.Error, ValueError):
            pass
    return text.encode()


def _text_of(name: str, data: bytes) -> str:
    if is_picture(name):
        return _IN_LETTERS + base64.b64encode(data).decode()
    return data.decode(errors="replace").replace("\0", "\ufffd")


def bundle_of(kind: str, id_: str, files: Mapping[str, bytes]) -> Bundle:
    """The bundle of those files, however their lines end."""
    return Bundle(kind, id_, {name: _normal(name, data) for name, data in files.items()})


def read_bundle(kind: str, folder: Path) -> Bundle:
    """The bundle in that folder; hidden files and folders below it are no part of it.

    However an editor ends lines, the digest is the same.
    """
    files = {
        entry.name: _normal(entry.name, read_bytes(entry))
        for entry in sorted(folder.iterdir())
        if entry.is_file() and not entry.name.startswith(".")
    }
    return Bundle(kind, folder.name, files)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; of one that is too large to be read, one byte more than may be read."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _normal(name: str, data: bytes) -> bytes:
    """A text with plain line ends, the last one too, and no mark of byte order; anything else as it is."""
    if is_picture(name) or len(data) > MOST_BYTES:
        return data
    try:
        text = with_plain_lines(data.decode())
    except UnicodeDecodeError:
        return data
    return (text if text.endswith("\n") or not text else f"{text}\n").encode()
