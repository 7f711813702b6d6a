"""What is signed of the texts that stand, read from the rows of signatures."""

from collections.abc import Iterable, Mapping

from course.content.clearance import Clearance, Signed
from course.content.overlay import Key, key_of
from course.content.record import Record
from course.storage.models import Signature


def clearances_of(records: Iterable[Record], rows: Iterable[Signature]) -> Mapping[Key, Clearance]:
    """Of each document, what is signed of the text in its record; `rows` are those in force, of any text."""
    by_text: dict[tuple[str, str, str, str], list[Signature]] = {}
    for row in rows:
        by_text.setdefault((row.kind, row.document, row.text_digest, row.part), []).append(row)
    return {
        key_of(record): clearance_of(
            by_text.get((record.kind, record.id, record.reference_digest, "reference"), ()),
            by_text.get((record.kind, record.id, record.digest, "translation"), ()),
            has_translation=record.has_translation,
        )
        for record in records
    }


def clearance_of(
    of_reference: Iterable[Signature], of_translation: Iterable[Signature], *, has_translation: bool
) -> Clearance:
    """What is signed of one text; the rows are the last of each party."""
    return Clearance(
        {row.body: Signed(row.position, row.reason) for row in of_reference},
        not has_translation or any(row.position != "refuse" for row in of_translation),
    )
