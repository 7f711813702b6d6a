"""Re-scorings, and what they make of outcomes. An outcome stays as it was handed in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "rescoring",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("quiz", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["revision.digest"], name=op.f("fk_rescoring_digest_revision")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_rescoring")),
    )
    op.create_table(
        "corrected_outcome",
        sa.Column("attempt_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("is_at_hand_in", sa.Boolean(), nullable=False),
        sa.Column("marks", DATA, nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_corrected_outcome_percent_in_range")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_corrected_outcome_seq_from_one")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_corrected_outcome_attempt_id_attempt"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["digest"], ["revision.digest"], name=op.f("fk_corrected_outcome_digest_revision")),
        sa.PrimaryKeyConstraint("attempt_id", "seq", name=op.f("pk_corrected_outcome")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("corrected_outcome")
    op.drop_table("rescoring")
