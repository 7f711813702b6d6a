"""What an act is given: the transaction, who acts, the hour, and the documents."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from course.acts.actor import Actor
from course.catalogue import Catalogue


@dataclass(frozen=True)
class Desk:
    """`now` is aware and in UTC. The transaction is committed by who made it, never by an act."""

    session: Session
    actor: Actor
    now: dt.datetime
    catalogue: Catalogue
