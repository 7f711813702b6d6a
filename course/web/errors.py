"""Every refusal and every failure as a page that says what to do; details stay in the log under an incident number."""

import logging
import secrets

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from course.acts.audit import log_of
from course.base.languages import N_
from course.base.refusals import NotAllowed, Refusal
from course.web.house import now
from course.web.identity import find_actor
from course.web.programs import is_from_program, problem, problem_of
from course.web.transaction import note_apart
from course.web.words import gettext

_LOG = logging.getLogger(__name__)

_TITLES = {
    400: N_("This was not understood"),
    403: N_("This page is not open to you"),
    404: N_("Not found"),
    405: N_("This was not understood"),
    409: N_("Something newer stands"),
    413: N_("This is too large"),
    414: N_("This was not understood"),
    415: N_("This was not understood"),
    422: N_("This cannot be used as it is"),
    429: N_("Too many tries"),
    500: N_("Something went wrong here"),
    503: N_("Not saved"),
}
_WORDS = {
    404: N_("This page has moved or was withdrawn. What you have done is kept."),
    413: N_("What was sent is too large. Send less text."),
    414: N_("This address is too long. Open the page from the menu."),
    415: N_("Only the forms of these pages can be sent here. Open the page, fill in its form and send that."),
    500: N_(
        "What you did before is kept. Go back and try again; if it happens again, tell us this number: %(incident)s."
    ),
    503: N_("The last step was not saved. Go back and send it again; what you did before is kept."),
}
_BARE = """<!DOCTYPE html>
<html lang="pt-PT"><head><meta charset="utf-8"><title>Terreno Comum</title></head><body><main>
<h1>Terreno Comum</h1>
<p>{portuguese}</p>
<p lang="en">{english}</p>
</main></body></html>
"""
_AWAY = {
    "portuguese": "De momento não é possível abrir nem guardar nada. O que já estava guardado mantém-se.\n"
    "Tente de novo daqui a minutos; se continuar, diga-nos este número: {incident}.",
    "english": "Nothing can be opened or saved at the moment. What was saved is kept.\n"
    "Try again in some minutes; if it goes on, tell us this number: {incident}.",
}
_ELSEWHERE = {
    "portuguese": "Este curso não está neste endereço. Abra-o pela ligação que recebeu, ou peça o endereço a quem "
    "gere o curso.",
    "english": "This course is not at this address. Open it by the link you were sent, or ask those who run it for the "
    "address.",
}
_OTHERWISE = N_("Go back, open the page again and repeat the last step.")
_TOKEN = N_(
    "This page was open for too long, or was opened before you signed in. Open it again and repeat the last step."
)


def install(app: Flask) -> None:
    """Render refusals and failures."""
    app.register_error_handler(Refusal, _show_refusal)
    app.register_error_handler(CSRFError, lambda _error: error_page(400, gettext(_TOKEN)))
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_failure)


def error_page(status: int, message: str) -> Response:
    """The page of an error."""
    title = gettext(_TITLES.get(status, _TITLES[400]))
    return make_response(render_template("web/error.html", title=title, message=message), status)


def bare_page(status: int, incident: str) -> Response:
    """The page where no page can be made, as when the database is away: fixed words in both languages."""
    told = {language: words.format(incident=incident) for language, words in _AWAY.items()}
    return make_response(_BARE.format(**told), status)


def elsewhere_page() -> Response:
    """400: the request names a host that is not ours, which is not repeated; no link of a page can be built on it."""
    return make_response(_BARE.format(**_ELSEWHERE), 400)


def not_saved_page() -> Response:
    """503: the commit failed."""
    if is_from_program():
        return problem(503)
    try:
        return error_page(503, gettext(_WORDS[503]))
    except SQLAlchemyError as error:  # it is away altogether: the page around the words asks it who is signed in
        return bare_page(503, _note_incident(error))


def in_words(refusal: Refusal) -> str:
    """The refusal's message in the reader's language."""
    return gettext(refusal.message, **refusal.values) if refusal.values else gettext(refusal.message)


def _show_refusal(refusal: Refusal) -> Response:
    if isinstance(refusal, NotAllowed):
        _note_refused()
    if is_from_program():
        return problem_of(refusal, in_words(refusal))
    return error_page(refusal.status, in_words(refusal))


def _note_refused() -> None:
    """Who asked for what is not theirs to ask for: the route, never what was sent."""
    who, hour, route, method = find_actor(), now(), request.endpoint or "", request.method
    note_apart(lambda session: log_of(session, who, hour, "refused", route=route, method=method))


def _show_http_error(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if isinstance(error, SecurityError):
        return elsewhere_page()
    if status < 400:
        return error
    if is_from_program():
        return _problem_of_http(error, status)
    return error_page(status, gettext(_WORDS.get(status, _OTHERWISE)))


def _problem_of_http(error: HTTPException, status: int) -> Response:
    response = problem(status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.allow.update(error.valid_methods)
    return response


def _show_failure(error: Exception) -> Response:
    incident = _note_incident(error)
    is_away = isinstance(error, OperationalError)  # the database: away, restarting, or without room on its disk
    if is_from_program():
        return problem(503 if is_away else 500, incident=incident)
    if is_away:
        return bare_page(503, incident)
    try:
        return error_page(500, gettext(_WORDS[500], incident=incident))
    except SQLAlchemyError:  # the page around the words asks the database who is signed in
        return bare_page(503, incident)


def _note_incident(error: Exception) -> str:
    """The number under which it stands in the log."""
    incident = secrets.token_hex(4)
    _LOG.error("incident %s", incident, exc_info=error, extra={"incident": incident, "route": request.endpoint})
    return incident
