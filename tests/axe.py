"""What axe finds on a page: the rules of WCAG 2.0 to 2.2, A and AA, and its best practices."""

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS: Final[dict[str, Any]] = {
    "runOnly": {"type": "tag", "values": RULES},
    "resultTypes": ["violations"],  # else it describes every element that is in order, which takes as long again
    "preload": False,  # none of these rules reads style sheets
}
_SCRIPT: Final[str] = Axe().axe_script
_RUN: Final = """async options => {
    const { violations } = await axe.run(options);
    return violations.flatMap(rule => rule.nodes.map(node => `${rule.id} at ${node.target}: ${node.failureSummary}`));
}"""


def violations(page: Page) -> list[str]:
    """A line an element that breaks a rule: rule, where, and what to do. The policy of content must let scripts in."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)
    found: list[str] = page.evaluate(_RUN, OPTIONS)
    return found
