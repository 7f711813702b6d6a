import pytest
from page_mistakes import as_written, is_same, mistakes
from page_tree import in_page, read
from site_of_tests import Site

ODD = """<!DOCTYPE html>
<html lang="pt-PT">
<!-- before the head -->
<head><meta charset="utf-8"><title>A &amp; B</title>
<script type="application/json">{"a": "<b> &amp; </b>"}</script></head>
<body class="a" hidden>
<table><caption>T</caption><thead><tr><th>1</th></tr></thead><tr><td>2</td></tr><tr><td>3</td></tr></table>
<table><tbody><tr><td>4</td></tr></tbody></table> after it
<textarea name="t">
first line &lt;b&gt;</textarea><pre>

second line</pre>
<svg viewBox="0 0 1 1" focusable="false"><path d="M0 0"/><title>x</title></svg>
<input value='"quoted" > not' checked><br>&nbsp;&#39;&hellip;<p>one<!-- in it -->two</p>
</body>
</html>
"""


def test_a_page_in_which_a_browser_mends_nothing_is_read_as_it_is_written() -> None:
    assert is_same(as_written(ODD), read(ODD))
    assert list(mistakes(ODD, read(ODD))) == []


@pytest.mark.parametrize(
    ("html", "mistake"),
    [
        ("<p>a</div>", "1:49: <p> ends as div"),
        ("<p a='>", "1:72: eof-in-tag"),
        ("<p>1 < 2</p>", "1:51: invalid-first-character-of-tag-name"),
        ("<p>a</p></p>", "1:53: <div> ends as p"),
        ("<p>a<p>b", "1:53: <p> ends as div"),
        ('<a href="/?a=1&b=2">x</a>', "1:45: a bare &"),
        ("<p>a &amp b</p>", "1:54: missing-semicolon-after-character-reference"),
        ('<p id="a" id="a">b</p>', "1:57: duplicate-attribute"),
        ("<div/>", "1:45: non-void-html-element-start-tag-with-trailing-solidus"),
        ("<p>a<ul><li>b</li></ul></p>", "what stands in <div> is not read as it is written"),
        ('<a href="/a">a<a href="/b">b</a></a>', "what stands in <div> is not read as it is written"),
        ("<form><form></form></form>", "what stands in <form> is not read as it is written"),
        ("<table><tr><th>a</th></tr>b</table>", "what stands in <div> is not read as it is written"),
        ("<table><tr><th>a</th></tr><div></div></table>", "what stands in <div> is not read as it is written"),
        ('<table><tr><th>a</th></tr><input type="hidden"></table>', "<tbody> has an <input>"),
        ("<h2>a<h3>b</h3></h2>", "what stands in <div> is not read as it is written"),
        ("<svg><p>a</p></svg>", "what stands in <div> is not read as it is written"),
        ("<image></image>", "what stands in <img> is not read as it is written"),
        ("</br>", "1:45: <div> ends as br"),
        ("<p>a\x00b</p>", "1:49: unexpected-null-character"),
    ],
)
def test_what_a_browser_has_to_mend_is_told(html: str, mistake: str) -> None:
    page = in_page(html)

    assert list(mistakes(page, read(page))) == [mistake]


def test_a_page_without_a_doctype_or_an_end_is_told_so() -> None:
    bare, open_ = "<html><head></head><body></body></html>", "<!DOCTYPE html><html><head></head><body><main></body>"

    assert list(mistakes(bare, read(bare))) == ["no doctype"]
    assert list(mistakes(open_, read(open_))) == ["<main> has no end"]


@pytest.mark.parametrize(
    "other",
    [
        "<p>a</p><p>b</p>",
        "<p>a</p>",
        "<p>a</p><i>b</i>c",
        "<p>a</p>c<i>b</i>",
        "<p>a<i>b</i></p>",
        "<p x>a</p><i>b</i>",
    ],
)
def test_trees_differ_by_a_name_a_place_a_word_or_an_attribute(other: str) -> None:
    one, changed = (as_written(f"<html><body>{body}</body></html>") for body in ("<p>a</p><i>b</i>", other))

    assert (is_same(one, one), is_same(one, changed)) == (True, False)


def test_in_pages_of_the_course_a_browser_mends_nothing(site: Site) -> None:
    site.add_person(site.add_organisation(), "o@prova.pt")
    officer = site.visitor("o@prova.pt")
    pages = [officer.get(path).html for path in ("/", "/account", "/record", "/help", "/library", "/modules/none")]

    assert [list(mistakes(html, read(html))) for html in pages] == [[]] * len(pages)
