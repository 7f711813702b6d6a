"""What the pages of a case by forms show beside the fields: the steps, the scene so far, what the course sees."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from flask import url_for

from course.author.case_form import Unkept
from course.author.drafted_case import DraftedCase
from course.author.guided_words import Lists, StepWords, after_colon, letter_of, step_words
from course.content.bundle import TRANSLATION
from course.content.guided.option import Option
from course.content.guided.scene import SceneForm, first_scene, new_option
from course.content.guided.seen import STEPS, Lack, Step, lacks_of, sights_of
from course.content.guided.steps import StepForm, form_of, lines_of, mark_of
from course.content.guided.tree import Tree, group_at, text_at
from course.web.forms import FieldError
from course.web.house import catalogue
from course.web.proof_words import FactLine, facts_of
from course.web.words import gettext

State = Literal["done", "todo"]


@dataclass(frozen=True)
class SceneSoFar:
    """The first scene as it stands beside the form of its options: its paragraphs, and its heading in a line."""

    text: tuple[str, ...]
    heading: str


class CaseView:
    """A page of a drafted case: its draft, its lists, and what is still missing in it."""

    def __init__(self, case: DraftedCase, unkept: Unkept | None = None) -> None:
        self.case = case
        self.unkept = unkept
        self.lists = Lists(case.tree, catalogue().registers)

    @property
    def tree(self) -> Tree:
        """The tree of the case; empty where its text has problems."""
        return self.case.tree

    @property
    def title(self) -> str:
        """What the case is called so far."""
        return text_at(self.tree, "title") or self.case.draft.document

    @property
    def errors(self) -> list[FieldError]:
        """What to mend in what was sent, each with the option that it is in."""
        return [FieldError(error.field, _placed(error)) for error in self.unkept.errors] if self.unkept else []

    @property
    def by_field(self) -> dict[str, str]:
        """The same by field."""
        return dict(self.unkept.by_field) if self.unkept else {}

    @property
    def names(self) -> tuple[str, ...]:
        """Words that look like names, to be ticked where they are nobody's."""
        return self.unkept.names if self.unkept else ()

    @property
    def is_behind(self) -> bool:
        """Whether somebody else changed the same part meanwhile."""
        return self.unkept is not None and self.unkept.is_behind

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """Everything that is still missing in the case."""
        return () if self.case.problems else lacks_of(self.tree)

    def lack_in_words(self, lack: Lack) -> str:
        """What is missing, with the option or the scene that it is missing in."""
        words = gettext(lack.message)
        if number := lack.values.get("number"):
            return gettext("Option %(letter)s: %(what)s", letter=letter_of(int(number)), what=after_colon(words))
        before = next(iter(self.lists.led_from(lack.scene)), None) if lack.scene else None
        return f"{words}: {before[1]}" if before and lack.step != "decision" else words

    @property
    def editor_url(self) -> str:
        """Where the text itself is edited."""
        return url_for("author.edit_draft", draft_id=self.case.id)

    @property
    def broken(self) -> list[tuple[int, str]]:
        """What must be mended in the text before a form can be shown: line and words."""
        return [(problem.line, problem.in_words(gettext)) for problem in self.case.problems]

    @staticmethod
    def letter(number: int) -> str:
        """The letter of an option."""
        return letter_of(number)

    def states(self) -> list[tuple[Step, str, State]]:
        """The steps by their titles, each with how far it is."""
        lacking = {lack.step for lack in self.lacks}
        begun = self._begun()
        return [
            (step, step_words(step).title, "done" if step in begun and step not in lacking else "todo")
            for step in STEPS
        ]

    def _begun(self) -> set[Step]:
        """The steps in which something was written."""
        first = SceneForm.read(self.tree, first_scene(self.tree))
        scenes = group_at(self.tree, "scenes")
        begun: dict[Step, object] = {
            "place": text_at(self.tree, "summary"),
            "people": group_at(self.tree, "seats"),
            "decision": first.text,
            "options": first.options,
            "endings": any(text_at(self.tree, "scenes", id_, "ending") for id_ in scenes),
            "law": any(option.sources or option.idea for option in first.options),
        }
        return {step for step, written in begun.items() if written}


