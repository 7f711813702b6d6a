"""A certificate is made of what is completed, is found by its code alone, and ends when its person says so."""

import datetime as dt

import pytest
from desks import NOW, do_module
from doors import a_door
from planning import TRACK, Headquarters
from sqlalchemy import select

from course.acts.certify import GROUP, LENGTH, end_certificate, in_groups, make_certificate, make_code
from course.acts.one_time_code import ALPHABET
from course.acts.throttle import FIVE_MINUTES
from course.acts.verify_certificate import find_certificate
from course.base.refusals import Conflict, NotFound, TooOften
from course.storage import certificates, people
from course.storage.certificates import Verified
from course.storage.models import Person, Throttle

MODULE = "ethnic-profiling"


@pytest.fixture
def ana(psp: Headquarters) -> Person:
    """An officer who completed the track."""
    person = psp.person("Ana")
    psp.act(psp.sign_in(person), do_module, MODULE)
    return person


def code_of(psp: Headquarters, person: Person) -> str:
    psp.act(psp.sign_in(person), make_certificate, TRACK)
    with psp.database.read() as session:
        return certificates.of_person(session, person.id)[TRACK].code


def look(psp: Headquarters, typed: str, now: dt.datetime = NOW, address: str = "192.0.2.7") -> Verified | None:
    with a_door(psp.database, psp.keys, address, now=now) as door:
        return find_certificate(door, typed)


def test_a_code_has_more_than_eighty_bits_and_no_sign_that_looks_like_another() -> None:
    codes = {make_code() for _ in range(50)}

    assert len(codes) == 50
    assert {len(code.replace("-", "")) for code in codes} == {LENGTH}
    assert {len(group) for code in codes for group in code.split("-")} == {GROUP}
    assert {sign for code in codes for sign in code} <= {*ALPHABET, "-"}
    assert len(ALPHABET) ** LENGTH > 2**80


def test_it_says_name_course_and_date_however_the_code_is_typed(psp: Headquarters, ana: Person) -> None:
    code = code_of(psp, ana)

    says = {look(psp, typed) for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "))}

    assert says == {Verified(name="Ana", track=TRACK, date=NOW.date())}
    assert in_groups(code) == code


def test_asked_for_again_it_is_the_same(psp: Headquarters, ana: Person) -> None:
    assert code_of(psp, ana) == code_of(psp, ana)


def test_it_is_made_once_every_module_is_completed_and_of_ones_own_tracks(psp: Headquarters, ana: Person) -> None:
    eva = psp.sign_in(psp.person("Eva"))

    with pytest.raises(Conflict):
        psp.act(eva, make_certificate, TRACK)
    with pytest.raises(NotFound):
        psp.act(psp.sign_in(ana), make_certificate, "no-such-track")


def test_it_says_who_the_person_is_now_and_nothing_once_the_person_is_gone(psp: Headquarters, ana: Person) -> None:
    code = code_of(psp, ana)
    with psp.database.write() as session:
        people.get_person(session, ana.id).name = "Ana Nova"
    renamed = look(psp, code)
    with psp.database.write() as session:
        session.delete(people.get_person(session, ana.id))

    assert (renamed and renamed.name, look(psp, code)) == ("Ana Nova", None)


def test_ended_it_verifies_nothing_and_another_has_another_code(psp: Headquarters, ana: Person) -> None:
    code = code_of(psp, ana)
    psp.act(psp.sign_in(ana), end_certificate, TRACK)
    gone = look(psp, code)
    another = code_of(psp, ana)

    assert (gone, another == code, look(psp, another) is None) == (None, False, False)
    psp.act(psp.sign_in(ana), end_certificate, TRACK)
    with pytest.raises(NotFound):
        psp.act(psp.sign_in(ana), end_certificate, TRACK)


def test_after_thirty_wrong_codes_an_address_waits_and_no_other_does(psp: Headquarters, ana: Person) -> None:
    code = code_of(psp, ana)
    for _ in range(40):
        assert look(psp, code) is not None  # what is right is not counted
    wrong = [look(psp, make_code()) for _ in range(30)]

    assert wrong == [None] * 30
    with pytest.raises(TooOften):
        look(psp, code)
    assert look(psp, code, address="198.51.100.1") is not None
    assert look(psp, code, now=NOW + FIVE_MINUTES) is not None


def test_guesses_are_counted_without_the_address(psp: Headquarters) -> None:
    look(psp, "X")

    with psp.database.read() as session:
        kept = session.scalars(select(Throttle)).one()
    assert (b"192.0.2.7" in kept.key, kept.count) == (False, 1)
