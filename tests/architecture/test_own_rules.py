"""The rules of this house that no linter knows, read from the syntax of the code; each proves itself on a bad sample.

What a module may do beyond a rule stands here with its reason. An entry that nothing needs any more fails too.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Final

import pytest

from course.base.config import ROOT
from course.storage.models import LEARNING, ROLES, VOICES

Rule = Callable[[ast.Module], Iterator[str]]

HELD_APART: Final = frozenset(model.__name__ for model in (*LEARNING, *VOICES))
STATEMENTS: Final = frozenset({"select", "insert", "update", "delete", "exists", "query", "get", "get_one", "scalars"})
ROOMS: Final = {
    "Answer": {"attempts", "coarsening", "group_counts", "kept_of_learner", "rescorings", "retention/of_learning"},
    "Attempt": {
        *("attempts", "coarsening", "erasures", "group_counts", "kept_of_learner", "progress", "rescorings"),
        "retention/of_learning",
    },
    "CaseRun": {
        *("case_runs", "coarsening", "erasures", "group_counts", "kept_of_learner", "progress"),
        "retention/of_learning",
    },
    "CaseStep": {"case_runs", "group_counts", "kept_of_learner"},
    "CorrectedOutcome": {"attempts", "kept_of_learner", "progress", "rescorings"},
    "Counted": {"group_counts", "kept_of_learner"},
    "Erasure": {"erasures", "kept_of_learner"},
    "Outcome": {
        *("attempts", "coarsening", "group_counts", "kept_of_learner", "progress", "rescorings"),
        "retention/of_learning",
    },
    "Pending": {"erasures", "kept_of_learner", "voices"},
    "Pooled": {"voices"},
    "Refresher": {"erasures", "kept_of_learner", "refreshers", "retention/of_learning"},
    "SectionSeen": {"erasures", "kept_of_learner", "progress", "retention/of_learning", "sections_seen"},
    "Sheet": {"retention/of_voices", "survey_sheets", "voices"},
    "ShownAnswer": {"retention/of_voices", "shown_answers"},
    "Voice": {"retention/of_voices", "voices"},
}
"""The files of course/storage that ask each table of learning and of voices; all others see at most a row."""
RUNS_TEXT: Final = frozenset({"eval", "exec", "compile", "__import__", "render_template_string", "from_string"})
FORBIDDEN: Final = frozenset(
    {
        *("pickle", "marshal", "shelve", "dill", "joblib", "code", "codeop"),
        *("subprocess", "pty", "ctypes", "importlib", "runpy"),
    }
)
SYSTEM: Final = frozenset({"system", "popen", "execv", "execve", "execvp", "spawnl", "spawnv", "fork", "posix_spawn"})
NETWORK: Final = frozenset({"requests", "httpx", "aiohttp", "socket", "ssl", "smtplib", "ftplib", "telnetlib"})
UNSAFE_YAML: Final = frozenset(
    f"{kind}load{all_}" for kind in ("", "unsafe_", "full_", "safe_") for all_ in ("", "_all")
)
SPEAKS_SQL: Final = frozenset({"text", "exec_driver_sql", "execute", "literal_column", "scalar", "scalars"})


@cache
def modules() -> Mapping[str, ast.Module]:
    """Every module of the course but the migrations, by its path below course/."""
    course = ROOT / "course"
    return {
        path.relative_to(course).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(course.rglob("*.py"))
        if "migrations" not in path.parts
    }


def found_by(rule: Rule) -> dict[str, list[str]]:
    """What the rule finds, by module."""
    found = {name: sorted(rule(tree)) for name, tree in modules().items()}
    return {name: faults for name, faults in found.items() if faults}


def calls(tree: ast.Module) -> Iterator[tuple[str, str, ast.Call]]:
    """Every call: what it is called on (empty for a bare name), the name, and the call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id, node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func.value), node.func.attr, node


def imported(tree: ast.Module) -> Iterator[str]:
    """The full names that it imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# the rules


def tables_asked(tree: ast.Module) -> Iterator[str]:
    """Tables of learning and of voices that a statement is made of, or a session asked for, also under other names."""
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("course.storage.models")
        for alias in node.names
        if alias.name in HELD_APART
    }
    for _, name, call in calls(tree):
        if name in STATEMENTS:
            for node in (part for argument in call.args for part in ast.walk(argument)):
                if isinstance(node, ast.Name) and node.id in names:
                    yield names[node.id]
                elif isinstance(node, ast.Attribute) and node.attr in HELD_APART:
                    yield node.attr


def words_of_sqlalchemy(tree: ast.Module) -> Iterator[str]:
    """What it has of SQLAlchemy beyond the type of a session."""
    for name in imported(tree):
        if name.partition(".")[0] == "sqlalchemy" and name != "sqlalchemy.orm.Session":
            yield name


def roles_compared(tree: ast.Module) -> Iterator[str]:
    """Comparisons with the name of a role, or of an actor's role with anything."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [part for side in (node.left, *node.comparators) for part in _parts(side)]
            names = any(isinstance(side, ast.Constant) and side.value in ROLES for side in sides)
            if names or any(isinstance(side, ast.Attribute) and side.attr == "role" for side in sides):
                yield ast.unparse(node)
        elif isinstance(node, ast.match_case) and any(role in ast.unparse(node.pattern) for role in ROLES):
            yield ast.unparse(node.pattern)


