"""What was promised arrives: in the right words, once, later if need be; and what cannot arrive is wiped."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from houses import CHANGED, Clock, a_house, in_development, mail_row, promise
from mail_server import HOST, MailServer, free_port, mail_server
from rows import DAY, NOON

from course.content.library import Library
from course.integrations import mail as sending
from course.jobs.outbox import BATCH, send_due
from course.storage import outbox
from course.storage.engine import Database
from course.storage.outbox import DELAYS, LEASE
from course.web.house import House


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server."""
    with mail_server() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    """The hour of the house."""
    return Clock()


@pytest.fixture
def house(database: Database, tmp_path: Path, library: Library, clock: Clock, server: MailServer) -> House:
    """A house whose mail goes to the server."""
    return a_house(database, tmp_path, library=library, clock=clock, port=server.port)


def send(house: House) -> dict[str, int]:
    """What a run does."""
    return dict(send_due(house, house.clock()))


def state(house: House, id_: bytes) -> tuple[bool, bool, int, str | None]:
    """Of a mail: whether its content is there, whether it was sent, how often it was tried, its trouble."""
    row = mail_row(house, id_)
    return row.sealed is not None, row.sent_at is not None, row.tries, row.trouble


@pytest.mark.parametrize(
    ("language", "subject", "line"),
    [
        ("pt", "A sua sessão mudou: segunda-feira, 7 de dezembro, Porto", "Discriminação racial"),
        ("en", "Your session has changed: Monday 7 December, Porto", "Racial discrimination"),
    ],
)
def test_a_mail_arrives_in_the_language_of_its_person_under_the_id_of_its_row(
    house: House, server: MailServer, language: str, subject: str, line: str
) -> None:
    id_ = promise(house, language="en" if language == "en" else "pt")

    report = send(house)

    (message,) = server.messages
    assert report == {"sent": 1}
    assert server.envelopes == [("course@test.example", ["ana@test.example"])]
    assert {head: str(message[head]) for head in ("To", "From", "Subject", "Message-ID", "Auto-Submitted")} == {
        "To": "ana@test.example",
        "From": "Terreno Comum <course@test.example>",
        "Subject": subject,
        "Message-ID": f"<{id_.hex()}@course.example>",
        "Auto-Submitted": "auto-generated",
    }
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    assert line in message.get_content().splitlines()


def test_what_was_sent_is_wiped_and_not_sent_again(house: House, server: MailServer) -> None:
    id_ = promise(house)

    reports = [send(house), send(house)]

    row = mail_row(house, id_)
    assert reports == [{"sent": 1}, {}]
    assert (row.sealed, row.due_at, row.sent_at, row.tries, row.trouble) == (None, None, NOON, 1, None)
    assert len(server.messages) == 1


def test_a_mail_that_is_put_off_by_the_server_is_sent_later_and_the_others_now(
    house: House, server: MailServer, clock: Clock
) -> None:
    first, second = promise(house), promise(house, "rui@test.example")
    server.answers.append("451 Try again later")

    at_once = send(house)
    (put_off,) = [id_ for id_ in (first, second) if mail_row(house, id_).sent_at is None]
    while_waiting = (state(house, put_off), mail_row(house, put_off).due_at)
    clock.now += DELAYS[0]
    later = send(house)

    assert at_once == {"put off": 1, "sent": 1}
    assert while_waiting == ((True, False, 1, "deferred"), NOON + DELAYS[0])
    assert (later, state(house, put_off)) == ({"sent": 1}, (False, True, 2, None))
    assert len(server.messages) == 2


def test_a_server_that_says_goodbye_is_called_again_for_the_next_mail(house: House, server: MailServer) -> None:
    for number in range(3):
        promise(house, f"ana{number}@test.example")
    server.answers.append("421 Closing")

    assert send(house) == {"put off": 1, "sent": 2}


