"""The reader's language for the words of the pages themselves."""

from flask_babel import gettext as translated


def gettext(message: str, **values: object) -> str:
    """The English message in the reader's language, its `%(name)s` places filled."""
    return str(translated(message, **values))
