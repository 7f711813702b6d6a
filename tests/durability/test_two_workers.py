"""Two processes on one PostgreSQL database, each with its pages and its job loop, are one site.

What a person does at one holds at the other; what both are asked for at once is given once; what the loops do is done
once, by whichever, also when one of them is killed (SIGKILL) in the middle.
"""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from cohorts import Cohort, Part, a_cohort, take_part_all
from databases import PostgresDatabases
from houses import promise
from mail_server import mail_server
from passwords import PASSWORD
from rows import a_session
from served import Answer, Client
from site_of_tests import Site
from sqlalchemy import delete, func, select
from walks import MODULE
from workers import NAMES, Workers

from course.acts.factor_secrets import hash_of_code
from course.acts.held import put, session_batch
from course.acts.one_time_code import make_code
from course.acts.sign_in import is_password_of
from course.acts.throttle import FIVE_MINUTES, RULES
from course.base.keyring import key_file
from course.content.library import Library
from course.factory import utc_now
from course.integrations.anchor import read_anchors
from course.scoring.privacy import AUTHORS
from course.storage import audit_chain, codes, jobs, people, seats, voices, waiting
from course.storage.models import (
    Answer as AnswerRow,
)
from course.storage.models import (
    AuditEntry,
    AuditSeal,
    Base,
    Counted,
    Mail,
    Pending,
    Person,
    Picture,
    Reminder,
    RoleName,
    Seat,
    SignIn,
    Throttle,
    Unit,
)

pytestmark = pytest.mark.postgres

DAY = dt.timedelta(days=1)
OTHER_PASSWORD = "a pile of quiet gravel"
LEARNERS = 8
"""In a session: as many as a picture needs."""
TRACK = "racial-discrimination"
HELD_UP = {
    "answers": "LOCK TABLE answer IN SHARE MODE",
    "seats": "LOCK TABLE seat IN SHARE MODE",
    "codes": "LOCK TABLE sign_in_code IN SHARE MODE",
    "sealing": f"SELECT pg_advisory_xact_lock({audit_chain.POSTGRES_LOCK})",
    "reminders": "LOCK TABLE reminder IN SHARE MODE",
    "pictures": "LOCK TABLE session IN EXCLUSIVE MODE",  # pages are read on, no row of it can be locked
    "the end of a picture": "LOCK TABLE audit IN SHARE MODE",  # all is written, the entry in the log is still to come
}


@pytest.fixture(scope="module")
def workers(
    postgres_databases: PostgresDatabases, tmp_path_factory: pytest.TempPathFactory, library: Library
) -> Iterator[Workers]:
    """Both, started together, beside the house of the test and a mail server."""
    url = postgres_databases.make()
    instance = tmp_path_factory.mktemp("two") / "instance"
    site = Site(url.render_as_string(hide_password=False), instance, library)
    site.now = utc_now()
    site.add_person(site.add_organisation("Sem demonstração"), "nobody@first.example")
    with mail_server() as mail:
        made = Workers(site, mail)
        try:
            made.start()
            yield made
        finally:
            made.end()
            site.house.database.close()
            postgres_databases.drop(url)


@pytest.fixture(autouse=True)
def both_alive(workers: Workers) -> Iterator[None]:
    """Each test meets both, whatever became of them in the one before."""
    yield
    workers.revive()


@pytest.fixture
def unit(workers: Workers) -> Unit:
    """An organisation of the test's own."""
    return workers.site.add_organisation("Polícia de Prova")


@pytest.fixture(autouse=True)
def _forget_tries(workers: Workers) -> Iterator[None]:
    """What failed in one test is not counted in the next: all come from one address."""
    yield
    with workers.database.write() as session:
        session.execute(delete(Throttle))


numbers = itertools.count(1)


def somebody(workers: Workers, unit: Unit, *roles: RoleName) -> Person:
    """A new person with PASSWORD."""
    return workers.site.add_person(unit, f"p{next(numbers)}@two.example", roles or ("officer",))


def email_of(person: Person) -> str:
    assert person.email is not None
    return person.email


def count(workers: Workers, model: type[Base], *where: object) -> int:
    with workers.database.read() as session:
        return session.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]


def is_signed_in(client: Client) -> bool:
    """Whether the account page opens; else it must lead to the sign-in."""
    page = client.get("/account")
    assert (page.status, page.location) in {(200, ""), (303, "/sign-in")}, page.html
    return page.status == 200


def send(client: Client, page: str, action: str, **fields: str) -> Answer:
    """Send a form of that page."""
    return client.post(action, client.get(page).hidden() | fields)


