"""`number`: a number to be typed."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Final, Literal

from course.base.languages import N_
from course.base.refusals import Invalid
from course.content.fields import Figure, Line
from course.content.problem import Fault
from course.content.questions.base import FIELD, Amount, Answer, Form, Key, Question, Remark
from course.content.values import is_nearly_reference, reference_of

PART: Final = "number"
"""The one part of an answer."""

_AUTHORED: Final = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,6})?")
_SIGN: Final = r"(?P<sign>[+-]?)"
_THOUSANDS: Final = re.compile(rf"{_SIGN}(?P<whole>[1-9][0-9]{{0,2}}(?P<mark>[ .,])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*)")
_THOUSANDS_AND_DECIMALS: Final = re.compile(_THOUSANDS.pattern + r"(?!(?P=mark))[.,](?P<decimals>[0-9]{1,6})")
_PLAIN: Final = re.compile(rf"{_SIGN}(?P<whole>[0-9]{{1,12}})(?:[.,](?P<decimals>[0-9]{{1,6}}))?")
_LONGEST: Final = 40


class Number(Question):
    """Worth 1 when it lies no further than `tolerance` from `answer`, else 0.

    An answer may be a value of a year, `4 ias 2026`: the document is built with the number (content/values.py).
    """

    worth: ClassVar[str] = N_("1 if the number lies no further than the tolerance from the answer, else 0")
    answered_by: ClassVar[str] = N_("a text field with the unit beside it")
    is_typed: ClassVar[bool] = True

    kind: Literal["number"]
    """A number is typed."""
    answer: Figure
    """The right number, with a point before decimals; or so many times a value of a year, `4 ias 2026`."""
    tolerance: Figure = Figure("0")
    """How far from it an answer may lie; without it, 0."""
    unit: Line | None = None
    """Shown beside the field."""

    def read(self, form: Form) -> Answer:
        """`{"number": what was typed}`, with a point and without thousands marks. Raises Invalid for no number."""
        typed = _typed_in(form)
        if not typed:
            return {}
        number = read_number(typed)
        if number is None:
            raise Invalid(
                N_("This is no number"),
                {FIELD: N_("Write the number alone, in digits, such as 6, 6.5 or 1 074.26")},
            )
        return {PART: str(Amount(number))}

    def as_typed(self, form: Form) -> Answer:
        """What stands in the field."""
        typed = _typed_in(form)
        return {PART: typed[:_LONGEST]} if typed else {}

    def key(self) -> Form:
        """The number as the author wrote it."""
        return {FIELD: [str(Amount(self.right))]}

    def key_parts(self) -> tuple[Key, ...]:
        """The number that is right, and how far from it one is right still."""
        right, tolerance = Amount(self.right, self.unit), amount_of(self.tolerance)
        return (Key(right, "within", place=Amount(tolerance, self.unit)) if tolerance else Key(right, "right"),)

    @property
    def right(self) -> Fraction:
        """The number that is right."""
        return amount_of(self.answer) or Fraction(0)

    def compare(self, answer: Answer, _void: frozenset[str]) -> Fraction:
        """As the class says; a part of it cannot be void."""
        given = amount_of(answer.get(PART, ""))
        is_right = given is not None and abs(given - self.right) <= (amount_of(self.tolerance) or 0)
        return Fraction(int(is_right))

    def remarks(self, answer: Answer) -> tuple[Remark, ...]:
        """What was answered, and the right number where that was another."""
        number = amount_of(answer.get(PART, ""))
        given = Amount(number, self.unit) if number is not None else None
        return (Remark(None, given, None if self.mark(answer) == 1 else Amount(self.right, self.unit), None),)

    def guess_value(self) -> Fraction:
        """Nobody guesses a number among all there are."""
        return Fraction(0)

    def faults(self) -> Iterator[Fault]:
        """Numbers that can be read, the tolerance not below 0."""
        written = {"answer": self.answer, "tolerance": self.tolerance}
        for name, text in written.items():
            if name == "answer" and reference_of(text):
                continue  # so many times a value of a year, put in when the document is built
            if message := _what_is_wrong_with(name, text):
                yield Fault((name,), message, {"given": text[:60] or '""'})


def _what_is_wrong_with(name: str, text: str) -> str | None:
    amount = amount_of(text)
    if amount is None and name == "answer" and is_nearly_reference(text):
        return N_(
            "%(given)s is no number: write the number alone, and its unit under unit:. A value of the register is"
            " written with its year and without brackets, such as 4 ias 2026"
        )
    if amount is None:
        return N_("%(given)s is no number that can be read: write digits, and a point before decimals, such as 0.5")
    if name == "tolerance" and amount < 0:
        return N_("a tolerance of %(given)s takes no answer: write 0, or how far an answer may lie from the right one")
    return None


def amount_of(text: str) -> Fraction | None:
    """The number that an author wrote, or None: digits, and a point before decimals.

    This is the one place where the text of `answer` and `tolerance` is read. A value of a year is no number yet.
    """
    return Fraction(text) if _AUTHORED.fullmatch(text) else None


def read_number(typed: str) -> Fraction | None:
    """The number that a Portuguese or an English typist meant, or None.

    `6`, `6,5` and `6.5`, `1 074,26`, `1.074,26` and `1,074.26`. One mark before exactly three digits is read as
    thousands (`1.074` and `1,074` are 1074), since prices, hours and deadlines have no thousandths; not so after a
    nought, so that `0,125` is an eighth.
    """
    text = " ".join(typed.replace("\u2212", "-").split())
    found = _THOUSANDS_AND_DECIMALS.fullmatch(text) or _THOUSANDS.fullmatch(text) or _PLAIN.fullmatch(text)
    if found is None or len(text) > _LONGEST:
        return None
    whole = re.sub("[ .,]", "", found["whole"])
    return amount_of(f"{found['sign']}{whole}.{found.groupdict().get('decimals') or 0}")


def _typed_in(form: Form) -> str:
    return "".join(form.get(FIELD, ())[:1]).strip()
