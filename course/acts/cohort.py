"""With whom a learner sits: what an attempt or a run is stamped with when it is opened."""

from course.acts.desk import Desk
from course.catalogue import Catalogue
from course.scoring.hours import LATE
from course.storage import seats


def cohort_for(desk: Desk, module_id: str | None) -> str | None:
    """The code of the learner's session of a track with that module; None without one.

    The coming one; without one, that of the last six weeks, after which modules remain to be done. It is copied as
    text: figures count by it and never ask where somebody sits today.
    """
    tracks = tracks_with(desk.catalogue, module_id)
    if not tracks:
        return None
    person = desk.actor.person_id
    coming = seats.find_cohort(desk.session, person, tracks, desk.now)
    return coming or seats.find_past_cohort(desk.session, person, tracks, desk.now, desk.now - LATE)


def tracks_with(catalogue: Catalogue, module_id: str | None) -> list[str]:
    """The tracks that have the module."""
    return [id_ for id_, track in catalogue.registers.tracks.items() if module_id in track.modules]
