"""Of which audience a tally is, which hand-in was a first one, what was added up after a session."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
WITHOUT_ROWID = {"sqlite_with_rowid": False}
OUTCOME = sa.table("outcome", *(sa.column(name) for name in ("attempt_id", "handed_in_at", "is_first")))
ATTEMPT = sa.table("attempt", *(sa.column(name) for name in ("id", "learner_key", "quiz")))


def upgrade() -> None:
    op.add_column("session", sa.Column("tallied_at", MOMENT, nullable=True))
    _add_audience_to_tallies()
    _mark_first_hand_ins()


def _add_audience_to_tallies() -> None:
    op.add_column("tally", sa.Column("audience", sa.Text(), nullable=True))
    # Until now every track was for officers.
    op.execute(sa.table("tally", sa.column("audience", sa.Text())).update().values(audience="officers"))
    with op.batch_alter_table("tally", table_kwargs=WITHOUT_ROWID) as batch:
        batch.alter_column("audience", existing_type=sa.Text(), nullable=False)
        batch.create_check_constraint(op.f("ck_tally_audience_known"), "audience IN ('officers', 'equality-body')")


def _mark_first_hand_ins() -> None:
    """As they were counted until now: by their moment, and of the same week by their id.

    Only what is no first one is written: who hands in waits for that, and a hundred thousand rows took four seconds.
    """
    op.add_column("outcome", sa.Column("is_first", sa.Boolean(), nullable=False, server_default=sa.true()))
    own, earlier, before = ATTEMPT.alias(), ATTEMPT.alias(), OUTCOME.alias()
    was_before = sa.or_(
        before.c.handed_in_at < OUTCOME.c.handed_in_at,
        sa.and_(before.c.handed_in_at == OUTCOME.c.handed_in_at, before.c.attempt_id < OUTCOME.c.attempt_id),
    )
    another = (
        sa.select(earlier.c.id)
        .select_from(
            own.join(earlier, sa.and_(earlier.c.learner_key == own.c.learner_key, earlier.c.quiz == own.c.quiz)).join(
                before, before.c.attempt_id == earlier.c.id
            )
        )
        .where(own.c.id == OUTCOME.c.attempt_id, was_before)
        .correlate(OUTCOME)
    )
    op.execute(OUTCOME.update().where(another.exists()).values(is_first=False))
    with op.batch_alter_table("outcome", table_kwargs=WITHOUT_ROWID) as batch:
        batch.alter_column("is_first", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("outcome", table_kwargs=WITHOUT_ROWID) as batch:
        batch.drop_column("is_first")
    with op.batch_alter_table("tally", table_kwargs=WITHOUT_ROWID) as batch:
        batch.drop_constraint(op.f("ck_tally_audience_known"), type_="check")
        batch.drop_column("audience")
    with op.batch_alter_table("session") as batch:
        batch.drop_column("tallied_at")
