"""The job that draws how colleagues chose: once a fork and quarter, wherever it stops."""

from itertools import cycle

from interruptions import die_everywhere
from site_of_tests import Site
from sqlalchemy import delete, select
from walks import CASE

from course.base.calendar import end_of_quarter
from course.content.core_digest import core_digest
from course.groups.shares import SETTLED
from course.jobs.shares import draw_shares
from course.storage import group_counts
from course.storage.models import Share

DUE = end_of_quarter("2026-4") + SETTLED


def add_up(site: Site, scenes: int) -> list[str]:
    """Five sessions of thirty at each of so many scenes, in which all chose well: the scenes."""
    found = {id_: scene for id_, scene in site.house.catalogue.case(CASE).written.scenes.items() if scene.choices}
    chosen = list(found)[:scenes]
    with site.house.database.write() as session:
        for id_ in chosen:
            best = next(choice for choice, one in found[id_].choices.items() if one.verdict == "best")
            group_counts.add_tallies(
                session,
                [
                    group_counts.Sums(
                        session=f"s{number}",
                        kind="fork",
                        document=CASE,
                        part=id_,
                        core_digest=core_digest(found[id_]),
                        audience="officers",
                        quarter="2026-4",
                        figures={"n": 30, "choices": {best: 30}},
                    )
                    for number in range(5)
                ],
            )
    return chosen


def drawn(site: Site) -> set[str]:
    with site.house.database.read() as session:
        return set(session.scalars(select(Share.part)))


def test_what_is_due_is_drawn_once(site: Site) -> None:
    scenes = add_up(site, 3)

    reports = [draw_shares(site.house, now) for now in (end_of_quarter("2026-4"), DUE, DUE)]

    assert reports == [{}, {"drawn": 3}, {}]
    assert drawn(site) == set(scenes)


def test_a_death_anywhere_and_the_next_run_draw_everything_once(site: Site) -> None:
    scenes, words, kept = add_up(site, 2), cycle([0, (1 << 32) - 1]), list[set[str]]()

    def prepare() -> None:
        with site.house.database.write() as session:
            session.execute(delete(Share))

    died = die_everywhere(
        site.house.database,
        prepare=prepare,
        run=lambda: draw_shares(site.house, DUE, lambda: next(words)),
        check=lambda: kept.append(drawn(site)),
    )

    assert died == 2
    assert all(found == set(scenes) for found in kept)
