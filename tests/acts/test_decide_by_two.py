"""Who administers, and the address of who has a role, is decided by two: whatever one of them tries."""

import datetime as dt
from pathlib import Path

import pytest
from desks import NOW, a_desk, signed_in
from rows import a_person, an_organisation
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.acts.actor import Actor
from course.acts.change_person import let_leave
from course.acts.decide_by_two import Wanted, confirm_proposal, drop_proposal, propose_administrator
from course.acts.keep_person import PersonForm, change_details
from course.base.refusals import Conflict, NotAllowed, NotFound
from course.base.versions import version_of
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage import leaving, people, proposals
from course.storage.api_lists import contact_of
from course.storage.engine import Database
from course.storage.models import AuditEntry, Mail, Proposal, SignIn, Unit

WEEK = dt.timedelta(days=7)


class Office:
    """Two administrators of an organisation, Ana who does the course, and somebody of another organisation."""

    def __init__(self, database: Database, library: Library, keys: Path) -> None:
        self.database, self.catalogue, self.keys = database, Catalogue(library), keys
        with database.write() as session:
            self.root = an_organisation(session)
            first, second = (self._administrator(session, self.root, name) for name in ("um", "dois"))
            self.ana = a_person(session, self.root, name="Ana", email="ana@test.example").id
            away = an_organisation(session, name="Outra")
            other = self._administrator(session, away, "fora")
        self.first, self.second, self.other = (signed_in(database, id_) for id_ in (first, second, other))

    @staticmethod
    def _administrator(session: Session, unit: Unit, name: str) -> bytes:
        return a_person(session, unit, name=name, email=f"{name}@test.example", roles=["administrator"]).id

    def propose(self, by: Actor, person_id: bytes, wanted: Wanted = "give-administrator") -> bytes:
        with a_desk(self.database, by, self.catalogue) as desk:
            propose_administrator(desk, person_id, wanted)
            return desk.session.scalars(select(Proposal.id).where(Proposal.person_id == person_id)).one()

    def confirm(self, by: Actor, proposal_id: bytes, now: dt.datetime = NOW) -> None:
        with a_desk(self.database, by, self.catalogue, now, self.keys) as desk:
            confirm_proposal(desk, proposal_id)

    def drop(self, by: Actor, proposal_id: bytes) -> None:
        with a_desk(self.database, by, self.catalogue) as desk:
            drop_proposal(desk, proposal_id)

    def roles(self, person_id: bytes) -> tuple[str, ...]:
        with self.database.read() as session:
            return people.roles_of(session, person_id)


@pytest.fixture
def office(database: Database, library: Library, tmp_path: Path) -> Office:
    """On each database."""
    return Office(database, library, tmp_path)


def test_one_proposes_another_confirms_and_of_two_tabs_one_does(office: Office) -> None:
    proposal = office.propose(office.first, office.ana)
    before = office.roles(office.ana)
    with pytest.raises(Conflict, match="proposed already"):
        office.propose(office.second, office.ana)
    with pytest.raises(NotAllowed, match="You proposed it yourself"):
        office.confirm(office.first, proposal)
    for act in (office.confirm, office.drop):
        with pytest.raises(NotFound):
            act(office.other, proposal)

    office.confirm(office.second, proposal)

    assert (before, office.roles(office.ana)) == (("officer",), ("officer", "administrator"))
    with pytest.raises(Conflict, match="decided or dropped meanwhile"):
        office.confirm(office.second, proposal)
    with pytest.raises(Conflict, match="confirmed or dropped it meanwhile"):
        office.drop(office.second, proposal)
    with office.database.read() as session:
        noted = session.scalars(select(AuditEntry.event).where(AuditEntry.about_id == office.ana)).all()
    assert sorted(noted) == ["proposal-confirmed", "proposal-made"]


def test_a_proposal_is_dropped_by_either_and_another_may_be_made(office: Office) -> None:
    for administrator in (office.first, office.second):
        office.drop(administrator, office.propose(office.first, office.ana))

    office.confirm(office.second, office.propose(office.first, office.ana))

    assert office.roles(office.ana) == ("officer", "administrator")