# What a person does at one


def test_who_signs_in_at_one_goes_on_at_the_other_until_they_sign_out_there(workers: Workers, unit: Unit) -> None:
    here, there = workers.signed_in(email_of(somebody(workers, unit)))
    kept, _ = workers.browser()
    kept.cookies |= here.cookies  # a copy of the cookies that nobody tells

    before = [is_signed_in(client) for client in (here, there, kept)]
    left = send(there, "/account", "/sign-out")

    assert (before, left.location) == ([True, True, True], "/sign-in")
    assert [is_signed_in(client) for client in (here, there, kept)] == [False, False, False]


def test_a_role_chosen_at_one_is_the_role_at_the_other(workers: Workers, unit: Unit) -> None:
    here, there = workers.signed_in(email_of(somebody(workers, unit, "officer", "trainer")))
    kept, _ = workers.browser()
    kept.cookies |= here.cookies

    before = [client.get("/train/sessions").status for client in (here, there)]
    send(there, "/account", "/account/role", role="trainer")

    assert (before, [client.get("/train/sessions").status for client in (here, there)]) == ([403, 403], [200, 200])
    assert not is_signed_in(kept)  # the token went with the role


def test_a_password_changed_at_one_ends_the_sign_ins_at_the_other_and_is_the_password_there(
    workers: Workers, unit: Unit
) -> None:
    email = email_of(somebody(workers, unit))
    here, _ = workers.signed_in(email)
    _, elsewhere = workers.signed_in(email)
    _, later = workers.browser()

    changed = send(here, "/account", "/account/password", present=PASSWORD, password=OTHER_PASSWORD)

    tries = [
        send(later, "/sign-in", "/sign-in", identifier=email, organisation="", password=password).status
        for password in (PASSWORD, OTHER_PASSWORD)
    ]
    assert (changed.status, is_signed_in(here), is_signed_in(elsewhere), tries) == (303, True, False, [422, 303])


def test_a_stale_form_at_the_other_is_told_and_both_answers_are_kept(workers: Workers, unit: Unit) -> None:
    here, there = workers.signed_in(email_of(somebody(workers, unit)))
    question = send(here, f"/quizzes/{MODULE}", f"/quizzes/{MODULE}/attempts").location
    stale = there.get(question)
    (first, second), attempt = _two_answers(stale), bytes.fromhex(question.split("/")[2])

    saved = here.post(question, here.get(question).hidden() | first)
    seen = there.get(question).chosen()
    told = there.post(question, stale.hidden() | second)
    kept_then = count(workers, AnswerRow, AnswerRow.attempt_id == attempt)
    settled = there.post(question, told.hidden() | second)

    assert [answer.status for answer in (saved, told, settled)] == [303, 409, 303]
    assert (seen, kept_then) == (set(first.items()), 1)
    assert here.get(question).chosen() == set(second.items())
    assert count(workers, AnswerRow, AnswerRow.attempt_id == attempt) == 2


def test_one_form_sent_to_both_at_once_is_one_answer(workers: Workers, unit: Unit) -> None:
    here, there = workers.signed_in(email_of(somebody(workers, unit)))
    question = send(here, f"/quizzes/{MODULE}", f"/quizzes/{MODULE}/attempts").location
    page, attempt = here.get(question), bytes.fromhex(question.split("/")[2])
    first, _ = _two_answers(page)

    answers = workers.meet_at(
        HELD_UP["answers"], *(partial(client.post, question, page.hidden() | first) for client in (here, there))
    )

    assert [answer.status for answer in answers] == [303, 303]
    assert count(workers, AnswerRow, AnswerRow.attempt_id == attempt) == 1


def _two_answers(page: Answer) -> tuple[dict[str, str], dict[str, str]]:
    """Two different ones."""
    choices = page.choices()
    first = {name: values[0] for name, (_, values) in choices.items()}
    return first, first | {name: values[1] for name, (_, values) in list(choices.items())[:1]}


# What both are asked for at once


