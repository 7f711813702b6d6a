"""Pages of other areas: linked to where the application has them."""

from typing import Any

from flask import current_app, url_for


def find_url(endpoint: str, **values: str) -> str:
    """The address of that page; empty where the application has no such page."""
    given: Any = values
    return url_for(endpoint, **given) if endpoint in current_app.view_functions else ""
