"""What an act is given: the transaction, who acts, the hour, the documents, and where the keys lie."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from course.acts.actor import Actor
from course.catalogue import Catalogue


@dataclass(frozen=True)
class Desk:
    """`now` is aware and in UTC. The transaction is committed by who made it, never by an act.

    `keys` is the folder of the key files: outside the database and its backups.
    """

    session: Session
    actor: Actor
    now: dt.datetime
    catalogue: Catalogue
    keys: Path
