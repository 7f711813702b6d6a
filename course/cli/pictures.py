"""`flask content picture`: a picture made ready for the folder of a document, by those who write files."""

from pathlib import Path
from typing import Final

import click

from course.acts.clean_picture import MOST_BYTES_TAKEN, clean_picture
from course.base.config import read_settings
from course.base.languages import N_, Language
from course.base.refusals import Invalid
from course.cli.content import content
from course.cli.places import find_place, write_whole
from course.cli.words import Words, language_option
from course.content.picture import ENDING, size_of
from course.content.picture_places import PARTS
from course.content.starters import id_near

_NO_PICTURES: Final = N_("cases and modules alone show pictures, and %(name)s is neither")
_THERE: Final = N_("%(name)s is there already: take it out first, or give your file another name")
_MADE: Final = N_("%(name)s: %(width)s × %(height)s pixels, %(count)s bytes")
_LOOK: Final = N_("Look at it: no faces, no number plates, no places that can be recognised.")


@content.command("picture")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("document")
@language_option
def add_picture_file(file: Path, document: str, language: Language) -> None:
    """Put the picture in FILE into the folder of DOCUMENT (for example cases/looked-away), without what a camera wrote.

    It is made anew: upright, at most as large as pages show it, and with nothing but its pixels.
    """
    words = Words(language)
    place = find_place(read_settings().library, document, words)
    if place.kind not in PARTS:
        raise words.refusal(_NO_PICTURES, name=place.name)
    target = place.folder / f"{id_near(file.stem) or 'picture'}{ENDING}"
    if target.exists():
        raise words.refusal(_THERE, name=f"{place.name}/{target.name}")
    with file.open("rb") as opened:
        given = opened.read(MOST_BYTES_TAKEN + 1)
    try:
        made = clean_picture(given).data
    except Invalid as refusal:
        raise words.refusal(refusal.fields["picture"]) from None
    write_whole(target, made)
    size = size_of(made)
    name = f"{place.name}/{target.name}"
    click.echo(words(_MADE, name=name, width=size.width, height=size.height, count=len(made)))
    click.echo(words(_LOOK))
