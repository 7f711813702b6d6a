"""A picture made anew from one that comes from outside: its pixels are kept, and nothing else of its file.

Whatever a camera, a telephone or a hand wrote into the file (a place, an hour, a name, a comment, a profile, another
file behind its end) is not copied, because nothing is copied but pixels. What is asked of the library that reads
pictures is limited before it reads: bytes, format, pixels, and one picture at a time, so that memory is bounded.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from course.base.languages import N_
from course.base.refusals import Invalid
from course.content.picture import LONGEST_SIDE, MOST_PICTURE_BYTES, size_of

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES_TAKEN: Final = 8_000_000
"""Bytes of a picture that comes from outside."""
MOST_PIXELS: Final = 25_000_000
"""Of one: about 100 MB while it is read. Telephones make 12 million."""
MOST_PROFILE: Final = 1_000_000
"""Bytes of its colour profile; those of printing presses have some 600,000."""
MOST_SCANS: Final = 40
"""Times that a JPEG may have its pixels gone over: a dozen are usual, and thousands would take minutes."""
FORMATS: Final = ("JPEG", "PNG", "WEBP")
_MOVING: Final = frozenset({"PNG", "WEBP"})
"""Formats of which several pictures in one file are a film. A telephone's JPEG may carry a second one of depth."""
_QUALITIES: Final = (80, 55, 30)
"""Each is tried until the picture is small enough; then it is made smaller."""
_FEW_COLOURS: Final = 256
"""A drawing with so many at most is kept exactly: letters and lines stay sharp."""
_PALE: Final = "white"
"""What stands behind what is transparent: lines are drawn for paper, and pages may be dark."""
_one_at_a_time: Final = Lock()

_NOT_ADDED: Final = N_("The picture was not added")
_EMPTY: Final = N_("Choose the file of a picture: this one is empty")
_HEAVY: Final = N_("This file has more than 8 MB. Save the picture smaller and choose it again")
_NO_PICTURE: Final = N_("This is no JPEG, PNG or WebP picture. Save it as one of these and choose it again")
_MOVES: Final = N_("This picture moves. Save one still picture of it and choose that")
_LARGE: Final = N_("This picture has more than 25 million pixels. Save it smaller and choose it again")
_DAMAGED: Final = N_("This picture is damaged or cut off. Save it anew and choose it again")
_PROFILE: Final = N_("The colour profile in this picture is too large. Save the picture for the web (sRGB)")
_START_OF_SCAN: Final = b"\xff\xda"
_STRANGE: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    struct.error,
    zlib.error,
)
"""What the readers of formats raise for a file that is not what it says."""


@dataclass(frozen=True)
class CleanPicture:
    """A WebP file made by `clean_picture`: of what came from outside it has the pixels alone."""

    data: bytes


def clean_picture(data: bytes) -> CleanPicture:
    """A WebP file with the picture in those bytes: upright, in sRGB, at most LONGEST_SIDE pixels and
    MOST_PICTURE_BYTES bytes, and nothing else. Raises Invalid, about the field `picture`, which says what to do.
    """
    if not data:
        raise _refused(_EMPTY)
    if len(data) > MOST_BYTES_TAKEN:
        raise _refused(_HEAVY)
    with _one_at_a_time, _damage_is_told():
        made = _encoded(_pixels_of(data))
    size_of(made)  # what is not as the course demands it never leaves here
    return CleanPicture(made)


@contextmanager
def _damage_is_told() -> Iterator[None]:
    """Read no picture that is cut off. The library that makes PDFs lets those pass, for the whole process."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _refused(message: str) -> Invalid:
    return Invalid(_NOT_ADDED, {"picture": message})


def _pixels_of(data: bytes) -> "Image":
    """A new picture with those pixels and nothing else, on white."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # slow to load: only who adds a picture pays

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            _demand_readable(opened, scans=data.count(_START_OF_SCAN))
            opened.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))  # of a JPEG, no more is decoded than is needed
            upright: Image.Image = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            coloured = _in_srgb(upright, opened.info.get("icc_profile"))
    except UnidentifiedImageError:
        raise _refused(_NO_PICTURE) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused(_LARGE) from None
    except _STRANGE:
        raise _refused(_DAMAGED) from None
    plain = Image.new("RGB", coloured.size, _PALE)
    plain.paste(coloured, mask=coloured.getchannel("A") if coloured.mode == "RGBA" else None)
    return plain


def _demand_readable(opened: Any, scans: int) -> None:
    """Raise Invalid for a picture that moves or would take too long, before any pixel of it is decoded."""
    if opened.format == "JPEG" and scans > MOST_SCANS:
        raise _refused(_DAMAGED)
    if opened.width * opened.height > MOST_PIXELS:
        raise _refused(_LARGE)
    if opened.format in _MOVING and getattr(opened, "n_frames", 1) > 1:
        raise _refused(_MOVES)
    if len(opened.info.get("icc_profile") or b"") > MOST_PROFILE:
        raise _refused(_PROFILE)


def _in_srgb(picture: "Image", profile: bytes | None) -> "Image":
    """The picture in RGB, with what is transparent in it, in the colours that its profile means."""
    from PIL import ImageCms

    is_clear = picture.has_transparency_data
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            return _converted(picture, profile)
        except (ImageCms.PyCMSError, *_STRANGE):
            pass  # a profile that cannot be read, or is of another kind of picture: its colours are taken as they are
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGBA" if is_clear else "RGB")


def _converted(picture: "Image", profile: bytes) -> "Image":
    from PIL import ImageCms

    theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    made = ImageCms.profileToProfile(picture, theirs, ImageCms.createProfile("sRGB"), outputMode="RGB")
    if made is None:
        raise ValueError("a conversion in place was not asked for")
    return made


def _encoded(picture: "Image") -> bytes:
    if picture.getcolors(_FEW_COLOURS) is not None:
        exact = _webp(picture, lossless=True)
        if len(exact) <= MOST_PICTURE_BYTES:
            return exact
    while True:
        for quality in _QUALITIES:
            made = _webp(picture, quality=quality)
            if len(made) <= MOST_PICTURE_BYTES:
                return made
        picture = picture.reduce(2)


def _webp(picture: "Image", **how: Any) -> bytes:
    whole = io.BytesIO()
    picture.save(whole, "WEBP", method=4, exif=b"", xmp=b"", icc_profile=b"", **how)
    return whole.getvalue()
