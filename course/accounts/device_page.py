"""What one's own device needs when there is no network: the worker that keeps pages, and the page for all else."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from course.accounts.feature import feature
from course.web.own_device import worker


@feature.page("/worker.js", permission="public")
def show_worker() -> Response:
    """The script that keeps pages: at the root, for it serves all. Browsers look for a newer one by themselves, at each
    page: so they may keep it, and are told that it is still the same."""
    text, version = worker()
    response = make_response(text)
    response.mimetype = "text/javascript"
    response.set_etag(version, weak=True)  # the same text, compressed or not
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)


@feature.page("/offline", permission="public")
def show_offline() -> str:
    """What is kept here and what to do, for when a page is asked for that is not."""
    return render_template("accounts/offline.html")
