"""Every cell of the matrix at things that are one's own, one's unit's, one's organisation's, foreign, and absent.

Each route that names a thing is asked by each role for things in every relation to the person who asks. What lies in
the scope of the role is given; what does not is answered in the very words of a thing that does not exist.
"""

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import pytest
from rows import a_session
from site_of_tests import START, Page, Site, Visitor
from sqlalchemy import select, update

from course.acts.data_requests import seal_asked
from course.acts.policy import Scope, permissions
from course.base.ids import as_text, new_id
from course.content.starters import case_starter
from course.storage import (
    api_clients,
    certificates,
    data_requests,
    delegations,
    drafts,
    factors,
    mistakes,
    people,
    proposals,
    seats,
    session_trainers,
)
from course.storage.models import ROLES, Mistake, Person, Proposal, RoleName, SignIn, Unit
from course.web.feature import routes_of

Relation = Literal["own", "unit", "organisation", "foreign", "absent"]
RELATIONS: Final[tuple[Relation, ...]] = ("own", "unit", "organisation", "foreign", "absent")
REACHED: Final[Mapping[Scope, frozenset[Relation]]] = {
    "all": frozenset({"own", "unit", "organisation", "foreign"}),
    "organisation": frozenset({"own", "unit", "organisation"}),
    "unit": frozenset({"own", "unit"}),
    "own": frozenset({"own"}),
    "-": frozenset(),
}
DOCUMENT_ARGUMENTS: Final = {
    "organisation_id": "x",
    "module_id": "ethnic-profiling",
    "section_id": "definition",
    "check_id": "profile",
    "case_id": "looked-away",
    "scene_id": "platform",
    "quiz_id": "ethnic-profiling",
    "question_id": "write-grounds",
    "document_id": "ethnic-profiling",
    "source_id": "cpp-250",
    "term_id": "founded-suspicion",
    "track_id": "racial-discrimination",
    "survey_id": "after-session",
    "report": "people",
    "number": "1",
    "name": "x.webp",
    "seat": "officer",
    "kind": "case",
    "digest": "0" * 64,
    "filename": "x",
    "place": "scene",
    "language": "pt",
    "version": "1",
    "step": "place",
    "scene": "opening",
}
"""Arguments that name no person's thing: what of the course they stand for."""
THING_ARGUMENTS: Final = {
    "attempt_id": "attempt",
    "run_id": "run",
    "code": "session",
    "unit_id": "charge",
    "delegation_id": "delegation",
    "certificate": "certificate",
    "mistake_id": "mistake",
    "draft_id": "draft",
    "client_id": "client",
    "proposal_id": "proposal",
    "passkey_id": "ways in",
    "request_id": "request",
}
"""Arguments that name somebody's thing, and the kind of thing."""
SECRET_ARGUMENTS: Final = {"token": "x", "room": "x"}
OF_PROGRAMS: Final = "use-api"
"""Whoever holds a token asks there, and no role does: tests/api."""
"""Arguments that are secrets: whoever has one is let in, whoever they are."""
WHOSE: Final = "person_id"
"""The argument that names whose part of a thing is meant: here always whose thing it is."""
ASKED_IN_QUERY: Final = {
    "supervise.list_units": ("unit", "charge"),
    "supervise.show_report": ("unit", "charge"),
    "administer.list_people": ("unit", "unit"),
    "administer.show_codes": ("unit", "unit"),
    "administer.export_contacts": ("unit", "unit"),
}
"""Pages that name a thing in their query: the field and the kind of thing."""
SEATS_GO: Final = {"train.take_back"}
"""Asked last: others ask for people with a seat."""
NOBODY: Final = "0" * 32
EVERYBODYS: Final = frozenset({"own", "unit", "organisation", "foreign"})


@dataclass(frozen=True)
class Cell:
    """A question of one role to one route about a thing in one relation."""

    method: str
    endpoint: str
    rule: str
    kind: str
    argument: str
    role: RoleName
    permission: str

    def path(self, id_: str, whose: str) -> str:
        """The address that names that thing, of that person."""
        path = self.rule
        for name, value in {**DOCUMENT_ARGUMENTS, self.argument: id_, WHOSE: whose}.items():
            path = path.replace(f"<{name}>", value).replace(f"<int:{name}>", value)
        return path if f"<{self.argument}>" in self.rule else f"{path}?{self.argument}={id_}"


