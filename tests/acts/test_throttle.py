"""How often one may try, and that nobody is locked out by another."""

import datetime as dt
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from desks import NOW
from doors import a_door, try_password
from passwords import HASHED, PASSWORD, QUICK
from rows import a_person
from sqlalchemy import select

from course.acts import sign_in as signing_in
from course.acts.ask_for_code import ask_for_code
from course.acts.door import Caller, Door
from course.acts.factor_secrets import hash_of_code
from course.acts.identify import Claim
from course.acts.one_time_code import VALID, make_code
from course.acts.set_password import CodeForm, check_code
from course.acts.throttle import FIVE_MINUTES, RULES, Counter, count, counters, demand_room
from course.base.refusals import Invalid, TooOften
from course.storage import codes, people
from course.storage.engine import Database
from course.storage.models import AuditEntry, Person, Throttle

ANA = "ana@test.example"
SECOND = dt.timedelta(seconds=1)


def an_officer(database: Database, email: str = ANA) -> Person:
    """Somebody with a password."""
    with database.write() as session:
        person = a_person(session, email=email)
        person.password_hash = HASHED
        return person


def refusal_of(
    database: Database,
    keys: Path,
    identifier: str = ANA,
    password: str = "not it, not it",
    address: str = "192.0.2.7",
    device: str | None = None,
    now: dt.datetime = NOW,
) -> type[Exception] | None:
    """What a try is told: nothing for the right password."""
    try:
        try_password(database, keys, identifier, password, address, device, now)
    except Invalid as refusal:
        return type(refusal)
    return None


def full(database: Database, keys: Path, label: str, times: int, *, by: str = "name") -> None:
    """So many failures counted for that label, without the work of failing."""
    counted = counters(keys, "sign-in", {"name": label, "address": label, "everywhere": ""})
    with database.write() as session:
        for _ in range(times):
            count(session, [one for one in counted if one.rule.scope == by], NOW)


def test_the_eleventh_failure_for_one_name_in_five_minutes_is_refused_unlooked_at(
    database: Database, tmp_path: Path
) -> None:
    an_officer(database)

    told = [refusal_of(database, tmp_path, address=f"198.51.100.{n}") for n in range(11)]

    assert told == [Invalid] * 10 + [TooOften]
    assert refusal_of(database, tmp_path, password=PASSWORD, address="203.0.113.1") is TooOften


def test_the_eleventh_failure_from_one_address_is_refused_whoever_is_named(database: Database, tmp_path: Path) -> None:
    told = [refusal_of(database, tmp_path, f"nobody{n}@test.example") for n in range(11)]

    assert told == [Invalid] * 10 + [TooOften]
    assert refusal_of(database, tmp_path, "somebody@test.example", address="203.0.113.1") is Invalid


def test_the_addresses_of_one_subscriber_of_ipv6_count_as_one() -> None:
    networks = {
        address: Caller(address).network
        for address in (
            "2001:db8:1:2::1",
            "2001:db8:1:2:ffff::9",
            "2001:db8:1:3::1",
            "::ffff:192.0.2.7",
            "192.0.2.7",
            "",
        )
    }

    assert networks == {
        "2001:db8:1:2::1": "2001:db8:1:2::/64",
        "2001:db8:1:2:ffff::9": "2001:db8:1:2::/64",
        "2001:db8:1:3::1": "2001:db8:1:3::/64",
        "::ffff:192.0.2.7": "192.0.2.7",
        "192.0.2.7": "192.0.2.7",
        "": "",
    }

    assert {address: Caller(address).network for address in networks} == networks


def test_the_thousand_and_first_failure_anywhere_is_refused(database: Database, tmp_path: Path) -> None:
    an_officer(database)
    full(database, tmp_path, "", 999, by="everywhere")

    assert refusal_of(database, tmp_path, address="198.51.100.1") is Invalid
    assert refusal_of(database, tmp_path, address="198.51.100.2") is TooOften


