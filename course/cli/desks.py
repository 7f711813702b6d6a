"""Where somebody's acts are done by whoever runs the instance."""

from collections.abc import Mapping
from typing import Final, Literal

from sqlalchemy.orm import Session

from course.acts.actor import Actor
from course.acts.desk import Desk
from course.base.languages import N_
from course.cli.words import Words
from course.storage import people, units
from course.web.house import House

Doing = Literal["trainer", "administrator"]
_NOBODY: Final[Mapping[Doing, str]] = {
    "trainer": N_("nobody with the role of trainer has this e-mail: %(email)s"),
    "administrator": N_("nobody with the role of administrator has this e-mail: %(email)s"),
}


def desk_of(session: Session, house: House, email: str, role: Doing, words: Words) -> Desk:
    """The desk of whoever has that address and role: without a sign-in, and without a pseudonym, so that nothing of
    anybody's learning can be read or written. Raises Refusal for nobody."""
    person = people.find_by_email(session, email)
    roles = people.roles_of(session, person.id) if person and person.is_active else ()
    if person is None or role not in roles:
        raise words.refusal(_NOBODY[role], email=email)
    unit, organisation = (units.find_unit(session, id_) for id_ in (person.unit_id, person.organisation_id))
    if unit is None or organisation is None:
        raise words.refusal(_NOBODY[role], email=email)
    actor = Actor(
        sign_in_id=b"",
        person_id=person.id,
        name=person.name,
        organisation_id=person.organisation_id,
        organisation_name=organisation.name,
        unit_path=unit.path,
        audience=organisation.audience,
        roles=roles,
        role=role,
        body=None,
        language=person.language,
        is_demonstration=person.is_demonstration,
        learner=b"",
        notice_version=person.notice_version,
    )
    now = house.clock()
    return Desk(session, actor, now, house.catalogues.follow(session, now), house.settings.keys)