def _parts(side: ast.expr) -> list[ast.expr]:
    return side.elts if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]


def text_run(tree: ast.Module) -> Iterator[str]:
    """Whatever runs a text as code, reads objects out of bytes, or starts another program."""
    names = (name for name in imported(tree) if not name.startswith("importlib.metadata"))  # what packages say
    yield from (name for name in names if name.partition(".")[0] in FORBIDDEN)
    for owner, name, _ in calls(tree):
        is_run = name in RUNS_TEXT and owner != "re"
        is_yaml = owner == "yaml" and name in UNSAFE_YAML
        is_system = owner == "os" and name in SYSTEM
        if is_run or is_yaml or is_system or name in {"extractall", "extract"}:
            yield f"{owner}.{name}".lstrip(".")
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "Loader" and ast.unparse(node.value) != "yaml.CSafeLoader":
            yield f"Loader={ast.unparse(node.value)}"


def network_used(tree: ast.Module) -> Iterator[str]:
    """Libraries that reach other machines."""
    for name in imported(tree):
        if name.partition(".")[0] in NETWORK or name.startswith(("urllib.request", "http.client", "authlib")):
            yield name.partition(".")[0]


def built_sql(tree: ast.Module) -> Iterator[str]:
    """Statements that are put together from pieces: f-strings, %, + and format."""
    for _, name, call in calls(tree):
        if name in SPEAKS_SQL and call.args and _is_built(call.args[0]):
            yield _first_words(call.args[0])


def _first_words(argument: ast.expr) -> str:
    """The first piece that is written out: how the whole is written differs from one Python to the next."""
    return next(
        node.value for node in ast.walk(argument) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _is_built(argument: ast.expr) -> bool:
    if isinstance(argument, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in argument.values)
    if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Mod | ast.Add):
        return any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(argument))
    return (
        isinstance(argument, ast.Call) and isinstance(argument.func, ast.Attribute) and argument.func.attr == "format"
    )


def escaping_left(tree: ast.Module) -> Iterator[str]:
    """Whatever takes a text for HTML, or templates that do not escape."""
    for owner, name, _ in calls(tree):
        if name in {"Markup", "Environment", "SandboxedEnvironment"} or (owner, name) == ("nh3", "clean"):
            yield name
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "autoescape" and ast.unparse(node.value) != "True":
            yield "autoescape"
        elif isinstance(node, ast.FunctionDef) and node.name == "__html__":
            yield "__html__"


# what they find


def test_each_table_of_learning_and_of_voices_is_asked_in_its_own_files() -> None:
    asked: dict[str, set[str]] = {}
    for module, tables in found_by(tables_asked).items():
        for table in tables:
            asked.setdefault(table, set()).add(module)
    rooms = {table: {f"storage/{name}.py" for name in names} for table, names in ROOMS.items()}

    assert {table: names for table, names in asked.items() if not names <= rooms[table]} == {}
    assert set(ROOMS) == HELD_APART


def test_a_file_is_named_for_a_table_only_while_it_knows_it() -> None:
    named = {
        table: {f"storage/{name}.py" for name in names if table not in ast.dump(modules()[f"storage/{name}.py"])}
        for table, names in ROOMS.items()
    }

    assert {table: names for table, names in named.items() if names} == {}


def test_nothing_outside_storage_can_make_a_statement() -> None:
    found = {name: names for name, names in found_by(words_of_sqlalchemy).items() if not name.startswith("storage/")}

    assert found == {  # all only say that something failed
        "factory.py": ["sqlalchemy.exc.DBAPIError"],
        "web/errors.py": ["sqlalchemy.exc.OperationalError", "sqlalchemy.exc.SQLAlchemyError"],
        "web/transaction.py": ["sqlalchemy.exc.SQLAlchemyError"],
    }


ASKS_WHAT_SOMEBODY_HOLDS: Final = {
    "acts/change_person.py": "an administrator's account changes by two",
    "acts/delegate.py": "a charge is lent to a supervisor alone",
    "acts/keep_contact.py": "who holds more than an officer is not changed by a file",
    "acts/keep_person.py": "who holds more than an officer changes unit by hand",
    "acts/keep_roles.py": "a reviewer signs for a body, a supervisor has a charge",
    "acts/lead_session.py": "a session is led by a trainer",
    "acts/step_desk.py": "of which roles a second factor is asked",
    "acts/take_factor.py": "whose lost factor one administrator takes away, and whose two",
    "administer/person_page.py": "says why a step is not offered",
    "administer/roles_page.py": "says which of the steps are offered",
    "demonstration/making.py": "who of the invented people learns",
    "jobs/unit_summaries.py": "a summary goes to who is a supervisor still",
    "web/feature.py": "which menu is shown",
}
"""What another person holds is a value of the domain; what the actor may do is asked of the policy alone."""


