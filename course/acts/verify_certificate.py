"""Somebody who holds a certificate asks whether it is true."""

from course.acts.certify import GROUP, LENGTH, in_groups
from course.acts.door import Door
from course.acts.throttle import count, counters, demand_room
from course.storage import certificates
from course.storage.certificates import Verified

LONGEST_TYPED = 4 * (LENGTH + LENGTH // GROUP)


def find_certificate(door: Door, typed: str) -> Verified | None:
    """What the certificate of that code says, however the code was typed; None for one that nobody has (any more).

    Only failures are counted, by address: thirty in five minutes. Raises TooOften.
    """
    wanted = counters(door.keys, "verify", {"address": door.caller.network})
    demand_room(door.session, wanted, door.now)
    found = certificates.find_by_code(door.session, in_groups(typed[:LONGEST_TYPED]))
    if found is None:
        door.apart(lambda session: count(session, wanted, door.now))
    return found
