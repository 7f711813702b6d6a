"""After a step of signing in: to the next one, or in."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from course.acts.complete import complete_what_is_done
from course.web.door import keep_device
from course.web.forms import own_path
from course.web.identity import desk, find_half
from course.web.own_device import leave_other_device


def go_in(wanted: str | None) -> Response:
    """The way to the page that was wanted; for whom a second step is asked of, by that."""
    if find_half() is not None:
        return keep_device(redirect(url_for("accounts.show_second_step", next=own_path(wanted)), 303))
    return entered(keep_device(redirect(own_path(wanted) or "/", 303)))


def entered(response: Response) -> Response:
    """Somebody is in: what they did on paper and elsewhere counts now, and the device is theirs, not another's."""
    complete_what_is_done(desk())
    return leave_other_device(response)
