"""Sheets of surveys by quarter, and what they showed."""

import datetime as dt

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WITHOUT_ROWID = {"sqlite_with_rowid": False}
SHEET = sa.table(
    "sheet", *(sa.column(name, sa.Text()) for name in ("wave", "survey", "quarter")), sa.column("week", sa.Date())
)


def upgrade() -> None:
    op.add_column("sheet", sa.Column("survey", sa.Text(), nullable=True))
    op.add_column("sheet", sa.Column("quarter", sa.Text(), nullable=True))
    _split_waves()
    with op.batch_alter_table("sheet", table_kwargs=WITHOUT_ROWID) as batch:
        batch.alter_column("survey", existing_type=sa.Text(), nullable=False)
        batch.alter_column("quarter", existing_type=sa.Text(), nullable=False)
        batch.drop_index("ix_sheet_wave")
        batch.create_index("ix_sheet_survey", ["survey"])
    op.create_table(
        "survey_figure",
        sa.Column("survey", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("quarters", DATA, nullable=False),
        sa.Column("figures", DATA, nullable=False),
        sa.PrimaryKeyConstraint("survey", "stage", "quarter", name=op.f("pk_survey_figure")),
        sqlite_with_rowid=False,
    )


def _split_waves() -> None:
    """Until now a wave was named "survey/wave", and the week of the cut was all that was known of its time."""
    connection = op.get_bind()
    for wave, week in connection.execute(sa.select(SHEET.c.wave, SHEET.c.week).distinct()).all():
        survey, _, name = wave.rpartition("/")
        connection.execute(
            SHEET.update()
            .where(SHEET.c.wave == wave, SHEET.c.week == week)
            .values(survey=survey, wave=name, quarter=_quarter_of(week))
        )


def _quarter_of(day: dt.date) -> str:
    return f"{day.year}-{(day.month + 2) // 3}"


def downgrade() -> None:
    op.drop_table("survey_figure")
    op.execute(SHEET.update().values(wave=SHEET.c.survey + "/" + SHEET.c.wave))
    with op.batch_alter_table("sheet", table_kwargs=WITHOUT_ROWID) as batch:
        batch.drop_index("ix_sheet_survey")
        batch.create_index("ix_sheet_wave", ["wave"])
        batch.drop_column("quarter")
        batch.drop_column("survey")
