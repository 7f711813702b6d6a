"""A PDF is given our own static files and nothing else, and says for screen readers what it is."""

import sys

import pytest
from pdf_pages import drawings, unpacked

from course.web.assets import FOLDER
from course.web.pdf import SITE, make_pdf, read_own_file, unpack_font

PAGE = '<!DOCTYPE html><html lang="pt-PT"><head><title>T</title>{head}</head><body><h1>Olá</h1>{body}</body></html>'


def page(head: str = "", body: str = "") -> str:
    return PAGE.format(head=head, body=body)


def test_a_static_file_is_given_by_its_path() -> None:
    style = "css/certificate.css"

    assert read_own_file(f"{SITE}/static/{style}?v=1") == (FOLDER / style).read_bytes()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/static/css/certificate.css",
        "http://files.invalid/static/css/certificate.css",
        "https://files.invalid:8000/static/css/certificate.css",
        f"file://{FOLDER}/css/certificate.css",
        "file:///etc/passwd",
        "data:text/css,p{}",
        f"{SITE}/static/../pdf.py",
        f"{SITE}/static/..%2Fpdf.py",
        f"{SITE}/static//etc/passwd",
        f"{SITE}/static/",
        f"{SITE}/static/no-such-file.css",
        f"{SITE}/health",
        "css/certificate.css",
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no file of ours"):
        read_own_file(address)


@pytest.mark.parametrize(
    "asking",
    ['<img src="https://example.org/x.png" alt="x">', '<img src="file:///etc/hostname" alt="x">'],
)
def test_a_page_that_asks_for_anything_else_makes_no_pdf(asking: str) -> None:
    with pytest.raises(ValueError, match="no file of ours"):
        make_pdf(page(body=asking))


def test_it_names_its_title_its_language_and_its_standard() -> None:
    made = make_pdf(page('<link rel="stylesheet" href="/static/css/certificate.css">'))

    assert made is not None
    whole = made + b"".join(unpacked(made))
    marks = (b"%PDF-1.7", b"/Lang (pt-PT)", b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid:part")
    assert [mark for mark in marks if mark not in whole] == []


def test_fonts_are_unpacked_once_and_the_next_page_is_drawn_with_the_same() -> None:
    unpack_font.cache_clear()
    styled = page('<link rel="stylesheet" href="/static/css/certificate.css">')

    first, second = make_pdf(styled), make_pdf(styled)

    assert first is not None
    assert second is not None
    assert drawings(first) == drawings(second) != b""
    assert [b"Atkinson" in b"".join((made, *unpacked(made))) for made in (first, second)] == [True, True]
    assert unpack_font.cache_info().misses == 4  # those that the style sheet names


def test_without_pango_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoPango:
        """What importing WeasyPrint does where Pango is missing."""

        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])

    assert make_pdf(page()) is None
