"""The districts of Portugal, and how their names may be typed."""

import pytest

from course.base.districts import DISTRICTS, read_district


def test_there_are_eighteen_districts_and_two_regions_under_ids_that_their_names_give() -> None:
    assert {read_district(name) for name in DISTRICTS.values()} == set(DISTRICTS)
    assert len(DISTRICTS) == 20


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("evora", "evora"),
        (" ÉVORA ", "evora"),
        ("E\u0301vora", "evora"),
        ("Viana  do Castelo", "viana-do-castelo"),
        ("viana-do-castelo", "viana-do-castelo"),
        ("", None),
        ("Atlântida", None),
        ("Évora, sala 2", None),
    ],
)
def test_a_district_is_read_as_people_type_it(typed: str, id_: str | None) -> None:
    assert read_district(typed) == id_
