import itertools
from typing import Final
from xml.etree.ElementTree import Element

import pytest
from attacks import ATTACKS
from page_tree import in_page, read, read_in_body
from playwright.sync_api import Browser

BUILT: Final = """pages => pages.map(page => {
    const root = new DOMParser().parseFromString(page, "text/html").documentElement;
    const all = inside => [...inside.querySelectorAll("*")].flatMap(one =>
        [one, ...(one.localName === "template" ? all(one.content) : [])]);
    return [root, ...all(root)].map(one =>
        [one.localName, [...one.attributes].map(({ localName, value }) => `${localName}=${value}`)]);
})"""
"""Of each page the elements in order: their names, and their attributes."""


def told(root: Element) -> list[list[object]]:
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    return [[element.tag, [f"{name}={value}" for name, value in element.attrib.items()]] for element in elements]


def test_a_browser_s_tree_has_the_names_and_attributes_of_svg_without_a_namespace() -> None:
    body = read_in_body('<svg viewbox="0 0 1 1"><use xlink:href="#a"/></svg><math><mi>x</mi></math>')

    assert [element.tag for element in body.iter()] == ["body", "div", "svg", "use", "math", "mi"]
    assert [element.attrib for element in body.iter("svg")] == [{"viewBox": "0 0 1 1"}]
    assert [element.attrib for element in body.iter("use")] == [{"href": "#a"}]


def test_what_stands_before_a_page_hides_nothing_of_it() -> None:
    html = "<!--> <img src=x> --><!-- --!><p>a</p> -->"

    assert [name for name, _ in told(read(html))] == ["html", "head", "body", "img", "p"]


@pytest.mark.browser
def test_chromium_builds_the_same_tree_of_every_attack(chromium: Browser) -> None:
    texts = [*ATTACKS, *(f"{one} {other}" for one, other in itertools.pairwise(ATTACKS))]
    pages = [page for text in texts for page in (text, in_page(text))]
    window = chromium.new_page()
    built = window.evaluate(BUILT, pages)
    window.close()

    assert [page for page, tree in zip(pages, built, strict=True) if told(read(page)) != tree] == []
