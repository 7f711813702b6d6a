"""Requests of programs, which have no cookie and no page: what is refused to them is told as data (RFC 9457)."""

from collections.abc import Mapping
from typing import Final

from flask import Response, json, request

from course.base.languages import N_
from course.base.refusals import Invalid, Refusal, TooOften
from course.web.words import gettext

PREFIX: Final = "/api/"
PROBLEM: Final = "application/problem+json"
LARGEST: Final = 64 * 1024
"""Bytes of what a program sends."""
WORDS: Final[Mapping[int, str]] = {
    400: N_("What was sent could not be read. Send it as the description of this interface says."),
    401: N_(
        "Send the token of your program: Authorization: Bearer, and the token. It may have been revoked or run out."
    ),
    404: N_("There is no such thing here. The description of this interface names all addresses."),
    405: N_("This address does not take that method. The header Allow says which it takes."),
    406: N_("What you accept is not given here. Accept application/json, or text/csv where the description says so."),
    413: N_("What was sent is too large."),
    414: N_("This address is too long."),
    415: N_("Send what you write as application/json, in UTF-8."),
    503: N_("This was not saved. Send it again under the same Idempotency-Key."),
}
_OTHERWISE: Final = N_("Something went wrong here. Send the request again; if it fails again, tell us this number.")
_TITLES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


def is_from_program() -> bool:
    """Whether this request is to the programming interface: by its address, also where there is nothing at it."""
    return request.path.startswith(PREFIX)


def problem(status: int, detail: str | None = None, **more: object) -> Response:
    """What went wrong and what to do. `more`: members beside those that every problem has."""
    told = {
        "type": "about:blank",
        "title": _TITLES.get(status, _TITLES[400]),
        "status": status,
        "detail": detail or gettext(WORDS.get(status, _OTHERWISE if status >= 500 else WORDS[400])),
        **more,
    }
    response = Response(json.dumps(told, ensure_ascii=False), status, mimetype=PROBLEM)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Terreno Comum"'
    return response


def problem_of(refusal: Refusal, detail: str) -> Response:
    """A refusal as a problem: what to mend by field, and after too many requests when to come back."""
    if isinstance(refusal, Invalid) and refusal.fields:
        errors = [
            {"field": name, "detail": gettext(message, **refusal.values)} for name, message in refusal.fields.items()
        ]
        return problem(refusal.status, detail, errors=errors)
    response = problem(refusal.status, detail)
    if isinstance(refusal, TooOften):
        response.headers["Retry-After"] = str(refusal.again_in)
    return response
