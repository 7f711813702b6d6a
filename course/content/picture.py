"""A picture of a scene or a section: a WebP file of the document's folder that holds the picture and nothing else.

Whether it does is read from the file itself (RFC 9649): a container with one chunk, which is the picture. So it carries
no place, no hour, no name of a device, no comment, no profile, nothing that moves, and nothing behind its end. Nothing
is decoded here.
"""

import hashlib
from typing import Final, NamedTuple

from course.base.languages import N_
from course.content.fields import FileName, Line, Part

ENDING: Final = ".webp"
MOST_PICTURES: Final = 6
"""In one document."""
LONGEST_SIDE: Final = 1280
"""Pixels: twice the column in which it is read."""
MOST_PICTURE_BYTES: Final = 200_000
_RIFF: Final = b"RIFF"
_WEBP: Final = b"WEBP"
_HEAD: Final = 12
_CHUNK: Final = 8
_START_OF_FRAME: Final = b"\x9d\x01\x2a"
_LOSSLESS: Final = 0x2F


class Picture(Part):
    """A picture. Its file is made by the course, which takes out what a camera writes into it."""

    file: FileName
    """The picture: a WebP file in the same folder, as the course makes it from what is added to a draft."""
    alt: Line
    """What is seen, for whoever does not see it."""
    caption: Line | None = None
    """What stands below it."""
    credit: Line | None = None
    """Whose it is, and under which licence."""


class Size(NamedTuple):
    """Pixels."""

    width: int
    height: int


class PictureFile(NamedTuple):
    """A picture in a document's folder: its size, and 64 hexadecimal digits that name its bytes."""

    size: Size
    digest: str


class NotAPictureError(ValueError):
    """The file is no picture as the course makes it; `message` (English msgid) says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


_NO_WEBP: Final = N_(
    "this is no WebP picture: add the picture to a draft, or run content picture, and use what is made"
)
_MORE: Final = N_(
    "this picture holds more than the picture, as cameras write it (a place, an hour, a profile) or as films do: add it"
    " to a draft, or run content picture, and use what is made"
)
TOO_MANY_BYTES: Final = N_("a picture has at most %(most)s bytes, and this one has %(count)s: run content picture")
TOO_LONG: Final = N_("a picture has at most %(most)s pixels a side, and this one has %(count)s: run content picture")
TOO_MANY: Final = N_("a document has at most %(most)s pictures, and this one has %(count)s: take some out")
NOT_THERE: Final = N_("there is no picture %(name)s in this folder: add it, or name one that is there")
NO_PICTURE_FILE: Final = N_("a picture is a file that ends in .webp, and %(name)s does not: name one that does")
UNUSED: Final = N_("no scene and no section shows this picture: name it in one, or take the file out")


def is_picture(name: str) -> bool:
    """Whether a file of that name is a picture; all others are text."""
    return name.endswith(ENDING)


def digest_of(data: bytes) -> str:
    """What names those bytes, and no others."""
    return hashlib.sha256(data).hexdigest()


def size_of(data: bytes) -> Size:
    """The size of a picture. Raises NotAPictureError for anything but a WebP file with nothing beside the picture."""
    if data[:4] != _RIFF or data[8:_HEAD] != _WEBP or len(data) < _HEAD + _CHUNK + 10:
        raise NotAPictureError(_NO_WEBP)
    name, length = data[_HEAD : _HEAD + 4], int.from_bytes(data[_HEAD + 4 : _HEAD + _CHUNK], "little")
    is_alone = int.from_bytes(data[4:8], "little") + 8 == len(data) == _HEAD + _CHUNK + length + length % 2
    if not is_alone or name not in {b"VP8 ", b"VP8L"}:
        raise NotAPictureError(_MORE)
    size = _lossy(data[_HEAD + _CHUNK :]) if name == b"VP8 " else _lossless(data[_HEAD + _CHUNK :])
    if size is None or not all(size):
        raise NotAPictureError(_NO_WEBP)
    return size


def _lossy(frame: bytes) -> Size | None:
    """The size in the head of a key frame (RFC 6386, 9.1)."""
    if frame[0] & 1 or frame[3:6] != _START_OF_FRAME:
        return None
    return Size(*(int.from_bytes(frame[at : at + 2], "little") & 0x3FFF for at in (6, 8)))


def _lossless(frame: bytes) -> Size | None:
    """The size in the head of a lossless picture (RFC 9649, 3.4): twice 14 bits, each one less than it is."""
    bits = int.from_bytes(frame[1:5], "little")
    if frame[0] != _LOSSLESS or bits >> 29:
        return None
    return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
