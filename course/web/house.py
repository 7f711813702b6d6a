"""What every request finds in the application: settings, database, documents, clock and keys."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app, g

from course.base.config import Settings
from course.catalogue import Catalogue, Catalogues
from course.integrations.recognition import Recogniser
from course.storage.engine import Database

EXTENSION = "course"


@dataclass(frozen=True)
class House:
    """Made once by the factory; `clock` gives aware UTC, `learner_key` makes pseudonyms.

    `providers` recognise people of organisations that sign in with an account of their own.
    """

    settings: Settings
    database: Database
    catalogues: Catalogues
    clock: Callable[[], dt.datetime]
    learner_key: bytes
    providers: tuple[Recogniser, ...] = ()

    @property
    def catalogue(self) -> Catalogue:
        """The documents as they stood when somebody last asked the database which are current."""
        return self.catalogues.latest


def house() -> House:
    """The house of the current application."""
    return cast("House", current_app.extensions[EXTENSION])


def catalogue() -> Catalogue:
    """The documents that are current in this request: it keeps those that it was given first."""
    if "catalogue" not in g:
        from course.web.transaction import session  # a transaction asks for the house

        g.catalogue = house().catalogues.follow(session(), now())
    current: Catalogue = g.catalogue
    return current


def whole_catalogue() -> Catalogue:
    """The same with the documents that learners are not shown, for pages of those who may read drafts and keys."""
    return catalogue().whole


def now() -> dt.datetime:
    """The hour, aware and in UTC."""
    return house().clock()
