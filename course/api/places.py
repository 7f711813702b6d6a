"""The places in addresses, and what may stand in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Place:
    """`pattern` as JSON Schema has it."""

    pattern: str
    says: str

    def fits(self, value: str) -> bool:
        """Whether that may stand there."""
        return re.fullmatch(self.pattern.removeprefix("^").removesuffix("$"), value) is not None


PLACES: Final[Mapping[str, Place]] = {
    "service_number": Place(
        "^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$",
        "The person's number in your organisation: text, so leading zeros count.",
    ),
    "unit_id": Place(
        "^[0-9a-f]{32}$",
        "The unit: 32 hexadecimal digits. Of a new unit your program chooses them, at random (a UUID without hyphens).",
    ),
}
