"""What a change does, told by ids, keys, figures and people."""

from libraries import CASE, CASE_EN, QUIZ, QUIZ_EN, stamped

from course.content.bundle import Bundle, from_text
from course.content.difference import Changed, compare, difference

OPEN = "attempts that are open, and runs of a case, finish on the text on which they began"


def a_quiz(text: str = QUIZ) -> Bundle:
    return from_text("quiz", "stops", {"quiz.yaml": text, "quiz.en.yaml": stamped(QUIZ, QUIZ_EN, "quiz")})


def a_case(text: str = CASE, en: str = CASE_EN) -> Bundle:
    return from_text("case", "looked-away", {"case.yaml": text, "case.en.yaml": stamped(CASE, en, "case")})


def effects(old: Bundle, new: Bundle) -> list[str]:
    """What it does, in English, without what is always so."""
    found = difference((old.kind, old.id), old, new)  # type: ignore[arg-type]
    first, *others = [message % values for message, values in found.effects()]
    assert first == OPEN
    return others


def test_documents_come_and_go_and_those_that_are_the_same_are_not_told() -> None:
    found = compare(
        {("quiz", "stops"): a_quiz(), ("case", "a"): a_case()}, {("quiz", "stops"): a_quiz(), ("case", "b"): a_case()}
    )

    assert [(one.kind, one.id, one.state) for one in found] == [("case", "a", "removed"), ("case", "b", "added")]
    assert [[*one.effects()] for one in found] == [[], []]


def test_comments_order_and_ways_of_writing_are_no_change_to_anybody() -> None:
    other = CASE.replace(
        "title: Desviou o olhar\nsummary: Uma estação cheia.\n",
        "# c\nsummary: Uma estação cheia.\ntitle: |\n  Desviou o olhar\n",
    )

    found = difference(("case", "looked-away"), a_case(), a_case(other))

    assert (found.state, found.keys, found.texts, found.restarted, found.added) == ("changed", (), (), (), ())
    assert effects(a_case(), a_case(other)) == []


def test_a_text_restarts_the_figures_of_its_question_and_its_translation_falls_behind() -> None:
    new = a_quiz(QUIZ.replace("Que facto?", "Que facto é esse?", 1))

    found = difference(("quiz", "stops"), a_quiz(), new)

    assert (found.texts, found.restarted, found.outdated) == (("questions.hunch.prompt",), ("hunch",), 1)
    assert effects(a_quiz(), new) == [
        "figures restart for: hunch (the others go on)",
        "texts of the translation that fall behind: 1. Run content translate",
    ]


def test_a_key_that_changes_asks_for_void() -> None:
    first, rest = QUIZ.split("  words:", 1)
    first = first.replace("        correct: true\n", "").replace("O olhar.\n", "O olhar.\n        correct: true\n")
    new = a_quiz(f"{first}  words:{rest}")

    found = difference(("quiz", "stops"), a_quiz(), new)

    assert found.keys == (
        Changed("questions.hunch.options.conduct.correct", "true", None),
        Changed("questions.hunch.options.look.correct", None, "true"),
    )
    assert effects(a_quiz(), new)[1] == (
        "a key changed in: hunch. If the old one was wrong, mark the old wording void, so that earlier answers are"
        " marked again"
    )


def test_a_wrong_option_that_is_voided_is_told_with_what_follows() -> None:
    new = a_quiz(QUIZ.replace("O olhar.\n", "O olhar.\n        void: true\n", 1))

    assert effects(a_quiz(), new)[1:] == [
        "voided: questions.hunch.options.look. Whoever chose it is given the mark",
        "to have results handed in before marked again, after publishing: library → the quiz → Re-score",
    ]


