"""Where a request comes from, and the cookie by which a browser is known again."""

import secrets
from typing import Final

from flask import g, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from course.acts.door import Caller, Door
from course.web.house import house, now
from course.web.transaction import note_apart

DEVICE_BYTES: Final = 16
HALF_A_YEAR: Final = 180 * 24 * 3600


def door(session: Session) -> Door:
    """What an act by somebody who is not signed in is given."""
    return Door(session, caller(), now(), house().settings.keys, note_apart)


def caller() -> Caller:
    """The address (the proxy's word for it, where one was set) and the cookie of this browser."""
    token = request.cookies.get(_cookie_name())
    return Caller(request.remote_addr or "", token if token and len(token) <= 64 else None)


def known_caller() -> Caller:
    """The same with a cookie in any case: the new one is given to the browser by `keep_device`."""
    found = caller()
    if found.device is None:
        g.setdefault("device", secrets.token_urlsafe(DEVICE_BYTES))
    return Caller(found.address, found.device or g.device)


def keep_device(response: Response) -> Response:
    """Let the browser keep its cookie for another half year."""
    secure = house().settings.is_production
    response.set_cookie(
        _cookie_name(), known_caller().device or "", max_age=HALF_A_YEAR, httponly=True, samesite="Lax", secure=secure
    )
    return response


def _cookie_name() -> str:
    return "__Host-device" if house().settings.is_production else "device"
