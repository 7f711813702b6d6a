"""Once a day: how hundreds chose at the forks of a quarter that is over, in the words that officers are told."""

import datetime as dt

from course import groups
from course.acts.take_picture import system_word
from course.jobs.job import Report
from course.scoring.privacy import RandomWord
from course.web.house import House


def draw_shares(house: House, now: dt.datetime, word: RandomWord = system_word) -> Report:
    """Draw those that are due, each in its own transaction. Stopped anywhere and run again, it draws none twice.

    `word` gives the chance; the loop never gives one, so that it is the system's.
    """
    with house.database.read() as session:
        catalogue = house.catalogues.follow(session, now)
        due = groups.list_due_shares(session, catalogue, now)
    drawn = 0
    for fork in due:
        with house.database.write() as session:
            drawn += groups.draw_share(session, catalogue, fork, now, word)
    return {"drawn": drawn} if drawn else {}
