"""The routes of this interface hang here: each says what its token must be for, what it takes and what it gives.

The same declarations serve the routes and make their description, so that neither can say what the other does not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, g, json, request
from flask.sansio.blueprints import BlueprintSetupState
from pydantic import BaseModel
from werkzeug.exceptions import NotAcceptable

from course.acts.keep_contact import Written
from course.acts.program import Counter, Program, demand_scope, recognise
from course.api import once
from course.api.places import PLACES
from course.api.sent import read_body, read_query, read_version
from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage.models import ApiScope
from course.web.door import caller
from course.web.feature import routes_of
from course.web.house import house, now
from course.web.programs import PREFIX, problem
from course.web.transaction import confine, note_apart

JSON: Final = "application/json"
CSV: Final = "text/csv"
PERMISSION: Final = "use-api"
View = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What a route is: `scope` None means that it is open; `kinds` are the types of its answer."""

    endpoint: str
    method: str
    rule: str
    scope: ApiScope | None
    summary: str
    query: type[BaseModel] | None = None
    takes: type[BaseModel] | None = None
    gives: type[BaseModel] | None = None
    kinds: tuple[str, ...] = (JSON,)
    has_version: bool = False


class Interface(Blueprint):
    """A blueprint whose routes cannot be declared without what they are."""

    def __init__(self) -> None:
        super().__init__("api", __name__, url_prefix=f"{PREFIX}v1")
        self.operations: list[Operation] = []
        confine(self)  # no answers, no scores: the database itself refuses them
        self.record(lambda state: state.app.extensions["csrf"].exempt(self))  # no cookie speaks here: no form to forge
        self.before_request(_admit)
        self.after_request(once.let_go)

    def reads(
        self,
        rule: str,
        *,
        scope: ApiScope | None,
        summary: str,
        gives: type[BaseModel] | None,
        query: type[BaseModel] | None = None,
        kinds: tuple[str, ...] = (JSON,),
        has_version: bool = False,
    ) -> Callable[[View], View]:
        """A route that is read; its view is given the query, where it has one, and gives the response."""

        def decorate(view: View) -> View:
            def answer(**places: str) -> Response:
                _demand_places(places)
                asked = [] if query is None else [read_query(query)]
                response: Response = view(*asked, **places)
                return response

            operation = Operation(
                endpoint=f"{self.name}.{view.__name__}",
                method="GET",
                rule=rule,
                scope=scope,
                summary=summary,
                query=query,
                gives=gives,
                kinds=kinds,
                has_version=has_version,
            )
            self._declare(operation, answer)
            return view

        return decorate

    def writes(
        self, rule: str, *, scope: ApiScope, summary: str, takes: type[BaseModel]
    ) -> Callable[[Callable[..., Written]], Callable[..., Written]]:
        """A route that has a row be so; its view is given what was sent and the version that was read."""

        def decorate(view: Callable[..., Written]) -> Callable[..., Written]:
            def answer(**places: str) -> Response:
                _demand_places(places)
                key, expected, sent = once.read_key(), read_version(), read_body(takes)
                return once.write(program(), key, lambda: view(sent, expected, **places))

            operation = Operation(
                endpoint=f"{self.name}.{view.__name__}",
                method="PUT",
                rule=rule,
                scope=scope,
                summary=summary,
                takes=takes,
                has_version=True,
            )
            self._declare(operation, answer)
            return view

        return decorate

    def _declare(self, operation: Operation, answer: View) -> None:
        self.operations.append(operation)

        def note(state: BlueprintSetupState) -> None:
            routes_of(state.app).permissions[operation.endpoint] = PERMISSION

        self.record(note)
        name = operation.endpoint.removeprefix(f"{self.name}.")
        self.add_url_rule(operation.rule, name, answer, methods=[operation.method], provide_automatic_options=False)


def program() -> Program:
    """Who asks. Only routes with a scope may call it."""
    found: Program = g.program
    return found


def in_json(body: BaseModel) -> Response:
    """The body as data."""
    return Response(json.dumps(body.model_dump(mode="json"), ensure_ascii=False), mimetype=JSON)


def _admit() -> Response | None:
    """401 without a token that opens something, 403 for one that was made for something else, 406 for other types."""
    operation = next(one for one in interface.operations if one.endpoint == request.endpoint)
    if operation.scope is not None:
        with house().database.read(confined=True) as reading:
            found = recognise(Counter(reading, house().settings.keys, now(), note_apart), _token(), caller())
        if found is None:
            return problem(401)
        demand_scope(found, operation.scope)
        g.program = found
    accepted = request.accept_mimetypes
    if operation.method == "GET" and accepted.provided and not any(map(accepted.quality, operation.kinds)):
        raise NotAcceptable
    return None


def _token() -> str:
    """What was sent after the word Bearer; empty for any other header, which opens nothing."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _demand_places(places: dict[str, str]) -> None:
    for name, value in places.items():
        if not PLACES[name].fits(value):
            raise NotFound(N_("There is no such thing here. The description of this interface names all addresses."))


interface: Final = Interface()
