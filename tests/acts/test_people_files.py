"""Awkward files: each is read as it was meant, or refused in words, line by line; and nothing is written of any."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from desks import a_desk
from people_files import ANA, HEADING, RUI, Office, an_office, csv_of, everybody, with_part, xlsx_of

from course.acts.import_people import prepare_import, preview_import
from course.acts.people_table import MOST_LINES
from course.base.refusals import Invalid
from course.storage.engine import Database

HEAD = ["Número", "Nome", "E-mail", "Unidade"]
ROLES = (
    "This file has a column with roles. Roles are never given by a file, so that each is a decision of a person about a"
    " person"
)
UNCLOSED = "A quotation mark in this file is not closed, or stands in the middle of a text"
ROW = ["100", "Ana Reis", "ana@test.example", "Comando A > Esquadra 1"]


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    """Files are read the same whatever the database."""
    return an_office(sqlite_database)


def told(office: Office, data: bytes) -> Any:
    """What the preview of a file says: the refusal of the whole, or each line's status and sentences."""
    database, catalogue, admin = office
    try:
        with a_desk(database, admin, catalogue) as desk:
            prepare_import(desk, "pessoas.csv", data)
            seen = preview_import(desk)
    except Invalid as refusal:
        return refusal.fields["file"].partition(":")[0]
    assert seen is not None
    lines = [
        (line.number, line.status, *(one.message.partition(":")[0] for one in line.sentences))
        for line in seen.plan.lines
    ]
    return lines + [("ask", path, near) for path, near in seen.plan.questions]


def hidden_first(book: Any, sheet: Any) -> None:
    """A hidden sheet stands before the one with people."""
    other = book.create_sheet("Segredos", 0)
    other.append(["x"])
    other.sheet_state = "hidden"


def all_hidden() -> bytes:
    """A book whose only sheet cannot be seen, as no table program writes it."""
    book = xlsx_of([HEAD, ROW])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        content = archive.read("xl/workbook.xml").replace(b'state="visible"', b'state="hidden"')
    return with_part(book, "xl/workbook.xml", content)


def merged(book: Any, sheet: Any) -> None:
    """The units of two people are one cell."""
    sheet.append(["200", "Rui Dias", "rui@test.example", ""])
    sheet.merge_cells("D2:D3")


def zeros(book: Any, sheet: Any) -> None:
    """The number is 123, shown as 00123."""
    sheet["A2"] = 123
    sheet["A2"].number_format = "00000"


def far_rows(book: Any, sheet: Any) -> None:
    """Formatted empty rows below the people."""
    for number in range(3, 400):
        sheet.cell(number, 1).number_format = "@"


