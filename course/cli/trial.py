"""Commands for trying a quiz before officers meet it: `flask content paper` and `flask content mark`."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Final

import click

from course.base.config import read_settings
from course.base.languages import N_, Language
from course.base.refusals import Invalid
from course.cli.content import content
from course.cli.places import Place, find_place
from course.cli.words import Words, language_option
from course.content.document import Document
from course.content.library import read_library
from course.content.questions.base import Form, Question
from course.content.quiz import Quiz
from course.scoring.trial import TRIALS, WAYS, Tried, Way, asked_digest, read_trial, write_trial
from course.web.paper import paper_of

_NO_QUIZ: Final = N_("%(name)s is no quiz that officers can be shown: name one, without errors")
_NO_ANSWERS: Final = N_("%(name)s holds no answers: a JSON object of questions, each with its fields and their values")
_NOT_ASKED: Final = N_("%(name)s: there is no such question in this quiz")
_NOT_OFFERED: Final = N_("%(name)s: an answer that the paper does not offer")
_ANSWERED: Final = N_("%(solver)s has answered this wording already: give another name, or mend the file")


@content.command("paper")
@click.argument("given", metavar="QUIZ")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The HTML file to write.")
@click.option("--form", default="1", help="Another word or number shows the parts in another order.")
@language_option
def paper(given: str, output: Path, form: str, language: Language) -> None:
    """Write a quiz, all questions without a key, as a page to print: for a trial before officers meet it."""
    _, document = _quiz(given, Words(language))
    output.write_text(paper_of(document, language, form), encoding="utf-8")
    click.echo(output)


@content.command("mark")
@click.argument("given", metavar="QUIZ")
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--solver", required=True, help="A number or a word that names nobody.")
@click.option("--way", required=True, type=click.Choice(WAYS), help="Whether the module was read, or how else.")
@language_option
def mark(given: str, answers: Path, solver: str, way: Way, language: Language) -> None:
    """Mark the answers of one person and keep the marks, not the answers, in trials/QUIZ.csv.

    ANSWERS is a JSON file: `{"question": {"answer": ["option"]}}`, with the ids of `content show` and the fields of the
    paper. Whatever is left out was left empty. WAY is `read` (the module was read), `wording` (by wording and sense
    alone, lots drawn where only knowledge decides) or `knowledge` (without the module, by all that one knows).
    """
    words = Words(language)
    place, document = _quiz(given, words)
    quiz = document.written
    tried = [
        Tried(solver, way, id_, asked_digest(quiz.questions[id_]), mark)
        for id_, mark in _marks(document.reference, answers, words).items()
    ]
    kept = place.library / TRIALS / f"{place.id}.csv"
    before = read_trial(kept.read_text(encoding="utf-8")) if kept.exists() else []
    if {(one.solver, one.digest) for one in before} & {(one.solver, one.digest) for one in tried}:
        raise words.refusal(_ANSWERED, solver=solver)
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(write_trial([*before, *tried]), encoding="utf-8")
    for one in tried:
        click.echo(f"{one.mark}\t{one.question}")


def _quiz(given: str, words: Words) -> tuple[Place, Document[Quiz]]:
    library = read_settings().library
    place = find_place(library, given, words)
    document = read_library(library).quizzes.get(place.id) if place.kind == "quiz" else None
    if document is None:
        raise words.refusal(_NO_QUIZ, name=place.name)
    return place, document


def _marks(quiz: Quiz, answers: Path, words: Words) -> dict[str, Fraction]:
    """The mark of every scored question; nothing filled in is worth 0."""
    try:
        given = json.loads(answers.read_text(encoding="utf-8"))
        filled = {id_: {name: list(values) for name, values in form.items()} for id_, form in given.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise words.refusal(_NO_ANSWERS, name=answers.name) from error
    for id_ in filled:
        if id_ not in quiz.questions:
            raise words.refusal(_NOT_ASKED, name=id_)
    return {
        id_: _mark(id_, question, filled.get(id_, {}), words)
        for id_, question in quiz.questions.items()
        if question.is_scored
    }


def _mark(id_: str, question: Question, form: Form, words: Words) -> Fraction:
    try:
        return question.mark(question.read(form))
    except Invalid as error:
        raise words.refusal(_NOT_OFFERED, name=id_) from error
