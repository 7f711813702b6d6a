"""The roles of one person and the units in their charge: given and taken; and what a second administrator decides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.acts.decide_by_two import confirm_proposal, drop_proposal, propose_administrator
from course.acts.keep_roles import BY_ONE, give_role, give_unit, take_role, take_unit
from course.acts.unit_paths import UnitPaths
from course.administer.feature import feature
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import people, proposals, units
from course.storage.models import BODIES, ProposalKind, RoleName
from course.storage.proposals import LASTS, OpenProposal
from course.web.bodies import body_in_words
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import now
from course.web.identity import actor, desk
from course.web.page import ROLE_NAMES
from course.web.transaction import is_writing, note_apart, session
from course.web.words import gettext

WHAT_FOR: Final[dict[RoleName, str]] = {
    "officer": N_("Does the course."),
    "trainer": N_("Plans and leads sessions, writes texts."),
    "reviewer": N_("Signs texts for a party."),
    "auditor": N_("Reads the log and the settings."),
}
PROPOSED: Final[dict[ProposalKind, str]] = {
    "give-administrator": N_("%(name)s is to become an administrator"),
    "take-administrator": N_("%(name)s is to be an administrator no longer"),
    "email": N_("%(name)s is to have the e-mail %(email)s"),
    "take-factor": N_("%(name)s is to be rid of a lost second factor"),
}


@dataclass(frozen=True)
class RoleLine:
    """A role that one administrator gives: what it is for, and whether the person has it."""

    role: RoleName
    name: str
    what_for: str
    is_held: bool


@dataclass(frozen=True)
class ProposalCard:
    """A proposal in words. `is_own`: the reader made it, and so somebody else confirms it."""

    id: str
    words: str
    person_url: str
    proposer: str
    proposed_at: object
    ends_at: object
    is_own: bool


@feature.page("/administer/people/<person_id>/roles", permission="manage-roles")
def show_roles(person_id: str) -> str:
    """What they may act as, and over which units. Who looks is noted."""
    return _page(person_id, None)


@feature.act("/administer/people/<person_id>/roles", permission="manage-roles")
def give(person_id: str) -> Response:
    """Give a role."""
    role, body = request.form.get("role", ""), request.form.get("body", "")
    return _answer(person_id, lambda: give_role(desk(), as_id(person_id), role, body))


@feature.act("/administer/people/<person_id>/roles/end", permission="manage-roles")
def take(person_id: str) -> Response:
    """Take a role away."""
    return _answer(person_id, lambda: take_role(desk(), as_id(person_id), request.form.get("role", "")))


@feature.act("/administer/people/<person_id>/charge", permission="manage-roles")
def put_in_charge(person_id: str) -> Response:
    """Put a unit into their charge."""
    unit = as_id(request.form.get("unit", ""))
    return _answer(person_id, lambda: give_unit(desk(), as_id(person_id), unit))


@feature.act("/administer/people/<person_id>/charge/end", permission="manage-roles")
def end_charge(person_id: str) -> Response:
    """Take a unit out of their charge."""
    unit = as_id(request.form.get("unit", ""))
    return _answer(person_id, lambda: take_unit(desk(), as_id(person_id), unit))


@feature.act("/administer/people/<person_id>/administrator", permission="manage-roles")
def propose(person_id: str) -> Response:
    """Propose that they become an administrator."""
    return _answer(person_id, lambda: propose_administrator(desk(), as_id(person_id), "give-administrator"))


@feature.act("/administer/people/<person_id>/administrator/end", permission="manage-roles")
def propose_end(person_id: str) -> Response:
    """Propose that they be an administrator no longer."""
    return _answer(person_id, lambda: propose_administrator(desk(), as_id(person_id), "take-administrator"))


@feature.page("/administer/proposals", permission="manage-roles")
def list_proposals() -> str:
    """What waits for a second administrator."""
    return _proposals(None)


@feature.act("/administer/proposals/<proposal_id>", permission="manage-roles")
def confirm_proposed(proposal_id: str) -> Response:
    """Confirm one."""
    return _decide(lambda: confirm_proposal(desk(), as_id(proposal_id)))


@feature.act("/administer/proposals/<proposal_id>/end", permission="manage-roles")
def drop_proposed(proposal_id: str) -> Response:
    """Drop one."""
    return _decide(lambda: drop_proposal(desk(), as_id(proposal_id)))


def open_proposals(person_id: bytes | None = None) -> list[ProposalCard]:
    """What waits for a second administrator, of everybody or about one person."""
    found = proposals.list_open(session(), actor().organisation_id, now())
    return [_card(one) for one in found if person_id in {None, one.person_id}]


def _card(one: OpenProposal) -> ProposalCard:
    email = one.email or gettext("none")
    return ProposalCard(
        id=as_text(one.id),
        words=gettext(PROPOSED[one.kind], name=one.name, email=email),
        person_url=url_for("administer.show_person", person_id=as_text(one.person_id)),
        proposer=one.proposer,
        proposed_at=one.proposed_at,
        ends_at=one.proposed_at + LASTS,
        is_own=one.proposed_by == actor().person_id,
    )


def _answer(person_id: str, act: Callable[[], None]) -> Response:
    refusal = try_act(act)
    if refusal is not None:
        return shown_again(_page(person_id, refusal), refusal)
    return redirect(url_for("administer.show_roles", person_id=person_id), 303)


def _decide(act: Callable[[], None]) -> Response:
    refusal = try_act(act)
    if refusal is not None:
        return shown_again(_proposals(refusal), refusal)
    return redirect(url_for("administer.list_proposals"), 303)


def _page(person_id: str, refusal: Invalid | Conflict | None) -> str:
    own = actor().organisation_id
    person = people.get_person(session(), as_id(person_id), organisation_id=own)
    if not is_writing():
        who, hour = actor(), now()
        note_apart(lambda apart: log_of(apart, who, hour, "person-read", Subject("person", person.id)))
    (listed,) = people.list_by_id(session(), [person.id])
    tree = units.list_units(session(), own)
    paths = UnitPaths(tree)
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    return render_template(
        "administer/person_roles.html",
        person=person,
        id=as_text(person.id),
        lines=[
            RoleLine(role, gettext(ROLE_NAMES[role]), gettext(WHAT_FOR[role]), role in listed.roles) for role in BY_ONE
        ],
        signs_for=body_in_words(listed.body) if listed.body else "",
        bodies=[(body, body_in_words(body)) for body in BODIES],
        is_supervisor="supervisor" in listed.roles,
        is_administrator="administrator" in listed.roles,
        charge=[(as_text(unit.id), paths.path_of(unit.id)) for unit in units.units_given_to(session(), person.id)],
        units=[(as_text(unit.id), paths.path_of(unit.id)) for unit in tree],
        waiting=open_proposals(person.id),
        errors=errors,
        by_field={error.field: error.message for error in errors},
        error_title=in_words(refusal) if refusal else "",
    )


def _proposals(refusal: Invalid | Conflict | None) -> str:
    return render_template(
        "administer/proposals.html", waiting=open_proposals(), error_title=in_words(refusal) if refusal else ""
    )
