"""A digest names exactly what is in a folder."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.bundle import Bundle, bundle_of, from_text, read_bundle

PORTUGUESE = "title: Não\n".encode()


def a_bundle(**files: bytes) -> Bundle:
    return Bundle("quiz", "stops", files)


def test_the_digest_is_over_lengths_names_and_contents() -> None:
    spelled_out = b"\0\0\0\0\0\0\0\1a\0\0\0\0\0\0\0\2hi"

    assert a_bundle(a=b"hi").digest == hashlib.sha256(spelled_out).hexdigest()


def test_the_order_of_files_makes_no_difference() -> None:
    assert a_bundle(a=b"1", b=b"2").digest == a_bundle(b=b"2", a=b"1").digest


@pytest.mark.parametrize(
    "other",
    [
        a_bundle(a="title: Não,\n".encode(), b=b"2"),
        a_bundle(a=PORTUGUESE + b"\n", b=b"2"),
        a_bundle(a=PORTUGUESE, c=b"2"),
        a_bundle(a=b"2", b=PORTUGUESE),
        a_bundle(a=PORTUGUESE),
        a_bundle(a=PORTUGUESE, b=b"2", c=b""),
        a_bundle(ab=PORTUGUESE + b"2"),
        a_bundle(a=PORTUGUESE + b"b", b=b"2"),
    ],
    ids=["a comma", "an empty line", "a name", "swapped", "one less", "an empty one more", "one of both", "moved"],
)
def test_anything_else_makes_another_digest(other: Bundle) -> None:
    assert other.digest != a_bundle(a=PORTUGUESE, b=b"2").digest


def test_kind_and_id_are_no_part_of_the_digest() -> None:
    assert Bundle("case", "other", {"a": b"1"}).digest == a_bundle(a=b"1").digest


@pytest.mark.parametrize("written", [b"a: b\r\nc: d\r\n", b"a: b\rc: d\r", b"a: b\nc: d\n"], ids=["CRLF", "CR", "LF"])
def test_line_ends_make_no_difference(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "quiz.yaml").write_bytes(written)

    assert read_bundle("quiz", tmp_path) == Bundle("quiz", tmp_path.name, {"quiz.yaml": b"a: b\nc: d\n"})


def test_hidden_files_and_folders_are_no_part_of_a_document(tmp_path: Path) -> None:
    (tmp_path / "quiz.yaml").write_bytes(b"a: b\n")
    (tmp_path / ".quiz.yaml.swp").write_bytes(b"\0")
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "quiz.yaml").write_bytes(b"c: d\n")

    assert dict(read_bundle("quiz", tmp_path).files) == {"quiz.yaml": b"a: b\n"}


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("module", "modules/stops/x.yaml"),
        ("case", "cases/stops/x.yaml"),
        ("quiz", "quizzes/stops/x.yaml"),
        ("registers", "registers/x.yaml"),
    ],
)
def test_a_file_is_named_as_it_stands_in_the_library(kind: str, where: str) -> None:
    assert Bundle(kind, "stops", {}).where("x.yaml") == where


@given(st.dictionaries(st.text(min_size=1), st.text(st.characters(exclude_characters="\0", codec="utf-8")), max_size=4))
def test_what_a_revision_keeps_is_the_same_bundle(files: dict[str, str]) -> None:
    bundle = Bundle("quiz", "stops", {name: text.encode() for name, text in files.items()})

    kept = from_text(bundle.kind, bundle.id, bundle.as_text())

    assert (kept, kept.digest) == (bundle, bundle.digest)


def test_what_is_no_text_is_kept_with_replacement_marks() -> None:
    assert a_bundle(a=b"a\xff\0b").as_text() == {"a": "a\ufffd\ufffdb"}


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_a_picture_is_kept_without_loss_whatever_its_bytes(one: bytes, other: bytes) -> None:
    bundle = bundle_of("case", "stops", {"case.yaml": b"title: a\n", "a.webp": one, "b.webp": b"base64:" + other})

    kept = from_text(bundle.kind, bundle.id, json.loads(json.dumps(bundle.as_text())))

    assert (kept, kept.digest) == (bundle, bundle.digest)
    assert bundle.files["a.webp"] == one  # line ends in it are no line ends
    assert not any("\0" in text for text in bundle.as_text().values())  # PostgreSQL keeps none


@pytest.mark.parametrize("text", ["a\ufffdb", "base64:a", "base64:é", "base64:YQ==\n", "text"])
def test_what_was_kept_before_there_were_pictures_is_read_as_it_was(text: str) -> None:
    assert from_text("case", "stops", {"a.webp": text}).files == {"a.webp": text.encode()}


def test_a_folder_gives_a_picture_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.webp").write_bytes(b"a\r\nb")
    (tmp_path / "a.csv").write_bytes(b"a\r\nb")

    assert read_bundle("case", tmp_path).files == {"a.csv": b"a\nb\n", "a.webp": b"a\r\nb"}
