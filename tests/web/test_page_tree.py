import pytest
from page_lint import parse
from page_tree import is_same, read_quickly
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


def test_a_page_is_read_as_a_browser_reads_it() -> None:
    assert is_same(read_quickly(ODD), parse(ODD).root)


@pytest.mark.parametrize("html", ["<html><p>a</div></html>", "<html><p a='>", "<html><p>1 < 2</p></html>"])
def test_a_page_that_is_not_written_as_ours_are_is_not_read(html: str) -> None:
    with pytest.raises(ValueError, match=r"ends as|no page of ours"):
        read_quickly(html)


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
    one, changed = (read_quickly(f"<html><body>{body}</body></html>") for body in ("<p>a</p><i>b</i>", other))

    assert (is_same(one, one), is_same(one, changed)) == (True, False)


def test_pages_of_the_course_are_read_so(site: Site) -> None:
    """Else every page of a test is read twice, and slowly."""
    site.add_person(site.add_organisation(), "o@prova.pt")
    officer = site.visitor("o@prova.pt")
    pages = [officer.get(path).html for path in ("/", "/account", "/record", "/help", "/library", "/modules/none")]

    assert [is_same(read_quickly(html), parse(html).root) for html in pages] == [True] * len(pages)
