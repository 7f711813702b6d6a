"""A code sets a password once; the present password changes it."""

import datetime as dt
from pathlib import Path

import pytest
from databases import race
from desks import KEY, NOW, a_desk
from doors import a_door
from passwords import HASHED, PASSWORD
from rows import a_person
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.acts.actor import Actor, actor_of
from course.acts.door import Caller
from course.acts.factor_secrets import hash_of_code
from course.acts.identify import Claim
from course.acts.one_time_code import ALPHABET, VALID, make_code
from course.acts.set_password import CodeForm, Granted, change_password, check_change, check_code, set_by_code
from course.acts.sign_in import id_of, open_sign_in
from course.base.refusals import Invalid, NotAllowed, TooOften
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage import codes, people, sign_ins
from course.storage.engine import Database
from course.storage.models import AuditEntry, KnownDevice, Person, SignInCode

ANA, RUI = "ana@test.example", "rui@test.example"
NEW = "quatro palavras sem nexo"
HERE = Caller("192.0.2.7", "this browser")


def with_code(database: Database, keys: Path, email: str = ANA, *, now: dt.datetime = NOW) -> tuple[Person, str]:
    """A person and their code."""
    code = make_code()
    with database.write() as session:
        person = a_person(session, email=email)
        hashed = hash_of_code(keys, "one-time", person.id, code)
        codes.put(session, person.id, code_hash=hashed, channel="slip", now=now, expires_at=now + VALID)
    return person, code


def granted(database: Database, keys: Path, code: str, email: str = ANA, now: dt.datetime = NOW) -> Granted:
    """What the code gives."""
    with a_door(database, keys, now=now) as door:
        return check_code(door, CodeForm(Claim(email, None), code, NEW))


def fields_of(database: Database, keys: Path, code: str, email: str = ANA, now: dt.datetime = NOW) -> list[str]:
    """The fields that a refused code is told to mend, with their words."""
    with pytest.raises(Invalid) as refused:
        granted(database, keys, code, email, now)
    return [f"{field}: {words}" for field, words in refused.value.fields.items()]


def test_a_code_has_more_than_fifty_bits_and_no_signs_that_look_alike() -> None:
    code = make_code()

    assert len(ALPHABET) ** 12 > 2**50
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(ALPHABET) & set("0O1IL2Z5S8BUV") == set()
    assert len({make_code() for _ in range(1000)}) == 1000


@pytest.mark.parametrize("written", ["{}", " {} ", "{}."])
def test_a_code_is_recognised_however_it_was_typed(database: Database, tmp_path: Path, written: str) -> None:
    ana, code = with_code(database, tmp_path)

    typed = [code, code.lower(), code.replace("-", ""), code.replace("-", " ")]

    assert {granted(database, tmp_path, written.format(one)).person_id for one in typed} == {ana.id}


def test_a_code_lasts_24_hours_and_is_nobody_elses(database: Database, tmp_path: Path) -> None:
    ana, code = with_code(database, tmp_path)
    with_code(database, tmp_path, RUI)
    last = NOW + VALID - dt.timedelta(seconds=1)

    assert granted(database, tmp_path, code, now=last).person_id == ana.id
    over = fields_of(database, tmp_path, code, now=NOW + VALID)
    others = fields_of(database, tmp_path, code, RUI)
    wrong = fields_of(database, tmp_path, "XXXX-XXXX-XXXX")
    nobody = fields_of(database, tmp_path, code, "nobody@test.example")
    assert over == others == wrong == nobody
    assert [words.partition(":")[0] for words in over] == ["code"]


def test_the_right_code_is_heard_beyond_the_limit_for_wrong_ones(database: Database, tmp_path: Path) -> None:
    ana, code = with_code(database, tmp_path)
    for _ in range(10):
        fields_of(database, tmp_path, "XXXX-XXXX-XXXX")

    with pytest.raises(TooOften):
        granted(database, tmp_path, "XXXX-XXXX-XXXX")
    assert granted(database, tmp_path, code).person_id == ana.id


def test_a_password_that_will_not_do_leaves_the_code_as_it_was(database: Database, tmp_path: Path) -> None:
    ana, code = with_code(database, tmp_path)

    with pytest.raises(Invalid) as refused, a_door(database, tmp_path) as door:
        check_code(door, CodeForm(Claim(ANA, None), code, "Ana Reis 2026"))

    assert list(refused.value.fields) == ["password"]
    assert granted(database, tmp_path, code).person_id == ana.id


