"""Each event of the log is brought about by a test, which is held to it; and no entry says more than it may.

`noted.toml` names for each event a test that does what it tells of. Whatever that test has noted is looked at as it is
written: its detail has words of this list alone, and none of what was typed as a password.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from passwords import PASSWORD
from sqlalchemy import event

from course.storage.models import AuditEntry

FILE: Final = Path(__file__).with_suffix(".toml")
EVENTS: Final[dict[str, list[str]]] = {
    test: told["events"].split() for test, told in tomllib.loads(FILE.read_text(encoding="utf-8")).items()
}
"""Test -> what it brings about."""
_DETAILS = """
act after before body by case changed channel code codes_left count day days decision delegation document ended
factor_taken form format hour kind last_on leaving left lines method module n name new of officers outcome part people
position program question quiz refused report role round route rows rule scene scopes seats seats_taken setting shelf
text through to track trainer unit units visible_from what year
"""
DETAILS: Final = frozenset(_DETAILS.split())
"""What an entry may tell beside who did what to whom: kinds, numbers, days, codes and names of the course's texts."""


@pytest.fixture(autouse=True)
def noted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold a test that is named in the list to what it says there."""
    wanted = EVENTS.get(request.node.nodeid.partition("[")[0])
    if wanted is None:
        yield
        return
    seen: list[tuple[str, dict[str, Any]]] = []

    def note(_mapper: Any, _connection: Any, entry: AuditEntry) -> None:
        seen.append((entry.event, dict(entry.detail)))

    event.listen(AuditEntry, "after_insert", note)
    try:
        yield
    finally:
        event.remove(AuditEntry, "after_insert", note)
    assert set(wanted) - {told for told, _ in seen} == set()
    assert {name for _, detail in seen for name in detail} - DETAILS == set()
    assert [told for told, detail in seen if PASSWORD in str(detail)] == []
