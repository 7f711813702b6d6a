"""For rooms of several sizes: whether a brief shows what was planted in them, or says plainly why not."""

import datetime as dt

import pytest
from cohorts import Part, a_cohort, take_part_all
from passwords import HASHED
from site_of_tests import Site
from usefulness import cell, cells

from course.acts.take_picture import take_picture
from course.base.config import ROOT
from course.content.prose import plain

EYES, ROUTINE, FIGURES = "avoids-eyes", "routine-needs-no-reason", "group-figures-justify"
CODE = "RD-2026-031"
BRIEF = f"/train/sessions/{CODE}/brief"


def test_the_table_in_the_documents_is_what_comes_out_today() -> None:
    written = (ROOT / "docs" / "room-brief.md").read_text(encoding="utf-8")
    rows = [line for line in written.splitlines() if line.startswith("| ") and line[2].isdigit()]

    assert rows == [one.row for one in cells()]


def test_where_nothing_is_said_and_where_the_true_ideas_are_found() -> None:
    silent = {(one.seated, one.done) for one in cells() if not one.when}

    assert silent == {(9, 40), (9, 70), (12, 40), (17, 40)}
    assert cell(25, 40).when == "the day before"
    assert cell(17, 70).top_three >= 85
    assert min(one.top_three for one in cells() if one.when) > 66, "the usual ideas alone would do as well"


@pytest.mark.parametrize(
    ("seated", "done", "hour"),
    [(9, 4, "eve"), (9, 9, "due"), (12, 8, "due"), (17, 12, "due"), (25, 10, "eve")],
    ids=["9 at 40", "9 at 100", "12 at 70", "17 at 70", "25 at 40"],
)
def test_rooms_played_through_the_acts_show_what_was_planted_or_say_why_not(
    site: Site, seated: int, done: int, hour: str
) -> None:
    """Three in four hold the first idea and are sure, half the second, and one in eight, or nobody, the third."""
    cohort = a_cohort(
        site.house.database,
        code=CODE,
        officers=seated,
        key=site.house.learner_key,
        password_hash=HASHED,
    )
    planted = [(EYES, range(-(-3 * done // 4))), (ROUTINE, range(1, done, 2)), (FIGURES, range(1))]
    parts = [Part(shows=[idea for idea, who in planted if n in who], sure=[EYES]) for n in range(done)]
    take_part_all(site.house.database, site.house.catalogue, cohort, parts)
    site.now = (cohort.hours.picture_due_at if hour == "due" else cohort.hours.picture_eve_at) + dt.timedelta(minutes=1)
    with site.house.database.write() as session:
        assert take_picture(
            session, site.house.catalogue, CODE, keys=site.settings.keys, now=site.now, word=lambda: (1 << 32) - 1
        )

    page = site.visitor(f"trainer@{CODE}.example".lower()).get(BRIEF)

    ideas = site.house.catalogue.registers.ideas
    heads = ["".join(head.itertext()) for head in page.tree.iter("h3") if head.get("class") == "app-hard__q"]
    is_silent = done < 8
    assert heads == [f"«{plain(ideas[id_].statement.pt)}»" for id_ in (EYES, ROUTINE, FIGURES)[: 3 if is_silent else 2]]
    assert ("Menos de 8 tinham concluído, por isso nada se diz deste grupo." in page.text) == is_silent
    assert ("São as ideias habituais destes módulos. Nada dizem sobre este grupo." in page.text) == is_silent
    assert ("Porque a maioria do grupo pensa assim, quase sempre com certeza." in page.text) != is_silent
    assert ("Porque costuma surgir nestas partes." in page.text) == is_silent
