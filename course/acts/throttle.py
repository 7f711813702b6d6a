"""How often one may try. The rules are data; the counts are in the database, under keyed hashes.

No limit is a lock that somebody else can turn: a browser in which the person has signed in before is counted by itself
alone, and a right one-time code is never refused (docs/decisions/0013).
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sqlalchemy.orm import Session

from course.acts.door import Door
from course.base.calendar import LISBON, lisbon_day
from course.base.languages import N_
from course.base.learner_key import load_or_make_key
from course.base.refusals import TooOften
from course.storage import devices, throttles

Action = Literal["sign-in", "code", "ask", "change", "report", "verify", "join", "api", "token", "second-step"]
"""A password tried; a one-time code tried; a code asked for; the present password tried, to change it; a mistake
reported; a certificate looked for; the code of a room typed; a program's request; a token that opens nothing; a
code of an app tried."""
Scope = Literal["person", "name", "device", "address", "everywhere", "client"]
"""Counted by the person signed in; by what was typed as e-mail or number; by person and known browser; by address; by
program."""

KEY_FILE: Final = "throttle.key"
FIVE_MINUTES: Final = dt.timedelta(minutes=5)
HOUR: Final = dt.timedelta(hours=1)
DAY: Final = dt.timedelta(days=1)
EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
NOBODY: Final = bytes(16)
"""Looked up when there is no such person, so that as much is asked of the database."""


@dataclass(frozen=True)
class Rule:
    """At most `most` in a fixed window; windows are laid from 1970 on, in UTC."""

    action: Action
    scope: Scope
    most: int
    window: dt.timedelta


RULES: Final = (
    Rule("sign-in", "name", 10, FIVE_MINUTES),
    Rule("sign-in", "device", 10, FIVE_MINUTES),
    Rule("sign-in", "address", 10, FIVE_MINUTES),
    Rule("sign-in", "everywhere", 1000, FIVE_MINUTES),
    Rule("code", "name", 10, FIVE_MINUTES),
    Rule("code", "device", 10, FIVE_MINUTES),
    Rule("code", "address", 10, FIVE_MINUTES),
    Rule("code", "everywhere", 1000, FIVE_MINUTES),
    Rule("ask", "name", 5, DAY),
    Rule("ask", "device", 5, DAY),
    Rule("ask", "address", 30, FIVE_MINUTES),  # every ask counts, not only a failure, and a class asks together
    Rule("ask", "everywhere", 1000, FIVE_MINUTES),
    Rule("change", "person", 10, FIVE_MINUTES),
    Rule("report", "person", 20, DAY),  # every one counts: a queue that one person can fill is no queue
    Rule("verify", "address", 30, FIVE_MINUTES),
    Rule("join", "address", 120, FIVE_MINUTES),  # every one counts: a room of forty comes from one address, thrice
    Rule("api", "client", 1_500, FIVE_MINUTES),  # every one counts: 750,000 rows of 500 a page
    Rule("token", "address", 60, FIVE_MINUTES),  # a right token is never refused for it
    Rule("second-step", "person", 5, FIVE_MINUTES),
    Rule("second-step", "person", 20, HOUR),
    Rule("second-step", "person", 50, DAY),
)
"""Of passwords and codes only failures count, so that a station behind one address can work."""

WORDS: Final[Mapping[Action, str]] = {
    "second-step": N_(
        "Too many codes were tried. Try again from %(at)s. A passkey or one of your recovery codes works at any time."
    ),
    "sign-in": N_(
        "Too many tries failed. Try again from %(at)s. In a browser where you signed in before, or with a one-time "
        "code, you can go on now."
    ),
    "code": N_("Too many wrong codes. Try again from %(at)s. The right code works at any time."),
    "ask": N_(
        "Codes were asked for too often. Ask again from %(at)s, or ask your administrator for a slip with a code. "
        "In a browser where you signed in before, your password still works."
    ),
    "verify": N_("Too many codes that no certificate has. Try again from %(at)s."),
    "join": N_("Too many phones came from this network. Try again from %(at)s, or vote with a raised hand."),
    "change": N_("The present password was wrong too often. Try again from %(at)s."),
    "api": N_("This program asks too often. It is answered again from %(at)s."),
    "token": N_("Too many tokens that open nothing came from this network. Try again from %(at)s."),
    "report": N_("You have reported twenty mistakes today. Report the next ones from %(at)s."),
}


@dataclass(frozen=True)
class Counter:
    """A rule about somebody: where it is counted. The key names nobody and no address."""

    rule: Rule
    key: bytes

    def window(self, now: dt.datetime) -> dt.datetime:
        """The beginning of the window that `now` is in."""
        return now - (now - EPOCH) % self.rule.window


def counters_at(door: Door, action: Action, name: str, person_id: bytes | None) -> Sequence[Counter]:
    """Where a try at the door is counted: in a browser known to the person by that alone, else by all the rest.

    `name` is the label of whom they say they are, `person_id` who that is; the database is asked the same either way.
    """
    device = door.caller.device_of(person_id or NOBODY)
    is_known = devices.is_known(door.session, person_id or NOBODY, device or bytes(32))
    if is_known and device is not None:
        return counters(door.keys, action, {"device": device.hex()})
    return counters(door.keys, action, {"name": name, "address": door.caller.network, "everywhere": ""})


def counters(keys: Path, action: Action, about: Mapping[Scope, str]) -> Sequence[Counter]:
    """The rules of that action for these scopes; the text says of whom."""
    key = load_or_make_key(keys / KEY_FILE)
    rules = [rule for rule in RULES if rule.action == action and rule.scope in about]
    return [Counter(rule, _keyed(key, rule, about[rule.scope])) for rule in rules]


def demand_room(session: Session, wanted: Sequence[Counter], now: dt.datetime) -> None:
    """Raises TooOften, saying when to try again, where one of the counters is full."""
    counted = throttles.counts(session, [(counter.key, counter.window(now)) for counter in wanted])
    full = [one for one in wanted if counted.get((one.key, one.window(now)), 0) >= one.rule.most]
    if full:
        raise _too_often(full, now)


def take_room(session: Session, wanted: Sequence[Counter], now: dt.datetime) -> None:
    """Count one more, or raise TooOften where one of the counters was full: of many at once no more are heard than
    `most`. Whoever calls it rolls back what a refusal counted."""
    full = [one for one in wanted if throttles.add_one(session, one.key, one.window(now)) > one.rule.most]
    if full:
        raise _too_often(full, now)


def give_back(session: Session, counted: Sequence[Counter], now: dt.datetime) -> None:
    """Take one off again: what was counted beforehand was no failure."""
    for one in counted:
        throttles.take_one(session, one.key, one.window(now))


def _too_often(full: Sequence[Counter], now: dt.datetime) -> TooOften:
    again = max(counter.window(now) + counter.rule.window for counter in full)
    seconds = -int((now - again).total_seconds() // 1)
    return TooOften(WORDS[full[0].rule.action], again_in=seconds, at=_in_lisbon(again, now))


def _in_lisbon(moment: dt.datetime, now: dt.datetime) -> str:
    """10:05, or 26/11, 00:00 on another day: the same in both languages."""
    is_today = lisbon_day(moment) == lisbon_day(now)
    return moment.astimezone(LISBON).strftime("%H:%M" if is_today else "%d/%m, %H:%M")


def count(session: Session, counted: Sequence[Counter], now: dt.datetime) -> None:
    """Count one more. The first of a window anywhere sweeps out what is older than a day, so that nothing piles up."""
    for counter in counted:
        times = throttles.add_one(session, counter.key, counter.window(now))
        if times == 1 and counter.rule.scope == "everywhere":
            throttles.forget_before(session, now - DAY)


def _keyed(key: bytes, rule: Rule, about: str) -> bytes:
    label = f"{rule.action}:{rule.scope}:{int(rule.window.total_seconds())}:{about}"
    return hmac.digest(key, label.encode(), hashlib.sha256)
