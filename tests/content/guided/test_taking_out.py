"""A scene taken out: what stands in its way, and what then leads nowhere."""

from guided import changed, made_by_forms, scene_sent, tree_of, with_form

from course.content.guided.scene import SceneForm
from course.content.guided.taking_out import TakenOut, take_scene_out, what_follows
from course.content.guided.tree import group_at, put_text

FIRST = "uma-mulher-conta-disseram-me"
BAD, GOOD, MIXED = "dizer-lhe-que-isso-e-um", "escrever-o-que-foi-dito", "telefonar-ao-senhorio-e"
IDS = {"option-1-id": BAD, "option-2-id": GOOD, "option-3-id": MIXED}
LATER = f"then-{MIXED}"
WHOLE = made_by_forms()
LONGER = with_form(WHOLE, scene_sent(WHOLE, {**IDS, "option-3-leads": "new"}))
WITH_LATER = with_form(
    LONGER,
    scene_sent(
        LONGER,
        {
            "text": "Depois.",
            "option-1-id": "",
            "option-1-text": "Desligar.",
            "option-1-leads": f"scene:end-{MIXED}",
            "option-2-id": "",
            "option-2-text": "Voltar.",
            "option-2-leads": f"scene:end-{GOOD}",
        },
        LATER,
    ),
)


def test_what_leads_there_and_what_only_it_led_to_is_said() -> None:
    assert what_follows(tree_of(WITH_LATER), LATER) == TakenOut(False, (), ((FIRST, MIXED),), (f"end-{MIXED}",))


def test_the_scene_goes_and_what_led_to_it_leads_nowhere() -> None:
    text = changed(WITH_LATER, lambda tree: take_scene_out(tree, LATER))
    assert list(group_at(tree_of(text), "scenes")) == list(group_at(tree_of(WHOLE), "scenes"))
    assert [option.leads for option in SceneForm.read(tree_of(text), FIRST).options] == ["own:bad", "own:good", ""]
    assert text == WHOLE.replace(f"        next: end-{MIXED}\n", "")


def test_the_first_scene_stays() -> None:
    follows = what_follows(tree_of(WHOLE), FIRST)
    assert (follows.is_start, follows.may_go) == (True, False)
    assert follows.alone == (f"end-{BAD}", f"end-{GOOD}", f"end-{MIXED}")


def test_a_scene_that_a_condition_names_stays_until_that_is_changed() -> None:
    at = ("scenes", FIRST, "choices", BAD, "when")
    text = changed(WITH_LATER, lambda tree: put_text(tree, at, f"trust >= 0 and not after {LATER}"))
    follows = what_follows(tree_of(text), LATER)
    assert (follows.named_in, follows.may_go) == (((FIRST, BAD),), False)
    odd = changed(WITH_LATER, lambda tree: put_text(tree, at, "trust or so"))
    assert what_follows(tree_of(odd), LATER).may_go
