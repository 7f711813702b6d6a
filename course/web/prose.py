"""Authored text in templates: always through the safe renderer, always with the notes of its page."""

from flask import Flask
from markupsafe import Markup

from course.content.prose import Notes, plain, render_line, render_prose
from course.content.questions.base import Amount
from course.web.sources import rest_on
from course.web.way_back import with_way_back


def install(app: Flask) -> None:
    """The filters `prose`, `line` and `plain`."""
    app.jinja_env.filters |= {"prose": prose, "line": line, "plain": plain}


def prose(text: str, notes: Notes) -> Markup:
    """Block HTML; its citations are numbered in `notes`. The renderer has cleaned it (content.prose)."""
    rendered = render_prose(text, notes)
    rest_on(notes.sources)
    return Markup(with_way_back(rendered))  # noqa: S704 - cleaned by an allow-list after rendering


def line(text: str, notes: Notes) -> Markup:
    """Inline HTML of one line; an amount is written as the language of the notes does."""
    words = text.in_(notes.language) if isinstance(text, Amount) else text
    rendered = render_line(words, notes)
    rest_on(notes.sources)
    return Markup(with_way_back(rendered))  # noqa: S704 - cleaned by an allow-list after rendering
