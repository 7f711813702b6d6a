"""Every worker is shown what was published, from the next request on, and nothing else is asked of the database."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from authors import CASE, ENGLISH, SHIPPED, Authors, changed, text_of
from databases import count_queries
from desks import NOW
from sqlalchemy import select

from course.acts.publish import publish, withdraw
from course.acts.text_under_review import TextId
from course.catalogue import Catalogues
from course.content.kept import KeptRecords, read_kept_record
from course.content.library import Library, read_library
from course.storage import publications
from course.storage.engine import Database
from course.storage.models import Publication, Revision, Submission

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def authors(database: Database, library: Library, tmp_path: Path) -> Authors:
    return Authors(database, library, tmp_path / "keys")


def withdrawn(authors: Authors, document: str) -> None:
    with authors.desk(authors.author) as desk:
        withdraw(desk, "case", document, "Erro.")


def test_before_anything_was_published_the_library_is_the_shipped_one_itself(
    authors: Authors, library: Library
) -> None:
    assert authors.catalogue().library is library
    assert authors.catalogue().whole.library is library


def test_while_nothing_changes_it_is_one_query_and_the_same_catalogue(authors: Authors) -> None:
    authors.published_case()
    first = authors.catalogue()

    with count_queries(authors.database) as queries:
        second = authors.catalogue()

    assert (second is first, len(queries)) == (True, 1)


def test_a_worker_follows_what_another_published_withdrew_and_signed(authors: Authors, library: Library) -> None:
    elsewhere = Catalogues(library)

    def there() -> tuple[bool, bool, bool]:
        with authors.database.read() as session:
            found = elsewhere.follow(session, NOW)
        return (
            "new-case" in found.library.cases,
            found.is_withdrawn("case", "new-case"),
            found.clearance("case", SHIPPED).parties != {},
        )

    seen = [there()]
    authors.published_case()
    seen.append(there())
    authors.sign(TextId("case", SHIPPED, authors.catalogue().case(SHIPPED).digest), "police")
    seen.append(there())
    withdrawn(authors, "new-case")
    seen.append(there())

    assert seen == [(False, False, False), (True, False, False), (True, False, True), (False, True, True)]


def test_whoever_was_given_a_catalogue_keeps_it_whatever_is_published_meanwhile(authors: Authors) -> None:
    mine = authors.catalogue()
    authors.published_case()

    assert "new-case" not in mine.library.cases
    assert "new-case" in authors.catalogue().library.cases


def test_it_changes_by_itself_at_the_hour_of_a_publication(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))
    authors.sign_all(text)
    with authors.desk(authors.other) as desk:
        publish(desk, text, NOW + HOUR)

    seen = []
    for after in (0 * HOUR, HOUR - dt.timedelta(seconds=1), HOUR, 2 * HOUR):
        with count_queries(authors.database) as queries:
            found = authors.catalogue(NOW + after)
        seen.append(("new-case" in found.library.cases, len(queries) > 1))

    assert seen == [(False, True), (False, False), (True, True), (True, False)]


def test_what_nobody_signed_is_hidden_where_signatures_are_required_and_the_whole_shows_it(
    database: Database, library: Library, tmp_path: Path
) -> None:
    authors = Authors(database, library, tmp_path / "keys", requires_signatures=True)
    shown = authors.catalogue()
    assert (list(shown.library.cases), list(shown.library.modules), shown.library.records) == ([], [], ())
    assert shown.whole.library is library
    assert shown.whole.whole is shown.whole

    authors.sign_all(TextId("case", SHIPPED, library.cases[SHIPPED].digest))

    assert list(authors.catalogue().library.cases) == [SHIPPED]


def test_before_the_database_was_asked_only_what_needs_no_signature_is_shown(library: Library) -> None:
    assert list(Catalogues(library).latest.library.cases) == [SHIPPED]
    assert list(Catalogues(library, requires_signatures=True).latest.library.cases) == []


def test_a_change_that_touches_no_text_leaves_what_was_indexed_and_built(authors: Authors) -> None:
    authors.published_case()
    before = authors.catalogue()
    entries, built = before.search_entries(), before.case("new-case")

    authors.sign(TextId("case", SHIPPED, before.case(SHIPPED).digest), "police")

    after = authors.catalogue()
    assert after is not before
    assert (after.library is before.library, after.whole.library is before.whole.library) == (True, True)
    assert after.search_entries() is entries
    assert after.case("new-case") is built


def test_what_was_published_is_found_by_searching_and_what_was_withdrawn_is_not(authors: Authors) -> None:
    def found() -> bool:
        return any(entry.id == "new-case" for entry in authors.catalogue().search_entries())

    seen = [found()]
    authors.published_case()
    seen.append(found())
    withdrawn(authors, "new-case")
    seen.append(found())

    assert seen == [False, True, False]


def test_a_text_in_whose_place_another_stands_does_not_stay_in_memory(authors: Authors) -> None:
    first = authors.published_case()
    authors.catalogue()
    draft = authors.copy(first, "new-case", authors.author)
    authors.change(draft, changed("um"))
    second = text_of(authors.submit(draft))
    authors.sign_all(second)
    authors.publish(second)
    authors.catalogue()

    assert [digest for _, digest in authors.catalogues._editions] == [second.digest]


def test_its_parts_are_those_of_the_published_text(authors: Authors) -> None:
    text = authors.published_case(files=CASE | ENGLISH)
    found = authors.catalogue()

    assert (found.case("new-case").english.title, found.minutes_of_case("new-case") > 0) == ("Title of the case", True)
    with authors.database.read() as session:
        proof = found.find_proof(session, found.case("new-case"))
        assert proof is not None
        assert [proof.roads, list(proof.scales)] == [2, ["legality", "trust"]]
        assert found.case_at(session, text.digest) is found.case("new-case")


def test_what_is_published_comes_back_from_the_record_as_it_was_judged_whatever_order_a_database_keeps(
    authors: Authors,
) -> None:
    draft = authors.draft(files=CASE | ENGLISH)
    judged = authors.judged(draft).record
    text = text_of(authors.submit(draft))
    authors.sign_all(text)
    authors.publish(text)

    with authors.database.read() as session:
        for plain in (
            session.scalars(select(Submission.record)).one(),
            session.scalars(select(Publication.record)).one(),
        ):
            assert read_kept_record(plain) == judged
            assert read_kept_record(json.loads(json.dumps(plain, sort_keys=True))) == judged


@pytest.mark.parametrize("plain", [None, {}, [], {"reader": "x"}, "text"])
def test_what_is_no_record_of_this_reader_is_none(plain: object) -> None:
    assert read_kept_record(plain) is None


def test_a_release_that_judges_otherwise_judges_anew_once_and_keeps_what_it_found(
    authors: Authors, library: Library, tmp_path: Path
) -> None:
    text = authors.published_case()
    today, later = KeptRecords(tmp_path / "kept"), KeptRecords(tmp_path / "kept", reader="a later one")
    with authors.database.read() as session:
        Catalogues(library, kept=today).follow(session, NOW)
    assert not (tmp_path / "kept").exists()  # the reader of today found it when it was submitted

    with authors.database.read() as session:
        after = Catalogues(library, kept=later).follow(session, NOW)

    found = later.find("case", "new-case", text.digest)
    assert after.case("new-case").digest == text.digest
    assert found is not None
    assert (found.digest, found.proof is not None) == (text.digest, True)
    assert today.find("case", "new-case", text.digest) is None
    assert later.find("case", "another-case", text.digest) is None


def test_what_was_kept_and_is_damaged_is_found_anew(tmp_path: Path) -> None:
    kept = KeptRecords(tmp_path)
    (tmp_path / "d.json").write_text("{", encoding="utf-8")

    assert [kept.find("case", "x", "d"), KeptRecords().find("case", "x", "d")] == [None, None]


def test_a_published_text_that_a_release_cannot_show_gives_way_to_the_shipped_one(authors: Authors) -> None:
    shipped = authors.catalogue().case(SHIPPED)
    with authors.database.write() as session:
        session.add(
            Revision(digest="e" * 64, kind="case", document=SHIPPED, bundle={"case.yaml": "format: 99\n"}, proof=None)
        )
        publications.append(
            session,
            "case",
            SHIPPED,
            "publish",
            digest="e" * 64,
            record={"reader": "an old one"},
            visible_from=NOW,
            shipped_digest=shipped.digest,
            reason="",
            person_id=authors.other.person_id,
            at=NOW,
        )
        publications.append(
            session,
            "case",
            "gone",
            "publish",
            digest="f" * 64,
            record={},
            visible_from=NOW,
            shipped_digest=None,
            reason="",
            person_id=authors.other.person_id,
            at=NOW,
        )

    found = authors.catalogue()
    assert (found.case(SHIPPED), "gone" in found.library.cases) == (shipped, False)
    assert found.library is authors.catalogues.shipped


def test_a_release_that_ships_another_text_leaves_the_publication_and_it_can_be_told(
    authors: Authors, library: Library, tmp_path: Path
) -> None:
    before = authors.catalogue().case(SHIPPED)
    draft = authors.copy(TextId("case", SHIPPED, before.digest), SHIPPED, authors.author)
    files = before.bundle.as_text()
    authors.change(draft, files | {"case.yaml": files["case.yaml"] + "# ours\n"})
    text = text_of(authors.submit(draft))
    authors.sign_all(text)
    authors.publish(text)

    shutil.copytree(Path(__file__).parents[1] / "course", tmp_path / "release")
    file = tmp_path / "release" / "cases" / SHIPPED / "case.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# theirs\n", encoding="utf-8")
    next_release = Catalogues(read_library(tmp_path / "release"))
    with authors.database.read() as session:
        after = next_release.follow(session, NOW)
        [line] = publications.list_in_force(session, NOW)

    assert after.case(SHIPPED).digest == text.digest
    assert line.shipped_digest == before.digest
    assert after.shipped_digest("case", SHIPPED) not in {before.digest, text.digest}


def test_a_published_module_is_shown_though_its_case_was_withdrawn(authors: Authors) -> None:
    withdrawn(authors, SHIPPED)

    found = authors.catalogue()
    assert SHIPPED in found.module("ethnic-profiling").reference.cases
    assert SHIPPED not in found.library.cases
    assert found.module_of_case(SHIPPED, "officers") is not None
