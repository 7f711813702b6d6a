"""docs/api.md: the programming interface, made of the declarations that serve it."""

from typing import Any, Final

from course.acts.keep_client import LIVES, SCOPES
from course.acts.throttle import RULES
from course.api.description import describe
from course.api.interface import interface
from course.api.shapes import COLUMNS, MOST
from course.storage.models import ApiScope

_MAY: Final[dict[ApiScope, str]] = {
    "completions:read": "who completed which module, on which day",
    "people:read": "names, e-mail addresses, languages, units",
    "people:write": "add people, change name, e-mail, language, unit",
    "units:read": "the tree of units",
    "units:write": "add units, change name and kind",
}
_OPENING: Final = """# The programming interface

Made of the declarations that serve it (`make docs`); the same make `/api/v1/openapi.json`, an OpenAPI 3.1 document.
Why it is so: [decision 0046](decisions/0046-programs-speak-for-an-organisation.md).

## The token

An administrator makes it under *Programs*, ticks what it may do and chooses how long it is valid ({lives} days). It is
shown once; the course keeps a digest of it. A program sends it with each request: `Authorization: Bearer tc_...`. It
reaches the people and units of that administrator's organisation; what is another's is answered like what is not there.
"""
_RULES: Final = """
## Rules of all requests

- **Lists** come {most} rows at most a page (`limit`), by a fixed order. `next`, and the header `Link`, lead to the page
  after; without it the list is over. What comes or goes meanwhile makes no row appear twice and none go missing.
- **Writes** need `Idempotency-Key`: another for each write, the same to send one again. Sent again within 24 hours, a
  write is answered as the first time and not done again; another write under its key is refused (422); while the first
  is being done the second is told to wait (409). A write that was refused lets its key go.
- **Versions**: what is read alone has an `ETag`. Sent back in `If-Match`, it has a row that was changed since refused
  (412). Without it the write holds whatever was there: right for a nightly run of the system whose word counts.
- **A person** is known by the service number. A new one is a learner without a password, who is given a one-time code
  as everybody. No role is given or taken here, nobody leaves or comes back, and the e-mail address of somebody with
  more than the learner's role is changed on the page alone. People without a service number are not in the interface.
- **A unit** is known by its id, 32 hexadecimal digits, which a program chooses for a new one. None is moved or closed.
- **CSV** (`/completions?format=csv`): UTF-8 with its mark, `;`, and no field that a spreadsheet takes for a formula.
  `columns` names some of `{columns}`, in any order.
- **What went wrong** is `application/problem+json`: `detail` says what to do (in Portuguese or English, by
  `Accept-Language`), `errors` names the fields.
- **How often**: {often} requests in five minutes for a program; after that 429, and `Retry-After` in seconds.
- No cookie is read or set, and no header opens it to pages of other sites.

## What is noted

Each request of a program is in the audit log: which token, what, how many rows. People see under *What is kept about
me* each look at or change of their own row and, once a day and program, that lists were read in which they stand.
Never given, by any token: answers, scores, attempts, hours, what somebody only began, objections, surveys.
"""


def api_page() -> str:
    """The whole page."""
    often = next(rule.most for rule in RULES if rule.action == "api")
    lives = ", ".join(map(str, LIVES[:-1])) + f" or {LIVES[-1]}"
    described = describe(interface)
    parts = [
        _OPENING.format(lives=lives),
        _table(["Scope", "What it opens"], [[f"`{scope}`", _MAY[scope]] for scope in SCOPES]),
        "\n## Addresses\n",
        _table(["", "Scope", "What it is", "In the query"], _rows(described)),
        _RULES.format(most=MOST, columns=", ".join(COLUMNS), often=f"{often:,}"),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _rows(described: dict[str, Any]) -> list[list[str]]:
    base = described["servers"][0]["url"]
    return [
        [
            f"`{method.upper()} {base}{path}`",
            operation["description"].removeprefix("Scope: ").removesuffix("."),
            operation["summary"],
            " ".join(f"`{one['name']}`" for one in operation.get("parameters", []) if one["in"] == "query"),
        ]
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
