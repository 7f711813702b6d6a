"""Codes are issued by an administrator, or asked for by whoever names a person."""

import datetime as dt
import json
from pathlib import Path

import pytest
from desks import KEY, NOW, a_desk
from doors import a_door
from passwords import HASHED
from rows import a_person, an_organisation
from sqlalchemy import select

from course.acts.actor import Actor, actor_of
from course.acts.ask_for_code import KEPT, ask_for_code
from course.acts.door import Caller
from course.acts.factor_secrets import hash_of_code
from course.acts.identify import Claim
from course.acts.issue_codes import issue_to_chosen, issue_to_unit
from course.acts.one_time_code import VALID
from course.acts.post import KEY_FILE
from course.acts.sign_in import id_of, open_sign_in, sign_in
from course.base.learner_key import load_or_make_key
from course.base.refusals import Invalid, NotAllowed, NotFound, TooOften
from course.base.sealing import open_sealed
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage import codes, people, sign_ins, units
from course.storage.engine import Database
from course.storage.models import AuditEntry, Mail, Person, RoleName, SignInCode, Unit

ANA = "ana@test.example"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    """The shipped documents."""
    return Catalogue(library)


def an_actor(database: Database, unit: Unit, role: RoleName = "administrator") -> Actor:
    """Somebody of that organisation in that role."""
    with database.write() as session:
        person = a_person(session, unit, name="Zé", email="ze@test.example", roles=[role])
        people.set_password_hash(session, person.id, HASHED)
        signed_in = sign_ins.find_sign_in(session, id_of(open_sign_in(session, person.id, NOW)))
        assert signed_in is not None
        return actor_of(signed_in, KEY)


def a_unit(database: Database) -> Unit:
    """An organisation."""
    with database.write() as session:
        return an_organisation(session)


def somebody(database: Database, unit: Unit, name: str, email: str | None = None) -> Person:
    """A person of the unit without a password."""
    with database.write() as session:
        return a_person(session, unit, name=name, email=email)


def mails(database: Database, keys: Path) -> list[tuple[bytes, dict[str, str]]]:
    """To whom, and what its words need."""
    key = load_or_make_key(keys / KEY_FILE)
    with database.read() as session:
        rows = session.scalars(select(Mail).order_by(Mail.made_at)).all()
    return [(row.person_id, json.loads(open_sealed(key, row.sealed or b""))) for row in rows]


def kept(database: Database, person: Person) -> SignInCode | None:
    """The row of the person's code."""
    with database.read() as session:
        return session.get(SignInCode, person.id)


