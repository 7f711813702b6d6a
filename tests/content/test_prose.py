"""Authored Markdown reads as it was meant, and whatever is in it, a page can show it."""

import re
import threading
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_tree import read_in_body

from course.base.languages import Language
from course.content.characters import REFUSED
from course.content.prose import (
    Notes,
    citations_in,
    count_words,
    glossary_links_in,
    plain,
    problems_in,
    render_line,
    render_prose,
)
from course.content.source import LONGEST_TEXT

HEADING = "a line that begins with # or ## would be a title of the page: write ### or ####"
HTML = "HTML is not used here, and %(given)s is shown as it stands: use Markdown"
IMAGE = "images do not stand in a text, and %(given)s is left out: say in words what it shows"
LINK = "the link %(given)s is left out: links begin with https:// or mailto:, or are glossary: and the id of a term"
LINK_FORM = "a link is not written right: [words](https://address), without spaces and titles in the address"
CITATION_FORM = "the citation %(given)s is not written right: [@id-of-the-source], each in its own brackets"
INVISIBLE = "an invisible character stands here, %(character)s, which hides what is read: take it out"
LOOK_ALIKE = "%(character)s stands beside Latin letters and looks like one of them: write the word anew on the keyboard"
TOO_MUCH = (
    "this text is shown as it was typed: it has more than %(most)s characters, or lists, quotations or tables that are"
    " too large for a page: divide it, or write it more simply"
)


def prose(text: str) -> str:
    return render_prose(text, Notes("n", "pt"))


def line(text: str) -> str:
    return render_line(text, Notes("n", "pt"))


def note(number: int) -> str:
    """The number of a source that is cited for the first time, to which its note leads back."""
    return f'<sup><a href="#n{number}" id="n{number}-cited" aria-label="Nota {number}">{number}</a></sup>'


def outward(address: str, words: str, said: str = "abre outro sítio") -> str:
    """A link that leaves the site, with its sign and what is said of it to those who hear the page."""
    sign = f'\u00a0<span aria-hidden="true">↗</span><span class="govuk-visually-hidden"> ({said})</span>'
    return f'<a href="{address}" class="app-link" rel="noopener noreferrer">{words}{sign}</a>'


# What is shown

TABLE = """<div class="app-table-wrap" tabindex="0" role="group" aria-label="a, b"><table class="app-table">\
<caption class="govuk-visually-hidden">a, b</caption>
<thead>
<tr>
<th scope="col">a</th>
<th scope="col">b</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td>2</td>
</tr>
</tbody>
</table></div>"""


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Um.\n\nDois,\nna mesma.", "<p>Um.</p>\n<p>Dois,\nna mesma.</p>"),
        ("*a* **b** _c_ a_b_c `d`", "<p><em>a</em> <strong>b</strong> <em>c</em> a_b_c <code>d</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("2018. Um ano", '<ol start="2018">\n<li>Um ano</li>\n</ol>'),
        ("> dito", "<blockquote>\n<p>dito</p>\n</blockquote>"),
        ("### a\n\n#### b\n\n##### c", "<h3>a</h3>\n<h4>b</h4>\n<h4>c</h4>"),
        ("termo\n:   definição", "<dl>\n<dt>termo</dt>\n<dd>definição</dd>\n</dl>"),
        (
            "a|b\n-|-\n1|2",
            TABLE,
        ),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("um texto\n---\noutro", "<p>um texto</p>\n<hr>\n<p>outro</p>"),
        ("    recuado por engano", "<p>recuado por engano</p>"),
        ("3 < 4 & 5 &copy; «a» &zwj;", "<p>3 &lt; 4 &amp; 5 © «a» \u200d</p>"),
        ("[nota]: não é uma definição", "<p>[nota]: não é uma definição</p>"),
    ],
)
def test_markdown_becomes_the_html_of_a_page(text: str, html: str) -> None:
    assert prose(text) == html
    assert problems_in(text) == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Um **título**", "Um <strong>título</strong>"),
        ("2018. Um ano", "2018. Um ano"),
        ("- não é uma lista", "- não é uma lista"),
        ("  duas\nlinhas  ", "duas linhas"),
        ("a < b", "a &lt; b"),
        ("", ""),
    ],
)
def test_a_line_is_shown_without_a_paragraph(text: str, html: str) -> None:
    assert line(text) == html


