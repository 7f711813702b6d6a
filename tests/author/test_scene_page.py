"""A case scene by scene: each by the same form, and a scene taken out with what follows from it."""

import pytest
from guided import OPTIONS
from guided_site import OTHER, STEPS, AtTheForms
from site_of_tests import Page, Site

from course.content.guided.scene import SceneForm
from course.content.guided.tree import group_at, read_case

FIRST = "uma-mulher-conta-disseram-me"
MIXED = "telefonar-ao-senhorio-e"
LATER = f"then-{MIXED}"


@pytest.fixture
def forms(site: Site) -> AtTheForms:
    """A trainer whose case is whole."""
    made = AtTheForms(site)
    made.go(*STEPS)
    return made


def scenes(forms: AtTheForms) -> list[str]:
    """The ids of the scenes of the text."""
    return list(group_at(read_case(forms.text).tree, "scenes"))


def sections(page: Page) -> list[str]:
    """The words of each scene in the list."""
    found = [part for part in page.tree.iter("section") if part.get("id", "").startswith("scenes-")]
    return [" ".join("".join(part.itertext()).split()) for part in found]


def add_decision(forms: AtTheForms) -> None:
    """Let the third option lead to another decision, and write that."""
    forms.send("options", {"option-3-leads": "new"})
    page = forms.visitor.get(forms.scene_url(LATER))
    sent = page.fill(
        forms.scene_url(LATER),
        {
            "text": "O senhorio atende: «Quem fala?»",
            "option-1-text": "Desligar sem dizer nada, que é o mais simples.",
            "option-1-why": "Fica por fazer.",
            "option-1-verdict": "poor",
            "option-1-leads": f"scene:end-{MIXED}",
            "option-2-text": "Dizer quem é.",
            "option-2-why": "É o princípio.",
            "option-2-verdict": "best",
            "option-2-leads": "own:good",
        },
    )
    assert sent.status == 303, sent.text


def test_every_scene_is_listed_with_its_options_and_where_they_lead(forms: AtTheForms) -> None:
    assert sections(forms.visitor.get(f"/author/drafts/{forms.id}/scenes")) == [
        (
            "Uma mulher conta: «Disseram-me que já estava ocupado.» Meia hora… A primeira cena"
            " Dizer-lhe que isso é um assunto entre particulares, e que a polícia… → um final mau: Ela agradece e sai."
            "Escrever o que foi dito, palavra por palavra. → um final bom: A queixa segue."
            "Telefonar ao senhorio e pedir que reconsidere, antes de escrever… → um final misto: O senhorio desliga."
        ),
        "Ela agradece e sai. um final mau",
        "A queixa segue. um final bom",
        "O senhorio desliga. um final misto",
    ]


def test_another_decision_is_written_by_the_same_form(forms: AtTheForms) -> None:
    forms.send("options", {"option-3-leads": "new"})
    assert sections(forms.visitor.get(f"/author/drafts/{forms.id}/scenes"))[3:] == [
        "O senhorio desliga. um final misto Nada leva aqui",
        "por escrever faltam 2 coisas",
    ]
    forms.send("options", {"option-3-leads": f"scene:end-{MIXED}"})
    assert scenes(forms) == [FIRST, "end-dizer-lhe-que-isso-e-um", "end-escrever-o-que-foi-dito", f"end-{MIXED}"]
    add_decision(forms)
    form = SceneForm.read(read_case(forms.text).tree, LATER)
    assert form.text == "O senhorio atende: «Quem fala?»"
    assert [(option.id, option.leads) for option in form.options] == [
        ("desligar-sem-dizer-nada-que", "own:mixed"),
        ("dizer-quem-e", "own:good"),
    ]


def test_a_new_scene_is_added_and_gets_an_id_of_its_words(forms: AtTheForms) -> None:
    page = forms.visitor.get(forms.scene_url("new"))
    assert page.h1 == "Uma cena nova"
    assert page.fill(forms.scene_url("new"), {"text": "Dois dias depois.", "ending": "mixed"}).status == 303
    assert scenes(forms)[-1] == "dois-dias-depois"
    assert page.fill(forms.scene_url("new"), {"text": ""}).status == 303  # nothing was written, and nothing is kept


