"""The ground of all rooms: audit, mail, jobs, throttles, codes, sessions' hours, figures about groups, voices."""

import datetime as dt
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")
DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LISBON = ZoneInfo("Europe/Lisbon")
WITHOUT_ROWID = {"sqlite_with_rowid": False}
SESSION = sa.table(
    "session",
    sa.column("code", sa.Text()),
    sa.column("starts_at", MOMENT),
    sa.column("due_at", MOMENT),
    sa.column("organisation_id", sa.LargeBinary(length=16)),
    sa.column("due_days", sa.Integer()),
    sa.column("picture_due_at", MOMENT),
    sa.column("picture_eve_at", MOMENT),
)
NEW_TABLES = (
    "sign_in_code",
    "reminder",
    "outbox",
    "known_device",
    "voice",
    "throttle",
    "tally",
    "sheet",
    "pooled",
    "picture",
    "pending",
    "job",
    "erasure",
    "counted",
    "audit_seal",
    "audit",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("organisation_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("person_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("about_kind", sa.Text(), nullable=True),
        sa.Column("about_id", sa.LargeBinary(), nullable=True),
        sa.Column("about_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("detail", DATA, nullable=False),
        sa.CheckConstraint("about_kind IN ('person', 'unit', 'session')", name=op.f("ck_audit_about_kind_known")),
        sa.CheckConstraint(
            "role IN ('officer', 'trainer', 'reviewer', 'supervisor', 'administrator', 'auditor')",
            name=op.f("ck_audit_role_known"),
        ),
        sa.CheckConstraint(
            "(about_kind IS NULL) = (about_digest IS NULL)", name=op.f("ck_audit_about_something_of_a_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_about_id", "audit", ["about_id"])
    op.create_index("ix_audit_organisation_id_at", "audit", ["organisation_id", "at"])
    op.create_index("ix_audit_person_id", "audit", ["person_id"])

    op.create_table(
        "audit_seal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("entry_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_audit_seal_seq_from_one")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_seal_entry_id")),
    )
    op.create_table(
        "counted",
        sa.Column("learner_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("learner_key", name=op.f("pk_counted")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "erasure",
        sa.Column("learner_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("learner_key", name=op.f("pk_erasure")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "job",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("report", DATA, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job")),
    )
    op.create_table(
        "pending",
        sa.Column("learner_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("learner_key", "place", name=op.f("pk_pending")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pending_batch", "pending", ["batch"])

    op.create_table(
        "picture",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("hour", MOMENT, nullable=False),
        sa.Column("words", DATA, nullable=False),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_picture")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pooled",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pooled")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sheet",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wave", sa.Text(), nullable=False),
        sa.Column("arm", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("cluster", sa.LargeBinary(length=16), nullable=True),
        sa.Column("answers", DATA, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sheet_wave", "sheet", ["wave"])

    op.create_table(
        "tally",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("core_digest", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("figures", DATA, nullable=False),
        sa.CheckConstraint("kind IN ('question', 'fork')", name=op.f("ck_tally_kind_known")),
        sa.PrimaryKeyConstraint("session", "kind", "document", "part", "core_digest", name=op.f("pk_tally")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("window", MOMENT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window", name=op.f("pk_throttle")),
    )
    op.create_table(
        "voice",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("session", sa.Text(), nullable=True),
        sa.Column("quarter", sa.Text(), nullable=True),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(session IS NULL) <> (quarter IS NULL)", name=op.f("ck_voice_of_a_session_or_of_a_quarter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_voice_session", "voice", ["session"])

    op.create_table(
        "known_device",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("device", sa.LargeBinary(length=32), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_known_device_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "device", name=op.f("pk_known_device")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_outbox_tries_from_none")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outbox_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"])

    op.create_table(
        "reminder",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("session_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('week-before-due', 'day-before-due')", name=op.f("ck_reminder_kind_known")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reminder_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_code"], ["session.code"], name=op.f("fk_reminder_session_code_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "session_code", "kind", name=op.f("pk_reminder")),
    )
    op.create_table(
        "sign_in_code",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.CheckConstraint("channel IN ('mail', 'slip')", name=op.f("ck_sign_in_code_channel_known")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_code_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_sign_in_code")),
    )
    op.add_column("person", sa.Column("left_on", sa.Date(), nullable=True))
    _add_week_to_sections_seen()
    _add_hours_to_sessions()
    # Last, since whoever answers waits from here on.
    for table in ("case_run", "attempt"):
        op.add_column(table, sa.Column("cohort", sa.Text(), nullable=True))
        op.create_index(f"ix_{table}_cohort", table, ["cohort"])
    with op.batch_alter_table("answer", table_kwargs=WITHOUT_ROWID) as batch:
        batch.add_column(sa.Column("certainty", sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f("ck_answer_certainty_in_range"), "certainty BETWEEN 1 AND 3")


def _add_week_to_sections_seen() -> None:
    """Sections read so far count as read this week."""
    op.add_column("section_seen", sa.Column("week", sa.Date(), nullable=True))
    today = dt.datetime.now(LISBON).date()
    seen = sa.table("section_seen", sa.column("week", sa.Date()))
    op.execute(seen.update().values(week=today - dt.timedelta(days=today.weekday())))
    with op.batch_alter_table("section_seen", table_kwargs=WITHOUT_ROWID) as batch:
        batch.alter_column("week", existing_type=sa.Date(), nullable=False)


def _add_hours_to_sessions() -> None:
    """Sessions planned before belong to the organisation of one of their trainers, else to any; their picture is taken
    at 18:00 three days before, or on the eve."""
    for name, type_ in (
        ("organisation_id", sa.LargeBinary(length=16)),
        ("due_days", sa.Integer()),
        ("picture_due_at", MOMENT),
        ("picture_eve_at", MOMENT),
        ("cancelled_at", MOMENT),
    ):
        op.add_column("session", sa.Column(name, type_, nullable=True))
    connection = op.get_bind()
    for code, starts_at, due_at in connection.execute(sa.select(SESSION.c.code, SESSION.c.starts_at, SESSION.c.due_at)):
        day = _in_lisbon(starts_at).date()
        connection.execute(
            SESSION.update()
            .where(SESSION.c.code == code)
            .values(
                organisation_id=_organisation_of(connection, code),
                due_days=max(0, (day - _in_lisbon(due_at).date()).days),
                picture_due_at=_evening(day - dt.timedelta(days=3)),
                picture_eve_at=_evening(day - dt.timedelta(days=1)),
            )
        )
    with op.batch_alter_table("session") as batch:
        for name, type_ in (
            ("organisation_id", sa.LargeBinary(length=16)),
            ("due_days", sa.Integer()),
            ("picture_due_at", MOMENT),
            ("picture_eve_at", MOMENT),
        ):
            batch.alter_column(name, existing_type=type_, nullable=False)
        batch.create_foreign_key(op.f("fk_session_organisation_id_unit"), "unit", ["organisation_id"], ["id"])
        batch.create_check_constraint(op.f("ck_session_is_due_so_many_days_before"), "due_days >= 0")
        batch.create_check_constraint(
            op.f("ck_session_picture_is_due_before_its_eve"), "picture_due_at <= picture_eve_at"
        )
        batch.create_index("ix_session_organisation_id", ["organisation_id"])


def _organisation_of(connection: sa.Connection, code: str) -> bytes | None:
    found: bytes | None = connection.scalar(
        sa.text(
            "SELECT person.organisation_id FROM session_trainer JOIN person ON person.id = session_trainer.person_id"
            " WHERE session_trainer.session_code = :code ORDER BY person.id LIMIT 1"
        ),
        {"code": code},
    )
    return found or connection.scalar(sa.text("SELECT id FROM unit WHERE parent_id IS NULL ORDER BY path LIMIT 1"))


def _in_lisbon(moment: dt.datetime) -> dt.datetime:
    """SQLite gives moments naive, in UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(LISBON)


def _evening(day: dt.date) -> dt.datetime:
    """18:00 in Lisbon, as this database keeps moments."""
    moment = dt.datetime.combine(day, dt.time(18), LISBON).astimezone(dt.UTC)
    return moment if op.get_bind().dialect.name == "postgresql" else moment.replace(tzinfo=None)


def downgrade() -> None:
    with op.batch_alter_table("session") as batch:
        batch.drop_constraint(op.f("fk_session_organisation_id_unit"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_session_is_due_so_many_days_before"), type_="check")
        batch.drop_constraint(op.f("ck_session_picture_is_due_before_its_eve"), type_="check")
        batch.drop_index("ix_session_organisation_id")
        for name in ("cancelled_at", "picture_eve_at", "picture_due_at", "due_days", "organisation_id"):
            batch.drop_column(name)
    with op.batch_alter_table("section_seen", table_kwargs=WITHOUT_ROWID) as batch:
        batch.drop_column("week")
    with op.batch_alter_table("person") as batch:
        batch.drop_column("left_on")
    for table in NEW_TABLES:
        op.drop_table(table)
    for table in ("case_run", "attempt"):
        with op.batch_alter_table(table, table_kwargs=WITHOUT_ROWID) as batch:
            batch.drop_index(f"ix_{table}_cohort")
            batch.drop_column("cohort")
    with op.batch_alter_table("answer", table_kwargs=WITHOUT_ROWID) as batch:
        batch.drop_constraint(op.f("ck_answer_certainty_in_range"), type_="check")
        batch.drop_column("certainty")
