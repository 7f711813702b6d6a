"""The editor shows a draft as its author wrote it, what is wrong at which line, and loses no text of two that write."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from attacks import ATTACKS, CLOBBER
from databases import count_queries
from libraries import CASE, CASE_EN
from site_of_tests import Page, Site, Visitor

from course.base.ids import as_id
from course.content.source import MOST_BYTES, Raw, read_yaml
from course.content.writing import written
from course.storage import drafts
from course.web.intake import LARGEST

BROKEN = CASE.replace("next: ", "next: nowhere-", 1)
NEW = "/author/drafts/new"


@pytest.fixture
def trainer(site: Site) -> Visitor:
    """A trainer's browser, in English."""
    site.add_person(site.add_organisation(), "rui@test.example", ("trainer",))
    return site.visitor("rui@test.example", language="en")


@pytest.fixture
def draft(trainer: Visitor) -> str:
    """The path of a draft that holds the small case."""
    path = trainer.follow(trainer.get(NEW).fill(NEW, {"kind": "case", "document": "some"})).path
    saved(trainer, path, CASE)
    return path


def saved(visitor: Visitor, path: str, text: str) -> Page:
    """The page after its form was sent with that text."""
    answer = visitor.get(path).fill(path.partition("?")[0], {"source": text})
    assert answer.status == 303, answer.text
    return visitor.follow(answer)


def files_of(site: Site, path: str) -> tuple[int, dict[str, str]]:
    """The version of the draft and its files, as the database has them."""
    with site.house.database.read() as session:
        found = drafts.find(session, as_id(path.split("/")[3]))
        assert found is not None
        return found.version, dict(found.files)


def kept(site: Site, path: str) -> list[str]:
    """The Portuguese of its kept versions, the first first."""
    id_ = as_id(path.split("/")[3])
    with site.house.database.read() as session:
        numbers = [one.version for one in drafts.list_versions(session, id_)]
        found = [drafts.find_version(session, id_, number) for number in sorted(numbers)]
        return [files["case.yaml"] for files in found if files is not None]


def active(page: Page) -> Iterator[str]:
    """What of a page a browser would run, or that takes the place of something of ours."""
    for element in page.tree.iter():
        tag = str(element.tag)
        if tag == "script" and not element.get("src", "").startswith("/static/"):
            yield tag
        if tag in {"iframe", "object", "embed", "base", "img", "video", "audio", "style"}:
            yield tag
        for name, value in element.attrib.items():
            if name.startswith("on") or name in {"style", "srcdoc"} or CLOBBER in value.split():
                yield f"{tag} {name}"
            if name in {"href", "src", "action", "formaction"} and not value.startswith(
                ("/", "#", "https://", "mailto:")
            ):
                yield f"{tag} {name}={value}"


def test_a_text_without_errors_says_so_and_shows_what_readers_see(trainer: Visitor, draft: str) -> None:
    page = trainer.get(draft)

    assert page.h1 == "Desviou o olhar"
    assert page.fields(draft)["source"] == [CASE]
    assert "No errors; there is 1 warning" in page.text
    assert "Scene platform" in page.text
    assert "Map of the roads" in page.text
    assert "The policeNot asked yet" in page.text


def test_each_line_has_its_number(trainer: Visitor, draft: str) -> None:
    page = trainer.get(draft)
    gutter = [li.get("id") for li in page.tree.iter("li") if re.fullmatch("l[0-9]+", li.get("id", ""))]

    assert gutter == [f"l{number}" for number in range(1, CASE.count("\n") + 2)]


def test_an_error_leads_to_its_line_which_is_marked(trainer: Visitor, draft: str) -> None:
    line = next(at for at, text in enumerate(BROKEN.splitlines(), 1) if "nowhere-" in text)
    page = saved(trainer, draft, BROKEN)

    marked = [li.get("id") for li in page.tree.iter("li") if li.get("class") == "is-error"]
    assert f"#l{line}" in page.links()
    assert f"l{line}" in marked
    assert re.search(r"[0-9]+ errors? keeps? it from being submitted", page.text)
    assert "before the errors" in page.text  # the preview is of the last valid text


def test_an_error_of_another_file_leads_there(site: Site, trainer: Visitor) -> None:
    path = with_english(site, trainer, CASE_EN.replace("title:", "titel:", 1))
    page = trainer.get(path)

    assert f"{path}?file=case.en.yaml#l3" in page.links()
    assert trainer.get(f"{path}?file=case.en.yaml").fields(path)["file"] == ["case.en.yaml"]
    assert trainer.get(f"{path}?file=nothing.yaml").status == 404


def with_english(site: Site, trainer: Visitor, english: str) -> str:
    """The path of a draft of the small case with that English file."""
    path = trainer.follow(trainer.get(NEW).fill(NEW, {"kind": "case", "document": "other"})).path
    with site.house.database.write() as session:
        row = drafts.find(session, as_id(path.split("/")[3]))
        assert row is not None
        row.files = {"case.yaml": CASE, "case.en.yaml": english}
    return path


