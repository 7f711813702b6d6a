"""Mistakes that readers report, and what trainers answer after a session."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mistake",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("shelf", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "shelf IN ('module', 'case', 'quiz', 'term', 'source')", name=op.f("ck_mistake_shelf_known")
        ),
        sa.CheckConstraint("kind IN ('law', 'link', 'language', 'other')", name=op.f("ck_mistake_kind_known")),
        sa.CheckConstraint(
            "(closed_on IS NULL AND outcome IS NULL AND note IS NULL)"
            " OR (closed_on IS NOT NULL AND outcome IN ('corrected', 'no-mistake') AND note IS NOT NULL)",
            name=op.f("ck_mistake_closed_whole"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mistake")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mistake_closed_on", "mistake", ["closed_on"])
    op.create_table(
        "shown_answer",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("is_ready", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("session", "sentence", name=op.f("pk_shown_answer")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("shown_answer")
    op.drop_table("mistake")
