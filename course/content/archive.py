"""Documents as one ZIP file: the same content gives the same bytes, and a strange one is judged before it is unpacked.

A ZIP comes from outside. Nothing of it is written, or even decompressed, before its table of contents has shown only
files of documents, few and small enough; what is decompressed then is counted, and compared with what was announced.
"""

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from course.base.languages import N_
from course.content.bundle import FOLDERS, REGISTERS
from course.content.fields import SLUG
from course.content.problem import Problem
from course.content.source import MOST_BYTES

MOST_FILES: Final = 2_000
MOST_UNPACKED: Final = 50_000_000
"""Bytes of all files together."""
MOST_PACKED: Final = 25_000_000
"""Bytes of the ZIP file."""
MOST_TIMES: Final = 100
"""How many times its packed size a file may have, once it is larger than SMALL."""
SMALL: Final = 10_000
ENDINGS: Final = ("yaml", "csv", "svg", "webp")
LITTER: Final = frozenset({"Thumbs.db", ".DS_Store"})
"""Files that desktops make by themselves, and that are passed over."""
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_FILE: Final = r"[a-z0-9]+([.-][a-z0-9]+)*"
_ENCRYPTED: Final = 0x1

_NO_ZIP: Final = N_("this is no ZIP file, or a damaged one: export it again")
_TOO_LARGE: Final = N_("the ZIP has more than %(most)s bytes: export fewer documents at a time")
_TOO_MANY: Final = N_("the ZIP has more than %(most)s files: export fewer documents at a time")
_TOO_MUCH: Final = N_("unpacked, the files have more than %(most)s bytes together: export fewer documents at a time")
_BIG_FILE: Final = N_("this file has more than %(most)s bytes: divide it")
_TOO_DENSE: Final = N_("this file is packed more than %(most)s times smaller than it is, as no text is: leave it out")
_STRANGE: Final = N_(
    "this is no place for a file of the course: there are %(places)s, with files that end in %(endings)s"
)
_OUTSIDE: Final = N_("this name leads out of the folder of the course: leave the file out")
_NO_FILE: Final = N_("this is a link or a device and not a file: leave it out")
_LOCKED: Final = N_("this file is encrypted: make the ZIP without a password")
_PACKED_OTHERWISE: Final = N_("this file is packed in a way that is not known here: make the ZIP anew")
_TWICE: Final = N_("this file stands twice in the ZIP, or in two spellings: keep one")
_DAMAGED: Final = N_("this file is damaged, or is not what the ZIP says of it: export it again")
_EMPTY: Final = N_("there is no document in this ZIP")


def pack(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of those files, by their place in the library: `cases/looked-away/case.yaml`."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            made.writestr(entry, files[name])
    return whole.getvalue()


def unpack(data: bytes) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The files of a ZIP by their place in the library; none of them if there is any problem. Never raises."""
    if len(data) > MOST_PACKED:
        return {}, (_problem("", _TOO_LARGE, most=MOST_PACKED),)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not _is_litter(entry.orig_filename)]
            outer = _outer_folder(entries)
            if problems := tuple(_contents_problems(entries, outer)):
                return {}, problems
            return _read(archive, [entry for entry in entries if not _is_folder(entry)], outer)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error, EOFError):
        return {}, (_problem("", _NO_ZIP),)


def folder_of(name: str) -> str:
    """The folder of the document to which that file belongs; `registers` for one of a register."""
    return name.rpartition("/")[0]


def _is_litter(name: str) -> bool:
    """Whether a desktop put that file beside those of people, without anybody asking for it."""
    folders, _, file = name.rpartition("/")
    return file in LITTER or "__MACOSX" in folders.split("/")


def _outer_folder(entries: list[zipfile.ZipInfo]) -> str:
    """The beginning that all names have in common where everything stands in one folder around those of the course."""
    names = [entry.orig_filename for entry in entries]
    outer = {name.partition("/")[0] for name in names}
    known = {*FOLDERS.values(), REGISTERS}
    if len(outer) != 1 or outer & known or not any(known & set(name.split("/")[1:2]) for name in names):
        return ""
    return f"{outer.pop()}/"


def _contents_problems(entries: list[zipfile.ZipInfo], outer: str) -> Iterator[Problem]:
    if len(entries) > MOST_FILES:
        yield _problem("", _TOO_MANY, most=MOST_FILES)
        return
    if not any(not _is_folder(entry) for entry in entries):
        yield _problem("", _EMPTY)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        yield _problem("", _TOO_MUCH, most=MOST_UNPACKED)
    spellings = Counter(_spelling(entry.orig_filename) for entry in entries)
    for entry in entries:
        if told := next(_entry_problems(entry, spellings, outer), None):
            yield told


def _entry_problems(entry: zipfile.ZipInfo, spellings: Mapping[str, int], outer: str) -> Iterator[Problem]:
    """What is wrong with one entry, the gravest first."""
    name = entry.orig_filename
    if "\\" in name or name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name:
        yield _problem(name, _OUTSIDE)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFDIR if _is_folder(entry) else stat.S_IFREG}:
        yield _problem(name, _NO_FILE)
    if not (outer and name == outer) and not _is_known(name.removeprefix(outer)):
        places = ", ".join(f"{folder}/…" for folder in (*FOLDERS.values(), REGISTERS))
        yield _problem(name, _STRANGE, places=places, endings=", ".join(f".{ending}" for ending in ENDINGS))
    if spellings[_spelling(name)] > 1:
        yield _problem(name, _TWICE)
    if entry.flag_bits & _ENCRYPTED:
        yield _problem(name, _LOCKED)
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        yield _problem(name, _PACKED_OTHERWISE)
    if entry.file_size > MOST_BYTES:
        yield _problem(name, _BIG_FILE, most=MOST_BYTES)
    if entry.file_size > SMALL and entry.file_size > MOST_TIMES * max(1, entry.compress_size):
        yield _problem(name, _TOO_DENSE, most=MOST_TIMES)


def _is_known(name: str) -> bool:
    """Whether a file of the library may have that name. The folders themselves may stand in a ZIP too."""
    folders = "|".join(FOLDERS.values())
    file = rf"{_FILE}\.({'|'.join(ENDINGS)})"
    forms = (rf"({folders})/{SLUG}/{file}", rf"{REGISTERS}/{file}", rf"({folders})/({SLUG}/)?", f"{REGISTERS}/")
    return len(name) <= 200 and any(re.fullmatch(form, name) for form in forms)


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    """Whether it is no file. (`is_dir` raises for an entry without a name.)"""
    return entry.filename.endswith("/")


def _spelling(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().rstrip("/")


def _read(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], outer: str
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for entry in entries:
        try:
            with archive.open(entry) as packed:
                data = packed.read(entry.file_size + 1)
                data += packed.read(1)  # at the end the checksum is compared
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
            problems.append(_problem(entry.orig_filename, _DAMAGED))
            continue
        if len(data) != entry.file_size:
            problems.append(_problem(entry.orig_filename, _DAMAGED))
        files[entry.filename.removeprefix(outer)] = data
    return ({}, tuple(problems)) if problems else (files, ())


def _problem(where: str, message: str, **values: object) -> Problem:
    shown = "".join(character if character.isprintable() else "?" for character in where)[:200]
    return Problem(shown, 0, 0, "", message, {name: str(value) for name, value in values.items()})
