"""Where a picture is shown, written into the text of a document and taken out of it: all else keeps every byte."""

import copy
from collections.abc import Mapping
from typing import Any, Final

from course.content.bundle import TRANSLATION, Kind
from course.content.case import Case
from course.content.document import MODELS
from course.content.fields import Part
from course.content.module import Module
from course.content.picture import Picture
from course.content.picture_files import pictures_in
from course.content.source import Raw, read_yaml, with_plain_lines
from course.content.typed import read_part
from course.content.writing import UnwritableError, as_yaml, with_changes

PARTS: Final[Mapping[Kind, str]] = {"case": "scenes", "module": "sections"}
"""Kind of document -> its parts, of which each may show a picture."""
_KEY: Final = "picture"


def parts_of(kind: Kind, data: bytes) -> Mapping[str, Part] | None:
    """The scenes or sections in a reference file by id; None where it cannot be read without a guess."""
    content = _read(kind, data)
    return None if content is None else dict(getattr(content, PARTS[kind]))


def shown_in(kind: Kind, data: bytes) -> Mapping[str, tuple[str, Picture]]:
    """File name of a picture -> a part that shows it, and how; nothing of a file that cannot be read."""
    content = _read(kind, data)
    return {} if content is None else {picture.file: (path[1], picture) for path, picture in pictures_in(content)}


def with_picture(kind: Kind, data: bytes, part: str, picture: Picture) -> bytes:
    """The reference file, in which that scene or section shows the picture instead of any other.

    Raises UnwritableError where it cannot be written, KeyError where there is no such part.
    """
    return _written(kind, data, {part: picture})


def without_picture(kind: Kind, files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """The files without anything that shows that picture: in the Portuguese, and what the English says of it there.

    Raises UnwritableError where one of them cannot be written.
    """
    reference, overlay = f"{kind}.yaml", f"{kind}{TRANSLATION}"
    content = _read(kind, files[reference])
    if content is None:
        raise UnwritableError(read_yaml(reference, files[reference]).problems)
    shown = [path[1] for path, picture in pictures_in(content) if picture.file == name]
    left = {**files}
    if shown:
        left[reference] = _written(kind, files[reference], dict.fromkeys(shown))
    if shown and overlay in files:
        left[overlay] = _without_texts(files[overlay], [(PARTS[kind], part, _KEY) for part in shown])
    return left


def _read(kind: Kind, data: bytes) -> Any:
    source = read_yaml(f"{kind}.yaml", data)
    content = read_part(MODELS[kind], source, source.tree)[0] if source.is_readable and not source.problems else None
    return content if isinstance(content, Case | Module) else None


def _written(kind: Kind, data: bytes, pictures: Mapping[str, Picture | None]) -> bytes:
    content = _read(kind, data)
    if content is None:
        raise UnwritableError(read_yaml(f"{kind}.yaml", data).problems)
    parts = dict(getattr(content, PARTS[kind]))
    for part, picture in pictures.items():
        parts[part] = parts[part].model_copy(update={_KEY: picture})
    return as_yaml(content.model_copy(update={PARTS[kind]: parts}), data)


def _without_texts(data: bytes, paths: list[tuple[str, str, str]]) -> bytes:
    """The overlay without what it says at those paths, and without the notes of what that translates."""
    source = read_yaml("", data)
    if source.problems:
        raise UnwritableError(source.problems)
    tree = copy.deepcopy(source.tree)
    for path in paths:
        _take_out(tree, path)
        stamps = tree.get("of")
        if isinstance(stamps, dict):
            gone = [key for key in stamps if key.startswith(f"{'.'.join(path)}.")]
            for key in gone:
                del stamps[key]
    return with_changes(with_plain_lines(data.decode()), source.tree, tree).encode()


def _take_out(tree: dict[str, Raw], path: tuple[str, ...]) -> None:
    """Remove what stands at that path, and the groups above it that hold nothing else."""
    at = tree.get(path[0])
    if len(path) == 1 or not isinstance(at, dict):
        tree.pop(path[0], None)
        return
    _take_out(at, path[1:])
    if not at:
        del tree[path[0]]
