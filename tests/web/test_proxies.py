"""Whose address a request has, and by which name it asked: the word of exactly so many proxies as the operator says."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, request

from course.base.config import Settings
from course.content.library import Library
from course.factory import create_app
from course.web.door import caller
from course.web.house import EXTENSION


@contextmanager
def behind(proxies: int, instance: Path, library: Library) -> Iterator[Flask]:
    """The application behind so many proxies, whose sign-in page says how it was asked, and by whom."""
    app = create_app(Settings(instance=instance, proxies=proxies), library=library)
    app.view_functions["accounts.show_sign_in"] = lambda: f"{caller().address} {request.scheme}"
    yield app
    app.extensions[EXTENSION].database.close()


@pytest.mark.parametrize(
    ("proxies", "heard"), [(0, "10.0.0.9 http"), (1, "192.0.2.3 https"), (2, "192.0.2.2 http"), (4, "10.0.0.9 http")]
)
def test_of_what_is_said_of_a_caller_as_much_is_believed_as_there_are_proxies(
    tmp_path: Path, migrated_file: Path, library: Library, proxies: int, heard: str
) -> None:
    shutil.copyfile(migrated_file, tmp_path / "course.db")
    said = {"X-Forwarded-For": "192.0.2.1, 192.0.2.2, 192.0.2.3", "X-Forwarded-Proto": "https, http, https"}
    others = {"Forwarded": "for=192.0.2.7", "X-Real-IP": "192.0.2.7", "Client-IP": "192.0.2.7"}

    with behind(proxies, tmp_path, library) as app:
        client = app.test_client()
        told = client.get("/sign-in", headers=said | others, environ_base={"REMOTE_ADDR": "10.0.0.9"}).text

    assert told == heard  # who says more than there are proxies is believed for the last ones, who says less not at all
