"""The version of a row, as its reader saw it: what changes when any field of it does."""

import dataclasses
import hashlib
import json
from typing import Any


def version_of(row: Any) -> str:
    """64 hexadecimal digits for a dataclass: sha256 of its fields; the same fields give the same."""
    fields = {
        name: value.hex() if isinstance(value, bytes) else value for name, value in dataclasses.asdict(row).items()
    }
    return hashlib.sha256(json.dumps(fields, sort_keys=True, default=str).encode()).hexdigest()
