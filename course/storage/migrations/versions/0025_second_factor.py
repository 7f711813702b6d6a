"""Second factors: an app, passkeys and recovery codes; a sign-in remembers that one was shown in it."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('give-administrator', 'take-administrator', 'email')"
NOW = "kind IN ('give-administrator', 'take-administrator', 'email', 'take-factor')"


def upgrade() -> None:
    op.add_column("sign_in", sa.Column("has_second_step", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("sign_in", sa.Column("new_secret", sa.LargeBinary(), nullable=True))
    op.add_column("sign_in", sa.Column("challenge", sa.LargeBinary(length=32), nullable=True))
    op.create_table(
        "authenticator",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_authenticator_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_authenticator")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkey_counts_up")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_passkey_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
    )
    op.create_index("ix_passkey_person_id", "passkey", ["person_id"])
    op.create_index("uq_passkey_credential_id", "passkey", ["credential_id"], unique=True)
    _let_proposals_be(NOW)


def downgrade() -> None:
    op.execute("DELETE FROM proposal WHERE kind = 'take-factor'")
    _let_proposals_be(BEFORE)
    op.drop_index("uq_passkey_credential_id", "passkey")
    op.drop_index("ix_passkey_person_id", "passkey")
    op.drop_table("passkey")
    op.drop_table("recovery_code")
    op.drop_table("authenticator")
    with op.batch_alter_table("sign_in") as batch:
        batch.drop_column("challenge")
        batch.drop_column("new_secret")
        batch.drop_column("has_second_step")


def _let_proposals_be(known: str) -> None:
    with op.batch_alter_table("proposal") as batch:
        batch.drop_constraint(op.f("ck_proposal_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_proposal_kind_known"), known)
