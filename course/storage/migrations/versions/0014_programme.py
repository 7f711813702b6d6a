"""The programme over the country: in which district a session is, and how many officers are to be reached."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("district", sa.Text(), nullable=True))
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
        batch.drop_column("district")
