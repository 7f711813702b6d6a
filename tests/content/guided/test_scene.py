"""One scene by a form: its text, its views, its options, where they lead."""

import pytest
from guided import DECISION, OPTIONS, PEOPLE, changed, made_by_forms, scene_sent, tree_of, with_form, wrongs
from hypothesis import example, given
from hypothesis import strategies as st
from libraries import CASE

from course.content.bundle import bundle_of
from course.content.document import examine
from course.content.guided.beginning import beginning
from course.content.guided.people import PeopleForm
from course.content.guided.scene import SceneForm, first_scene, scales_of
from course.content.guided.tree import Tree, group_at, put, put_text, text_at

WHOLE = made_by_forms()
FIRST = "uma-mulher-conta-disseram-me"
BAD, GOOD, MIXED = "dizer-lhe-que-isso-e-um", "escrever-o-que-foi-dito", "telefonar-ao-senhorio-e"
IDS = {"option-1-id": BAD, "option-2-id": GOOD, "option-3-id": MIXED}


def after(sent: dict[str, str], text: str = WHOLE, scene: str | None = None) -> str:
    """The text after that was sent of a scene, with nothing to mend."""
    assert wrongs(text, sent, scene) == []
    return with_form(text, scene_sent(text, sent, scene))


def scenes(text: str) -> list[str]:
    """The ids of the scenes."""
    return list(group_at(tree_of(text), "scenes"))


def test_the_six_steps_make_a_case_that_only_its_origin_is_new_to() -> None:
    examined = examine("case", bundle_of("case", "x", {"case.yaml": WHOLE.encode()}))
    assert {problem.path for problem in examined.problems if problem.fatal} <= {"based_on.origin"}


def test_what_was_sent_is_what_is_read_again() -> None:
    form = scene_sent(WHOLE, OPTIONS | IDS)
    assert form == scene_sent(WHOLE, {})
    assert form.text == "Uma mulher conta: «Disseram-me que já estava ocupado.»\n\nMeia hora depois: estava livre."
    assert [(option.id, option.leads, dict(option.effects)) for option in form.options] == [
        (BAD, "own:bad", {"legality": "-1", "safety": "0", "trust": "-2"}),
        (GOOD, "own:good", {"legality": "2", "safety": "0", "trust": "2"}),
        (MIXED, "own:mixed", {"legality": "0", "safety": "0", "trust": "-1"}),
    ]


def test_what_is_sent_as_it_is_changes_no_byte() -> None:
    sent = {**DECISION, **OPTIONS, **IDS}
    for text in (WHOLE, WHOLE.replace("\n", "\r\n"), WHOLE.replace("    why:", "    # porquê\n        why:")):
        assert after(sent, text) == text


def test_a_form_that_shows_less_keeps_what_it_does_not_show() -> None:
    text = after({"option-2-id": GOOD, "option-2-idea": "avoids-eyes", "option-2-source-1": "cpp-250", **IDS})
    assert after({"option-1-id": BAD, "option-2-id": GOOD, "option-3-id": MIXED}, text) == text
    assert text == WHOLE.replace(
        "        why: O relato fiel é o que se pode examinar depois.\n",
        "        why: O relato fiel é o que se pode examinar depois.\n"
        "        idea: avoids-eyes\n        sources: [cpp-250]\n",
    )


def test_an_option_reworded_keeps_its_id() -> None:
    text = after({**IDS, "option-2-text": "Ouvir primeiro."})
    assert text == WHOLE.replace("Escrever o que foi dito, palavra por palavra.", "Ouvir primeiro.")


def test_options_stand_in_the_order_sent_with_those_not_sent_behind() -> None:
    text = after({"option-1-id": GOOD, "option-2-id": BAD})
    assert [option.id for option in scene_sent(text, {}).options] == [GOOD, BAD, MIXED]
    assert after({"option-1-id": BAD, "option-2-id": GOOD}, text) == WHOLE


def test_an_ending_of_ones_own_changes_its_kind_and_not_its_id() -> None:
    assert after({**IDS, "option-2-leads": "own:mixed"}) == WHOLE.replace("ending: good", "ending: mixed")


def test_an_option_can_lead_to_another_decision_and_what_was_written_stays() -> None:
    text = after({**IDS, "option-3-leads": "new"})
    assert scenes(text) == [*scenes(WHOLE), f"then-{MIXED}"]
    assert [option.leads for option in scene_sent(text, {}).options] == ["own:bad", "own:good", f"scene:then-{MIXED}"]
    assert after({**IDS, "option-3-leads": f"scene:end-{MIXED}"}, text) == WHOLE


def test_an_ending_in_which_nothing_was_written_goes_with_its_option() -> None:
    blank = changed(WHOLE, lambda tree: put_text(tree, ("scenes", f"end-{MIXED}", "text"), ""))
    assert scenes(after({**IDS, "option-3-leads": "new"}, blank)) == [
        FIRST,
        f"end-{BAD}",
        f"end-{GOOD}",
        f"then-{MIXED}",
    ]
    assert scenes(after({**IDS, "option-3-leads": ""}, blank)) == [FIRST, f"end-{BAD}", f"end-{GOOD}"]


def test_an_option_can_share_the_ending_of_another() -> None:
    text = after({**IDS, "option-3-leads": f"scene:end-{BAD}"})
    assert [option.leads for option in scene_sent(text, {}).options] == [
        f"scene:end-{BAD}",
        "own:good",
        f"scene:end-{BAD}",
    ]


