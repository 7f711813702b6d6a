"""A question on paper is the question of the page, whatever its kind, with boxes and lines for its controls."""

import pytest
from attacks import ATTACKS
from examples import document_of
from page_mistakes import mistakes
from page_tree import in_page, read, read_in_body
from site_of_tests import Site

from course.content.prose import Notes
from course.content.questions import KINDS
from course.web.on_paper import BOX, LINE, without_controls
from course.web.questions import QuestionView


def on_paper(site: Site, kind: str) -> str:
    question = next(iter(document_of(kind).reference.questions.values()))
    view = QuestionView.of("q", question, order=tuple(question.shuffled_parts()), prefix="q")
    with site.app.test_request_context("/"):
        drawn = site.app.jinja_env.get_template(view.template).render(view=view, notes=Notes("n", "pt"), lang="pt")
        return without_controls(drawn)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_leaves_a_control_an_id_or_a_broken_element(site: Site, kind: str) -> None:
    drawn = on_paper(site, kind)

    page = in_page(drawn)
    tree = read_in_body(drawn)
    assert list(mistakes(page, read(page))) == []
    elements = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert elements & {"input", "select", "option", "textarea", "label", "fieldset", "legend", "button"} == set()
    assert [element.get("id") for element in tree.iter() if element.get("id")] == []
    assert "☐" in drawn or LINE in drawn


def test_a_box_stands_before_each_choice_and_a_list_shows_its_words() -> None:
    assert (
        without_controls(
            '<div class="app-choice"><input type="radio" id="a"><label for="a">Sim &amp; não</label></div>'
        )
        == f"<div>{BOX}<span>Sim &amp; não</span></div>"
    )
    options = '<option value="">…</option><option value="a">um</option><option value="b">dois</option>'
    assert without_controls(f"<p>a <select>{options}</select> b</p>") == f"<p>a {LINE} (um / dois) b</p>"
    numbers = '<option value="">–</option><option value="1">1</option><option value="2">2</option>'
    assert without_controls(f"<select>{numbers}</select>") == LINE
    assert without_controls("<textarea>\nescrito</textarea>") == LINE


@pytest.mark.parametrize("attack", ATTACKS[::7])
def test_what_was_escaped_stays_so(site: Site, attack: str) -> None:
    line = site.app.jinja_env.filters["line"]
    with site.app.test_request_context("/"):
        shown = str(line(attack, Notes("n", "pt")))
        label = site.app.jinja_env.from_string('<p title="{{ x }}">{{ x }}</p>', {"autoescape": True})
        drawn = f"<p>{shown}</p>" + label.render(x=attack)

    text = without_controls(drawn)

    def said(html: str) -> str:
        return "".join(read_in_body(html).itertext())

    tags = {element.tag for element in read_in_body(text).iter()}
    assert tags <= {element.tag for element in read_in_body(drawn).iter()}
    assert said(text) == said(drawn)
