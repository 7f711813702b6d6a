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


LOOKED_AT = sa.table("looked_at", *(sa.column(name) for name in ("attempt_id", "is_repeated")))


def upgrade() -> None:
    _look_for_repeated_hand_ins()
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


def _was_handed_in_before() -> sa.Exists:
    """As they were counted until now: by their moment, and of the same week by their id."""
    own, earlier, before = ATTEMPT.alias(), ATTEMPT.alias(), OUTCOME.alias()
    was_before = sa.or_(
        before.c.handed_in_at < OUTCOME.c.handed_in_at,
        sa.and_(before.c.handed_in_at == OUTCOME.c.handed_in_at, before.c.attempt_id < OUTCOME.c.attempt_id),
    )
    return (
        sa.select(earlier.c.id)
        .select_from(
            own.join(earlier, sa.and_(earlier.c.learner_key == own.c.learner_key, earlier.c.quiz == own.c.quiz)).join(
                before, before.c.attempt_id == earlier.c.id
            )
        )
        .where(own.c.id == OUTCOME.c.attempt_id, was_before)
        .correlate(OUTCOME)
        .exists()
    )


def _look_for_repeated_hand_ins() -> None:
    """Before anything is locked: of a hundred thousand it takes seconds, in which people hand in."""
    looked = sa.select(OUTCOME.c.attempt_id, _was_handed_in_before().label("is_repeated"))
    op.execute(f"CREATE TEMPORARY TABLE looked_at AS {looked.compile(op.get_bind())}")


def _mark_first_hand_ins() -> None:
    """Whoever hands in waits from here on: only what is no first one is written, and only what is new looked at."""
    op.add_column("outcome", sa.Column("is_first", sa.Boolean(), nullable=False, server_default=sa.true()))
    repeated = sa.select(LOOKED_AT.c.attempt_id).where(LOOKED_AT.c.is_repeated)
    op.execute(OUTCOME.update().where(OUTCOME.c.attempt_id.in_(repeated)).values(is_first=False))
    is_known = sa.exists().where(LOOKED_AT.c.attempt_id == OUTCOME.c.attempt_id)
    new = op.get_bind().scalars(sa.select(OUTCOME.c.attempt_id).where(~is_known)).all()
    if new:
        is_repeated = OUTCOME.c.attempt_id.in_(new) & _was_handed_in_before()
        op.execute(OUTCOME.update().where(is_repeated).values(is_first=False))
    op.execute("DROP TABLE looked_at")
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
