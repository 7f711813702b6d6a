"""`blanks`: gaps in a text, to be filled by choosing or by typing."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Final, Literal

from pydantic import PrivateAttr

from course.base.languages import N_
from course.base.refusals import Invalid
from course.content.fields import Line, Prose, Slug
from course.content.problem import Fault
from course.content.questions.base import FIELD, Answer, Compared, Form, Key, Option, Question, Remark, chosen_of
from course.content.questions.choosing import compare_choice, faults_of_choice, right_of
from course.content.questions.formulas import parts_guess, parts_mark
from course.content.questions.marked import GAPS, Paragraph, faults_of_marks, paragraphs_of, sentence_around, told_with
from course.content.questions.options import keys_of, unexplained

LONGEST_WORD: Final = 100
"""Characters of what is typed into a gap."""


class Gap(Compared):
    """Options to choose from, or the words that are right when typed."""

    options: Mapping[Slug, Option] = {}
    """What can be chosen for it, one with `correct: true`."""
    accept: tuple[Line, ...] = ()
    """The words that are right when typed; capitals, accents and points at the ends make no difference."""


class Blanks(Question):
    """Worth the parts formula over its gaps; a wrong typed word counts 0. Options stand in the order written."""

    worth: ClassVar[str] = N_(
        "each gap filled rightly 1, a wrong option −1 ÷ (options − 1), a wrong word 0, left empty 0; "
        "divided by the gaps, not below 0"
    )
    answered_by: ClassVar[str] = N_("a list to choose from, or a text field, within the sentence")

    kind: Literal["blanks"]
    """Gaps in a text are filled in."""
    text: Prose
    """The text, with `{id}` for each gap."""
    gaps: Mapping[Slug, Gap]
    """Each with `options` or with `accept`."""
    _other: "Blanks | None" = PrivateAttr(default=None)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The text with its gaps."""
        return paragraphs_of(self.text, GAPS)

    def around(self, id_: str) -> str:
        """The sentence in which that gap stands."""
        return sentence_around(self.text, id_)

    def read(self, form: Form) -> Answer:
        """`{gap: option or typed words}` for each gap filled in."""
        filled = {id_: self._read_gap(form, id_, gap) for id_, gap in self.gaps.items()}
        return {id_: value for id_, value in filled.items() if value}

    def _read_gap(self, form: Form, id_: str, gap: Gap) -> str | None:
        name = f"{FIELD}-{id_}"
        if gap.options:
            return chosen_of(form, name, gap.options)
        typed = _one_line("".join(form.get(name, ())[:1]))
        if len(typed) > LONGEST_WORD:
            raise Invalid(N_("This is too long for a gap"), {FIELD: N_("Write one word, or a few, in each gap")})
        return typed

    def as_typed(self, form: Form) -> Answer:
        """The first characters of each gap that is typed into."""
        typed = {id_: _one_line("".join(form.get(f"{FIELD}-{id_}", ())[:1])) for id_ in self.gaps}
        return {id_: words[:LONGEST_WORD] for id_, words in typed.items() if words}

    def is_complete(self, answer: Answer) -> bool:
        """Whether no gap was left empty."""
        return set(answer) == set(self.gaps)

    def key(self) -> Form:
        """The right options, and the first of the words that are right."""
        right = {id_: right_of(gap.options) if gap.options else gap.accept[0] for id_, gap in self.gaps.items()}
        return {f"{FIELD}-{id_}": [value] for id_, value in right.items()}

    def key_parts(self) -> tuple[Key, ...]:
        """The options of each gap, or the words that are right when they are typed, in either language."""
        return tuple(key for id_, gap in self.gaps.items() for key in self._keys_of_gap(id_, gap))

    def _keys_of_gap(self, id_: str, gap: Gap) -> Iterator[Key]:
        around = self.around(id_)
        yield from keys_of(gap.options, around, is_void=gap.void)
        for word in self._accepted(id_, gap):
            yield Key(_as_words(word), "accepted", around, is_void=gap.void)

    def _accepted(self, id_: str, gap: Gap) -> Iterable[str]:
        other = self._other.gaps.get(id_) if self._other else None
        return dict.fromkeys([*gap.accept, *(other.accept if other else ())])

    def setting(self) -> str:
        """The text, its gaps as **(…)**."""
        return told_with(self.text, GAPS, lambda _: "**(…)**")

    def compared(self) -> Mapping[str, Compared]:
        """The gaps and their options."""
        options = {f"{id_}/{inner}": o for id_, gap in self.gaps.items() for inner, o in gap.options.items()}
        return {**self.gaps, **options}

    def words_of(self, part: str) -> str:
        """The sentence of the gap, and after it the words of an option."""
        gap, _, option = part.partition("/")
        sentence = self.around(gap)
        return f"{sentence} {self.gaps[gap].options[option].text}" if option else sentence

    def compare(self, answer: Answer, void: frozenset[str]) -> Fraction | None:
        """By the parts formula over the gaps that are left."""
        compared = [self._compare_gap(id_, gap, answer.get(id_), void) for id_, gap in self.gaps.items()]
        worths = [worth for worth in compared if worth is not None]
        return parts_mark(worths, len(worths)) if worths else None

    def _compare_gap(self, id_: str, gap: Gap, given: str | None, void: frozenset[str]) -> Fraction | None:
        if gap.options:
            return compare_choice(id_, gap.options, given, void)
        return None if id_ in void else Fraction(int(given is not None and self._takes(id_, gap, given)))

    def _takes(self, id_: str, gap: Gap, typed: str) -> bool:
        return _bare(typed) in {_bare(word) for word in self._accepted(id_, gap)}

    def know_other(self, other: Question) -> None:
        """What is right in the other language is right in this one."""
        if isinstance(other, Blanks):
            self._other = other

    def remarks(self, answer: Answer) -> tuple[Remark, ...]:
        """One a gap, by the sentence around it."""
        return tuple(self._remark(id_, gap, answer.get(id_)) for id_, gap in self.gaps.items())

    def _remark(self, id_: str, gap: Gap, given: str | None) -> Remark:
        around = self.around(id_)
        if not gap.options:
            is_right = given is not None and self._takes(id_, gap, given)
            return Remark(
                around, None if given is None else _as_words(given), None if is_right else gap.accept[0], None
            )
        right, chosen = gap.options[right_of(gap.options)], gap.options.get(given or "")
        reason = (chosen or right).why
        return Remark(around, chosen.text if chosen else None, None if chosen is right else right.text, reason)

    def guess_value(self) -> Fraction:
        """The mean over all blind choices; a typed word is never guessed."""
        return parts_guess([len(gap.options) or None for gap in self.gaps.values()])

    def faults(self) -> Iterator[Fault]:
        """A gap has options or accepted words; each gap is marked once in the text."""
        if not self.gaps:
            yield Fault(("gaps",), N_("a question of kind blanks has at least one gap"))
        for id_, gap in self.gaps.items():
            at = ("gaps", id_)
            if bool(gap.options) == bool(gap.accept):
                yield Fault(at, N_("a gap has options: to choose from, or accept: with the words that are right"))
            elif gap.options:
                yield from faults_of_choice(at, gap.options)
                yield from unexplained((*at, "options"), gap.options)
        yield from self.faults_of_words()

    def faults_of_words(self) -> Iterator[Fault]:
        """Marks in the text, and accepted words that nothing is left of."""
        yield from faults_of_marks(("text",), self.text, GAPS, self.gaps, "gaps")
        for id_, gap in self.gaps.items():
            if not all(_bare(word) for word in gap.accept):
                yield Fault(("gaps", id_, "accept"), N_("an accepted word has at least a letter or a digit"))

    def ideas(self) -> tuple[str, ...]:
        """Those of the options."""
        return tuple(option.idea for gap in self.gaps.values() for option in gap.options.values() if option.idea)

    def ideas_shown(self, answer: Answer) -> frozenset[str]:
        """Those of the options chosen."""
        chosen = (gap.options.get(answer.get(id_, "")) for id_, gap in self.gaps.items())
        return frozenset(option.idea for option in chosen if option and option.idea)

    def chosen(self, answer: Answer) -> tuple[str, ...]:
        """`gap:option` of each gap with options; of a typed word nothing is told."""
        return tuple(f"{id_}:{answer[id_]}" for id_, gap in self.gaps.items() if answer.get(id_) in gap.options)


def _one_line(typed: str) -> str:
    """What was typed, without characters that nobody sees."""
    return "".join(character for character in " ".join(typed.split()) if character.isprintable())


def _bare(word: str) -> str:
    """The word as it is compared: without case, accents, outer spaces and points."""
    letters = unicodedata.normalize("NFD", " ".join(word.casefold().split()))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip(" .")


def _as_words(typed: str) -> str:
    """What somebody typed, so that Markdown shows it as it is."""
    return "".join(f"\\{character}" if character in "\\`*_{}[]<" else character for character in typed)
