"""Settings of organisations. The smallest group of which anything is said only grows."""

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from course.storage.inserts import insert_or_change
from course.storage.models import LEAST_GROUP, CourseSession, OrganisationSetting, Person, Seat


def smallest_group(session: Session, organisation_id: bytes) -> int:
    """Of how many people at least anything is said in that organisation."""
    found = session.get(OrganisationSetting, organisation_id)
    return found.smallest_group if found else LEAST_GROUP


def smallest_group_in(session: Session, code: str) -> int:
    """Of how many at least in a session: the largest number among the organisations that hold it or have a seat."""
    seated = select(Person.organisation_id).join(Seat, Seat.person_id == Person.id).where(Seat.session_code == code)
    holding = select(CourseSession.organisation_id).where(CourseSession.code == code)
    concerned = union(seated, holding).scalar_subquery()
    largest = select(func.max(OrganisationSetting.smallest_group))
    return session.scalar(largest.where(OrganisationSetting.organisation_id.in_(concerned))) or LEAST_GROUP


def largest_smallest_group(session: Session) -> int:
    """Of how many at least in what is made of people of all organisations."""
    return session.scalar(select(func.max(OrganisationSetting.smallest_group))) or LEAST_GROUP


def raise_smallest_group(session: Session, organisation_id: bytes, size: int) -> bool:
    """Set a larger number; False where it is that or larger by now. Of two at once the larger one stays."""
    values = {"organisation_id": organisation_id, "smallest_group": size}
    is_larger = OrganisationSetting.smallest_group < size
    changed = insert_or_change(session, OrganisationSetting, values, {"smallest_group": size}, where=is_larger)
    return changed is not None
