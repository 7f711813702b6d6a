"""`make run` does the jobs too, and may be run twice on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from databases import PostgresDatabases
from houses import promise
from passwords import PASSWORD
from prepared import Prepared
from served import Client, Server, running
from site_of_tests import Site
from sqlalchemy import func, select

from course.base.config import Settings
from course.content.library import Library
from course.demonstration import ELSEWHERE, OFFICERS, OTHERS, PRINTED, make_demonstration
from course.factory import utc_now
from course.storage.engine import Database
from course.storage.models import Mail, Person


def test_what_is_promised_is_sent_by_the_process_that_serves_the_pages(
    prepared: Prepared, tmp_path: Path, library: Library
) -> None:
    site = Site("", prepared.copy(tmp_path / "instance"), library)
    site.now = utc_now()
    id_ = promise(site.house)
    server = Server(site.settings.instance, starts_whole=True)
    server.start()
    client = Client(server)
    try:
        promised, sent = {id_}, set[bytes]()
        while sent != promised:
            assert client.get("/health").status == 200
            with site.house.database.read() as session:
                mails = session.execute(select(Mail.id, Mail.sent_at)).all()
            promised, sent = {mail.id for mail in mails}, {mail.id for mail in mails if mail.sent_at}
    finally:
        client.close()
        server.kill()
        site.house.database.close()

    written = {path.name for path in (site.settings.instance / "mail").iterdir()}
    assert written == {f"{mail.hex()}.txt" for mail in promised}  # those of the demonstration too


def test_a_class_whose_browsers_keep_connections_open_keeps_nobody_out(prepared: Prepared, tmp_path: Path) -> None:
    with running(Server(prepared.copy(tmp_path / "instance"))) as server, ExitStack() as opened:
        browsers = [opened.enter_context(closing(Client(server))) for _ in range(300)]

        assert {browser.get("/health").status for browser in browsers} == {200}


def test_a_demonstration_that_is_there_is_not_made_again(prepared: Prepared, tmp_path: Path, library: Library) -> None:
    site = Site("", prepared.copy(tmp_path / "instance"), library)

    made = [_count_people(site.house.database), make_demonstration(site.house, PASSWORD)]

    assert made == [_count_people(site.house.database), False]
    site.house.database.close()


def test_a_start_gives_the_password_it_is_told_to_whoever_has_another(prepared: Prepared, tmp_path: Path) -> None:
    instance = prepared.copy(tmp_path / "instance")
    hashes = [_hashes_of_the_demonstration(instance)]
    for told in (PASSWORD, "another one altogether"):
        with running(Server(instance, environment={"COURSE_DEMO_PASSWORD": told})):
            hashes.append(_hashes_of_the_demonstration(instance))

    before, of_the_same, of_another = hashes
    assert before == of_the_same  # nothing is hashed anew
    (hashed,) = of_another
    assert PasswordHasher().verify(hashed, "another one altogether")


def _hashes_of_the_demonstration(instance: Path) -> set[str]:
    is_one = Person.email.in_([one.email for one in (*PRINTED, *OTHERS, *ELSEWHERE)])
    with closing(Database(Settings(instance=instance).url)) as database, database.read() as session:
        return {str(hashed) for hashed in session.scalars(select(Person.password_hash).where(is_one))}


def _count_people(database: Database) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(Person)).scalar_one()


@pytest.mark.postgres
def test_two_that_start_at_once_on_an_empty_database_make_its_tables_and_its_demonstration_once(
    postgres_databases: PostgresDatabases, tmp_path: Path
) -> None:
    url = postgres_databases.make_empty()
    environment = {"COURSE_DATABASE_URL": url.render_as_string(hide_password=False)}
    servers = [Server(tmp_path / "instance", environment=environment, starts_whole=True) for _ in range(2)]
    try:
        with ThreadPoolExecutor() as threads:
            list(threads.map(Server.start, servers))
        for server in servers:
            with closing(Client(server)) as client:
                client.sign_in(PRINTED[0].email)
        with closing(Database(url)) as database:
            made = _count_people(database)
    finally:
        for server in servers:
            server.kill()
        postgres_databases.drop(url)

    invented = (*PRINTED, *OTHERS, *ELSEWHERE)
    others = OFFICERS - sum("officer" in one.roles for one in (*PRINTED, *OTHERS))
    assert made == len(invented) + others
