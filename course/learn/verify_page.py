"""Whether a certificate is true: its name, course and date, for whoever has its code, and nothing else."""

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirection

from course.acts.certify import in_groups
from course.acts.verify_certificate import LONGEST_TYPED, find_certificate
from course.base.refusals import Conflict, Invalid
from course.learn.feature import library as feature
from course.web.door import door
from course.web.errors import in_words
from course.web.forms import shown_again, try_act
from course.web.tracks import track_title
from course.web.transaction import session


@feature.page("/certificates", permission="verify-certificate")
def show_verification() -> str | Redirection:
    """Where the code of a paper is typed; with `?code=`, on to what it says."""
    typed = in_groups(request.args.get("code", "")[:LONGEST_TYPED])
    if typed:
        return redirect(url_for("library.verify", certificate=typed), 303)
    return render_template("library/verification.html", found=None, typed="", errors={})


@feature.page("/certificates/<certificate>", permission="verify-certificate")
def verify(certificate: str) -> Response:
    """What the certificate of that code says. For one that nobody has there is one page, whatever the code was."""
    found = try_act(lambda: find_certificate(door(session()), certificate))
    if isinstance(found, (Invalid, Conflict)):
        page = render_template("library/verification.html", found=None, typed="", errors={"code": in_words(found)})
        return _unlisted(shown_again(page, found))
    title = track_title(found.track) if found else ""
    page = render_template("library/verification.html", found=found, track=title, is_unknown=not found, errors={})
    return _unlisted(make_response(page, 200 if found else 404))


def _unlisted(response: Response) -> Response:
    """No search engine keeps who completed what."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
