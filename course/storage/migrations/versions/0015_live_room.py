"""The live room: a case that a session plays together, its rounds of votes, and votes while a round is open."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "room",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("choices", DATA, nullable=False),
        sa.Column("scene", sa.Text(), nullable=False),
        sa.Column("hands", DATA, nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("phones", sa.Integer(), nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.CheckConstraint("phones >= 0", name=op.f("ck_room_phones_from_none")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_room")),
        sa.UniqueConstraint("session", name=op.f("uq_room_session")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "room_round",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("scene", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_spent", sa.Boolean(), nullable=False),
        sa.Column("words", DATA, nullable=True),
        sa.Column("week", sa.Date(), nullable=False),
        sa.CheckConstraint("n BETWEEN 1 AND 2", name=op.f("ck_room_round_two_at_most")),
        sa.PrimaryKeyConstraint("session", "case_id", "scene", "n", name=op.f("pk_room_round")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "room_ballot",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("scene", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("voter", sa.LargeBinary(length=32), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("session", "case_id", "scene", "n", "voter", name=op.f("pk_room_ballot")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("room_ballot")
    op.drop_table("room_round")
    op.drop_table("room")
