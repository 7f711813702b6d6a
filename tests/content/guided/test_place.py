"""The first step: title, summary, the heading of the report, what may hurt."""

from guided import PLACE, TITLE, tree_of, with_form

from course.content.guided.beginning import beginning
from course.content.guided.place import NO_TITLE, PlaceForm
from course.content.guided.sent import Wrong


def test_what_was_typed_is_what_is_read_again() -> None:
    form = PlaceForm().with_sent({**PLACE, "content_note": "Insultos: «…»\r\ne gritos #1"})
    text = with_form(beginning("Outro"), form)
    assert PlaceForm.read(tree_of(text)) == form
    assert form.content_note == "Insultos: «…» e gritos #1"
    assert text == (
        f"format: 1\nlanguage: pt\ntitle: {TITLE}\n"
        "summary: Ao balcão, uma recusa de arrendar. Escreve-se, ou não?\n"
        "content_note: |\n  Insultos: «…» e gritos #1\n"
        "heading:\n  hour: 11h00\n  place: Posto, atendimento\n  duty: Atendimento ao público\n"
    )


def test_what_is_emptied_goes() -> None:
    text = with_form(beginning(TITLE), PlaceForm().with_sent(PLACE))
    emptied = PlaceForm.read(tree_of(text)).with_sent(
        dict.fromkeys(("summary", "hour", "place", "duty", "content_note"), " ")
    )
    assert with_form(text, emptied) == beginning(TITLE)


def test_a_case_without_a_title_is_not_kept_and_all_else_may_wait() -> None:
    assert list(PlaceForm().wrongs()) == [Wrong("title", NO_TITLE)]
    assert list(PlaceForm(title="T").wrongs()) == []


def test_each_line_is_looked_at() -> None:
    wrong = PlaceForm(**dict.fromkeys(PLACE, "a\x07"))
    assert [one.name for one in wrong.wrongs()] == list(PLACE)
