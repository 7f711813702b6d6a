"""The look at plans that stands behind all tests of pages (tests/plans.py) sees what it is there for."""

import pytest
from plans import of_whole_tables
from site_of_tests import Site
from sqlalchemy import ColumnElement, select

from course.storage.models import Attempt, DataRequest, Person, Unit
from course.web.transaction import session


@pytest.mark.parametrize(
    ("condition", "seen"),
    [
        (Person.name == "Ana", ["person"]),
        (Person.id == b"x" * 16, []),
        (Person.unit_id == b"x" * 16, []),
        (Person.id.in_(select(Attempt.learner_key).where(Attempt.digest == "")), ["attempt"]),
        (Person.unit_id.in_(select(Unit.id).where(Unit.name == "")), ["unit"]),
        (Person.id.in_(select(DataRequest.person_id).where(DataRequest.kind == "restriction")), ["data_request"]),
    ],
)
def test_a_page_that_reads_a_whole_table_is_noticed_by_its_name(
    site: Site, monkeypatch: pytest.MonkeyPatch, condition: ColumnElement[bool], seen: list[str]
) -> None:
    visitor = site.visitor()
    monkeypatch.setitem(
        site.app.view_functions,
        "library.show_accessibility",
        lambda: str(session().scalars(select(Person).where(condition)).all()),
    )

    with of_whole_tables() as found:
        assert visitor.client.get("/accessibility").status_code == 200

    assert [one.partition(":")[0] for one in found] == seen
