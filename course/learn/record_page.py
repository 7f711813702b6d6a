"""What a supervisor sees of oneself: the very row of their table, and what is never in it."""

from flask import render_template

from course.learn.feature import feature
from course.storage import completions
from course.web.completion import modules_before, row_of
from course.web.house import now
from course.web.identity import actor
from course.web.transaction import session


@feature.page("/record/supervisor-view", permission="own-completion")
def show_supervisor_view() -> str:
    """One's own row; only learners stand in a supervisor's table."""
    modules = modules_before(actor().audience)
    states = completions.list_states(session(), actor().unit_path, modules, person_id=actor().person_id)
    return render_template("learn/supervisor_view.html", rows=[row_of(state, now()) for state in states])
