"""The entries of the audit log, in words."""

from typing import Final

from course.acts.audit import Event
from course.base.languages import N_
from course.web.words import gettext

EVENTS: Final[dict[Event, str]] = {
    "sign-in": N_("Signed in"),
    "sign-in-failed": N_("A sign-in failed"),
    "sign-out": N_("Signed out"),
    "sign-in-ended": N_("Ended a sign-in"),
    "role-switched": N_("Changed the active role"),
    "refused": N_("Asked for a page that is not open to that role"),
    "code-issued": N_("Issued a one-time code"),
    "code-asked": N_("A one-time code was asked for"),
    "password-set": N_("Set a password"),
    "session-planned": N_("Planned a session"),
    "session-changed": N_("Changed a session"),
    "session-cancelled": N_("Cancelled a session"),
    "targets-set": N_("Set how many people are to be reached"),
    "seat-given": N_("Gave a seat"),
    "seat-taken-back": N_("Took a seat back"),
    "seat-changed": N_("Changed a seat"),
    "seat-filled": N_("A free place went to the next on the waiting list"),
    "waiting-begun": N_("Went on a waiting list"),
    "waiting-ended": N_("Ended a wait for a place"),
    "apologised": N_("Said that one cannot come to a session"),
    "apology-taken-back": N_("Said that one comes to a session after all"),
    "attendance-noted": N_("Noted who was in a session"),
    "attendance-corrected": N_("Corrected a note of attendance"),
    "calendar-address-made": N_("Made an address for a calendar"),
    "calendar-address-ended": N_("Ended the address for a calendar"),
    "door-list-read": N_("Looked at the list of those who have a seat"),
    "picture-taken": N_("The picture of a session was taken"),
    "brief-opened": N_("Opened the brief of a session"),
    "figures-read": N_("Looked at figures of the whole programme"),
    "completion-read": N_("Looked at who completed the course"),
    "people-read": N_("Looked at the list of people"),
    "api-client-made": N_("Made a token for a program"),
    "api-client-revoked": N_("Revoked the token of a program"),
    "api-read": N_("A program of the organisation read lists of people or of completed modules"),
    "api-person-read": N_("A program of the organisation read name, e-mail, language and unit"),
    "api-person-kept": N_("A program of the organisation wrote name, e-mail, language or unit"),
    "api-unit-kept": N_("A program of the organisation wrote a unit"),
    "own-data-exported": N_("Took a copy of what is kept about oneself"),
    "done-on-paper": N_("Recorded that a module was done on paper"),
    "paper-contested": N_("Contested a completion recorded on paper"),
    "paper-decided": N_("Decided on a completion recorded on paper"),
    "quiz-rescored": N_("Re-scored a quiz after a correction"),
    "voiding-proposed": N_("Proposed to void a part of a question"),
    "voiding-confirmed": N_("Confirmed that a part of a question is void"),
    "voiding-dropped": N_("Dropped the proposal to void a part of a question"),
    "mistake-reported": N_("Reported a mistake in the course"),
    "mistake-closed": N_("Closed a reported mistake"),
    "answer-shown": N_("Showed an objection with an answer after a session"),
    "answer-taken-back": N_("Took an objection and its answer back"),
    "room-opened": N_("Opened a case in the room of a session"),
    "room-led": N_("Led a case in the room of a session"),
    "room-closed": N_("Closed the room of a session"),
    "draft-opened": N_("Began a draft"),
    "draft-shared": N_("Shared a draft"),
    "draft-deleted": N_("Deleted a draft"),
    "picture-added": N_("Added a picture to a draft"),
    "picture-removed": N_("Took a picture out of a draft"),
    "submitted": N_("Submitted a text for review"),
    "taken-back": N_("Took a text back from review"),
    "commented": N_("Commented on a text under review"),
    "signed": N_("Signed a text for a party"),
    "published": N_("Published a text"),
    "withdrawn": N_("Withdrew a document"),
    "erased": N_("Learning was erased, as its owner had asked"),
    "retention": N_("What had been kept for long enough went"),
}
"""Every word of `Event`; a test compares them."""


def event_in_words(event: str) -> str:
    """What was done, in the reader's language; an event of an older release by its own word."""
    words = next((words for known, words in EVENTS.items() if known == event), None)
    return gettext(words) if words else event