def test_the_last_free_seat_is_given_once(workers: Workers, unit: Unit) -> None:
    people_, browsers = [], []
    for number in range(2):
        person = somebody(workers, unit)
        people_.append(person.id)
        browsers.append(workers.signed_in(email_of(person))[number])
    with workers.database.write() as session:
        for code, places in (("S-OLD", 2), ("S-NEW", 1)):
            starts_at = utc_now() + 30 * DAY
            a_session(session, code, track=TRACK, starts_at=starts_at, seats=places, organisation_id=unit.id)
        for person_id in people_:
            seats.add_seat(session, "S-OLD", person_id)

    forms = [browser.get("/seat").hidden() | {"leaving": "S-OLD", "entering": "S-NEW"} for browser in browsers]
    answers = workers.meet_at(
        HELD_UP["seats"], *(partial(b.post, "/seat", form) for b, form in zip(browsers, forms, strict=True))
    )

    assert sorted(answer.status for answer in answers) == [303, 409]
    assert Counter(_seats(workers)) == Counter({"S-OLD": 1, "S-NEW": 1})


def _seats(workers: Workers) -> list[str]:
    with workers.database.read() as session:
        return list(session.scalars(select(Seat.session_code).where(Seat.session_code.in_(("S-OLD", "S-NEW")))))


def test_places_given_up_at_both_at_once_go_to_the_two_who_wait_and_each_is_told_once(
    workers: Workers, unit: Unit
) -> None:
    leaving = [somebody(workers, unit) for _ in range(2)]
    waits = [somebody(workers, unit) for _ in range(3)]
    with workers.database.write() as session:
        starts_at = utc_now() + 30 * DAY
        a_session(session, "S-LIST", track=TRACK, starts_at=starts_at, seats=2, organisation_id=unit.id)
        for person in leaving:
            seats.add_seat(session, "S-LIST", person.id)
        for person in waits:
            waiting.put(session, "S-LIST", person.id)
    browsers = [workers.signed_in(email_of(person))[place] for place, person in enumerate(leaving)]
    forms = [browser.get("/seat").hidden() | {"code": "S-LIST", "reason": "service"} for browser in browsers]

    answers = workers.meet_at(
        HELD_UP["pictures"], *(partial(b.post, "/seat/apology", form) for b, form in zip(browsers, forms, strict=True))
    )

    with workers.database.read() as session:
        seated = {person.person_id for person in seats.list_seated(session, "S-LIST")}
        left = [one.person_id for one in waiting.list_waiting(session, "S-LIST")]
    told = count(workers, Mail, Mail.kind == "seat-filled", Mail.person_id.in_([person.id for person in waits]))
    assert [answer.status for answer in answers] == [303, 303]
    assert (seated, left, told) == ({waits[0].id, waits[1].id}, [waits[2].id], 2)


def test_a_one_time_code_used_at_both_sets_one_password(workers: Workers, unit: Unit) -> None:
    person = somebody(workers, unit)
    code, now = make_code(), utc_now()
    with workers.database.write() as session:
        digest = hash_of_code(workers.site.settings.keys, "one-time", person.id, code)
        codes.put(session, person.id, code_hash=digest, channel="slip", now=now, expires_at=now + DAY)
    wanted = [f"{OTHER_PASSWORD} {name}" for name in NAMES]
    browsers = [workers.browser()[place] for place in range(2)]
    forms = [
        browser.get("/sign-in/code").hidden()
        | {"identifier": email_of(person), "organisation": "", "code": code, "password": password}
        for browser, password in zip(browsers, wanted, strict=True)
    ]

    answers = workers.meet_at(
        HELD_UP["codes"], *(partial(b.post, "/sign-in/code", f) for b, f in zip(browsers, forms, strict=True))
    )

    with workers.database.read() as session:
        kept = people.get_person(session, person.id)
    given = [answer.status == 303 for answer in answers]
    assert sorted(answer.status for answer in answers) == [303, 422]
    assert [is_password_of(kept, password) for password in wanted] == given
    assert [is_signed_in(browser) for browser in browsers] == given
    assert count(workers, SignIn, SignIn.person_id == person.id) == 1
    assert count(workers, AuditEntry, AuditEntry.event == "password-set", AuditEntry.about_id == person.id) == 1


def test_failed_sign_ins_at_both_add_up_to_one_limit(workers: Workers, unit: Unit) -> None:
    most = next(rule.most for rule in RULES if (rule.action, rule.scope) == ("sign-in", "name"))
    tries, window = _try_wrong_passwords(workers, email_of(somebody(workers, unit)), most)
    if window != _window():  # the limit began anew in the middle: in the next five minutes it does not
        tries, window = _try_wrong_passwords(workers, email_of(somebody(workers, unit)), most)

    assert (tries, window) == ([422] * most + [429, 429], _window())


