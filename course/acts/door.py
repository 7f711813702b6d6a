"""What an act is given by somebody who is not signed in: where they come from, and what outlives a refusal."""

import datetime as dt
import hashlib
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

Note = Callable[[Session], object]


@dataclass(frozen=True)
class Caller:
    """The address a request comes from, and the token of its browser's cookie, if it has one."""

    address: str
    device: str | None = None

    @property
    def network(self) -> str:
        """The address as it is counted: an IPv6 one by its /64, the whole of which one subscriber has."""
        try:
            address = ipaddress.ip_address(self.address)
        except ValueError:
            return self.address
        if isinstance(address, ipaddress.IPv6Address):
            plain = address.ipv4_mapped
            return str(plain or ipaddress.ip_network((address, 64), strict=False))
        return str(address)

    def device_of(self, person_id: bytes) -> bytes | None:
        """The digest under which this browser is kept for that person; None for one without its cookie."""
        return None if self.device is None else hashlib.sha256(person_id + self.device.encode()).digest()


@dataclass(frozen=True)
class Door:
    """`session` is only read from while somebody is being recognised.

    `apart` has something written after the request in a transaction of its own, whatever becomes of the request.
    """

    session: Session
    caller: Caller
    now: dt.datetime
    keys: Path
    apart: Callable[[Note], object]
