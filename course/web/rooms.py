"""How a room stands, as pages and their scripts compare it; its scene as it is shown."""

import hashlib
import hmac
from typing import Final

from flask import make_response, request
from werkzeug.wrappers import Response

from course.content.case import Case
from course.content.prose import plain
from course.storage.rooms import Standing
from course.web.words import gettext

SECONDS_BETWEEN: Final = 5
"""How often a page without scripts asks whether the room has gone on."""


def mark_of(standing: Standing) -> str:
    """16 hexadecimal digits that change whenever the room goes on, and say nothing else."""
    last = standing.round
    vote = (last.n, last.is_open, last.is_spent) if last else ()
    stands = repr((standing.room.choices, standing.room.scene, sorted(standing.room.hands), vote))
    return hmac.digest(standing.room.key, b"mark:" + stands.encode(), hashlib.sha256).hex()[:16]


def unless_known(body: str, kind: str) -> Response:
    """What a script asks every few seconds: 304, without a body, as long as it knows it already."""
    response = make_response(body)
    response.mimetype = kind
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:16])
    return response.make_conditional(request)


def scene_title(case: Case, number: int) -> str:
    """The hour and the place of the first scene; else which decision it is."""
    if number == 1 and case.heading:
        return f"{plain(case.heading.hour)}, {plain(case.heading.place)}"
    return gettext("Scene %(number)s", number=number)