def test_without_an_answer_each_mail_has_had_its_try_and_waits(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    house = a_house(database, tmp_path, clock=clock, port=free_port())
    ids = [promise(house, f"ana{number}@test.example") for number in range(3)]

    report = send(house)

    assert report == {"put off": 3}
    assert [state(house, id_) for id_ in ids] == [(True, False, 1, "no-answer")] * 3
    assert {mail_row(house, id_).due_at for id_ in ids} == {NOON + DELAYS[0]}


def test_it_is_tried_less_and_less_often_and_given_up_after_a_day(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    house = a_house(database, tmp_path, clock=clock, port=free_port())
    id_ = promise(house)

    waits = []
    while (due := mail_row(house, id_).due_at) is not None:
        waits.append((due - clock.now).total_seconds() / 60)
        clock.now = due
        send(house)

    assert waits == [0, 1, 5, 30, 120, 360, 360, 360, 204]
    assert clock.now == NOON + DAY
    assert state(house, id_) == (False, False, 9, "no-answer")


def test_a_server_that_was_away_is_found_again(database: Database, tmp_path: Path, clock: Clock) -> None:
    with mail_server() as server:
        house = a_house(database, tmp_path, clock=clock, port=server.port)
    id_ = promise(house)
    send(house)
    clock.now += DELAYS[0]

    with mail_server() as back:
        house = a_house(database, tmp_path, clock=clock, port=back.port)
        assert send(house) == {"sent": 1}

    assert state(house, id_) == (False, True, 2, None)


@pytest.mark.parametrize(("address", "is_active"), [(None, True), ("ana@test.example", False)])
def test_who_has_no_address_or_has_left_is_sent_nothing(
    house: House, server: MailServer, address: str | None, is_active: bool
) -> None:
    id_ = promise(house, address, is_active=is_active)

    report = send(house)

    assert (report, state(house, id_)) == ({"given up": 1}, (False, False, 1, "no-address"))
    assert server.messages == []


@pytest.mark.parametrize(
    "address",
    ["a b@test.example", "ana@test.example,rui@test.example", "ana@test.example\r\nbcc: rui@test.example", "ana"],
)
def test_an_address_that_is_none_reaches_no_other(house: House, server: MailServer, address: str) -> None:
    id_ = promise(house, address)

    send(house)

    assert state(house, id_)[:2] == (False, False)
    assert server.messages == []


def test_an_address_that_the_server_does_not_know_is_given_up_at_once(house: House, server: MailServer) -> None:
    server.recipients["ana@test.example"] = "550 No such user"
    id_ = promise(house)

    report = send(house)

    assert (report, state(house, id_)) == ({"given up": 1}, (False, False, 1, "refused"))


def test_a_line_break_in_a_place_makes_no_header(house: House, server: MailServer) -> None:
    promise(house, values=CHANGED | {"place": "Porto\r\nBcc: rui@test.example"})

    send(house)

    (message,) = server.messages
    assert (message["Bcc"], message["Subject"]) == (
        None,
        "A sua sessão mudou: segunda-feira, 7 de dezembro, Porto Bcc: rui@test.example",
    )
    assert server.envelopes[0][1] == ["ana@test.example"]


def test_a_mail_sealed_with_a_lost_key_waits_for_the_key(
    house: House, server: MailServer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    id_ = promise(house)
    file = house.settings.keys / "outbox.key"
    own = file.read_bytes()
    file.write_bytes(b"k" * 32)

    without = (send(house), state(house, id_))
    file.write_bytes(own)
    clock.now += DELAYS[0]

    assert without == ({"put off": 1}, (True, False, 1, "unreadable"))
    assert (send(house), len(server.messages)) == ({"sent": 1}, 1)
    assert "a mail cannot be written" in caplog.text


def test_where_there_is_no_server_mail_waits_and_is_given_up_after_a_day(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    house = a_house(database, tmp_path, clock=clock)
    id_ = promise(house)

    first = (send(house), state(house, id_))
    clock.now += DAY
    last = (send(house), state(house, id_))

    assert first == ({"put off": 1}, (True, False, 1, "no-server"))
    assert last == ({"put off": 1}, (False, False, 2, "no-server"))


def test_in_development_mail_can_be_read_in_a_folder(database: Database, tmp_path: Path) -> None:
    house = in_development(a_house(database, tmp_path))
    id_ = promise(house, language="en")

    assert send(house) == {"sent": 1}

    (file,) = (tmp_path / "mail").iterdir()
    lines = file.read_text(encoding="utf-8").splitlines()
    assert file.name == f"{id_.hex()}.txt"
    assert lines[2:6] == [
        "To: ana@test.example",
        "Subject: Your session has changed: Monday 7 December, Porto",
        "",
        "Your session has changed. This is how it stands now:",
    ]


def test_a_server_that_hangs_holds_up_one_mail_for_a_moment_and_all_wait_for_the_next_try(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT", 0.1)
    with socket.create_server((HOST, 0)) as silent:
        house = a_house(database, tmp_path, port=silent.getsockname()[1])
        ids = [promise(house, f"ana{number}@test.example") for number in range(20)]

        send(house)
        silent.settimeout(0.1)
        calls = _count_calls(silent)

    assert [state(house, id_) for id_ in ids] == [(True, False, 1, "no-answer")] * 20
    assert calls == 1


def _count_calls(listening: socket.socket) -> int:
    """How many connections were made to it."""
    calls = 0
    while True:
        try:
            listening.accept()[0].close()
        except TimeoutError:
            return calls
        calls += 1


def test_a_run_ends_so_that_others_have_their_turn(house: House) -> None:
    for number in range(BATCH + 1):
        promise(house, f"ana{number}@test.example")

    assert [send(house), send(house)] == [{"sent": BATCH}, {"sent": 1}]


@pytest.mark.postgres
def test_two_loops_send_two_hundred_mails_each_exactly_once(
    postgres_database: Database, tmp_path: Path, library: Library, server: MailServer
) -> None:
    other = Database(postgres_database.url)
    houses = [a_house(each, tmp_path, library=library, port=server.port) for each in (postgres_database, other)]
    ids = [promise(houses[0], f"ana{number}@test.example") for number in range(2 * BATCH)]

    with ThreadPoolExecutor(2) as loops:
        reports = list(loops.map(send, houses))
    other.close()

    assert sorted(server.ids) == sorted(f"<{id_.hex()}@course.example>" for id_ in ids)
    assert sum(report["sent"] for report in reports) == 2 * BATCH


def test_a_mail_that_is_being_sent_is_left_alone_by_others(house: House, server: MailServer) -> None:
    meanwhile = []
    server.before_answer = lambda _: meanwhile.append(send(house))
    id_ = promise(house)

    assert (send(house), meanwhile, state(house, id_)) == ({"sent": 1}, [{}], (False, True, 1, None))


def test_a_mail_in_the_hand_of_who_died_is_sent_when_the_lease_is_over(
    house: House, server: MailServer, clock: Clock
) -> None:
    id_ = promise(house)
    with house.database.write() as session:
        outbox.lease_next(session, clock.now)

    during = send(house)
    clock.now += LEASE
    after = send(house)

    assert (during, after, state(house, id_)) == ({}, {"sent": 1}, (False, True, 2, None))
    assert len(server.messages) == 1
