"""The English keeps pace when a form takes something out."""

from guided import changed, made_by_forms, tree_of
from libraries import CASE, CASE_EN

from course.content.bundle import bundle_of
from course.content.document import examine
from course.content.guided.english import without_gone
from course.content.guided.scene import SceneForm
from course.content.guided.tree import group_at, put_text, take_out


def errors(text: str, english: str) -> list[str]:
    """What keeps both from being shown."""
    files = {"case.yaml": text.encode(), "case.en.yaml": english.encode()}
    return [problem.path for problem in examine("case", bundle_of("case", "x", files)).problems if problem.fatal]


def test_nothing_gone_keeps_every_byte() -> None:
    assert without_gone(CASE, CASE_EN) == CASE_EN
    reworded = changed(CASE, lambda tree: put_text(tree, ("title",), "Outro título"))
    assert without_gone(reworded, CASE_EN) == CASE_EN


def test_the_english_of_an_option_that_is_taken_out_becomes_a_comment() -> None:
    scene = next(iter(group_at(tree_of(CASE), "scenes")))
    form = SceneForm.read(tree_of(CASE), scene)
    text = changed(CASE, form.without(1).write)
    gone = form.options[0].id
    at = f"scenes.{scene}.choices.{gone}"
    assert [path for path in errors(text, CASE_EN) if gone in path] == [f"{at}.text", f"{at}.why"]
    english = without_gone(text, CASE_EN)
    assert [path for path in errors(text, english) if gone in path] == []
    assert [line.lstrip()[0] for line in english.splitlines() if f" {gone}:" in line] == ["#"]


def test_while_the_case_is_not_whole_the_english_stays() -> None:
    text = changed(made_by_forms(), lambda tree: take_out(tree, ("summary",)))
    assert without_gone(text, CASE_EN) == CASE_EN
    assert without_gone(CASE, "a: [\n") == "a: [\n"
