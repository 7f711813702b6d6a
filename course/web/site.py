"""The application, which builds the same address once: a page has a hundred, and most of them are those of before."""

from functools import lru_cache
from typing import Any, Final

from flask import Flask, has_request_context, request

MOST: Final = 10_000
"""Addresses that are kept; of more, those asked for last."""


class Site(Flask):
    """Flask, but for how it builds addresses."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """As Flask is made."""
        super().__init__(*arguments, **named)
        self._kept = lru_cache(MOST)(self._build)

    def url_for(self, endpoint: str, **values: Any) -> str:
        """As Flask's. Kept is what depends on nothing of the request but where the site begins: an address by its
        page's whole name and its words."""
        words = {name: value for name, value in values.items() if value is not None}
        if endpoint[0] == "." or not has_request_context() or not all(map(_is_plain, words.items())):
            return super().url_for(endpoint, **values)
        return self._kept(request.root_path, endpoint, tuple(words.items()))

    def _build(self, _begins: str, endpoint: str, words: tuple[tuple[str, str], ...]) -> str:
        plain: dict[str, Any] = dict(words)
        return super().url_for(endpoint, **plain)


def _is_plain(named: tuple[str, object]) -> bool:
    """Whether it is a word of the address, and not a wish such as `_anchor` or a number that reads like another."""
    name, value = named
    return type(value) is str and name[0] != "_"
