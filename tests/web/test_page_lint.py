"""The lint of pages: a right page has no fault; each of these pages is wrong in one way."""

import pytest
from page_lint import lint
from page_shape import shape_of

RIGHT = """<!DOCTYPE html>
<html lang="pt-PT">
<head><meta charset="utf-8"><title>Conclusão | Terreno Comum</title></head>
<body>
<a href="#content">Saltar para o conteúdo</a>
<main id="content">
<h1>Conclusão</h1>
<h2 id="units">Unidades</h2>
<form method="post" action="/reminders"><input type="hidden" name="csrf_token" value="t1">
<label for="unit">Unidade</label>
<select id="unit" name="unit" aria-describedby="unit-hint"><option>Um</option><hr><option>Dois</option></select>
<p id="unit-hint">A sua</p>
<label>Nota <input type="text" name="note"></label>
<input type="search" name="q" aria-label="Procurar"><textarea name="t" aria-labelledby="units"></textarea>
<fieldset><legend>Quando?</legend>
<input type="radio" id="now" name="when" value="now"><label for="now">Agora</label></fieldset>
<button type="submit">Lembrar</button></form>
<table><caption>Unidades</caption><thead><tr><th scope="col">Unidade</th></tr></thead>
<tbody><tr><th scope="row">Um</th></tr></tbody></table>
<img src="/static/plan.png" alt=""><a href="/units"><img src="/static/units.png" alt="Unidades"></a>
<svg viewBox="0 0 9 9" aria-hidden="true"><path d="M1 1"/></svg>
<svg viewBox="0 0 9 9" role="img" aria-labelledby="drawn"><title id="drawn">Dois em três</title></svg>
<div class="app-barra"><a class="app-next" href="/next">Seguinte</a></div>
</main>
<script type="module" src="/static/js/comfort.js"></script>
</body>
</html>
"""


def page(*changes: tuple[str, str]) -> str:
    """The right page with these texts replaced, each once."""
    html = RIGHT
    for old, new in changes:
        assert html.count(old) == 1, f"{old!r} stands {html.count(old)} times in the right page"
        html = html.replace(old, new)
    return html


def main(content: str) -> str:
    """The right page with that content before its barra."""
    return page(('<div class="app-barra">', f'{content}<div class="app-barra">'))


def test_a_right_page_has_no_fault() -> None:
    assert lint(RIGHT, "/units") == []


def test_a_fault_begins_with_the_path_of_the_page() -> None:
    assert lint(page(('lang="pt-PT"', 'lang="en"')), "/units") == []
    assert lint(page(('lang="pt-PT"', 'lang="fr"')), "/units") == ["/units: html lang is 'fr', not pt-PT or en"]


def test_what_is_hidden_in_the_h1_may_be_left_out_of_the_title() -> None:
    heading = ("<h1>Conclusão", '<h1>Conclusão<span class="govuk-visually-hidden"> das unidades</span>')

    assert lint(page(heading), "/") == []
    assert lint(page(heading, ("<title>Conclusão", "<title>Conclusão das unidades")), "/") == []


