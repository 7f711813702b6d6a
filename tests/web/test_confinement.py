"""What supervisors and programs ask is done in transactions to which the database refuses what people learn and say."""

import datetime as dt
from pathlib import Path

import pytest
from charges import MODULE, UNITS, Command
from programs import a_token, put
from site_of_tests import START, Site
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DatabaseError, ProgrammingError

from course.base.config import Settings
from course.base.ids import as_text
from course.content.library import Library
from course.factory import open_house
from course.storage.confinement import HIDDEN
from course.storage.engine import Database
from course.storage.grants import OPEN, make_grants, renew_grants
from course.storage.models import Answer, Base
from course.web.transaction import session


def test_each_hidden_table_is_refused_to_reader_and_writer_and_each_other_is_open(site_on_each: Site) -> None:
    database, refused = site_on_each.house.database, set()
    for name, table in Base.metadata.tables.items():
        column = table.columns.keys()[-1]
        changing = f'UPDATE "{name}" SET "{column}" = "{column}" WHERE 1 = 0'  # noqa: S608 - names of our own tables
        reading = f'SELECT * FROM "{name}"'  # noqa: S608
        for begin, statement in ((database.read, reading), (database.write, reading), (database.write, changing)):
            try:
                with begin(confined=True) as session:
                    session.execute(text(statement))
            except (DatabaseError, ProgrammingError):
                refused.add((name, statement, begin.__name__))

    with database.write() as writing:
        writing.execute(delete(Answer))  # the connection is as free as before
    assert {name for name, *_ in refused} == set(HIDDEN)
    assert len(refused) == 3 * len(HIDDEN)
    assert set(OPEN) == set(Base.metadata.tables) - HIDDEN


def test_a_supervisors_page_that_would_read_an_answer_fails_and_those_that_are_there_do_not(
    site_on_each: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_on_each
    command = Command(site)
    command.add(command.first, "ana")
    visitor, officer = site.visitor("chefe@prova.pt"), site.visitor("ana@prova.pt")
    id_ = as_text(command.first.id)

    def peep() -> str:
        return str(session().scalars(select(Answer).where(Answer.attempt_id == b"x" * 16)).all())

    opened = [
        visitor.get(path).status
        for path in (
            UNITS,
            f"{UNITS}?unit={id_}",
            "/supervise/reports/units",
            f"/supervise/reports/people?unit={id_}&format=csv",
            "/supervise/delegations",
            f"/supervise/units/{id_}/lend",
            f"/supervise/units/{id_}/paper",
        )
    ]
    monkeypatch.setitem(site.app.view_functions, "supervise.list_units", peep)
    peeped = visitor.client.get(UNITS)
    monkeypatch.setitem(site.app.view_functions, "learn.show_path", peep)
    own = officer.client.get("/")

    assert (opened, peeped.status_code >= 500, "[]" in peeped.text, own.text) == ([200] * 7, True, False, "[]")


def test_what_a_supervisor_and_a_program_change_is_changed_and_an_act_that_would_touch_an_answer_fails(
    site_on_each: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_on_each
    command = Command(site)
    ana = command.add(command.first, "ana")
    site.add_person(command.organisation, "bia@prova.pt", ("supervisor",), supervises=command.beside)
    visitor, unit = site.visitor("chefe@prova.pt"), f"/supervise/units/{as_text(command.first.id)}"
    person = {"name": "Rui", "email": "rui@prova.pt", "language": "pt", "unit": command.first.id.hex()}
    form = visitor.get(f"{unit}/lend")
    in_a_week = f"{START.date() + dt.timedelta(days=7)}"
    forgotten: list[int] = []

    def forget() -> str:
        forgotten.append(session().execute(delete(Answer)).rowcount)  # type: ignore[attr-defined]
        return "done"

    done = [
        visitor.get(f"{UNITS}?unit={as_text(command.first.id)}").submit(f"{unit}/reminders").status,
        form.submit(f"{unit}/lend", email="bia@prova.pt", last_on=in_a_week).status,
        visitor.get(f"{unit}/paper")
        .submit(f"{unit}/paper", people=[as_text(ana.id)], module=MODULE, day=f"{START.date()}")
        .status,
        put(site, a_token(site, command.organisation), "/people/007", person).status_code,
    ]
    monkeypatch.setitem(site.app.view_functions, "supervise.lend", forget)
    failed = form.submit(f"{unit}/lend", email="bia@prova.pt", last_on=in_a_week).status

    assert (done, failed >= 500, forgotten) == ([303, 303, 303, 201], True, [])


@pytest.mark.postgres
def test_a_role_that_is_not_there_or_not_named_is_told_in_one_line(
    postgres_database: Database, tmp_path: Path, library: Library
) -> None:
    url = postgres_database.url.render_as_string(hide_password=False)
    settings = Settings(instance=tmp_path, database_url=url, completion_role="nobody_made_it")

    with pytest.raises(RuntimeError, match="cannot work: run `flask --app app database grants`"):
        open_house(settings, library)
    with pytest.raises(ValueError, match="COURSE_COMPLETION_ROLE is empty"):
        make_grants(postgres_database, "")
    renew_grants(postgres_database, "nobody_made_it")  # before it was made there is nothing to renew


def test_sqlite_needs_no_role(sqlite_database: Database) -> None:
    with pytest.raises(ValueError, match="needs none here"):
        make_grants(sqlite_database, "completion")
