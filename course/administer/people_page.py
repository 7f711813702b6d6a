"""People of one's organisation, unit by unit, with their roles; to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.administer import looked_for
from course.administer.feature import feature
from course.administer.looked_for import LookedFor
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage import people, proposals, units
from course.storage.models.unit import Unit
from course.storage.people import ListedPerson
from course.web.bodies import body_in_words
from course.web.house import now
from course.web.identity import actor
from course.web.page import ROLE_NAMES
from course.web.transaction import note_apart, session
from course.web.words import gettext

PAGE_SIZE: Final = 50


@dataclass(frozen=True)
class PageOfPeople:
    """Some of the people found: `number` of `count` pages, from 1."""

    people: Sequence[ListedPerson]
    found: int
    number: int

    @property
    def count(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.found // PAGE_SIZE))


@feature.page(
    "/administer/people", permission="people", menu=(N_("People"), ("administrator",)), home_of=("administrator",)
)
def list_people() -> str:
    """The people of a unit and all below it (without `?unit=`: of the organisation) who were looked for, 50 a page."""
    tree = units.list_units(session(), actor().organisation_id)
    unit = unit_asked(tree)
    wanted = looked_for.open_words(request.args.get("sought", ""))
    note_look(unit)
    return render_template(
        "administer/people.html",
        unit=unit,
        above=[_link(other, wanted) for other in tree if other is not unit and unit.path.startswith(other.path)],
        below=[_link(other, wanted) for other in tree if other.parent_id == unit.id],
        wanted=wanted.words,
        page=page_of(unit, wanted.words),
        roles_of=_roles_in_words,
        waiting=proposals.count_open(session(), actor().organisation_id, now()),
        url_of_page=lambda number: _url(unit, wanted, number),
        codes_url=url_for("administer.show_codes", unit=as_text(unit.id), sought=wanted.sealed),
    )


@feature.act("/administer/people/search", permission="people")
def look_for_people() -> Response:
    """To the list of those whom what was typed finds."""
    return show_those_sought("administer.list_people")


def show_those_sought(endpoint: str) -> Response:
    """To that list, with what was typed sealed in its address."""
    unit, wanted = as_id(request.form.get("unit", "")), looked_for.seal_words(request.form.get("q", ""))
    return redirect(url_for(endpoint, unit=as_text(unit), sought=wanted.sealed), 303)


def note_look(unit: Unit) -> None:
    """Every look at people is noted, by the unit and never by what was typed: they see it on their own pages."""
    who, hour, about = actor(), now(), Subject("unit", unit.id)
    note_apart(lambda session: log_of(session, who, hour, "people-read", about))


def unit_asked(tree: Sequence[Unit]) -> Unit:
    """The unit of the address, else the organisation. Another organisation's is not found."""
    asked = request.args.get("unit")
    wanted = as_id(asked) if asked else actor().organisation_id
    found = next((unit for unit in tree if unit.id == wanted), None)
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found


def page_of(unit: Unit, wanted: str) -> PageOfPeople:
    """The people of a unit and below whom `wanted` finds: the page of the address, the last one for a number beyond."""
    number = max(1, request.args.get("page", default=1, type=int))
    listed, found = _search(unit, wanted, number)
    last = max(1, -(-found // PAGE_SIZE))
    if number > last:
        number = last
        listed, found = _search(unit, wanted, number)
    return PageOfPeople(listed, found, number)


def _search(unit: Unit, wanted: str, number: int) -> tuple[list[ListedPerson], int]:
    return people.search_people(session(), unit.path, wanted, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)


def _roles_in_words(person: ListedPerson) -> str:
    """Learner, Trainer, Reviewer for the police"""
    names = {role: gettext(ROLE_NAMES[role]) for role in person.roles}
    if person.body is not None:
        body = body_in_words(person.body)
        names["reviewer"] = gettext("%(role)s for %(body)s", role=names["reviewer"], body=body)
    return ", ".join(names.values())


def _link(unit: Unit, wanted: LookedFor) -> dict[str, str]:
    return {"name": unit.name, "url": _url(unit, wanted)}


def _url(unit: Unit, wanted: LookedFor, number: int = 1) -> str:
    page = number if number > 1 else None
    return url_for("administer.list_people", unit=as_text(unit.id), sought=wanted.sealed, page=page)