class World:
    """Two organisations, and somebody of each role with colleagues in the unit, the organisation and elsewhere."""

    def __init__(self, site: Site, role: RoleName) -> None:
        self.site = site
        self.role = role
        home, away = site.add_organisation("Polícia A"), site.add_organisation("Polícia B")
        self.division = site.add_unit(home, "Divisão 1", "division")
        self.station = site.add_unit(self.division, "Esquadra 1")
        self.elsewhere = site.add_unit(home, "Esquadra 9")
        self.abroad = site.add_unit(away, "Posto 1")
        self.people: dict[Relation, Person] = {
            "own": self._add("own@prova.pt", self.division),
            "unit": self._add("unit@prova.pt", self.division),
            "organisation": self._add("organisation@prova.pt", self.elsewhere),
            "foreign": self._add("foreign@prova.pt", self.abroad),
        }

    def _add(self, email: str, unit: Unit) -> Person:
        """Somebody with the role and, to have things of their own, that of an officer."""
        roles: tuple[RoleName, ...] = (self.role,) if self.role == "officer" else (self.role, "officer")
        body: Any = "police" if self.role == "reviewer" else None
        return self.site.add_person(
            unit, email, roles, body=body, supervises=self.division if email == "own@prova.pt" else None
        )

    def visitor(self, relation: Relation) -> Visitor:
        """That person, signed in, in the role."""
        visitor = self.site.visitor(f"{relation}@prova.pt")
        if self.role != "officer":
            visitor.get("/account").submit("/account/role", role=self.role)
        return visitor

    def id_of(self, relation: Relation) -> str:
        """Who stands in that relation."""
        return as_text(self.people[relation].id) if relation in self.people else NOBODY

    def things(self, kind: str) -> dict[Relation, str]:
        """A thing of that kind in each relation, by its id."""
        make: dict[str, Callable[[Relation], str]] = {
            "attempt": lambda relation: self._begun(relation, "/quizzes/ethnic-profiling", "attempts"),
            "run": lambda relation: self._begun(relation, "/cases/looked-away", "runs"),
            "session": self._session,
            "mistake": self._mistake,
            "certificate": self._certificate,
            "draft": self._draft,
            "client": self._client,
            "delegation": self._delegation,
            "proposal": self._proposal,
            "ways in": self._passkey,
            "request": self._request,
            "charge": lambda relation: as_text(self._units()[relation].id),
            "unit": lambda relation: as_text(self._units()[relation].id),
        }
        made = {relation: make[kind](relation) for relation in RELATIONS if relation in EVERYBODYS}
        return {**made, "absent": "RD-2026-999" if kind == "session" else NOBODY}

    def _delegation(self, relation: Relation) -> str:
        """A unit that this person lent to a colleague."""
        lender = self.people[relation]
        with self.site.house.database.write() as session:
            colleague = people.add_person(session, unit=self._units()[relation], name="C", service_number=relation)
            if relation != "own":
                people.add_supervision(session, lender.id, lender.unit_id)
            id_ = delegations.add(
                session,
                lender_id=lender.id,
                borrower_id=colleague.id,
                unit_id=lender.unit_id,
                today=START.date(),
                last_on=START.date() + dt.timedelta(days=9),
            )
        assert id_
        return as_text(id_)

    def _client(self, relation: Relation) -> str:
        """A program of this person's organisation."""
        with self.site.house.database.write() as session:
            id_ = api_clients.add(
                session,
                organisation_id=self.people[relation].organisation_id,
                name=relation,
                prefix="tc_",
                token_hash=relation.encode().ljust(32),
                scopes=["units:read"],
                made_on=START.date(),
                expires_on=START.date() + dt.timedelta(days=30),
            )
        return as_text(id_)

    def _proposal(self, relation: Relation) -> str:
        """What an administrator of this person's organisation, who is not the one who asks, proposed of them."""
        about = self.people[relation]
        by = self.people["foreign" if relation == "foreign" else "organisation"]
        own = about.organisation_id
        with self.site.house.database.write() as session:
            proposals.propose(
                session,
                organisation_id=own,
                person_id=about.id,
                kind="give-administrator",
                email=None,
                proposed_by=by.id,
                now=START,
            )
            return as_text(session.scalars(select(Proposal.id).where(Proposal.person_id == about.id)).one())

    def _passkey(self, relation: Relation) -> str:
        """A passkey of this person, who has shown it. Made last: of who has one it is asked."""
        person_id = self.people[relation].id
        with self.site.house.database.write() as session:
            factors.drop_all(session, [person_id])
            factors.add_passkey(
                session,
                person_id,
                name=relation,
                credential_id=new_id(),
                public_key=b"key",
                sign_count=0,
                made_on=START.date(),
            )
            shown = update(SignIn).where(SignIn.person_id == person_id).values(has_second_step=True)
            session.execute(shown)
            return as_text(factors.passkeys_of(session, person_id)[0].id)

    def _request(self, relation: Relation) -> str:
        """What this person asked about their data."""
        person_id = self.people[relation].id
        with self.site.house.database.write() as session:
            data_requests.add(
                session,
                person_id=person_id,
                kind="objection",
                ground=None,
                asked=seal_asked(self.site.settings.keys, relation),
                asked_on=START.date(),
                due_on=START.date(),
            )
            return as_text(data_requests.of_person(session, person_id)[0].id)

    def _mistake(self, relation: Relation) -> str:
        """A mistake that somebody reported; it is nobody's, and trainers of all organisations read it."""
        with self.site.house.database.write() as session:
            mistakes.add(
                session,
                shelf="module",
                document="ethnic-profiling",
                part="definition",
                digest="d" * 64,
                language="pt",
                kind="law",
                line=f"Erro de {relation}",
                reported_on=self.site.now.date(),
            )
            return as_text(session.scalars(select(Mistake.id).where(Mistake.line == f"Erro de {relation}")).one())

    def _draft(self, relation: Relation) -> str:
        """A draft of a case that this person writes."""
        with self.site.house.database.write() as session:
            id_ = drafts.add(
                session,
                "case",
                f"of-{relation}",
                {"case.yaml": case_starter()},
                based_on=None,
                person_id=self.people[relation].id,
                earlier_authors=(),
                now=self.site.now,
                today=self.site.now.date(),
            )
        return as_text(id_)

    def _units(self) -> dict[Relation, Unit]:
        return {"own": self.division, "unit": self.station, "organisation": self.elsewhere, "foreign": self.abroad}

    def _begun(self, relation: Relation, page: str, what: str) -> str:
        """An attempt or a run that this person began."""
        visitor = self.site.visitor(f"{relation}@prova.pt")
        begun = visitor.get(page).submit(f"{page}/{what}")
        found = re.search(r"/([0-9a-f]{32})/", begun.location)
        assert found, begun.text
        return found.group(1)

    def _certificate(self, relation: Relation) -> str:
        """The code of a certificate of this person's."""
        code = f"AAAA-{RELATIONS.index(relation)}"
        with self.site.house.database.write() as session:
            certificates.add(
                session, code=code, person_id=self.people[relation].id, track="t", modules=["m"], date=START.date()
            )
        return code

    def _session(self, relation: Relation) -> str:
        """A session that this person leads, and has a seat in."""
        leader = self.people[relation]
        code = f"RD-2026-00{RELATIONS.index(relation) + 1}"
        with self.site.house.database.write() as session:
            a_session(session, code, track="racial-discrimination", organisation_id=leader.organisation_id)
            session_trainers.add_trainer(session, code, leader.id)
            seats.add_seat(session, code, leader.id)
        return code


