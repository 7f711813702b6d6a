"""Questions to come back to, and who wants none or a mail."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refresher",
        sa.Column("learner_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("quiz", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("right_in_row", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('sure-wrong', 'unsure-wrong', 'unsure-right')", name=op.f("ck_refresher_reason_known")
        ),
        sa.CheckConstraint("done BETWEEN 0 AND 3", name=op.f("ck_refresher_done_of_three")),
        sa.CheckConstraint("right_in_row BETWEEN 0 AND 3", name=op.f("ck_refresher_right_in_row_in_range")),
        sa.PrimaryKeyConstraint("learner_key", "quiz", "question", name=op.f("pk_refresher")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "refresher_wish",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("mailed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("wish IN ('none', 'mail')", name=op.f("ck_refresher_wish_wish_known")),
        sa.CheckConstraint("mailed_on IS NULL OR wish = 'mail'", name=op.f("ck_refresher_wish_mailed_by_wish")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_refresher_wish_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_refresher_wish")),
    )


def downgrade() -> None:
    op.drop_table("refresher_wish")
    op.drop_table("refresher")
