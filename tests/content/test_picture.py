"""A picture is a WebP file that holds the picture and nothing else; its size is read without decoding it."""

import pytest
from pictures import encoded, film, photograph, two_halves, webp

from course.content.picture import NotAPictureError, Size, is_picture, size_of

LOSSY, LOSSLESS = webp(lossless=False), webp()


def rewrapped(*chunks: tuple[bytes, bytes], length: int | None = None) -> bytes:
    """A WebP file with those chunks."""
    body = b"WEBP" + b"".join(
        name + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + (len(body) if length is None else length).to_bytes(4, "little") + body


@pytest.mark.parametrize(("width", "height"), [(1, 1), (40, 20), (1280, 1), (3, 1280)])
@pytest.mark.parametrize("lossless", [True, False])
def test_the_size_is_that_of_the_picture(width: int, height: int, lossless: bool) -> None:
    assert size_of(webp(width, height, lossless=lossless)) == Size(width, height)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"RIFF", id="the beginning alone"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", id="SVG"),
        pytest.param(photograph("JPEG"), id="JPEG"),
        pytest.param(photograph("PNG"), id="PNG"),
        pytest.param(photograph("WEBP"), id="with what a camera wrote"),
        pytest.param(film("WEBP"), id="a film"),
        pytest.param(encoded(two_halves().convert("RGBA"), "WEBP", exact=True, exif=b"Exif\0\0x"), id="EXIF alone"),
        pytest.param(LOSSLESS + b"<script>alert(1)</script>", id="a script behind its end"),
        pytest.param(LOSSLESS[:-2], id="cut off"),
        pytest.param(LOSSLESS[:20], id="cut off at its head"),
        pytest.param(rewrapped((b"VP8L", LOSSLESS[20:]), (b"XMP ", b"<x/>")), id="a chunk behind the picture"),
        pytest.param(rewrapped((b"JUNK", b"ab"), (b"VP8L", LOSSLESS[20:])), id="a chunk before the picture"),
        pytest.param(rewrapped((b"VP8L", b"\x00" * 20)), id="no lossless picture"),
        pytest.param(rewrapped((b"VP8L", b"\x2f\xff\xff\xff\xff" * 4)), id="an unknown version"),
        pytest.param(rewrapped((b"VP8 ", b"\x00" * 20)), id="no lossy picture"),
        pytest.param(rewrapped((b"VP8 ", b"\x10\0\0\x9d\x01\x2a" + b"\0" * 14)), id="without a width"),
        pytest.param(rewrapped((b"VP8 ", b"\x11" + LOSSY[21:])), id="a picture of a film"),
        pytest.param(rewrapped((b"VP8L", LOSSLESS[20:]), length=12), id="another length"),
    ],
)
def test_whatever_else_is_no_picture(data: bytes) -> None:
    with pytest.raises(NotAPictureError):
        size_of(data)


def test_a_picture_is_known_by_its_name() -> None:
    names = ["a.webp", "a.WEBP", "a.webp.yaml", "a.svg", "case.yaml", "webp"]

    assert [name for name in names if is_picture(name)] == ["a.webp"]
