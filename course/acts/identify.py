"""How somebody says who they are: by e-mail, or by organisation and service number."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from course.base.languages import N_
from course.storage import people
from course.storage.models import Person


@dataclass(frozen=True)
class Claim:
    """What a form carried; `organisation_id` is None when none was chosen."""

    identifier: str
    organisation_id: bytes | None

    @property
    def label(self) -> str:
        """The same for the same e-mail or number however it was typed, whether there is such a person or not.

        Tries are counted by it. By person they would tell that a number and an e-mail belong together.
        """
        identifier = self.identifier.strip()
        if "@" in identifier or self.organisation_id is None:
            return identifier.lower()
        return f"{self.organisation_id.hex()}:{identifier}"


def faults_of(claim: Claim) -> dict[str, str]:
    """What is missing, by field."""
    if not claim.identifier.strip():
        return {"identifier": N_("Write your e-mail or your service number")}
    if "@" not in claim.identifier and claim.organisation_id is None:
        return {"organisation": N_("With a service number, choose your organisation")}
    return {}


def find_person(session: Session, claim: Claim) -> Person | None:
    """The person, if there is one and they may sign in."""
    identifier = claim.identifier.strip()
    if "@" in identifier:
        found = people.find_by_email(session, identifier)
    elif claim.organisation_id is None:
        found = None
    else:
        found = people.find_by_service_number(session, claim.organisation_id, identifier)
    return found if found and found.is_active else None
