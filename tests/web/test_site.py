"""Addresses that are built once are those that Flask builds."""

import pytest
from flask import Flask, url_for
from site_of_tests import Site


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ({"module_id": "a b"}, "/modules/a%20b"),
        ({"module_id": "a", "page": "2"}, "/modules/a?page=2"),
        ({"module_id": "a", "page": 2}, "/modules/a?page=2"),
        ({"module_id": "a", "page": None}, "/modules/a"),
        ({"module_id": "a", "page": True}, "/modules/a?page=True"),
        ({"module_id": "a", "page": 1}, "/modules/a?page=1"),
        ({"module_id": "a", "page": ["1", "2"]}, "/modules/a?page=1&page=2"),
        ({"module_id": "a", "_anchor": "end"}, "/modules/a#end"),
        ({"module_id": "a", "_external": True}, "http://localhost/modules/a"),
    ],
)
def test_an_address_is_flask_s_the_first_time_and_the_second(
    site: Site, words: dict[str, object], address: str
) -> None:
    with site.app.test_request_context("/"):
        assert [url_for("learn.show_module", **words) for _ in range(2)] == [address] * 2  # type: ignore[arg-type]
        assert Flask.url_for(site.app, "learn.show_module", **words) == address  # type: ignore[arg-type]


def test_an_address_begins_where_the_site_does_for_whoever_asks(site: Site) -> None:
    seen = []
    for begins in ("/", "/course/", "/"):
        with site.app.test_request_context("/", base_url=f"http://localhost{begins}"):
            seen.append(url_for("learn.show_module", module_id="a"))

    assert seen == ["/modules/a", "/course/modules/a", "/modules/a"]