def test_a_part_of_another_kind_that_is_voided_is_no_longer_compared() -> None:
    sentence = (
        "  hunch:\n    kind: classify\n    objective: conduct\n    prompt: O que é?\n    why: Vê-se.\n    categories:\n"
    )
    sentence += "      fact: Facto\n      view: Impressão\n    items:\n"
    for id_, category in (("a", "fact"), ("b", "fact"), ("c", "view"), ("d", "view")):
        sentence += f"      {id_}:\n        text: Frase {id_}.\n        category: {category}\n"
    head, rest = QUIZ.split("  hunch:\n", 1)
    old = f"{head}{sentence}  words:{rest.split('  words:', 1)[1]}"
    new = old.replace("text: Frase b.\n", "text: Frase b.\n        void: true\n")

    found = difference(("quiz", "stops"), a_quiz(old), a_quiz(new))

    assert (found.state, found.voided_choices, found.voided_parts) == ("changed", (), ("questions.hunch.items.b",))
    assert effects(a_quiz(old), a_quiz(new))[1] == (
        "voided: questions.hunch.items.b. Answers are no longer compared with it"
    )


def test_a_question_that_is_voided_is_told_with_what_follows() -> None:
    new = a_quiz(QUIZ.replace("  hunch:\n", "  hunch:\n    void: true\n", 1))

    assert effects(a_quiz(), new)[1:] == [
        "voided: hunch. Everybody is given full marks for it",
        "to have results handed in before marked again, after publishing: library → the quiz → Re-score",
    ]


def test_a_question_that_is_taken_out_voids_nothing() -> None:
    head, rest = QUIZ.split("  hunch:\n", 1)
    new = a_quiz(f"{head}  words:\n{rest.split('  words:', 1)[1].lstrip(chr(10))}".replace("draw: 3", "draw: 2"))

    found = difference(("quiz", "stops"), a_quiz(), new)

    assert (found.removed, found.withdrawn) == (("questions.hunch",), ("hunch",))
    (told,) = effects(a_quiz(), new)
    assert told == (
        "questions taken out: hunch. Taking out voids nothing: if a question was wrong, mark it void instead of taking"
        " it out"
    )


def test_an_english_word_changes_no_figure() -> None:
    new = a_case(en=CASE_EN.replace("Everything.", "All."))

    assert effects(a_case(), new) == []


def test_an_id_that_was_renamed_is_told_as_one() -> None:
    new = a_case(
        CASE.replace("  platform:", "  station:")
        .replace("start: platform", "start: station")
        .replace("observe:", "watch:")
    )

    found = difference(("case", "looked-away"), a_case(), new)

    assert found.renamed == ()
    assert found.added == ("scenes.station",)
    assert found.removed == ("scenes.platform",)

    new = a_case(CASE.replace("  platform:", "  station:").replace("start: platform", "start: station"))
    found = difference(("case", "looked-away"), a_case(), new)

    assert (found.renamed, found.added, found.removed) == ((("scenes.platform", "scenes.station"),), (), ())
    assert found.keys == (Changed("start", "platform", "station"),)
    assert effects(a_case(), new)[0] == (
        "an id was renamed, scenes.platform → scenes.station: earlier answers and figures stay under the old one"
    )


def test_an_option_more_is_a_key_that_changed() -> None:
    new = a_quiz(
        QUIZ.replace("      place:\n", "      more:\n        text: Mais.\n        why: Não.\n      place:\n", 1)
    )

    found = difference(("quiz", "stops"), a_quiz(), new)

    assert (found.added, found.compared) == (("questions.hunch.options.more",), ("hunch",))


def test_a_table_that_changed_is_told_by_its_size() -> None:
    old, new = (Bundle("case", "c", {"case.yaml": CASE.encode(), "t.csv": data}) for data in (b"a\n", b"a\n1\n"))

    assert difference(("case", "c"), old, new).files == (Changed("t.csv", "2", "4"),)


def test_what_cannot_be_read_tells_why() -> None:
    found = difference(
        ("case", "looked-away"), a_case(), from_text("case", "looked-away", {"case.yaml": "title: a: b\n"})
    )

    assert ([problem.line for problem in found.problems], found.state, found.errors) == ([1], "unreadable", (0, 1))
    assert [*found.effects()] == []
