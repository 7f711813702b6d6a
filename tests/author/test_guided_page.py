"""The guided start: a case is written by forms, kept at each step, and nothing that was typed is lost."""

import pytest
from databases import count_queries
from guided import OPTIONS, TITLE, made_by_forms
from guided_site import NEW, OTHER, STEPS, AtTheForms
from site_of_tests import Page, Site

from course.content.guided.beginning import beginning


@pytest.fixture
def forms(site: Site) -> AtTheForms:
    """A trainer who just began a case."""
    return AtTheForms(site)


def rail(page: Page) -> list[tuple[str, str]]:
    """The steps of the list beside the form, each with its state."""
    steps = next(ol for ol in page.tree.iter("ol") if ol.get("class") == "app-sections")
    return [
        (" ".join("".join(item.itertext()).split()), "here" if item.find("span") is not None else item.get("class", ""))
        for item in steps
    ]


def seen(page: Page) -> list[tuple[str, str]]:
    """What the course sees: the class of each line, and its words."""
    found = [ul for ul in page.tree.iter("ul") if ul.get("class") == "app-proof"]
    return [(li.get("class", ""), "".join(li.itertext())) for ul in found for li in ul]


def yaml(page: Page) -> list[str]:
    """The lines of the text that are shown."""
    return ["".join(pre.itertext()) for pre in page.tree.iter("pre") if pre.get("class") == "app-yaml"]


def test_a_case_is_begun_by_its_title_alone(forms: AtTheForms) -> None:
    assert (forms.begun.h1, forms.text) == ("O lugar", beginning(TITLE))
    assert forms.begun.fields(forms.url("place"))["title"] == [TITLE]


def test_without_a_title_nothing_is_begun_and_a_second_case_of_that_title_is_another(forms: AtTheForms) -> None:
    page = forms.visitor.get(NEW).submit(NEW, title=" ")
    assert (page.status, page.h1) == (422, "Caso novo")
    again = forms.visitor.follow(forms.visitor.get(NEW).submit(NEW, title=TITLE))
    assert again.path.split("/")[3] != forms.id
    assert again.h1 == "O lugar"


def test_a_title_that_no_file_can_hold_is_told_and_kept(forms: AtTheForms) -> None:
    page = forms.visitor.get(NEW).submit(NEW, title="Um\u202edois")
    assert (page.status, page.fields(NEW)["title"]) == (422, ["Um\u202edois"])


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("pt", ["O lugar", "As pessoas", "A decisão", "Três opções", "O que aconteceu", "O que diz a lei"]),
        ("en", ["The place", "The people", "The decision", "Three options", "What happened", "What the law says"]),
    ],
)
def test_six_steps_lead_from_one_to_the_next_and_write_the_case(site: Site, language: str, titles: list[str]) -> None:
    forms = AtTheForms(site, language)
    page = forms.begun
    met = []
    for step, values in STEPS.items():
        met.append(page.h1)
        page = forms.visitor.follow(forms.send(step, values))
    assert met == titles
    assert page.path == f"/author/drafts/{forms.id}/guided"
    assert forms.text == made_by_forms()


def test_the_list_of_steps_says_which_are_done(forms: AtTheForms) -> None:
    forms.go("place", "people")
    assert rail(forms.open("decision")) == [
        ("O lugar (feito)", "is-done"),
        ("As pessoas (feito)", "is-done"),
        ("A decisão", "here"),
        ("Três opções", ""),
        ("O que aconteceu", ""),
        ("O que diz a lei", ""),
    ]


def test_what_was_written_stands_in_its_form_again_and_sent_as_it_is_changes_nothing(forms: AtTheForms) -> None:
    forms.go(*STEPS)
    text = forms.text
    for step, values in STEPS.items():
        page = forms.open(step)
        shown = page.fields(forms.url(step))
        kept = {name: value for name, value in values.items() if not name.endswith("-id")}
        assert {name: shown[name][0].strip().replace("\r\n", "\n") for name in kept} == {
            name: value.replace("\r\n", "\n") for name, value in kept.items()
        }
        assert page.fill(forms.url(step), {}).status == 303
    assert forms.text == text


