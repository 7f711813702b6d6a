"""The pictures of a draft on their page: added, shown where the text says, taken out; and who sees them."""

import io
from typing import Any

import pytest
from databases import count_queries
from libraries import CASE
from pictures import SECRET, film, photograph
from site_of_tests import Page, Site, Visitor

from course.author.pictures_page import LARGEST_UPLOAD
from course.web.intake import LARGEST

NEW = "/author/drafts/new"
FIELDS = {"part": "platform", "alt": "Uma rua.", "caption": "A rua.", "credit": "CC BY 4.0", "looked": "yes"}


@pytest.fixture
def trainer(site: Site) -> Visitor:
    """A trainer's browser, in English."""
    site.add_person(site.add_organisation(), "rui@test.example", ("trainer",))
    return site.visitor("rui@test.example", language="en")


@pytest.fixture
def pictures(trainer: Visitor) -> str:
    """The path of the pictures of a draft that holds the small case."""
    path = trainer.follow(trainer.get(NEW).fill(NEW, {"kind": "case", "document": "some"})).path
    answer = trainer.get(path).fill(path, {"source": CASE})
    assert answer.status == 303, answer.text
    return f"{path}/pictures"


def send(visitor: Visitor, path: str, data: bytes | None, name: str = "Rua.JPG", **fields: str) -> Page:
    """The answer to the form with that file, none of which is chosen where `data` is None."""
    sent: dict[str, Any] = {**visitor.get(path).fields(path), **FIELDS, **fields}
    sent["picture"] = (io.BytesIO(b"" if data is None else data), "" if data is None else name)
    return visitor.post_with_files(path, sent)


def images(page: Page) -> list[dict[str, str]]:
    """The attributes of the pictures on a page."""
    return [dict(image.attrib) for image in page.tree.iter("img")]


def test_a_draft_without_pictures_says_what_they_are_for(trainer: Visitor, pictures: str) -> None:
    page = trainer.get(pictures)

    assert (page.status, page.h1) == (200, "Pictures: Desviou o olhar")
    assert "This draft has no pictures." in page.text
    assert "No faces, no number plates, no places that can be recognised." in page.text
    assert "looked" not in page.fields(pictures)


def test_a_picture_that_is_added_is_on_its_page_and_in_the_preview(trainer: Visitor, pictures: str) -> None:
    page = trainer.follow(send(trainer, pictures, photograph()))
    (image,) = images(page)
    seen = trainer.client.get(image["src"])

    assert "Scene platform. What is seen: Uma rua." in page.text
    assert (seen.status_code, seen.content_type) == (200, "image/webp")
    assert SECRET not in seen.data
    (shown,) = images(trainer.get(pictures.removesuffix("/pictures")))
    assert (shown["src"], shown["alt"]) == (image["src"], "Uma rua.")
    assert (shown["width"], shown["height"], shown["loading"]) == ("400", "200", "lazy")


def test_the_preview_as_an_officer_shows_it(trainer: Visitor, pictures: str) -> None:
    send(trainer, pictures, photograph())

    (shown,) = images(trainer.get(pictures.replace("/pictures", "/preview/scene?road=")))
    assert (shown["alt"], trainer.client.get(shown["src"]).status_code) == ("Uma rua.", 200)


def test_a_picture_is_taken_out(trainer: Visitor, pictures: str) -> None:
    page = trainer.follow(send(trainer, pictures, photograph()))
    left = trainer.follow(page.submit(f"{pictures}/remove"))

    assert images(left) == []
    assert trainer.get(pictures.removesuffix("/pictures")).fields(pictures.removesuffix("/pictures"))["source"] == [
        CASE
    ]
    assert trainer.client.get(images(page)[0]["src"]).status_code == 404


@pytest.mark.parametrize(
    ("data", "fields", "field", "says"),
    [
        pytest.param(photograph(), {"looked": ""}, "looked", "Look at it as others will", id="not looked at"),
        pytest.param(photograph(), {"alt": ""}, "alt", "Say what is seen in it", id="nothing said"),
        pytest.param(photograph(), {"part": "nowhere"}, "part", "Choose where it is shown", id="nowhere"),
        pytest.param(None, {}, "picture", "Choose the file of a picture", id="no file"),
        pytest.param(b"<svg/>", {}, "picture", "This is no JPEG, PNG or WebP picture", id="no picture"),
        pytest.param(film("PNG"), {}, "picture", "This picture moves", id="a film"),
        pytest.param(b"\0" * 8_000_001, {}, "picture", "This file has more than 8 MB", id="8 MB"),
    ],
)
def test_what_is_to_be_mended_stands_at_its_field_and_what_was_said_is_kept(
    trainer: Visitor, pictures: str, data: bytes | None, fields: dict[str, str], field: str, says: str
) -> None:
    page = send(trainer, pictures, data, **fields)
    link = next(a for a in page.tree.iter("a") if a.get("href") == f"#{field}")

    assert page.status == 422
    assert (link.text or "").startswith(says)
    assert page.fields(pictures)["caption"] == ["A rua."]
    assert "looked" not in page.fields(pictures)
    assert images(page) == []


