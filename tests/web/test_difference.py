"""What differs between two texts, as a reviewer sees and hears it."""

import re

from flask import render_template_string
from libraries import CASE, CASE_EN
from site_of_tests import Site

from course.content.bundle import Bundle, from_text
from course.content.string_difference import string_difference
from course.web.difference import ChangedValue, view_of

PAGE = '{% from "web/difference.html" import difference %}{{ difference(view, notes) }}'


def a_case(text: str = CASE, en: str = CASE_EN) -> Bundle:
    return from_text("case", "looked-away", {"case.yaml": text, "case.en.yaml": en})


def page(site: Site, new: Bundle, language: str = "en", notes: dict[str, str] | None = None) -> str:
    """The difference to the case as it stands in the library of tests, as HTML."""
    with site.app.test_request_context("/", headers={"Cookie": f"language={language}"}):
        view = view_of(string_difference("case", "looked-away", a_case(), new))
        return render_template_string(PAGE, view=view, notes=notes or {})


def seen(html: str) -> str:
    """The words that are seen, what went in [- -] and what came in {+ +}."""
    html = re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", html)
    for tag, sign in {"<del>": "[-", "</del>": "-]", "<ins>": "{+", "</ins>": "+}"}.items():
        html = html.replace(tag, sign)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def heard(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


NEW = CASE.replace("Um olhar não chega.", "Um olhar não chega nunca.")


def test_what_changed_is_struck_out_or_underlined_under_the_name_of_its_place(site: Site) -> None:
    new = a_case(NEW.replace("Um homem passa.", "Uma mulher passa."))

    assert seen(page(site, new, "pt")) == (
        "Cena platform: texto [-Um homem-] {+Uma mulher+} passa. "
        "Cena platform, escolha observe: porquê Um olhar não chega{+ nunca+}."
    )


def test_whoever_hears_the_page_is_told_what_went_and_what_came(site: Site) -> None:
    new = a_case(CASE.replace("Um homem passa.", "Uma mulher passa."))

    assert heard(page(site, new)) == "Scene platform: textremoved: Um homem; added: Uma mulher; passa."
    assert "retirado: Um homem;" in heard(page(site, new, "pt"))


def test_each_text_has_its_language_and_a_reason_where_one_was_given(site: Site) -> None:
    new = a_case(CASE.replace("Um homem", "Algum homem"), CASE_EN.replace("A man", "One man"))
    html = page(site, new, notes={"scenes.platform.text": "Pedido."})

    assert "Scene platform: text (English)" in html
    assert '<p lang="en">' in html
    assert html.count('<p class="app-meta">Pedido.</p>') == 1


def test_what_decides_is_told_in_words(site: Site) -> None:
    new = a_case(CASE.replace("verdict: best", "verdict: poor").replace("ending: good", "ending: bad"))

    with site.app.test_request_context("/", headers={"Cookie": "language=en"}):
        view = view_of(string_difference("case", "looked-away", a_case(), new))

    assert view.values == (
        ChangedValue(
            "scenes.platform.choices.observe.verdict",
            "Scene platform, choice observe: verdict",
            "A good choice",
            "A weak choice",
        ),
        ChangedValue("scenes.end.ending", "Scene end: ending", "A good ending", "A bad ending"),
    )
    assert "What decides, and changed" in page(site, new)


def test_a_text_written_otherwise_says_that_nothing_changed(site: Site) -> None:
    new = a_case(f"# Uma nota.\n{CASE}")

    assert seen(page(site, new)) == "No text and nothing that decides has changed: only how the file is written."


def test_authored_words_are_no_markup(site: Site) -> None:
    html = page(site, a_case(CASE.replace("Um homem passa.", "Um <script>alert(1)</script> passa.")))

    assert "<script" not in html
