"""Whether the instance is well, for the programs that watch it: a word, and no reason."""

from werkzeug.wrappers import Response

from course.accounts.feature import feature
from course.storage import health
from course.web.house import house, now


@feature.page("/health", permission="public")
def show_health() -> Response:
    """200 and "ok", or 503 and "unwell"; the reason stands in the log and in `flask jobs list`."""
    return _word("ok", is_so=health.is_well(house().database, now()), otherwise="unwell")


@feature.page("/health/ready", permission="public")
def show_readiness() -> Response:
    """200 and "ready" where this process can answer people, else 503: for what shares them out among processes."""
    return _word("ready", is_so=health.is_ready(house().database), otherwise="not ready")


@feature.page("/health/live", permission="public")
def show_life() -> Response:
    """200 and "live": the process answers. The database is not asked: to start the process anew would not mend it."""
    return _word("live", is_so=True, otherwise="")


def _word(good: str, *, is_so: bool, otherwise: str) -> Response:
    return Response(f"{good if is_so else otherwise}\n", 200 if is_so else 503, mimetype="text/plain")
