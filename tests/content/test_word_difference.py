"""Two texts beside each other: whole words, punctuation apart, and nothing that cannot be had back from the runs."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.word_difference import MOST_CELLS, Budget, as_read, runs_between


def told(old: str, new: str, cells: int = MOST_CELLS) -> str:
    """The runs as marks in a text: `kept [-removed-] {+added+}`."""
    forms = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(forms[run.state].format(run.text) for run in runs_between(old, new, Budget(cells)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Pare.", "Pare.", "Pare."),
        ("", "Pare.", "{+Pare.+}"),
        ("Pare.", "", "[-Pare.-]"),
        ("No dia 3 de maio.", "No dia 4 de junho.", "No dia [-3-]{+4+} de [-maio-]{+junho+}."),
        (
            "Uma multa de 100 francos.",
            "Uma multa de 100 francos; foi ilegal.",
            "Uma multa de 100 francos{+; foi ilegal+}.",
        ),
        (
            "Toda a gente olha. Reparo num homem suspeito.",
            "Toda a gente olha. Só reparo num homem, porque os agentes reparam nele.",
            "Toda a gente olha. [-Reparo num homem suspeito-]{+Só reparo num homem, porque os agentes reparam nele+}.",
        ),
        ("Um olhar.", "Antes. Um olhar.", "{+Antes. +}Um olhar."),
        ("Disse-lhe que não.", "Disse-lhe que sim.", "Disse-lhe que [-não-]{+sim+}."),
        ("A lei [@cpp-250].", "A lei [@cpp-251].", "A lei [@[-cpp-250-]{+cpp-251+}]."),
        ("Um.\n\nDois.", "Um.\n\nTrês.\n\nDois.", "Um.\n\n{+Três.\n\n+}Dois."),
    ],
)
def test_words_are_told_whole_and_punctuation_for_itself(old: str, new: str, expected: str) -> None:
    assert told(old, new) == expected


WORDS = st.lists(st.sampled_from(["a", "de", "olhar", "homem", ",", ".", "\n\n", " ", "não", "[@x-1]"])).map(" ".join)


@settings(max_examples=150)
@given(old=WORDS, new=WORDS, cells=st.sampled_from([0, 40, MOST_CELLS]))
def test_both_texts_can_be_had_back_whatever_was_compared(old: str, new: str, cells: int) -> None:
    runs = runs_between(old, new, Budget(cells))

    assert "".join(run.text for run in runs if run.state != "added") == old
    assert "".join(run.text for run in runs if run.state != "removed") == new
    assert all(first.state != second.state for first, second in itertools.pairwise(runs))


def test_texts_that_are_too_long_are_compared_by_lines_and_then_not_at_all() -> None:
    old, new = "a b\nx y z w\nc\nd", "a b\ne f g h\nc\ni"

    assert told(old, new, 20) == "a b\n[-x y z w\n-]{+e f g h\n+}c\n[-d-]{+i+}"
    assert told(old, new, 2) == "[-x y z w\nc\nd-]{+e f g h\nc\ni+}".join(["a b\n", ""])


def test_what_is_left_to_be_compared_is_spent_in_order() -> None:
    budget = Budget(49)
    told_of_each = [
        [run.state for run in runs_between("vi um homem alto", "não um homem baixo", budget)] for _ in range(2)
    ]

    assert told_of_each == [["removed", "added", "kept", "removed", "added"], ["removed", "added"]]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Uma linha\ne outra.", "Uma linha e outra."),
        ("Um.\n  \n\nDois.", "Um.\n\nDois."),
        ("- um\n- dois", "- um\n- dois"),
        ("1. um\n2. dois", "1. um\n2. dois"),
        ("Um verso  \ne outro", "Um verso\ne outro"),
        ("Há  dois\tespaços ", "Há dois espaços"),
    ],
)
def test_an_end_of_line_that_readers_see_as_a_space_is_one(written: str, read: str) -> None:
    assert as_read(written) == read