def test_a_scale_that_stays_is_not_written_and_other_values_are_kept() -> None:
    assert after({**IDS, "option-1-legality": "0", "option-1-trust": "0"}) == WHOLE.replace(
        "        effect: {legality: -1, trust: -2}\n", ""
    )
    odd = WHOLE.replace("{legality: -1, trust: -2}", "{legality: -3, trust: -2}")
    assert scene_sent(odd, {}).options[0].effects["legality"] == "-3"
    assert after({**IDS, "option-1-legality": "-3", "option-1-trust": "1"}, odd) == odd.replace("-2}", "+1}", 1)


def test_a_choice_that_is_none_is_told_at_its_field() -> None:
    sent = {
        **IDS,
        "option-1-leads": "scene:nowhere",
        "option-1-verdict": "great",
        "option-1-trust": "9",
        "option-2-when-1-kind": "luck:at-least",
        "option-2-when-1-number": "1",
        "option-3-when-1-kind": "after",
        "option-3-when-1-scene": "x and y",
    }
    assert [wrong.name for wrong in wrongs(WHOLE, sent)] == [
        "option-1-leads",
        "option-1-verdict",
        "option-1-trust",
        "option-2-when-1-kind",
        "option-3-when-1-scene",
    ]


def test_an_option_without_its_text_is_told_and_an_empty_one_is_none() -> None:
    blank = {f"option-4-{name}": "" for name in ("id", "text", "why", "verdict", "leads")} | {"option-4-trust": "0"}
    assert after({**IDS, **blank}) == WHOLE
    assert [wrong.name for wrong in wrongs(WHOLE, {**IDS, **blank, "option-4-why": "Porque sim."})] == ["option-4-text"]
    assert [wrong.name for wrong in wrongs(WHOLE, {**IDS, "option-1-text": " "})] == ["option-1-text"]


def test_when_an_option_is_offered_is_chosen_and_written() -> None:
    sent = {
        **IDS,
        "option-3-when-1-kind": "trust:at-least",
        "option-3-when-1-number": "-2",
        "option-3-when-2-kind": "not-after",
        "option-3-when-2-scene": f"end-{BAD}",
    }
    text = after(sent)
    assert text == WHOLE.replace(
        "        effect: {trust: -1}\n",
        f"        effect: {{trust: -1}}\n        when: trust >= -2 and not after end-{BAD}\n",
    )
    assert after({**IDS, "option-3-when-1-kind": ""}, text) == WHOLE


def test_a_when_that_no_form_shows_stays() -> None:
    odd = changed(WHOLE, lambda tree: put_text(tree, ("scenes", FIRST, "choices", BAD, "when"), "trust or so"))
    assert after({**IDS, "option-1-when-1-kind": "", "option-1-text": "Não."}, odd) == odd.replace(
        "Dizer-lhe que isso é um assunto entre particulares, e que a polícia não entra nele.", "Não."
    )


def test_an_option_taken_out_takes_with_it_only_an_empty_ending() -> None:
    def without_bad(tree: Tree) -> None:
        SceneForm.read(tree, FIRST).without(1).write(tree)

    text = changed(WHOLE, without_bad)
    assert [option.id for option in scene_sent(text, {}).options] == [GOOD, MIXED]
    assert scenes(text) == scenes(WHOLE)
    blank = changed(WHOLE, lambda tree: put_text(tree, ("scenes", f"end-{BAD}", "text"), ""))
    assert scenes(changed(blank, without_bad)) == [FIRST, f"end-{GOOD}", f"end-{MIXED}"]


def test_an_option_can_be_moved_up() -> None:
    form = scene_sent(WHOLE, {})
    assert [option.id for option in form.moved_up(2).options] == [GOOD, BAD, MIXED]
    assert form.moved_up(1) == form.moved_up(9) == form


def test_the_first_scene_begins_the_case() -> None:
    text = with_form(beginning("T"), PeopleForm().with_sent(PEOPLE))
    assert [wrong.name for wrong in wrongs(text, {}, "")] == ["text"]
    tree = tree_of(after(DECISION, text, ""))
    assert (first_scene(tree), text_at(tree, "start"), scales_of(tree)) == (
        FIRST,
        FIRST,
        ("legality", "safety", "trust"),
    )


def test_the_scales_of_a_case_are_the_ones_it_names() -> None:
    text = changed(WHOLE, lambda tree: put(tree, ("scales",), ["trust"]))
    assert [list(option.effects) for option in scene_sent(text, {}).options] == [["trust"]] * 3


@pytest.mark.parametrize("scene", list(group_at(tree_of(CASE), "scenes")))
def test_every_scene_of_a_case_written_by_hand_is_shown_and_kept(scene: str) -> None:
    form = SceneForm.read(tree_of(CASE), scene)
    assert with_form(CASE, form) == CASE


HOSTILE = st.text(st.characters(codec="utf-8"), max_size=120)


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
@example("#", ":", "'", '"')
@example("|", "- a", "\t", "a\r\nb")
@example("🚓", "{a: b}", "[x]", "é" * 10_000)
@example("não", "true", "~", "a\0b")
def test_any_words_in_every_field_are_kept_or_told(text: str, view: str, option: str, why: str) -> None:
    sent = {
        "text": text,
        "view-mulher-que-se-queixa": view,
        "option-1-id": "",
        "option-1-text": option,
        "option-1-why": why,
        "option-1-leads": "own:good",
    }
    form = scene_sent(WHOLE, sent)
    if list(form.wrongs(tree_of(WHOLE))):
        return
    after = with_form(WHOLE, form)
    again = SceneForm.read(tree_of(after), FIRST)
    assert (again.text, again.views) == (form.text, form.views)
    assert [(one.text, one.why) for one in again.options] == [(one.text, one.why) for one in form.options]