def test_a_code_sets_the_password_ends_all_sign_ins_and_opens_one_in_a_known_browser(
    database: Database, tmp_path: Path
) -> None:
    ana, code = with_code(database, tmp_path)
    use = granted(database, tmp_path, code)
    with database.write() as session:
        old = [open_sign_in(session, ana.id, NOW) for _ in range(2)]

    with database.write() as session:
        token = set_by_code(session, use, HASHED, HERE, NOW)

    with database.read() as session:
        assert [sign_ins.find_sign_in(session, id_of(one)) for one in old] == [None, None]
        assert [row.id for row in sign_ins.list_of_person(session, ana.id)] == [id_of(token)]
        assert people.get_person(session, ana.id).password_hash == HASHED
        assert session.scalars(select(SignInCode)).all() == []
        assert session.scalars(select(KnownDevice.device)).all() == [HERE.device_of(ana.id)]
        noted = {
            entry.event: (entry.about_id, entry.person_id, entry.detail)
            for entry in session.scalars(select(AuditEntry))
        }
    assert noted == {
        "password-set": (ana.id, None, {"by": "one-time code", "ended": 2}),
        "sign-in": (None, ana.id, {}),
    }


def test_of_two_windows_that_use_one_code_at_once_one_sets_its_password(database: Database, tmp_path: Path) -> None:
    ana, code = with_code(database, tmp_path)
    use = granted(database, tmp_path, code)

    def by(password_hash: str) -> object:
        def act(session: Session) -> str:
            set_by_code(session, use, password_hash, HERE, NOW)
            return password_hash

        return act

    told = race(database, by("one"), by("two"), by("three"))  # type: ignore[arg-type]

    with database.read() as session:
        kept = people.get_person(session, ana.id).password_hash
        opened = len(sign_ins.list_of_person(session, ana.id))
    assert sorted(map(str, told)) == sorted(map(str, [kept, Invalid, Invalid]))
    assert opened == 1


def test_a_code_works_once(database: Database, tmp_path: Path) -> None:
    _, code = with_code(database, tmp_path)
    use = granted(database, tmp_path, code)
    with database.write() as session:
        set_by_code(session, use, HASHED, HERE, NOW)

    with database.write() as session, pytest.raises(Invalid):
        set_by_code(session, use, "another", HERE, NOW)
    assert len(fields_of(database, tmp_path, code)) == 1


def an_actor(database: Database, *, tokens: int = 1) -> Actor:
    """Somebody with PASSWORD and so many sign-ins, acting in the first of them."""
    with database.write() as session:
        ana = a_person(session, email=ANA)
        people.set_password_hash(session, ana.id, HASHED)
        opened = [open_sign_in(session, ana.id, NOW) for _ in range(tokens)]
        signed_in = sign_ins.find_sign_in(session, id_of(opened[0]))
        assert signed_in is not None
        return actor_of(signed_in, KEY)


def test_a_changed_password_ends_the_other_sign_ins_and_renews_this_one(database: Database, library: Library) -> None:
    actor = an_actor(database, tokens=3)

    with a_desk(database, actor, Catalogue(library)) as desk:
        token = change_password(desk, "another hash")

    with database.read() as session:
        assert [row.id for row in sign_ins.list_of_person(session, actor.person_id)] == [id_of(token)]
        assert people.get_person(session, actor.person_id).password_hash == "another hash"
        (entry,) = session.scalars(select(AuditEntry))
    assert (entry.event, entry.about_id, entry.detail) == (
        "password-set",
        actor.person_id,
        {"by": "present password", "ended": 2},
    )


def test_a_sign_in_that_ended_meanwhile_changes_no_password(database: Database, library: Library) -> None:
    actor = an_actor(database)
    with database.write() as session:
        sign_ins.close_all(session, actor.person_id)

    with pytest.raises(NotAllowed), a_desk(database, actor, Catalogue(library)) as desk:
        change_password(desk, "another hash")

    with database.read() as session:
        assert people.get_person(session, actor.person_id).password_hash == HASHED


def test_the_present_password_is_asked_for_and_its_guesses_are_limited(database: Database, tmp_path: Path) -> None:
    actor = an_actor(database)

    def told(present: str, wanted: str = NEW) -> object:
        try:
            with a_door(database, tmp_path) as door:
                check_change(door, actor.person_id, present, wanted)
        except Invalid as refusal:
            return list(refusal.fields) or type(refusal)
        return "will do"

    assert told("", "") == ["present", "password"]
    assert told(PASSWORD) == "will do"
    assert told(PASSWORD, "short") == ["password"]
    assert [told("a wrong guess") for _ in range(11)] == [["present"]] * 10 + [TooOften]
    assert told(PASSWORD) is TooOften
