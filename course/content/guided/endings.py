"""The fifth step: what happened after each option that ends the case, and what became of the real one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from course.content.guided.option import ENDINGS
from course.content.guided.sent import Sent, Wrong, prose_in, word_in, wrong_text
from course.content.guided.tree import Tree, group_at, put_text, text_at


@dataclass(frozen=True)
class Ending:
    """An ending: its kind (good, mixed, bad) and its text."""

    kind: str = ""
    text: str = ""


@dataclass(frozen=True)
class EndingsForm:
    """Every ending by the id of its scene, and the outcome of the real case."""

    endings: Mapping[str, Ending] = field(default_factory=dict)
    outcome: str = ""

    @classmethod
    def read(cls, tree: Tree) -> "EndingsForm":
        """The form of a case that may be incomplete."""
        endings = {
            id_: Ending(kind, text_at(tree, "scenes", id_, "text"))
            for id_ in group_at(tree, "scenes")
            if (kind := text_at(tree, "scenes", id_, "ending"))
        }
        return cls(endings, text_at(tree, "outcome"))

    def with_sent(self, sent: Sent) -> "EndingsForm":
        """The form with what was typed."""
        return replace(
            self,
            endings={
                id_: Ending(word_in(sent, f"ending-{id_}-kind", one.kind), prose_in(sent, f"ending-{id_}", one.text))
                for id_, one in self.endings.items()
            },
            outcome=prose_in(sent, "outcome", self.outcome),
        )

    def wrongs(self) -> Iterator[Wrong]:
        """What must be mended before it can be kept."""
        for id_, one in self.endings.items():
            yield from wrong_text(f"ending-{id_}", one.text)
        yield from wrong_text("outcome", self.outcome)

    def write(self, tree: Tree) -> None:
        """Put it into the tree."""
        for id_, one in self.endings.items():
            put_text(tree, ("scenes", id_, "text"), one.text)
            if one.kind in ENDINGS:
                put_text(tree, ("scenes", id_, "ending"), one.kind)
        put_text(tree, ("outcome",), self.outcome)
