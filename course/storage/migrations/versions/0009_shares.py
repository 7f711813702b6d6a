"""How hundreds chose at a fork, in the words that officers are told at an ending."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "share",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("core_digest", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("words", DATA, nullable=False),
        sa.CheckConstraint("audience IN ('officers', 'equality-body')", name=op.f("ck_share_audience_known")),
        sa.PrimaryKeyConstraint("document", "part", "core_digest", "audience", "quarter", name=op.f("pk_share")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("share")
