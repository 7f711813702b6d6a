"""What a supervisor opens is read by a transaction to which the database refuses what people learn and say."""

from pathlib import Path

import pytest
from charges import UNITS, Command
from site_of_tests import Site
from sqlalchemy import select, text
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


def test_each_hidden_table_is_refused_and_each_other_is_read(site_on_each: Site) -> None:
    site, refused = site_on_each, set()
    for name in Base.metadata.tables:
        with site.house.database.read(confined=True) as reading:
            try:
                reading.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608 - names of our own tables
            except (DatabaseError, ProgrammingError):
                refused.add(name)

    with site.house.database.read() as reading:
        assert reading.scalars(select(Answer)).all() == []  # the connection is as free as before
    assert (refused, set(OPEN)) == (set(HIDDEN), set(Base.metadata.tables) - HIDDEN)


def test_a_supervisors_page_that_would_read_an_answer_fails_and_those_that_are_there_do_not(
    site_on_each: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_on_each
    command = Command(site)
    command.add(command.first, "ana")
    visitor, officer = site.visitor("chefe@prova.pt"), site.visitor("ana@prova.pt")
    id_ = as_text(command.first.id)

    def peep() -> str:
        return str(session().scalars(select(Answer)).all())

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


@pytest.mark.postgres
def test_a_role_that_is_not_there_or_not_named_is_told_in_one_line(
    postgres_database: Database, tmp_path: Path, library: Library
) -> None:
    url = postgres_database.url.render_as_string(hide_password=False)
    settings = Settings(instance=tmp_path, database_url=url, completion_role="nobody_made_it")

    with pytest.raises(RuntimeError, match="cannot read: run `flask --app app database grants`"):
        open_house(settings, library)
    with pytest.raises(ValueError, match="COURSE_COMPLETION_ROLE is empty"):
        make_grants(postgres_database, "")
    renew_grants(postgres_database, "nobody_made_it")  # before it was made there is nothing to renew


def test_sqlite_needs_no_role(sqlite_database: Database) -> None:
    with pytest.raises(ValueError, match="needs none here"):
        make_grants(sqlite_database, "completion")
