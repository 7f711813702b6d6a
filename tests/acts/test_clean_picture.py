"""Of a picture that comes from outside the pixels stay, and nothing else of its file; what cannot be one is refused."""

import struct
import zlib

import pytest
from pictures import SECRET, chunk, decoded, encoded, film, photograph, png, two_halves
from PIL import Image, ImageCms

from course.acts.clean_picture import clean_picture
from course.base.refusals import Invalid
from course.content.picture import MOST_PICTURE_BYTES, Size, size_of

PIXELS = chunk(b"IDAT", zlib.compress((b"\0" + b"\1" * 30) * 10))
"""Those of a PNG of ten times ten."""
RED, BLUE = (200, 0, 0), (0, 0, 200)


def is_near(colour: object, wanted: tuple[int, int, int]) -> bool:
    """Whether it is that colour, but for what is lost in the making."""
    return isinstance(colour, tuple) and all(abs(one - other) <= 8 for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_a_camera_wrote_is_left(form: str) -> None:
    given = photograph(form)
    made = clean_picture(given).data

    assert SECRET in given
    assert not any(word in made for word in (SECRET, b"Exif", b"EXIF", b"XMP", b"ICCP", b"sRGB"))
    picture = decoded(made)
    assert (picture.format, picture.mode, dict(picture.getexif())) == ("WEBP", "RGB", {})
    assert set(picture.info) & {"exif", "xmp", "icc_profile", "comment"} == set()
    assert is_near(picture.getpixel((10, 10)), RED)
    assert is_near(picture.getpixel((390, 10)), BLUE)


@pytest.mark.parametrize(
    ("orientation", "left", "size"),
    [(1, RED, Size(400, 200)), (3, BLUE, Size(400, 200)), (2, BLUE, Size(400, 200))],
)
def test_a_picture_stands_upright(orientation: int, left: tuple[int, int, int], size: Size) -> None:
    made = clean_picture(photograph(orientation=orientation)).data

    assert size_of(made) == size
    assert is_near(decoded(made).getpixel((10, 100)), left)


@pytest.mark.parametrize(("orientation", "top"), [(6, RED), (8, BLUE)])
def test_a_picture_taken_on_its_side_is_turned(orientation: int, top: tuple[int, int, int]) -> None:
    made = clean_picture(photograph(orientation=orientation)).data

    assert size_of(made) == Size(200, 400)
    assert is_near(decoded(made).getpixel((100, 10)), top)


def test_a_large_picture_is_made_small() -> None:
    noise = Image.effect_noise((2600, 1300), 100).convert("RGB")
    made = clean_picture(encoded(noise, "JPEG", quality=90)).data

    assert max(size_of(made)) <= 1280
    assert len(made) <= MOST_PICTURE_BYTES


def test_a_drawing_keeps_every_pixel() -> None:
    drawing = two_halves(300, 100)

    assert decoded(clean_picture(encoded(drawing, "PNG")).data).tobytes() == drawing.tobytes()


def test_what_is_transparent_stands_on_white() -> None:
    clear = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    clear.putpixel((5, 5), (0, 0, 0, 255))
    made = decoded(clean_picture(encoded(clear, "PNG")).data)

    assert (made.getpixel((0, 0)), made.getpixel((5, 5))) == ((255, 255, 255), (0, 0, 0))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I;16"])
def test_colours_of_every_kind_become_the_same(mode: str) -> None:
    grey = (
        Image.new("I;16", (40, 20), 0x8080) if mode == "I;16" else Image.new("RGB", (40, 20), (128,) * 3).convert(mode)
    )
    made = decoded(clean_picture(encoded(grey, "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG")).data)

    mean = sum(made.convert("L").tobytes()) / 800
    assert made.mode == "RGB"
    assert 112 <= mean <= 144


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_profile_is_applied_before_it_goes(form: str) -> None:
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = usual.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")  # red means green
    made = decoded(clean_picture(encoded(two_halves(), form, icc_profile=swapped)).data).getpixel((10, 10))

    assert isinstance(made, tuple)
    assert (made[0] < 60, made[1] > 150, made[2] < 60) == (True, True, True)


@pytest.mark.parametrize("junk", [b"x", b"\0" * 128, b"acsp" * 400])
def test_a_profile_that_is_none_is_passed_over(junk: bytes) -> None:
    made = clean_picture(encoded(two_halves(), "JPEG", icc_profile=junk)).data

    assert is_near(decoded(made).getpixel((10, 10)), RED)


def test_a_second_file_behind_a_picture_is_not_kept() -> None:
    page = b"<html><script>alert(1)</script></html>%PDF-1.4\ntrailer"
    for given in (encoded(two_halves(), "JPEG") + page, encoded(two_halves(), "PNG") + page):
        made = clean_picture(given).data
        assert b"script" not in made
        assert b"%PDF" not in made


def test_a_script_written_into_a_picture_is_not_kept() -> None:
    given = encoded(two_halves(), "JPEG", comment=b"*/alert(1)/*")

    assert b"*/alert(1)/*" in given
    assert b"alert" not in clean_picture(given).data


def a_bomb(width: int, height: int) -> bytes:
    """A PNG that says it is that large, with a thousand bytes."""
    return png(width, height, chunk(b"IDAT", zlib.compress(b"\0" * 1000)))


def many_scans() -> bytes:
    """A JPEG that is gone over again and again."""
    given = encoded(two_halves(), "JPEG", progressive=True)
    at = given.rindex(b"\xff\xda")
    return given[:at] + given[at:-2] * 60 + given[-2:]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(b"", "this one is empty", id="nothing"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no JPEG, PNG or WebP", id="SVG"),
        pytest.param(encoded(two_halves(), "GIF"), "no JPEG, PNG or WebP", id="GIF"),
        pytest.param(b"GIF89a/*" + b"\0" * 40 + b"*/=alert(1)//", "no JPEG, PNG or WebP", id="GIF that is a script"),
        pytest.param(b"%PDF-1.7\n" + photograph(), "no JPEG, PNG or WebP", id="PDF that ends as a JPEG"),
        pytest.param(b"<html>" + photograph(), "no JPEG, PNG or WebP", id="page that ends as a JPEG"),
        pytest.param(encoded(two_halves(), "TIFF"), "no JPEG, PNG or WebP", id="TIFF"),
        pytest.param(encoded(two_halves(), "BMP"), "no JPEG, PNG or WebP", id="BMP"),
        pytest.param(b"\xff\xd8\xff\xe0", "no JPEG, PNG or WebP", id="the beginning of a JPEG"),
        pytest.param(photograph()[:-600], "damaged or cut off", id="half a JPEG"),
        pytest.param(photograph("PNG")[:-600], "damaged or cut off", id="half a PNG"),
        pytest.param(photograph("WEBP")[:60], "damaged or cut off", id="half a WebP"),
        pytest.param(png(10, 10), "damaged or cut off", id="PNG without pixels"),
        pytest.param(film("PNG"), "moves", id="PNG that moves"),
        pytest.param(film("WEBP"), "moves", id="WebP that moves"),
        pytest.param(a_bomb(5001, 5000), "25 million pixels", id="just too many pixels"),
        pytest.param(a_bomb(12_000, 8_000), "25 million pixels", id="96 million pixels"),
        pytest.param(a_bomb(60_000, 60_000), "25 million pixels", id="3,600 million pixels"),
        pytest.param(a_bomb(2**31 - 1, 1), "25 million pixels", id="a line of 2,147 million pixels"),
        pytest.param(
            png(10, 10, chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 10_000_000)), PIXELS),
            "damaged or cut off",
            id="a profile of 10 MB in 10 kB",
        ),
        pytest.param(
            png(10, 10, chunk(b"zTXt", b"x\0\0" + zlib.compress(b"\0" * 50_000_000)), PIXELS),
            "damaged or cut off",
            id="a comment of 50 MB in 50 kB",
        ),
        pytest.param(
            encoded(two_halves(), "JPEG", icc_profile=b"x" * 2_000_000), "colour profile", id="a profile of 2 MB"
        ),
        pytest.param(many_scans(), "damaged or cut off", id="hundreds of scans"),
        pytest.param(b"x" * 8_000_001, "more than 8 MB", id="8 MB and a byte"),
        pytest.param(png(10, 10, chunk(b"IDAT", b"no zlib")), "damaged or cut off", id="pixels that are none"),
        pytest.param(
            png(10, 10)[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", 0, 0, 8, 2, 0, 0, 0)), "no JPEG", id="no pixels"
        ),
    ],
)
def test_what_is_refused_says_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_picture(data)

    assert list(refused.value.fields) == ["picture"]
    assert says in refused.value.fields["picture"]
    assert ". Save" in refused.value.fields["picture"] or refused.value.fields["picture"].startswith("Choose")
