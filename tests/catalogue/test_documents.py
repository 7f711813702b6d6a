"""What is current comes from the library, and what somebody began on from the row that kept it."""

from dataclasses import replace
from pathlib import Path

import pytest
from databases import count_queries
from libraries import QUIZ, library_in, write_library
from sqlalchemy import func, select
from two_sides import two_sided_course

from course.base.refusals import NotFound
from course.catalogue import Catalogue
from course.catalogue.documents import KEPT
from course.content.bundle import Bundle
from course.content.library import read_library
from course.storage import revisions
from course.storage.engine import Database
from course.storage.models import Revision


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """The small library."""
    return Catalogue(library_in(tmp_path / "library"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the small library, to change it."""
    return tmp_path / "library"


def revisions_in(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(row.kind, row.document) for row in session.scalars(select(Revision).order_by(Revision.kind))]


def count_of_revisions(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Revision)) or 0


def changed(folder: Path, title: str = "Outra prova") -> Catalogue:
    """The catalogue of the next start, after the quiz got another title."""
    return Catalogue(read_library(write_library(folder, quiz=("title: Prova", f"title: {title}"))))


def test_the_current_document_is_the_one_of_the_library(catalogue: Catalogue) -> None:
    assert [
        catalogue.module("ethnic-profiling").reference.title,
        catalogue.case("looked-away").reference.title,
        catalogue.quiz("stops").reference.title,
    ] == ["Perfilamento étnico", "Desviou o olhar", "Prova"]
    assert list(catalogue.registers.ideas) == ["avoids-eyes"]


@pytest.mark.parametrize("id_", ["nothing", "", "ethnic-profiling/../stops"])
def test_what_is_not_there_is_not_found(catalogue: Catalogue, id_: str) -> None:
    for shelf in (catalogue.module, catalogue.case, catalogue.quiz):
        with pytest.raises(NotFound) as refused:
            shelf(id_)

        assert refused.value.message == "This part has moved or was withdrawn. What you have done is kept."


def test_a_case_and_a_quiz_know_their_module(catalogue: Catalogue) -> None:
    module = catalogue.module("ethnic-profiling")

    assert (catalogue.module_of_case("looked-away", "officers"), catalogue.module_of_quiz("stops")) == (module, module)
    assert (catalogue.module_of_case("stops", "officers"), catalogue.module_of_quiz("looked-away")) == (None, None)


def test_a_case_of_two_tracks_is_played_in_the_module_of_ones_own(tmp_path: Path) -> None:
    catalogue = Catalogue(two_sided_course(tmp_path / "course"))

    played_in = {one: catalogue.module_of_case("looked-away", one) for one in ("officers", "equality-body")}

    assert {one: module.id for one, module in played_in.items() if module} == {
        "officers": "ethnic-profiling",
        "equality-body": "mirror",
    }
    assert set(catalogue.modules_of_case("looked-away")) == {"ethnic-profiling", "mirror"}


def test_who_has_no_track_with_the_case_plays_it_in_the_first_module_that_has_it(tmp_path: Path) -> None:
    module = Catalogue(two_sided_course(tmp_path / "course")).module_of_case("looked-later", "equality-body")

    assert module is not None
    assert module.id == "later"


def test_a_track_is_for_its_audience(catalogue: Catalogue) -> None:
    assert (list(catalogue.tracks_for("officers")), list(catalogue.tracks_for("equality-body"))) == (
        ["racial-discrimination"],
        [],
    )


def test_a_track_without_a_readable_module_is_not_offered(folder: Path) -> None:
    assert Catalogue(library_in(folder, module="title: a: b")).tracks_for("officers") == {}


def test_pinning_records_the_text_once(database: Database, catalogue: Catalogue) -> None:
    quiz = catalogue.quiz("stops")
    for _ in range(2):
        with database.write() as session:
            pinned = (catalogue.pin(session, quiz), catalogue.pin_registers(session))

    assert pinned == (quiz.digest, catalogue.library.registers_bundle.digest)
    assert revisions_in(database) == [("quiz", "stops"), ("registers", "registers")]


def test_what_is_pinned_is_the_whole_folder(database: Database, catalogue: Catalogue) -> None:
    quiz = catalogue.quiz("stops")
    with database.write() as session:
        digest = catalogue.pin(session, quiz)

    with database.read() as session:
        row = revisions.find(session, digest)

    assert row is not None
    assert {name: text.encode() for name, text in row.bundle.items()} == dict(quiz.bundle.files)
    assert row.bundle["quiz.yaml"] == QUIZ


def test_an_earlier_text_is_read_as_it_stood_after_the_library_changed(
    database: Database, catalogue: Catalogue, folder: Path
) -> None:
    begun = catalogue.quiz("stops")
    with database.write() as session:
        digest = catalogue.pin(session, begun)

    later = changed(folder)

    with database.read() as session:
        earlier = later.quiz_at(session, digest)
    assert later.quiz("stops").reference.title == "Outra prova"
    assert earlier == begun
    assert (earlier.id, earlier.digest, earlier.english.title) == ("stops", digest, "Quiz")


def test_a_document_that_was_withdrawn_is_still_read_by_whoever_began_on_it(
    database: Database, catalogue: Catalogue, folder: Path
) -> None:
    with database.write() as session:
        digest = catalogue.pin(session, catalogue.case("looked-away"))
    withdrawn = Catalogue(library_in(folder / "other", case="title: a: b"))

    with database.read() as session:
        assert withdrawn.case_at(session, digest) == catalogue.case("looked-away")


def test_the_current_text_needs_no_database(database: Database, catalogue: Catalogue) -> None:
    quiz = catalogue.quiz("stops")
    with database.read() as session, count_queries(database) as queries:
        found = catalogue.quiz_at(session, quiz.digest)

    assert (found is quiz, queries) == (True, [])


def test_an_earlier_text_is_read_once_and_kept(database: Database, catalogue: Catalogue, folder: Path) -> None:
    with database.write() as session:
        digest = catalogue.pin(session, catalogue.quiz("stops"))
    later = changed(folder)

    with database.read() as session:
        first = later.quiz_at(session, digest)
    with database.read() as session, count_queries(database) as queries:
        again = later.quiz_at(session, digest)

    assert (again is first, queries) == (True, [])


def test_only_so_many_earlier_texts_are_kept(database: Database, folder: Path) -> None:
    digests = []
    for number in range(KEPT + 1):
        document = changed(folder, f"Prova {number}").quiz("stops")
        with database.write() as session:
            digests.append(Catalogue(read_library(folder)).pin(session, document))
    later = changed(folder, "Por fim")

    with database.read() as session:
        for digest in digests:
            later.quiz_at(session, digest)
    with database.read() as session, count_queries(database) as queries:
        later.quiz_at(session, digests[-1])
        later.quiz_at(session, digests[0])

    assert (count_of_revisions(database), len(queries)) == (KEPT + 1, 1)


def test_a_digest_that_nobody_pinned_is_not_found(database: Database, catalogue: Catalogue) -> None:
    with database.read() as session:
        for at in (catalogue.quiz_at, catalogue.case_at):
            with pytest.raises(NotFound):
                at(session, "0" * 64)


def test_a_digest_of_another_kind_is_not_found(database: Database, catalogue: Catalogue) -> None:
    with database.write() as session:
        case = catalogue.pin(session, catalogue.case("looked-away"))
        registers = catalogue.pin_registers(session)
    later = Catalogue(read_library(Path("no-library")))

    with database.read() as session:
        assert later.case_at(session, case).id == "looked-away"
        for digest in (case, registers):
            with pytest.raises(NotFound):
                later.quiz_at(session, digest)


def test_a_text_of_a_form_that_is_read_no_more_is_not_found(database: Database, catalogue: Catalogue) -> None:
    with database.write() as session:
        revisions.record(session, "c" * 64, "quiz", "stops", {"quiz.yaml": "format: 0\n"})

    with database.read() as session, pytest.raises(NotFound) as refused:
        catalogue.quiz_at(session, "c" * 64)

    assert refused.value.message == ("The text this was opened on cannot be read any more. Please tell your trainers.")


def test_the_proof_of_a_case_is_kept_with_the_text_it_is_of(sqlite_database: Database, folder: Path) -> None:
    before = Catalogue(library_in(folder))
    with sqlite_database.write() as session:
        digest = before.pin(session, before.case("looked-away"))
    after = Catalogue(read_library(write_library(folder, case=("title: Desviou", "title: Baixou"))))
    with sqlite_database.read() as session:
        earlier, current = after.case_at(session, digest), after.case("looked-away")

        proofs = [after.find_proof(session, case) for case in (earlier, current)]

    assert [proof and (proof.roads, list(proof.endings)) for proof in proofs] == [(1, ["end"]), (1, ["end"])]
    assert earlier.digest != current.digest


def test_a_text_that_was_kept_without_a_proof_has_none(sqlite_database: Database, catalogue: Catalogue) -> None:
    case = replace(catalogue.case("looked-away"), bundle=Bundle("case", "looked-away", {"case.yaml": b"other"}))
    with sqlite_database.write() as session:
        catalogue.pin(session, case)

        assert catalogue.find_proof(session, case) is None
