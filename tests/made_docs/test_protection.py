"""What data protection and staff are told is whole, and each test that is named to them is there."""

import re

from course.acts.own_data import TABLES
from course.base.config import ROOT
from course.made_docs.impact import RISKS
from course.made_docs.protection import ACTIVITIES, record_page, sight_page
from course.made_docs.staff import KEPT, staff_page
from course.storage.inventory import columns
from course.storage.models import ROLES


def test_the_record_has_every_column_of_the_database_under_an_activity() -> None:
    page = record_page()

    assert {column.store for column in columns()} == set(ACTIVITIES)
    lines = re.findall(r"^\| `(\w+)`: ([^|]*) \|", page, re.MULTILINE)
    named = {(table, name) for table, names in lines for name in re.findall(r"`(\w+)`", names)}
    assert named == {(column.table, column.name) for column in columns()}


def test_every_role_is_told_of_and_only_whom_the_inventory_names_reads_of_learning() -> None:
    page = sight_page()
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z|^<!-- end)", page, re.MULTILINE | re.DOTALL))
    learning = {column.table for column in columns() if column.store == "learning"}

    read = {table for text in sections.values() for table in re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)}

    assert [name.lower() for name in sections] == list(ROLES)
    assert read & learning == set()


def test_each_test_that_an_assessment_is_told_of_is_there() -> None:
    named = [test.split("::") for risk in RISKS for test in risk.tests]
    missing = [
        (file, name)
        for file, name in named
        if not re.search(rf"^def {name}\(", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert missing == []


def test_staff_are_told_of_everything_that_anybody_finds_of_themselves_in_both_languages_alike() -> None:
    told = [table for _, _, tables in KEPT for table in tables]

    assert sorted(told) == sorted({*TABLES, "voice", "sheet"})
    portuguese, english = staff_page("pt"), staff_page("en")
    assert [len(re.findall(pattern, portuguese, re.MULTILINE)) for pattern in (r"^## ", r"^- ", r"^\| ")] == [
        len(re.findall(pattern, english, re.MULTILINE)) for pattern in (r"^## ", r"^- ", r"^\| ")
    ]
