"""Routes that are compiled once for all applications write the addresses that they would write anyway."""

from typing import Any

import pytest
from site_of_tests import Site
from werkzeug.routing import BaseConverter, IntegerConverter, Map, Rule

BESIDE = {"further": "á&b", "again": "1"}
"""What no route has a place for: it stands after a question mark, or nowhere."""


def written(rule: Rule) -> list[object]:
    values = {name: f"{name} á" for name in rule.arguments}
    numbers = {name: 7 for name, converter in rule._converters.items() if isinstance(converter, IntegerConverter)}
    return [rule.build(values | numbers | BESIDE, append_unknown) for append_unknown in (False, True)]


def test_every_route_writes_its_address_as_one_that_was_compiled_for_it_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = list(site.app.url_map.iter_rules())
    replaced: Any = Rule
    monkeypatch.setattr(Rule, "_compile_builder", replaced._compile_builder.__wrapped__)
    alone = [rule.empty() for rule in shared]
    Map(alone, converters=site.app.url_map.converters)

    assert len(shared) > 300
    assert [written(rule) for rule in shared] == [written(rule) for rule in alone]


def test_a_route_of_another_application_converts_as_that_has_it() -> None:
    class Loud(BaseConverter):
        def to_url(self, value: Any) -> str:
            return str(value).upper()

    quiet, loud = Rule("/of/<kind:who>", endpoint="of"), Rule("/of/<kind:who>", endpoint="of")
    Map([quiet], converters={"kind": BaseConverter})
    Map([loud], converters={"kind": Loud})

    assert [rule.build({"who": "ana"}) for rule in (quiet, loud)] == [("", "/of/ana"), ("", "/of/ANA")]


def test_the_defaults_of_a_route_are_its_own() -> None:
    first, second = (Rule("/page/<int:page>", endpoint="page", defaults={"page": page}) for page in (1, 2))
    Map([first])
    Map([second])

    assert [rule.build({}) for rule in (first, second)] == [("", "/page/1"), ("", "/page/2")]
