"""Waiting lists, apologies, and attendance as lines that are only added."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
FIXED = "session_code, person_id, seq, state, role, noted_at, reason"
TRIGGERS = {
    "attendance_is_only_added": (f"UPDATE OF {FIXED}", ""),
    "attendance_names_who_noted_it": ("UPDATE OF noted_by", "WHEN (NEW.noted_by IS NOT NULL)"),
}


def upgrade() -> None:
    op.create_table('apology',
    sa.Column('session_code', sa.Text(), nullable=False),
    sa.Column('person_id', sa.LargeBinary(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.CheckConstraint("reason IN ('service', 'leave', 'other')", name=op.f('ck_apology_reason_known')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_apology_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_code'], ['session.code'], name=op.f('fk_apology_session_code_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_code', 'person_id', name=op.f('pk_apology'))
    )
    op.create_index('ix_apology_person_id', 'apology', ['person_id'], unique=False)
    op.create_table('attendance',
    sa.Column('session_code', sa.Text(), nullable=False),
    sa.Column('person_id', sa.LargeBinary(length=16), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('noted_by', sa.LargeBinary(length=16), nullable=True),
    sa.Column('noted_at', MOMENT, nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.CheckConstraint("(role = 'administrator') = (reason IS NOT NULL)", name=op.f('ck_attendance_administrators_give_a_reason')),
    sa.CheckConstraint("role IN ('trainer', 'administrator')", name=op.f('ck_attendance_role_known')),
    sa.CheckConstraint('seq >= 1', name=op.f('ck_attendance_seq_from_one')),
    sa.CheckConstraint("state IN ('present', 'absent')", name=op.f('ck_attendance_state_known')),
    sa.ForeignKeyConstraint(['noted_by'], ['person.id'], name=op.f('fk_attendance_noted_by_person'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attendance_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_code'], ['session.code'], name=op.f('fk_attendance_session_code_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_code', 'person_id', 'seq', name=op.f('pk_attendance'))
    )
    op.create_index('ix_attendance_person_id', 'attendance', ['person_id'], unique=False)
    op.create_table('waiting',
    sa.Column('session_code', sa.Text(), nullable=False),
    sa.Column('person_id', sa.LargeBinary(length=16), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.CheckConstraint('seq >= 1', name=op.f('ck_waiting_seq_from_one')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_waiting_person_id_person'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_code'], ['session.code'], name=op.f('fk_waiting_session_code_session'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_code', 'person_id', name=op.f('pk_waiting')),
    sa.UniqueConstraint('session_code', 'seq', name=op.f('uq_waiting_session_code_seq'))
    )
    op.create_index('ix_waiting_person_id', 'waiting', ['person_id'], unique=False)
    _make_triggers()


def _make_triggers() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION attendance_refuses_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'attendance is only added' USING ERRCODE = 'check_violation'; END $$"
        )
        action = "FOR EACH ROW {when} EXECUTE FUNCTION attendance_refuses_change()"
    else:
        action = "FOR EACH ROW {when} BEGIN SELECT RAISE(ABORT, 'attendance is only added'); END"
    for name, (event, when) in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON attendance {action.format(when=when)}")


def downgrade() -> None:
    op.drop_index('ix_waiting_person_id', table_name='waiting')
    op.drop_table('waiting')
    op.drop_index('ix_attendance_person_id', table_name='attendance')
    op.drop_table('attendance')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION attendance_refuses_change()")
    op.drop_index('ix_apology_person_id', table_name='apology')
    op.drop_table('apology')
