"""What sqlmap is asked to try: every value that somebody may change, and none that has to be as it was given."""

from dataclasses import replace

import pytest
from injections import MARK, Target, read_results, targets_of
from served import Server
from site_of_tests import Site

COOKIES = {"course": "whose"}
TOKENS = {"csrf_token": "fresh", "sign_in": "theirs"}


@pytest.fixture
def targets(site: Site) -> dict[str, Target]:
    """Those of an officer, by name."""
    site.add_person(site.add_organisation(), "officer@demo.example")
    return {target.name: target for target in targets_of(site, "officer")}


def test_each_piece_of_an_address_and_each_value_asked_there_is_tried(targets: dict[str, Target]) -> None:
    assert targets["GET learn.show_module"].path == f"/modules/ethnic-profiling{MARK}"
    searched = targets["GET library.search_library q"]

    assert (searched.path, searched.places, searched.fields) == (f"/library?q={MARK}", 1, ())


def test_each_field_of_a_form_is_tried_and_tokens_are_those_of_whoever_asks(
    targets: dict[str, Target], site: Site
) -> None:
    server = Server(site.house.settings.instance)
    form = targets["POST accounts.set_preferences language next text theme"]
    changed = replace(form, fields=(*form.fields, ("next", "/a*b")))
    head, _, body = changed.request(server, COOKIES, TOKENS).partition("\r\n\r\n")

    assert head.split("\r\n")[:3] == [
        f"POST {form.path} HTTP/1.1",
        f"Host: {server.host}:{server.port}",
        "Cookie: course=whose",
    ]
    assert {"csrf_token=fresh", f"language=en{MARK}", f"next=%2Fa%2Ab{MARK}"} <= set(body.split("&"))
    assert body.count(MARK) == changed.places == 5


def test_an_answer_is_tried_that_nobody_has_chosen_yet(targets: dict[str, Target]) -> None:
    assert {name for name, _ in targets["POST learn.answer_check answer"].fields} >= {"answer"}


def test_a_door_that_refuses_the_eleventh_try_is_left_out(targets: dict[str, Target]) -> None:
    assert [name for name in targets if "accounts.sign_in" in name or "code" in name.split()[1]] == []
    assert len(targets) > 10


def test_where_something_was_found_it_is_mended_before_anything_else() -> None:
    assert [one for one in read_results() if one.result == "found"] == []