def test_what_somebody_may_do_is_asked_of_the_policy() -> None:
    """In storage the name of a role is a value of a column."""
    found = {name for name in found_by(roles_compared) if not name.startswith("storage/")}

    assert found - {"acts/policy.py"} == set(ASKS_WHAT_SOMEBODY_HOLDS)


ASKED_IN_TEMPLATES: Final = {
    "accounts/account.html": "which of one's roles is the active one",
    "administer/paper_parts.html": "who recorded it",
    "administer/person_roles.html": "which body a reviewer signs for",
    "learn/certificate.html": "where the way back leads",
    "learn/certificates.html": "where the way back leads",
    "learn/hindrance.html": "where the way back leads",
    "learn/record.html": "where the way back leads",
    "learn/seat.html": "where the way back leads",
    "learn/supervisor_view.html": "where the way back leads",
    "train/roll_parts.html": "who noted it",
    "train/session.html": "whether to offer what leads it; the acts ask again",
}


def test_templates_compare_a_role_only_to_say_something() -> None:
    compared = re.compile(r"(?<!for )\brole\s*(==|!=|in\b)")
    found = {
        f"{path.parent.name}/{path.name}"
        for path in (ROOT / "course").rglob("templates/**/*.html")
        if compared.search(path.read_text(encoding="utf-8"))
    }

    assert found == set(ASKED_IN_TEMPLATES)


def test_no_text_is_run_no_object_is_read_from_bytes_and_no_program_is_started() -> None:
    asking_the_c_library_for_less_memory = "base/arenas.py"

    assert found_by(text_run) == {asking_the_c_library_for_less_memory: ["ctypes"]}


def test_other_machines_are_reached_by_the_integrations_alone() -> None:
    cutting_our_line_to_the_database = "storage/confirmed.py"

    assert set(found_by(network_used)) == {
        "integrations/mail.py",
        "integrations/single_sign_on.py",
        cutting_our_line_to_the_database,
    }


def test_no_statement_is_put_together_from_pieces() -> None:
    assert found_by(built_sql) == {
        # Names of settings, of tables and of the role of the settings, which cannot be parameters.
        "storage/confinement.py": ['SET LOCAL ROLE "'],
        "storage/engine.py": ["PRAGMA ", "PRAGMA ", "PRAGMA query_only = ", "SHOW "],
        "storage/forgetting.py": ["VACUUM (FULL, ANALYZE) "],
        "storage/grants.py": [
            'CREATE ROLE "',
            'GRANT "',
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ",
            'GRANT USAGE ON SCHEMA public TO "',
            'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "',
        ],
    }


def test_a_text_becomes_html_in_the_places_that_clean_it() -> None:
    assert found_by(escaping_left) == {
        "content/prose.py": ["clean"],
        "web/on_paper.py": ["Markup", "Markup"],  # what stands on our pages already loses its controls; a style of ours
        "web/prose.py": ["Markup", "Markup"],
    }


# each would find a fault


@pytest.mark.parametrize(
    ("rule", "sample", "found"),
    [
        (tables_asked, "from course.storage.models import Answer as A\nselect(A.value).where(A.seq > 1)", "Answer"),
        (tables_asked, "from course.storage import models\nsession.get(models.Voice, b'')", "Voice"),
        (words_of_sqlalchemy, "from sqlalchemy import select", "sqlalchemy.select"),
        (words_of_sqlalchemy, "import sqlalchemy as sa", "sqlalchemy"),
        (roles_compared, "if actor.role == wanted: pass", "actor.role == wanted"),
        (roles_compared, "if r in {'trainer', 'auditor'}: pass", "r in {'trainer', 'auditor'}"),
        (roles_compared, "match r:\n  case 'trainer': pass", "'trainer'"),
        (text_run, "import pickle", "pickle"),
        (text_run, "from subprocess import run", "subprocess.run"),
        (text_run, "eval('1')", "eval"),
        (text_run, "yaml.load(text, Loader=yaml.CLoader)", "yaml.load"),
        (text_run, "yaml.compose(text, Loader=yaml.FullLoader)", "Loader=yaml.FullLoader"),
        (text_run, "os.system('ls')", "os.system"),
        (text_run, "render_template_string(text)", "render_template_string"),
        (text_run, "zipfile.ZipFile(f).extractall()", "zipfile.ZipFile(f).extractall"),
        (network_used, "from urllib.request import urlopen", "urllib"),
        (network_used, "import requests", "requests"),
        (built_sql, "session.execute(text(f'SELECT {name}'))", "SELECT "),
        (built_sql, "connection.exec_driver_sql('SELECT %s' % name)", "SELECT %s"),
        (built_sql, "text('SELECT {}'.format(name))", "SELECT {}"),
        (built_sql, "text('SELECT ' + name)", "SELECT "),
        (escaping_left, "markupsafe.Markup(text)", "Markup"),
        (escaping_left, "jinja2.Environment(autoescape=False)", "autoescape"),
        (escaping_left, "class A:\n  def __html__(self): pass", "__html__"),
    ],
)
def test_the_rule_would_find_it(rule: Rule, sample: str, found: str) -> None:
    assert found in set(rule(ast.parse(sample)))
