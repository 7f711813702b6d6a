"""Pictures on the pages of whoever reads: in a section, in a scene, on paper, in the copy; and by themselves."""

import re
import shutil

import pytest
from pictures import webp
from site_of_tests import COURSE, Page, Site, Visitor
from walks import MODULE

from course.content.library import Library, read_library

SECTION, CASE = "definition", "looked-away"
ALT, CAPTION = 'Uma rua "larga" & vazia.', "A rua, com [fonte](https://diariodarepublica.pt/)."
PICTURE = f"picture:\n{{0}}  file: rua.webp\n{{0}}  alt: '{ALT}'\n{{0}}  caption: {CAPTION}\n"


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The course of tests with a picture in its first section and in the first scene of its case."""
    root = tmp_path_factory.mktemp("library")
    shutil.copytree(COURSE, root, dirs_exist_ok=True)
    for folder, kind, part in (("modules", "module", SECTION), ("cases", "case", None)):
        place = root / folder / (MODULE if kind == "module" else CASE)
        (place / "rua.webp").write_bytes(webp())
        file = place / f"{kind}.yaml"
        file.write_text(_shown(file.read_text(encoding="utf-8"), part), encoding="utf-8")
    return read_library(root)


def _shown(text: str, part: str | None) -> str:
    """The text with the picture in that section, or in the scene with which it starts."""
    start = part or re.search("^start: (.+)$", text, re.MULTILINE)[1]  # type: ignore[index]
    return re.sub(f"^  {start}:\n", f"  {start}:\n    {PICTURE.format('    ')}", text, count=1, flags=re.MULTILINE)


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer's browser."""
    site.add_person(site.add_organisation(), "ana@test.example", ("officer",))
    return site.visitor("ana@test.example")


def images(page: Page) -> list[dict[str, str]]:
    """The attributes of the pictures on a page."""
    return [dict(image.attrib) for image in page.tree.iter("img")]


def test_a_section_shows_its_picture_and_says_what_is_seen(officer: Visitor) -> None:
    page = officer.get(f"/modules/{MODULE}/{SECTION}")
    (image,) = images(page)

    assert (image["alt"], image["width"], image["height"]) == (ALT, "40", "20")
    assert "A rua, com fonte" in page.text
    assert image["src"].startswith(f"/pictures/module/{MODULE}/")


def test_a_scene_shows_its_picture_where_it_is_decided(officer: Visitor) -> None:
    page = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))

    (image,) = images(page)
    assert officer.client.get(image["src"]).status_code == 200


def test_paper_shows_it_at_once_and_a_copy_says_it_in_words(officer: Visitor) -> None:
    paper = officer.get(f"/modules/{MODULE}/edition")
    copy = officer.client.get(f"/modules/{MODULE}/copy").get_data(as_text=True)

    assert images(paper)
    assert not any("loading" in image for image in images(paper))
    assert "<img" not in copy
    assert "Uma rua &#34;larga&#34; &amp; vazia." in copy


def test_trainers_see_it_in_the_whole_document(site: Site) -> None:
    site.add_person(site.add_organisation("Outra"), "rui@test.example", ("trainer",))
    trainer = site.visitor("rui@test.example")

    for kind, document in (("modules", MODULE), ("cases", CASE)):
        assert [image["alt"] for image in images(trainer.get(f"/train/{kind}/{document}"))] == [ALT]


def test_a_picture_by_itself_can_do_nothing_and_stays_with_its_reader(officer: Visitor) -> None:
    url = images(officer.get(f"/modules/{MODULE}/{SECTION}"))[0]["src"]
    answer = officer.client.get(url)

    assert answer.data == webp()
    assert {
        name: answer.headers[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    } == {
        "Content-Type": "image/webp",
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "change",
    [("rua.webp", "other.webp"), ("rua.webp", "module.yaml"), ("/module/", "/case/"), ("/module/", "/nothing/")],
)
def test_an_address_that_names_no_picture_is_not_found(officer: Visitor, change: tuple[str, str]) -> None:
    url = images(officer.get(f"/modules/{MODULE}/{SECTION}"))[0]["src"]

    assert officer.client.get(url.replace(*change)).status_code == 404


def test_whoever_is_not_signed_in_sees_none(site: Site, officer: Visitor) -> None:
    url = images(officer.get(f"/modules/{MODULE}/{SECTION}"))[0]["src"]

    assert site.visitor(None).client.get(url).status_code == 303
