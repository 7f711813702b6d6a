"""Figures about the instance for the programs that watch it, to whoever shows the token of the settings."""

import hmac

from flask import request
from werkzeug.wrappers import Response

from course.accounts.feature import feature
from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage.health import is_ready, is_well, read_backlog
from course.web.house import house, now
from course.web.measures import exposition
from course.web.transaction import session


@feature.page("/metrics", permission="public")
def show_metrics() -> Response:
    """The text format of Prometheus. Without a token in the settings, or with another one, there is no such page."""
    token = house().settings.metrics_token
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(shown.encode(), token.encode()):
        raise NotFound(N_("This page does not exist, or is not yours."))
    return Response(exposition(_gauges()), content_type="text/plain; version=0.0.4; charset=utf-8")


def _gauges() -> dict[str, tuple[str, dict[str, float]]]:
    backlog, hour, database = read_backlog(session(), now()), now(), house().database
    oldest = (hour - backlog.oldest_mail).total_seconds() if backlog.oldest_mail else 0.0
    since_end = {name: (hour - ended).total_seconds() for name, ended in backlog.jobs_ended.items()}
    return {
        "course_well": ("Whether /health says ok.", {"": float(is_well(database, hour))}),
        "course_ready": ("Whether /health/ready says ready.", {"": float(is_ready(database))}),
        "course_mails": (
            "Mails not sent.",
            {"waiting": float(backlog.mails_waiting), "given-up": float(backlog.mails_given_up)},
        ),
        "course_oldest_mail_seconds": ("How long the first of the mails that wait has waited.", {"": oldest}),
        "course_unsealed_entries": ("Entries of a day's audit log without a seal.", {"": float(backlog.unsealed)}),
        "course_job_seconds_since_end": ("How long ago each job last came to its end.", since_end),
    }