@pytest.mark.parametrize(
    "text", ["{{7*7}}", "{% x %}", "${y}", "%s %(a)s", "{0.__class__}", "{{ **a** }}", "o {gap_a} e o {gap_b}"]
)
def test_template_syntax_and_gaps_are_shown_as_typed(text: str) -> None:
    assert (prose(text), line(text), plain(text)) == (f"<p>{text}</p>", text, text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a](https://x.pt/b_c?d=e&f=g)", outward("https://x.pt/b_c?d=e&amp;f=g", "a")),
        ("<https://x.pt>", outward("https://x.pt", "https://x.pt")),
        ("[a](https://x.pt/(b))", outward("https://x.pt/(b)", "a")),
        ("[a](mailto:a@b.pt)", outward("mailto:a@b.pt", "a", "abre o correio eletrónico")),
        ("[**a**](glossary:b-c)", '<a class="app-link" href="/library/glossary/b-c"><strong>a</strong></a>'),
    ],
)
def test_links_lead_to_https_to_mail_and_to_the_glossary(text: str, html: str) -> None:
    assert line(text) == html
    assert problems_in(text) == []


def test_only_a_link_that_leaves_the_site_has_a_sign_and_it_speaks_the_language_of_the_page() -> None:
    text = "[a](glossary:b) [@c] [d](https://x.pt) [e](mailto:f@g.pt) [h](glossary:i)"

    english = render_prose(text, Notes("n", "en"))

    assert english == (
        '<p><a class="app-link" href="/library/glossary/b">a</a>'
        '<sup><a href="#n1" id="n1-cited" aria-label="Note 1">1</a></sup> '
        f"{outward('https://x.pt', 'd', 'opens another site')} {outward('mailto:f@g.pt', 'e', 'opens e-mail')} "
        '<a class="app-link" href="/library/glossary/i">h</a></p>'
    )
    assert (plain(text), count_words(text)) == ("a d e h", 4)


@pytest.mark.parametrize("language", ["pt", "en"])
def test_the_sign_is_not_for_authors_to_write(language: Language) -> None:
    typed = '<span aria-hidden="true">↗</span><span class="govuk-visually-hidden">a</span>'

    assert "<span" not in render_prose(typed, Notes("n", language)) + render_line(typed, Notes("n", language))


# Citations


def test_citations_are_numbered_in_the_order_of_the_page_and_the_same_source_keeps_its_number() -> None:
    notes = Notes("law-", "en")

    first = render_prose("> Dito [@b].\n\nA lei [@a] [@b].", notes)
    second = render_line("De novo [@a][@c].", notes)

    def number(n: int, *, is_first: bool = False) -> str:
        place = f' id="law-{n}-cited"' if is_first else ""
        return f'<sup><a href="#law-{n}"{place} aria-label="Note {n}">{n}</a></sup>'

    one, two, three = (number(n, is_first=True) for n in (1, 2, 3))
    assert first == f"<blockquote>\n<p>Dito{one}.</p>\n</blockquote>\n<p>A lei{two} {number(1)}.</p>"
    assert second == f"De novo{number(2)} {three}."
    assert notes.sources == ("b", "a", "c")
    assert notes.number("c") == 3


def test_a_text_kept_in_memory_is_numbered_anew_on_each_page() -> None:
    later = Notes("n", "pt")
    later.number("other")

    assert (line("A [@a]"), render_line("A [@a]", later)) == (f"A{note(1)}", f"A{note(2)}")


def test_a_citation_within_a_link_follows_it() -> None:
    assert line("[a [@c] b](https://x.pt) [@d]") == f"{outward('https://x.pt', 'a b')}{note(1)} {note(2)}"


def test_a_citation_before_a_colon_or_after_an_exclamation_mark_is_a_citation() -> None:
    assert line("Pare![@a]: diz [@b]:") == f"Pare!{note(1)}: diz{note(2)}:"
    assert prose("[@a]: diz que não") == f"<p>{note(1)}: diz que não</p>"


def test_escaped_citations_and_those_in_code_are_text() -> None:
    assert line(r"\[@a] `[@b]`") == "[@a] <code>[@b]</code>"
    assert citations_in(r"\[@a] `[@b]`") == ()


def test_citations_and_terms_are_listed_in_the_order_of_first_appearance() -> None:
    text = "> [@c] [x](glossary:z)\n\n[@a] [@c] [x](glossary:y) [x](glossary:z)\n\n- [@b]"

    assert citations_in(text) == ("c", "a", "b")
    assert glossary_links_in(text) == ("z", "y")
    assert (citations_in("nada"), glossary_links_in("[a](https://b.pt)")) == ((), ())


