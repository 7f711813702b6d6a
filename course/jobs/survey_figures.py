"""Once a day: what surveys showed of quarters that are over, where there are sheets enough."""

import datetime as dt

from course import groups
from course.jobs.job import Report
from course.web.house import House


def draw_figures(house: House, now: dt.datetime) -> Report:
    """Draw those that are due, each in its own transaction. Stopped anywhere and run again, it draws none twice."""
    with house.database.read() as session:
        catalogue = house.catalogues.follow(session, now)
        due = groups.list_due_figures(session, catalogue, now)
    drawn = 0
    for figure in due:
        with house.database.write() as session:
            drawn += groups.draw_figure(session, catalogue, figure)
    return {"drawn": drawn} if drawn else {}
