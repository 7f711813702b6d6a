"""What production alone does: its cookies, its headers, and what it has nothing of."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask.testing import FlaskClient
from passwords import HASHED, PASSWORD
from rows import an_organisation
from werkzeug.test import TestResponse

from course.base.config import Settings
from course.base.notice import VERSION
from course.content.library import Library
from course.factory import create_app
from course.storage import people
from course.web.house import EXTENSION, House
from course.web.security import HEADERS

HERE: Final = "https://course.example"
ANA: Final = "ana@course.example"


@pytest.fixture
def client(tmp_path: Path, migrated_file: Path, library: Library) -> Iterator[FlaskClient]:
    """A browser at an instance in production, where Ana has an account."""
    shutil.copyfile(migrated_file, tmp_path / "course.db")
    settings = Settings(environment="production", hosts=("course.example",), instance=tmp_path)
    app = create_app(settings, library=library)
    house: House = app.extensions[EXTENSION]
    with house.database.write() as session:
        unit = an_organisation(session)
        ana = people.add_person(session, unit=unit, name="Ana", email=ANA, password_hash=HASHED)
        ana.notice_version = VERSION
    yield app.test_client()
    house.database.close()


def send(client: FlaskClient, form: str, action: str, **fields: str) -> TestResponse:
    """That form, with its token."""
    page = client.get(form, base_url=HERE).text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    headers = {"Referer": f"{HERE}{form}"}
    return client.post(action, data=fields | {"csrf_token": token}, base_url=HERE, headers=headers)


def attributes(answers: list[TestResponse]) -> dict[str, set[str]]:
    """Of each cookie that is set or taken away, all that is said of it but its value and its time."""
    lines = [line.split("; ") for answer in answers for line in answer.headers.getlist("Set-Cookie")]
    return {
        line[0].partition("=")[0]: {said for said in line[1:] if not said.startswith(("Expires", "Max-Age"))}
        for line in lines
    }


def test_every_cookie_is_of_this_host_alone_and_out_of_reach_of_scripts(client: FlaskClient) -> None:
    chosen = send(client, "/sign-in", "/preferences", language="en", theme="dark", text="large")
    english = client.get("/sign-in", base_url=HERE).text
    forgotten = send(client, "/sign-in", "/preferences", theme="auto", text="normal")
    signed_in = send(client, "/sign-in", "/sign-in", identifier=ANA, password=PASSWORD, own_device="yes")

    assert (chosen.status_code, signed_in.status_code, signed_in.headers["Location"]) == (303, 303, "/")
    assert ('lang="en"' in english, 'data-theme="dark"' in english) == (True, True)
    strict = {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    names = ("course", "device", "own-device", "language", "theme", "text")
    assert attributes([chosen, forgotten, signed_in]) == {f"__Host-{name}": strict for name in names}
    assert 'data-theme="dark"' not in client.get("/help", base_url=HERE).text


def test_every_answer_asks_for_encryption_and_none_opens_itself_to_other_sites(client: FlaskClient) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    paths = ("/sign-in", "/nothing-here", "/", "/health", "/api/v1/openapi.json", "/api/v1/people")
    answers = [
        client.open(path, method=how, base_url=HERE, headers=headers) for path in paths for how in ("GET", "OPTIONS")
    ]

    wanted = HEADERS | {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
    assert [{name: answer.headers.get(name) for name in wanted} for answer in answers] == [wanted] * len(answers)
    assert [name for answer in answers for name, _ in answer.headers if name.startswith("Access-Control")] == []


@pytest.mark.parametrize("path", ["/.git/config", "/static/", "/static/../web/security.py", "/static/css/", "/console"])
def test_there_is_nothing_of_the_program_itself_to_be_had(client: FlaskClient, path: str) -> None:
    assert client.get(path, base_url=HERE).status_code == 404
    assert client.application.debug is False
