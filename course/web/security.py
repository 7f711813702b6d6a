"""Headers of every answer, the origin of every form, cookies and hosts."""

from pathlib import Path
from typing import Any, Final

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from itsdangerous import BadSignature

from course.base.config import Settings
from course.base.languages import N_
from course.base.learner_key import load_or_make_key
from course.base.refusals import NotAllowed
from course.web import intake
from course.web.programs import is_from_program
from course.web.transaction import is_writing

CSP: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: the check of forms over https needs the page they came from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
OLD_KEY: Final = "cookies.old.key"
TRANSPORT: Final = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
"""In production, which is reached over https alone."""
CSP_OF_FILES: Final = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
"""A static file that is opened by itself, as a drawing is, loads nothing and leads nowhere."""


class _Cookies(SecureCookieSessionInterface):
    """Cookies without an age: how long a sign-in lasts stands in its row. By the age that Flask asks for, a clock that
    is set back would sign everybody out, since nothing can have been signed later than now.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What the cookie says that we signed; nothing where there is none, or somebody else made it."""
        signed = request.cookies.get(self.get_cookie_name(app), "")
        serializer = self.get_signing_serializer(app)
        try:
            return self.session_class(serializer.loads(signed) if serializer and signed else None)
        except BadSignature:
            return self.session_class()


def read_secrets(keys: Path) -> dict[str, Any]:
    """What cookies and forms are signed with: the key, and the one before it while its file is still there.

    Whoever is signed in stays so when the key is changed, and what they have open can still be sent.
    """
    key = load_or_make_key(keys / "cookies.key")
    before = [load_or_make_key(keys / OLD_KEY)] if (keys / OLD_KEY).exists() else []
    # Of the list the last signs, and each is tried; of a form's token flask-wtf knows no other way.
    return {"SECRET_KEY": key, "SECRET_KEY_FALLBACKS": before, "WTF_CSRF_SECRET_KEY": [*before, key]}


def install(app: Flask, settings: Settings) -> None:
    """Cookies, hosts, forms and headers. What a request is made of is looked at before its token."""
    app.config.update(read_secrets(settings.keys))
    app.config.update(
        SESSION_COOKIE_NAME="__Host-course" if settings.is_production else "course",
        SESSION_COOKIE_SECURE=settings.is_production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its sign-in: officers leave a page open between two calls
        TRUSTED_HOSTS=list(settings.hosts) or None,
    )
    app.session_interface = _Cookies()
    intake.install(app)
    CSRFProtect(app)
    app.before_request(_refuse_foreign_forms)
    app.after_request(_put_headers)
    if settings.is_production:
        app.after_request(_put_transport_header)


def headers_of_files(settings: Settings) -> dict[str, str]:
    """Those of static files, which lie in front of the pages. How long they are kept they say themselves."""
    kept = {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
    return kept | {"Content-Security-Policy": CSP_OF_FILES} | (TRANSPORT if settings.is_production else {})


def _refuse_foreign_forms() -> None:
    """Beside the token of the form: browsers say themselves where a form comes from."""
    if not is_writing() or is_from_program():  # no browser can be made to send a program's token
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    is_foreign = site not in {"same-origin", "none"} if site else origin not in {None, request.host_url.rstrip("/")}
    if is_foreign:
        raise NotAllowed(N_("This form was sent from another site. Open the page here and send it again."))


def _put_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _put_transport_header(response: Response) -> Response:
    for name, value in TRANSPORT.items():
        response.headers.setdefault(name, value)
    return response
