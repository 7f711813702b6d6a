"""What a list of completion is narrowed to: the state, the deadline and the session of the address."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from flask import request

from course.base.languages import N_
from course.storage.models import Deadline, Stage
from course.storage.unit_states import Narrowing
from course.supervise.charge import Sums

State = Literal["", "open", "done", "now", "todo"]
Due = Literal["", "soon", "late"]
STATES: Final[dict[State, tuple[str, tuple[Stage, ...]]]] = {
    "": (N_("All"), ("done", "now", "todo")),
    "open": (N_("To complete"), ("now", "todo")),
    "now": (N_("In progress"), ("now",)),
    "todo": (N_("Not yet"), ("todo",)),
    "done": (N_("Completed"), ("done",)),
}
DUES: Final[dict[Due, tuple[str, tuple[Deadline, ...]]]] = {
    "": (N_("Any"), ("late", "soon", "later", "none")),
    "soon": (N_("Within seven days"), ("soon",)),
    "late": (N_("Past the deadline"), ("late",)),
}
"""The words for each choice, and what it takes. Who completed has no deadline any more."""
LONGEST_CODE: Final = 60


@dataclass(frozen=True)
class Asked:
    """The choices of the address; what is not offered counts as all."""

    state: State
    due: Due
    session: str

    @property
    def narrowing(self) -> Narrowing:
        """The officers that are meant."""
        return Narrowing(STATES[self.state][1], DUES[self.due][1], self.session or None)

    @property
    def is_all(self) -> bool:
        """Whether nobody is left out."""
        return not (self.state or self.due or self.session)

    def takes(self, sums: Sums) -> bool:
        """Whether a unit with these sums is listed: all are, until somebody is left out."""
        return self.is_all or sums.of(self.narrowing) > 0

    def query(self, **others: str | None) -> dict[str, Any]:
        """The same choices for another address, with some of its own."""
        chosen = {"state": self.state or None, "deadline": self.due or None, "session": self.session or None}
        return {**chosen, **others}


def read_asked() -> Asked:
    """What the address asks for."""
    state, due = request.args.get("state"), request.args.get("deadline")
    return Asked(
        next((name for name in STATES if name == state), ""),
        next((name for name in DUES if name == due), ""),
        request.args.get("session", "").strip()[:LONGEST_CODE],
    )
