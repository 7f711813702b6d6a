"""Documents as they stood when somebody opened them, and what was answered and chosen on them."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from course.base.refusals import NotFound
from course.catalogue import Catalogue
from course.content.document import Document
from course.scoring.certainty import SURE
from course.scoring.tallies import Road, Sheet
from course.storage.group_counts import HandIn, Play


class Reader:
    """Documents as they stood, each read once; one that nobody can read any more is left out."""

    def __init__(self, session: Session, catalogue: Catalogue) -> None:
        self._session = session
        self._catalogue = catalogue
        self._read: dict[str, Document[Any] | None] = {}

    def sheets(self, hand_ins: Sequence[HandIn]) -> Iterator[tuple[HandIn, Sheet]]:
        """Each hand-in on the text it was opened on."""
        for one in hand_ins:
            quiz = self._document(self._catalogue.quiz_at, one.digest)
            if quiz is not None:
                yield (
                    one,
                    Sheet(
                        one.quiz,
                        quiz.written,
                        {id_: Fraction(mark) for id_, mark in one.marks.items()},
                        {id_: given.value for id_, given in one.answers.items()},
                        frozenset(id_ for id_, given in one.answers.items() if given.certainty == SURE),
                    ),
                )

    def roads(self, plays: Sequence[Play]) -> Iterator[tuple[Play, Road]]:
        """Each play on the text it was opened on."""
        for one in plays:
            case = self._document(self._catalogue.case_at, one.digest)
            if case is not None:
                yield one, Road(one.case_id, case.written, one.choices)

    def _document(self, read: Callable[[Session, str], Document[Any]], digest: str) -> Document[Any] | None:
        if digest not in self._read:
            try:
                self._read[digest] = read(self._session, digest)
            except NotFound:
                self._read[digest] = None
        return self._read[digest]
