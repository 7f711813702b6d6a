"""The notice on privacy, before one's first page and after each change of it."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from course.accounts.feature import feature
from course.acts.read_notice import note_notice_read
from course.base.notice import changes_since
from course.web.forms import own_path
from course.web.identity import actor, desk
from course.web.words import gettext


@feature.page("/notice", permission="read-notice")
def show_notice() -> str:
    """In short, with the way to the whole; to who has seen an earlier one, what changed since."""
    return render_template(
        "accounts/notice.html",
        changes=[gettext(words) for words in changes_since(actor().notice_version)],
        next=own_path(request.args.get("next")) or "",
    )


@feature.act("/notice", permission="read-notice")
def read_notice() -> Response:
    """Note it, and go where they wanted to go."""
    note_notice_read(desk())
    return redirect(own_path(request.form.get("next")) or "/", 303)