@pytest.mark.parametrize("language", ["pt", "en"])
def test_when_an_option_is_offered_is_chosen_in_its_form(site: Site, language: str) -> None:
    forms = AtTheForms(site, language)
    forms.go(*STEPS)
    page = forms.visitor.get(forms.scene_url(FIRST))
    wrong = page.fill(forms.scene_url(FIRST), {"option-3-when-1-kind": "trust:at-least", "option-3-when-1-number": "x"})
    assert (wrong.status, wrong.fields(forms.scene_url(FIRST))["option-3-when-1-number"]) == (422, ["x"])
    assert wrong.fill(forms.scene_url(FIRST), {"option-3-when-1-number": "-2"}).status == 303
    assert "when: trust >= -2\n" in forms.text


def test_a_form_sent_as_it_stands_changes_nothing(forms: AtTheForms) -> None:
    text = forms.text
    for scene in scenes(forms):
        page = forms.visitor.get(forms.scene_url(scene))
        assert page.fill(forms.scene_url(scene), {}).status == 303
    assert forms.text == text


def test_options_are_added_moved_and_taken_out(forms: AtTheForms) -> None:
    url = forms.scene_url(FIRST)
    more = forms.visitor.get(url).fill(url, {"act": "add"})
    assert more.location == f"{url}?rows=4#option-4-text"
    forms.visitor.get(url).fill(url, {"act": "up-3"})
    forms.visitor.get(url).fill(url, {"act": "out-1"})
    shown = forms.visitor.get(url).fields(url)
    assert [shown[f"option-{number}-text"][0] for number in (1, 2, 3)] == [
        OPTIONS["option-3-text"],
        OPTIONS["option-2-text"],
        "",
    ]


def test_two_windows_on_one_scene(forms: AtTheForms) -> None:
    url = forms.scene_url(FIRST)
    one, other = forms.visitor.get(url), forms.visitor.get(url)
    assert one.fill(url, {"text": "A primeira."}).status == 303
    told = other.fill(url, {"text": "A segunda."})
    assert (told.status, told.fields(url)["text"]) == (409, ["A segunda."])
    assert "      A primeira.\n" in forms.text


def test_a_scene_is_taken_out_when_what_follows_was_said(forms: AtTheForms) -> None:
    add_decision(forms)
    url = f"{forms.scene_url(LATER)}/remove"
    page = forms.visitor.get(url)
    assert "Estas opções deixam de levar a algum lado, até escolher aonde: Telefonar ao senhorio" in page.text
    assert "Depois, nada leva a estas cenas: um final misto: O senhorio desliga." in page.text
    assert page.fill(url, {}).location == f"/author/drafts/{forms.id}/scenes"
    assert LATER not in scenes(forms)
    assert "Opção C: aonde leva esta opção" in forms.visitor.get(f"/author/drafts/{forms.id}/guided").text


def test_the_first_scene_and_one_that_options_depend_on_stay(forms: AtTheForms) -> None:
    add_decision(forms)
    url = forms.scene_url(FIRST)
    forms.visitor.get(url).fill(url, {"option-1-when-1-kind": "not-after", "option-1-when-1-scene": LATER})
    text = forms.text
    for scene in (FIRST, LATER):
        page = forms.visitor.get(f"{forms.scene_url(scene)}/remove")
        assert f"{forms.scene_url(scene)}/remove" not in page.actions()
        sent = forms.open("place").fields(forms.url("place"))
        assert forms.visitor.post(f"{forms.scene_url(scene)}/remove", sent).status == 409
    assert forms.text == text


def test_a_scene_that_changed_meanwhile_is_not_taken_out(forms: AtTheForms) -> None:
    url = f"{forms.scene_url(f'end-{MIXED}')}/remove"
    page = forms.visitor.get(url)
    forms.rewrite(forms.text.replace("O senhorio desliga.", "O senhorio fala."))
    assert page.fill(url, {}).status == 409
    assert f"end-{MIXED}" in scenes(forms)


def test_a_text_with_an_error_is_shown_no_form(forms: AtTheForms) -> None:
    forms.rewrite(forms.text + "title: outra vez\n")
    for path in ("", f"/{FIRST}", f"/{FIRST}/remove"):
        page = forms.visitor.get(f"/author/drafts/{forms.id}/scenes{path}")
        assert "a chave title" in page.text
        assert [action for action in page.actions() if "/author/" in action] == []


def test_a_scene_that_there_is_not_and_a_draft_of_somebody_else_are_not_there(forms: AtTheForms) -> None:
    assert forms.visitor.get(forms.scene_url("nowhere")).status == 404
    stranger = forms.site.visitor(OTHER)
    for path in ("", f"/{FIRST}", f"/{FIRST}/remove", "/new"):
        assert stranger.get(f"/author/drafts/{forms.id}/scenes{path}").status == 404
