"""A reviewer signs, for one party, exactly one text: agrees, agrees with a stated dissent, or refuses with a reason."""

from dataclasses import dataclass
from typing import Final, get_args

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.tell_authors import TextEvent, tell_authors
from course.acts.text_under_review import SignedBy, TextId, TextUnderReview, authors_of, get_text, rows_of
from course.acts.written_line import read_paragraphs
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotAllowed
from course.storage import publications, signatures
from course.storage.models import Position, SignedPart

POSITIONS: Final[tuple[Position, ...]] = get_args(Position)
LONGEST_REASON: Final = 1000
"""Characters of a dissent or of a refusal's reason."""
_NOT_SIGNED: Final = N_("Nothing was signed")
_TAKEN: Final = N_("Somebody else has signed this text for your party. Only they can change what they said.")


@dataclass(frozen=True)
class _Said:
    """A position, and why."""

    position: Position
    reason: str


def sign(desk: Desk, wanted: TextId, position: str, reason: str, *, reads_both: bool = False) -> None:
    """Put down what the reviewer's party says of that text, until it says otherwise.

    `reads_both`: the reviewer has read both languages and says that the English says the same, which signs the
    translation too. Raises NotFound for a text that is not under review; NotAllowed for one's own text; Conflict where
    somebody else speaks for the party, where one signed for another party, or where two sign at once; Invalid about
    the fields `position` and `reason`.
    """
    demand(desk.actor, "sign")
    text = get_text(desk, wanted)
    if desk.actor.person_id in authors_of(desk, text):
        raise NotAllowed(N_("You wrote in this text, and nobody signs their own. Somebody else of your party can."))
    chosen = next((one for one in POSITIONS if one == position), None)
    if chosen is None:
        raise Invalid(_NOT_SIGNED, {"position": N_("Choose what your party says of this text")})
    said = read_paragraphs(reason, LONGEST_REASON, "reason") if chosen != "agree" else ""
    if chosen != "agree" and not said:
        raise Invalid(_NOT_SIGNED, {"reason": N_("Write why: it is what the others have to go by")})
    reference, translation = rows_of(desk, text)
    _demand_own_voice(desk, reference)
    if _add(desk, text, "reference", reference, _Said(chosen, said)):
        event: TextEvent = "text-refused" if chosen == "refuse" else "text-signed"
        tell_authors(desk, event, text.kind, text.document, text.digest)
    if text.has_translation and reads_both and chosen != "refuse":
        _add(desk, text, "translation", translation, _Said("agree", ""))
    if text.submission is None:  # so that a later text can be compared with what was signed
        desk.catalogue.whole.pin_current(desk.session, text.kind, text.document)
    publications.change_version(desk.session)
    log(desk, "signed", kind=text.kind, document=text.document, text=text.digest, position=chosen)


def _demand_own_voice(desk: Desk, rows: SignedBy) -> None:
    me = desk.actor.person_id
    mine = rows.get(desk.actor.body) if desk.actor.body else None
    if mine is not None and mine.person_id not in {me, None}:
        raise Conflict(_TAKEN)
    if any(row.person_id == me for body, row in rows.items() if body != desk.actor.body):
        raise Conflict(N_("You signed this text for another party. Nobody speaks for two."))


def _add(desk: Desk, text: TextUnderReview, part: SignedPart, rows: SignedBy, said: _Said) -> bool:
    """Whether it is another position than the one that stands."""
    me, body = desk.actor.person_id, desk.actor.body
    if body is None:
        raise NotAllowed(N_("Your active role does not open this page."))
    before = rows.get(body)
    if before is not None and (before.position, before.reason, before.person_id) == (said.position, said.reason, me):
        return False  # the same form sent twice
    is_added = signatures.add(
        desk.session,
        text.kind,
        text.document,
        text.reference_digest if part == "reference" else text.digest,
        part=part,
        body=body,
        seq=before.seq + 1 if before else 1,
        person_id=me,
        position=said.position,
        reason=said.reason,
        signed_at=desk.now,
    )
    if not is_added:
        raise Conflict(_TAKEN)
    return True
