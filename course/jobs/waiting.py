"""Gives the places to those who wait that no act gave: those of people whose account went."""

import datetime as dt
from itertools import groupby

from course.acts.fill_places import fill_places
from course.jobs.job import Report
from course.storage import waiting
from course.web.house import House


def fill(house: House, now: dt.datetime) -> Report:
    """How many places were given, in a transaction for each track."""
    with house.database.read() as session:
        waited_for = waiting.tracks_waited_for(session, now)
    given = 0
    for track, rows in groupby(waited_for, key=lambda row: row[0]):
        with house.database.write() as session:
            waiting.lock_track(session, track, now)
            given += fill_places(session, house.settings.keys, [code for _, code in rows], now)
    return {"given": given}
