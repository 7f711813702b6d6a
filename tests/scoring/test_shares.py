"""How hundreds chose, in words: steps, what is left out, and that a gap looks the same whatever its reason."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import a_choice

from course.content.case import Scene, Verdict
from course.scoring.shares import THIRD_WORD, ShareWord, ShownShare, looks_like_the_norm, say_step, shares_of

SHOWN, HIDDEN = THIRD_WORD, THIRD_WORD - 1
"""Random words with which a fork is just told, and just left out."""


def a_fork(*verdicts: Verdict) -> Scene:
    """A scene with a choice of each verdict, called a, b, c..."""
    choices: Any = {"abcde"[place]: a_choice("end", verdict=verdict) for place, verdict in enumerate(verdicts)}
    return Scene.model_validate({"text": "Um homem passa.", "choices": choices})


def told(scene: Scene, counts: Sequence[int], word: int = SHOWN) -> dict[str, str]:
    return {one.choice: one.share for one in shares_of(scene, dict(zip("abcde", counts, strict=False)), lambda: word)}


@pytest.mark.parametrize(
    ("count", "of", "word"),
    [
        (0, 100, "few"),
        (9, 100, "few"),
        (10, 100, "10"),
        (14, 100, "10"),
        (15, 100, "20"),
        (24, 100, "20"),
        (25, 100, "30"),
        (84, 100, "80"),
        (85, 100, "90"),
        (90, 100, "90"),
        (91, 100, "most"),
        (100, 100, "most"),
        (99, 1000, "few"),
        (901, 1000, "most"),
    ],
)
def test_a_share_is_told_in_steps_of_ten_open_at_both_ends(count: int, of: int, word: str) -> None:
    assert say_step(count, of) == word


@given(st.integers(100, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_step_is_within_five_points_and_never_stands_for_fewer_than_ten_people(counts: tuple[int, int]) -> None:
    count, total = counts
    word = say_step(count, total)
    share = Fraction(100 * count, total)
    if word == "few":
        assert share < 10
    elif word == "most":
        assert share > 90
    else:
        assert abs(share - int(word)) <= 5
        assert min(count, total - count) >= 10


@given(st.integers(100, 600), st.data())
def test_one_more_person_never_lowers_a_word_and_never_skips_one(total: int, data: st.DataObject) -> None:
    order = list(get_args(ShareWord))
    count = data.draw(st.integers(0, total - 1))
    assert order.index(say_step(count + 1, total)) - order.index(say_step(count, total)) in {0, 1}


def test_a_fork_is_told_in_the_order_of_the_text() -> None:
    assert told(a_fork("unlawful", "best", "acceptable"), [20, 60, 20]) == {"a": "20", "b": "60", "c": "20"}
    assert told(a_fork("best", "poor"), [96, 4]) == {"a": "most", "b": "few"}


@pytest.mark.parametrize(
    ("verdicts", "counts", "is_norm"),
    [
        (("best", "unlawful"), (80, 20), False),
        (("best", "unlawful"), (76, 24), False),
        (("best", "unlawful"), (75, 25), True),  # would read "about 30 %"
        (("best", "poor"), (30, 70), True),
        (("best", "poor", "unlawful"), (76, 12, 12), False),
        (("best", "poor", "unlawful"), (74, 13, 13), True),  # a quarter together
        (("best", "acceptable", "acceptable", "acceptable", "poor"), (19, 19, 19, 19, 24), True),  # the commonest
        (("best", "acceptable", "acceptable", "acceptable", "poor"), (24, 19, 19, 19, 19), True),  # reads as common
        (("best", "acceptable", "acceptable", "acceptable", "poor"), (30, 20, 20, 17, 13), False),
        (("best", "acceptable"), (1, 99), False),
        (("unlawful", "poor"), (50, 50), True),
    ],
)
def test_what_would_look_like_a_bad_norm_is_left_out(
    verdicts: tuple[Verdict, ...], counts: tuple[int, ...], is_norm: bool
) -> None:
    scene = a_fork(*verdicts)

    assert looks_like_the_norm(scene, dict(zip("abcde", counts, strict=False))) is is_norm
    assert (told(scene, counts) == {}) is is_norm


@st.composite
def forks(draw: st.DrawFn) -> tuple[Scene, Mapping[str, int]]:
    """Any fork with a best choice, and how a hundred people or more took it."""
    verdicts = ["best", *draw(st.lists(st.sampled_from(get_args(Verdict)), min_size=1, max_size=4))]
    counts = draw(st.lists(st.integers(0, 200), min_size=len(verdicts), max_size=len(verdicts)))
    counts[0] += 100
    return a_fork(*draw(st.permutations(verdicts))), dict(zip("abcde", counts, strict=False))


@given(forks())
def test_no_bad_choice_ever_reads_as_common_as_a_good_one_or_as_a_third(fork: tuple[Scene, Mapping[str, int]]) -> None:
    scene, counts = fork
    order = list(get_args(ShareWord))
    words = {one.choice: order.index(one.share) for one in shares_of(scene, counts, lambda: SHOWN)}
    bad = [words[id_] for id_, choice in scene.choices.items() if words and choice.verdict in {"poor", "unlawful"}]
    good = [words[id_] for id_, choice in scene.choices.items() if words and choice.verdict in {"best", "acceptable"}]
    assert all(place <= order.index("20") and place < max(good) for place in bad)


@given(forks(), st.integers(0, 2**32 - 1))
def test_a_gap_is_the_same_whatever_its_reason_and_one_word_is_always_drawn(
    fork: tuple[Scene, Mapping[str, int]], word: int
) -> None:
    scene, counts = fork
    drawn: list[int] = []

    def draw() -> int:
        drawn.append(word)
        return word

    found = shares_of(scene, counts, draw)

    assert drawn == [word]
    assert (found == ()) is (word < THIRD_WORD or looks_like_the_norm(scene, counts))
    assert all(type(one) is ShownShare and isinstance(one.share, str) for one in found)


def test_a_third_of_all_words_leaves_a_fork_out() -> None:
    assert 3 * THIRD_WORD == 2**32 - 1
    assert (told(a_fork("best", "poor"), [90, 10], HIDDEN), told(a_fork("best", "poor"), [90, 10], SHOWN)) == (
        {},
        {"a": "90", "b": "10"},
    )