def test_tries_are_heard_again_when_the_window_is_over(database: Database, tmp_path: Path) -> None:
    an_officer(database)
    full(database, tmp_path, ANA, 10)

    with pytest.raises(TooOften) as refused:
        try_password(database, tmp_path, ANA, PASSWORD, now=NOW + 61 * SECOND)
    before, after = NOW + FIVE_MINUTES - SECOND, NOW + FIVE_MINUTES

    assert (refused.value.again_in, refused.value.values["at"]) == (239, "11:05")
    assert refusal_of(database, tmp_path, password=PASSWORD, now=before) is TooOften
    assert refusal_of(database, tmp_path, password=PASSWORD, now=after) is None


def test_a_refused_try_is_neither_counted_nor_noted(database: Database, tmp_path: Path) -> None:
    an_officer(database)
    full(database, tmp_path, ANA, 10)

    def kept() -> tuple[list[int], int]:
        with database.read() as session:
            return sorted(session.scalars(select(Throttle.count))), len(session.scalars(select(AuditEntry)).all())

    before = kept()
    assert refusal_of(database, tmp_path) is TooOften

    assert kept() == before == ([10], 0)


@pytest.fixture
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> str:
    """The hash of PASSWORD with parameters that cost nothing: thousands of real ones prove nothing more."""
    monkeypatch.setattr(signing_in, "_HASHER", QUICK)
    monkeypatch.setattr(signing_in, "OF_NOBODY", signing_in.hash_password("nobody's"))
    return HASHED


def test_a_station_behind_one_address_signs_in_two_hundred_times_and_nobody_is_refused(
    database: Database, tmp_path: Path, cheap_hashes: str
) -> None:
    ana = an_officer(database)
    with database.write() as session:
        people.set_password_hash(session, ana.id, cheap_hashes)

    told = [refusal_of(database, tmp_path, password=PASSWORD, now=NOW + n * SECOND) for n in range(200)]

    assert told == [None] * 200


def test_an_enemy_who_fails_ten_thousand_times_keeps_nobody_out_of_a_known_browser_nor_from_a_code(
    sqlite_database: Database, tmp_path: Path, cheap_hashes: str
) -> None:
    database, ana, code = sqlite_database, an_officer(sqlite_database), make_code()
    with database.write() as session:
        people.set_password_hash(session, ana.id, cheap_hashes)
        signing_in.sign_in(session, ana.id, Caller("192.0.2.7", "the cookie of the station"), NOW)
        hashed = hash_of_code(tmp_path, "one-time", ana.id, code)
        codes.put(session, ana.id, code_hash=hashed, channel="slip", now=NOW, expires_at=NOW + VALID)
    tries = iter(range(10_000))
    heard = sum(_fail(database, tmp_path, n) for n in itertools.islice(tries, 1020))
    with a_door(database, tmp_path) as door:  # the limit anywhere is reached: from here on nothing is written
        heard += sum(_is_heard(door, n) for n in tries)
    for n in range(20):
        _guess_a_code(database, tmp_path, f"198.51.100.{n}")
        _ask(database, tmp_path, f"198.51.100.{n}")

    unknown = refusal_of(database, tmp_path, password=PASSWORD, address="203.0.113.1")
    known = refusal_of(database, tmp_path, password=PASSWORD, device="the cookie of the station")
    with a_door(database, tmp_path, "203.0.113.1") as door:
        granted = check_code(door, CodeForm(Claim(ANA, None), code, "quatro palavras sem nexo"))

    assert (heard, unknown, known, granted.person_id) == (1000, TooOften, None, ana.id)


def _fail(database: Database, keys: Path, n: int) -> bool:
    """Whether the enemy's try is heard: every second one names the officer, each comes from another address."""
    with a_door(database, keys) as door:
        return _is_heard(door, n)


def _is_heard(door: Door, n: int) -> bool:
    caller = Caller(f"198.18.{n // 256}.{n % 256}")
    name = ANA if n % 50 == 0 else f"nobody{n}@test.example"
    with pytest.raises(Invalid) as refused:
        signing_in.recognise(replace(door, caller=caller), signing_in.Credentials(name, None, "not it"))
    return not isinstance(refused.value, TooOften)


