"""What the pages of a case scene by scene show."""

from dataclasses import dataclass
from functools import cached_property

from flask import url_for

from course.author.case_form import Unkept
from course.author.drafted_case import DraftedCase
from course.author.guided_views import CaseView, options_of, seen_in
from course.author.guided_words import ENDINGS, after_colon, capitalised, shortened
from course.content.case import MOST_CHOICES
from course.content.guided.option import Option, leading_to
from course.content.guided.scene import SceneForm, first_scene
from course.content.guided.steps import lines_of_scene, mark_of
from course.content.guided.taking_out import TakenOut, what_follows
from course.content.guided.tree import group_at, text_at
from course.web.case_map import CaseMap, map_of
from course.web.words import gettext


@dataclass(frozen=True)
class ListedScene:
    """A scene in the list: its first words, how it ends, its options with where each leads, what is missing in it."""

    id: str
    url: str
    text: str
    ending: str
    is_first: bool
    is_unreached: bool
    options: tuple[tuple[str, str], ...]
    missing: int


class ScenesView(CaseView):
    """All scenes of a case."""

    def scenes(self) -> list[ListedScene]:
        """The scenes in the order of the text."""
        return [self._listed(id_) for id_ in group_at(self.tree, "scenes")]

    def map(self) -> CaseMap | None:
        """The map; None where the case is not whole enough to be drawn."""
        judged = self.case.judged
        return map_of(judged.document.reference, judged.record.proof) if judged.document else None

    def _listed(self, id_: str) -> ListedScene:
        ending = text_at(self.tree, "scenes", id_, "ending")
        choices = group_at(self.tree, "scenes", id_, "choices")
        is_first = id_ == first_scene(self.tree)
        return ListedScene(
            id_,
            url_for("author.show_scene", draft_id=self.case.id, scene=id_),
            shortened(text_at(self.tree, "scenes", id_, "text")) or gettext("still to be written"),
            gettext(ENDINGS[ending]) if ending in ENDINGS else "",
            is_first,
            not is_first and next(leading_to(self.tree, id_), None) is None,
            tuple((self.lists.option(id_, choice), self._leads(id_, choice)) for choice in choices),
            sum(lack.scene == id_ for lack in self.lacks),
        )

    def _leads(self, scene: str, choice: str) -> str:
        next_ = text_at(self.tree, "scenes", scene, "choices", choice, "next")
        if not next_:
            return gettext("nowhere yet")
        return (
            self.lists.scene(next_) if next_ in group_at(self.tree, "scenes") else gettext("nowhere: %(id)s", id=next_)
        )


class SceneView(CaseView):
    """The form of one scene, with room for as many options as were asked for."""

    def __init__(self, case: DraftedCase, form: SceneForm, unkept: Unkept | None, rows: int) -> None:
        super().__init__(case, unkept)
        self.form = form
        self.rows = max(len(form.options), min(MOST_CHOICES, max(0 if form.ending else 3, rows)))

    @property
    def url(self) -> str:
        """Where it is shown, and sent."""
        return url_for("author.show_scene", draft_id=self.case.id, scene=self.form.id or "new")

    @property
    def name(self) -> str:
        """The scene in a few words."""
        return capitalised(self.lists.scene(self.form.id)) if self.form.id else gettext("A new scene")

    @property
    def shown(self) -> str:
        """The mark of the scene as it stands: whoever sends the form says that they saw it."""
        return mark_of(SceneForm.read(self.tree, self.form.id))

    @property
    def options(self) -> list[Option]:
        """The options of the form, with room for more."""
        return options_of(self.form, self.rows, self.tree)

    @property
    def lines(self) -> str:
        """What the form has written."""
        return "" if self.case.problems else lines_of_scene(self.case.text, self.form.id)

    @property
    def is_first(self) -> bool:
        """Whether the case begins with it, so that it can be no ending."""
        return self.form.id == first_scene(self.tree)

    def seen(self) -> list[tuple[bool, str]]:
        """What the course sees in its options."""
        return seen_in(self.form)

    def missing(self) -> list[str]:
        """What is still missing in it."""
        lacks = () if self.unkept or not self.form.id else self.lacks
        return [after_colon(self.lack_in_words(lack)) for lack in lacks if lack.scene == self.form.id]

    def led_from(self) -> list[tuple[str, str]]:
        """What leads to it: the address of each scene, and the option by its first words."""
        return [
            (url_for("author.show_scene", draft_id=self.case.id, scene=of), words)
            for of, words in self.lists.led_from(self.form.id)
        ]


class TakingOutView(CaseView):
    """A scene that somebody wants to take out."""

    def __init__(self, case: DraftedCase, scene: str) -> None:
        super().__init__(case)
        self.scene = scene

    @cached_property
    def follows(self) -> TakenOut:
        """What follows."""
        return what_follows(self.tree, self.scene)

    @property
    def name(self) -> str:
        """The scene in a few words."""
        return capitalised(self.lists.scene(self.scene))

    def options(self, places: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
        """Options: the address of the scene of each, and its first words."""
        return [
            (url_for("author.show_scene", draft_id=self.case.id, scene=of), self.lists.option(of, id_))
            for of, id_ in places
        ]