@pytest.mark.parametrize("name", ["a\0b.png", "\udcff.png".encode("utf-8", "surrogatepass").decode("latin-1")])
def test_a_hostile_name_changes_nothing_but_the_name(trainer: Visitor, pictures: str, name: str) -> None:
    answer = send(trainer, pictures, photograph(), name)

    assert answer.status in {303, 400}


def test_a_form_without_files_adds_nothing(trainer: Visitor, pictures: str) -> None:
    page = trainer.get(pictures).fill(pictures, FIELDS)

    assert page.status == 422
    assert "Choose the file of a picture: this one is empty" in page.text


@pytest.mark.parametrize("content_type", ["text/plain", "application/json"])
def test_nothing_but_a_form_is_taken(trainer: Visitor, pictures: str, content_type: str) -> None:
    token = trainer.get(pictures).fields(pictures)["csrf_token"][0]
    answer = trainer.client.post(pictures, data=f"csrf_token={token}&looked=yes", content_type=content_type)

    assert answer.status_code == 415


def test_a_form_that_is_too_large_is_refused_unread(trainer: Visitor, pictures: str) -> None:
    assert send(trainer, pictures, b"x" * LARGEST_UPLOAD).status == 413


def test_no_other_form_takes_as_much(trainer: Visitor, pictures: str) -> None:
    token = trainer.get(pictures).fields(pictures)["csrf_token"][0]
    answer = trainer.client.post(f"{pictures}/remove", data={"csrf_token": token, "name": "x" * LARGEST})

    assert answer.status_code == 413


def test_a_form_from_elsewhere_adds_nothing(trainer: Visitor, pictures: str) -> None:
    answer = trainer.post_with_files(pictures, {**FIELDS, "picture": (io.BytesIO(photograph()), "a.png")})

    assert answer.status == 400
    assert images(trainer.get(pictures)) == []


def test_nobody_else_opens_the_pictures_of_a_draft(site: Site, trainer: Visitor, pictures: str) -> None:
    url = images(trainer.follow(send(trainer, pictures, photograph())))[0]["src"]
    organisation = site.add_organisation("Outra")
    site.add_person(organisation, "eva@test.example", ("trainer",))
    site.add_person(organisation, "ana@test.example", ("officer",))
    site.add_person(organisation, "rev@test.example", ("reviewer",), body="police")

    for email, status in (("eva@test.example", 404), ("ana@test.example", 403), ("rev@test.example", 403)):
        visitor = site.visitor(email)
        assert (visitor.client.get(pictures).status_code, visitor.client.get(url).status_code) == (status, 404)
    assert site.visitor(None).client.get(url).status_code == 303


def test_a_quiz_has_no_page_of_pictures(trainer: Visitor) -> None:
    path = trainer.follow(trainer.get(NEW).fill(NEW, {"kind": "quiz", "document": "some-quiz"})).path

    assert trainer.get(f"{path}/pictures").status == 404
    assert f"{path}/pictures" not in trainer.get(path).links()


def test_a_draft_with_errors_says_that_they_come_first(trainer: Visitor, pictures: str) -> None:
    draft = pictures.removesuffix("/pictures")
    trainer.get(draft).fill(draft, {"source": "title: a: b\n"})
    page = trainer.get(pictures)

    assert "The text of the draft has errors." in page.text
    assert pictures not in page.actions()


def test_more_pictures_cost_no_more_questions_to_the_database(site: Site, trainer: Visitor, pictures: str) -> None:
    send(trainer, pictures, photograph())
    with count_queries(site.house.database) as one:
        trainer.get(pictures)
    send(trainer, pictures, photograph(), part="end")
    with count_queries(site.house.database) as two:
        trainer.get(pictures)

    assert len(two) == len(one)
