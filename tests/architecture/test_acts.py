"""Every act asks for its permission before anything else, and is noted where the matrix says so."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from course.acts.policy import permissions
from course.base.config import ROOT

ACTS: Final = ROOT / "course" / "acts"
PARTS_OF_ACTS: Final = {
    ("audit", "log"),  # what notes
    ("cohort", "cohort_for"),  # what an attempt is stamped with
    ("voids", "voided_in"),  # what is void by now, for acts and pages that mark or ask
    ("voids", "voids_today"),
    ("voids", "quiz_as_asked"),
    ("voids", "askable_today"),
    ("rescore", "correct_attempts"),  # what follows from a voiding that is confirmed
    ("complete", "complete_if_done"),  # what follows from the last step of a module
    ("refresh", "note_what_comes_back"),  # what follows from a hand-in
    ("session_scope", "lock_own_session"),  # the session that is changed
    ("session_scope", "lock_to_free"),
    ("apologise", "demand_no_seat"),  # what a change after an apology asks too
    ("tell_seated", "tell"),
    ("tell_seated", "tell_seated"),  # the mail that a change gives reason for
    ("tell_authors", "tell_authors"),  # the mail that a signature, a comment, a publication give reason for
    ("tell_authors", "tell_trainers"),
    ("lead_session", "find_trainer"),
    ("lead_session", "is_demonstration"),
    ("give_seats", "organisations_to_invite"),  # what the form of the act offers
    ("plan_session", "next_code"),
    ("plan_session", "add_planned"),  # one session, of the form or of a series
    ("plan_session", "find_leader"),
    ("plan_series", "check_series"),  # what the preview of the act shows
    ("swap_modules", "modules_to_offer"),
    ("charge", "charges_of"),  # over what a supervisor acts, and what their pages show
    ("charge", "unit_in_charge"),
    ("charge", "charge_over"),
    ("charge", "under_delegation"),
    ("delegate", "own_unit"),
    ("note_done_on_paper", "session_led"),  # where it is recorded, and what its form offers
    ("note_done_on_paper", "workers_of_unit"),
    ("note_done_on_paper", "workers_seated"),
    ("note_done_on_paper", "modules_of_audience"),
    ("note_done_on_paper", "modules_of_track"),
    ("draft_files", "get_own_draft"),  # the draft that is written in, and what the pages of it show
    ("save_draft", "is_time_to_keep"),
    ("text_under_review", "get_text"),  # the text that is signed or published, and what its pages show
    ("text_under_review", "rows_of"),
    ("text_under_review", "clearance"),
    ("text_under_review", "authors_of"),
    ("import_people", "preview_import"),  # what the preview of the act shows
    ("decide_by_two", "propose"),  # what one administrator does not do alone
    ("keep_units", "look_at_move"),  # what the preview of the act shows
    ("leave", "close_accounts"),  # what follows when one person leaves, or many
    ("leave", "demand_no_supervising_trainer"),
    ("publish", "find_hindrance"),  # why the form of the act does not stand on its page
}
"""Functions that are given a desk by an act that has asked already, or by the page of its form."""


@dataclass(frozen=True)
class Act:
    """A public function that is given a desk: its module, its name, and its code."""

    path: Path
    function: ast.FunctionDef

    @property
    def name(self) -> tuple[str, str]:
        return self.path.stem, self.function.name

    @property
    def permission(self) -> str | None:
        """What its first statement demands."""
        first = next((node for node in self.function.body if not _is_docstring(node)), None)
        if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Call):
            return None
        call = first.value
        if not isinstance(call.func, ast.Name) or call.func.id != "demand" or len(call.args) != 2:
            return None
        return str(call.args[1].value) if isinstance(call.args[1], ast.Constant) else None

    def calls(self) -> set[str]:
        """The names it calls, in its own body and in the functions of its module that it calls."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        own = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        found: set[str] = set()
        ahead = [self.function.name]
        while ahead:
            called = _called_in(own[ahead.pop()]) - found
            found |= called
            ahead += [name for name in called if name in own]
        return found


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _called_in(function: ast.FunctionDef) -> set[str]:
    return {
        node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def _acts() -> Iterator[Act]:
    for path in sorted(ACTS.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.args.args:
                note = node.args.args[0].annotation
                if isinstance(note, ast.Name) and note.id == "Desk":
                    yield Act(path, node)


ALL: Final = [act for act in _acts() if act.name not in PARTS_OF_ACTS]


def test_there_are_acts_and_the_parts_of_acts_are_all_there() -> None:
    assert {act.name for act in _acts()} > PARTS_OF_ACTS
    assert len(ALL) >= 9


@pytest.mark.parametrize("act", ALL, ids=lambda act: ".".join(act.name))
def test_an_act_first_demands_a_permission_of_the_matrix(act: Act) -> None:
    assert act.permission in permissions()


@pytest.mark.parametrize("act", ALL, ids=lambda act: ".".join(act.name))
def test_an_act_is_noted_exactly_where_the_matrix_says_so(act: Act) -> None:
    assert act.permission is not None

    assert ("log" in act.calls()) == permissions()[act.permission].is_logged


def test_what_the_matrix_calls_an_act_is_demanded_by_one_and_what_it_calls_later_or_never_by_none() -> None:
    demanded = {act.permission for act in ALL}

    wanting = {name for name, row in permissions().items() if row.built == "act" and name not in demanded}
    early = {name for name in demanded if name and permissions()[name].built in {"later", "never"}}
    assert (wanting, early) == (set(), set())