@pytest.mark.parametrize(
    "forged",
    ["\ue0000\ue001", "&#xE000;0&#xE001;", "&#57344;7&#57345;", "&#xe000 0&#xe001 ", "&amp;#xE000;0&amp;#xE001;"],
)
def test_an_author_cannot_write_the_place_of_a_citation(forged: str) -> None:
    notes = Notes("n", "pt")

    assert "<sup>" not in render_prose(forged, notes)
    assert notes.sources == ()


# Words


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("A lei [**exige**](glossary:x) isto [@a].", "A lei exige isto.", 4),
        ("2018. Um ano", "2018. Um ano", 3),
        ("### Título\n\n- um\n- dois\n\na|b\n-|-\n1|2", "Título um dois a b 1 2", 7),
        ("É «assim» — disse-se 3 < 4", "É «assim» — disse-se 3 < 4", 5),
        ("di**ssem**os &amp; <b>", "dissemos & <b>", 2),
        ("![x](https://y.pt/z.png)", "", 0),
        ("", "", 0),
    ],
)
def test_plain_words_are_those_that_a_reader_reads(text: str, words: str, count: int) -> None:
    assert (plain(text), count_words(text)) == (words, count)


# What is told


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("# Título", [(HEADING, {})]),
        ("texto\n\n> ## Título", [(HEADING, {})]),
        ("a <b>c</b>", [(HTML, {"given": "<b>"}), (HTML, {"given": "</b>"})]),
        ("<!-- nota -->", [(HTML, {"given": "<!-- nota -->"})]),
        ('<img src="x" onerror="y">', [(HTML, {"given": '<img src="x" onerror="y">'})]),
        ("`<b>` e \\<b>", []),
        ("![a](https://x.pt/y.png)", [(IMAGE, {"given": "![a](https://x.pt/y.png)"})]),
        ("[a](javascript:alert(1))", [(LINK, {"given": "[a](javascript:alert(1))"})]),
        ("[a](http://x.pt)", [(LINK, {"given": "[a](http://x.pt)"})]),
        ("<http://x.pt>", [(LINK, {"given": "<http://x.pt>"})]),
        ("[a](/people)", [(LINK, {"given": "[a](/people)"})]),
        ("[a](//x.pt)", [(LINK, {"given": "[a](//x.pt)"})]),
        ("[a](https://u:p@x.pt)", [(LINK, {"given": "[a](https://u:p@x.pt)"})]),
        ("[a](https://жук.com)", [(LINK, {"given": "[a](https://жук.com)"})]),
        ("pаgar", [(LOOK_ALIKE, {"character": "U+0430 CYRILLIC SMALL LETTER A", "code": "430"})]),
        ("p&#x430;gar, Жук Ноябрь, art.º 2, 5 µg, Δt", []),
        ("[a](mailto:a@b.pt?bcc=c@d.pt)", [(LINK, {"given": "[a](mailto:a@b.pt?bcc=c@d.pt)"})]),
        ("[a](glossary:Termo)", [(LINK, {"given": "[a](glossary:Termo)"})]),
        ('[a](https://x.pt "título")', [(LINK_FORM, {})]),
        ("[](https://x.pt)", [(LINK_FORM, {})]),
        ("[@CPP 250]", [(CITATION_FORM, {"given": "[@CPP 250]"})]),
        ("[@a, p. 3] [@] [@a", [(CITATION_FORM, {"given": given}) for given in ("[@a, p. 3]", "[@]", "[@a")]),
        ("a\u202eb", [(INVISIBLE, {"character": "U+202E RIGHT-TO-LEFT OVERRIDE"})]),
        ("a&#x202e;b", [(INVISIBLE, {"character": "U+202E RIGHT-TO-LEFT OVERRIDE"})]),
        ("a&ZeroWidthSpace;b", [(INVISIBLE, {"character": "U+200B ZERO WIDTH SPACE"})]),
        ("می&zwnj;خواهم &shy;", []),
        (">" * 10_000, [(TOO_MUCH, {"most": "20000"})]),
        ("a" * (LONGEST_TEXT + 1), [(TOO_MUCH, {"most": "20000"})]),
        (f"{'[' * 70}@{'x' * 70}", [(CITATION_FORM, {"given": f"[@{'x' * 57}…"})]),
    ],
)
def test_what_would_not_be_shown_as_meant_is_told(text: str, problems: list[tuple[str, dict[str, str]]]) -> None:
    assert problems_in(text) == problems


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# a\n\n## b", "<h3>a</h3>\n<h3>b</h3>"),
        ("a <b>c</b>", "<p>a &lt;b&gt;c&lt;/b&gt;</p>"),
        ("<div>\n*a*\n</div>", "<p>&lt;div&gt;\n<em>a</em>\n&lt;/div&gt;</p>"),
        ("a ![b](https://c.pt/d.png) e", "<p>a  e</p>"),
        ("[a *b*](javascript:c)", "<p>a <em>b</em></p>"),
        ("a\u202eb\u200b", "<p>ab</p>"),
        ("&#x20&#x202e;2e;", "<p>&amp;#x20 2e;</p>"),
        ("> " * 7 + "a\n\nb <c>", f"<p>{'&gt; ' * 7}a</p>\n<p>b &lt;c&gt;</p>"),
    ],
)
def test_what_is_told_is_shown_harmlessly_all_the_same(text: str, html: str) -> None:
    assert prose(text) == html


