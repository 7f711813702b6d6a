"""What every request finds in the application: settings, database, documents, clock and keys."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app

from course.base.config import Settings
from course.catalogue import Catalogue
from course.storage.engine import Database

EXTENSION = "course"


@dataclass(frozen=True)
class House:
    """Made once by the factory; `clock` gives aware UTC, `learner_key` makes pseudonyms."""

    settings: Settings
    database: Database
    catalogue: Catalogue
    clock: Callable[[], dt.datetime]
    learner_key: bytes


def house() -> House:
    """The house of the current application."""
    return cast("House", current_app.extensions[EXTENSION])


def catalogue() -> Catalogue:
    """Its documents."""
    return house().catalogue


def now() -> dt.datetime:
    """The hour, aware and in UTC."""
    return house().clock()
