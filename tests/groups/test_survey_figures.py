"""What surveys showed: drawn once of closed quarters with sheets enough, and only read ever after."""

import datetime as dt
import random
from pathlib import Path

import pytest
from databases import count_queries, race
from rows import DAY
from sqlalchemy.orm import Session

from course import groups
from course.acts.cut_voices import cut_wave
from course.acts.fill_in_survey import FilledIn, hold_sheet
from course.base.calendar import end_of_quarter
from course.base.survey_code import draw_code
from course.catalogue import Catalogue
from course.content.library import Library
from course.content.survey import Survey, Wave
from course.groups import DueFigure, SurveyResult
from course.storage import voices
from course.storage.engine import Database

SURVEY = "after-session"
FIRST, SECOND = "2026-4", "2027-1"
END = end_of_quarter(FIRST)
AFTER, LATER = END + 24 * DAY, END + 124 * DAY
NEXT = end_of_quarter(SECOND) + 24 * DAY


class Surveyed:
    """A database whose sheets are held, cut and drawn as the jobs do."""

    def __init__(self, database: Database, keys: Path, catalogue: Catalogue) -> None:
        self.database, self.keys, self.catalogue = database, keys, catalogue
        self.names = self.survey.answer_names()
        self.chance = random.Random(1)  # noqa: S311 - drawn, not secret
        self.codes: dict[int, str] = {}

    @property
    def survey(self) -> Survey:
        return self.catalogue.survey(SURVEY).reference

    def hold(
        self, count: int, *, wave: Wave, quarter: str = FIRST, useful: str = "3", sessions: int = 6, coded: int = 0
    ) -> None:
        """Let so many people of sessions fill in; the first of them with the code that they always have."""
        for number in range(count):
            code = self.codes.setdefault(number, draw_code()) if number < coded else None
            given = {"useful": useful[number % len(useful)], "averted-eyes": self.chance.choice(["watch", "go-on"])}
            sheet = FilledIn(
                survey=SURVEY,
                wave=wave,
                quarter=quarter,
                code=code,
                cohort=f"{quarter}/{number % sessions}",
                answers={self.names[id_]: chosen for id_, chosen in given.items()},
            )
            with self.database.write() as session:
                hold_sheet(session, self.keys, self.chance.randbytes(32), sheet)

    def cut(self, now: dt.datetime) -> None:
        with self.database.read() as session:
            waiting = voices.list_batches(session)
        for batch in waiting:
            with self.database.write() as session:
                cut_wave(session, self.keys, batch.removeprefix("wave:"), now)

    def draw(self, now: dt.datetime) -> list[DueFigure]:
        """Cut and draw what is due at that hour; gives what was drawn."""
        self.cut(now)
        with self.database.read() as session:
            due = groups.list_due_figures(session, self.catalogue, now)
        drawn = []
        for figure in due:
            with self.database.write() as session:
                drawn += [figure] if groups.draw_figure(session, self.catalogue, figure) else []
        return drawn

    def results(self) -> tuple[SurveyResult, ...]:
        with self.database.read() as session:
            return groups.read_survey_results(session, SURVEY, self.survey)


@pytest.fixture
def surveyed(database: Database, tmp_path: Path, library: Library) -> Surveyed:
    """Nothing filled in."""
    return Surveyed(database, tmp_path / "keys", Catalogue(library))


def due(stage: groups.Stage, quarters: tuple[str, ...], compared: tuple[str, ...] = ()) -> DueFigure:
    return DueFigure(SURVEY, stage, quarters, compared or quarters)


def test_before_and_after_are_told_when_the_quarters_last_sheet_is_in_and_never_change(surveyed: Surveyed) -> None:
    surveyed.hold(60, wave="before", useful="1234", coded=60)
    surveyed.hold(60, wave="after", useful="2345", coded=45)
    early = surveyed.draw(AFTER - 3 * DAY)

    drawn = surveyed.draw(AFTER)
    first = surveyed.results()

    assert (early, drawn) == ([], [due("after", (FIRST,))])
    (result,) = first
    index = result.comparison.index
    assert (result.stage, result.quarters, result.comparison.sheets, result.comparison.unmatched) == (
        "after",
        (FIRST,),
        (60, 60),
        25,
    )
    assert index is not None
    assert (index.means, index.difference, index.verdict, index.way) == ((25, 35), 10, "more", "matched")
    assert list(result.comparison.questions) == ["useful", "averted-eyes"]
    # Nothing that comes later is added to it.
    surveyed.hold(20, wave="after", useful="1")
    assert (surveyed.draw(AFTER + DAY), surveyed.results()) == ([], first)