NEW = [(2, "new")]
FILES: dict[str, tuple[Callable[[], bytes], Any]] = {
    "empty": (lambda: b"", "This file is empty"),
    "blanks": (lambda: b" \r\n\r\n ", "This file is empty"),
    "only a heading": (csv_of, "This file has a heading and nobody below it"),
    "UTF-8 with a mark": (lambda: b"\xef\xbb\xbf" + csv_of(ANA), NEW),
    "Windows-1252": (lambda: csv_of(ANA.replace("Ana", "Ângela")).decode().encode("cp1252"), NEW),
    "UTF-16": (lambda: csv_of(ANA).decode().encode("utf-16"), "This file is no text and no .xlsx"),
    "no text": (lambda: csv_of(ANA) + b"\x81\x8d", "This file is no text and no .xlsx"),
    "mixed line ends": (f"{HEADING}\r\n{ANA}\r{RUI}\n".encode, [(2, "new"), (3, "new")]),
    "a quoted line break": (lambda: csv_of(ANA.replace("Ana Reis", '"Ana\nReis"'), RUI), [(2, "new"), (4, "new")]),
    "an open quote": (lambda: csv_of(ANA.replace("Ana", '"Ana')), UNCLOSED),
    "commas": (lambda: csv_of(ANA.replace(";", ","), heading=HEADING.replace(";", ",")), NEW),
    "tabs in a .csv": (lambda: csv_of(ANA.replace(";", "\t"), heading=HEADING.replace(";", "\t")), NEW),
    "sep= of Excel": (lambda: b"sep=;\n" + csv_of(ANA), [(3, "new")]),
    "English headings in capitals": (lambda: csv_of(ANA, heading="SERVICE NUMBER;NAME;E-MAIL;UNIT"), NEW),
    "the separator in quotes": (lambda: csv_of(ANA.replace("Ana Reis", '"Reis; Ana"')), NEW),
    "a number twice": (
        lambda: csv_of(ANA, "100;Eva;eva@test.example;Comando A"),
        [(line, "error", "This service number stands more than once in the file") for line in (2, 3)],
    ),
    "an e-mail twice, once in capitals": (
        lambda: csv_of(ANA, "101;Eva;ANA@test.example ;Comando A"),
        [(line, "error", "This e-mail stands more than once in the file") for line in (2, 3)],
    ),
    "an e-mail of another organisation": (
        lambda: csv_of("7;Elsa;elsa@test.example;Comando A"),
        [(2, "conflict", "Somebody in this course has this e-mail already")],
    ),
    "the number of one and the e-mail of another": (
        lambda: csv_of("1;Zé;elsa@test.example;"),
        [(2, "conflict", "Somebody in this course has this e-mail already")],
    ),
    "another number for a known e-mail": (
        lambda: csv_of("2;Zé;ze@test.example;"),
        [(2, "conflict", "This e-mail is %(name)s's, whose number is %(number)s")],
    ),
    "leading zeros": (lambda: csv_of(ANA.replace("100", "00100")), NEW),
    "XLSX": (lambda: xlsx_of([HEAD, ROW]), NEW),
    "XLSX numbers as floats": (lambda: xlsx_of([HEAD, [100.0, *ROW[1:]]]), NEW),
    "XLSX zeros by format": (lambda: xlsx_of([HEAD, ROW], zeros), NEW),
    "XLSX formula": (
        lambda: xlsx_of([HEAD, ["100", '=CONCAT("A","b")', *ROW[2:]]]),
        [(2, "error", "The cell %(cell)s holds a formula")],
    ),
    "XLSX date": (
        lambda: xlsx_of([HEAD, [dt.date(2026, 1, 2), *ROW[1:]]]),
        [(2, "error", "The cell %(cell)s holds a date, an error or a truth value")],
    ),
    "XLSX hidden sheet first": (lambda: xlsx_of([HEAD, ROW], hidden_first), NEW),
    "XLSX nothing to be seen": (all_hidden, "This file has no sheet that can be seen"),
    "XLSX merged cells": (
        lambda: xlsx_of([HEAD, ROW], merged),
        [(2, "new"), (3, "error", "This person is new, and the unit is missing")],
    ),
    "XLSX trailing empty rows": (lambda: xlsx_of([HEAD, ROW], far_rows), NEW),
    "XLSX named .csv": (lambda: xlsx_of([HEAD, ROW]), NEW),
    "1,000 columns": (
        lambda: csv_of(heading=HEADING + ";x" * 1_000),
        "This file has more than 100 columns",
    ),
    "XLSX of 1,000 columns": (lambda: xlsx_of([HEAD + ["x"] * 1_000, ROW]), "This file has more than 100 columns"),
    "a name of 300 characters": (
        lambda: csv_of(ANA.replace("Ana", "A" * 300)),
        [(2, "error", "This name has more than 200 characters")],
    ),
    "NUL": (lambda: csv_of(ANA.replace("Ana", "A\0na")), "This file is no text and no .xlsx"),
    "a mark that turns the writing": (
        lambda: csv_of(ANA.replace("Ana", "\u202eAna")),
        [(2, "error", "There is a character here that cannot be seen")],
    ),
    "a bomb": (
        lambda: with_part(xlsx_of([HEAD, ROW]), "xl/worksheets/sheet1.xml", b" " * 30_000_000),
        "Unpacked, this file is far larger than a list of people",
    ),
    "entities": (
        lambda: with_part(xlsx_of([HEAD, ROW]), "xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        "This is no Excel file, or a damaged one",
    ),
    "no archive": (lambda: b"PK\3\4 and nothing else", "This is no Excel file, or a damaged one"),
    "half an XLSX": (lambda: xlsx_of([HEAD, ROW])[:2_000], "This is no Excel file, or a damaged one"),
    "a password, or an old Excel": (
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600,
        "This file has a password, or is of an old Excel",
    ),
    "unknown columns": (lambda: csv_of(f"{ANA};Agente", heading=f"{HEADING};Posto"), NEW),
    "no column with who it is": (
        lambda: csv_of("Ana", heading="Nome"),
        "No column has the heading of a service number or an e-mail",
    ),
    "a new person without name and unit": (
        lambda: csv_of("100", heading="Número"),
        [(2, "error", "This person is new, and the name is missing", "This person is new, and the unit is missing")],
    ),
    "a column twice": (lambda: csv_of(ANA, heading="Número;Nome;Nome;Unidade"), "Two columns have the same heading"),
    "the heading again": (
        lambda: csv_of(ANA, HEADING),
        [(2, "new"), (3, "error", "This is the heading once more")],
    ),
    "a column with roles": (
        lambda: csv_of(ANA, heading="Número;Nome;Papel;Unidade"),
        ROLES,
    ),
    "a unit of another organisation": (
        lambda: csv_of("100;Ana;;Outra Polícia > Comando A"),
        [(2, "error", "This is another organisation")],
    ),
    "a unit by its organisation": (lambda: csv_of("100;Ana;;Polícia > comando a > esquadra 1"), NEW),
    "a unit with a slip": (
        lambda: csv_of("100;Ana;;Comando A > Escuadra 1"),
        [(2, "new"), ("ask", "Comando A > Escuadra 1", "Comando A > Esquadra 1")],
    ),
    "the next station": (lambda: csv_of("100;Ana;;Comando A > Esquadra 2"), NEW),
    "a unit too deep": (
        lambda: csv_of("100;Ana;;Comando A > Esquadra 1 > Sala 2"),
        [(2, "error", "There is no unit below a station")],
    ),
    "trailing empty lines": (lambda: csv_of(ANA, ";;;", "", " ; ;;"), NEW),
    "blanks around": (lambda: csv_of(" 100 ; Ana  Reis ; ana@test.example ; Comando A  >  Esquadra 1 "), NEW),
    "digits of another width": (lambda: csv_of(ANA.replace("100", "１００")), NEW),
    "a command for a table program": (
        lambda: csv_of(ANA.replace("Ana Reis", "=cmd|' /C calc'!A0")),
        [(2, "error", "It begins with a sign by which table programs know a formula")],
    ),
    "no e-mail": (
        lambda: csv_of(ANA.replace("@", " at ")),
        [(2, "error", "This is no e-mail address, such as ana@example.pt")],
    ),
    "another language": (
        lambda: csv_of(f"{ANA};fr", heading=f"{HEADING};Língua"),
        [(2, "error", "Write pt or en, or leave it empty")],
    ),
    "more cells than the heading": (
        lambda: csv_of(f"{ANA};mais"),
        [(2, "error", "This line has more cells than the heading")],
    ),
    "more lines than the limit": (
        lambda: csv_of(*(f"{number}" for number in range(MOST_LINES + 1)), heading="Número"),
        "This file has more than 20,000 lines",
    ),
    "more bytes than the limit": (lambda: b"x" * 5_000_001, "This file has more than 5 megabytes"),
}


@pytest.mark.parametrize("name", FILES)
def test_an_awkward_file_is_read_or_refused_in_words_and_writes_nothing(office: Office, name: str) -> None:
    make, wanted = FILES[name]

    assert told(office, make()) == wanted
    assert everybody(office) == [("Zé", "1", "ze@test.example", "Polícia", True)]
