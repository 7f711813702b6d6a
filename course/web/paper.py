"""A quiz on paper: all its questions as officers see them, without a key, in an order of their parts that is drawn."""

from flask import current_app, render_template

from course.base.languages import Language
from course.content.document import Document
from course.content.prose import Notes
from course.content.quiz import Quiz
from course.scoring.draw import shown_order
from course.web.i18n import LANGUAGE_COOKIE, cookie_name
from course.web.questions import QuestionView


def paper_of(document: Document[Quiz], language: Language, form: str) -> str:
    """The quiz as a page of HTML of its own, to be printed. Another `form` shows the parts in another order.

    Nothing of it is a page of the site: no request asks for it.
    """
    quiz = document.in_(language)
    views = [
        QuestionView.of(
            id_, question, order=shown_order(question.shuffled_parts(), f"paper:{form}", id_), prefix=f"q{number}"
        )
        for number, (id_, question) in enumerate(quiz.questions.items(), 1)
    ]
    with current_app.test_request_context("/", headers={"Cookie": f"{cookie_name(LANGUAGE_COOKIE)}={language}"}):
        return render_template("web/paper.html", quiz=quiz, views=views, language=language, notes=Notes("n", language))
