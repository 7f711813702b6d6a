"""Who acts: the signed-in person in the role that is active now."""

from dataclasses import dataclass

from course.base.languages import Language
from course.base.learner_key import learner_key
from course.storage.models import ROLES, Audience, Body
from course.storage.models import RoleName as Role
from course.storage.sign_ins import SignedIn

__all__ = ["ROLES", "Actor", "Role", "actor_of"]


@dataclass(frozen=True)
class Actor:
    """`learner` is the pseudonym of this person alone: nobody else's can be had from here.

    `notice_version` is that of the notice on privacy which they were shown last; 0 for none.
    """

    sign_in_id: bytes
    person_id: bytes
    name: str
    organisation_id: bytes
    organisation_name: str
    unit_path: str
    audience: Audience
    roles: tuple[Role, ...]
    role: Role
    body: Body | None
    language: Language
    is_demonstration: bool
    learner: bytes
    notice_version: int


def actor_of(signed_in: SignedIn, key: bytes) -> Actor:
    """The actor of a sign-in. `key` is the instance's learner key."""
    return Actor(
        sign_in_id=signed_in.sign_in_id,
        person_id=signed_in.person_id,
        name=signed_in.name,
        organisation_id=signed_in.organisation_id,
        organisation_name=signed_in.organisation_name,
        unit_path=signed_in.unit_path,
        audience=signed_in.audience,
        roles=signed_in.roles,
        role=signed_in.active_role,
        body=signed_in.body,
        language=signed_in.language,
        is_demonstration=signed_in.is_demonstration,
        learner=learner_key(key, signed_in.person_id),
        notice_version=signed_in.notice_version,
    )
