"""Minutes, computed from what is there: words / 180, plus one a check, scene and question (content-guide.md)."""

from course.content.case import Case
from course.content.fields import Text, texts_of
from course.content.module import Module, Section
from course.content.prose import count_words
from course.content.quiz import Quiz
from course.content.survey import Survey

WORDS_A_MINUTE = 180


def section_minutes(section: Section, case: Case | None = None) -> int:
    """Minutes of a section, one at least: its text, a minute a check, and the scenes of its case's longest road."""
    words = sum(count_words(text) for text in (section.title, section.text) if isinstance(text, Text))
    return max(1, round(words / WORDS_A_MINUTE) + len(section.checks)) + (longest_road(case) if case else 0)


def quiz_minutes(quiz: Quiz) -> int:
    """A minute a question asked."""
    return quiz.asked


def survey_minutes(survey: Survey) -> int:
    """A minute a question."""
    return len(survey.questions)


def module_words(module: Module) -> int:
    """Words an officer reads: sections, checks and card, without the trainer's notes and objections."""
    unread = ("notes", "objections")
    return sum(
        count_words(text)
        for path, text in texts_of(module)
        if isinstance(text, str)
        and not any(step in unread for step in path)
        and path[0] in {"sections", "card", "summary"}
    )


def longest_road(case: Case) -> int:
    """Scenes met on the longest road through the case (a scene met again on a road is counted once)."""
    lengths: dict[str, int] = {}

    def length(id_: str, met: frozenset[str]) -> int:
        if id_ in met:
            return 0
        if id_ not in lengths:
            later = (length(choice.next, met | {id_}) for choice in case.scenes[id_].choices.values())
            lengths[id_] = 1 + max(later, default=0)
        return lengths[id_]

    return length(case.start, frozenset())
