"""The language, the appearance and the text size of this browser."""

from flask import redirect, request
from werkzeug.wrappers import Response

from course.accounts.feature import feature
from course.base.languages import as_language
from course.web.forms import own_path
from course.web.house import house
from course.web.i18n import LANGUAGE_COOKIE, TEXT_COOKIE, TEXT_SIZES, THEME_COOKIE, THEMES, cookie_name

A_YEAR = 365 * 24 * 3600


@feature.act("/preferences", permission="preferences")
def set_preferences() -> Response:
    """Remember in cookies what was chosen, and go back."""
    response = redirect(own_path(request.form.get("next")) or "/", 303)
    language = as_language(request.form.get("language"))
    theme, text_size = request.form.get("theme"), request.form.get("text")
    if language is not None:
        _remember(response, LANGUAGE_COOKIE, language)
    if theme in THEMES:
        _remember(response, THEME_COOKIE, theme)
    elif theme is not None:
        _forget(response, THEME_COOKIE)
    if text_size in TEXT_SIZES:
        _remember(response, TEXT_COOKIE, text_size)
    elif text_size is not None:
        _forget(response, TEXT_COOKIE)
    return response


def _remember(response: Response, name: str, value: str) -> None:
    secure = house().settings.is_production
    response.set_cookie(cookie_name(name), value, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)


def _forget(response: Response, name: str) -> None:
    secure = house().settings.is_production  # a browser heeds nothing else of a cookie that begins with __Host-
    response.delete_cookie(cookie_name(name), httponly=True, samesite="Lax", secure=secure)
