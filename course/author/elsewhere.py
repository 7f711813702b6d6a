"""Pages of this area that others add: linked to where they are there."""

from typing import Any

from flask import current_app, url_for


def find_url(endpoint: str, draft_id: str | None = None, **arguments: Any) -> str | None:
    """The address of that page; None where the application has no such page."""
    given = arguments if draft_id is None else arguments | {"draft_id": draft_id}
    return url_for(endpoint, **given) if endpoint in current_app.view_functions else None