# Hostile texts

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<base href=https://evil.example><meta http-equiv=refresh content=0>",
    '<form action="https://evil.example"><input name=a id=b></form>',
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<style>@import 'https://evil.example'</style>",
    "<p style='background:url(https://evil.example)' id=x class=y>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](\u2028javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example)",
    "[x](\\\\evil.example)",
    '[x](https://a.pt"onmouseover="alert(1))',
    "[x](https://a.pt'onmouseover='alert(1))",
    "[x](https://a.pt`onmouseover=alert(1))",
    "[x](glossary:a/../../../sign-out)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    '![x](x "onerror=alert(1)")',
    "[![x](javascript:alert(1))](javascript:alert(2))",
    "[x [y](javascript:alert(1))](https://a.pt)",
    "{: onclick=alert(1) }\n# x {#clobber onclick=alert(1)}",
    "```\n</code><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "a|b\n-|-\n<script>alert(1)</script>|<img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<<script>script>alert(1)<</script>/script>",
    "\x02klzzwxh:0000\x03 \x02amp\x03",
    "*[HTML]: x\n\n[^1]\n\n[^1]: x",
)
ATTRIBUTES = {
    "a": {"href", "class", "rel", "aria-label", "id"},
    "ol": {"start"},
    "th": {"scope"},
    "table": {"class"},
    "caption": {"class"},
}
ATTRIBUTES |= {"div": {"class", "tabindex", "role", "aria-label"}}
SIGN = [{"aria-hidden": "true"}, {"class": "govuk-visually-hidden"}]
"""The spans of a link that leaves the site: the renderer's own, and no others."""
ELEMENTS = {"p", "em", "strong", "code", "br", "a", "sup", "hr", "h3", "h4", "blockquote"}
ELEMENTS |= {"ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"}
ELEMENTS |= {"div", "caption"}  # around a table: the renderer's own


def elements_of(html: str) -> Iterator[tuple[str, Element]]:
    _, _, *elements = read_in_body(html).iter()  # the body itself, and what it stands in
    return ((str(element.tag), element) for element in elements)


def assert_harmless(html: str) -> None:
    for tag, element in elements_of(html):
        if tag == "span":
            assert element.attrib in SIGN
            continue
        assert tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES.get(tag, set())
        if tag == "a":
            assert element.attrib["href"].startswith(("https://", "mailto:", "/library/glossary/", "#n"))
            assert element.attrib.get("class", "app-link") == "app-link"
            assert re.fullmatch(r"n[0-9]+-cited", element.attrib.get("id", "n1-cited"))


@pytest.mark.parametrize(
    ("heads", "name"),
    [
        ("a [@x]|*b* c", "a, b c"),
        ('a" onclick="x|<b>', "a&quot; onclick=&quot;x, &lt;b&gt;"),
    ],
)
def test_a_table_is_named_by_the_words_of_its_columns(heads: str, name: str) -> None:
    html = prose(f"{heads}\n-|-\n1|2")

    assert html.startswith(f'<div class="app-table-wrap" tabindex="0" role="group" aria-label="{name}">')
    assert f'<caption class="govuk-visually-hidden">{name}</caption>' in html


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_leaves_nothing_active_on_the_page(text: str) -> None:
    for html in (prose(text), line(text), prose(f"- {text}\n\n> **{text}** [@a]")):
        assert_harmless(html)
        assert "\x02" not in html


