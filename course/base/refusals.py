"""The seven ways in which the house says no.

Raised by acts, scoring and the catalogue; rendered only by `web.errors`. A message is an English msgid with `%(name)s`
places (translated when it is shown) and says what to do next.
"""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 - a refusal is no error of ours
    """A request that is understood and declined; `status` is the HTTP status of the page that says so."""

    status = 400

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, str] = values


class NotFound(Refusal):
    """There is no such thing, or it is somebody else's: the two are told in the same words."""

    status = 404


class NotAllowed(Refusal):
    """The active role may not do this."""

    status = 403


class Conflict(Refusal):
    """Something newer stands; what was sent is shown beside it and nothing is overwritten."""

    status = 409


class Stale(Refusal):
    """What a program wants to change is no longer what it had read."""

    status = 412


class Invalid(Refusal):
    """What was sent cannot be used as it is; `fields` says what to mend, by form field."""

    status = 422

    def __init__(self, message: str, fields: Mapping[str, str] | None = None, **values: str) -> None:
        super().__init__(message, **values)
        self.fields: Mapping[str, str] = fields or {}


class Busy(Refusal):
    """Not now: too many want the same. `again_in` is how many seconds later to come again; nothing was looked at."""

    status = 503

    def __init__(self, message: str, *, again_in: int, **values: str) -> None:
        super().__init__(message, **values)
        self.again_in = again_in


class TooOften(Invalid):
    """Too many tries. `again_in` is how many seconds are left until the next one is heard."""

    status = 429

    def __init__(self, message: str, *, again_in: int, **values: str) -> None:
        super().__init__(message, None, **values)
        self.again_in = again_in
