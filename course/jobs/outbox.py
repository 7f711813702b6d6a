"""Sends the mail that was promised, each under a lease of its own: see `storage.outbox`."""

import datetime as dt
import json
import logging
import secrets
from collections import Counter
from collections.abc import Callable
from typing import Final, Literal, TypeVar

from sqlalchemy.orm import Session

from course.acts.post import ADDRESS, KEY_FILE
from course.base.languages import Language
from course.base.learner_key import load_or_make_key
from course.base.sealing import open_sealed
from course.integrations.letters import write_letter
from course.integrations.mail import Away, Deferred, Post, Refused, compose, open_post
from course.jobs.job import Report
from course.storage import outbox
from course.storage.outbox import LeasedMail
from course.web.house import House

BATCH: Final = 100
"""Mails of one run, so that the other jobs have their turn."""

T = TypeVar("T")
Fate = Literal["sent", "put off", "given up"]
_LOG = logging.getLogger(__name__)


def send_due(house: House, now: dt.datetime) -> Report:
    """Send what is due, up to BATCH. Where no mail can be sent at all, all that are due wait for their next try."""
    del now  # a run is long: each mail is leased at its own moment
    fates: Counter[str] = Counter()
    with house.database.read() as session:
        if not outbox.has_due(session, house.clock()):
            return fates
    try:
        with open_post(house.settings) as post:
            _send_some(house, post, fates)
    except Away as away:
        trouble = away.trouble
        _LOG.warning("mail is not taken: %s", trouble)
        fates["put off"] += _write(house, lambda session: outbox.put_off_due(session, house.clock(), trouble))
    return fates


def _send_some(house: House, post: Post, fates: Counter[str]) -> None:
    """Count in `fates` what becomes of each. Raises Away, when that mail was put off and counted."""
    while fates.total() < BATCH and (mail := _lease_next(house)):
        try:
            fates[_send(house, post, mail)] += 1
        except Away:
            fates["put off"] += 1
            raise


def _lease_next(house: House) -> LeasedMail | None:
    return _write(house, lambda session: outbox.lease_next(session, house.clock()))


def _send(house: House, post: Post, mail: LeasedMail) -> Fate:
    """What became of it. Raises Away, after it was put off, when no other mail would be taken either."""
    try:
        _hand_in(house, post, mail)
    except Refused as refused:
        trouble = refused.trouble
        _write(house, lambda session: outbox.give_up(session, mail.id, trouble))
        return "given up"
    except Deferred as deferred:
        _put_off(house, mail, deferred.trouble)
        return "put off"
    except Away as away:
        _put_off(house, mail, away.trouble)
        raise
    except (LookupError, ValueError):
        # Another key than it was sealed with, or a kind without words in this release: either is mended or given up.
        _LOG.exception("incident %s: a mail cannot be written", secrets.token_hex(4))
        _put_off(house, mail, "unreadable")
        return "put off"
    _write(house, lambda session: outbox.mark_sent(session, mail.id, house.clock()))
    return "sent"


def _hand_in(house: House, post: Post, mail: LeasedMail) -> None:
    values = json.loads(open_sealed(load_or_make_key(house.settings.keys / KEY_FILE), mail.sealed))
    address = values.pop(ADDRESS, mail.address)
    if address is None:
        raise Refused("no-address")
    letter = write_letter(
        mail.kind,
        values,
        mail.language,
        url=house.settings.public_url,
        track_title=lambda id_, language: _track_title(house, id_, language),
    )
    post.send(compose(letter, id_=mail.id, address=address, settings=house.settings, now=house.clock()))


def _track_title(house: House, track_id: str, language: Language) -> str:
    """The title of a track; of one that is no longer there, its id."""
    track = house.catalogues.shipped.registers.tracks.get(track_id)
    return track.title.in_(language) if track else track_id


def _put_off(house: House, mail: LeasedMail, trouble: str) -> None:
    _write(house, lambda session: outbox.put_off(session, mail, house.clock(), trouble))


def _write(house: House, act: Callable[[Session], T]) -> T:
    with house.database.write() as session:
        return act(session)
