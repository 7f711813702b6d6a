"""The officers of large units are counted by a job and kept as counts."""

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


def downgrade() -> None:
    op.drop_table("unit_count")