@pytest.mark.parametrize("text", ["", "{", "title: [", "a: &b c", "\t- x", "x" * 5000, "%YAML 9.9\n---\n"])
def test_a_text_that_is_no_document_is_kept_and_told(site: Site, trainer: Visitor, draft: str, text: str) -> None:
    page = saved(trainer, draft, text)

    assert files_of(site, draft)[1]["case.yaml"].strip() == text.strip()
    assert re.search("errors? keeps? it from being submitted", page.text)


def test_a_control_character_becomes_a_sign_that_is_seen_and_told(site: Site, trainer: Visitor, draft: str) -> None:
    page = saved(trainer, draft, CASE.replace("Agente", "Age\x01nte"))

    assert "Age\ufffdnte" in files_of(site, draft)[1]["case.yaml"]
    assert "U+FFFD" in page.text


def test_line_ends_of_a_form_are_plain_in_the_file(site: Site, trainer: Visitor, draft: str) -> None:
    saved(trainer, draft, CASE.replace("\n", "\r\n"))

    assert files_of(site, draft) == (2, {"case.yaml": CASE})


def test_what_the_button_saves_can_be_gone_back_to(site: Site, trainer: Visitor, draft: str) -> None:
    saved(trainer, draft, BROKEN)

    assert kept(site, draft)[1:] == [CASE, BROKEN]


# Two who write --------------------------------------------------------------------------------------------------------


def test_of_two_forms_the_second_is_shown_both_texts_and_nothing_is_changed(
    site: Site, trainer: Visitor, draft: str
) -> None:
    mine = trainer.get(draft)
    saved(trainer, draft, CASE.replace("Agente", "Agente dois"))
    answer = mine.fill(draft, {"source": CASE.replace("Agente", "Agente três")})

    assert answer.status == 409
    assert "Agente dois" in files_of(site, draft)[1]["case.yaml"]
    assert ["Agente três" in text for text in answer.fields(draft)["source"]] == [True]
    assert "removed: dois" in answer.text
    assert "added: três" in answer.text


def test_the_second_text_can_be_saved_over_the_first_which_stays_kept(site: Site, trainer: Visitor, draft: str) -> None:
    first, second = CASE.replace("Agente", "Agente dois"), CASE.replace("Agente", "Agente três")
    mine = trainer.get(draft)
    saved(trainer, draft, first)
    trainer.follow(mine.fill(draft, {"source": second}).submit(draft))

    assert files_of(site, draft)[1]["case.yaml"] == second
    assert kept(site, draft)[1:] == [CASE, first, second]


def test_or_the_first_stays_and_the_second_is_kept(site: Site, trainer: Visitor, draft: str) -> None:
    first, second = CASE.replace("Agente", "Agente dois"), CASE.replace("Agente", "Agente três")
    mine = trainer.get(draft)
    saved(trainer, draft, first)
    trainer.follow(mine.fill(draft, {"source": second}).submit(f"{draft}/both"))

    assert files_of(site, draft)[1]["case.yaml"] == first
    assert kept(site, draft)[1:] == [CASE, first, second, first]


def test_who_wrote_in_another_file_is_in_nobodys_way(site: Site, trainer: Visitor) -> None:
    path = with_english(site, trainer, CASE_EN)
    portuguese, english = trainer.get(path), trainer.get(f"{path}?file=case.en.yaml")
    changed = CASE.replace("Agente", "Agente dois")

    assert english.fill(path, {"source": CASE_EN.replace("title: ", "title: The ", 1)}).status == 303
    assert portuguese.fill(path, {"source": changed}).status == 303
    files = files_of(site, path)[1]
    assert (files["case.yaml"], "title: The " in files["case.en.yaml"]) == (changed, True)


# By the script --------------------------------------------------------------------------------------------------------


def fields(page: Page, draft: str, text: str) -> dict[str, str]:
    """The form as the script sends it."""
    return {name: values[0] for name, values in page.fields(draft).items()} | {"source": text}


def test_the_script_is_told_what_was_saved_and_what_is_wrong_in_it(site: Site, trainer: Visitor, draft: str) -> None:
    form = fields(trainer.get(draft), draft, BROKEN)
    status, told = trainer.post_by_script(draft, form)

    assert (status, told["state"], told["said"]) == (200, "saved", "Saved at 09:00. You can leave and come back.")
    assert told["based_on"].startswith("3.")
    assert "data-error" in told["checked"]
    assert files_of(site, draft)[1]["case.yaml"] == BROKEN
    assert kept(site, draft)[-1] == CASE  # a version is not kept at each pause


def test_a_form_that_arrives_twice_is_saved_once(site: Site, trainer: Visitor, draft: str) -> None:
    form = fields(trainer.get(draft), draft, BROKEN)

    told = [trainer.post_by_script(draft, form) for _ in range(2)]
    assert [(status, data["state"], data["based_on"][:2]) for status, data in told] == [(200, "saved", "3.")] * 2
    assert files_of(site, draft)[0] == 3


