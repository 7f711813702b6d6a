"""Charges are lent until a day; officers may say what they lack; supervisors may have a weekly summary."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_on IS NULL")
ONE = "uq_delegation_lender_id_borrower_id_unit_id"


def upgrade() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("lender_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("borrower_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("lent_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("lender_id <> borrower_id", name=op.f("ck_delegation_to_somebody_else")),
        sa.CheckConstraint("last_on >= lent_on", name=op.f("ck_delegation_lasts_a_day")),
        sa.ForeignKeyConstraint(
            ["lender_id"], ["person.id"], name=op.f("fk_delegation_lender_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["borrower_id"], ["person.id"], name=op.f("fk_delegation_borrower_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_delegation_unit_id_unit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(
        ONE,
        "delegation",
        ["lender_id", "borrower_id", "unit_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_delegation_lender_id", "delegation", ["lender_id"])
    op.create_index("ix_delegation_borrower_id", "delegation", ["borrower_id"])
    op.create_index("ix_delegation_unit_id", "delegation", ["unit_id"])
    op.create_table(
        "hindrance",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("lack", sa.Text(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("lack IN ('device', 'time', 'both')", name=op.f("ck_hindrance_lack_known")),
        sa.CheckConstraint("ended_on >= said_on", name=op.f("ck_hindrance_ends_after_it_was_said")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hindrance_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_hindrance")),
    )
    op.create_table(
        "summary_wish",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("mailed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_summary_wish_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_summary_wish")),
    )


def downgrade() -> None:
    op.drop_table("summary_wish")
    op.drop_table("hindrance")
    op.drop_index("ix_delegation_unit_id", table_name="delegation")
    op.drop_index("ix_delegation_borrower_id", table_name="delegation")
    op.drop_index("ix_delegation_lender_id", table_name="delegation")
    op.drop_index(ONE, table_name="delegation", sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_table("delegation")
