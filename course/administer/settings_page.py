"""The settings of the organisation and the log of their changes; auditors read them, administrators change them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Event
from course.acts.policy import may
from course.acts.set_smallest_group import set_smallest_group
from course.administer.audit_page import note_look
from course.administer.feature import feature
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import audit, people, settings
from course.storage.audit import Sought
from course.storage.inventory import retention_of
from course.storage.models import LARGEST_LEAST, ROLES, AuditEntry
from course.web.audit_words import event_in_words
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.identity import actor, desk
from course.web.page import ROLE_NAMES
from course.web.transaction import is_writing, session
from course.web.words import gettext

PAGE_SIZE: Final = 20
CHANGES: Final[tuple[Event, ...]] = (
    "setting-changed",
    "role-given",
    "role-taken",
    "charge-given",
    "charge-taken",
    "proposal-made",
    "proposal-confirmed",
    "proposal-dropped",
    "administrator-made",
)
"""What stands in the log of changes; the whole log has the rest."""
KEPT: Final = (
    ("person", N_("Account")),
    ("completion", N_("Completion")),
    ("certificate", N_("Certificates")),
    ("attendance", N_("Attendance")),
    ("attempt", N_("Answers and marks")),
    ("case_run", N_("Ways through cases")),
    ("voice", N_("Objections")),
    ("sheet", N_("Sheets of surveys")),
    ("outbox", N_("Mail")),
    ("sign_in", N_("Sign-ins")),
    ("audit", N_("Log")),
)
"""What of the data inventory is shown here: the tables about people that go by a rule."""
_BEFORE: Final = {"role-taken": "role", "charge-taken": "unit"}
_AFTER: Final = {
    "role-given": "role",
    "charge-given": "unit",
    "proposal-made": "kind",
    "proposal-confirmed": "kind",
    "proposal-dropped": "kind",
}
WORDS: Final = {
    "give-administrator": N_("administrator"),
    "take-administrator": N_("no administrator any more"),
    "email": N_("another e-mail"),
    "take-factor": N_("without the second factor"),
}


@dataclass(frozen=True)
class ChangeLine:
    """A change in words: from what to what."""

    at: dt.datetime
    who: str
    what: str
    about: str
    before: str
    after: str


@feature.page("/administer/settings", permission="read-settings", menu=(N_("Settings"), ("administrator", "auditor")))
def show_settings() -> str:
    """The smallest group, how long what is kept, how many have which role, and who changed what. A look is noted."""
    return _page(None)


@feature.act("/administer/settings/smallest-group", permission="settings")
def raise_group() -> Response:
    """Set a larger smallest group."""
    size, is_sure = request.form.get("size", ""), request.form.get("sure") == "yes"
    refusal = try_act(lambda: set_smallest_group(desk(), size, is_sure=is_sure))
    if refusal is not None:
        return shown_again(_page(refusal), refusal)
    return redirect(url_for("administer.show_settings"), 303)


def _page(refusal: Invalid | Conflict | None) -> str:
    own = actor().organisation_id
    sought = Sought(organisation_id=own, events=CHANGES)
    if not is_writing():
        note_look(sought)
    before = request.args.get("before")
    found = audit.search(session(), sought, before=as_id(before) if before else None, limit=PAGE_SIZE + 1)
    counts = people.count_roles(session(), own)
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    return render_template(
        "administer/settings.html",
        smallest=settings.smallest_group(session(), own),
        largest=LARGEST_LEAST,
        may_change=may(actor(), "settings"),
        kept=[(gettext(words), "; ".join(gettext(term) for term in retention_of(table))) for table, words in KEPT],
        roles=[(gettext(ROLE_NAMES[role]), counts.get(role, 0)) for role in ROLES],
        lines=_lines(found[:PAGE_SIZE]),
        older=url_for("administer.show_settings", before=as_text(found[PAGE_SIZE - 1].id))
        if len(found) > PAGE_SIZE
        else "",
        errors=errors,
        by_field={error.field: error.message for error in errors},
        error_title=in_words(refusal) if refusal else "",
    )


def _lines(entries: Sequence[AuditEntry]) -> list[ChangeLine]:
    """In one query, however many there are."""
    about = {entry.about_id for entry in entries if entry.about_kind == "person"}
    names = people.names(session(), {entry.person_id for entry in entries} | about)
    return [
        ChangeLine(
            at=entry.at,
            who=_named(entry.person_id, names) if entry.person_id else gettext("at the server"),
            what=event_in_words(entry.event),
            about=_named(entry.about_id, names) if entry.about_kind == "person" else gettext("the smallest group"),
            before=_value(entry, _BEFORE.get(entry.event, "before")),
            after=_value(entry, _AFTER.get(entry.event, "after")),
        )
        for entry in entries
    ]


def _value(entry: AuditEntry, key: str) -> str:
    """A word of the entry's detail as people say it; empty where it has none of that key."""
    value: Any = entry.detail.get(key, "")
    role = next((gettext(ROLE_NAMES[one]) for one in ROLES if key == "role" and one == value), None)
    return role or (gettext(WORDS[value]) if value in WORDS else str(value))


def _named(id_: bytes | None, names: dict[bytes, str]) -> str:
    return names.get(id_ or b"", gettext("no longer kept"))