def test_beside_the_options_stand_the_scene_what_the_course_sees_and_the_text(forms: AtTheForms) -> None:
    forms.go("place", "people", "decision", "options")
    page = forms.open("options")
    assert seen(page) == [
        ("", "Há uma opção boa"),
        ("", "A boa não é a primeira"),
        ("", "A boa não é a mais longa"),
        ("", "Todas as opções levam a algum lado"),
    ]
    assert [words.partition("\n")[0] for words in yaml(page)] == ["choices:"]
    assert "Meia hora depois: estava livre.11h00, Posto, atendimento, Atendimento ao público" in page.text


def test_what_is_missing_in_a_step_is_said_beside_it(forms: AtTheForms) -> None:
    assert seen(forms.open("people")) == [
        ("is-info", "Ainda falta: quem está lá: pelo menos duas pessoas"),
        ("is-info", "Ainda falta: de onde vem o caso"),
        ("is-info", "Ainda falta: o que foi mudado ou inventado"),
    ]


def test_options_and_law_wait_for_the_decision(forms: AtTheForms) -> None:
    for step in ("options", "law"):
        page = forms.open(step)
        assert forms.url(step) not in page.actions()
        assert forms.url("decision") in page.links()


def test_there_is_room_for_three_options_and_for_one_more_when_asked(forms: AtTheForms) -> None:
    forms.go("place", "people", "decision")
    page = forms.open("options")
    assert [name for name in page.fields(forms.url("options")) if name.endswith("-text")] == [
        "option-1-text",
        "option-2-text",
        "option-3-text",
    ]
    more = forms.send("options", {**OPTIONS, "act": "add"})
    assert more.location == f"{forms.url('options')}?rows=4#option-4-text"
    assert "option-4-text" in forms.visitor.follow(more).fields(forms.url("options"))


def test_nothing_is_chosen_beforehand(forms: AtTheForms) -> None:
    forms.go("place", "people", "decision")
    shown = forms.open("options").fields(forms.url("options"))
    assert {name: shown[f"option-1-{name}"] for name in ("verdict", "leads", "legality")} == {
        "verdict": [""],
        "leads": [""],
        "legality": ["0"],
    }


def test_an_option_is_moved_up_and_taken_out_by_a_button(forms: AtTheForms) -> None:
    forms.go("place", "people", "decision", "options")
    texts = [OPTIONS[f"option-{number}-text"] for number in (1, 2, 3)]

    def stand() -> list[str]:
        shown = forms.open("options").fields(forms.url("options"))
        return [shown[f"option-{number}-text"][0].strip() for number in (1, 2, 3)]

    forms.send("options", {"act": "up-2"})
    assert stand() == [texts[1], texts[0], texts[2]]
    forms.send("options", {"act": "out-1"})
    assert stand() == [texts[0], texts[2], ""]


def test_wrong_input_is_told_beside_its_field_and_all_that_was_typed_is_kept(forms: AtTheForms) -> None:
    forms.go("place", "people", "decision")
    typed = {**OPTIONS, "option-2-text": "Escrever\u200b tudo.", "option-3-text": ""}
    page = forms.send("options", typed)
    assert page.status == 422
    assert [link for link in page.links() if link.startswith("#option")] == ["#option-2-text", "#option-3-text"]
    assert "Opção C: escreva o que o agente faz, ou tire a opção." in page.text
    shown = page.fields(forms.url("options"))
    assert {name: shown[name] for name in typed if not name.endswith("-id")} == {
        name: [value] for name, value in typed.items() if not name.endswith("-id")
    }
    assert "choices" not in forms.text


@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_number_that_leads_to_somebody_is_told_beside_its_field_and_not_kept(site: Site, language: str) -> None:
    forms = AtTheForms(site, language)
    forms.go("place", "people", "decision")
    typed = "Telefonar ao senhorio, 912 000 000, e pedir que reconsidere."
    page = forms.send("options", {**OPTIONS, "option-3-text": typed})
    assert (page.status, page.fields(forms.url("options"))["option-3-text"]) == (422, [typed])
    assert [link for link in page.links() if link.startswith("#option")] == ["#option-3-text"]
    assert "nobody-1" not in page.html
    assert "912" not in forms.text
    assert page.fill(forms.url("options"), {"option-3-text": OPTIONS["option-3-text"]}).status == 303


