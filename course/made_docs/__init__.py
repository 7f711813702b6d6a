"""Pages of `docs/`, and parts of them, that are made from what the program itself reads: they cannot say otherwise."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from course.base.languages import Language
from course.made_docs.api import api_page
from course.made_docs.assessment import assessment_page
from course.made_docs.content import content_page
from course.made_docs.guide import made_parts
from course.made_docs.impact import impact_page
from course.made_docs.pages import inventory_page, permissions_page
from course.made_docs.parts import fill
from course.made_docs.protection import record_page, sight_page
from course.made_docs.security import security_page
from course.made_docs.staff import staff_page

MADE: Final[Mapping[str, Callable[[], str]]] = {
    "permissions.md": permissions_page,
    "data-inventory.md": inventory_page,
    "content.md": content_page,
    "assessment.md": assessment_page,
    "api.md": api_page,
    "processing-record.md": record_page,
    "who-sees-what.md": sight_page,
    "impact-assessment.md": impact_page,
    "security.md": security_page,
    "para-o-pessoal.md": partial(staff_page, "pt"),
    "for-staff.md": partial(staff_page, "en"),
}
"""File in `docs/` -> what it says. A new one is a function and its line."""

GUIDES: Final[Mapping[str, Language]] = {"authoring.md": "en", "autoria.md": "pt"}
"""Files in `docs/` that are written by hand around parts that are made -> the language of those."""


def guide_page(name: str, text: str) -> str:
    """That guide as it should be: the text by hand with its made parts as of today."""
    return fill(text, made_parts(GUIDES[name]))


def write_docs(folder: Path) -> list[str]:
    """Write them all; gives the names of those that changed."""
    guides = {name: guide_page(name, (folder / name).read_text(encoding="utf-8")) for name in GUIDES}
    changed = []
    for name, text in {**{name: make() for name, make in MADE.items()}, **guides}.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed
