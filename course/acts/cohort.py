"""With whom a learner sits: what an attempt or a run is stamped with when it is opened."""

from course.acts.desk import Desk
from course.storage import sessions


def cohort_for(desk: Desk, module_id: str | None) -> str | None:
    """The code of the learner's coming session of a track with that module; None without one.

    It is copied as text: figures count by it and never ask where somebody sits today.
    """
    tracks = [id_ for id_, track in desk.catalogue.registers.tracks.items() if module_id in track.modules]
    return sessions.find_cohort(desk.session, desk.actor.person_id, tracks, desk.now) if tracks else None