def test_a_name_is_kept_when_its_author_states_that_it_is_nobodys(forms: AtTheForms) -> None:
    forms.go("place", "people", "decision")
    typed = "Perguntar por Fátima Lopes, que lá mora."
    page = forms.send("options", {**OPTIONS, "option-3-text": typed})
    assert (page.status, page.fields(forms.url("options")).get("nobody")) == (422, None)
    assert "«Fátima Lopes» parece o nome de alguém" in page.text
    assert page.fill(forms.url("options"), {}).status == 422
    assert page.fill(forms.url("options"), {"nobody": "Rui Sá"}).status == 422
    assert "Fátima" not in forms.text
    assert page.fill(forms.url("options"), {"nobody": "Fátima Lopes"}).status == 303
    assert "invented_names: [Fátima Lopes]\n" in forms.text
    assert forms.send("options", {"option-3-text": "Falar com Fátima Lopes."}).status == 303


def test_what_stands_elsewhere_holds_no_other_form_back(forms: AtTheForms) -> None:
    forms.go("place", "people")
    forms.rewrite(forms.text.replace(TITLE, "Ligar ao 912 000 000"))
    assert forms.send("decision", STEPS["decision"]).status == 303


@pytest.mark.parametrize("step", ["place", "people", "decision", "options", "endings"])
def test_hostile_text_in_every_field_is_kept_as_text_and_never_as_markup(forms: AtTheForms, step: str) -> None:
    forms.go(*STEPS)
    hostile = "# <script>alert(1)</script> '\" | - {a: b} [x](javascript:alert(1)) {{ 7*7 }} %(x)s 🚓"
    fields = forms.open(step).fields(forms.url(step))
    free = [name for name in fields if name in STEPS[step] and STEPS[step][name] and not _is_chosen(name)]
    page = forms.visitor.follow(forms.send(step, dict.fromkeys(free, hostile)))
    assert page.status == 200
    shown = forms.open(step).fields(forms.url(step))
    assert {name: shown[name][0].strip() for name in free} == dict.fromkeys(free, hostile)
    for path in ("", "/decision", "/options", "/endings", "/law"):
        assert "<script>alert" not in forms.visitor.get(f"/author/drafts/{forms.id}/guided{path}").html


def _is_chosen(name: str) -> bool:
    return name in {"origin", "source"} or name.rpartition("-")[2] in {
        "id",
        "kind",
        "verdict",
        "leads",
        "legality",
        "safety",
        "trust",
    }


def test_two_windows_on_different_steps_lose_nothing(forms: AtTheForms) -> None:
    forms.go("place", "people", "decision", "options")
    one, other = forms.open("place"), forms.open("options")
    assert one.fill(forms.url("place"), {"summary": "Outra frase."}).status == 303
    assert other.fill(forms.url("options"), {"option-1-why": "Outra razão."}).status == 303
    assert "summary: Outra frase.\n" in forms.text
    assert "why: Outra razão.\n" in forms.text


@pytest.mark.parametrize("language", ["pt", "en"])
def test_the_second_of_two_windows_on_one_step_is_told_and_decides(site: Site, language: str) -> None:
    forms = AtTheForms(site, language)
    forms.go("place")
    one, other = forms.open("place"), forms.open("place")
    assert one.fill(forms.url("place"), {"summary": "A primeira."}).status == 303
    told = other.fill(forms.url("place"), {"summary": "A segunda."})
    assert told.status == 409
    assert told.fields(forms.url("place"))["summary"] == ["A segunda."]
    assert "summary: A primeira." in yaml(told)[0]
    assert "summary: A primeira.\n" in forms.text
    assert told.fill(forms.url("place"), {}).status == 303
    assert "summary: A segunda.\n" in forms.text


