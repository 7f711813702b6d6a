"""The documented example of each kind of question, read as trainers' files are: in a quiz or a survey, translated."""

from textwrap import indent
from typing import Any, Final

from libraries import stamped

from course.base.languages import Language
from course.content.bundle import Bundle
from course.content.document import Document, examine
from course.content.questions import EXAMPLES, KINDS
from course.content.questions.base import Question

_QUIZ: Final = (
    "format: 1\nlanguage: pt\ntitle: Exemplo\nobjectives_of: ethnic-profiling\npass_mark: 70\ndraw: 1\nquestions:\n"
)
_SURVEY: Final = "format: 1\nlanguage: pt\ntitle: Exemplo\nquestions:\n"
_ENGLISH: Final = "format: 1\nlanguage: en\ntitle: Example\nquestions:\n"


def quiz_files(*kinds: str, draw: int) -> dict[str, str]:
    """The files of a quiz of the examples of those kinds, translated."""
    pt = _QUIZ.replace("draw: 1", f"draw: {draw}") + "".join(_text(f"{kind}.yaml") for kind in kinds)
    en = _ENGLISH + "".join(_text(f"{kind}.en.yaml") for kind in kinds)
    return {"quiz.yaml": pt, "quiz.en.yaml": stamped(pt, en, "quiz")}


def document_of(*kinds: str, draw: int = 1) -> Document[Any]:
    """A quiz, or a survey, of the examples of those kinds. Asserts that nothing but its length is wrong."""
    name = "survey" if any(KINDS[kind].is_for_surveys for kind in kinds) else "quiz"
    head = _SURVEY if name == "survey" else _QUIZ.replace("draw: 1", f"draw: {draw}")
    pt = head + "".join(_text(f"{kind}.yaml") for kind in kinds)
    en = stamped(pt, _ENGLISH + "".join(_text(f"{kind}.en.yaml") for kind in kinds), name)
    files = {f"{name}.yaml": pt.encode(), f"{name}.en.yaml": en.encode()}
    examined = examine(name, Bundle(name, "example", files))  # type: ignore[arg-type]
    wrong = [problem for problem in examined.problems if problem.path not in {"questions", "draw"}]
    assert wrong == [], wrong
    assert examined.document is not None
    return examined.document


def example_of(kind: str, language: Language = "pt") -> Question:
    """The one question of the example of that kind."""
    [question] = document_of(kind).in_(language).questions.values()
    assert isinstance(question, Question)
    return question


def _text(name: str) -> str:
    return indent((EXAMPLES / name).read_text(encoding="utf-8"), "  ")