def _guess_a_code(database: Database, keys: Path, address: str) -> None:
    with pytest.raises(Invalid), a_door(database, keys, address) as door:
        check_code(door, CodeForm(Claim(ANA, None), "XXXX-XXXX-XXXX", "quatro palavras sem nexo"))


def _ask(database: Database, keys: Path, address: str) -> None:
    with a_door(database, keys, address, write=True) as door:
        try:
            ask_for_code(door, Claim(ANA, None))
        except TooOften:
            return


def test_a_known_browser_has_a_limit_of_its_own_that_counts_nowhere_else(database: Database, tmp_path: Path) -> None:
    ana = an_officer(database)
    with database.write() as session:
        signing_in.sign_in(session, ana.id, Caller("192.0.2.7", "known"), NOW)

    told = [refusal_of(database, tmp_path, device="known") for _ in range(11)]

    assert told == [Invalid] * 10 + [TooOften]
    assert refusal_of(database, tmp_path, password=PASSWORD) is None


def test_a_browser_known_to_one_person_is_not_known_to_another(database: Database, tmp_path: Path) -> None:
    ana = an_officer(database)
    an_officer(database, "rui@test.example")
    with database.write() as session:
        signing_in.sign_in(session, ana.id, Caller("192.0.2.7", "known"), NOW)
    full(database, tmp_path, "192.0.2.7", 10, by="address")

    told = {
        name: refusal_of(database, tmp_path, name, password=PASSWORD, device="known")
        for name in (ANA, "rui@test.example", "nobody@test.example")
    }

    assert told == {ANA: None, "rui@test.example": TooOften, "nobody@test.example": TooOften}


def test_the_rows_name_nobody_and_no_address(database: Database, tmp_path: Path) -> None:
    refusal_of(database, tmp_path)

    with database.read() as session:
        kept = session.scalars(select(Throttle)).all()
    other = tmp_path / "another instance"
    named = counters(other, "sign-in", {"name": ANA, "address": "192.0.2.7", "everywhere": ""})

    assert sorted(row.count for row in kept) == [1, 1, 1]
    assert {row.key for row in kept} & {counter.key for counter in named} == set()


def test_the_first_failure_of_a_window_sweeps_out_what_is_older_than_a_day(database: Database, tmp_path: Path) -> None:
    refusal_of(database, tmp_path, now=NOW)
    refusal_of(database, tmp_path, now=NOW + dt.timedelta(hours=23))

    refusal_of(database, tmp_path, now=NOW + dt.timedelta(hours=25))

    with database.read() as session:
        windows = set(session.scalars(select(Throttle.window)))
    assert windows == {NOW + dt.timedelta(hours=23), NOW + dt.timedelta(hours=25)}


def test_no_rule_but_that_of_asking_counts_what_succeeds() -> None:
    assert {(rule.action, rule.scope): (rule.most, rule.window) for rule in RULES if rule.action == "ask"} == {
        ("ask", "name"): (5, dt.timedelta(days=1)),
        ("ask", "device"): (5, dt.timedelta(days=1)),
        ("ask", "address"): (30, FIVE_MINUTES),
        ("ask", "everywhere"): (1000, FIVE_MINUTES),
    }


def test_a_full_counter_says_when_the_last_of_them_is_empty_again(database: Database, tmp_path: Path) -> None:
    asking = counters(tmp_path, "ask", {"name": ANA, "address": "192.0.2.7"})
    with database.write() as session:
        for _ in range(30):
            count(session, asking, NOW)

    with database.read() as session, pytest.raises(TooOften) as refused:
        demand_room(session, asking, NOW)

    assert (refused.value.again_in, refused.value.values["at"]) == (14 * 3600, "02/07, 01:00")


def test_windows_are_laid_in_utc_and_hold_their_own_beginning() -> None:
    counter = Counter(RULES[0], b"k" * 32)

    assert [counter.window(NOW + n * SECOND) for n in (0, 299, 300)] == [NOW, NOW, NOW + FIVE_MINUTES]
