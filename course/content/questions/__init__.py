"""The kinds of question. A new kind is a file here and its line in `KINDS`."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from course.content.questions.base import Question
from course.content.questions.classify import Classify
from course.content.questions.multiple import Multiple
from course.content.questions.single import Single

KINDS: Final[dict[str, type[Question]]] = {
    "single": Single,
    "multiple": Multiple,
    "classify": Classify,
}

if TYPE_CHECKING:
    AnyQuestion = Question
else:
    AnyQuestion = Annotated[reduce(or_, KINDS.values()), Field(discriminator="kind")]
