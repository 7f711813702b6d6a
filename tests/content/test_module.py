"""What a module must have, beyond the shape of its lines."""

from typing import Any

import pytest
from samples import a_module, a_single

from course.content.problem import Fault

SECTION = {"title": "Ler", "text": "Um texto.", "checks": {"check": a_single()}}


def faults(**others: Any) -> list[Fault]:
    return list(a_module(**others).faults())


def test_a_module_with_all_it_needs_has_no_fault() -> None:
    assert faults() == []


@pytest.mark.parametrize("count", [2, 7])
def test_fewer_than_three_objectives_or_more_than_six_are_warned_of(count: int) -> None:
    objectives = {f"objective-{number}": "Fazer" for number in range(count)}

    message = "a module has 3 to 6 objectives, and this one has %(count)s: add some, or take some out"
    values = {"count": str(len(objectives))}

    assert faults(objectives=objectives) == [Fault(("objectives",), message, values, fatal=False)]


@pytest.mark.parametrize("count", [3, 6])
def test_three_to_six_objectives_are_right(count: int) -> None:
    assert faults(objectives={f"objective-{number}": "Fazer" for number in range(count)}) == []


def test_a_module_has_a_section() -> None:
    assert faults(sections={}) == [Fault(("sections",), "a module has at least one section: add one")]


def test_a_section_without_anything_to_read_or_play_is_an_error() -> None:
    section = {"title": "Vazia", "notes": "Para quem forma."}

    assert faults(sections={"empty": section}) == [
        Fault(("sections", "empty"), "a section has a text, a chart or a case, and this one has none: add one"),
        Fault(("sections", "empty"), "a section has a check or a case, and this one has neither: add one", fatal=False),
    ]


def test_a_section_without_a_check_is_a_warning_and_one_with_a_case_needs_none() -> None:
    sections = {"read": {"title": "Ler", "text": "Um texto."}, "play": {"title": "Jogar", "case": "a-case"}}

    assert faults(sections=sections) == [
        Fault(("sections", "read"), "a section has a check or a case, and this one has neither: add one", fatal=False)
    ]


def test_an_objection_has_an_id_of_its_own_in_the_module() -> None:
    said = {"says": "Não há tempo.", "answer": "São duas linhas."}
    sections = {
        "one": SECTION | {"objections": {"no-time": said, "alone": said}},
        "two": SECTION | {"objections": {"no-time": said}},
    }

    assert faults(sections=sections) == [
        Fault(
            ("sections", section, "objections", "no-time"),
            "another objection of this module has this id: choose another id",
        )
        for section in ("one", "two")
    ]


def test_the_fault_of_a_check_is_told_at_its_place() -> None:
    check = a_single()
    check["options"]["wrong"]["correct"] = "true"

    assert faults(sections={"read": SECTION | {"checks": {"check": check}}}) == [
        Fault(
            ("sections", "read", "checks", "check", "options"),
            "exactly one option should have correct: true, and here %(count)s have: mend these lines",
            {"count": "2"},
        )
    ]


def test_a_check_needs_no_objective() -> None:
    check = {key: value for key, value in a_single().items() if key != "objective"}

    assert faults(sections={"read": SECTION | {"checks": {"check": check}}}) == []


def test_its_cases_are_those_of_its_sections_in_their_order() -> None:
    sections = {
        "second": {"title": "B", "case": "b-case"},
        "read": SECTION,
        "first": {"title": "A", "case": "a-case"},
    }

    assert a_module(sections=sections).cases == ("b-case", "a-case")


def test_a_section_teaches_objectives_of_its_module_and_is_found_by_them() -> None:
    objectives = {"see": "Ver", "say": "Dizer", "write": "Escrever"}
    sections = {
        "first": SECTION | {"objectives": ["see", "say"]},
        "second": SECTION,
        "third": SECTION | {"objectives": ["say"]},
    }
    module = a_module(objectives=objectives, sections=sections)

    assert {objective: module.sections_on(objective) for objective in (*objectives, None)} == {
        "see": ("first",),
        "say": ("first", "third"),
        "write": (),
        None: (),
    }
    assert list(module.faults()) == []


def test_a_section_that_names_an_objective_that_its_module_does_not_have_is_an_error() -> None:
    message = "the module has no objective %(name)s: write the id of one under its objectives:"

    assert faults(sections={"read": SECTION | {"objectives": ["no-such"]}}) == [
        Fault(("sections", "read", "objectives"), message, {"name": "no-such"})
    ]
