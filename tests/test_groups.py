"""The one door to figures about groups: what it says of a session, and that it says it once."""

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from cohorts import STARTS_AT, WEEK_BEFORE, Cohort, Part, a_cohort, answer, take_part, take_part_all
from databases import count_queries
from desks import a_desk
from sqlalchemy import text
from sqlalchemy.orm import Session
from two_sides import two_sided_course

from course import groups
from course.acts.audit import Subject, log_of
from course.catalogue import Catalogue
from course.content.core_digest import core_digest
from course.content.library import Library
from course.groups import ForkOfTwoSides, GroupPicture, ProgrammeItem
from course.scoring.privacy import Brief, Guarded, Interval, ShownChoice, ShownFork, ShownIdea, ShownTap, TwiceCounted
from course.storage import group_counts, seats
from course.storage.engine import Database
from course.storage.models import Audience, Counted, Picture
from course.storage.modules_before import Choice

QUIZ = "ethnic-profiling"
EYES, ROUTINE, FIGURES = "avoids-eyes", "routine-needs-no-reason", "group-figures-justify"
PLATFORM = "looked-away/platform"


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    """The shipped documents."""
    return Catalogue(library)


def still() -> int:
    """Noise of nothing, so that what is said can be told beforehand."""
    return (1 << 32) - 1


def take(
    database: Database,
    catalogue: Catalogue,
    cohort: Cohort,
    *,
    hour: dt.datetime | None = None,
    completed: int = 18,
    taps: groups.Taps | None = None,
    now: dt.datetime | None = None,
) -> bool:
    """Take its picture at the first look, without noise."""
    hour = hour or cohort.hours.picture_due_at
    with database.write() as session:
        return take_in(session, catalogue, cohort, hour, completed=completed, taps=taps or {}, now=now or hour)


def take_in(
    session: Session,
    catalogue: Catalogue,
    cohort: Cohort,
    hour: dt.datetime,
    *,
    completed: int = 18,
    taps: groups.Taps | None = None,
    now: dt.datetime | None = None,
) -> bool:
    """The same in a transaction that is there."""
    planned = groups.claim(session, cohort.code)
    return planned is not None and groups.take_picture(
        session,
        catalogue,
        planned,
        hour=hour,
        completed=completed,
        taps=taps or {},
        word=still,
        now=now or hour,
    )


def picture_of(database: Database, code: str) -> GroupPicture:
    """The picture, which is there."""
    with database.read() as session:
        picture = groups.read_picture(session, code)
    assert picture is not None
    return picture


def ideas_of(picture: GroupPicture) -> list[tuple[str, str, str | None]]:
    """What it says of ideas."""
    return [(idea.idea, idea.share, idea.sureness) for idea in picture.brief.ideas]


def marked(database: Database) -> set[tuple[bytes, str]]:
    """Who was counted, and in which session."""
    with database.read() as session:
        return {(row.learner_key, row.session) for row in session.query(Counted)}


EIGHTEEN: list[Part] = [
    *[Part(shows=[EYES, ROUTINE], sure=[EYES])] * 6,
    *[Part(shows=[EYES])] * 6,
    *[Part(shows=[FIGURES])] * 3,
    *[Part()] * 3,
]
"""Twelve hold EYES, six surely; six ROUTINE, none surely; three FIGURES."""


def test_a_picture_says_what_the_group_brings_in_words(database: Database, catalogue: Catalogue) -> None:
    cohort = a_cohort(database)
    parts = [replace(part, choices={"platform": "observe"} if n < 11 else None) for n, part in enumerate(EIGHTEEN)]
    take_part_all(database, catalogue, cohort, parts)

    assert take(database, catalogue, cohort, taps={QUIZ: {"no-time": 5, "statistics": 3, "judges": 11}})

    picture = picture_of(database, cohort.code)
    assert picture.hour == cohort.hours.picture_due_at
    assert ideas_of(picture) == [(EYES, "most", "mostly sure"), (ROUTINE, "some", None)]
    assert picture.brief.forks[0] == ShownFork(
        PLATFORM,
        (
            ShownChoice("observe", "most"),
            ShownChoice("stop-now", "some"),
            ShownChoice("shadow", "few or none"),
            ShownChoice("ask-radio", "few or none"),
        ),
    )
    assert picture.taps == (ShownTap(f"{QUIZ}/no-time", "some"), ShownTap(f"{QUIZ}/judges", "most"))
    assert {learner for learner, _ in marked(database)} == {officer.learner for officer in cohort.officers}


