"""The first tables: people, content, learning."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "revision",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("bundle", DATA, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_revision")),
    )
    op.create_table(
        "section_seen",
        sa.Column("learner_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("learner_key", "module", "section", name=op.f("pk_section_seen")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "session",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("track", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.CheckConstraint("due_at <= starts_at", name=op.f("ck_session_is_prepared_before")),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_session_has_seats")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_session_ends_after_it_starts")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_session")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("organisation_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("parent_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(parent_id IS NULL) = (kind = 'organisation')", name=op.f("ck_unit_root_is_an_organisation")
        ),
        sa.CheckConstraint("audience IN ('officers', 'equality-body')", name=op.f("ck_unit_audience_known")),
        sa.CheckConstraint(
            "kind IN ('organisation', 'command', 'division', 'station')", name=op.f("ck_unit_kind_known")
        ),
        sa.CheckConstraint(
            "(parent_id IS NULL) = (organisation_id = id)", name=op.f("ck_unit_root_is_its_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "parent_id"],
            ["unit.organisation_id", "unit.id"],
            name=op.f("fk_unit_organisation_id_parent_id_unit"),
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["unit.id"], name=op.f("fk_unit_organisation_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_unit_organisation_id_id")),
        sa.UniqueConstraint("path", name=op.f("uq_unit_path")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("learner_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("quiz", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("registers_digest", sa.Text(), nullable=False),
        sa.Column("questions", DATA, nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["revision.digest"], name=op.f("fk_attempt_digest_revision")),
        sa.ForeignKeyConstraint(
            ["registers_digest"], ["revision.digest"], name=op.f("fk_attempt_registers_digest_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_attempt_learner_key_quiz", "attempt", ["learner_key", "quiz"])
    op.create_index(
        "uq_attempt_open",
        "attempt",
        ["learner_key", "quiz"],
        unique=True,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )

    op.create_table(
        "case_run",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("learner_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("registers_digest", sa.Text(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["revision.digest"], name=op.f("fk_case_run_digest_revision")),
        sa.ForeignKeyConstraint(
            ["registers_digest"], ["revision.digest"], name=op.f("fk_case_run_registers_digest_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_run")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_run_learner_key_case_id", "case_run", ["learner_key", "case_id"])
    op.create_index(
        "uq_case_run_first",
        "case_run",
        ["learner_key", "case_id"],
        unique=True,
        sqlite_where=sa.text("is_first"),
        postgresql_where=sa.text("is_first"),
    )

    op.create_table(
        "person",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("organisation_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("service_number", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("language IN ('pt', 'en')", name=op.f("ck_person_language_known")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_is_lower_case")),
        sa.CheckConstraint("email IS NOT NULL OR service_number IS NOT NULL", name=op.f("ck_person_can_be_found")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "unit_id"],
            ["unit.organisation_id", "unit.id"],
            name=op.f("fk_person_organisation_id_unit_id_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("organisation_id", "service_number", name=op.f("uq_person_organisation_id_service_number")),
    )
    op.create_index("ix_person_unit_id", "person", ["unit_id"])

    op.create_table(
        "answer",
        sa.Column("attempt_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.Text(), nullable=False),
        sa.Column("value", DATA, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_answer_seq_from_one")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_answer_attempt_id_attempt"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "question", "seq", name=op.f("pk_answer")),
        sa.UniqueConstraint("attempt_id", "client_key", name=op.f("uq_answer_attempt_id_client_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_step",
        sa.Column("run_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("scene", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.CheckConstraint("n >= 1", name=op.f("ck_case_step_n_from_one")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["case_run.id"], name=op.f("fk_case_step_run_id_case_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "n", name=op.f("pk_case_step")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "completion",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("digests", DATA, nullable=True),
        sa.CheckConstraint("(date IS NULL) = (digests IS NULL)", name=op.f("ck_completion_dated_with_its_digests")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_completion_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "module", name=op.f("pk_completion")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outcome",
        sa.Column("attempt_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("marks", DATA, nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("handed_in_at", MOMENT, nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_outcome_percent_in_range")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_outcome_attempt_id_attempt"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_outcome")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "role",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.CheckConstraint("(name = 'reviewer') = (body IS NOT NULL)", name=op.f("ck_role_only_a_reviewer_has_a_body")),
        sa.CheckConstraint("body IN ('police', 'equality-body', 'civil-society')", name=op.f("ck_role_body_known")),
        sa.CheckConstraint(
            "name IN ('officer', 'trainer', 'reviewer', 'supervisor', 'administrator', 'auditor')",
            name=op.f("ck_role_name_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "name", name=op.f("pk_role")),
    )
    op.create_table(
        "seat",
        sa.Column("session_code", sa.Text(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_seat_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_code"], ["session.code"], name=op.f("fk_seat_session_code_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_code", "person_id", name=op.f("pk_seat")),
    )
    op.create_index("ix_seat_person_id", "seat", ["person_id"])

    op.create_table(
        "session_trainer",
        sa.Column("session_code", sa.Text(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_session_trainer_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_code"], ["session.code"], name=op.f("fk_session_trainer_session_code_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_code", "person_id", name=op.f("pk_session_trainer")),
    )
    op.create_index("ix_session_trainer_person_id", "session_trainer", ["person_id"])

    op.create_table(
        "supervision",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_supervision_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_supervision_unit_id_unit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "unit_id", name=op.f("pk_supervision")),
    )
    op.create_index("ix_supervision_unit_id", "supervision", ["unit_id"])

    op.create_table(
        "sign_in",
        sa.Column("id", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("active_role", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "active_role"],
            ["role.person_id", "role.name"],
            name=op.f("fk_sign_in_person_id_active_role_role"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"])


def downgrade() -> None:
    op.drop_table("sign_in")
    op.drop_table("supervision")
    op.drop_table("session_trainer")
    op.drop_table("seat")
    op.drop_table("role")
    op.drop_table("outcome")
    op.drop_table("completion")
    op.drop_table("case_step")
    op.drop_table("answer")
    op.drop_table("person")
    op.drop_table("case_run")
    op.drop_table("attempt")
    op.drop_table("unit")
    op.drop_table("session")
    op.drop_table("section_seen")
    op.drop_table("revision")
    op.drop_table("meta")