def test_the_database_itself_lets_nobody_be_both(office: Office) -> None:
    proposal = office.propose(office.first, office.ana)

    by_the_same = update(Proposal).values(confirmed_by=office.first.person_id, confirmed_at=NOW)
    with office.database.write() as session, pytest.raises(IntegrityError), session.begin_nested():
        session.execute(by_the_same)
    with office.database.write() as session:
        assert not proposals.confirm(session, proposal, person_id=office.second.person_id, now=NOW + WEEK)
        assert proposals.confirm(session, proposal, person_id=office.second.person_id, now=NOW)
        assert not proposals.confirm(session, proposal, person_id=office.second.person_id, now=NOW)


def test_a_proposal_ends_after_seven_days_and_makes_room_for_another(office: Office) -> None:
    proposal = office.propose(office.first, office.ana)

    with pytest.raises(Conflict, match="older than seven days"):
        office.confirm(office.second, proposal, NOW + WEEK)

    with a_desk(office.database, office.second, office.catalogue, NOW + WEEK) as desk:
        propose_administrator(desk, office.ana, "give-administrator")
        waiting = proposals.list_open(desk.session, office.root.id, NOW + WEEK)
    assert [(one.name, one.proposer) for one in waiting] == [("Ana", "dois")]


def test_a_proposal_of_or_about_somebody_who_left_is_confirmed_by_nobody(office: Office) -> None:
    by_gone = office.propose(office.first, office.ana)
    with office.database.write() as session:
        rui = a_person(session, office.root, name="Rui", email="rui@test.example").id
    about_gone = office.propose(office.second, rui)
    with office.database.write() as session:
        third = a_person(session, office.root, name="Eva", email="eva@test.example", roles=["administrator"]).id
        leaving.close(session, [office.first.person_id, rui], NOW.date())
    eva = signed_in(office.database, third)

    with pytest.raises(Conflict, match="no administrator any more"):
        office.confirm(office.second, by_gone)
    with pytest.raises(Conflict, match="has left"):
        office.confirm(eva, about_gone)
    with pytest.raises(Conflict, match="has left"):
        office.propose(eva, rui)

    assert (office.roles(office.ana), office.roles(rui)) == (("officer",), ("officer",))


def test_who_is_taken_away_is_signed_out_and_the_last_one_cannot_be(office: Office) -> None:
    proposal = office.propose(office.first, office.second.person_id, "take-administrator")
    with (
        a_desk(office.database, office.first, office.catalogue) as desk,
        pytest.raises(Conflict, match="Have two of you"),
    ):
        let_leave(desk, office.second.person_id, is_sure=True)

    office.confirm(office.second, proposal)

    assert office.roles(office.second.person_id) == ("officer",)
    with office.database.read() as session:
        assert session.scalars(select(SignIn).where(SignIn.person_id == office.second.person_id)).all() == []
    with pytest.raises(Conflict, match="Nobody else administers"):
        office.propose(office.first, office.first.person_id, "take-administrator")
    with pytest.raises(Conflict, match="so already"):
        office.propose(office.first, office.ana, "take-administrator")


def test_two_who_take_each_other_away_at_once_leave_one(office: Office) -> None:
    both = [
        office.propose(by, of, "take-administrator")
        for by, of in ((office.first, office.second.person_id), (office.second, office.first.person_id))
    ]

    office.confirm(office.second, both[0])

    with pytest.raises((Conflict, NotAllowed)):
        office.confirm(office.first, both[1])
    with office.database.read() as session:
        left = people.ids_with_role(session, office.root.id, "administrator")
    assert left == {office.first.person_id}


def test_the_address_of_an_administrator_is_changed_by_two_and_told_to_the_old_one(office: Office) -> None:
    with a_desk(office.database, office.first, office.catalogue, keys=office.keys) as desk:
        target = people.get_person(desk.session, office.second.person_id)
        form = PersonForm(name="Dois Silva", number="", email="mal@test.example", language="pt")
        change_details(desk, target.id, form, version_of(contact_of(target)))
        row = desk.session.scalars(select(Proposal)).one()
        kept = (target.name, target.email, row.kind, row.email)
    with pytest.raises(NotAllowed):
        office.confirm(office.first, row.id)

    office.confirm(office.second, row.id)

    assert kept == ("Dois Silva", "dois@test.example", "email", "mal@test.example")
    with office.database.read() as session:
        assert people.get_person(session, office.second.person_id).email == "mal@test.example"
        assert session.scalars(select(Mail.kind)).all() == ["address-changed"]
