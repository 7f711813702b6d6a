"""The words of each mail, in both languages. None tells a result; nothing in them measures who reads them."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from babel.dates import format_date, format_time

from course.base.calendar import LISBON
from course.base.languages import LOCALES, N_, Language, translator

_FIRST = (
    N_("Your code for Terreno Comum"),
    N_(
        "Your code:\n\n%(code)s\n\n"
        "It works once, until %(expires_at)s. Write it here and choose a password:\n\n%(url)s/sign-in/code\n\n"
        "Nobody from the course will ask you for this code."
    ),
)
_RESET = (
    N_("Your code for a new password"),
    N_(
        "Your code:\n\n%(code)s\n\n"
        "It works once, until %(expires_at)s. Write it here and choose a new password:\n\n%(url)s/sign-in/code\n\n"
        "If you did not ask for it, do nothing: your password stays as it is."
    ),
)
_REMINDER = (
    N_("Before your session on %(starts_on)s"),
    N_(
        "%(track)s\n%(starts_at)s\n%(place)s\nSession %(session)s\n\n"
        "Something is left to do before this session, by %(due_at)s. You can stop and go on later:\n\n%(url)s/"
    ),
)
_FINISH = (
    N_("Terreno Comum: something is left to do"),
    N_(
        "Your unit, or the trainers of your session, remind all who have not completed the course. Nobody was chosen: "
        "the reminder goes out without names, and nobody is told of answers or results.\n\n"
        "What is left stands here. You can stop and go on later:\n\n%(url)s/\n\n"
        "If you lack a device or the time, talk to your unit: it can also be done on paper."
    ),
)
_SUMMARY = (
    N_("Terreno Comum: your units this week"),
    N_(
        "This is how far the units in your charge are, with all below them. Nobody is named.\n\n"
        "Completed: %(done)s of %(total)s\nIn progress: %(started)s\nNot yet: %(todo)s\n"
        "Past the deadline: %(late)s\n\n"
        "Completed, by unit:\n%(units)s\n\n"
        "More stands here:\n\n%(url)s/supervise/units\n\nOn the same page you end these mails with one press."
    ),
)
_CHANGED = (
    N_("Your session has changed: %(starts_on)s, %(place)s"),
    N_(
        "Your session has changed. This is how it stands now:\n\n"
        "%(track)s\n%(starts_at)s, until %(ends_at)s\n%(place)s\nSession %(session)s\n\n"
        "You keep your seat. If you cannot come, choose another session:\n\n%(url)s/"
    ),
)
_CANCELLED = (
    N_("Your session on %(starts_on)s is cancelled"),
    N_(
        "This session does not take place:\n\n"
        "%(track)s\n%(starts_at)s\n%(place)s\nSession %(session)s\n\n"
        "What you have done stays. Choose another session:\n\n%(url)s/"
    ),
)
_SWAPPED = (
    N_("Before your session on %(starts_on)s: other modules"),
    N_(
        "The trainers of your session changed which modules are done before it:\n\n"
        "%(track)s\n%(starts_at)s\n%(place)s\nSession %(session)s\n\n"
        "They are due by %(due_at)s. What you have completed stays completed. What is left stands here:\n\n%(url)s/"
    ),
)
_FILLED = (
    N_("You have a place: %(starts_on)s, %(place)s"),
    N_(
        "A place has become free, and it is yours:\n\n"
        "%(track)s\n%(starts_at)s, until %(ends_at)s\n%(place)s\nSession %(session)s\n\n"
        "You wait for no other session of this course any more. If you cannot come, say so, and the next person gets "
        "the place:\n\n%(url)s/seat"
    ),
)
_MOVED = (
    N_("You change to another session: %(starts_on)s, %(place)s"),
    N_(
        "The place that you waited for has become free, and it is yours:\n\n"
        "%(track)s\n%(starts_at)s, until %(ends_at)s\n%(place)s\nSession %(session)s\n\n"
        "The seat that you had until now goes to somebody else. If you cannot come, say so, or choose another "
        "session:\n\n%(url)s/seat"
    ),
)
_ATTENDANCE = (
    N_("A note of your attendance was corrected"),
    N_(
        "An administrator corrected what was noted of your attendance in a session. How it stands now, and why, is in "
        "your record:\n\n%(url)s/record"
    ),
)
_REFRESHERS = (
    N_("Coming back to the course"),
    N_(
        "You asked to be told when a date has come to look at some questions again. One has come. "
        "If any are waiting for you, they stand here, with about three minutes:\n\n%(url)s/refreshers\n\n"
        "It is up to you: nothing is counted, and nobody is told whether you looked. "
        "On the same page you can end these mails."
    ),
)
_PAPER_RECORDED = (
    N_("A record in your name"),
    N_(
        "Somebody recorded that you did a part of the course on paper. Look at what is recorded, and by which role. "
        "If it is not so, say so there:\n\n%(url)s/"
    ),
)
_PAPER_CONTESTED = (
    N_("A record of work on paper is contested"),
    N_(
        "Somebody says that what was recorded of their work on paper is not so. An administrator looks at it, and "
        "decides with a reason:\n\n%(url)s/"
    ),
)
_PAPER_DECIDED = (
    N_("What became of a record in your name"),
    N_(
        "An administrator looked at what was recorded of your work on paper. What was decided, and why, stands in "
        "your record:\n\n%(url)s/"
    ),
)
_REQUEST_MADE = (
    N_("Terreno Comum: a request about data waits"),
    N_(
        "Somebody of your organisation asked something about their data. Until when it is to be answered stands "
        "here:\n\n%(url)s/administer/requests"
    ),
)
_REQUEST_ANSWERED = (
    N_("Terreno Comum: an answer waits for you"),
    N_(
        "What you asked about your data was answered, or something changes. It stands "
        "here:\n\n%(url)s/account/data/requests"
    ),
)
_TEXT_TO_SIGN = (
    N_("A text waits for your party's signature"),
    N_(
        "A text was submitted for review. The police, the equality body and civil society are asked to sign it by "
        "%(due_on)s. One signature of your party is enough. Read it here:\n\n"
        "%(url)s/review/texts/%(kind)s/%(document)s/%(digest)s"
    ),
)
_SIGNATURE_DUE = (
    N_("A signature of your party is still missing"),
    N_(
        "A text is under review, and something of it is still to be signed by your party, by %(due_on)s. Who cannot "
        "sign it as it is can say so there, with a reason:\n\n"
        "%(url)s/review/texts/%(kind)s/%(document)s/%(digest)s"
    ),
)
_TEXT_SIGNED = (
    N_("A party signed a text of yours"),
    N_(
        "A party said what it thinks of a text that you submitted: it agrees, perhaps with a stated dissent. Look at "
        "what is still missing:\n\n%(url)s/author/drafts/%(draft)s/review"
    ),
)
_TEXT_REFUSED = (
    N_("A party refuses a text of yours"),
    N_(
        "A party refuses a text that you submitted, and says why. It cannot be published while that stands. Change the "
        "text, or talk to the party:\n\n%(url)s/author/drafts/%(draft)s/review"
    ),
)
_TEXT_COMMENTED = (
    N_("A comment on a text of yours"),
    N_(
        "Somebody commented on a text that you submitted. Answer there, so that all who sign can read it:\n\n"
        "%(url)s/author/drafts/%(draft)s/review"
    ),
)
_TEXT_PUBLISHED = (
    N_("A text of yours is published"),
    N_(
        "A text that you wrote was signed by three parties and published by another trainer. From when it is shown "
        "stands here:\n\n%(url)s/author/records/%(kind)s/%(document)s"
    ),
)
_TEXT_WITHDRAWN = (
    N_("A text was withdrawn"),
    N_(
        "A text was withdrawn: nobody can begin it any more, and whoever is in the middle of it can finish. Why stands "
        "here:\n\n%(url)s/author/records/%(kind)s/%(document)s"
    ),
)
_ADDRESS_CHANGED = (
    N_("Your e-mail address in Terreno Comum was changed"),
    N_(
        "This address is no longer the one of your account in Terreno Comum. If you know nothing of it, tell an "
        "administrator of your organisation:\n\n%(url)s/"
    ),
)
_FACTOR_CHANGED = (
    N_("The second step of your sign-in was changed"),
    N_(
        "In your account in Terreno Comum an app or a passkey for the second step was added or taken away. If it was "
        "not you, change your password and tell an administrator of your organisation:\n\n%(url)s/account"
    ),
)
_FACTOR_TAKEN = (
    N_("The second step of your sign-in was taken away"),
    N_(
        "An administrator of your organisation, or whoever runs the server, took away the app, the passkeys and the "
        "recovery codes of your account in Terreno Comum. All your sign-ins have ended. Whoever has a role other than "
        "the learner's sets up another second step when they next sign in. If nobody asked for it on your behalf, tell "
        "an administrator:\n\n%(url)s/"
    ),
)
_PLAIN: Final[Mapping[str, tuple[str, str]]] = {
    "reminder": _REMINDER,
    "finish-reminder": _FINISH,
    "unit-summary": _SUMMARY,
    "session-changed": _CHANGED,
    "session-cancelled": _CANCELLED,
    "modules-swapped": _SWAPPED,
    "seat-filled": _FILLED,
    "seat-moved": _MOVED,
    "attendance-corrected": _ATTENDANCE,
    "refreshers": _REFRESHERS,
    "paper-recorded": _PAPER_RECORDED,
    "paper-contested": _PAPER_CONTESTED,
    "paper-decided": _PAPER_DECIDED,
    "data-request-made": _REQUEST_MADE,
    "data-request-answered": _REQUEST_ANSWERED,
    "text-to-sign": _TEXT_TO_SIGN,
    "signature-due": _SIGNATURE_DUE,
    "text-signed": _TEXT_SIGNED,
    "text-refused": _TEXT_REFUSED,
    "text-commented": _TEXT_COMMENTED,
    "text-published": _TEXT_PUBLISHED,
    "text-withdrawn": _TEXT_WITHDRAWN,
    "address-changed": _ADDRESS_CHANGED,
    "factor-changed": _FACTOR_CHANGED,
    "factor-taken": _FACTOR_TAKEN,
}
_CODES: Final[Mapping[str, tuple[str, str]]] = {"first": _FIRST, "reset": _RESET}
_DAYS: Final[Mapping[Language, str]] = {"pt": "EEEE, d 'de' MMMM", "en": "EEEE d MMMM"}
_FOOT = N_("This mail was written by a program. Answers to it are not read.")


@dataclass(frozen=True)
class Letter:
    """A mail in words."""

    subject: str
    body: str


def write_letter(
    kind: str,
    values: Mapping[str, str],
    language: Language,
    *,
    url: str,
    track_title: Callable[[str, Language], str],
) -> Letter:
    """The letter of that kind. Moments in `values` are ISO 8601, named `..._at`; they are written in Lisbon's hours.
    Days are named `..._on`.

    `track_title` gives the title of the track of that id. Raises LookupError for an unknown kind or a value that is
    missing, ValueError for a moment that is none.
    """
    subject, body = _CODES[values["purpose"]] if kind == "sign-in-code" else _PLAIN[kind]
    said = {name: _in_words(name, value, language) for name, value in values.items()}
    said["url"] = url
    if "starts_at" in values:
        said["starts_on"] = _day(_local(values["starts_at"]), language)
    if "track" in values:
        said["track"] = track_title(values["track"], language)
    say = translator(language)
    return Letter(_in_one_line(say(subject) % said), f"{say(body) % said}\n\n-- \nTerreno Comum\n{say(_FOOT)}\n")


def _in_one_line(text: str) -> str:
    """A place that was typed with a line break must not break the subject."""
    return " ".join(text.split())


def _in_words(name: str, value: str, language: Language) -> str:
    if name.endswith("_on"):
        return _day(dt.date.fromisoformat(value), language)
    return _moment(value, language) if name.endswith("_at") else value


def _moment(written: str, language: Language) -> str:
    """segunda-feira, 7 de dezembro, 18:00"""
    local = _local(written)
    return f"{_day(local, language)}, {format_time(local, 'HH:mm', locale=LOCALES[language])}"


def _day(day: dt.date, language: Language) -> str:
    return format_date(day, _DAYS[language], locale=LOCALES[language])


def _local(written: str) -> dt.datetime:
    return dt.datetime.fromisoformat(written).astimezone(LISBON)