def test_a_slip_has_the_code_whose_digest_alone_is_kept_and_that_it_was_issued_is_noted(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    unit = a_unit(database)
    actor, rui = an_actor(database, unit), somebody(database, unit, "Rui")

    with a_desk(database, actor, catalogue, keys=tmp_path) as desk:
        outcome = issue_to_chosen(desk, [rui.id], "slip")

    (issued,) = outcome.issued
    row = kept(database, rui)
    assert row is not None
    assert (row.code_hash, row.channel, row.expires_at) == (
        hash_of_code(tmp_path, "one-time", rui.id, issued.code),
        "slip",
        NOW + VALID,
    )
    with database.read() as session:
        (entry,) = session.scalars(select(AuditEntry))
    assert (entry.event, entry.person_id, entry.about_id, entry.detail) == (
        "code-issued",
        actor.person_id,
        rui.id,
        {"channel": "slip"},
    )
    assert mails(database, tmp_path) == []


def test_a_mail_carries_the_code_sealed_and_who_has_no_address_is_left_out(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    unit = a_unit(database)
    actor, ana, rui = an_actor(database, unit), somebody(database, unit, "Ana", ANA), somebody(database, unit, "Rui")

    with a_desk(database, actor, catalogue, keys=tmp_path) as desk:
        outcome = issue_to_chosen(desk, [ana.id, rui.id], "mail")

    ((to, values),) = mails(database, tmp_path)
    row = kept(database, ana)
    assert row is not None
    assert (to, values["purpose"], values["expires_at"]) == (ana.id, "first", (NOW + VALID).isoformat())
    assert hash_of_code(tmp_path, "one-time", ana.id, values["code"]) == row.code_hash
    assert [person.id for person in outcome.without_address] == [rui.id]
    assert ([issued.code for issued in outcome.issued], kept(database, rui)) == ([""], None)


def test_no_slip_is_printed_for_an_administrator_whose_account_it_would_open(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    unit = a_unit(database)
    with database.write() as session:
        eva = a_person(session, unit, name="Eva", email="eva@test.example", roles=["administrator"])
    rui = somebody(database, unit, "Rui", "rui@test.example")

    with a_desk(database, an_actor(database, unit), catalogue, keys=tmp_path) as desk:
        on_paper = issue_to_unit(desk, unit.id, "slip")
        assert [[p.id for p in on_paper.administrators], [i.person.id for i in on_paper.issued]] == [[eva.id], [rui.id]]


def test_a_new_code_takes_the_place_of_the_old(database: Database, catalogue: Catalogue, tmp_path: Path) -> None:
    unit = a_unit(database)
    actor, rui = an_actor(database, unit), somebody(database, unit, "Rui")

    with a_desk(database, actor, catalogue, keys=tmp_path) as desk:
        first, second = (issue_to_chosen(desk, [rui.id], "slip").issued[0].code for _ in range(2))

    with database.read() as session:
        valid = [
            codes.is_valid(session, rui.id, hash_of_code(tmp_path, "one-time", rui.id, code), NOW)
            for code in (first, second)
        ]
    assert valid == [False, True]


def test_a_unit_is_all_below_it_who_may_sign_in_and_have_no_password(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    root = a_unit(database)
    actor = an_actor(database, root)
    with database.write() as session:
        station = units.add_unit(session, name="Esquadra", kind="station", parent=root)
        a_person(session, station, name="Rui")
        a_person(session, root, name="Ana")
        a_person(session, station, name="Eva").is_active = False
        a_person(session, station, name="Ivo").password_hash = HASHED

    with a_desk(database, actor, catalogue, keys=tmp_path) as desk:
        found = {unit.name: issue_to_unit(desk, unit.id, "slip").issued for unit in (root, station)}

    assert {name: [one.person.name for one in issued] for name, issued in found.items()} == {
        root.name: ["Ana", "Rui"],
        "Esquadra": ["Rui"],
    }


def test_another_organisation_is_not_found_and_an_officer_is_refused(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    ours, theirs = a_unit(database), a_unit(database)
    actor, foreign = an_actor(database, ours), somebody(database, theirs, "Eva")
    with database.write() as session:
        rui = a_person(session, ours, name="Rui")
        signed_in = sign_ins.find_sign_in(session, id_of(open_sign_in(session, rui.id, NOW)))
        assert signed_in is not None
        officer = actor_of(signed_in, KEY)

    with a_desk(database, actor, catalogue, keys=tmp_path) as desk:
        with pytest.raises(NotFound):
            issue_to_chosen(desk, [rui.id, foreign.id], "slip")
        with pytest.raises(NotFound):
            issue_to_unit(desk, theirs.id, "slip")
        with pytest.raises(Invalid):
            issue_to_chosen(desk, [], "slip")
    with a_desk(database, officer, catalogue, keys=tmp_path) as desk, pytest.raises(NotAllowed):
        issue_to_chosen(desk, [rui.id], "slip")
    assert (kept(database, rui), kept(database, foreign)) == (None, None)


def ask(
    database: Database, keys: Path, identifier: str = ANA, now: dt.datetime = NOW, device: str | None = None
) -> type[Exception] | None:
    """What whoever asks is told."""
    try:
        with a_door(database, keys, device=device, now=now, write=True) as door:
            ask_for_code(door, Claim(identifier, None))
    except Invalid as refusal:
        return type(refusal)
    return None


def test_who_asks_gets_a_mail_and_who_is_nobody_or_has_no_address_is_told_the_same(
    database: Database, tmp_path: Path
) -> None:
    ana = somebody(database, a_unit(database), "Ana", ANA)
    with database.write() as session:
        gone = a_person(session, name="Eva", email="eva@test.example")
        gone.is_active = False

    told = [ask(database, tmp_path, name) for name in (ANA, "nobody@test.example", "eva@test.example")]

    assert told == [None, None, None]
    assert [to for to, _ in mails(database, tmp_path)] == [ana.id]
    with database.read() as session:
        noted = session.scalars(select(AuditEntry)).all()
    assert [entry.event for entry in noted] == ["code-asked"] * 3
    assert {entry.about_id for entry in noted} == {ana.id, None}


@pytest.mark.parametrize("name", [ANA, "nobody@test.example"])
def test_the_sixth_ask_of_a_day_is_refused_whether_there_is_such_a_person_or_not(
    database: Database, tmp_path: Path, name: str
) -> None:
    somebody(database, a_unit(database), "Ana", ANA)

    told = [ask(database, tmp_path, name, NOW + n * 10 * MINUTE) for n in range(6)]

    assert told == [None] * 5 + [TooOften]
    assert ask(database, tmp_path, name, NOW + dt.timedelta(hours=14)) is None


def test_a_known_browser_asks_although_others_asked_too_often(database: Database, tmp_path: Path) -> None:
    ana = somebody(database, a_unit(database), "Ana", ANA)
    with database.write() as session:
        sign_in(session, ana.id, Caller("192.0.2.7", "known"), NOW)

    told = [ask(database, tmp_path, now=NOW + n * 10 * MINUTE) for n in range(6)]

    assert (told[-1], ask(database, tmp_path, now=NOW + 60 * MINUTE, device="known")) == (TooOften, None)


def test_asking_takes_no_slip_and_no_fresh_mail_from_under_anybodys_hands(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    unit = a_unit(database)
    actor, ana = an_actor(database, unit), somebody(database, unit, "Ana", ANA)
    with a_desk(database, actor, catalogue, keys=tmp_path) as desk:
        issue_to_chosen(desk, [ana.id], "slip")
    slip = kept(database, ana)
    ask(database, tmp_path, now=NOW + MINUTE)
    beside_slip = kept(database, ana)
    hours = (NOW + VALID, NOW + VALID + KEPT - MINUTE, NOW + VALID + KEPT)
    after = []
    for hour in hours:
        ask(database, tmp_path, now=hour)
        row = kept(database, ana)
        assert row is not None
        after.append(row.made_at)

    assert slip is not None
    assert beside_slip is not None
    assert slip.code_hash == beside_slip.code_hash
    assert after == [hours[0], hours[0], hours[2]]
    assert len(mails(database, tmp_path)) == 2
