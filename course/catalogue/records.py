"""The records of a library by what they are asked for, so that a page's work does not grow with the library."""

from collections.abc import Iterable

from course.content.record import Record


class Records:
    """Read once; the first of those that answer to the same."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_key: dict[tuple[str, str], Record] = {}
        self._by_digest: dict[tuple[str, str], Record] = {}
        self._modules_of_case: dict[str, list[str]] = {}
        self._module_of_quiz: dict[str, str] = {}
        for record in records:
            self._by_key.setdefault((record.kind, record.id), record)
            self._by_digest.setdefault((record.kind, record.digest), record)
            if record.kind == "module" and record.is_shown:
                self._module_of_quiz.setdefault(record.quiz, record.id)
                for case in dict.fromkeys(record.cases):
                    self._modules_of_case.setdefault(case, []).append(record.id)

    def find(self, kind: str, id_: str) -> Record | None:
        """That of a document, shown or not."""
        return self._by_key.get((kind, id_))

    def find_shown(self, kind: str, id_: str) -> Record | None:
        """That of a document that readers may see."""
        record = self.find(kind, id_)
        return record if record and record.is_shown else None

    def find_text(self, kind: str, digest: str) -> Record | None:
        """That of the document whose current text has that digest."""
        return self._by_digest.get((kind, digest))

    def modules_of_case(self, case_id: str) -> tuple[str, ...]:
        """The ids of the shown modules in which the case is played, in the library's order."""
        return tuple(self._modules_of_case.get(case_id, ()))

    def module_of_quiz(self, quiz_id: str) -> str | None:
        """The id of the first shown module that the quiz closes."""
        return self._module_of_quiz.get(quiz_id)