def test_a_picture_shows_at_most_four_turning_points_in_the_order_of_the_text(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    cohort = a_cohort(sqlite_database)
    take_part_all(sqlite_database, catalogue, cohort, [Part()] * 18)

    take(sqlite_database, catalogue, cohort)

    scenes = catalogue.case("looked-away").reference.scenes
    turning = [f"looked-away/{id_}" for id_, scene in scenes.items() if scene.views and scene.choices]
    shown = [fork.fork for fork in picture_of(sqlite_database, cohort.code).brief.forks]
    assert len(turning) > 4
    assert shown == [fork for fork in turning[:4] if fork in shown]
    assert shown[0] == PLATFORM


def test_whoever_handed_in_counts_whether_they_passed_or_not(database: Database, catalogue: Catalogue) -> None:
    """Counting only those who passed would make the wrong ideas of the others visible by their absence."""
    cohort = a_cohort(database)
    take_part_all(database, catalogue, cohort, [Part(shows=[EYES, ROUTINE, FIGURES], finishes=False)] * 9)

    take(database, catalogue, cohort, completed=8)

    assert [idea for idea, _, _ in ideas_of(picture_of(database, cohort.code))] == [EYES, ROUTINE, FIGURES]


def test_only_the_first_hand_in_counts(database: Database, catalogue: Catalogue) -> None:
    """The second attempt is right in everything."""
    cohort = a_cohort(database)
    take_part_all(database, catalogue, cohort, [Part(shows=[EYES])] * 9)
    for officer in cohort.officers[:9]:
        with a_desk(database, officer, catalogue, WEEK_BEFORE + dt.timedelta(days=1)) as desk:
            answer(desk, QUIZ, [ROUTINE])

    take(database, catalogue, cohort)

    assert ideas_of(picture_of(database, cohort.code)) == [(EYES, "most", None)]


def test_a_late_picture_counts_what_was_handed_in_by_its_hour(database: Database, catalogue: Catalogue) -> None:
    cohort = a_cohort(database)
    hour = cohort.hours.picture_due_at
    take_part_all(database, catalogue, cohort, [Part(shows=[EYES])] * 9, hour)
    for officer in cohort.officers[9:]:
        take_part(database, catalogue, officer, Part(shows=[ROUTINE]), hour + dt.timedelta(seconds=1))

    take(database, catalogue, cohort, now=hour + dt.timedelta(hours=5))

    assert ideas_of(picture_of(database, cohort.code)) == [(EYES, "most", None)]


def test_a_picture_never_changes_whatever_is_handed_in_later(database: Database, catalogue: Catalogue) -> None:
    cohort = a_cohort(database)
    take_part_all(database, catalogue, cohort, EIGHTEEN[:9])
    take(database, catalogue, cohort)
    first, marks = picture_of(database, cohort.code), marked(database)

    for officer in cohort.officers[9:]:
        take_part(database, catalogue, officer, Part(shows=[FIGURES]), cohort.hours.picture_due_at)
    again = take(database, catalogue, cohort, hour=cohort.hours.picture_eve_at)

    assert (again, picture_of(database, cohort.code), marked(database)) == (False, first, marks)


def test_a_second_inserting_keeps_the_first_words(database: Database) -> None:
    """Below the lock, it is the primary key that decides."""
    with database.write() as session:
        kept = [group_counts.add_picture(session, "RD-1", WEEK_BEFORE, {"word": word}) for word in ("one", "two")]

    assert kept == [True, False]
    with database.read() as session:
        assert [picture.words for picture in session.query(Picture)] == [{"word": "one"}]


def test_below_eight_completions_a_picture_says_so_and_marks_nobody(database: Database, catalogue: Catalogue) -> None:
    cohort = a_cohort(database)
    take_part_all(database, catalogue, cohort, EIGHTEEN[:7])

    assert take(database, catalogue, cohort, completed=7, taps={QUIZ: {"no-time": 7}})

    picture = picture_of(database, cohort.code)
    assert (picture.brief, picture.taps) == (Brief((), (), "too-few"), ())
    assert marked(database) == set()


def test_somebody_who_moves_on_to_another_session_is_counted_once(database: Database, catalogue: Catalogue) -> None:
    """Nine come to a fork of their session, too few to show it; nine of an earlier one, counted there, join them."""
    first = a_cohort(database)
    second = a_cohort(database, code="RD-2026-040", starts_at=STARTS_AT + dt.timedelta(days=30), officers=9)
    take_part_all(database, catalogue, first, [Part(plays=False, finishes=False)] * 18)
    take(database, catalogue, first)
    moved = first.officers[:9]
    with database.write() as session:
        for officer in moved:
            assert seats.add_seat(session, second.code, officer.person_id)
    plays = Part(hands_in=False, finishes=False)
    for officer in (*moved, *second.officers):
        take_part(database, catalogue, officer, plays, STARTS_AT + dt.timedelta(days=1))

    take(database, catalogue, second)

    assert picture_of(database, second.code).brief == Brief((), (), None)
    assert marked(database) == {
        *((officer.learner, first.code) for officer in first.officers),
        *((officer.learner, second.code) for officer in second.officers),
    }


@pytest.mark.postgres
def test_a_learner_whom_another_picture_counts_at_that_moment_stops_this_one(
    postgres_database: Database, catalogue: Catalogue
) -> None:
    """They played in one session and handed in for the other. Of two pictures at once the second leaves nothing."""
    first = a_cohort(postgres_database, officers=9)
    second = a_cohort(postgres_database, code="RD-2026-040", starts_at=STARTS_AT + dt.timedelta(days=30), officers=0)
    take_part_all(postgres_database, catalogue, first, [Part(hands_in=False, finishes=False)] * 9)
    with postgres_database.write() as session:
        for officer in first.officers:
            seats.add_seat(session, second.code, officer.person_id)
    later = STARTS_AT + dt.timedelta(days=1)
    take_part_all(postgres_database, catalogue, first, [Part(plays=False, finishes=False)] * 9, later)

    ahead = postgres_database.begin(write=True)
    assert take_in(ahead.session, catalogue, first, first.hours.picture_due_at)
    with ThreadPoolExecutor(1) as threads:
        behind = threads.submit(take, postgres_database, catalogue, second)
        with postgres_database.read() as watching:
            waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            while not watching.execute(waiting).scalar_one():
                assert not behind.done()
        ahead.commit()

    assert isinstance(behind.exception(), TwiceCounted)
    with postgres_database.read() as session:
        assert groups.read_picture(session, second.code) is None
    assert marked(postgres_database) == {(officer.learner, first.code) for officer in first.officers}
    assert take(postgres_database, catalogue, second)
    assert picture_of(postgres_database, second.code).brief == Brief((), (), None)


@pytest.mark.parametrize("is_opened", [True, False])
def test_a_cancelled_session_loses_its_picture_unless_it_was_opened(
    database: Database, catalogue: Catalogue, is_opened: bool
) -> None:
    cohort = a_cohort(database)
    take_part_all(database, catalogue, cohort, [Part()] * 9)
    take(database, catalogue, cohort)
    with database.write() as session:
        log_of(session, cohort.trainer, WEEK_BEFORE, "brief-opened", Subject.session("RD-2026-999"))
        if is_opened:
            log_of(session, cohort.trainer, WEEK_BEFORE, "brief-opened", Subject.session(cohort.code))

    with database.write() as session:
        dropped = groups.drop_unopened(session, cohort.code)

    with database.read() as session:
        left = (groups.read_picture(session, cohort.code) is not None, session.query(Counted).count())
    assert (dropped, left) == (not is_opened, (True, 9) if is_opened else (False, 0))


def test_a_word_of_the_english_may_change_meanwhile_and_a_key_of_the_text_may_not(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    """Forks are told by today's text, so plays of a scene that read otherwise are left out; ideas go by their id."""
    cohort = a_cohort(sqlite_database)
    take_part_all(sqlite_database, catalogue, cohort, [Part(shows=[EYES])] * 12)
    case = catalogue.library.cases["looked-away"]
    scene = case.reference.scenes["platform"]
    scenes = {**case.reference.scenes, "platform": scene.model_copy(update={"text": "Outro texto."})}
    rewritten = replace(case, reference=case.reference.model_copy(update={"scenes": scenes}))
    rewritten = replace(rewritten, bundle=replace(case.bundle, files=dict(case.bundle.files) | {"note.txt": b"x"}))
    edited = Catalogue(replace(catalogue.library, cases={"looked-away": rewritten}))

    take(sqlite_database, edited, cohort)

    picture = picture_of(sqlite_database, cohort.code)
    assert ideas_of(picture) == [(EYES, "most", None)]
    assert PLATFORM not in [fork.fork for fork in picture.brief.forks]


def test_a_picture_costs_the_same_queries_for_nine_and_for_eighteen(database: Database, catalogue: Catalogue) -> None:
    counts = []
    for number, officers in enumerate((9, 18)):
        cohort = a_cohort(database, code=f"RD-2026-{number:03}", officers=officers)
        take_part_all(database, catalogue, cohort, [Part()] * officers)
        with count_queries(database) as statements:
            take(database, catalogue, cohort)
        counts.append(len(statements))

    assert counts == [10, 10]


# Tallies


def test_tallies_keep_exact_sums_of_the_whole_session(database: Database, catalogue: Catalogue) -> None:
    cohort = a_cohort(database)
    take_part_all(database, catalogue, cohort, EIGHTEEN)

    take(database, catalogue, cohort)

    with database.read() as session:
        rows = {(row.kind, row.document, row.part): row for row in group_counts.list_tallies(session)}
    question = rows["question", QUIZ, "car-park"]
    figures = question.figures
    quiz = catalogue.quiz(QUIZ).reference
    [eyes] = [id_ for id_, option in quiz.questions["car-park"].options.items() if option.idea == EYES]  # type: ignore[attr-defined]
    assert (question.session, question.quarter) == (cohort.code, "2026-4")
    assert (figures["n"], figures["sum"], figures["squares"]) == (18, "6", "6")
    assert figures["ideas"] == {EYES: {"sure": 6, "unsure": 6}}
    assert figures["options"][eyes] == {"sure": 6, "unsure": 6}
    assert sum(sum(counts.values()) for counts in figures["options"].values()) == 18
    # Right in car-park: three without FIGURES (9 others right) and three with it (8 of 9).
    assert (figures["mark_rest"], figures["rest"]) == ("51", str(6 * 8 + 6 * 9 + 3 * 8 + 3 * 9))
    pairs = {other: next(iter(sums.values())) for other, sums in figures["pairs"].items()}
    assert pairs == {"why-me": {"n": 18, "sum": "6"}, "two-groups": {"n": 18, "sum": "3"}}
    fork = rows["fork", "looked-away", "platform"]
    assert fork.figures == {"n": 18, "choices": {"stop-now": 18}}


def test_tallies_are_taken_whatever_the_picture_says(database: Database, catalogue: Catalogue) -> None:
    cohort = a_cohort(database)
    take_part_all(database, catalogue, cohort, [Part(finishes=False)] * 3)

    take(database, catalogue, cohort, completed=0)

    with database.read() as session:
        sizes = {row.part: row.figures["n"] for row in group_counts.list_tallies(session) if row.kind == "question"}
    core = catalogue.quiz(QUIZ).reference.core
    assert {part: sizes[part] for part in core} == dict.fromkeys(core, 3)


def test_a_tally_that_comes_after_its_quarter_counts_for_the_next_one(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    """What was published of the closed quarter must never change."""
    cohort = a_cohort(sqlite_database)
    take_part_all(sqlite_database, catalogue, cohort, [Part()] * 9)

    take(sqlite_database, catalogue, cohort, now=dt.datetime(2027, 1, 1, 0, 0, tzinfo=dt.UTC))

    with sqlite_database.read() as session:
        assert {row.quarter for row in group_counts.list_tallies(session)} == {"2027-1"}


def a_tally(
    session_code: str,
    n: int,
    right: int,
    *,
    quarter: str = "2026-4",
    part: str = "car-park",
    audience: Audience = "officers",
) -> group_counts.Sums:
    """A session in which so many of n were right; the others held EYES."""
    wrong = n - right
    return group_counts.Sums(
        session=session_code,
        kind="question",
        document=QUIZ,
        part=part,
        core_digest="d" * 64,
        audience=audience,
        quarter=quarter,
        figures={
            "n": n,
            "sum": str(right),
            "options": {"fact": {"unsure": right}, "look": {"sure": 2, "unsure": wrong - 3}, "area": {"sure": 1}},
            "ideas": {EYES: {"sure": 2, "unsure": wrong - 3}},
        },
    )


NEW_YEAR = dt.datetime(2027, 1, 1, 0, 0, tzinfo=dt.UTC)


def items(database: Database, now: dt.datetime) -> Sequence[ProgrammeItem]:
    """What may be told of the programme at that moment."""
    with database.read() as session:
        return groups.programme_items(session, now)


def test_figures_of_the_programme_come_when_the_quarter_is_closed(database: Database) -> None:
    with database.write() as session:
        group_counts.add_tallies(session, [a_tally(f"s{number}", 21, 13) for number in range(5)])

    assert items(database, NEW_YEAR - dt.timedelta(seconds=1)) == ()
    [item] = items(database, NEW_YEAR)
    assert item == ProgrammeItem(
        kind="question",
        document=QUIZ,
        part="car-park",
        core_digest="d" * 64,
        audience="officers",
        quarters=("2026-4",),
        facility=60,  # 65 of 105 is 62 %
        shares={"fact": 60, "look": 35},  # five chose the area: a side under ten
        intervals={"fact": Interval(50, 70), "look": Interval(25, 45)},  # of 60 and 35 %, as told
        ideas={EYES: 35},
    )


@pytest.mark.parametrize(
    "tallies",
    [
        [a_tally(f"s{number}", 30, 15) for number in range(4)],
        [a_tally(f"s{number}", 19, 9) for number in range(5)],
        [a_tally("large", 60, 30), *(a_tally(f"s{number}", 20, 10) for number in range(6))],
    ],
    ids=["four sessions", "95 people", "a third of them in one session"],
)
def test_figures_of_too_few_are_not_told_but_joined_to_the_next_quarter(
    sqlite_database: Database, tallies: list[group_counts.Sums]
) -> None:
    later = [a_tally(f"next{number}", 25, 12, quarter="2027-1") for number in range(5)]
    with sqlite_database.write() as session:
        group_counts.add_tallies(session, [*tallies, *later])

    assert items(sqlite_database, NEW_YEAR) == ()
    [item] = items(sqlite_database, dt.datetime(2027, 4, 1, tzinfo=dt.UTC))
    assert item.quarters == ("2026-4", "2027-1")


def test_the_usual_ideas_are_the_tracks_and_ordered_by_figures_where_there_are_some(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    with sqlite_database.read() as session:
        before = groups.usual_ideas(session, catalogue, Choice("racial-discrimination", None), NEW_YEAR)
    rows = [
        replace(
            a_tally(f"s{number}", 21, 13), figures={**a_tally("s", 21, 13).figures, "ideas": {FIGURES: {"sure": 8}}}
        )
        for number in range(5)
    ]
    with sqlite_database.write() as session:
        group_counts.add_tallies(session, rows)
    with sqlite_database.read() as session:
        after = groups.usual_ideas(session, catalogue, Choice("racial-discrimination", None), NEW_YEAR)

    assert (before.ideas, before.is_measured) == ((EYES, ROUTINE, FIGURES), False)
    assert (after.ideas, after.is_measured) == ((FIGURES, EYES, ROUTINE), True)


# What leaves through the door


def given(annotation: Any) -> set[Any]:
    """The types that an annotation can give, without the tuple or the None around them."""
    if get_origin(annotation) is None:
        return {annotation} - {type(None)}
    return set().union(*(given(part) for part in get_args(annotation) if part is not Ellipsis))


def test_whatever_leaves_is_guarded_or_says_that_something_was_done() -> None:
    public = {
        name: get_type_hints(value)["return"]
        for name, value in vars(groups).items()
        if callable(value)
        and not name.startswith("_")
        and getattr(value, "__module__", "").startswith(groups.__name__)
        and not isinstance(value, type)
    }

    leaving = {kind for annotation in public.values() for kind in given(annotation)}
    assert {kind for kind in leaving if not issubclass(kind, Guarded)} == {bool}
    assert set(public) == {
        "analyse_case",
        "analyse_quiz",
        "cast_vote",
        "claim",
        "close_votes",
        "compare_sides",
        "draw_figure",
        "draw_share",
        "drop_unopened",
        "drop_votes",
        "forget_votes",
        "has_voted",
        "list_awaiting",
        "list_awaiting_tallies",
        "list_due_figures",
        "list_due_shares",
        "list_picture_states",
        "programme_items",
        "read_picture",
        "read_shares",
        "read_turnout",
        "read_survey_results",
        "take_late_tallies",
        "take_picture",
        "usual_ideas",
    }


def test_what_is_kept_of_a_picture_holds_no_number_and_no_learner(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    cohort = a_cohort(sqlite_database)
    take_part_all(sqlite_database, catalogue, cohort, EIGHTEEN)
    take(sqlite_database, catalogue, cohort)

    with sqlite_database.read() as session:
        kept = session.get_one(Picture, cohort.code).words
    assert list(_numbers(kept)) == []
    assert set(_shape(kept)) == {
        "ideas",
        "forks",
        "taps",
        "reason",
        "idea",
        "share",
        "sureness",
        "fork",
        "choices",
        "choice",
    }
    assert ShownIdea(**kept["ideas"][0]) == ShownIdea(EYES, "most", "mostly sure")


def _numbers(value: Any) -> Any:
    if isinstance(value, dict):
        for part in value.values():
            yield from _numbers(part)
    elif isinstance(value, list):
        for part in value:
            yield from _numbers(part)
    elif value is not None and not isinstance(value, str):
        yield value


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from _shape(part)
    elif isinstance(value, list):
        for part in value:
            yield from _shape(part)


# Two sides


@pytest.fixture(scope="module")
def two_sides(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A course with a track for the equality body, which plays `looked-away` too."""
    return Catalogue(two_sided_course(tmp_path_factory.mktemp("two-sides") / "course"))


def plays(
    catalogue: Catalogue, audience: Audience, sessions_of: int, n: int, *, scene: str = "platform"
) -> list[group_counts.Sums]:
    """Sessions of n people each at a scene of looked-away: half stop at once, the others observe."""
    digest = core_digest(catalogue.case("looked-away").written.scenes[scene])
    first, second, *_ = catalogue.case("looked-away").written.scenes[scene].choices
    return [
        group_counts.Sums(
            session=f"{audience}-{number}",
            kind="fork",
            document="looked-away",
            part=scene,
            core_digest=digest,
            audience=audience,
            quarter="2026-4",
            figures={"n": n, "choices": {first: n // 2, second: n - n // 2}},
        )
        for number in range(sessions_of)
    ]


def sides_of(database: Database, catalogue: Catalogue, tallies: list[group_counts.Sums]) -> ForkOfTwoSides:
    """The first fork, compared."""
    with database.write() as session:
        group_counts.add_tallies(session, tallies)
    with database.read() as session, count_queries(database) as statements:
        first, *_ = groups.compare_sides(session, catalogue, NEW_YEAR)
    assert len(statements) == 1
    return first


def test_two_sides_are_compared_where_each_alone_has_enough(database: Database, two_sides: Catalogue) -> None:
    tallies = plays(two_sides, "officers", 5, 40) + plays(two_sides, "equality-body", 5, 20)

    fork = sides_of(database, two_sides, tallies)

    assert fork.fork.id == PLATFORM
    assert fork.officers is not None
    assert fork.equality_body is not None
    assert [fork.officers.shares, fork.equality_body.shares] == [{"stop-now": 50, "observe": 50}] * 2
    assert fork.officers.intervals["stop-now"] == Interval(40, 60)  # 43.1 to 56.9 % of 200
    assert fork.equality_body.intervals["stop-now"] == Interval(40, 60)  # 40.4 to 59.6 % of 100


@pytest.mark.parametrize(
    ("officers", "equality_body"),
    [((5, 40), (4, 40)), ((5, 40), (5, 19)), ((4, 40), (5, 40)), ((9, 90), (0, 0)), ((0, 0), (5, 40))],
    ids=["four sessions", "95 people", "four of officers", "none of the equality body", "none of officers"],
)
def test_where_one_side_has_too_few_neither_is_told(
    sqlite_database: Database, two_sides: Catalogue, officers: tuple[int, int], equality_body: tuple[int, int]
) -> None:
    """And the two are not added up: 5 x 40 and 4 x 40 would be enough together."""
    tallies = plays(two_sides, "officers", *officers) + plays(two_sides, "equality-body", *equality_body)

    fork = sides_of(sqlite_database, two_sides, tallies)

    assert (fork.officers, fork.equality_body) == (None, None)


def test_figures_of_one_side_stay_what_they_are_whatever_the_other_side_does(
    sqlite_database: Database, two_sides: Catalogue
) -> None:
    """Else the other side could be had by subtracting."""
    with sqlite_database.write() as session:
        group_counts.add_tallies(session, plays(two_sides, "officers", 5, 40))
    alone = items(sqlite_database, NEW_YEAR)
    with sqlite_database.write() as session:
        group_counts.add_tallies(session, plays(two_sides, "equality-body", 3, 30))

    assert items(sqlite_database, NEW_YEAR) == alone


def test_a_scene_that_reads_otherwise_for_one_side_is_not_compared(
    sqlite_database: Database, two_sides: Catalogue
) -> None:
    earlier = [replace(tally, core_digest="e" * 64) for tally in plays(two_sides, "equality-body", 5, 40)]

    fork = sides_of(sqlite_database, two_sides, plays(two_sides, "officers", 5, 40) + earlier)

    assert (fork.officers, fork.equality_body) == (None, None)


def test_only_turning_points_of_cases_that_both_play_are_compared(
    sqlite_database: Database, two_sides: Catalogue
) -> None:
    with sqlite_database.read() as session:
        found = groups.compare_sides(session, two_sides, NEW_YEAR)

    scenes = two_sides.case("looked-away").written.scenes
    assert [fork.fork.id for fork in found] == [
        f"looked-away/{id_}" for id_, scene in scenes.items() if scene.views and scene.choices
    ]
