"""What is counted of units is kept added up besides, so that the whole of a force is not summed by each page."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "unit_total",
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("first_due_at", MOMENT, nullable=True),
        sa.Column("last_due_at", MOMENT, nullable=True),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.CheckConstraint("stage IN ('done', 'now', 'todo')", name=op.f("ck_unit_total_stage_known")),
        sa.CheckConstraint(
            "deadline IN ('late', 'soon', 'later', 'none')", name=op.f("ck_unit_total_deadline_known")
        ),
        sa.CheckConstraint("people >= 1", name=op.f("ck_unit_total_of_somebody")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_total_unit_id_unit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("unit_id", "stage", "deadline", name=op.f("pk_unit_total")),
    )


def downgrade() -> None:
    op.drop_table("unit_total")
