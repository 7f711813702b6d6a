"""The committed style sheet belongs to its sources, asks only for files that are there, and its colours can be read."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

import course.web

WEB = Path(course.web.__file__).parent
STYLES = WEB / "styles"
STATIC = WEB / "static"
CSS = STATIC / "css" / "app.min.css"
MOST_BYTES = 20_000

# Text on what it stands on, and the least contrast: 4.5 for text, 3 for edges and marks (WCAG 2.2, 1.4.3 and 1.4.11).
PAIRS = [
    *((text, ground, 4.5) for text in ("ink", "ink-2") for ground in ("paper", "cal", "cal-2")),
    *((edge, ground, 3.0) for edge in ("line-strong",) for ground in ("paper", "cal")),
    ("anil", "paper", 4.5),
    ("anil", "cal", 4.5),
    ("anil", "anil-tint", 4.5),
    ("anil", "ocre-tint", 4.5),
    ("on-anil", "anil", 4.5),
    ("ocre", "paper", 3.0),
    ("ocre-text", "paper", 4.5),
    ("ocre-text", "ocre-tint", 4.5),
    ("on-ocre", "ocre-bright", 4.5),
    ("ocre-bright", "barra", 3.0),
    ("barra-text", "barra", 4.5),
    ("barra-text-2", "barra", 4.5),
    ("verde", "paper", 4.5),
    ("verde", "cal", 4.5),
    ("verde", "verde-tint", 4.5),
    ("carmim", "paper", 4.5),
    ("carmim", "cal", 4.5),
    ("carmim", "carmim-tint", 4.5),
    ("paper", "carmim", 4.5),
]


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme: name -> #rrggbb."""
    text = (STYLES / "_tokens.scss").read_text()
    start = text.index(f"@mixin {theme} {{")
    return dict(re.findall(r"--app-([a-z0-9-]+): (#[0-9a-f]{6})", text[start : text.index("\n}", start)]))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of #rrggbb, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2) of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def addresses() -> list[str]:
    """What the style sheet asks for."""
    return re.findall(r"url\(\"?([^)\"]*)\"?\)", CSS.read_text())


def test_the_style_sheet_was_built_from_the_sources_beside_it() -> None:
    inputs = sorted([*(path.name for path in STYLES.glob("*.scss")), "package.json"])
    names = [*inputs, "../static/css/app.min.css"]

    built = [tuple(line.split("  ")) for line in (STYLES / "BUILT").read_text().splitlines()]

    now = [(hashlib.sha256((STYLES / name).read_bytes()).hexdigest(), name) for name in names]
    assert built == now, "the design was changed: run `make styles` and commit what it writes"


def test_the_tools_that_build_it_are_pinned_exactly() -> None:
    pins = json.loads((STYLES / "package.json").read_text())["devDependencies"]
    locked = json.loads((STYLES / "package-lock.json").read_text())["packages"]

    assert pins == {name: locked[f"node_modules/{name}"]["version"] for name in pins}
    assert [name for name, entry in locked.items() if "resolved" in entry] == []


def test_the_style_sheet_asks_only_for_files_that_are_here() -> None:
    assert {address for address in addresses() if not (CSS.parent / address).is_file()} == set()


def test_every_font_and_picture_is_used() -> None:
    asked = {(CSS.parent / address).resolve() for address in addresses()}
    kept = {path.resolve() for path in STATIC.rglob("*") if path.suffix in {".woff2", ".svg"}}

    assert kept - asked == {(STATIC / "assets" / "marca.svg").resolve()}  # the icon of the window, named by the page


def test_the_style_sheet_stays_light() -> None:
    assert len(gzip.compress(CSS.read_bytes(), 9, mtime=0)) < MOST_BYTES


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_a_colour_can_be_read_on_what_it_stands_on(theme: str, text: str, ground: str, least: float) -> None:
    colours = tokens(theme)

    assert contrast(colours[text], colours[ground]) >= least


def test_both_themes_name_the_same_colours() -> None:
    assert sorted(tokens("light")) == sorted(tokens("dark"))
