"""`make run` does the jobs too."""

from pathlib import Path

from houses import promise
from prepared import Prepared
from served import Client, Server
from site_of_tests import Site

from course.content.library import Library
from course.factory import utc_now
from course.storage.models import Mail


def test_what_is_promised_is_sent_by_the_process_that_serves_the_pages(
    prepared: Prepared, tmp_path: Path, library: Library
) -> None:
    site = Site("", prepared.copy(tmp_path / "instance"), library)
    site.now = utc_now()
    id_ = promise(site.house)
    server = Server(site.settings.instance)
    server.start()
    client = Client(server)
    try:
        sent_at = None
        while sent_at is None:
            assert client.get("/health").status == 200
            with site.house.database.read() as session:
                sent_at = session.get_one(Mail, id_).sent_at
    finally:
        client.close()
        server.kill()
        site.house.database.close()

    assert [path.name for path in (site.settings.instance / "mail").iterdir()] == [f"{id_.hex()}.txt"]