def _try_wrong_passwords(workers: Workers, email: str, most: int) -> tuple[list[int], int]:
    """What is said to two tries more than may fail, at one and the other in turn; the window in which they began."""
    with workers.database.write() as session:
        session.execute(delete(Throttle))
    browsers, window = workers.browser(), _window()
    tries = [
        send(browsers[number % 2], "/sign-in", "/sign-in", identifier=email, organisation="", password="wrong").status
        for number in range(most + 2)
    ]
    return tries, window


def _window() -> int:
    return int(utc_now().timestamp() // FIVE_MINUTES.total_seconds())


# What both loops are at


def test_forty_mails_arrive_once_each_through_both_loops(workers: Workers) -> None:
    ids = _promise_alone(workers, 40)
    before = len(workers.mail.ids)
    workers.mail.await_senders(2)

    workers.until_done("outbox", lambda: _unsent(workers) == [])

    assert Counter(workers.mail.ids[before:]) == Counter(map(_message_id, ids))
    assert {sender for sender, _ in workers.mail.envelopes[before:]} == {f"{name}@test.example" for name in NAMES}


def test_who_is_to_be_reminded_is_reminded_once_by_two_loops_at_once(workers: Workers) -> None:
    workers.hold_back("reminders")
    cohort = _a_cohort(workers, "RD-REMIND", officers=12, starts_at=utc_now() + 6 * DAY)

    workers.meet("reminders", HELD_UP["reminders"])
    workers.until_done("reminders", lambda: count(workers, Reminder, Reminder.session_code == cohort.code) == 12)
    workers.until_done("outbox", lambda: _unsent(workers) == [])

    expected = sorted(f"officer-{number}@{cohort.code}.example".lower() for number in range(1, 13))
    reached = [address for _, addresses in workers.mail.envelopes for address in addresses]
    assert sorted(address for address in reached if address.endswith("@rd-remind.example")) == expected


def test_pictures_due_at_once_are_taken_once_each_by_two_loops_at_once(workers: Workers) -> None:
    workers.hold_back("pictures")
    cohorts = _due_cohorts(workers, "RD-MET", 3)

    workers.meet("pictures", HELD_UP["pictures"])
    workers.until_done("pictures", lambda: _are_pictured(workers, cohorts))

    _assert_pictured_once(workers, cohorts)


def test_the_log_of_what_was_done_at_both_is_one_chain(workers: Workers, unit: Unit) -> None:
    workers.hold_back("sealing")
    person = somebody(workers, unit)
    for place in range(2):
        workers.browser()[place].sign_in(email_of(person))

    workers.meet("sealing", HELD_UP["sealing"])
    workers.until_done("sealing", lambda: count(workers, AuditEntry) == count(workers, AuditSeal))

    anchors, unreadable = read_anchors(workers.site.settings.anchors)
    with workers.database.read() as session:
        noted = {anchor.seq: {anchor.digest} for anchor in anchors}
        verdict = audit_chain.verify(session, noted, sealed_before=utc_now())
    mine = (AuditEntry.event == "sign-in", AuditEntry.person_id == person.id)
    assert (count(workers, AuditEntry, *mine), unreadable) == (2, 0)
    assert verdict == audit_chain.Verdict(sealed=count(workers, AuditEntry), bad=None, waiting=0)


# When one is killed


def test_a_worker_killed_while_both_send_loses_no_mail_and_doubles_only_what_it_had_in_hand(
    workers: Workers, unit: Unit
) -> None:
    ids = _promise_alone(workers, 30)
    before = len(workers.mail.ids)
    workers.mail.await_senders(2)
    with _killed_with_a_mail_in_hand(workers, "one"):
        workers.until_done("outbox", lambda: len(_unsent(workers)) == 1)
    left = _unsent(workers)
    sent_then = set(workers.mail.ids[before:])

    _, there = workers.browser()
    there.sign_in(email_of(somebody(workers, unit)))  # the other goes on
    workers.servers["one"].start()
    workers.end_leases_of_mails()
    workers.until_done("outbox", lambda: _unsent(workers) == [])

    in_hand = [_message_id(id_) for id_ in left if _message_id(id_) in sent_then]
    assert (len(left), len(in_hand)) == (1, 1)  # it had arrived, and nobody had noted that
    assert Counter(workers.mail.ids[before:]) == Counter(map(_message_id, ids)) + Counter(in_hand)


def test_a_worker_killed_in_the_middle_of_a_picture_leaves_it_whole_to_the_other(workers: Workers, unit: Unit) -> None:
    workers.hold_back("pictures")
    cohorts = _due_cohorts(workers, "RD-KILL", 2)
    here_and_there = workers.signed_in(email_of(somebody(workers, unit)))
    with workers.held_up(HELD_UP["the end of a picture"]):
        workers.free("pictures")
        workers.until_awake(lambda: workers.waiting() != [])
        (killed,) = workers.waiting()
        workers.servers[killed].kill()
        left = here_and_there[1 - NAMES.index(killed)].get("/account")
        taken_then = [count(workers, Picture, Picture.session == cohort.code) for cohort in cohorts]

    workers.until_done("pictures", lambda: _are_pictured(workers, cohorts))
    workers.servers[killed].start()
    started = utc_now()
    workers.until_done("pictures", lambda: _finished_at(workers, "pictures") > started)

    assert (left.status, taken_then) == (200, [0, 0])
    _assert_pictured_once(workers, cohorts)


@contextmanager
def _killed_with_a_mail_in_hand(workers: Workers, name: str) -> Iterator[None]:
    """Within, that worker is killed when a mail of it has arrived and is not answered yet."""
    is_alive = True

    def note(_: int) -> None:
        nonlocal is_alive
        sender, _addresses = workers.mail.envelopes[-1]
        if is_alive and sender == f"{name}@test.example":
            is_alive = False
            workers.servers[name].kill()

    workers.mail.before_answer = note
    try:
        yield
    finally:
        workers.mail.before_answer = lambda _: None
    assert not is_alive


def _promise_alone(workers: Workers, mails: int) -> list[bytes]:
    """The ids of so many new mails, which neither loop is at yet; what an earlier test promised has gone out."""
    workers.until(lambda: _unsent(workers) == [])
    workers.hold_back("outbox")
    return [promise(workers.site.house, f"p{next(numbers)}@mail.example") for _ in range(mails)]


def _finished_at(workers: Workers, job: str) -> dt.datetime:
    """When that job last came to its end."""
    with workers.database.read() as session:
        finished = jobs.find_finished_at(session, job)
    assert finished is not None
    return finished


def _message_id(id_: bytes) -> str:
    return f"<{id_.hex()}@127.0.0.1>"


def _unsent(workers: Workers) -> list[bytes]:
    """The mails that are still to be sent."""
    with workers.database.read() as session:
        return list(session.scalars(select(Mail.id).where(Mail.due_at.is_not(None))))


def _a_cohort(workers: Workers, code: str, officers: int, starts_at: dt.datetime) -> Cohort:
    key = workers.site.house.learner_key
    return a_cohort(workers.database, code=code, officers=officers, starts_at=starts_at, key=key)


def _due_cohorts(workers: Workers, name: str, sessions_due: int) -> list[Cohort]:
    """So many sessions of people who did everything a week ago, their pictures due; in the first, three objected."""
    catalogue, keys = workers.site.house.catalogue, workers.site.settings.keys
    made = [_a_cohort(workers, f"{name}-{n}", LEARNERS, utc_now() + 2 * DAY) for n in range(sessions_due)]
    for cohort in made:
        take_part_all(workers.database, catalogue, cohort, [Part()] * LEARNERS, utc_now() - 7 * DAY)
    first = made[0]
    with workers.database.write() as session:
        for number, officer in enumerate(first.officers[:AUTHORS]):
            content = {"module": MODULE, "ticked": [], "line": f"{number}"}
            put(session, keys, learner=officer.learner, batch=session_batch(first.code), place="p", content=content)
    return made


def _are_pictured(workers: Workers, cohorts: list[Cohort]) -> bool:
    """Whether all have their picture, and the key of what was said in the first is destroyed."""
    codes_ = [cohort.code for cohort in cohorts]
    key = key_file(workers.site.settings.keys, session_batch(codes_[0]))
    return count(workers, Picture, Picture.session.in_(codes_)) == len(codes_) and not key.exists()


def _assert_pictured_once(workers: Workers, cohorts: list[Cohort]) -> None:
    codes_ = [cohort.code for cohort in cohorts]
    with workers.database.read() as session:
        marked = session.scalars(select(Counted.session).where(Counted.session.in_(codes_))).all()
        noted = session.scalars(select(AuditEntry.about_id).where(AuditEntry.event == "picture-taken")).all()
        said = sorted(sentence.text for sentence in voices.of_session(session, codes_[0]))
    assert Counter(marked) == dict.fromkeys(codes_, LEARNERS)
    assert Counter(id_ for id_ in noted if id_ in {code.encode() for code in codes_}) == Counter(
        code.encode() for code in codes_
    )
    assert (said, count(workers, Pending)) == (["0", "1", "2"], 0)
