"""What follows when an e-mail address is another by now: of one person, or of a file with many.

A one-time code was mailed to whoever reads the old address, so it dies; and that address is told that it was changed,
and nothing else, so that whoever loses an account by it hears of it.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from course.acts.post import post_to_addresses
from course.storage import codes, outbox


def let_addresses_go(session: Session, keys: Path, former: Mapping[bytes, str | None], now: dt.datetime) -> None:
    """End the codes mailed to these people at the address that each had until now, and tell that address.

    None where somebody had no address: then nothing was mailed, and nobody is told.
    """
    told = {id_: address for id_, address in former.items() if address is not None}
    codes.drop_mailed(session, told)
    outbox.drop_waiting(session, told, "sign-in-code")
    post_to_addresses(session, keys, told, kind="address-changed", now=now)
