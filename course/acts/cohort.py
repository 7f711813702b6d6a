"""With whom a learner sits: what an attempt or a run is stamped with when it is opened."""

from course.acts.desk import Desk
from course.scoring.hours import LATE
from course.storage import sessions


def cohort_for(desk: Desk, module_id: str | None) -> str | None:
    """The code of the learner's session of a track with that module; None without one.

    The coming one; without one, that of the last six weeks, after which modules remain to be done. It is copied as
    text: figures count by it and never ask where somebody sits today.
    """
    tracks = _tracks_with(desk, module_id)
    if not tracks:
        return None
    return coming_cohort(desk, module_id) or sessions.find_past_cohort(
        desk.session, desk.actor.person_id, tracks, desk.now, desk.now - LATE
    )


def coming_cohort(desk: Desk, module_id: str | None) -> str | None:
    """The code of the learner's session to come of a track with that module; None without one."""
    tracks = _tracks_with(desk, module_id)
    return sessions.find_cohort(desk.session, desk.actor.person_id, tracks, desk.now) if tracks else None


def _tracks_with(desk: Desk, module_id: str | None) -> list[str]:
    return [id_ for id_, track in desk.catalogue.registers.tracks.items() if module_id in track.modules]