REPEATED = [
    *"*_`&<#|{> \n",
    "> ",
    "[",
    "[]",
    "[](",
    "[a](",
    "![",
    "![a](",
    "*a",
    "**a ",
    "*a**b",
    "_a ",
    "\\`",
    "<a ",
    "<!--",
]
REPEATED += [
    "- ",
    "1. ",
    "> - ",
    ": ",
    "a\n: b\n",
    "a\n:   b\n",
    "# \n",
    "a|",
    "`|`\n",
    "{a}",
    "[@",
    "[@a]",
    "  \n",
    "<a:",
    "<?",
]
REPEATED += ["- a\n\n    b\n\n", "<![CDATA[", "&#x202e;", "\u202e", "*[a](https://x.pt)", "1.\ta\n", "***a** b* "]


@pytest.mark.parametrize("piece", REPEATED)
def test_however_often_it_is_repeated_it_is_answered(piece: str) -> None:
    text = (piece * 100_000)[:LONGEST_TEXT]

    assert_harmless(prose(text))
    assert_harmless(line(text))
    assert len(plain(text)) <= 2 * LONGEST_TEXT
    assert problems_in(text) == problems_in(text)


def test_a_table_of_a_million_cells_is_shown_as_typed() -> None:
    table = "a|" * 60 + "\n" + "-|" * 60 + "\n" + "a|\n" * 6_000

    assert problems_in(table) == [(TOO_MUCH, {"most": "20000"})]
    assert prose(table).startswith("<p>a|a|a|")


def test_a_text_is_converted_alike_in_many_threads() -> None:
    texts = [f"**{n}** [@s{n}] [x](glossary:t{n})" for n in range(200)]
    expected = [prose(text) for text in texts]
    found: list[list[str]] = []

    def convert() -> None:
        found.append([prose(f"\n{text}\n\n") for text in texts])

    threads = [threading.Thread(target=convert) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [expected] * 8


# Properties

pieces = [
    *"a b\n*_`[]()<>&#|{}\\!-:.@\"'é\u202e\ue000\x02\x03\x00\ud800",
    "[@a]",
    "[@b-c]",
    "](https://x.pt)",
    "](glossary:t)",
]
pieces += [
    "](javascript:x)",
    "![",
    "<b>",
    "&amp;",
    "&#58;",
    "&#xE000;",
    "1. ",
    "- ",
    "> ",
    "    ",
    "\n\n",
    "a|b\n-|-\n",
    "\n: ",
    "---\n",
]
markdown_like = st.lists(st.sampled_from(pieces), max_size=40).map("".join) | st.text(max_size=80)


@settings(max_examples=600, deadline=None)
@given(markdown_like)
def test_no_text_makes_a_page_fail_or_active(text: str) -> None:
    notes = Notes("n", "pt")

    for html in (render_prose(text, notes), render_line(text, notes)):
        assert_harmless(html)
        assert not REFUSED.search(html)
    assert set(notes.sources) >= set(citations_in(text))
    assert "\n" not in plain(text)
    assert count_words(text) <= len(text)
    assert all("%(" not in message % values for message, values in problems_in(text))


@settings(max_examples=600, deadline=None)
@given(markdown_like)
def test_the_sources_found_are_those_that_the_page_numbers(text: str) -> None:
    notes = Notes("n", "pt")
    linked = render_prose(text, notes).count('href="/library/glossary/')

    assert notes.sources == citations_in(text)
    assert bool(linked) == bool(glossary_links_in(text))


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Sim [@a] e [@b-c], e outra vez [@a].", ("a", "b-c")),
        ("`[@a]` não, [@b] sim", ("b",)),
        ("\\[@a] não, [@b] sim", ("b",)),
        ("[@a](https://x.pt)", ("a",)),
        ("> " * 9 + "[@a]", ()),
        ("[@a][@b] [ @c]", ("a", "b")),
    ],
)
def test_a_citation_is_found_where_it_is_one(text: str, cited: tuple[str, ...]) -> None:
    assert citations_in(text) == cited


@settings(max_examples=300, deadline=None)
@given(st.lists(st.from_regex(r"[a-zà-öø-ú0-9]{1,8}", fullmatch=True), min_size=1, max_size=12))
def test_a_text_of_words_alone_stays_itself(words: list[str]) -> None:
    text = " ".join(words)

    assert (prose(text), line(text), plain(text)) == (f"<p>{text}</p>", text, text)
    assert count_words(text) == len(words)
    assert problems_in(text) == []
