"""The programme over the country: in which district a session is, which modules it asks before, and whom to reach."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("session", sa.Column("district", sa.Text(), nullable=True))
    op.add_column("session", sa.Column("before", DATA, nullable=True))
    op.create_table(
        "programme_target",
        sa.Column("organisation_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("track", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("officers", sa.Integer(), nullable=False),
        sa.CheckConstraint("officers >= 1", name=op.f("ck_programme_target_means_somebody")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["unit.id"],
            name=op.f("fk_programme_target_organisation_id_unit"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "track", "year", name=op.f("pk_programme_target")),
    )


def downgrade() -> None:
    op.drop_table("programme_target")
    with op.batch_alter_table("session") as batch:
        batch.drop_column("before")
        batch.drop_column("district")
