"""Files for a spreadsheet: what is in a cell is never a formula, and nothing else of it is lost."""

from hypothesis import given
from hypothesis import strategies as st
from spreadsheets import read_csv, read_xlsx

from course.web.spreadsheet import as_csv, as_xlsx, neutral

SIGNS = "=+-@＝＋－＠−﹢﹣﹦﹫"
ODD = st.text(st.sampled_from(f"{SIGNS}\t\r\n\x00\ufeff 'aÁ;\"1"), max_size=6)


@given(st.one_of(st.text(max_size=20), ODD))
def test_no_text_begins_like_a_formula_and_what_can_be_seen_of_it_stays(text: str) -> None:
    made = neutral(text)

    assert not made.lstrip().startswith(tuple(SIGNS))
    assert not made.startswith(("\t", "\r", "\n"))
    assert "\x00" not in made
    letters = [letter for letter in text if letter.isprintable()]
    assert [letter for letter in made if letter.isprintable()] in (letters, ["'", *letters])
    assert neutral(made) == made


@given(st.lists(st.tuples(ODD, st.integers(0, 10**6)), max_size=4))
def test_both_files_hold_the_same_cells(rows: list[tuple[str, int]]) -> None:
    columns = ("=Nome", "Número")

    expected = [["'=Nome", "Número"], *([neutral(text), str(number)] for text, number in rows)]
    assert read_csv(as_csv(columns, rows)) == expected
    assert read_xlsx(as_xlsx("T", columns, rows)) == expected
