"""Pages of this area that others add: linked to where they are there."""

from flask import current_app, url_for


def find_url(endpoint: str, draft_id: str | None = None) -> str | None:
    """The address of that page; None where the application has no such page."""
    return url_for(endpoint, draft_id=draft_id) if endpoint in current_app.view_functions else None
