"""A shelf builds each document once, when somebody first asks."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from course.content.shelf import Shelf


def test_a_document_is_built_when_it_is_asked_for_and_only_once() -> None:
    built: list[str] = []
    shelf = Shelf(["a", "b"], lambda id_: built.append(id_) or id_.upper())  # type: ignore[func-returns-value]

    assert (list(shelf), len(shelf), "a" in shelf, "c" in shelf, built) == (["a", "b"], 2, True, False, [])
    assert ([shelf["b"], shelf["b"]], built) == (["B", "B"], ["b"])


def test_many_threads_that_ask_at_once_get_the_same_document() -> None:
    shelf = Shelf(["a"], lambda _: object())
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: shelf["a"], range(64)))

    assert len(found) == 1


def test_what_is_not_on_the_shelf_is_not_built() -> None:
    with pytest.raises(KeyError):
        Shelf(["a"], str)["b"]


def test_what_was_built_before_is_not_built_again() -> None:
    def refuse(id_: str) -> str:
        raise AssertionError(id_)

    assert Shelf(["a"], refuse, {"a": "A"})["a"] == "A"
