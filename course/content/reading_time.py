"""Minutes, computed from what is there: words / 180, plus one a check, scene and question (content-guide.md).

Those of a case are its proof's (content.proof): the scenes of its longest road, and the reading of its outcome."""

from course.content.fields import Text, texts_of
from course.content.module import Module, Section
from course.content.prose import count_words
from course.content.quiz import Quiz
from course.content.survey import Survey

WORDS_A_MINUTE = 180


def section_words(section: Section) -> int:
    """Words that an officer reads in a section: its title and its text."""
    return sum(count_words(text) for text in (section.title, section.text) if isinstance(text, Text))


def section_minutes(section: Section, of_case: int = 0) -> int:
    """Minutes of a section, one at least: its text, a minute a check, and those of its case (`of_case`)."""
    return max(1, round(section_words(section) / WORDS_A_MINUTE) + len(section.checks)) + of_case


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
