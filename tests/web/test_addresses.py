"""What stands in the addresses of the program is a list with reasons: addresses are kept by browsers and by proxies."""

import ast
import importlib
from collections.abc import Iterator
from typing import Final

from hostile_requests import owner_of
from site_of_tests import Site

from course.base.config import ROOT

OF_THE_COURSE: Final = "names a text of the course, or a place in it"
BY_CHANCE: Final = "drawn by chance, opens nothing to anybody but whose it is or who may see it anyway"
A_LIST: Final = "how a list is shown: which part of it, in which form"


def _each(names: str, why: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), why)


PLACES: Final = {
    **_each(
        "case_id check_id digest document_id kind language module_id name place question_id quiz_id scene scene_id"
        " seat section_id source_id step survey_id term_id track_id number version report",
        OF_THE_COURSE,
    ),
    **_each(
        "attempt_id run_id draft_id client_id delegation_id mistake_id organisation_id passkey_id person_id proposal_id"
        " request_id unit_id",
        BY_CHANCE,
    ),
    "code": "of a session, which hangs on the door: who may open it is asked of the policy",
    "certificate": "printed on the certificate, to be verified by whoever was given it",
    "room": "shown on the wall to those who are to vote",
    "service_number": "how the personnel system names its own people; programs alone ask, by a token in a header",
    "token": "the secret of a calendar, which programs of calendars cannot send otherwise: told so, ended by a button",
}
"""Pieces of paths, each with the reason why it may stand there."""
ASKED: Final = {
    **_each("after before format page paper pdf rows when year deadline draw", A_LIST),
    **_each("case check exercise file kind part quiz road seat section source track from", OF_THE_COURSE),
    **_each("above unit through", BY_CHANCE),
    **_each("asked blank change changed gone said sent signed_out unsent withdrawn", "what was done just now"),
    "next": "a page of this site",
    "q": "what is looked for in the library",
    "sought": "whom an administrator or an auditor looks for, sealed: it says nothing without a key of this instance",
    **_each("event since until", A_LIST),
    "session": "the code of a session",
    "code": "of a certificate or a room, as printed; of a provider, used once and worthless without our secret",
    "state": "which people of a unit; of a provider, drawn by chance and used once",
    "iss": "which provider it was",
    "on": "the day as which a preview is read",
}
"""Names after the question mark, each with the reason."""


def test_every_piece_of_an_address_is_meant(site: Site) -> None:
    arguments = {name for rule in site.app.url_map.iter_rules() for name in rule.arguments}

    assert arguments - {"filename"} == set(PLACES)
    assert set(_asked()) == set(ASKED)


def _asked() -> Iterator[str]:
    """The names that the code asks of an address; one that a loop gives is found in what it goes through."""
    for path in sorted((ROOT / "course").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "request.args" in text:
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.walk(ast.parse(text)):
                for name in _names_in(node):
                    yield from _read(name, module)


def _names_in(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        if owner_of(node.func) == "args":
            yield node.args[0]
    elif isinstance(node, ast.Compare) and getattr(node.comparators[0], "attr", "") == "args":
        yield node.left
    elif isinstance(node, ast.Subscript) and getattr(node.value, "attr", "") == "args":
        yield node.slice


def _read(name: ast.expr, module: str) -> Iterator[str]:
    if isinstance(name, ast.Constant):
        yield str(name.value)
    elif isinstance(name, ast.Name) and name.id.isupper():
        yield getattr(importlib.import_module(module), name.id)
    else:
        yield from IN_LOOPS[module]


IN_LOOPS: Final = {
    "course.web.preview.previewed": (),  # answers of an author to their own draft, which are kept nowhere
}
