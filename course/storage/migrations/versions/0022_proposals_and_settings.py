"""What one administrator proposes waits until another one decides; an organisation may set a larger smallest group."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
OPEN = sa.text("confirmed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("organisation_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.LargeBinary(length=16), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.LargeBinary(length=16), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "kind IN ('give-administrator', 'take-administrator', 'email')", name=op.f("ck_proposal_kind_known")
        ),
        sa.CheckConstraint("email IS NULL OR kind = 'email'", name=op.f("ck_proposal_an_address_of_its_kind")),
        sa.CheckConstraint("confirmed_by <> proposed_by", name=op.f("ck_proposal_by_two")),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)", name=op.f("ck_proposal_confirmed_at_an_hour")
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["unit.id"], name=op.f("fk_proposal_organisation_id_unit")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proposal_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_proposal_proposed_by_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_proposal_confirmed_by_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_organisation_id", "proposal", ["organisation_id"])
    op.create_index(
        "uq_proposal_person_id_kind",
        "proposal",
        ["person_id", "kind"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "organisation_setting",
        sa.Column("organisation_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("smallest_group", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "smallest_group BETWEEN 8 AND 30", name=op.f("ck_organisation_setting_never_below_eight")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["unit.id"], name=op.f("fk_organisation_setting_organisation_id_unit")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_setting")),
    )


def downgrade() -> None:
    op.drop_table("organisation_setting")
    op.drop_index("uq_proposal_person_id_kind", "proposal", sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_index("ix_proposal_organisation_id", "proposal")
    op.drop_table("proposal")
