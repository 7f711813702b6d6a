"""A run of a case: one's own road, on the text it was opened on, and where its pages are."""

from dataclasses import dataclass

from flask import url_for

from course.base.ids import as_id
from course.scoring.case import Step
from course.storage import case_runs
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.player.addresses import CaseAddresses
from course.web.player.road import Road
from course.web.transaction import session


@dataclass(frozen=True)
class RunAddresses(CaseAddresses):
    """The pages of a run; of a case that nobody plays yet only those that name no run."""

    case_id: str
    run_id: str = ""

    @property
    def opening(self) -> str:
        """The case."""
        return url_for("learn.show_case", case_id=self.case_id)

    @property
    def play(self) -> str:
        """A run is opened, or gone on with."""
        return url_for("learn.play", case_id=self.case_id)

    def decide(self, number: int) -> str:
        """The page of decision `number`."""
        return url_for("learn.decide", run_id=self.run_id, number=number)

    def consequence(self, number: int) -> str:
        """What came of it."""
        return url_for("learn.show_consequence", run_id=self.run_id, number=number)

    @property
    def ending(self) -> str:
        """The end of the run."""
        return url_for("learn.show_ending", run_id=self.run_id)

    def seat(self, seat: str) -> str:
        """The run as that seat tells it."""
        return url_for("learn.show_from_seat", run_id=self.run_id, seat=seat)

    @property
    def go_back(self) -> str:
        """A run of its own that decides differently."""
        return url_for("learn.go_back", run_id=self.run_id)


@dataclass(frozen=True)
class Run(Road):
    """One's own road, whose decisions are kept under an id."""

    id: str


def read_run(run_id: str) -> Run:
    """One's own run. Raises NotFound, for another's too."""
    row = case_runs.get_run(session(), actor().learner, as_id(run_id))
    document = catalogue().case_at(session(), row.digest)
    steps = tuple(Step(step.scene, step.choice) for step in case_runs.steps_of(session(), row.id))
    return Run(document, page_language(), steps, RunAddresses(document.id, run_id), run_id)
