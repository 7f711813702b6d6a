"""The commands between files and what an instance keeps: nothing of them publishes."""

from pathlib import Path

import pytest
from authors import Authors
from site_of_tests import Site

from course.base.ids import as_id
from course.content.bundle import bundle_of, read_bundle
from course.content.library import Library
from course.content.starters import case_starter
from course.storage import drafts, publications, signatures, submissions

FILES = {
    "case.yaml": case_starter(),
    "case.en.yaml": "format: 1\nlanguage: en\ntitle: A case of one's own\n",
    "numbers.csv": "ano;paragens\n2024;12\n",
}


@pytest.fixture
def authors(site: Site, library: Library) -> Authors:
    return Authors(site.house.database, library, site.settings.keys)


def run(site: Site, *arguments: str) -> tuple[int, str]:
    """What a command ends with and prints."""
    done = site.app.test_cli_runner().invoke(args=["content", *arguments])
    return done.exit_code, done.output


def folder_of_files(at: Path) -> Path:
    """A document as somebody has it on disk."""
    folder = at / "cases" / "new-case"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_what_was_written_in_the_browser_comes_back_to_files_byte_by_byte(
    site: Site, authors: Authors, tmp_path: Path
) -> None:
    text = authors.published_case(files={name: body.replace("\n", "\r\n") for name, body in FILES.items()})
    (tmp_path / "cases" / "new-case").mkdir(parents=True)
    (tmp_path / "cases" / "new-case" / "left-over.csv").write_text("a;b\n", encoding="utf-8")

    code, told = run(site, "export", "--published", "new-case", "--to", str(tmp_path))

    assert (code, told.split()) == (0, [f"cases/new-case/{name}" for name in sorted(FILES)])
    assert read_bundle("case", tmp_path / "cases" / "new-case").digest == text.digest


def test_what_was_never_published_is_not_exported(site: Site, authors: Authors, tmp_path: Path) -> None:
    authors.submit(authors.draft())

    told = [
        run(site, "export", "--published", "new-case", "--to", str(tmp_path), "--language", "en"),
        run(site, "export", "--published", "new-case", "--language", "en"),
        run(site, "export", "cases/looked-away", "--language", "en"),
    ]

    assert [code for code, _ in told] == [1, 1, 2]
    assert "nothing was published here" in told[0][1]
    assert not (tmp_path / "cases").exists()


def test_files_become_a_draft_of_that_trainer_and_nothing_more(site: Site, authors: Authors, tmp_path: Path) -> None:
    folder = folder_of_files(tmp_path)

    code, told = run(site, "draft", str(folder), "--trainer", "autora@test.example")

    assert code == 0, told
    with site.house.database.read() as session:
        found = drafts.find_for(session, as_id(told.strip().rpartition("/")[2]), authors.author.person_id)
        assert found is not None
        kept = {name: text.encode() for name, text in found.files.items()}
        assert bundle_of("case", "new-case", kept).digest == read_bundle("case", folder).digest
        assert submissions.list_of_document(session, "case", "new-case") == []
        assert signatures.list_in_force(session) == []
        assert publications.list_of_document(session, "case", "new-case") == []


def test_the_same_command_again_is_the_next_version_of_the_same_draft(
    site: Site, authors: Authors, tmp_path: Path
) -> None:
    folder = folder_of_files(tmp_path)
    first = run(site, "draft", str(folder), "--trainer", "autora@test.example")
    (folder / "case.yaml").write_text(case_starter().replace("Título", "Outro título"), encoding="utf-8")

    second = run(site, "draft", str(folder), "--trainer", "autora@test.example")
    other = run(site, "draft", str(folder), "--trainer", "outra@test.example", "--language", "en")

    assert second == first
    assert other[0] == 1  # the name is taken, by another trainer's draft
    with site.house.database.read() as session:
        listed = drafts.list_of_person(session, authors.author.person_id)
        assert [(one.document, one.version) for one in listed] == [("new-case", 2)]


def test_a_draft_of_a_shipped_document_begins_from_its_text(site: Site, authors: Authors, tmp_path: Path) -> None:
    folder = tmp_path / "cases" / "looked-away"
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(case_starter(), encoding="utf-8")

    code, told = run(site, "draft", str(folder), "--trainer", "autora@test.example")

    assert code == 0, told
    with site.house.database.read() as session:
        found = drafts.find(session, as_id(told.strip().rpartition("/")[2]))
        assert found is not None
        shipped = site.house.catalogues.shipped.cases["looked-away"].digest
        assert (found.based_on, list(found.files)) == (shipped, ["case.yaml"])


@pytest.mark.parametrize("who", ["nobody@test.example", "police@test.example", ""])
def test_only_a_trainer_has_drafts(site: Site, authors: Authors, tmp_path: Path, who: str) -> None:
    code, told = run(site, "draft", str(folder_of_files(tmp_path)), "--trainer", who, "--language", "en")

    assert (code, "nobody with the role of trainer" in told) == (1, True)


def test_a_folder_that_is_no_document_or_holds_a_picture_is_refused(
    site: Site, authors: Authors, tmp_path: Path
) -> None:
    folder = folder_of_files(tmp_path)
    (folder / "photo.png").write_bytes(b"\x89PNG\xff")

    assert run(site, "draft", str(folder), "--trainer", "autora@test.example")[0] == 1
    assert run(site, "draft", str(tmp_path), "--trainer", "autora@test.example")[0] == 1


def test_what_is_signed_is_told_by_document_and_party(site: Site, authors: Authors) -> None:
    assert run(site, "signed", "--language", "en") == (0, "nothing is signed\n")
    text = authors.published_case()

    code, told = run(site, "signed", "--language", "en")

    head, row = (line.split("  ") for line in told.splitlines())
    assert code == 0
    assert head[0].strip() == "document"
    assert (row[0].strip(), text.digest[:8] in told, told.count("agrees")) == ("cases/new-case", True, 3)
