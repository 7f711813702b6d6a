"""The pictures that a document shows, beside the files that are in its folder."""

from collections.abc import Iterator

from course.content.bundle import Bundle
from course.content.case import Case
from course.content.fields import Part, Path
from course.content.module import Module
from course.content.picture import (
    LONGEST_SIDE,
    MOST_PICTURE_BYTES,
    MOST_PICTURES,
    NO_PICTURE_FILE,
    NOT_THERE,
    TOO_LONG,
    TOO_MANY,
    TOO_MANY_BYTES,
    UNUSED,
    NotAPictureError,
    Picture,
    PictureFile,
    Size,
    digest_of,
    is_picture,
    size_of,
)
from course.content.problem import Problem
from course.content.source import Source


def pictures_in(content: Part) -> Iterator[tuple[Path, Picture]]:
    """The pictures that the document shows, each with its path, in the order written."""
    scenes = content.scenes if isinstance(content, Case) else {}
    sections = content.sections if isinstance(content, Module) else {}
    yield from ((("scenes", id_, "picture"), scene.picture) for id_, scene in scenes.items() if scene.picture)
    yield from ((("sections", id_, "picture"), part.picture) for id_, part in sections.items() if part.picture)


def read_pictures(source: Source, content: Part, bundle: Bundle) -> tuple[dict[str, PictureFile], list[Problem]]:
    """Each readable picture in the folder by its name, and every problem of pictures."""
    files = {name: data for name, data in sorted(bundle.files.items()) if is_picture(name)}
    read: dict[str, PictureFile] = {}
    problems: list[Problem] = []
    for name, data in files.items():
        try:
            read[name] = PictureFile(_size_within_limits(data), digest_of(data))
        except _UnfitError as error:
            problems.append(Problem(bundle.where(name), 0, 0, "", error.message, error.values))
    if len(files) > MOST_PICTURES:
        values = {"most": str(MOST_PICTURES), "count": str(len(files))}
        problems.append(Problem(source.where, 0, 0, "", TOO_MANY, values))
    shown = dict(pictures_in(content))
    problems += _named_wrongly(source, shown, bundle)
    named = {picture.file for picture in shown.values()}
    problems += [Problem(bundle.where(name), 0, 0, "", UNUSED, fatal=False) for name in files if name not in named]
    return read, problems


class _UnfitError(ValueError):
    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


def _size_within_limits(data: bytes) -> Size:
    if len(data) > MOST_PICTURE_BYTES:
        raise _UnfitError(TOO_MANY_BYTES, most=str(MOST_PICTURE_BYTES), count=str(len(data)))
    try:
        size = size_of(data)
    except NotAPictureError as error:
        raise _UnfitError(error.message) from None
    if max(size) > LONGEST_SIDE:
        raise _UnfitError(TOO_LONG, most=str(LONGEST_SIDE), count=str(max(size)))
    return size


def _named_wrongly(source: Source, shown: dict[Path, Picture], bundle: Bundle) -> Iterator[Problem]:
    """That a picture named is not there, or is none by its name."""
    for path, picture in shown.items():
        message = None if is_picture(picture.file) else NO_PICTURE_FILE
        if message is None and picture.file not in bundle.files:
            message = NOT_THERE
        if message is not None:
            mark = source.mark((*path, "file"))
            where = ".".join((*path, "file"))
            yield Problem(source.where, mark.line, mark.column, where, message, {"name": picture.file})
