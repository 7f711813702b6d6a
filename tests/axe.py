"""What axe finds on a page: the rules of WCAG 2.0 to 2.2, A and AA, and its best practices."""

from typing import TYPE_CHECKING, Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

if TYPE_CHECKING:
    from live import Window

RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS: Final[dict[str, Any]] = {
    "runOnly": {"type": "tag", "values": RULES},
    "resultTypes": ["violations"],  # else it describes every element that is in order, which takes as long again
    "preload": False,  # none of these rules reads style sheets
}
EVERYWHERE: Final = {"color-contrast": "*", "link-in-text-block": "a[href], [role=link]"}
"""The rules that take most of the time, since they look at what lies behind each line of text, and around each link."""
OF_EACH_KIND: Final = {
    "color-contrast": "[data-kind], [data-kind] *",
    "link-in-text-block": ":is(a[href], [role=link]):is([data-kind], [data-kind] *)",
}
_SCRIPT: Final[str] = Axe().axe_script
_HELD_READY: Final = f"window.beginAxe = () => {{ {_SCRIPT} }};"
_RUN: Final = """async ([options, places]) => {
    axe.configure({ rules: Object.entries(places).map(([id, selector]) => ({ id, selector })) });
    const { violations } = await axe.run(options);
    return violations.flatMap(rule => rule.nodes.map(node => `${rule.id} at ${node.target}: ${node.failureSummary}`));
}"""
_MARK: Final = """() => {
    for (const element of document.querySelectorAll("[data-kind]")) element.removeAttribute("data-kind");
    const kinds = new Map();
    for (const element of document.querySelectorAll("body *")) {
        if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
        const kind = [];
        for (let above = element; above !== document.body; above = above.parentElement) {
            const states = [...above.attributes].map(({ name }) => name).filter(name => name !== "id").sort();
            kind.push(`${above.localName}.${above.className} ${states}`);
        }
        kinds.set(kind.join("/"), element);
    }
    [...kinds.values()].forEach((element, number) => element.setAttribute("data-kind", number));
}"""
"""Marks one element with text of each kind: its tag, classes and attributes, and those of all that it lies in. Without
inline style these decide on its colours."""


def come_along(window: "Window") -> None:
    """Have axe ready on each page that the window opens from now on: the browser reads it once, and begins it on those
    pages alone that are looked at."""
    window.context.add_init_script(script=_HELD_READY)


def violations(page: Page) -> list[str]:
    """A line an element that breaks a rule: rule, where, and what to do. The policy of content must let scripts in."""
    return _run(page, EVERYWHERE)


def violations_by_kind(page: Page) -> list[str]:
    """The same, but how text stands out from what is behind it, and links from the text around them, is looked at in
    one of those elements that differ in words alone, and in what lies in it."""
    page.evaluate(_MARK)
    return _run(page, OF_EACH_KIND)


def _run(page: Page, places: dict[str, str]) -> list[str]:
    if not page.evaluate("window.beginAxe?.(), 'axe' in window"):
        page.evaluate(_SCRIPT)
    found: list[str] = page.evaluate(_RUN, [OPTIONS, places])
    return found