@pytest.mark.parametrize(("language", "prefix"), [("pt-PT", "Erro: "), ("en", "Error: ")])
def test_the_title_of_a_page_with_errors_begins_with_the_word(language: str, prefix: str) -> None:
    summary = '<div class="govuk-error-summary"><h2>Há algo a corrigir</h2><a href="#unit">Escolha</a></div><h1>'
    changes = ('lang="pt-PT"', f'lang="{language}"'), ("<h1>", summary)

    assert lint(page(*changes, ("<title>", f"<title>{prefix}")), "/") == []
    assert lint(page(*changes), "/") == [
        f"/: the title is ['Conclusão | Terreno Comum'], not {prefix}Conclusão | Terreno Comum"
    ]


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        (page(("<!DOCTYPE html>", "")), "not well-formed: no doctype"),
        (main("<p>a<div>b</div></p>"), "not well-formed: what stands in <main> is not read as it is written"),
        (page(("</main>", "")), "not well-formed: <main> has no end"),
        (main('<a href="/?a=1&b=2">x</a>'), "not well-formed: 23:0: a bare &"),
        (page((' lang="pt-PT"', "")), "html lang is '', not pt-PT or en"),
        (page(("<h1>Conclusão</h1>", "")), "0 h1 instead of one"),
        (main("<h1>Outra</h1>"), "2 h1 instead of one"),
        (page(("<h1>Conclusão", "<h1>")), "the h1 is empty"),
        (
            page(("<title>Conclusão | Terreno Comum", "<title>Conclusão")),
            "the title is ['Conclusão'], not Conclusão | Terreno Comum",
        ),
        (
            page(("<title>", "<title>Erro: ")),
            "the title is ['Erro: Conclusão | Terreno Comum'], not Conclusão | Terreno Comum",
        ),
        (page(("<title>Conclusão | Terreno Comum</title>", "")), "the title is [], not Conclusão | Terreno Comum"),
        (main("<h4>Salto</h4>"), "h4 'Salto' follows an h2"),
        (main('<p id="unit">x</p>'), "id 'unit' stands 2 times"),
        (main('<p id="two words">x</p>'), "id 'two words' is empty or has spaces"),
        (main('<a href="#nowhere">x</a>'), "href '#nowhere' points nowhere"),
        (main('<a href="#">x</a>'), "href '#' points nowhere"),
        (
            main('<p aria-labelledby="units gone">x</p>'),
            "aria-labelledby of <p> points to 'gone', which is not there",
        ),
        (
            main('<p aria-describedby="gone">x</p>'),
            "aria-describedby of <p> points to 'gone', which is not there",
        ),
        (main('<label for="gone">x</label>'), "for of <label> points to 'gone', which is not there"),
        (page(('<label for="unit">Unidade</label>', "")), '<select id="unit" name="unit"> has no label'),
        (page(("Unidade</label>", "</label>")), '<select id="unit" name="unit"> has no label'),
        (main('<input type="text" name="bare">'), '<input name="bare"> has no label'),
        (main('<textarea name="bare"></textarea>'), '<textarea name="bare"> has no label'),
        (page(("<legend>Quando?</legend>", "")), "<fieldset> has no legend"),
        (page(('method="post" ', "")), "<form> needs a method and an action"),
        (page((' action="/reminders"', "")), "<form> needs a method and an action"),
        (page((' value="t1"', ' value=""')), "post form to '/reminders' has 0 csrf tokens instead of one"),
        (
            page(('method="post"', 'method="get"')),
            "get form to '/reminders' would put its csrf token into an address",
        ),
        (page(('<button type="submit">', "<button>")), "button 'Lembrar' has no type"),
        (main("<style>p {}</style>"), "inline style"),
        (main("<script>1</script>"), "inline script"),
        (main('<p style="color: red">x</p>'), "style attribute on <p>"),
        (main('<p onclick="x()">x</p>'), "onclick attribute on <p>"),
        (main('<a href=" JavaScript:x()">x</a>'), "href ' JavaScript:x()' on <a href=\" JavaScript:x()\">"),
        (main('<img src="data:image/png;base64,AA" alt="">'), "src 'data:image/png;base64,AA' on <img>"),
        (
            main('<svg aria-hidden="true"><use xlink:href="data:x"/></svg>'),
            "href 'data:x' on <use href=\"data:x\">",
        ),
        (main('<img src="/a.png">'), "image '/a.png' has no alt"),
        (main("<svg></svg>"), "<svg> is neither hidden nor a named image"),
        (main('<svg role="img"></svg>'), "<svg> is neither hidden nor a named image"),
        (main('<a href="/x"></a>'), "<a href=\"/x\"> '' is an empty link"),
        (main('<a href="/x"><img src="/x.png" alt=""></a>'), "<a href=\"/x\"> '' is an empty link"),
        (main("<a>x</a>"), "<a> 'x' is an empty link"),
        (main('<button type="button"></button>'), "<button> has no words"),
        (main("<h3></h3>"), "<h3> has no words"),
        (page(("<caption>Unidades</caption>", "")), "<table> has no caption"),
        (main("<table><caption>x</caption><tr><td>y</td></tr></table>"), "<table> has no th"),
        (page((' scope="row"', "")), "th 'Um' has no scope"),
        (main('<div class="app-barra"></div>'), "2 barras: a page has one next step"),
        (
            page(('href="/next">Seguinte</a>', 'href="/next">Seguinte</a><a class="app-next" href="/b">Outro</a>')),
            "2 primary buttons in the barra",
        ),
    ],
)
def test_a_page_wrong_in_one_way_has_that_one_fault(html: str, fault: str) -> None:
    assert lint(html, "/") == [f"/: {fault}"]
    assert shape_of(html) != shape_of(RIGHT)


def test_pages_that_differ_in_words_ids_and_tokens_alone_are_of_one_shape() -> None:
    other = page(
        ("t1", "t2"),
        ("<title>Conclusão", "<title>As unidades"),
        ("<h1>Conclusão", "<h1>As unidades"),
        ('for="unit"', 'for="place"'),
        ('id="unit" name="unit" aria-describedby="unit-hint"', 'id="place" name="place" aria-describedby="place-hint"'),
        ('id="unit-hint"', 'id="place-hint"'),
        ("A sua", "A de todos &amp; de cada um"),
        ('href="/units"', 'href="/places/12"'),
    )

    assert lint(other, "/") == []
    assert shape_of(other) == shape_of(RIGHT)


@pytest.mark.parametrize("words", ["", " ", "Um & outro", "Um &foo; outro", "Um\x0boutro"])
def test_words_on_which_a_fault_may_hang_are_another_shape(words: str) -> None:
    assert shape_of(page(("A sua", words))) != shape_of(RIGHT)


def test_an_address_with_a_bare_ampersand_is_another_shape() -> None:
    with_mark, bare = (page(('"/units"', f'"/units?a=1{mark}b=2"')) for mark in ("&amp;", "&"))

    assert shape_of(with_mark) == shape_of(RIGHT) != shape_of(bare)
    assert lint(bare, "/") == ["/: not well-formed: 20:35: a bare &"]
