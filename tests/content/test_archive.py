"""A ZIP of documents: the same bytes for the same content, and nothing strange gets past its table of contents."""

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content import archive
from course.content.archive import pack, unpack
from course.content.library import Library
from course.content.source import MOST_BYTES

CASE = "cases/looked-away/case.yaml"
FILES = {CASE: b"format: 1\n", "cases/looked-away/case.en.yaml": b"a: b\r\n", "registers/ideas.yaml": b""}
PLACES = "modules/…, cases/…, quizzes/…, registers/…"
STRANGE = "this is no place for a file of the course: there are "
OUTSIDE = "this name leads out of the folder of the course: leave the file out"
NO_FILE = "this is a link or a device and not a file: leave it out"
TWICE = "this file stands twice in the ZIP, or in two spellings: keep one"
NO_ZIP = "this is no ZIP file, or a damaged one: export it again"
DAMAGED = "this file is damaged, or is not what the ZIP says of it: export it again"


def zipped(
    files: Mapping[str, bytes] | list[tuple[str, bytes]], mode: int = 0, how: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A ZIP by the hand of somebody else."""
    whole = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(whole, "w", how) as made:
        warnings.simplefilter("ignore")  # of names that stand twice
        for name, data in files.items() if isinstance(files, Mapping) else files:
            entry = zipfile.ZipInfo("x")
            entry.filename = name
            entry.compress_type = how
            entry.external_attr = mode << 16
            made.writestr(entry, data)
    return whole.getvalue()


def told(data: bytes) -> list[tuple[str, str]]:
    """Of each problem: where and what. With a problem there is no file."""
    files, problems = unpack(data)
    assert files == {} or problems == ()
    return [(problem.where, problem.in_words(str)) for problem in problems]


def test_what_is_packed_comes_back_byte_by_byte_whatever_its_order() -> None:
    assert unpack(pack(FILES)) == (FILES, ())
    assert pack(dict(reversed(FILES.items()))) == pack(FILES)


def test_all_that_is_shipped_may_be_packed(library: Library) -> None:
    files = {
        document.bundle.where(name): data
        for _, document in library.documents()
        for name, data in document.bundle.files.items()
    }

    assert unpack(pack(files)) == (files, ())


def test_a_zip_of_another_program_with_its_folders_is_read() -> None:
    data = zipped([("cases/", b""), ("cases/looked-away/", b""), (CASE, b"a: b\n")], how=zipfile.ZIP_STORED)

    assert unpack(data) == ({CASE: b"a: b\n"}, ())


def test_one_folder_around_everything_is_taken_off() -> None:
    data = zipped([("Os meus casos/", b""), *((f"Os meus casos/{name}", text) for name, text in FILES.items())])

    assert unpack(data) == (FILES, ())


def test_a_folder_around_some_files_alone_stays_and_is_refused() -> None:
    name = "mine/cases/b/case.yaml"

    assert [where for where, _ in told(zipped({name: b"a: b\n", CASE: b"a: b\n"}))] == [name]


def test_an_outer_folder_that_leads_out_is_refused() -> None:
    assert told(zipped({f"../{CASE}": b"a: b\n"})) == [(f"../{CASE}", OUTSIDE)]


def test_what_desktops_put_beside_the_files_is_passed_over() -> None:
    litter = {
        "__MACOSX/cases/looked-away/._case.yaml": b"x",
        ".DS_Store": b"x",
        "cases/.DS_Store": b"x",
        "cases/looked-away/Thumbs.db": b"x",
    }

    assert unpack(zipped({**litter, CASE: b"a: b\n"})) == ({CASE: b"a: b\n"}, ())
    assert told(zipped(litter)) == [("", "there is no document in this ZIP")]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("/etc/passwd", OUTSIDE),
        ("../case.yaml", OUTSIDE),
        ("cases/../../case.yaml", OUTSIDE),
        ("cases\\looked-away\\case.yaml", OUTSIDE),
        ("C:/case.yaml", OUTSIDE),
        ("cases/looked-away/case.yaml:stream", OUTSIDE),
        ("cases/looked-away/case.sh", STRANGE),
        ("cases/looked-away/.case.yaml", STRANGE),
        ("cases/looked-away/deep/case.yaml", STRANGE),
        ("cases/case.yaml", STRANGE),
        ("cases/Looked/case.yaml", STRANGE),
        ("cases/olhou-é/case.yaml", STRANGE),
        ("course/cli.py", STRANGE),
        ("cases/./case.yaml", STRANGE),
        ("cases//case.yaml", STRANGE),
        ("case.yaml", STRANGE),
        (f"cases/{'x-' * 100}x/case.yaml", STRANGE),
    ],
)
def test_a_file_in_another_place_is_refused(name: str, words: str) -> None:
    (problem,) = told(zipped({name: b"a: b\n", CASE: b"a: b\n"}))

    assert (problem[0], problem[1].startswith(words)) == (name[:200], True)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFDIR])
def test_only_files_are_files(kind: int) -> None:
    assert told(zipped({CASE: b"../../../etc/passwd"}, mode=kind | 0o777)) == [(CASE, NO_FILE)]


@pytest.mark.parametrize("other", [CASE, "cases/looked-away/case.yaml/"])
def test_a_name_stands_once(other: str) -> None:
    problems = told(zipped([(CASE, b"a: b\n"), (other, b"")]))

    assert (CASE, TWICE) in problems


def test_spellings_that_some_disks_take_for_one_are_one() -> None:
    assert next(words for _, words in told(zipped([(CASE, b""), (CASE.upper(), b"")]))) == TWICE


def test_a_locked_file_is_refused() -> None:
    data = bytearray(zipped({CASE: b"a: b\n"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1

    assert told(bytes(data)) == [(CASE, "this file is encrypted: make the ZIP without a password")]


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_common_way_of_packing_is_read(how: int) -> None:
    words = "this file is packed in a way that is not known here: make the ZIP anew"

    assert told(zipped({CASE: b"a: b\n" * 9}, how=how)) == [(CASE, words)]


def test_a_bomb_is_told_by_what_it_announces() -> None:
    big, dense = told(zipped({CASE: b"a" * (MOST_BYTES + 1), "cases/b/case.yaml": b"a" * (MOST_BYTES - 1)}))

    assert big == (CASE, f"this file has more than {MOST_BYTES} bytes: divide it")
    assert dense[1] == "this file is packed more than 100 times smaller than it is, as no text is: leave it out"


def test_a_bomb_that_announces_less_is_not_unpacked() -> None:
    data = bytearray(zipped({CASE: b"a" * 900_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(signature) + offset, 100)

    assert told(bytes(data)) == [(CASE, DAMAGED)]


def test_files_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    monkeypatch.setattr(archive, "MOST_UNPACKED", 30)
    files = {f"cases/c{number}/case.yaml": b"a: b\n" * 4 for number in range(3)}

    assert told(zipped(files)) == [("", "the ZIP has more than 2 files: export fewer documents at a time")]
    del files["cases/c2/case.yaml"]
    assert told(zipped(files)) == [
        ("", "unpacked, the files have more than 30 bytes together: export fewer documents at a time")
    ]
    monkeypatch.setattr(archive, "MOST_PACKED", 10)
    assert told(zipped(files)) == [("", "the ZIP has more than 10 bytes: export fewer documents at a time")]


def test_a_changed_byte_is_found_by_its_checksum() -> None:
    data = zipped({CASE: b"title: Um\n"}, how=zipfile.ZIP_STORED).replace(b"title: Um", b"title: Ui")

    assert told(data) == [(CASE, DAMAGED)]


def test_another_name_before_the_file_than_in_the_table_is_damage() -> None:
    data = zipped({CASE: b"a: b\n"}).replace(CASE.encode(), b"../oked-away/case.yaml/etc"[: len(CASE)], 1)

    assert told(data) == [(CASE, DAMAGED)]


@pytest.mark.parametrize("data", [b"", b"PK", b"format: 1\n", pack(FILES)[:-30], pack(FILES)[40:]])
def test_what_is_no_zip_is_told(data: bytes) -> None:
    assert told(data)[0][1] in {NO_ZIP, DAMAGED}


def test_an_empty_zip_is_told() -> None:
    assert told(zipped({})) == [("", "there is no document in this ZIP")]


@given(st.binary(max_size=300), st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_no_bytes_make_it_raise(noise: bytes, at: int, other: bytes) -> None:
    good = pack(FILES)
    at %= len(good)

    for data in (noise, good[:at] + other + good[at + len(other) :], good[:at] + other + good[at:], good[:at]):
        files, problems = unpack(data)
        assert bool(files) != bool(problems)
