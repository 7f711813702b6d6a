"""One sheet of pictures a role, of all pages in all their states: what `make pictures` writes to `docs/pictures/`.

A plugin of pytest, loaded by `-p contact_sheets`: with it, `--pictures FOLDER` has a picture taken of each page at a
desk in Portuguese and on a phone in English, while axe looks at it; at the end they are put together, smaller.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:  # a plugin is loaded before the modules of tests, whose assertions pytest rewrites
    from live import Window

WIDE, PHONE = 400, 122
"""Pixels across a picture on the sheet."""
TALL: Final = WIDE * 900 // 1280
"""Windows are 900 pixels high."""
GAP, LABEL, ACROSS = 16, 20, 3
PAPER, INK, EDGE = "#ffffff", "#16202e", "#cdd2dc"
QUALITY: Final = 55
TAKEN: Final = "taken"
"""The folder of single pictures, below that of the sheets; emptied when they are put together."""
ROLES: Final[Mapping[str, str]] = {
    "": "visitor",
    "trainer@demo.example": "trainer",
    "trainer2@demo.example": "trainer",
    "reviewer@demo.example": "reviewer",
    "supervisor@demo.example": "supervisor",
    "admin@demo.example": "administrator",
}
"""By who looks; everybody else is an officer."""


@dataclass(frozen=True)
class Picture:
    """A picture that was taken, and what is shown on it."""

    role: str
    page: str
    number: int
    state: str
    width: int


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--pictures FOLDER`."""
    parser.addoption("--pictures", type=Path, help="put pictures of all pages together in FOLDER, a sheet a role")


def take_picture(window: "Window", folder: Path, who: str, page: str, number: int, state: str) -> None:
    """Keep what the window shows until the sheets are made."""
    picture = Picture(ROLES.get(who, "officer"), page, number, state, window.width)
    place = folder / TAKEN
    place.mkdir(parents=True, exist_ok=True)
    stem = f"{page}-{number:02}-{window.width}"
    window.page.screenshot(path=place / f"{stem}.png")
    (place / f"{stem}.json").write_text(json.dumps(asdict(picture)), encoding="utf-8")


@pytest.hookimpl
def pytest_terminal_summary(config: pytest.Config) -> None:
    """Put the sheets together, where they were asked for."""
    folder: Path | None = config.getoption("pictures")
    if folder is not None and not hasattr(config, "workerinput"):
        _put_together(folder)


def _put_together(folder: Path) -> None:
    roles: defaultdict[str, defaultdict[tuple[str, int, str], dict[int, Path]]] = defaultdict(lambda: defaultdict(dict))
    for notes in sorted((folder / TAKEN).glob("*.json")):
        picture = Picture(**json.loads(notes.read_text(encoding="utf-8")))
        roles[picture.role][picture.page, picture.number, picture.state][picture.width] = notes.with_suffix(".png")
    for role, states in roles.items():
        cells = [(f"{page.partition('.')[2]}: {state}", files) for (page, _, state), files in sorted(states.items())]
        _sheet(cells).save(folder / f"{role}.webp", quality=QUALITY, method=6)
    for file in (folder / TAKEN).iterdir():
        file.unlink()
    (folder / TAKEN).rmdir()


def _sheet(cells: list[tuple[str, dict[int, Path]]]) -> Image.Image:
    across, down = WIDE + PHONE + 3 * GAP, TALL + LABEL + 2 * GAP
    rows = -(-len(cells) // ACROSS)
    sheet = Image.new("RGB", (across * min(ACROSS, len(cells)), down * rows), PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=13)
    for place, (label, files) in enumerate(cells):
        left, top = place % ACROSS * across + GAP, place // ACROSS * down + GAP
        draw.text((left, top), label[:70], fill=INK, font=font)
        for width, start, size in ((1280, left, WIDE), (390, left + WIDE + GAP, PHONE)):
            if width in files:
                with Image.open(files[width]) as picture:
                    small = picture.convert("RGB").resize((size, TALL), Image.Resampling.LANCZOS)
                sheet.paste(small, (start, top + LABEL))
                draw.rectangle((start - 1, top + LABEL - 1, start + size, top + LABEL + TALL), outline=EDGE)
    return sheet
