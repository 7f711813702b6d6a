"""The demonstration has a session whose brief finds what was planted, one that is too small, and one to come."""

import datetime as dt

from argon2 import PasswordHasher
from passwords import PASSWORD
from site_of_tests import Site
from sqlalchemy import select

from course import groups
from course.acts.sign_in import hash_password
from course.acts.take_picture import take_picture
from course.base.calendar import evening_of, lisbon_day
from course.demonstration import make_demonstration, set_password
from course.storage import people, sessions
from course.storage.models import Person

ANOTHER = "another one altogether"


def still() -> int:
    """Noise of nothing."""
    return (1 << 32) - 1


def test_the_brief_finds_the_planted_ideas_says_where_too_few_were_ready_and_when_another_comes(site: Site) -> None:
    assert make_demonstration(site.house, PASSWORD)
    site.now = evening_of(lisbon_day(site.now)) + dt.timedelta(minutes=1)
    with site.house.database.write() as session:
        waiting = [one.code for one in groups.list_awaiting(session, site.now)]
        for code in waiting:
            assert take_picture(session, site.house.catalogue, code, keys=site.settings.keys, now=site.now, word=still)
    with site.house.database.read() as session:
        first, small, to_come, *_ = (planned.code for planned in sessions.list_sessions(session))
        pictures = [groups.read_picture(session, code) for code in (first, small, to_come)]

    assert waiting == [first, small]
    assert [picture and picture.brief.reason for picture in pictures] == [None, "too-few", None]
    assert pictures[0] is not None
    assert pictures[2] is None
    assert [idea.idea for idea in pictures[0].brief.ideas][:2] == ["avoids-eyes", "routine-needs-no-reason"]
    assert pictures[0].brief.ideas[0].sureness == "mostly sure"
    assert pictures[0].brief.forks != ()
    trainer = site.visitor("trainer@demo.example")
    told = [trainer.get(f"/train/sessions/{code}/brief").text for code in (first, small, to_come)]
    assert "Porque a maioria do grupo pensa assim, quase sempre com certeza." in told[0]
    assert "Menos de 8 tinham concluído, por isso nada se diz deste grupo." in told[1]
    assert "Ainda não há retrato deste grupo." in told[2]


def test_a_password_that_all_have_is_left_alone_and_any_other_replaced(site: Site) -> None:
    assert make_demonstration(site.house, PASSWORD)
    found = [hashes(site)]
    for password in (PASSWORD, ANOTHER, ANOTHER):
        set_password(site.house, password)
        found.append(hashes(site))
    with site.house.database.write() as session:
        one = people.find_by_email(session, "trainer2@demo.example")
        assert one is not None
        one.password_hash = hash_password(ANOTHER)  # a hash of their own: they changed it, and back
    of_two = hashes(site)
    set_password(site.house, ANOTHER)
    of_one_again = hashes(site)

    made, same, changed, left = found
    assert made == same
    assert changed == left
    assert [len(each) for each in (made, changed, of_two, of_one_again)] == [1, 1, 2, 1]
    assert made != changed
    assert all(PasswordHasher().verify(each, ANOTHER) for each in changed | of_one_again)


def hashes(site: Site) -> set[str]:
    """Those of the demonstration's people with a sign-in."""
    with site.house.database.read() as session:
        of_people = select(Person.password_hash).where(Person.is_demonstration, Person.email.is_not(None))
        return {str(hashed) for hashed in session.scalars(of_people)}
