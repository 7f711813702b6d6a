"""`opinion`: how far somebody agrees, in a survey."""

from typing import ClassVar, Final, Literal

from course.base.languages import N_
from course.content.questions.base import FIELD, Answer, Form, Key, Remark, chosen_of
from course.content.questions.unscored import Unscored

SCALE: Final = ("1", "2", "3", "4", "5")
"""From strongly disagree to strongly agree; the words are the page's."""
PART: Final = "opinion"


class Opinion(Unscored):
    """A statement; nothing is right or wrong."""

    worth: ClassVar[str] = N_("none: in surveys only")
    answered_by: ClassVar[str] = N_("five radio buttons, from strong disagreement to strong agreement")
    is_for_surveys: ClassVar[bool] = True

    kind: Literal["opinion"]
    """A statement with which one agrees more or less; in surveys only."""

    def read(self, form: Form) -> Answer:
        """`{"opinion": "1"}` to `{"opinion": "5"}`."""
        chosen = chosen_of(form, FIELD, dict.fromkeys(SCALE))
        return {PART: chosen} if chosen else {}

    def key(self) -> Form:
        """Any answer is as good as another: the middle one."""
        return {FIELD: ["3"]}

    def key_parts(self) -> tuple[Key, ...]:
        """None: whoever is asked chooses freely."""
        return ()

    def remarks(self, _answer: Answer) -> tuple[Remark, ...]:
        """None: there is nothing to correct."""
        return ()

    def chosen(self, answer: Answer) -> tuple[str, ...]:
        """The place on the scale."""
        return tuple(place for place in SCALE if place == answer.get(PART))
