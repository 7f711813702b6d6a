"""The fifth step: what happened at each end."""

from guided import changed, made_by_forms, tree_of, with_form

from course.content.guided.endings import Ending, EndingsForm
from course.content.guided.tree import put_text

WHOLE = made_by_forms()
GOOD = "end-escrever-o-que-foi-dito"


def test_every_end_is_shown_with_its_kind() -> None:
    assert dict(EndingsForm.read(tree_of(WHOLE)).endings) == {
        "end-dizer-lhe-que-isso-e-um": Ending("bad", "Ela agradece e sai."),
        GOOD: Ending("good", "A queixa segue."),
        "end-telefonar-ao-senhorio-e": Ending("mixed", "O senhorio desliga."),
    }


def test_what_was_typed_is_what_is_read_again() -> None:
    sent = {f"ending-{GOOD}": "A queixa segue.\r\n\r\nDois dias: nada.", "outcome": "Houve coima."}
    form = EndingsForm.read(tree_of(WHOLE)).with_sent(sent)
    text = with_form(WHOLE, form)
    assert EndingsForm.read(tree_of(text)) == form
    assert form.endings[GOOD].text == "A queixa segue.\n\nDois dias: nada."


def test_the_kind_of_an_end_can_be_chosen_and_another_word_is_left() -> None:
    form = EndingsForm.read(tree_of(WHOLE)).with_sent({f"ending-{GOOD}-kind": "mixed"})
    assert with_form(WHOLE, form) == WHOLE.replace("ending: good", "ending: mixed")
    odd = changed(WHOLE, lambda tree: put_text(tree, ("scenes", GOOD, "ending"), "happy"))
    assert with_form(odd, EndingsForm.read(tree_of(odd))) == odd


def test_each_text_is_looked_at() -> None:
    form = EndingsForm({GOOD: Ending("good", "a\x07")}, "b\x07")
    assert [wrong.name for wrong in form.wrongs()] == [f"ending-{GOOD}", "outcome"]
