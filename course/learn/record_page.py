"""What a supervisor sees of oneself: the very row of their table, and what is never in it."""

from flask import render_template

from course.learn.feature import feature
from course.storage import completions, sessions
from course.web.completion import modules_before, row_of
from course.web.house import now
from course.web.identity import actor
from course.web.transaction import session


@feature.page("/record/supervisor-view", permission="own-completion")
def show_supervisor_view() -> str:
    """One's own row; only learners stand in a supervisor's table."""
    rows = [row_of(_my_state(), now())] if "officer" in actor().roles else []
    return render_template("learn/supervisor_view.html", rows=rows)


def _my_state() -> completions.State:
    """What `completions.list_states` says of the signed-in person, without reading anybody else."""
    modules = modules_before(actor().audience)
    dates = completions.of_person(session(), actor().person_id)
    days = [day for id_ in modules if (day := dates.get(id_)) is not None]
    coming = sessions.find_next_session(session(), actor().person_id, now())
    return completions.State(
        name=actor().name,
        service_number=None,
        unit_id=b"",
        unit_name="",
        session_starts_at=coming.starts_at if coming else None,
        session_due_at=coming.due_at if coming else None,
        done=len(days),
        started=sum(id_ in dates for id_ in modules),
        completed_on=max(days) if days and len(days) == len(modules) else None,
    )
