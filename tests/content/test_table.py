"""A chart's table holds ids and numbers, and says where it holds something else."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.problem import Problem
from course.content.table import MOST_COLUMNS, MOST_ROWS, Table, number, read_table

WHERE = "modules/a/b.csv"
POINT = "Numbers are written with a point: 6.7"
CELL = "%(given)s is neither an id nor a number: words stand in labels"


def problems(text: str) -> list[tuple[int, int, str, str, dict[str, str]]]:
    return [
        (problem.line, problem.column, problem.path, problem.message, dict(problem.values))
        for problem in read_table(WHERE, text.encode())[1]
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"group,hits\nspanish,17\nmoroccan,9.5\nromanian,\n",
        b"group,hits\r\nspanish,17\r\nmoroccan,9.5\r\nromanian,\r\n",
        b"\xef\xbb\xbf group , hits\n\nspanish,  17\nmoroccan,9.5\nromanian, \n\n",
    ],
)
def test_a_table_is_read_by_the_names_of_its_columns(data: bytes) -> None:
    assert read_table(WHERE, data) == (
        Table(
            ("group", "hits"),
            (
                {"group": "spanish", "hits": "17"},
                {"group": "moroccan", "hits": "9.5"},
                {"group": "romanian", "hits": ""},
            ),
        ),
        [],
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "path", "message", "values"),
    [
        ("", 0, 0, "", "the table is empty: its first line names the columns, divided by commas", {}),
        ("a,b\n", 0, 0, "", "the table has no rows below the names of its columns: add them", {}),
        ("a;b\nc;1\n", 1, 2, "", "the cells are divided by %(given)s here: divide them by commas", {"given": ";"}),
        ("a\tb\nc\t1\n", 1, 2, "", "the cells are divided by %(given)s here: divide them by commas", {"given": "TAB"}),
        (
            "Grupo,b\nc,1\n",
            1,
            1,
            "",
            "%(given)s is no name of a column: small letters, digits and hyphens, without accents",
            {"given": "Grupo"},
        ),
        ("a,b,a\nc,1,2\n", 1, 5, "a", "the column %(name)s stands twice: give one of them another name", {"name": "a"}),
        (
            "a,b\nc,1\nd,6,7\n",
            3,
            1,
            "",
            "this row has %(given)s cells, and the table has %(expected)s columns: write a cell for each column",
            {"given": "3", "expected": "2"},
        ),
        ('a,b\nc,"6,7"\n', 2, 3, "", "a table holds only ids and numbers, without quotation marks", {}),
        ("a,b\nEspanhóis,1\n", 2, 1, "a", CELL, {"given": "Espanhóis"}),
        ("a,b\nc, 9 %\n", 2, 4, "b", CELL, {"given": "9 %"}),
        ("a,b\nc,=1+1\n", 2, 3, "b", CELL, {"given": "=1+1"}),
        ("a,b\nc,NaN\n", 2, 3, "b", CELL, {"given": "NaN"}),
        (f"a,b\nc,{'9' * 5_000}\n", 2, 3, "b", CELL, {"given": "9" * 60}),
        (
            "a,b\nc,\u202e1\n",
            2,
            3,
            "",
            "an invisible character stands here, %(character)s, which hides what is read: take it out",
            {"character": "U+202E RIGHT-TO-LEFT OVERRIDE"},
        ),
        (
            "a,b\nc,\x001\n",
            2,
            3,
            "",
            "the control character %(character)s stands here: take it out",
            {"character": "U+0000"},
        ),
    ],
)
def test_what_is_no_table_of_ids_and_numbers_is_told_at_its_place(
    text: str, line: int, column: int, path: str, message: str, values: dict[str, str]
) -> None:
    assert problems(text) == [(line, column, path, message, values)]


def test_all_problems_of_a_table_are_told_and_the_good_rows_are_kept() -> None:
    table, found = read_table(WHERE, b"a,b\nX,Y\nc,1\nd,6,7\n")

    assert found == [
        Problem(WHERE, 2, 1, "a", CELL, {"given": "X"}, POINT),
        Problem(WHERE, 2, 3, "b", CELL, {"given": "Y"}, POINT),
        Problem(
            WHERE,
            4,
            1,
            "",
            "this row has %(given)s cells, and the table has %(expected)s columns: write a cell for each column",
            {"given": "3", "expected": "2"},
            POINT,
        ),
    ]
    assert table == Table(("a", "b"), ({"a": "c", "b": "1"},))


def test_a_table_in_another_encoding_is_told() -> None:
    table, (problem,) = read_table(WHERE, "a,b\né,1".encode("latin-1"))

    assert (table, problem.line, problem.column) == (Table((), ()), 2, 1)


def test_the_largest_table_that_is_allowed_is_read_and_no_larger_one() -> None:
    columns = ",".join(f"c{n}" for n in range(MOST_COLUMNS))
    row = ",".join("1" * MOST_COLUMNS)

    table, found = read_table(WHERE, "\n".join([columns, *[row] * MOST_ROWS]).encode())
    assert (len(table.columns), len(table.rows), found) == (MOST_COLUMNS, MOST_ROWS, [])
    assert problems("\n".join([columns, *[row] * (MOST_ROWS + 1)])) == [
        (MOST_ROWS + 2, 1, "", "a chart shows at most %(most)s rows: take the others out", {"most": "500"})
    ]
    assert problems(f"{columns},d\n{row},1\n") == [
        (1, len(columns) + 2, "", "a chart shows at most %(most)s columns: take the others out", {"most": "20"})
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("17", Decimal(17)),
        ("9.50", Decimal("9.50")),
        ("-0.5", Decimal("-0.5")),
        ("+2", Decimal(2)),
        *((cell, None) for cell in ("", "spanish", "6,7", "1e9", "NaN", "Infinity", "٣", "9" * 5_000)),
    ],
)
def test_the_number_in_a_cell_is_exact_and_an_empty_cell_is_missing(cell: str, value: Decimal | None) -> None:
    assert number(cell) == value


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.text('ab1.,;\n\r"é \x00', max_size=80).map(str.encode))
def test_no_bytes_make_the_table_raise(data: bytes) -> None:
    table, found = read_table(WHERE, data)

    assert read_table(WHERE, data) == (table, found)
    assert found or table.rows
    assert all(set(row) == set(table.columns) for row in table.rows)
