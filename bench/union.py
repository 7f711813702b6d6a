"""What all police of the Union would ask of it: arithmetic over what was measured, with every assumption named.

Nothing here says how many officers there are anywhere: the numbers are taken "if there were so many".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from site_of_tests import shipped_library

from course.content.case import Case
from course.content.library import Library
from course.scoring.case import begin, offered, take

OFFICERS: Final = (45_000, 1_000_000, 1_500_000)
WORKING_DAYS: Final = 20
"""In which all of them take the whole course: a month in which all of them are sent to it."""
BUSIEST: Final = 0.2
"""Of a day's work, in its busiest hour."""
STARTS_A_SECOND: Final = BUSIEST / WORKING_DAYS / 3600
"""Of an officer, whole courses in a second of that hour."""
SIGN_INS: Final = 1
"""Of a password, a module."""
CORES: Final = 8
"""Of an application host, of which BUSY may be taken in the busiest hour."""
BUSY: Final = 0.5

CORES_OF_DATABASE: Final = (16, 64)
HEAD: Final = (
    "| If there were | requests a second | sign-ins | cores | hosts | cores of PostgreSQL | commits | rows | GB |"
    f" written anew |\n{'|---' * 10}|"
)


@dataclass(frozen=True)
class Measured:
    """CPU milliseconds of a request, of the database for it, of a sign-in; bytes a row; seconds to write a GB of rows
    anew; bytes of journal a request; commits a second of one client and of many."""

    request_ms: float
    database_ms: float
    sign_in_ms: float
    sizes: Mapping[str, float]
    rewriting: float
    journal: int
    commits: tuple[float, float]


@dataclass(frozen=True)
class Course:
    """What one officer does in the whole course, each thing once."""

    modules: int
    requests: int
    forms: int
    rows: Mapping[str, int]


def course_of(library: Library) -> Course:
    """Both tracks of officers: the path, each section opened and left behind, its case played once, its quiz once."""
    tracks = [track for track in library.registers.tracks.values() if track.audience == "officers"]
    modules = [library.modules[id_].reference for track in tracks for id_ in track.modules]
    sections = sum(len(module.sections) for module in modules)
    cases = [section.case for module in modules for section in module.sections.values() if section.case]
    choices = sum(_choices(library.cases[id_].reference) for id_ in cases)
    asked = sum(library.quizzes[id_].reference.asked for track in tracks for id_ in track.modules)
    many = len(modules)
    return Course(
        modules=many,
        # a path; a section and its form; a case's cover, start, first scene, each choice and its page; a quiz's cover,
        # start, each question and its answer, the page before handing in, the form, the result; a sign-in
        requests=many + 2 * sections + 3 * len(cases) + 2 * choices + 5 * many + 2 * asked + 2 * SIGN_INS * many,
        forms=sections + len(cases) + choices + 2 * many + asked + SIGN_INS * many,
        rows={
            "answer": asked,
            "attempt": many,
            "outcome": many,
            "section_seen": sections,
            "case_run": len(cases),
            "case_step": choices,
        },
    )


def _choices(case: Case) -> int:
    """To an ending, taking the first choice each time."""
    moment, taken = begin(case), 0
    while choices := offered(case, moment):
        moment, taken = take(case, moment, next(iter(choices))), taken + 1
    return taken


def print_union(measured: Measured) -> None:
    """As the tables of docs/performance.md."""
    course = course_of(shipped_library())
    print(f"\nsign-in {measured.sign_in_ms:.0f} ms of CPU; {measured.journal:,} bytes of journal a request")
    print("bytes a row with its indexes: " + ", ".join(f"{name} {size:.0f}" for name, size in measured.sizes.items()))
    print("commits a second of one client and of many: {:.0f} and {:.0f}".format(*measured.commits), end="; ")
    print(f"a GB of these tables is written anew in {measured.rewriting:.0f} s")
    rows = sum(course.rows.values())
    held = sum(count * measured.sizes[name] for name, count in course.rows.items()) / 1e9
    print(f"an officer: {course.modules} modules, {course.requests} requests, of which {course.forms} forms;")
    print(f"{rows} rows of learning, {course.rows['answer']} of them answers: {held * 1e6:.0f} kB")
    print(HEAD)
    of_database = course.requests * measured.database_ms / 1000
    for officers in OFFICERS:
        starts = officers * STARTS_A_SECOND
        requests, sign_ins = course.requests * starts, SIGN_INS * course.modules * starts
        cores = (requests * measured.request_ms + sign_ins * measured.sign_in_ms) / 1000
        print(
            f"| {officers:,} | {requests:,.0f} | {sign_ins:.1f} | {cores:.1f} | {-(-cores // (CORES * BUSY)):.0f} |"
            f" {of_database * starts:.1f} | {course.forms * starts:,.0f} | {officers * rows / 1e6:,.0f} M |"
            f" {officers * held:,.0f} | {officers * held * measured.rewriting / 60:,.0f} min |"
        )
    for cores in CORES_OF_DATABASE:
        print(
            f"{cores} cores of PostgreSQL are half busy at {cores * BUSY / of_database / STARTS_A_SECOND:,.0f} officers"
        )
    print(f"written anew in a minute: the rows of {60 / measured.rewriting / held:,.0f} officers")
