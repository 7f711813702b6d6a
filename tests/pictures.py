"""Pictures as cameras, screens and enemies make them."""

import io
import struct
import zlib
from typing import Any, Final

from PIL import Image, ImageCms

SECRET: Final = b"Camara-Secreta"
"""What a camera wrote into the file of a picture of `photograph`."""
PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
ALT: Final = "Uma rua com duas lojas."


def encoded(picture: Image.Image, form: str, **how: Any) -> bytes:
    """The picture as a file of that format."""
    whole = io.BytesIO()
    picture.save(whole, form, **how)
    return whole.getvalue()


def decoded(data: bytes) -> Image.Image:
    """The picture in that file, whole."""
    with Image.open(io.BytesIO(data)) as opened:
        opened.load()
        return opened


def two_halves(width: int = 400, height: int = 200) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), (200, 0, 0))
    picture.paste((0, 0, 200), (width // 2, 0, width, height))
    return picture


def photograph(form: str = "JPEG", orientation: int = 1) -> bytes:
    """A picture with a place, a device, a comment, a profile and a description in its file, as `form` carries them."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = SECRET.decode(), orientation
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (38.0, 42.0, 49.0), "W", (9.0, 8.0, 24.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    how: dict[str, Any] = {"exif": exif, "icc_profile": profile}
    if form in {"JPEG", "WEBP"}:
        how["xmp"] = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    if form == "JPEG":
        how["comment"] = SECRET
    return encoded(two_halves(), form, **how)


def film(form: str) -> bytes:
    """Two pictures, one after the other."""
    return encoded(two_halves(), form, save_all=True, append_images=[two_halves().rotate(180)])


def png(width: int, height: int, *more: bytes) -> bytes:
    """A PNG file that says it has that size, with those chunks."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return PNG_HEAD + head + b"".join(more) + chunk(b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def webp(width: int = 40, height: int = 20, *, lossless: bool = True) -> bytes:
    """A picture as the course keeps it."""
    return encoded(two_halves(width, height), "WEBP", lossless=lossless)


def with_picture(case: str, name: str = "rua.webp") -> str:
    """The small case with a picture in its first scene."""
    head, text, rest = case.partition("    text: Um homem passa.\n")
    picture = f"    picture:\n      file: {name}\n      alt: {ALT}\n      caption: A rua.\n      credit: CC BY 4.0\n"
    return head + text + picture + rest
