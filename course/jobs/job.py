"""What a job is: work that may stop anywhere and be done again without harm."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from course.web.house import House

Report = Mapping[str, int]
"""What a run did, in counts: nothing about anybody."""


@dataclass(frozen=True)
class Job:
    """Work to be done `every` so often. `run` opens its own transactions, small ones, each whole in itself."""

    name: str
    every: dt.timedelta
    run: Callable[[House, dt.datetime], Report]