def test_a_script_that_comes_second_is_given_both_texts(site: Site, trainer: Visitor, draft: str) -> None:
    form = fields(trainer.get(draft), draft, BROKEN)
    saved(trainer, draft, CASE.replace("Agente", "Agente dois"))
    status, told = trainer.post_by_script(draft, form)

    assert (status, told["state"]) == (409, "stale")
    assert "Save the text of this page" in told["shown"]
    status, told = trainer.post_by_script(draft, {**form, "based_on": told["based_on"]})
    assert (status, told["state"]) == (200, "saved")
    assert files_of(site, draft)[1]["case.yaml"] == BROKEN


def test_what_a_script_writes_over_is_kept_though_no_button_saved_it(site: Site, trainer: Visitor, draft: str) -> None:
    mine = fields(trainer.get(draft), draft, BROKEN)
    by_itself = CASE.replace("Agente", "Agente dois")
    trainer.post_by_script(draft, fields(trainer.get(draft), draft, by_itself))
    _, told = trainer.post_by_script(draft, mine)
    trainer.post_by_script(draft, {**mine, "based_on": told["based_on"]})

    assert files_of(site, draft)[1]["case.yaml"] == BROKEN
    assert kept(site, draft)[-1] == by_itself


def test_what_no_file_can_hold_is_refused_with_the_reason(trainer: Visitor, draft: str) -> None:
    long = "# " + "x" * MOST_BYTES
    status, told = trainer.post_by_script(draft, fields(trainer.get(draft), draft, long))
    page = trainer.get(draft).fill(draft, {"source": long})

    assert (status, told["state"]) == (422, "refused")
    assert told["said"] == "Not saved: The text is longer than a document may be (1 MB). Divide it"
    assert page.status == 422
    assert page.fields(draft)["source"] == [long]


def test_a_document_of_a_megabyte_goes_through_its_form_and_through_no_other(
    site: Site, trainer: Visitor, draft: str
) -> None:
    large = CASE + "# é\n" * 150_000
    assert len(quote(large)) > LARGEST
    saved(trainer, draft, large)

    assert files_of(site, draft)[1]["case.yaml"] == large
    page = trainer.get(NEW)
    assert page.fill(NEW, {"kind": "case", "document": "x" * LARGEST}).status == 413


# Attacks --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("attack", ATTACKS[::9])
def test_nothing_that_an_author_writes_is_active_on_the_editor(trainer: Visitor, draft: str, attack: str) -> None:
    tree = read_yaml("", CASE.encode()).tree
    everywhere = written({key: _struck(value, attack) for key, value in tree.items()})
    for text in (everywhere, attack, f"title: {attack}\n{everywhere}", CASE.replace("platform", attack)):
        answer = trainer.get(draft).fill(draft, {"source": text})
        if answer.status == 303:
            assert list(active(trainer.follow(answer))) == []
            assert list(active(trainer.get(f"{draft}/versions/2"))) == []
        else:
            assert list(active(answer)) == []


def _struck(value: Raw, attack: str) -> Raw:
    """The value with the attack in every text that is no id."""
    if isinstance(value, dict):
        return {key: _struck(inner, attack) for key, inner in value.items()}
    return f"{attack} {value}" if isinstance(value, str) and " " in value else value


def test_a_page_takes_as_many_queries_for_many_versions_as_for_one(site: Site, trainer: Visitor, draft: str) -> None:
    with count_queries(site.house.database) as for_few:
        trainer.get(draft)
    for number in range(3):
        saved(trainer, draft, CASE.replace("Agente", f"Agente {number}"))
    with count_queries(site.house.database) as for_many:
        trainer.get(draft)

    assert len(for_few) == len(for_many)


def test_nobody_opens_or_saves_a_draft_of_others(site: Site, trainer: Visitor, draft: str) -> None:
    site.add_person(site.add_organisation("Outra"), "eva@test.example", ("trainer",))
    eva = site.visitor("eva@test.example")
    form = {**fields(trainer.get(draft), draft, "gone"), "csrf_token": eva.get(NEW).fields(NEW)["csrf_token"][0]}

    paths = [draft, f"{draft}/versions", f"{draft}/versions/1", f"{draft}/members", f"{draft}/translation"]
    assert [eva.get(path).status for path in paths] == [404] * 5
    assert [eva.post(path, form).status for path in (draft, f"{draft}/both", f"{draft}/versions/1")] == [404] * 3
    assert files_of(site, draft)[1]["case.yaml"] == CASE


def test_two_texts_that_cannot_be_read_are_compared_line_by_line(trainer: Visitor, draft: str) -> None:
    mine = trainer.get(draft)
    saved(trainer, draft, CASE.replace("Agente", "[Agente dois"))
    answer = mine.fill(draft, {"source": CASE.replace("Agente", "[Agente três")})

    assert answer.status == 409
    assert "removed: officer: [Agente dois" in answer.text
    assert "added: officer: [Agente três" in answer.text
    assert f"Line {CASE[: CASE.index('Agente')].count(chr(10)) + 1}" in answer.text
