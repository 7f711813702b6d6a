"""The opening of a quiz: what is asked and how it counts."""

from typing import Any

from flask import render_template

from course.content.document import Document
from course.content.quiz import Quiz
from course.web.i18n import page_language
from course.web.player.addresses import QuizAddresses


def quiz_page(document: Document[Quiz], at: QuizAddresses, asked: int, *, back: tuple[str, str], **own: Any) -> str:
    """The opening of a quiz that asks `asked` questions; `back`: an address and its words."""
    return render_template(
        "player/quiz.html",
        at=at,
        quiz=document.in_(page_language()),
        asked=asked,
        language=page_language(),
        back_url=back[0],
        back=back[1],
        **own,
    )
