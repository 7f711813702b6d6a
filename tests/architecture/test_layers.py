"""Imports go one way; the contracts stand in pyproject.toml."""

import ast
import subprocess
import sys
from pathlib import Path

from course.base.config import ROOT

COURSE = ROOT / "course"


def test_every_layer_contract_is_kept() -> None:
    """In a process of its own: it changes the logging of the one it runs in."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "6 kept, 0 broken" in done.stdout


def callers_of(name: str) -> set[str]:
    """The modules that call a function of that name."""
    return {
        str(path.relative_to(ROOT))
        for path in COURSE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    }


def test_a_learner_key_is_made_only_for_the_actor() -> None:
    assert callers_of("learner_key") == {"course/acts/actor.py"}


def test_an_actor_is_made_only_of_a_sign_in() -> None:
    assert callers_of("actor_of") == {"course/web/identity.py", "course/demonstration/making.py"}


def test_no_template_holds_a_script_a_style_or_an_unescaped_value() -> None:
    """But for the style of the file that is kept and opened from a disk, where there is nothing beside it."""
    faults = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path in COURSE.rglob("templates/**/*.html")
        for mark in ("|safe", " style=", "<style", "javascript:", "data:", "onclick", "<script>")
        if mark in _without_comments(path)
    ]

    assert faults == ["course/learn/templates/library/copy.html: <style"]


def _without_comments(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    while "{#" in text:
        before, _, rest = text.partition("{#")
        text = before + rest.partition("#}")[2]
    return text
