"""From a word of the glossary back to the section in which it was met.

A link to a word names the section by two ids, never by an address: so no link can lead anywhere else.
"""

import re
from dataclasses import dataclass
from typing import Final

from flask import request, url_for

from course.base.languages import HTML_LANG
from course.content.prose import plain
from course.web.house import catalogue
from course.web.i18n import page_language

FROM: Final = "from"
_OF_A_SECTION: Final = frozenset({"learn.read_section", "learn.answer_check"})
_TO_A_WORD: Final = re.compile(r'(href="/library/glossary/[^"?#]+)"')


@dataclass(frozen=True)
class WayBack:
    """The section that somebody came from: its address, its title and in which language that is."""

    url: str
    title: str
    html_lang: str


def with_way_back(html: str) -> str:
    """Clean HTML whose links to the glossary lead back to the section in view; the same on any other page."""
    if request.endpoint not in _OF_A_SECTION or request.view_args is None:
        return html
    section = f"{request.view_args['module_id']}/{request.view_args['section_id']}"
    return _TO_A_WORD.sub(rf'\1?{FROM}={section}"', html)


def find_way_back() -> WayBack | None:
    """The section named in the address of this page; None where none is named, or none that there is."""
    module_id, _, section_id = request.args.get(FROM, "").partition("/")
    document, language = catalogue().library.modules.get(module_id), page_language()
    if document is None or section_id not in document.reference.sections:
        return None
    url = url_for("learn.read_section", module_id=module_id, section_id=section_id)
    html_lang = HTML_LANG[document.language_of(language, "sections", section_id)]
    return WayBack(url, plain(document.in_(language).sections[section_id].title), html_lang)
