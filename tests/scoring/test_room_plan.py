"""The plan of a session: its minutes add up, its cases are those where the group parted, and each says why."""

import pytest

from course.scoring.privacy import ForkShare, ShownChoice, ShownFork
from course.scoring.room_plan import Part, RoomCase, cases_for, plan

IDEAS = ["eyes", "routine", "figures", "list", "bias"]
PLAYED = RoomCase("played", {"eyes": "platform", "routine": "desk"}, is_known=True)
OTHER = RoomCase("other", {"routine": "gate"}, is_known=True)
NEW = RoomCase("new", {"figures": "road", "routine": "road"})
CASES = [PLAYED, OTHER, NEW]


def fork(id_: str, *shares: ForkShare) -> ShownFork:
    """A fork whose choices a, b, c were taken so."""
    return ShownFork(id_, tuple(ShownChoice(name, share) for name, share in zip("abc", shares, strict=False)))


def told(parts: tuple[Part, ...]) -> list[tuple[str, int, str]]:
    """Kind, minutes, and the idea or the case."""
    return [(part.kind, part.minutes, part.case if part.kind == "live" else part.idea) for part in parts]


def test_a_morning_of_three_hours() -> None:
    parts = plan(180, ideas=IDEAS, cases=CASES)

    assert told(parts) == [
        ("opening", 20, ""),
        ("idea", 25, "eyes"),
        ("live", 35, "new"),
        ("break", 15, ""),
        ("idea", 25, "routine"),
        ("idea", 25, "figures"),
        ("objections", 20, ""),
        ("closing", 15, ""),
    ]
    assert [(part.case, part.scene, part.why) for part in parts if part.kind == "idea"] == [
        ("played", "platform", "carries"),
        ("played", "desk", "carries"),
        ("new", "road", "carries"),
    ]


def test_ninety_minutes_have_one_idea_and_no_break_and_a_day_has_five_two_cases_and_a_lunch() -> None:
    assert told(plan(90, ideas=IDEAS, cases=CASES)) == [
        ("opening", 15, ""),
        ("idea", 20, "eyes"),
        ("live", 30, "played"),
        ("objections", 15, ""),
        ("closing", 10, ""),
    ]
    assert [kind for kind, _, _ in told(plan(420, ideas=IDEAS, cases=CASES))] == [
        "opening",
        "idea",
        "break",
        "live",
        "idea",
        "idea",
        "lunch",
        "live",
        "idea",
        "break",
        "idea",
        "objections",
        "closing",
    ]


@pytest.mark.parametrize("ideas", [[], IDEAS[:1], IDEAS])
@pytest.mark.parametrize("cases", [[], CASES])
def test_whatever_its_length_the_minutes_add_up_and_no_part_is_empty(ideas: list[str], cases: list[RoomCase]) -> None:
    for minutes in range(1, 24 * 60 + 1):
        parts = plan(minutes, ideas=ideas, cases=cases)

        assert sum(part.minutes for part in parts) == minutes
        assert min(part.minutes for part in parts) > 0
        assert {parts[0].kind, parts[-1].kind}.isdisjoint({"break", "lunch"})


@pytest.mark.parametrize(
    ("forks", "sound", "case", "scene", "why"),
    [
        ([fork("played/platform", "most", "some")], "a", "played", "platform", "parted"),
        ([fork("played/platform", "most", "few or none")], "", "played", "platform", "strayed"),
        ([fork("played/platform", "most", "few or none")], "a", "new", "road", "carries"),
        ([fork("played/desk", "about half", "some"), fork("other/gate", "most")], "", "other", "gate", "strayed"),
        (
            [fork("other/gate", "most"), fork("played/desk", "about half", "about half")],
            "",
            "played",
            "desk",
            "parted",
        ),
        ([fork("gone/gate", "about half", "about half")], "", "new", "road", "carries"),
    ],
    ids=["parted a little", "went wrong", "went right", "wrong before a little parted", "halves first", "case is gone"],
)
def test_the_case_played_is_the_one_where_the_group_parted_or_went_wrong(
    forks: list[ShownFork], sound: str, case: str, scene: str, why: str
) -> None:
    parts = plan(180, ideas=IDEAS, cases=CASES, forks=forks, sound={one.fork: set(sound) for one in forks})

    assert [(part.case, part.scene, part.why) for part in parts if part.kind == "live"] == [(case, scene, why)]


def test_an_idea_is_worked_on_with_a_case_that_is_not_played_anyway() -> None:
    parts = plan(180, ideas=["routine"], cases=CASES, forks=[fork("played/desk", "about half", "about half")])

    assert [(part.kind, part.case) for part in parts if part.case] == [("idea", "other"), ("live", "played")]


def test_the_cases_that_serve_most_ideas_stand_first() -> None:
    assert cases_for(["routine", "eyes", "bias"], [OTHER, *CASES]) == (
        ("played", (1, 2)),
        ("other", (1,)),
        ("other", (1,)),
        ("new", (1,)),
    )
