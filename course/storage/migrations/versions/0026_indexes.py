"""Indexes for what pages look for, and for what is looked for when a person or a session goes."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_attempt_quiz_id", "attempt", ["quiz", "id"]),
    ("ix_attendance_noted_by", "attendance", ["noted_by"]),
    ("ix_audit_at", "audit", ["at"]),
    ("ix_counted_session", "counted", ["session"]),
    ("ix_draft_version_person_id", "draft_version", ["person_id"]),
    ("ix_hindrance_ended_on", "hindrance", ["ended_on"]),
    ("ix_outbox_person_id", "outbox", ["person_id"]),
    ("ix_proposal_confirmed_by", "proposal", ["confirmed_by"]),
    ("ix_proposal_person_id", "proposal", ["person_id"]),
    ("ix_proposal_proposed_by", "proposal", ["proposed_by"]),
    ("ix_publication_person_id", "publication", ["person_id"]),
    ("ix_reminder_session_code", "reminder", ["session_code"]),
    ("ix_rescoring_quiz", "rescoring", ["quiz"]),
    ("ix_review_comment_person_id", "review_comment", ["person_id"]),
    ("ix_review_comment_replied_by", "review_comment", ["replied_by"]),
    ("ix_room_ends_at", "room", ["ends_at"]),
    ("ix_session_ends_at", "session", ["ends_at"]),
    ("ix_session_organisation_id_track_starts_at", "session", ["organisation_id", "track", "starts_at"]),
    ("ix_session_starts_at", "session", ["starts_at"]),
    ("ix_sign_in_last_seen_at", "sign_in", ["last_seen_at"]),
    ("ix_sign_in_opened_at", "sign_in", ["opened_at"]),
    ("ix_signature_person_id", "signature", ["person_id"]),
    ("ix_submission_submitted_by", "submission", ["submitted_by"]),
    ("ix_tally_document", "tally", ["document"]),
    ("ix_throttle_window", "throttle", ["window"]),
    ("ix_unit_parent_id", "unit", ["parent_id"]),
    ("ix_voiding_confirmed_by", "voiding", ["confirmed_by"]),
    ("ix_voiding_proposed_by", "voiding", ["proposed_by"]),
)


BUT_OFFICER = sa.text("name <> 'officer'")


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)
    op.drop_index("ix_session_organisation_id", "session")
    op.create_index(
        "ix_role_but_officer", "role", ["name"], sqlite_where=BUT_OFFICER, postgresql_where=BUT_OFFICER
    )


def downgrade() -> None:
    op.create_index("ix_session_organisation_id", "session", ["organisation_id"])
    op.drop_index("ix_role_but_officer", "role")
    for name, table, _ in reversed(INDEXES):
        op.drop_index(name, table)
