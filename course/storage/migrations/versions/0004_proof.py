"""The proof of a case beside its text, so that no page ever waits for one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DATA = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("revision", sa.Column("proof", DATA, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("revision") as revisions:
        revisions.drop_column("proof")
