"""Parts of questions are voided from a page, and a text may re-score its quiz more than once by that."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
WITHOUT_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    op.create_table(
        "voiding",
        sa.Column("quiz", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("core_digest", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.CheckConstraint("confirmed_by <> proposed_by", name=op.f("ck_voiding_by_two")),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_at IS NOT NULL", name=op.f("ck_voiding_confirmed_at_an_hour")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_voiding_confirmed_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_voiding_proposed_by_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("quiz", "question", "part", "core_digest", name=op.f("pk_voiding")),
    )
    for table in ("rescoring", "corrected_outcome"):
        op.add_column(table, sa.Column("nth", sa.Integer(), nullable=True))
        op.execute(sa.table(table, sa.column("nth", sa.Integer())).update().values(nth=0))
    with op.batch_alter_table("corrected_outcome", table_kwargs=WITHOUT_ROWID) as batch:
        batch.alter_column("nth", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("rescoring") as batch:
        batch.alter_column("nth", existing_type=sa.Integer(), nullable=False)
        batch.drop_constraint(op.f("pk_rescoring"), type_="primary")
        batch.create_primary_key(op.f("pk_rescoring"), ["digest", "nth"])


def downgrade() -> None:
    rescoring = sa.table("rescoring", sa.column("nth", sa.Integer()))
    op.execute(rescoring.delete().where(rescoring.c.nth > 0))
    with op.batch_alter_table("rescoring") as batch:
        batch.drop_constraint(op.f("pk_rescoring"), type_="primary")
        batch.create_primary_key(op.f("pk_rescoring"), ["digest"])
        batch.drop_column("nth")
    with op.batch_alter_table("corrected_outcome", table_kwargs=WITHOUT_ROWID) as batch:
        batch.drop_column("nth")
    op.drop_table("voiding")
