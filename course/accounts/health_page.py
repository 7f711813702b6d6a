"""Whether the instance is well, for the programs that watch it: a word, and no reason."""

from werkzeug.wrappers import Response

from course.accounts.feature import feature
from course.storage.health import is_well
from course.web.house import house, now


@feature.page("/health", permission="public")
def show_health() -> Response:
    """200 and "ok", or 503 and "unwell"; the reason stands in the log and in `flask jobs list`."""
    well = is_well(house().database, now())
    return Response("ok\n" if well else "unwell\n", 200 if well else 503, mimetype="text/plain")
