"""One scene by a form: what the officer sees and hears, the same moment from other seats, its options or its ending.

The third, fourth and sixth steps of the guided start show parts of the first scene's form, and every other scene has
the same one as a page of its own. What a form does not show stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from course.base.languages import N_
from course.content.case import MOST_CHOICES, SCALES
from course.content.fields import Line
from course.content.guided.beginning import id_of
from course.content.guided.option import (
    ENDINGS,
    NEW,
    OWN,
    SCENE,
    STAYS,
    Option,
    leading_to,
    leads_of,
    read_option,
    with_sent,
    write_option,
    wrongs_of,
)
from course.content.guided.sent import Sent, Wrong, prose_in, word_in, wrong_text
from course.content.guided.tree import Tree, group_at, put, put_text, take_out, text_at, words_at

_MANY: Final = MOST_CHOICES + 7
"""So many options are looked for in what was sent; the text may have more than are allowed."""
_NO_TEXT: Final = N_("Write what the officer sees and hears.")


@dataclass(frozen=True)
class SceneForm:
    """A scene. `id` is empty for the first one of a case that has none; `views` are of every seat but the first."""

    id: str = ""
    text: str = ""
    views: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    ending: str = ""

    @classmethod
    def read(cls, tree: Tree, id_: str) -> "SceneForm":
        """The form of a scene; of an empty id, an empty one with the seats of the case."""
        at = ("scenes", id_)
        seats = [*group_at(tree, "seats")][1:]
        written = group_at(tree, *at, "views") if id_ else {}
        return cls(
            id=id_,
            text=text_at(tree, *at, "text"),
            views={seat: text_at(tree, *at, "views", seat) for seat in dict.fromkeys([*seats, *written])},
            options=tuple(
                read_option(tree, (*at, "choices", choice), scales_of(tree))
                for choice in group_at(tree, *at, "choices")
            ),
            ending=text_at(tree, *at, "ending"),
        )

    def with_sent(self, sent: Sent, tree: Tree) -> "SceneForm":
        """The form with what was sent; options in the order sent, and those that were not sent behind them."""
        kept = {option.id: option for option in self.options}
        options = []
        for number in range(1, _MANY + 1):
            name = f"option-{number}"
            if f"{name}-id" not in sent:
                continue
            before = kept.pop(sent[f"{name}-id"], None) or new_option(tree)
            options.append(with_sent(before, sent, name))
        return replace(
            self,
            text=prose_in(sent, "text", self.text),
            views={seat: prose_in(sent, f"view-{seat}", words) for seat, words in self.views.items()},
            options=tuple(option for option in (*options, *kept.values()) if not option.is_empty),
            ending=word_in(sent, "ending", self.ending),
        )

    def without(self, number: int) -> "SceneForm":
        """The form without its option of that number, counted from 1."""
        return replace(self, options=tuple(one for place, one in enumerate(self.options, 1) if place != number))

    def moved_up(self, number: int) -> "SceneForm":
        """The form with its option of that number, counted from 1, before the one above it."""
        options = list(self.options)
        if 1 < number <= len(options):
            options[number - 2 : number] = options[number - 1], options[number - 2]
        return replace(self, options=tuple(options))

    def wrongs(self, tree: Tree) -> Iterator[Wrong]:
        """What must be mended before it can be kept."""
        if not self.id and not self.text:
            yield Wrong("text", _NO_TEXT)
        yield from wrong_text("text", self.text)
        for seat, words in self.views.items():
            yield from wrong_text(f"view-{seat}", words)
        before = {option.id: option for option in SceneForm.read(tree, self.id).options}
        for number, option in enumerate(self.options, 1):
            yield from wrongs_of(option, before.get(option.id, new_option(tree)), tree, f"option-{number}")

    def write(self, tree: Tree) -> None:
        """Put it into the tree. The first scene of a case is made here; so are the scenes that new options lead to."""
        scene = self.id or id_of(self.text, group_at(tree, "scenes"), "scene")
        put_text(tree, ("scenes", scene, "text"), self.text)
        if not text_at(tree, "start"):
            put_text(tree, ("start",), scene)
        for seat, words in self.views.items():
            put_text(tree, ("scenes", scene, "views", seat), words)
        if self.ending in {"", *ENDINGS}:
            put_text(tree, ("scenes", scene, "ending"), self.ending)
        if self.options:
            self._write_options(tree, scene)
        elif group_at(tree, "scenes", scene, "choices"):
            take_out(tree, ("scenes", scene, "choices"))

    def _write_options(self, tree: Tree, scene: str) -> None:
        if not words_at(tree, "scales"):
            put(tree, ("scales",), list(SCALES))
        choices = ("scenes", scene, "choices")
        there = group_at(tree, *choices)
        ids: list[str] = []
        for option in self.options:
            ids.append(option.id or id_of(option.text, {*there, *ids}, "option"))
        for gone in [id_ for id_ in there if id_ not in ids]:
            _forget_empty_end(tree, (*choices, gone))
            take_out(tree, (*choices, gone))
        for id_, option in zip(ids, self.options, strict=True):
            if not option.id:
                put(tree, (*choices, id_, "text"), Line(option.text))
            write_option(tree, (*choices, id_), option)
            _lead(tree, (*choices, id_), option.leads)
        kept = group_at(tree, *choices)
        in_order = {id_: kept[id_] for id_ in ids if id_ in kept}
        kept.clear()
        kept.update(in_order)


def scales_of(tree: Tree) -> tuple[str, ...]:
    """The scales of a case; all that there are, until it says which."""
    return words_at(tree, "scales") or SCALES


def new_option(tree: Tree) -> Option:
    """An option in which nothing is chosen."""
    return Option(effects=dict.fromkeys(scales_of(tree), STAYS))


def first_scene(tree: Tree) -> str:
    """The id of the scene where the case begins; empty for a case that has none."""
    start = text_at(tree, "start")
    scenes = group_at(tree, "scenes")
    return start if start in scenes else next(iter(scenes), "")


def _lead(tree: Tree, path: tuple[str, ...], leads: str) -> None:
    """Let an option lead where the form says. A scene that it alone led to and that is still empty goes."""
    if leads == leads_of(tree, path):
        return
    next_ = text_at(tree, *path, "next")
    is_own = leads_of(tree, path).startswith(OWN)
    if leads.startswith(OWN) and is_own:
        put_text(tree, ("scenes", next_, "ending"), leads.removeprefix(OWN))
        return
    _forget_empty_end(tree, path)
    if leads.startswith(SCENE) or not leads:
        put_text(tree, (*path, "next"), leads.removeprefix(SCENE))
        return
    is_ending = leads != NEW
    scene = id_of(f"{'end' if is_ending else 'then'}-{path[-1]}", group_at(tree, "scenes"))
    put(tree, ("scenes", scene), {"ending": leads.removeprefix(OWN)} if is_ending else {})
    put_text(tree, (*path, "next"), scene)


def _forget_empty_end(tree: Tree, path: tuple[str, ...]) -> None:
    """Take out the scene that only this option leads to, if nothing was written in it."""
    next_ = text_at(tree, *path, "next")
    if not next_ or text_at(tree, "start") == next_ or list(leading_to(tree, next_)) != [(path[1], path[3])]:
        return
    written = {key for key in group_at(tree, "scenes", next_) if key != "text" or text_at(tree, "scenes", next_, key)}
    if next_ in group_at(tree, "scenes") and written <= {"ending"}:
        take_out(tree, ("scenes", next_))
