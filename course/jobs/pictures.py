"""Every minute: the pictures of sessions whose hour has come."""

import datetime as dt

from course import groups
from course.acts.cut_voices import finish_cut
from course.acts.take_picture import system_word, take_picture
from course.jobs.job import Report
from course.scoring.privacy import RandomWord
from course.web.house import House


def take_pictures(house: House, now: dt.datetime, word: RandomWord = system_word) -> Report:
    """Take those that are due, each in its own transaction. Stopped anywhere and run again, it takes none twice.

    `word` gives the noise; the loop never gives one, so that it is the system's.
    """
    with house.database.read() as session:
        awaiting = groups.list_awaiting(session, now)
    taken = 0
    for planned in awaiting:
        with house.database.write() as session:
            is_taken = take_picture(
                session,
                house.catalogues.follow(session, now),
                planned.code,
                keys=house.settings.keys,
                now=now,
                word=word,
            )
        if is_taken:
            finish_cut(house.database, house.settings.keys, planned.code)
            taken += 1
    return {"taken": taken}
