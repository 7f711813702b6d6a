"""An area of pages: every route names its permission, and the guard asks for it before the view runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, redirect, request, url_for
from flask.sansio.app import App
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from course.acts.actor import Actor, Role
from course.acts.policy import demand, may, permissions
from course.base.notice import VERSION
from course.web.forms import is_from_script, own_path
from course.web.identity import find_actor, find_half
from course.web.intake import let_send

EXTENSION: Final = "course.routes"
BEFORE_THE_NOTICE: Final = frozenset(
    {"read-notice", "account", "second-step", "second-factor", "own-data", "export-own-data", "ask-data-protection"}
)
"""Permissions of pages that nobody is kept from: to leave, and to see or contest what is kept."""
OF_THE_SECOND_STEP: Final = "second-step"
"""The permission of the only pages that are open to somebody whose second step is outstanding."""
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class MenuEntry:
    """A page in the main navigation of these roles."""

    endpoint: str
    label: str
    roles: tuple[Role, ...]

    def is_for(self, actor: Actor) -> bool:
        """Whether it stands in the navigation of the actor's active role."""
        return actor.role in self.roles


@dataclass
class Routes:
    """What the features declared: permission by endpoint, menu, and the first page of each role."""

    permissions: dict[str, str] = field(default_factory=dict)
    menu: list[MenuEntry] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)


class Feature(Blueprint):
    """A blueprint whose routes cannot be declared without a permission of the matrix."""

    def page(
        self,
        rule: str,
        *,
        permission: str,
        menu: tuple[str, tuple[Role, ...]] | None = None,
        home_of: tuple[Role, ...] = (),
    ) -> Callable[[View], View]:
        """A page that is read. `menu`: its label and the roles that see it there; `home_of`: whose first page it is."""
        return self._declare(rule, "GET", permission, menu, home_of)

    def act(
        self, rule: str, *, permission: str, largest: int | None = None, with_files: bool = False
    ) -> Callable[[View], View]:
        """A form that is sent; `largest`: how many bytes it may have, where that is more than other forms.

        `with_files`: whether it carries files.
        """
        declare: Callable[[View], View] = self._declare(rule, "POST", permission, None, ())

        def decorate(view: View) -> View:
            if largest is not None:
                endpoint = f"{self.name}.{view.__name__}"
                self.record(lambda state: let_send(state.app, endpoint, largest, with_files=with_files))
            return declare(view)

        return decorate

    def _declare(
        self,
        rule: str,
        method: str,
        permission: str,
        menu: tuple[str, tuple[Role, ...]] | None,
        home_of: tuple[Role, ...],
    ) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            endpoint = f"{self.name}.{view.__name__}"

            def note(state: BlueprintSetupState) -> None:
                routes = routes_of(state.app)
                routes.permissions[endpoint] = permission
                routes.homes |= dict.fromkeys(home_of, endpoint)
                if menu is not None:
                    routes.menu.append(MenuEntry(endpoint, *menu))

            self.record(note)
            self.add_url_rule(rule, view.__name__, view, methods=[method])
            return view

        return decorate


def routes_of(app: App) -> Routes:
    """What was declared to this application."""
    declared: Routes = app.extensions.setdefault(EXTENSION, Routes())
    return declared


def install(app: Flask) -> None:
    """Ask for the permission of a route before its view. Raises RuntimeError for a route that names none."""
    declared = routes_of(app).permissions
    bare = sorted({rule.endpoint for rule in app.url_map.iter_rules()} - set(declared))
    unknown = sorted(set(declared.values()) - set(permissions()))
    if bare or unknown:
        raise RuntimeError(f"routes without a permission of the matrix: {', '.join(bare + unknown)}")
    app.before_request(_guard)


def _sign_in_url() -> str:
    """Where to sign in and come back: to the page asked for, or to the one whose form was sent (which is told so)."""
    if request.method == "GET":
        return url_for("accounts.show_sign_in", next=request.full_path.rstrip("?"))
    came_from = urlsplit(request.referrer or "")
    wanted = came_from.path if came_from.netloc == request.host else None
    return url_for("accounts.show_sign_in", next=own_path(wanted), unsent="yes")


def _guard() -> Response | None:
    if request.endpoint is None:
        return None
    permission = routes_of(current_app).permissions[request.endpoint]
    if may(None, permission):
        return None
    actor = find_actor()
    if actor is None:
        is_at_step = permission == OF_THE_SECOND_STEP and find_half() is not None
        return None if is_at_step else redirect(_sign_in_url(), 303)
    demand(actor, permission)
    if _must_be_shown_the_notice(actor, permission):
        return redirect(url_for("accounts.show_notice", next=own_path(request.full_path.rstrip("?"))), 303)
    return None


def _must_be_shown_the_notice(actor: Actor, permission: str) -> bool:
    """Before any page but those about oneself. What is sent is taken: nobody loses an answer to a change of words."""
    is_page = request.method == "GET" and not is_from_script()
    return is_page and actor.notice_version < VERSION and permission not in BEFORE_THE_NOTICE
