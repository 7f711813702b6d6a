"""PostgreSQL without room: on the disk of its data it refuses what would make a file longer, on that of its journal it
ends. Nothing is called saved that is not, and the program goes on by itself once there is room.
"""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

import psycopg
import pytest
from databases import PostgresCluster, PostgresDatabases, find_postgres
from ledger import Ledger, compare, stored_of
from officers import Learner, NotSavedError, finish, learners_at
from prepared import Prepared
from served import Server, running
from small_disks import MAY_MOUNT, filled, small_disk
from walks import MODULE

from course.content.library import Library

pytestmark = pytest.mark.postgres

STORM: Final = int(os.environ.get("STORM", "2"))
"""How often there is no room."""
SEED: Final = 2031
LEARNERS: Final = 3
STEPS: Final = 4
"""By each officer, while there is room."""
REFUSALS: Final = 6
"""After which there is room again."""
MOST_STEPS: Final = 400
"""Within which a page of a table is full, so that a file must grow."""
DATA: Final = 192 * 1024 * 1024
JOURNAL: Final = 48 * 1024 * 1024
SMALL_JOURNAL: Final = "-c max_wal_size=8MB -c min_wal_size=2MB"


@contextmanager
def cluster_on_small_disks() -> Iterator[tuple[PostgresCluster, Path, Path]]:
    """A cluster of the test's own, the disk of its data and that of its journal."""
    if not MAY_MOUNT:
        pytest.skip("Here this user may not mount a small disk, which PostgreSQL could fill: run it as root")
    cluster = PostgresCluster(find_postgres())
    try:
        with (
            small_disk(cluster.folder / "of data", DATA) as data,
            small_disk(cluster.folder / "of journal", JOURNAL) as journal,
        ):
            for disk in (data, journal):
                shutil.chown(disk, "postgres")
            cluster.data = data / "cluster"
            cluster.start("--wal-segsize=1", f"--waldir={journal / 'wal'}", settings=SMALL_JOURNAL)
            yield cluster, data, journal
            cluster.stop()
    finally:
        cluster.remove()


@contextmanager
def unable_to_go_on(cluster: PostgresCluster, journal: Path) -> Iterator[None]:
    """It ended meanwhile, since its journal could not go on; afterwards it is started again, as systemd would."""
    with filled(journal):
        with suppress(psycopg.OperationalError), _connected(cluster) as connection:
            while True:  # each part of the journal that was made beforehand is used up
                connection.execute("SELECT pg_switch_wal(), txid_current()")
        yield
    cluster.restart()


def _connected(cluster: PostgresCluster) -> psycopg.Connection:
    return psycopg.connect(dbname="postgres", user="course", host=str(cluster.socket), autocommit=True)


@pytest.mark.timeout(300 + 20 * STORM)
def test_nothing_is_called_saved_where_postgresql_has_no_room_and_the_server_goes_on_once_there_is(
    prepared: Prepared, library: Library, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    quiz, told = library.quizzes[MODULE].reference, 0
    with cluster_on_small_disks() as (cluster, data, journal), closing(PostgresDatabases(cluster)) as databases:
        url = databases.make()
        instance = prepared.copy_to_postgres(tmp_path / "instance", url)
        environment = {"COURSE_DATABASE_URL": url.render_as_string(hide_password=False)}
        with (
            closing(Ledger(tmp_path / "ledger")) as ledger,
            running(Server(instance, environment=environment)) as server,
            learners_at(server, prepared, ledger, SEED, LEARNERS) as learners,
        ):
            before = server.pid
            kinds: list[Callable[[], AbstractContextManager[None]]] = [
                partial(filled, data),
                partial(unable_to_go_on, cluster, journal),
            ]
            for _, without_room in zip(range(STORM), itertools.cycle(kinds), strict=False):
                assert _refused(learners, steps=STEPS * LEARNERS) == []
                with without_room():
                    refused = _refused(learners, refusals=REFUSALS)
                found = compare(ledger.promised(), stored_of(server), quiz)
                assert (set(refused), found.faults, found.unannounced) == ({503}, ((), (), ()), 0)
                told += len(refused)
                for learner in learners:
                    learner.settle()
            finish(learners)
            assert server.pid == before
            found = compare(ledger.promised(), stored_of(server), quiz)
    assert (found.faults, found.unannounced) == (((), (), ()), 0)
    for name, figure in {"survives": "S10", "blows": STORM, "acknowledged": ledger.count, "in doubt": told}.items():
        record_property(name, figure)


def _refused(learners: Sequence[Learner], *, steps: int = MOST_STEPS, refusals: int = MOST_STEPS) -> list[int]:
    """The statuses with which they were told that nothing can be saved, in so many steps or until so many were."""
    told: list[int] = []
    for _, learner in zip(range(steps), itertools.cycle(learners), strict=False):
        if len(told) == refusals:
            break
        try:
            learner.settle()
            learner.step()
        except NotSavedError as refusal:
            told.append(refusal.status)
    return told