def test_what_an_author_wrote_by_hand_stays_when_a_form_is_saved(forms: AtTheForms) -> None:
    forms.go(*STEPS)
    text = "# O nosso caso.\n" + forms.text.replace("    choices:", "    # três\n    choices:")
    forms.rewrite(text)
    forms.send("options", {"option-2-why": "Porque sim."})
    assert forms.text == text.replace("O relato fiel é o que se pode examinar depois.", "Porque sim.")


def test_a_text_with_an_error_is_never_damaged_and_its_line_is_said(forms: AtTheForms) -> None:
    forms.go("place")
    shown = forms.open("place")
    broken = forms.text + "summary: outra vez\n"
    forms.rewrite(broken)
    for step in STEPS:
        assert forms.url(step) not in forms.open(step).actions()
        assert "Linha 9: a chave summary" in forms.open(step).text
    page = shown.fill(forms.url("place"), {"summary": "Nova."})
    assert (page.status, page.fields(forms.url("place"))["summary"]) == (409, ["Nova."])
    assert forms.text == broken


def test_at_the_end_stands_what_is_missing_each_with_the_way_there(forms: AtTheForms) -> None:
    page = forms.visitor.get(f"/author/drafts/{forms.id}/guided")
    links = [link for link in page.links() if "#" in link and "guided" in link]
    assert links == [
        f"{forms.url('place')}#summary",
        f"{forms.url('people')}#seat-1",
        f"{forms.url('people')}#origin",
        f"{forms.url('people')}#changed",
        f"{forms.url('decision')}#text",
        f"{forms.url('place')}#summary",
    ]
    assert "Falta escrever 5 coisas antes de o caso seguir para parecer." in page.text


def test_of_a_whole_case_the_proof_is_shown(forms: AtTheForms) -> None:
    forms.go(*STEPS)
    page = forms.visitor.get(f"/author/drafts/{forms.id}/guided")
    assert "Tudo o que os formulários pedem está escrito." in page.text
    assert "3 caminhos" in page.text
    assert f"/author/drafts/{forms.id}/preview" in page.links()


def test_the_sources_and_the_idea_of_an_option_are_chosen_by_their_titles(forms: AtTheForms) -> None:
    forms.go("place", "people", "decision", "options")
    page = forms.open("law")
    sources = next(field for field in page.tree.iter("select") if field.get("id") == "option-1-source-1")
    titles = {option.get("value", ""): "".join(option.itertext()) for option in sources.iter("option")}
    chosen = next(id_ for id_ in titles if id_)
    assert titles[chosen] != chosen
    forms.send("law", {"option-1-source-1": chosen, "option-1-idea": "avoids-eyes"})
    assert f"idea: avoids-eyes\n        sources: [{chosen}]\n" in forms.text


def test_a_draft_of_somebody_else_is_not_there(forms: AtTheForms) -> None:
    stranger = forms.site.visitor(OTHER)
    for path in (*map(forms.url, STEPS), f"/author/drafts/{forms.id}/guided"):
        assert stranger.get(path).status == 404
    sent = forms.open("place").fields(forms.url("place"))
    token = stranger.get(NEW).fields(NEW)["csrf_token"]
    assert stranger.post(forms.url("place"), {**sent, "csrf_token": token, "title": "Meu"}).status == 404
    assert forms.text == beginning(TITLE)


def test_a_step_that_there_is_not_and_a_draft_of_another_kind_are_not_there(forms: AtTheForms) -> None:
    assert forms.open("seventh").status == 404
    assert forms.visitor.get("/author/drafts/xyz/guided/place").status == 404


def test_a_step_asks_the_database_no_more_for_more_options(forms: AtTheForms) -> None:
    forms.go(*STEPS)

    def asked() -> int:
        with count_queries(forms.site.house.database) as queries:
            forms.open("options")
        return len(queries)

    before = asked()
    forms.send("options", {f"option-4-{name}": "Mais." for name in ("text", "why")} | {"act": "add"})
    assert asked() == before


def test_an_officer_has_no_such_pages(site: Site) -> None:
    forms = AtTheForms(site)
    site.add_person(site.add_organisation("Outra"), "ana@prova.pt")
    officer = site.visitor("ana@prova.pt")
    assert [officer.get(path).status for path in (NEW, forms.url("place"))] == [403, 403]
