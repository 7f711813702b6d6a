"""The map of a case: nothing covers anything, ways lead to the right, and each choice has its line."""

from itertools import combinations

from graphs import END, a_ladder, a_scene, cases, wrong
from hypothesis import given
from samples import Tree, a_case, a_choice

from course.content.case import Case
from course.content.library import Library
from course.content.map_layout import Box, Line, MapLayout, lay_out

HUB: Tree = {
    "start": a_scene(ask=a_choice("asked"), again=wrong("start"), go=a_choice("good"), stop=wrong("bad")),
    "asked": a_scene(back=a_choice("start")),
}


def boxes_of(layout: MapLayout) -> dict[str, Box]:
    return {box.scene: box for box in layout.boxes}


def lines_of(layout: MapLayout) -> dict[tuple[str, str, str], Line]:
    return {(line.source, line.target, line.verdict): line for line in layout.lines}


def is_apart(one: Box, other: Box) -> bool:
    beside = one.x + one.width < other.x or other.x + other.width < one.x
    return beside or one.y + one.height < other.y or other.y + other.height < one.y


@given(cases())
def test_every_scene_and_choice_is_on_the_map_and_no_scene_covers_another(case: Case) -> None:
    layout = lay_out(case)

    drawn = sorted((line.source, choice) for line in layout.lines for choice in line.choices)
    assert sorted(boxes_of(layout)) == sorted(case.scenes)
    assert drawn == sorted((id_, choice) for id_, scene in case.scenes.items() for choice in scene.choices)
    assert [pair for pair in combinations(layout.boxes, 2) if not is_apart(*pair)] == []


@given(cases())
def test_everything_is_inside_the_map_and_each_line_begins_and_ends_at_its_scenes(case: Case) -> None:
    layout = lay_out(case)
    boxes = boxes_of(layout)

    points = [point for line in layout.lines for point in line.points]
    corners = [(box.x + box.width, box.y + box.height) for box in layout.boxes]
    assert [(x, y) for x, y in points + corners if not (0 <= x <= layout.width and 0 <= y <= layout.height)] == []
    for line in layout.lines:
        source, target = boxes[line.source], boxes[line.target]
        (first_x, first_y), (last_x, last_y) = line.points[0], line.points[-1]
        assert (first_x, last_x) == (source.x + source.width, target.x)
        assert source.y <= first_y <= source.y + source.height
        assert target.y <= last_y <= target.y + target.height


@given(cases())
def test_the_map_is_the_same_each_time(case: Case) -> None:
    assert lay_out(case) == lay_out(case)


def test_a_line_leads_to_the_right_and_only_a_way_back_takes_a_lane_below_all() -> None:
    layout = lay_out(a_case(HUB | END))

    lowest = max(box.y + box.height for box in layout.boxes)
    lanes = {(line.source, line.target) for line in layout.lines if line.is_lane}
    assert lanes == {("asked", "start"), ("start", "start")}
    assert {min(y for _, y in line.points[2:4]) > lowest for line in layout.lines if line.is_lane} == {True}


def test_choices_of_one_verdict_to_one_scene_share_a_line_and_others_have_their_own() -> None:
    scenes = {"start": a_scene(a=a_choice("good"), b=a_choice("good"), c=wrong("good"), d=wrong("bad"))}

    lines = lines_of(lay_out(a_case(scenes | END)))

    assert {key: line.choices for key, line in lines.items()} == {
        ("start", "good", "best"): ("a", "b"),
        ("start", "good", "unlawful"): ("c",),
        ("start", "bad", "unlawful"): ("d",),
    }
    assert len({line.points[0] for line in lines.values()}) == 3


def test_a_scene_stands_right_of_all_that_lead_to_it(library: Library) -> None:
    for document in library.cases.values():
        layout = lay_out(document.reference)
        boxes = boxes_of(layout)

        assert [line for line in layout.lines if boxes[line.source].x >= boxes[line.target].x] == []


def test_two_hundred_scenes_in_a_row_stand_in_two_hundred_columns() -> None:
    layout = lay_out(a_ladder(198))

    assert len({box.x for box in layout.boxes}) == 199


def test_a_scene_nobody_leads_to_and_a_choice_that_leads_nowhere_do_not_stop_the_map() -> None:
    layout = lay_out(a_case({"start": a_scene(go=a_choice("nowhere"))} | END, start="begin"))

    assert (sorted(boxes_of(layout)), layout.lines) == (["bad", "good", "start"], ())
