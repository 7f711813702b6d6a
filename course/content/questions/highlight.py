"""`highlight`: what does not belong in a text is marked in it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from course.base.languages import N_
from course.content.fields import Flag, Prose, Slug
from course.content.problem import Fault
from course.content.questions.base import FIELD, Answer, Compared, Form, Key, KeyMark, Question, Remark, not_offered
from course.content.questions.formulas import ticks_guess, ticks_mark
from course.content.questions.marked import PHRASES, Paragraph, faults_of_marks, paragraphs_of, told_with

MARKED = "yes"


class Phrase(Compared):
    """Words of the text. `remove`: they do not belong there. `idea`: the wrong idea that judging them wrongly shows."""

    remove: Flag = False
    """It does not belong in the text."""
    why: Prose | None = None
    """Why it belongs there or not."""
    idea: Slug | None = None
    """The wrong idea that judging it wrongly shows."""


class Highlight(Question):
    """Worth rightly marked / to be marked - wrongly marked / to be left, not below 0."""

    worth: ClassVar[str] = N_("rightly marked ÷ to be marked − wrongly marked ÷ to be left, not below 0")
    answered_by: ClassVar[str] = N_("a tick box at each phrase, within the text")

    kind: Literal["highlight"]
    """What does not belong in a text is marked."""
    text: Prose
    """The text, with `[words]{id}` for each phrase."""
    phrases: Mapping[Slug, Phrase]
    """At least two to be removed and two that stay."""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The text with its phrases."""
        return paragraphs_of(self.text, PHRASES)

    @property
    def words(self) -> Mapping[str, str]:
        """The words of each phrase, in the order of the text."""
        pieces = (piece for paragraph in self.paragraphs for piece in paragraph)
        return {piece.part: piece.words for piece in pieces if piece.part and piece.part in self.phrases}

    def read(self, form: Form) -> Answer:
        """`{phrase: "yes"}` for each phrase marked."""
        marked = [value for value in form.get(FIELD, ()) if value]
        if not set(marked) <= set(self.phrases):
            raise not_offered()
        return {id_: MARKED for id_ in self.phrases if id_ in marked}

    def key(self) -> Form:
        """What does not belong there."""
        return {FIELD: [id_ for id_, phrase in self.phrases.items() if phrase.remove]}

    def key_parts(self) -> tuple[Key, ...]:
        """Each phrase, in the order of the text."""
        return tuple(self._key(words, self.phrases[id_]) for id_, words in self.words.items())

    def _key(self, words: str, phrase: Phrase) -> Key:
        mark: KeyMark = "remove" if phrase.remove else "keep"
        return Key(words, mark, why=phrase.why, idea=phrase.idea, is_void=phrase.void)

    def setting(self) -> str:
        """The text, its phrases in bold."""
        return told_with(self.text, PHRASES, lambda piece: f"**{piece.words}**")

    def compared(self) -> Mapping[str, Compared]:
        """The phrases."""
        return self.phrases

    def words_of(self, part: str) -> str:
        """The words of the phrase."""
        return self.words.get(part, part)

    def compare(self, answer: Answer, void: frozenset[str]) -> Fraction | None:
        """As the class says, over the phrases that are left."""
        left = {id_: phrase for id_, phrase in self.phrases.items() if id_ not in void}
        remove = [id_ for id_, phrase in left.items() if phrase.remove]
        marked = [id_ for id_ in left if id_ in answer]
        rightly = sum(id_ in remove for id_ in marked)
        return ticks_mark(rightly, len(remove), len(marked) - rightly, len(left) - len(remove))

    def remarks(self, answer: Answer) -> tuple[Remark, ...]:
        """What was marked and what should have been; then the reason for each phrase, first those judged wrongly."""
        words = self.words
        amiss = [id_ for id_ in words if (id_ in answer) != self.phrases[id_].remove]
        given = "; ".join(words[id_] for id_ in words if id_ in answer)
        right = "; ".join(words[id_] for id_ in words if self.phrases[id_].remove)
        whole = Remark(None, given or None, right if amiss else None, None)
        told = [*amiss, *(id_ for id_ in words if id_ not in amiss)]
        reasons = ((words[id_], self.phrases[id_].why) for id_ in told)
        return (whole, *(Remark(about, None, None, why) for about, why in reasons if why))

    def guess_value(self) -> Fraction:
        """The mean over all ways to mark, each equally likely."""
        remove = sum(phrase.remove for phrase in self.phrases.values())
        return ticks_guess(remove, len(self.phrases) - remove)

    def faults(self) -> Iterator[Fault]:
        """At least two phrases to be marked and two to be left; each stands once in the text."""
        remove = sum(phrase.remove for phrase in self.phrases.values())
        if remove < 2 or len(self.phrases) - remove < 2:
            yield Fault(
                ("phrases",),
                N_(
                    "a question of kind highlight has at least two phrases with remove: true and two without, and this"
                    " one has %(remove)s and %(keep)s: mark some more"
                ),
                {"remove": str(remove), "keep": str(len(self.phrases) - remove)},
            )
        yield from self.faults_of_words()

    def faults_of_words(self) -> Iterator[Fault]:
        """Marks in the text."""
        yield from faults_of_marks(("text",), self.text, PHRASES, self.phrases, "phrases")

    def ideas(self) -> tuple[str, ...]:
        """Those of its phrases."""
        return tuple(phrase.idea for phrase in self.phrases.values() if phrase.idea)

    def ideas_shown(self, answer: Answer) -> frozenset[str]:
        """Those of the phrases judged wrongly: marked, or left where it should be removed. A blank one judges none."""
        wrong = (phrase for id_, phrase in self.phrases.items() if answer and (id_ in answer) != phrase.remove)
        return frozenset(phrase.idea for phrase in wrong if phrase.idea)

    def chosen(self, answer: Answer) -> tuple[str, ...]:
        """The phrases marked."""
        return tuple(id_ for id_ in self.phrases if id_ in answer)
