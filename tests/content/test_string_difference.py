"""Everything that differs between two texts of a document is told, once, where it stands."""

import pytest
from libraries import CASE, CASE_EN, MODULE, QUIZ, QUIZ_EN, stamped

from course.content.bundle import Bundle, from_text
from course.content.string_difference import KeyChange, StringDifference, string_difference


def a_case(text: str = CASE, en: str = CASE_EN, **files: str) -> Bundle:
    return from_text("case", "looked-away", {"case.yaml": text, "case.en.yaml": en, **files})


def of_cases(old: Bundle, new: Bundle) -> StringDifference:
    return string_difference("case", "looked-away", old, new)


def told(found: StringDifference) -> list[str]:
    """The strings as `language path: [-removed-]{+added+}`, without what was kept."""
    forms = {"kept": "", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return [
        f"{one.language} {'.'.join(one.path)}: {''.join(forms[run.state].format(run.text) for run in one.runs)}"
        for one in found.strings
    ]


def test_a_word_that_changed_is_told_in_its_string_alone() -> None:
    found = of_cases(a_case(), a_case(CASE.replace("Um homem passa.", "Um homem olha e passa.")))

    assert told(found) == ["pt scenes.platform.text: {+olha e +}"]
    assert (found.keys, found.files, found.renamed, found.count) == ((), (), (), 1)


def test_the_same_text_and_another_way_of_writing_it_differ_in_nothing() -> None:
    written = CASE.replace("text: Um homem passa.", "text: |\n      Um homem\n      passa.\n\n    # Uma nota.")

    assert of_cases(a_case(), a_case()).is_empty
    assert of_cases(a_case(), a_case(written)).is_empty


def test_english_is_told_by_itself_and_stamps_are_not() -> None:
    english = stamped(CASE, CASE_EN, "case").replace("A man passes.", "A man walks on.")

    assert told(of_cases(a_case(), a_case(en=english))) == ["en scenes.platform.text: [-passes-]{+walks on+}"]


def test_an_english_that_was_missing_is_all_new() -> None:
    found = of_cases(from_text("case", "looked-away", {"case.yaml": CASE}), a_case())

    assert {(one.language, one.state) for one in found.strings} == {("en", "added")}
    assert len(found.strings) == 9


def test_what_decides_is_told_with_what_is_read() -> None:
    new = CASE.replace("verdict: best", "verdict: acceptable\n        effect: {legality: +1}")

    assert of_cases(a_case(), a_case(new)).keys == (
        KeyChange(("scenes", "platform", "choices", "observe", "effect", "legality"), None, "1"),
        KeyChange(("scenes", "platform", "choices", "observe", "verdict"), "best", "acceptable"),
    )


ANOTHER = """\
      stop:
        text: Mandar parar.
        next: end
        verdict: unlawful
        why: Faltam factos.
  end:
"""


def test_a_choice_that_is_new_is_told_with_all_its_texts_and_keys() -> None:
    found = of_cases(a_case(), a_case(CASE.replace("  end:\n", ANOTHER)))

    assert told(found) == [
        "pt scenes.platform.choices.stop.text: {+Mandar parar.+}",
        "pt scenes.platform.choices.stop.why: {+Faltam factos.+}",
    ]
    assert [(".".join(key.path[-2:]), key.before, key.after) for key in found.keys] == [
        ("stop.next", None, "end"),
        ("stop.verdict", None, "unlawful"),
    ]


def test_what_is_gone_is_told_where_it_stood() -> None:
    with_two = CASE.replace("  end:\n", ANOTHER)
    found = of_cases(a_case(with_two.replace("Ninguém foi", "Alguém foi")), a_case())

    assert told(found) == [
        "pt scenes.platform.choices.stop.text: [-Mandar parar.-]",
        "pt scenes.platform.choices.stop.why: [-Faltam factos.-]",
        "pt scenes.end.text: [-Alguém-]{+Ninguém+}",
    ]


def test_the_order_of_choices_is_told_for_it_is_shown() -> None:
    def a_text(*choices: str) -> Bundle:
        head, rest = CASE.split("      observe:\n")
        observe, end = rest.split("  end:\n")
        parts = {"observe": f"      observe:\n{observe}", "stop": ANOTHER.removesuffix("  end:\n")}
        return a_case(head + "".join(parts[id_] for id_ in choices) + "  end:\n" + end)

    found = of_cases(a_text("observe", "stop"), a_text("stop", "observe"))

    assert (found.strings, found.keys) == (
        (),
        (KeyChange(("scenes", "platform", "choices"), "observe, stop", "stop, observe"),),
    )


def test_a_choice_with_another_id_is_the_same_one_and_a_verdict_that_changed_with_it_is_told() -> None:
    new = CASE.replace("observe:", "observes:").replace("Um olhar não chega.", "Um olhar só não chega.")
    found = of_cases(a_case(), a_case(new.replace("verdict: best", "verdict: acceptable")))

    assert found.renamed == (
        (("scenes", "platform", "choices", "observe"), ("scenes", "platform", "choices", "observes")),
    )
    assert told(found)[0] == "pt scenes.platform.choices.observes.why: {+só +}"
    assert found.strings[0].was == ("scenes", "platform", "choices", "observe", "why")
    assert found.keys == (KeyChange(("scenes", "platform", "choices", "observes", "verdict"), "best", "acceptable"),)


def test_a_right_answer_that_moved_is_told() -> None:
    first, rest = QUIZ.split("  words:", 1)
    first = first.replace("        correct: true\n", "").replace("O olhar.\n", "O olhar.\n        correct: true\n")
    old, new = (
        from_text("quiz", "stops", {"quiz.yaml": text, "quiz.en.yaml": QUIZ_EN})
        for text in (QUIZ, f"{first}  words:{rest}")
    )

    assert string_difference("quiz", "stops", old, new).keys == (
        KeyChange(("questions", "hunch", "options", "conduct", "correct"), "true", None),
        KeyChange(("questions", "hunch", "options", "look", "correct"), None, "true"),
    )


def test_each_line_of_a_card_is_a_thing_of_its_own() -> None:
    old, new = (
        from_text(
            "module", "m", {"module.yaml": MODULE.replace("  lines: Um passo.", f"  lines: |\n    Vejo.{gap}Digo.")}
        )
        for gap in (" ", "\n    ")
    )

    assert [one.path for one in string_difference("module", "m", old, new).strings] == [("card", "lines")]


def test_tables_are_told_by_their_size() -> None:
    found = of_cases(a_case(**{"a.csv": "a\n"}), a_case(**{"a.csv": "a,b\n", "b.csv": ""}))

    assert [(file.path, file.before, file.after) for file in found.files] == [("a.csv", "2", "4"), ("b.csv", None, "0")]


@pytest.mark.parametrize("broken", ["title: [", "scenes: {}\n", "title: \x00"])
def test_a_text_that_cannot_be_read_is_compared_as_a_file(broken: str) -> None:
    found = of_cases(a_case(), a_case(f"{CASE}{broken}"))

    assert [(one.path, one.language, one.runs[-1].state) for one in found.strings] == [((), "pt", "added")]


def test_long_texts_of_the_same_two_words_are_told_whole_for_they_are_too_much_to_compare() -> None:
    views = "".join(f"      s{number}: {{}}\n" for number in range(60))
    seats = "".join(f"  s{number}: Lugar\n" for number in range(60))
    old = CASE.replace("seats:\n", f"seats:\n{seats}").replace(
        "    choices:\n", f"    views:\n{views}    choices:\n", 1
    )

    found = of_cases(*(a_case(old.replace("{}", pair * 4000)) for pair in ("a b ", "b a ")))

    assert [[run.state for run in one.runs] for one in found.strings] == [["removed", "added"]] * 60