class StepView(CaseView):
    """One step of the guided start: `form` is the one shown, with `rows` seats or options."""

    def __init__(self, case: DraftedCase, step: Step, form: StepForm, unkept: Unkept | None, rows: int) -> None:
        super().__init__(case, unkept)
        self.step = step
        self.form = form
        self.rows = rows
        self.number = STEPS.index(step) + 1
        self.words = step_words(step)

    @property
    def url(self) -> str:
        """Where it is shown, and sent."""
        return url_for("author.show_step", draft_id=self.case.id, step=self.step)

    @property
    def before(self) -> tuple[str, StepWords] | None:
        """The address and the words of the step before it."""
        return self._neighbour(self.number - 2)

    @property
    def after(self) -> tuple[str, StepWords] | None:
        """The address and the words of the step after it."""
        return self._neighbour(self.number)

    def _neighbour(self, place: int) -> tuple[str, StepWords] | None:
        if not 0 <= place < len(STEPS):
            return None
        step = STEPS[place]
        return url_for("author.show_step", draft_id=self.case.id, step=step), step_words(step)

    @property
    def shown(self) -> str:
        """The mark of this part of the text as it stands: whoever sends the form says that they saw it."""
        return mark_of(form_of(self.step, self.tree))

    @property
    def options(self) -> list[Option]:
        """The options of the form, with room for more."""
        return options_of(self.form, self.rows, self.tree)

    @property
    def lines(self) -> str:
        """What the step has written."""
        return "" if self.case.problems else lines_of(self.case.text, self.step, self.tree)

    @property
    def is_short_of_decision(self) -> bool:
        """Whether it asks about a scene that is not there yet."""
        return self.step in {"options", "law"} and not first_scene(self.tree)

    def seen(self) -> list[tuple[bool, str]]:
        """What the course sees in the options of the form: whether it is as it should be, and words."""
        return seen_in(self.form) if self.step != "decision" else []

    def missing(self) -> list[str]:
        """What is still missing in this step."""
        lacks = () if self.unkept else self.lacks  # of what was typed and not kept, nobody knows yet
        return [after_colon(self.lack_in_words(lack)) for lack in lacks if lack.step == self.step]

    def scene_so_far(self) -> SceneSoFar | None:
        """The first scene, where the form asks what can be done in it or what comes of it."""
        text = text_at(self.tree, "scenes", first_scene(self.tree), "text")
        if self.step not in {"options", "endings", "law"} or not text:
            return None
        heading = [text_at(self.tree, "heading", name) for name in ("hour", "place", "duty")]
        paragraphs = tuple(words for words in text.split("\n\n") if words)
        return SceneSoFar(paragraphs, ", ".join(line for line in heading if line))

    def further(self) -> list[tuple[str, str]]:
        """The decisions beside the first one: the id of each scene, and what it is."""
        first = first_scene(self.tree)
        return [
            (id_, self.lists.scene(id_))
            for id_ in group_at(self.tree, "scenes")
            if id_ != first and not text_at(self.tree, "scenes", id_, "ending")
        ]

    def comes_from(self, ending: str) -> list[str]:
        """The options that lead to an ending, by their first words."""
        return [words for _, words in self.lists.led_from(ending)]


class EndView(CaseView):
    """The case at the end of the guided start: what is missing, what else keeps it from review, what is proved."""

    def missing(self) -> list[tuple[str, str]]:
        """What is still missing: the address of its field, and words."""
        return [(self._url_of(lack), self.lack_in_words(lack)) for lack in self.lacks]

    def further(self) -> list[tuple[int, str]]:
        """Errors of the text that no form asks about: line and words."""
        told = {".".join(lack.path) for lack in self.lacks}
        return [
            (problem.line, problem.in_words(gettext))
            for problem in self.case.judged.errors
            if problem.path not in told and not any(path.startswith(f"{problem.path}.") for path in told)
        ]

    def warnings(self) -> list[tuple[int, str]]:
        """What should be looked at beside what stands among what is proved: line and words."""
        proof = self.case.judged.record.proof
        of_proof = {(".".join(fault.path), fault.message) for fault in proof.problems} if proof else set()
        return [
            (problem.line, problem.in_words(gettext))
            for problem in self.case.judged.warnings
            if not problem.where.endswith(TRANSLATION) and (problem.path, problem.message) not in of_proof
        ]

    @property
    def is_in_english(self) -> bool:
        """Whether its English is whole and not behind the Portuguese."""
        document = self.case.judged.document
        return document is not None and not document.untranslated and not document.outdated

    def facts(self) -> list[FactLine]:
        """What is proved of the case; nothing where it cannot be proved yet."""
        document, proof = self.case.judged.document, self.case.judged.record.proof
        return facts_of(document.reference, proof) if document and proof else []

    @property
    def preview_url(self) -> str:
        """Where it is seen as officers see it."""
        return url_for("author.preview_draft", draft_id=self.case.id)

    @property
    def review_url(self) -> str:
        """Where it is submitted."""
        return url_for("author.show_review", draft_id=self.case.id)

    def _url_of(self, lack: Lack) -> str:
        if lack.step:
            return url_for("author.show_step", draft_id=self.case.id, step=lack.step, _anchor=lack.name)
        return url_for("author.show_scene", draft_id=self.case.id, scene=lack.scene, _anchor=lack.name)


def seen_in(form: StepForm) -> list[tuple[bool, str]]:
    """What the course sees in the options of a scene: whether it is as it should be, and words."""
    sights = sights_of(form) if isinstance(form, SceneForm) else ()
    return [(sight.is_well, gettext(sight.message)) for sight in sights]


def options_of(form: StepForm, rows: int, tree: Tree) -> list[Option]:
    """The options of a scene's form, and empty ones up to so many."""
    written = list(form.options) if isinstance(form, SceneForm) else []
    return [*written, *(new_option(tree) for _ in range(rows - len(written)))]


def _placed(error: FieldError) -> str:
    """What to mend, after the option that it is in."""
    kind, _, rest = error.field.partition("-")
    number = rest.partition("-")[0]
    if kind != "option" or not number.isdigit():
        return error.message
    return gettext("Option %(letter)s: %(what)s", letter=letter_of(int(number)), what=after_colon(error.message))