def _cells(site: Site, role: RoleName) -> Iterator[Cell]:
    declared = routes_of(site.app).permissions
    for rule in site.app.url_map.iter_rules():
        if declared[rule.endpoint] == OF_PROGRAMS:
            continue
        named = [name for name in rule.arguments if name not in {*DOCUMENT_ARGUMENTS, *SECRET_ARGUMENTS, WHOSE}]
        asked = ASKED_IN_QUERY.get(rule.endpoint)
        if not named and asked is None:
            continue
        argument, kind = asked or (named[0], THING_ARGUMENTS[named[0]])
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield Cell(method, rule.endpoint, rule.rule, kind, argument, role, declared[rule.endpoint])


def test_every_argument_of_a_route_names_something_known(site: Site) -> None:
    declared = routes_of(site.app).permissions
    rules = [rule for rule in site.app.url_map.iter_rules() if declared[rule.endpoint] != OF_PROGRAMS]
    arguments = set(itertools.chain.from_iterable(rule.arguments for rule in rules))

    assert arguments <= {*DOCUMENT_ARGUMENTS, *THING_ARGUMENTS, *SECRET_ARGUMENTS, WHOSE}


@pytest.mark.parametrize("role", ROLES)
def test_a_thing_is_reached_exactly_in_the_scope_of_the_role(site: Site, role: RoleName) -> None:
    world = World(site, role)
    visitor = world.visitor("own")
    token = visitor.get("/account").fields("/account/password")["csrf_token"]
    cells = sorted(_cells(site, role), key=lambda cell: cell.endpoint in SEATS_GO)
    things = {kind: world.things(kind) for kind in sorted({cell.kind for cell in cells})}

    faults = []
    for cell in cells:
        reached = REACHED[permissions()[cell.permission].scopes[role]]
        absent = _ask(visitor, cell.method, cell.path(things[cell.kind]["absent"], NOBODY), token)
        for relation in RELATIONS:
            path = cell.path(things[cell.kind][relation], world.id_of(relation))
            page = _ask(visitor, cell.method, path, token)
            wanted = "reached" if relation in reached else "refused" if not reached else "not found"
            given = _outcome(page, absent)
            if given != wanted:
                faults.append(f"{cell.method} {cell.rule} {relation}: {given}, not {wanted}")

    assert cells
    assert faults == []


def _ask(visitor: Visitor, method: str, path: str, token: list[str]) -> Page:
    return visitor.get(path) if method == "GET" else visitor.post(path, {"csrf_token": token})


def _outcome(page: Page, absent: Page) -> str:
    if page.status == 403:
        return "refused"
    if page.status == 404:
        same = (page.text, sorted(page.headers)) == (absent.text, sorted(absent.headers))
        return "not found" if same else "not found, in other words than what does not exist"
    return "reached" if page.status < 500 else f"{page.status}"
