"""Sessions in a room: when, where, with whom."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, type_of_json


class CourseSession(Base):
    """A session of a track (table `session`; the class is not called Session, which is SQLAlchemy's)."""

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_it_starts"),
        CheckConstraint("due_at <= starts_at", name="is_prepared_before"),
        CheckConstraint("due_days >= 0", name="is_due_so_many_days_before"),
        CheckConstraint("picture_due_at <= picture_eve_at", name="picture_is_due_before_its_eve"),
        Index("ix_session_organisation_id_track_starts_at", "organisation_id", "track", "starts_at"),
        CheckConstraint("seats >= 1", name="has_seats"),
        Index("ix_session_starts_at", "starts_at"),
        Index("ix_session_ends_at", "ends_at"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)  # "RD-2026-031": printed on cards, so it is the key
    track: Mapped[str]
    place: Mapped[str]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]  # that hour; it moves with the session
    seats: Mapped[int]  # how many there are
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("unit.id"))  # whose administrators see it
    due_days: Mapped[int]  # how many days before the session the modules are due, at 18:00 in Lisbon
    picture_due_at: Mapped[dt.datetime]  # the two hours of the picture: fixed when it was planned, whatever changes
    picture_eve_at: Mapped[dt.datetime]
    cancelled_at: Mapped[dt.datetime | None]
    tallied_at: Mapped[dt.datetime | None]  # when what was learned after it was added up; None until then
    changes: Mapped[int] = mapped_column(default=0, server_default="0")  # how often what those seated are told changed
    changed_at: Mapped[dt.datetime | None]  # when that was last; None for never
    district: Mapped[str | None]  # of `base.districts`; None of sessions planned before one was asked for
    before: Mapped[list[str] | None] = mapped_column(type_of_json)  # modules chosen for it; None: its track's


class SessionTrainer(Base):
    """A trainer who leads a session."""

    __tablename__ = "session_trainer"
    __table_args__ = (Index("ix_session_trainer_person_id", "person_id"),)

    session_code: Mapped[str] = mapped_column(ForeignKey("session.code", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)


class Seat(Base):
    """A person's seat in a session."""

    __tablename__ = "seat"
    __table_args__ = (Index("ix_seat_person_id", "person_id"),)

    session_code: Mapped[str] = mapped_column(ForeignKey("session.code", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
