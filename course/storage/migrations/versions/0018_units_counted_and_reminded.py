"""The officers of large units are counted by a job; those who have not finished can be reminded at one press."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "unit_count",
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("first_due_at", MOMENT, nullable=True),
        sa.Column("last_due_at", MOMENT, nullable=True),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.CheckConstraint("stage IN ('done', 'now', 'todo')", name=op.f("ck_unit_count_stage_known")),
        sa.CheckConstraint(
            "deadline IN ('late', 'soon', 'later', 'none')", name=op.f("ck_unit_count_deadline_known")
        ),
        sa.CheckConstraint("people >= 1", name=op.f("ck_unit_count_of_somebody")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_count_unit_id_unit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("unit_id", "stage", "deadline", name=op.f("pk_unit_count")),
    )
    op.create_table(
        "finish_reminder",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_finish_reminder_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_finish_reminder")),
    )
    op.create_table(
        "reminder_round",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("session_code", sa.Text(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(unit_id IS NULL) <> (session_code IS NULL)", name=op.f("ck_reminder_round_of_a_unit_or_a_session")
        ),
        sa.CheckConstraint("sent >= 0", name=op.f("ck_reminder_round_sent_from_none")),
        sa.ForeignKeyConstraint(
            ["session_code"], ["session.code"], name=op.f("fk_reminder_round_session_code_session"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_reminder_round_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_round")),
    )
    op.create_index("ix_reminder_round_unit_id", "reminder_round", ["unit_id"])
    op.create_index("ix_reminder_round_session_code", "reminder_round", ["session_code"])


def downgrade() -> None:
    op.drop_table("reminder_round")
    op.drop_table("finish_reminder")
    op.drop_table("unit_count")
