"""The first step: what the case is called, where it begins, and what may hurt in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from course.base.languages import N_
from course.content.guided.sent import Sent, Wrong, line_in, wrong_line
from course.content.guided.tree import Tree, put_text, text_at

NO_TITLE = N_("Write what the case is called.")


@dataclass(frozen=True)
class PlaceForm:
    """Title, summary, the heading of the report (hour, place, duty) and the note told before it begins. All lines."""

    title: str = ""
    summary: str = ""
    hour: str = ""
    place: str = ""
    duty: str = ""
    content_note: str = ""

    @classmethod
    def read(cls, tree: Tree) -> "PlaceForm":
        """The form of a case that may be incomplete."""
        return cls(
            title=text_at(tree, "title"),
            summary=text_at(tree, "summary"),
            hour=text_at(tree, "heading", "hour"),
            place=text_at(tree, "heading", "place"),
            duty=text_at(tree, "heading", "duty"),
            content_note=text_at(tree, "content_note"),
        )

    def with_sent(self, sent: Sent) -> "PlaceForm":
        """The form with what was typed."""
        return PlaceForm(**{name: line_in(sent, name, kept) for name, kept in self.lines()})

    def lines(self) -> Iterator[tuple[str, str]]:
        """Each line by the name of its field."""
        yield from vars(self).items()

    def wrongs(self) -> Iterator[Wrong]:
        """What must be mended before it can be kept."""
        if not self.title:
            yield Wrong("title", NO_TITLE)
        for name, text in self.lines():
            yield from wrong_line(name, text)

    def write(self, tree: Tree) -> None:
        """Put it into the tree."""
        for name in ("title", "summary", "content_note"):
            put_text(tree, (name,), getattr(self, name))
        for name in ("hour", "place", "duty"):
            put_text(tree, ("heading", name), getattr(self, name))