@pytest.mark.parametrize(("before", "after"), [(29, 60), (60, 29), (7, 7)])
def test_a_quarter_with_too_few_waits_and_is_told_whole_with_the_next(
    surveyed: Surveyed, before: int, after: int
) -> None:
    surveyed.hold(before, wave="before")
    surveyed.hold(after, wave="after")
    alone = surveyed.draw(AFTER)
    surveyed.hold(60, wave="before", quarter=SECOND)
    surveyed.hold(60, wave="after", quarter=SECOND)

    joined = surveyed.draw(NEXT)

    # Of fewer than eight none is cut loose: they go with the sheets of the next quarter.
    quarters = (SECOND,) if before < 8 else (FIRST, SECOND)
    assert (alone, joined) == ([], [due("after", quarters)])
    (result,) = surveyed.results()
    assert result.comparison.sheets == (
        (before + 60) // 10 * 10,
        (after + 60) // 10 * 10,
    )


def test_ninety_days_later_and_those_who_had_no_session_yet_are_compared_in_the_same_periods(
    surveyed: Surveyed,
) -> None:
    surveyed.hold(40, wave="before", useful="12", coded=40)
    surveyed.hold(40, wave="after", useful="45", coded=40)
    surveyed.hold(40, wave="later", useful="34", coded=40)
    surveyed.hold(40, wave="before", quarter=SECOND, useful="23")
    surveyed.hold(40, wave="after", quarter=SECOND, useful="34")

    drawn = [surveyed.draw(now) for now in (AFTER, NEXT, LATER, LATER)]

    assert drawn == [
        [due("after", (FIRST,))],
        [due("after", (SECOND,))],
        [due("later", (FIRST,)), due("not-yet", (FIRST,), (SECOND,))],
        [],
    ]
    told = [(one.stage, one.quarters, one.comparison.index) for one in surveyed.results()]
    assert [(stage, quarters, index and (index.means, index.way)) for stage, quarters, index in told] == [
        ("after", (SECOND,), ((25, 35), "groups")),
        ("after", (FIRST,), ((15, 45), "matched")),
        ("later", (FIRST,), ((15, 35), "matched")),
        ("not-yet", (FIRST,), ((25, 45), "groups")),
    ]


def test_a_question_that_reads_otherwise_today_is_told_no_more(surveyed: Surveyed) -> None:
    surveyed.hold(60, wave="before")
    surveyed.hold(60, wave="after")
    surveyed.draw(AFTER)
    tree = surveyed.survey.model_dump(exclude_defaults=True)
    tree["questions"]["useful"]["prompt"] = "Outra coisa."

    with surveyed.database.read() as session:
        (result,) = groups.read_survey_results(session, SURVEY, Survey.model_validate(tree))

    assert (list(result.comparison.questions), result.comparison.index) == (["averted-eyes"], None)


def test_of_two_drawings_at_once_one_stands_and_lists_ask_as_often_for_many(
    surveyed: Surveyed,
) -> None:
    surveyed.hold(40, wave="before")
    surveyed.hold(40, wave="after")
    surveyed.cut(AFTER)

    def draw(session: Session) -> object:
        return groups.draw_figure(session, surveyed.catalogue, due("after", (FIRST,)))

    assert sorted(map(str, race(surveyed.database, draw, draw))) == ["False", "True"]
    asked = []
    for quarter in (SECOND, "2027-2", "2027-3"):
        with count_queries(surveyed.database) as queries, surveyed.database.read() as session:
            groups.list_due_figures(session, surveyed.catalogue, LATER)
            groups.read_survey_results(session, SURVEY, surveyed.survey)
        asked.append(len(queries))
        surveyed.hold(40, wave="before", quarter=quarter)
        surveyed.hold(40, wave="after", quarter=quarter)
        surveyed.draw(end_of_quarter(quarter) + 24 * DAY)
    assert set(asked) == {4}
