"""What schemathesis loads: each write is a write of its own, as the description asks. It would name two alike."""

import itertools
import re
from typing import Any

import schemathesis

NAMES = itertools.count(1)


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Give a write another key, where it has one that could be used."""
    if case.headers and re.fullmatch("[0-9A-Za-z_-]{8,64}", str(case.headers.get("Idempotency-Key", ""))):
        case.headers["Idempotency-Key"] = f"write-{next(NAMES):06}"
