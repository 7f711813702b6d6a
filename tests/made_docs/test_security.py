"""The register of safety leaves nothing out, names only tests that there are, and calls nothing met without one."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from mutations import Mutation, read_mutations

from course.base.config import ROOT
from course.made_docs.register import Entry, read_bad_input, read_entries, read_outcomes

OURS: Final = [
    *(f"R{number}" for number in range(1, 26)),
    *(f"S{number}" for number in range(1, 19)),
    *(f"F{number}" for number in range(1, 18) if number not in {10, 11}),
]
"""The list that this project was given has no F10 and no F11."""
ASVS: Final = {
    "V1": "1.1 1.2 2.1* 2.2* 2.3* 2.4* 2.5* 2.6 2.7 2.8 2.9 3.1* 3.2* 3.3 3.4 3.5 3.6 3.7 3.8 3.9 3.10 3.11 4.1 4.2 4.3"
    " 5.1* 5.2",
    "V2": "1.1* 1.2 1.3 2.1* 2.2* 2.3 3.1* 3.2 3.3 3.4 4.1",
    "V3": "2.1* 2.2* 3.1* 3.2 3.3 3.4 4.1* 4.2* 4.3 4.4 4.5 4.6 5.1* 5.2* 5.3* 5.4 5.5 7.1 7.2",
    "V4": "1.1* 1.2 1.3 2.1 3.1 3.2 4.1* 4.2 4.3 4.4",
    "V5": "1.1 2.1* 2.2* 2.3 3.1* 3.2* 4.1 4.2 4.3",
    "V6": "1.1* 1.2 1.3 2.1* 2.2* 2.3* 2.4* 2.5* 2.6* 2.7* 2.8* 2.9 2.10 2.11 2.12 3.1* 3.2* 3.3 3.4 4.1* 4.2* 4.3 4.4"
    " 5.1 5.2 5.3 5.4 5.5 6.1 6.2 6.3 8.1 8.2 8.3 8.4",
    "V7": "1.1 1.2 1.3 2.1* 2.2* 2.3* 2.4* 3.1 3.2 4.1* 4.2* 4.3 4.4 4.5 5.1 5.2 6.1 6.2",
    "V8": "1.1* 1.2 2.1* 2.2* 2.3 3.1* 4.1",
    "V11": "1.1 1.2 2.1 2.2 2.3 3.1* 3.2* 3.3 4.1* 4.2 4.3 4.4 5.1 6.1",
    "V12": "1.1* 1.2 1.3 2.1* 2.2* 3.1 3.2 3.3 3.4",
    "V13": "1.1 2.1 2.2 2.3 2.4 2.5 3.1 3.2 4.1* 4.2 4.3 4.4 4.5",
    "V14": "1.1 1.2 2.1* 2.2 2.3 2.4 3.1* 3.2 3.3",
    "V15": "1.1* 1.2 1.3 2.1* 2.2 2.3 3.1* 3.2 3.3 3.4 3.5 3.6 3.7",
    "V16": "1.1 2.1 2.2 2.3 2.4 2.5 3.1 3.2 3.3 3.4 4.1 4.2 4.3 5.1 5.2 5.3",
}
"""The requirements of OWASP ASVS 5.0.0 of levels 1 (*) and 2, in the chapters that can apply."""


def every_entry() -> list[Entry]:
    return [*read_entries("requirements.csv"), *read_entries("asvs.csv")]


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests of that file; none where it is not there."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def is_there(test: str) -> bool:
    file, _, name = test.partition("::")
    return name.startswith("test_") and name in names_in(file)


@cache
def headings_of(name: str) -> frozenset[str]:
    """The headings of a document, as links name them."""
    path = ROOT / "docs" / name
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE) if path.is_file() else []
    return frozenset(re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings)


def test_every_requirement_stands_once_and_no_other() -> None:
    asvs = [
        (f"{chapter}.{number.rstrip('*')}", "1" if number.endswith("*") else "2")
        for chapter, numbers in ASVS.items()
        for number in numbers.split()
    ]

    assert [entry.id for entry in read_entries("requirements.csv")] == OURS
    assert [(entry.id, entry.level) for entry in read_entries("asvs.csv")] == asvs
    assert len(asvs) == 210


def test_every_test_and_every_heading_that_is_named_is_there() -> None:
    tests = {(entry.id, test) for entry in every_entry() for test in entry.tests if not is_there(test)}
    documents = {
        (entry.id, named)
        for entry in every_entry()
        for named in entry.documents
        if named.partition("#")[2] not in headings_of(named.partition("#")[0])
    }

    tests |= {(row.input, test) for row in read_bad_input() for test in row.tests if not is_there(test)}

    assert (tests, documents) == (set(), set())
    assert [row.case for row in read_bad_input() if not row.tests and not row.missing] == []
    assert not is_there("tests/made_docs/test_security.py::test_that_nobody_wrote")


def test_nothing_is_met_without_a_test_and_what_is_not_met_says_why() -> None:
    unshown = [
        entry.id
        for entry in every_entry()
        if entry.state == "met" and not entry.tests and (entry.id in OURS or not entry.documents)
    ]
    unsaid = [entry.id for entry in every_entry() if not entry.says or not entry.why]
    idle = [entry.id for entry in every_entry() if entry.state in {"not met", "does not apply"} and entry.mutation]

    assert (unshown, unsaid, idle) == ([], [], [])


def test_of_every_requirement_and_survival_that_is_met_a_mutation_fails_one_of_its_tests() -> None:
    mutations = {mutation.name: mutation.test for mutation in read_mutations()}
    named = {entry.id: entry.mutation for entry in read_entries("requirements.csv") if entry.mutation}

    wanted = {entry.id for entry in read_entries("requirements.csv") if entry.state == "met" and entry.id[0] in "RS"}
    assert wanted - set(named) == set()
    assert sorted(named.values()) == sorted(mutations)
    assert [
        entry.id for entry in every_entry() if entry.mutation and mutations[entry.mutation] not in entry.tests
    ] == []
    tried = {outcome.mutation: outcome.found for outcome in read_outcomes()}
    assert tried == dict.fromkeys(mutations, True)


@pytest.mark.parametrize("mutation", read_mutations(), ids=lambda mutation: mutation.name)
def test_a_mutation_stands_once_in_its_file_which_still_compiles_with_it(mutation: Mutation) -> None:
    path = ROOT / mutation.file

    changed = mutation.made_in(path.read_text(encoding="utf-8"))

    assert Path(mutation.file).parts[0] in {"course", "deploy"}
    if path.suffix == ".py":
        compile(changed, mutation.file, "exec")
