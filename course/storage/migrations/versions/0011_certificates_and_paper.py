"""Certificates that can be verified, and completions recorded for people who worked on paper."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ROLES = "'officer', 'trainer', 'reviewer', 'supervisor', 'administrator', 'auditor'"


def upgrade() -> None:
    op.create_table(
        "done_on_paper",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("objected_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_done_on_paper_role_known")),
        sa.CheckConstraint("decision IN ('confirmed', 'withdrawn')", name=op.f("ck_done_on_paper_decision_known")),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (decision IS NULL)", name=op.f("ck_done_on_paper_decided_on_a_day")
        ),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (reason IS NULL)", name=op.f("ck_done_on_paper_decided_with_its_reason")
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "module"],
            ["completion.person_id", "completion.module"],
            name=op.f("fk_done_on_paper_person_id_module_completion"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "module", name=op.f("pk_done_on_paper")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "certificate",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("track", sa.Text(), nullable=False),
        sa.Column("modules", DATA, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_certificate_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_certificate")),
        sa.UniqueConstraint("person_id", "track", name=op.f("uq_certificate_person_id_track")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("certificate")
    op.drop_table("done_on_paper")
