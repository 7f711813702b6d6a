"""The kinds of question. A new kind is a file here, its line in `KINDS`, a template and an example (see `base`)."""

from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from course.content.questions.base import Question
from course.content.questions.blanks import Blanks
from course.content.questions.classify import Classify
from course.content.questions.grounds import WriteGrounds
from course.content.questions.highlight import Highlight
from course.content.questions.multiple import Multiple
from course.content.questions.number import Number
from course.content.questions.opinion import Opinion
from course.content.questions.order import Order
from course.content.questions.route import Route
from course.content.questions.single import Single

KINDS: Final[dict[str, type[Question]]] = {
    "single": Single,
    "multiple": Multiple,
    "classify": Classify,
    "order": Order,
    "blanks": Blanks,
    "number": Number,
    "highlight": Highlight,
    "route": Route,
    "grounds": WriteGrounds,
    "opinion": Opinion,
}

EXAMPLES: Final = Path(__file__).parent / "examples"
"""`<kind>.yaml` and `<kind>.en.yaml`: a documented question of each kind, under its id."""

if TYPE_CHECKING:
    AnyQuestion = Question
else:
    AnyQuestion = Annotated[reduce(or_, KINDS.values()), Field(discriminator="kind")]
