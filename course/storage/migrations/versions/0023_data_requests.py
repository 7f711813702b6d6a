"""People ask for restriction, objection, access, rectification and erasure, and are answered."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

IN_FORCE = "kind = 'restriction' AND ended_on IS NULL"


def upgrade() -> None:
    op.create_table(
        "data_request",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("answered", sa.LargeBinary(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('restriction', 'objection', 'access', 'rectification', 'erasure')",
            name=op.f("ck_data_request_kind_known"),
        ),
        sa.CheckConstraint(
            "ground IN ('inaccurate', 'unlawful', 'claims', 'objected')", name=op.f("ck_data_request_ground_known")
        ),
        sa.CheckConstraint("decision IN ('granted', 'refused')", name=op.f("ck_data_request_decision_known")),
        sa.CheckConstraint(
            "(kind = 'restriction') = (ground IS NOT NULL)", name=op.f("ck_data_request_restricted_on_a_ground")
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (answered_on IS NULL)", name=op.f("ck_data_request_decided_on_a_day")
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (answered IS NULL)", name=op.f("ck_data_request_decided_with_an_answer")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR (kind = 'restriction' AND decision IS NOT NULL)",
            name=op.f("ck_data_request_end_announced"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_data_request_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    op.create_index("ix_data_request_person_id", "data_request", ["person_id"])
    op.create_index(
        "uq_data_request_restriction",
        "data_request",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text(IN_FORCE),
        postgresql_where=sa.text(IN_FORCE),
    )


def downgrade() -> None:
    op.drop_table("data_request")
