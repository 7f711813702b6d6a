"""What axe finds on a page: the rules of WCAG 2.0 to 2.2, A and AA, and its best practices."""

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
CONTRAST: Final = ("color-contrast", "link-in-text-block")
"""The rules that take most of the time, since they look at what lies behind each line of text, and around each link."""
OPTIONS: Final[dict[str, Any]] = {
    "runOnly": {"type": "tag", "values": RULES},
    "resultTypes": ["violations"],  # else it describes every element that is in order, which takes as long again
    "preload": False,  # none of these rules reads style sheets
}
ALL_BUT_CONTRAST: Final = OPTIONS | {"rules": {rule: {"enabled": False} for rule in CONTRAST}}
ONLY_CONTRAST: Final = OPTIONS | {"runOnly": {"type": "rule", "values": CONTRAST}}
_SCRIPT: Final[str] = Axe().axe_script
_RUN: Final = """async ([options, context]) => {
    const { violations } = await axe.run(context ?? document, options);
    return violations.flatMap(rule => rule.nodes.map(node => `${rule.id} at ${node.target}: ${node.failureSummary}`));
}"""
_OF_EACH_KIND: Final = """() => {
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
    return [...kinds.values()].forEach((element, number) => element.setAttribute("data-kind", number)) ?? kinds.size;
}"""
"""Marks one element with text of each kind: its tag, classes and attributes, and those of all that it lies in. Without
inline style these decide on its colours."""


def violations(page: Page) -> list[str]:
    """A line an element that breaks a rule: rule, where, and what to do. The policy of content must let scripts in."""
    return _run(page, OPTIONS)


def violations_but_contrast(page: Page) -> list[str]:
    """The same, without how text stands out from what is behind it, and links from the text around them."""
    return _run(page, ALL_BUT_CONTRAST)


def contrast_by_kind(page: Page) -> list[str]:
    """Where text or a link hardly stands out; of elements that differ in words alone, one is seen."""
    return _run(page, ONLY_CONTRAST, {"include": ["[data-kind]"]}) if page.evaluate(_OF_EACH_KIND) else []


def _run(page: Page, options: dict[str, Any], context: dict[str, Any] | None = None) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)
    found: list[str] = page.evaluate(_RUN, [options, context])
    return found
