"""Purposes stay apart (safety.md, F9): nothing joins people with what they learned or said.

What is known about the code is read from its syntax: which models a module names, directly or through the package.
"""

import ast
import re
from pathlib import Path

from sqlalchemy import text

from course.base.config import ROOT
from course.storage.engine import Database
from course.storage.models import LEARNING, PEOPLE, VOICES

PEOPLE_NAMES = {model.__name__ for model in PEOPLE}
LEARNING_NAMES = {model.__name__ for model in (*LEARNING, *VOICES)}
COURSE = ROOT / "course"


def modules() -> dict[str, ast.Module]:
    """Every module of the course but the models themselves and the migrations, by its path."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(COURSE.rglob("*.py"))
        if not {"models", "migrations"} & set(path.parts)
    }


def names_in(tree: ast.AST) -> set[str]:
    """What it imports from the models, by the models' own names, and whatever attributes it reads."""
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("course.storage.models")
        for alias in node.names
    }
    through = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "models"
    }
    return imported | through


def imports_of(tree: ast.AST) -> set[str]:
    """The modules that it imports."""
    whole = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    parts = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return whole | parts | {name.rpartition(".")[0] for name in parts}


def test_no_module_names_tables_of_people_beside_tables_of_learning_or_voices() -> None:
    named = {name: names_in(tree) for name, tree in modules().items()}

    assert [name for name, found in named.items() if found & PEOPLE_NAMES and found & LEARNING_NAMES] == []


def test_the_walk_would_find_one() -> None:
    bad = ast.parse("from course.storage.models import Answer as A, Person\n")

    assert [names_in(bad) & names for names in (PEOPLE_NAMES, LEARNING_NAMES)] == [{"Person"}, {"Answer"}]


def test_what_is_kept_of_a_person_and_of_a_learner_meet_in_one_place_for_the_person_alone() -> None:
    meet = {
        name
        for name, tree in modules().items()
        if {f"course.storage.kept_of_{whom}" for whom in ("person", "learner", "author")} & imports_of(tree)
    }

    assert meet == {"course/acts/own_data.py"}


def test_nothing_is_read_there_but_by_the_actor_s_own_two_keys() -> None:
    tree = modules()["course/acts/own_data.py"]
    keys = [
        ast.unparse(node.args[1])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"read_of_person", "read_of_learner", "read_of_author", "read_looks", "read_own_acts"}
    ]

    assert sorted(keys) == ["desk.actor.learner", *["desk.actor.person_id"] * 4]


def test_no_statement_is_given_to_the_database_as_text_but_by_the_engine_the_migrations_and_the_grants() -> None:
    """So that a join cannot stand in a string, where the walk above does not see it."""
    speakers = {
        name
        for name, tree in modules().items()
        if "sqlalchemy.text" in imports_of(tree)
        or any(isinstance(node, ast.Attribute) and node.attr == "exec_driver_sql" for node in ast.walk(tree))
    }

    spoken = ("confinement", "engine", "forgetting", "grants", "migrate")
    assert speakers == {f"course/storage/{name}.py" for name in spoken}


def test_the_database_has_no_view_that_could_join_them(database: Database) -> None:
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'view'"
        if database.is_sqlite
        else "SELECT viewname FROM pg_views WHERE schemaname = 'public'"
        " UNION SELECT matviewname FROM pg_matviews WHERE schemaname = 'public'"
    )
    with database.read() as session:
        assert session.execute(text(catalogue)).all() == []


def test_nobody_but_the_owner_was_granted_anything_on_postgresql(postgres_database: Database) -> None:
    with postgres_database.read() as session:
        granted = session.execute(
            text(
                "SELECT table_name, grantee FROM information_schema.role_table_grants"
                " WHERE table_schema = 'public' AND grantee <> current_user"
            )
        ).all()

    assert granted == []


def test_migrations_make_no_view() -> None:
    files = (COURSE / "storage" / "migrations" / "versions").glob("*.py")

    assert [file.name for file in files if "create view" in _lowered(file)] == []


def _lowered(file: Path) -> str:
    return file.read_text(encoding="utf-8").lower()


def test_nobody_asks_a_track_what_is_done_before_a_session_that_may_have_chosen_otherwise() -> None:
    # What the course says by itself, and the one place that makes of it what counts for sessions.
    allowed = {"catalogue/documents.py", "made_docs/content.py", "content/check_registers.py"}
    asked = re.compile(r"\btrack\.before\b|tracks\[[^\]]*\]\.before\b|tracks\.get\([^)]*\)\.before\b")
    found = {
        path.relative_to(COURSE).as_posix()
        for path in COURSE.rglob("*.py")
        if asked.search(path.read_text(encoding="utf-8"))
    }

    assert found == allowed
