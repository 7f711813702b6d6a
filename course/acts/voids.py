"""What is void in a quiz now: by its text of today, and by what trainers voided from a page since."""

from collections.abc import Iterable

from course.acts.desk import Desk
from course.content.document import Document
from course.content.quiz import Quiz
from course.scoring.quiz import Voided, Voids, add_voided, as_asked, voids_of
from course.storage import voidings
from course.storage.models import Voiding


def voided_in(desk: Desk, quiz_id: str) -> list[Voided]:
    """What trainers voided in the quiz, on whatever text. In one query."""
    return [_voided(row) for row in voidings.list_in_force(desk.session, [quiz_id])]


def voids_today(desk: Desk, document: Document[Quiz]) -> Voids:
    """What is void in that text, which is the one of today. In one query."""
    return add_voided(voids_of(document.reference), voided_in(desk, document.id), [document.written])


def quiz_as_asked(desk: Desk, document: Document[Quiz]) -> Quiz:
    """The text of today, in which what counts for everybody by now is void. In one query."""
    return as_asked(document.reference, voids_today(desk, document))


def askable_today(desk: Desk, quizzes: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Quiz and question of all that these quizzes may ask today, as far as they are shown. In one query."""
    shelf = desk.catalogue.library.quizzes
    documents = [shelf[id_] for id_ in dict.fromkeys(quizzes) if id_ in shelf]
    rows = voidings.list_in_force(desk.session, [document.id for document in documents])
    found: set[tuple[str, str]] = set()
    for document in documents:
        voided = [_voided(row) for row in rows if row.quiz == document.id]
        voids = add_voided(voids_of(document.reference), voided, [document.written])
        found |= {(document.id, question) for question in as_asked(document.reference, voids).askable}
    return frozenset(found)


def _voided(row: Voiding) -> Voided:
    return Voided(row.question, row.part, row.core_digest)
