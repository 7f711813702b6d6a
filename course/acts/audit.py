"""What is noted of an act, in its own transaction: who, in which role, what, about whom or what.

Never an answer, a password, a sentence of anybody's. Acts on one's own learning leave no entry at all: with its hour it
would tie the learning store to a person (docs/decisions/0007).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from sqlalchemy.orm import Session

from course.acts.desk import Desk
from course.storage import audit
from course.storage.models import About, RoleName

Event = Literal[
    "sign-in",
    "sign-in-failed",
    "sign-out",
    "sign-in-ended",
    "role-switched",
    "factor-added",
    "factor-removed",
    "factor-shown",
    "factor-failed",
    "factor-taken",
    "recovery-codes-made",
    "refused",
    "code-issued",
    "code-asked",
    "password-set",
    "session-planned",
    "session-changed",
    "session-cancelled",
    "targets-set",
    "seat-given",
    "seat-taken-back",
    "seat-changed",
    "seat-filled",
    "waiting-begun",
    "waiting-ended",
    "apologised",
    "apology-taken-back",
    "attendance-noted",
    "attendance-corrected",
    "calendar-address-made",
    "calendar-address-ended",
    "door-list-read",
    "picture-taken",
    "brief-opened",
    "figures-read",
    "completion-read",
    "completion-exported",
    "reminder-asked",
    "charge-lent",
    "charge-ended",
    "people-read",
    "audit-read",
    "person-read",
    "person-moved",
    "person-left",
    "person-returned",
    "person-added",
    "person-changed",
    "people-exported",
    "unit-added",
    "unit-renamed",
    "unit-moved",
    "unit-closed",
    "setting-changed",
    "role-given",
    "role-taken",
    "charge-given",
    "charge-taken",
    "proposal-made",
    "proposal-confirmed",
    "proposal-dropped",
    "administrator-made",
    "import-prepared",
    "import-dropped",
    "people-imported",
    "api-client-made",
    "api-client-revoked",
    "api-read",
    "api-person-read",
    "api-person-kept",
    "api-unit-kept",
    "own-data-exported",
    "data-request-made",
    "data-request-taken-back",
    "data-request-read",
    "data-request-answered",
    "done-on-paper",
    "paper-contested",
    "paper-decided",
    "quiz-rescored",
    "voiding-proposed",
    "voiding-confirmed",
    "voiding-dropped",
    "mistake-reported",
    "mistake-closed",
    "answer-shown",
    "answer-taken-back",
    "room-opened",
    "room-led",
    "room-closed",
    "draft-opened",
    "draft-shared",
    "draft-deleted",
    "picture-added",
    "picture-removed",
    "submitted",
    "taken-back",
    "commented",
    "signed",
    "published",
    "withdrawn",
    "erased",
    "retention",
]


@dataclass(frozen=True)
class Subject:
    """What an entry is about."""

    kind: About
    id: bytes

    @classmethod
    def session(cls, code: str) -> "Subject":
        """A session, by its code."""
        return cls("session", code.encode())


class Doer(Protocol):
    """Who acts, as far as an entry keeps it: an actor, somebody who signs in just now, or a program."""

    @property
    def person_id(self) -> bytes | None:
        """Who; None for a program."""

    @property
    def organisation_id(self) -> bytes:
        """Of which organisation."""

    @property
    def role(self) -> RoleName | None:
        """In which role; None for a program."""


def log(desk: Desk, event: Event, about: Subject | None = None, **detail: Any) -> None:
    """Note what the actor of this desk does."""
    log_of(desk.session, desk.actor, desk.now, event, about, **detail)


def log_of(
    session: Session, actor: Doer | None, now: dt.datetime, event: Event, about: Subject | None = None, **detail: Any
) -> None:
    """Note it where there is no desk: at a refusal, a page that was read, a job (without an actor)."""
    audit.append(
        session,
        audit.Entry(
            at=now,
            event=event,
            role=actor.role if actor else None,
            organisation_id=actor.organisation_id if actor else None,
            person_id=actor.person_id if actor else None,
            about_kind=about.kind if about else None,
            about_id=about.id if about else None,
            detail=detail,
        ),
    )
