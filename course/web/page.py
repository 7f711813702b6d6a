"""What every page shows around its own content: who is signed in, where one can go, who sees what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask, current_app, request, url_for

from course.acts.actor import Actor, Role
from course.base.languages import HTML_LANG, N_
from course.web.assets import asset
from course.web.feature import MenuEntry, routes_of
from course.web.forms import own_path
from course.web.house import house
from course.web.i18n import page_language, page_text_size, page_theme
from course.web.identity import find_actor
from course.web.words import gettext

_OF_OFFICERS: Final = N_(
    "Your supervisor sees “not yet”, “in progress” or “completed”, the day, and whether you were in the session. "
    "Never answers, marks or decisions."
)
FOOTNOTES: Final[dict[Role | None, str]] = {
    None: _OF_OFFICERS,
    "officer": _OF_OFFICERS,
    "trainer": N_("You see what the course says, and never what a person answered."),
    "reviewer": N_("You see what the course says, and never what a person answered."),
    "supervisor": N_("You see who completed and when. Never answers, marks, attempts or decisions."),
    "administrator": N_("You see people and units of your organisation, and never what a person answered."),
    "auditor": N_("You see the records of the course, and never what a person answered."),
}
ROLE_NAMES: Final[dict[Role, str]] = {
    "officer": N_("Learner"),
    "trainer": N_("Trainer"),
    "reviewer": N_("Reviewer"),
    "supervisor": N_("Supervisor"),
    "administrator": N_("Administrator"),
    "auditor": N_("Auditor"),
}


GROUPS: Final[Mapping[Role, Mapping[str, tuple[str, ...]]]] = {
    "administrator": {
        N_("People and units"): (
            "administer.list_people",
            "administer.list_tree",
            "administer.list_paper",
            "administer.list_requests",
        ),
        N_("Sessions and texts"): ("train.list_sessions", "train.show_library", "administer.list_withdrawable"),
        N_("Operation and records"): (
            "administer.show_operation",
            "administer.list_clients",
            "administer.show_audit",
            "administer.show_settings",
        ),
    }
}
"""Entries of a menu so long that it would fill a phone: the name leads to the first one, beside which the others then
stand in a second line. What is in no group stands by itself."""


@dataclass(frozen=True)
class NavigationItem:
    """A link of the main navigation. `is_here`: it is this page, or of a group, one of its pages.

    `beside`: of the group in which the reader is, its own entries.
    """

    url: str
    label: str
    is_here: bool
    beside: tuple["NavigationItem", ...] = ()


def install(app: Flask) -> None:
    """Give every template what the page around it needs."""
    app.context_processor(_context)
    app.jinja_env.globals |= {"asset": asset}


def home_url(actor: Actor) -> str:
    """The first page of the active role."""
    return url_for(routes_of(current_app).homes.get(actor.role, "learn.show_path"))


def _context() -> dict[str, Any]:
    actor = find_actor()
    language = page_language()
    return {
        "lang": language,
        "html_lang": HTML_LANG[language],
        "theme": page_theme(),
        "text_size": page_text_size(),
        "actor": actor,
        "role_name": gettext(ROLE_NAMES[actor.role]) if actor else "",
        "navigation": _navigation(actor),
        "asks_second_factor": house().settings.requires_second_factor,
        "footnote": gettext(FOOTNOTES[actor.role if actor else None]),
        "here": own_path(request.path) or "" if request.method == "GET" else "",
        "home": home_url(actor) if actor else url_for("accounts.show_sign_in"),
    }


def _navigation(actor: Actor | None) -> list[NavigationItem]:
    if actor is None:
        return []
    entries = {entry.endpoint: entry for entry in routes_of(current_app).menu if entry.is_for(actor)}
    groups = GROUPS.get(actor.role, {})
    grouped = {endpoint: name for name, endpoints in groups.items() for endpoint in endpoints}
    items: dict[str, NavigationItem] = {}
    for endpoint, entry in entries.items():
        name = grouped.get(endpoint, "")
        if not name:
            items[endpoint] = _item(entry)
        elif name not in items:
            inside = tuple(_item(entries[one]) for one in groups[name])
            is_open = any(_is_at_or_below(item.url) for item in inside)
            items[name] = NavigationItem(inside[0].url, gettext(name), is_open, inside if is_open else ())
    return list(items.values())


def _item(entry: MenuEntry) -> NavigationItem:
    url = url_for(entry.endpoint)
    return NavigationItem(url, gettext(entry.label), request.path == url)


def _is_at_or_below(url: str) -> bool:
    return request.path == url or request.path.startswith(f"{url}/")
