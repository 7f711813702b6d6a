"""What forms need: an act tried so that its page can be shown again with what was typed, and safe ways back."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Response, make_response, request

from course.base.refusals import Busy, Conflict, Invalid, TooOften
from course.content.questions.base import Form
from course.web.intake import AllFields
from course.web.words import gettext

R = TypeVar("R")


@dataclass(frozen=True)
class FieldError:
    """What to mend, and the id of the field to go to."""

    field: str
    message: str


def try_act(act: Callable[[], R]) -> R | Invalid | Conflict:
    """What the act gives, or its refusal where the same page can show what to mend. Other refusals pass through."""
    try:
        return act()
    except (Invalid, Conflict) as refusal:
        return refusal


def is_from_script() -> bool:
    """Whether a script of ours sent the form and asks for data instead of the next page. The rules are the same."""
    return request.accept_mimetypes.best == "application/json"


def shown_again(page: str, refusal: Invalid | Conflict | Busy) -> Response:
    """The page with what to mend, under the refusal's status; where it says when to come again, with that."""
    response = make_response(page, refusal.status)
    if isinstance(refusal, (TooOften, Busy)):
        response.headers["Retry-After"] = str(refusal.again_in)
    return response


def errors_of(refusal: Invalid) -> list[FieldError]:
    """The refusal's fields in the reader's language."""
    return [FieldError(name, gettext(message, **refusal.values)) for name, message in refusal.fields.items()]


def sent_fields() -> Form:
    """The fields of the request: name -> values."""
    return AllFields(request.form)


def own_path(address: str | None) -> str | None:
    """The address as a path of this site, or None for any other: no form or link sends a person elsewhere."""
    if not address or not address.isprintable() or "\\" in address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:  # as of //[
        return None
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not address.startswith("//")
    return address if is_ours else None


def new_client_key() -> str:
    """The key of a form: the same form sent twice is one act."""
    return secrets.token_urlsafe(12)
