"""English follows the Portuguese string by string, and what it lacks is shown whole in Portuguese."""

from pathlib import Path

import pytest
from libraries import CASE, CASE_EN, MODULE, QUIZ, QUIZ_EN, library_in, told
from samples import a_quiz, a_single

from course.content.case import Case
from course.content.document import Document
from course.content.fields import Line, Part
from course.content.library import Library
from course.content.quiz import Quiz
from course.content.source import Raw, read_yaml
from course.content.translation import fingerprint, stamps, translate, unit_of

CASE_OVERLAY = "cases/looked-away/case.en.yaml"
QUIZ_OVERLAY = "quizzes/stops/quiz.en.yaml"
OUTCOME = """\
O Tribunal Europeu dos Direitos Humanos condenou a Suíça em 20 de fevereiro de 2024: houve violação do artigo 14.º
em conjugação com o artigo 8.º e do artigo 13.º da Convenção. A presunção de discriminação não foi afastada \
[@echr-wa-baile].
"""


def a_case(library: Library) -> Document[Case]:
    return library.cases["looked-away"]


def a_quiz_of(library: Library) -> Document[Quiz]:
    return library.quizzes["stops"]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("Perfilamento étnico", "5631df7c"),
        ("  Perfilamento étnico \n", "5631df7c"),
        ("Desviou o olhar", "29cdc1c4"),
        ("Agente que decide", "a845e364"),
        (OUTCOME, "e5367279"),
        (("10", "dez"), "992d75a2"),
        (("local", "lugar"), "f85384a8"),
    ],
)
def test_a_stamp_is_what_the_guide_shows_for_it(text: str | tuple[str, ...], digits: str) -> None:
    assert fingerprint(text) == digits


def test_a_comma_changes_the_stamp() -> None:
    assert fingerprint("Perfilamento, étnico") != fingerprint("Perfilamento étnico")


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        (("title",), ("title",)),
        (("seats", "officer"), ("seats", "officer")),
        (("card", "lines"), ("card",)),
        (("questions", "hunch", "options", "eyes", "why"), ("questions", "hunch")),
        (("scenes", "platform", "choices", "stop", "text"), ("scenes", "platform")),
        (("sections", "definition", "checks", "x", "prompt"), ("sections", "definition")),
    ],
)
def test_questions_scenes_sections_and_the_card_stand_or_fall_whole(
    path: tuple[str, ...], unit: tuple[str, ...]
) -> None:
    assert unit_of(path) == unit


def test_a_stamped_translation_is_shown_and_nothing_is_told(tmp_path: Path) -> None:
    library = library_in(tmp_path)

    case = a_case(library)
    assert library.problems == ()
    assert (case.english.title, case.english.scenes["platform"].choices["observe"].text) == (
        "He looked away",
        "Watch.",
    )
    assert (case.untranslated, case.outdated) == (frozenset(), frozenset())


def test_english_keeps_ids_numbers_and_what_leads_where(tmp_path: Path) -> None:
    case = a_case(library_in(tmp_path))

    choice = case.english.scenes["platform"].choices["observe"]
    assert (choice.next, choice.verdict, choice.idea, choice.sources) == ("end", "best", "avoids-eyes", ("cpp-250",))


def test_a_scene_with_a_missing_string_is_shown_whole_in_portuguese(tmp_path: Path) -> None:
    library = library_in(tmp_path, case_en=("        why: A glance is not enough.\n", ""))

    case = a_case(library)
    assert case.english.scenes["platform"] == case.reference.scenes["platform"]
    assert case.english.scenes["end"].text == "Nobody was stopped."
    assert (case.untranslated, case.outdated) == (frozenset({("scenes", "platform")}), frozenset())
    assert told(library.problems) == [
        (
            CASE_OVERLAY,
            11,
            3,
            "scenes.platform",
            "the translation of scenes.platform is missing, and it is shown in Portuguese: add it to this file",
            False,
        )
    ]


@pytest.mark.parametrize("empty", ["", '""', '"  "', "|"])
def test_an_empty_string_is_a_missing_one(tmp_path: Path, empty: str) -> None:
    case = a_case(library_in(tmp_path, case_en=("title: He looked away", f"title: {empty}")))

    assert (case.english.title, case.untranslated) == ("Desviou o olhar", frozenset({("title",)}))
    assert [case.language_of("en", "title"), case.language_of("en", "summary"), case.language_of("pt", "title")] == [
        "pt",
        "en",
        "pt",
    ]


def test_without_a_translation_everything_is_in_portuguese(tmp_path: Path) -> None:
    library = library_in(tmp_path, case_en=None)

    case = a_case(library)
    assert case.english == case.reference
    assert (case.language_of("en", "title"), case.language_of("en", "scenes", "end")) == ("pt", "pt")
    assert told(library.problems) == [
        (
            "cases/looked-away/case.en.yaml",
            0,
            0,
            "",
            "there is no English yet, and English readers are shown the Portuguese: run content translate",
            False,
        )
    ]


def test_a_scene_whose_portuguese_changed_is_shown_with_a_notice(tmp_path: Path) -> None:
    library = library_in(tmp_path, case=("why: Um olhar não chega.", "why: Um olhar nunca chega."))

    case = a_case(library)
    assert case.english.scenes["platform"].choices["observe"].why == "A glance is not enough."
    assert (case.untranslated, case.outdated) == (frozenset(), frozenset({("scenes", "platform")}))
    assert [
        case.is_outdated("en", "scenes", "platform", "text"),
        case.is_outdated("pt", "scenes", "platform", "text"),
        case.is_outdated("en", "scenes", "end", "text"),
    ] == [True, False, False]
    assert told(library.problems) == [
        (
            CASE_OVERLAY,
            11,
            3,
            "scenes.platform",
            "the Portuguese of scenes.platform changed after its translation: mend it, then run content translate",
            False,
        )
    ]


def test_a_scored_question_whose_portuguese_changed_is_shown_in_portuguese(tmp_path: Path) -> None:
    changed = QUIZ.replace("Que facto?", "Que facto conta?", 1)
    library = library_in(tmp_path, quiz=changed)

    quiz = a_quiz_of(library)
    assert quiz.english.questions["hunch"] == quiz.reference.questions["hunch"]
    assert quiz.english.questions["words"].prompt == "Which fact?"
    assert (quiz.untranslated, quiz.outdated) == (frozenset({("questions", "hunch")}), frozenset())
    assert told(library.problems) == [
        (
            QUIZ_OVERLAY,
            5,
            3,
            "questions.hunch",
            "the Portuguese of questions.hunch changed after its translation: mend it, then run content translate",
            False,
        )
    ]


def test_a_unit_that_lacks_one_string_and_is_behind_in_another_is_told_both(tmp_path: Path) -> None:
    library = library_in(
        tmp_path,
        case=("text: Um homem passa.", "text: Um homem novo passa."),
        case_en=("        why: A glance is not enough.\n", ""),
    )

    assert (a_case(library).untranslated, a_case(library).outdated) == (
        frozenset({("scenes", "platform")}),
        frozenset(),
    )
    assert len(library.problems) == 2


def test_a_translation_without_stamps_is_behind_everywhere(tmp_path: Path) -> None:
    library = library_in(tmp_path, case_en=CASE_EN, quiz_en=QUIZ_EN)

    case, quiz = a_case(library), a_quiz_of(library)
    assert (case.english.title, case.untranslated, len(case.outdated)) == ("He looked away", frozenset(), 7)
    assert quiz.untranslated == frozenset({("questions", id_) for id_ in ("hunch", "words", "report")})
    assert quiz.outdated == frozenset({("title",)})
    assert [(where, words) for where, _, _, _, words, _ in told(library.problems)] == [
        (f"{document}/{file}", f"the English of {document} is written and not yet noted as done: {run}")
        for document, file, run in (
            ("cases/looked-away", "case.en.yaml", "run content translate cases/looked-away --done"),
            ("quizzes/stops", "quiz.en.yaml", "run content translate quizzes/stops --done"),
        )
    ]


def test_a_text_that_was_never_noted_as_done_is_not_told_as_changed(tmp_path: Path) -> None:
    of = f'of:\n  title: "{fingerprint("Desviou o olhar")}"\n  scenes.end.text: "00000000"\n'
    library = library_in(tmp_path, case_en=CASE_EN + of)

    changed = [words for *_, path, words, _ in told(library.problems) if path == "scenes.end"]
    unnoted = [words for *_, path, words, _ in told(library.problems) if path == "summary"]
    assert (changed, unnoted) == (
        ["the Portuguese of scenes.end changed after its translation: mend it, then run content translate"],
        ["the English of summary is written and not yet noted as done: run content translate cases/looked-away --done"],
    )


@pytest.mark.parametrize("of", ["of: all\n", "of: [title]\n", "of:\n"])
def test_stamps_that_are_none_are_as_if_there_were_none(tmp_path: Path, of: str) -> None:
    assert len(a_case(library_in(tmp_path, case_en=CASE_EN + of)).outdated) == 7


@pytest.mark.parametrize(
    ("change", "line", "column", "path", "near"),
    [
        (("        why: A glance", "        wy: A glance"), 16, 9, "scenes.platform.choices.observe.wy", "why"),
        (("title: He", "titel: He"), 3, 1, "titel", "title"),
    ],
)
def test_a_text_that_the_portuguese_has_not_is_an_error_at_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, column: int, path: str, near: str
) -> None:
    library = library_in(tmp_path, case_en=change)

    *above, _ = path.split(".")
    meant = f"; did you mean {'.'.join([*above, near])}?"
    assert [problem for problem in told(library.problems) if problem[-1]] == [
        (CASE_OVERLAY, line, column, path, f"there is no text {path} in the Portuguese{meant}", True)
    ]
    assert library.cases == {}


@pytest.mark.parametrize(
    ("change", "line", "path"),
    [
        (("  end:\n", "  ending:\n"), 18, "scenes.ending.text"),
        (("scenes:\n", "scenes:\n  platforms:\n    text: A man.\n"), 12, "scenes.platforms.text"),
    ],
)
def test_a_text_of_a_scene_that_is_gone_is_not_taken_for_one_of_another(
    tmp_path: Path, change: tuple[str, str], line: int, path: str
) -> None:
    library = library_in(tmp_path, case_en=change)

    assert [problem for problem in told(library.problems) if problem[-1]] == [
        (CASE_OVERLAY, line, 5, path, "this text is no longer in the Portuguese: run content translate", True)
    ]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("title: He looked away", "title:\n  en: He looked away"), "title.en"),
        (("    text: A man passes.", "    text: A man passes.\n    ending: good"), "scenes.platform.ending"),
        (("        text: Watch.", "        text: Watch.\n        next: end"), "scenes.platform.choices.observe.next"),
    ],
)
def test_a_translation_holds_only_strings_of_the_portuguese(tmp_path: Path, change: tuple[str, str], path: str) -> None:
    library = library_in(tmp_path, case_en=change)

    assert [problem.path for problem in library.problems if problem.fatal] == [path]


def test_a_translation_is_held_to_the_form_of_its_text(tmp_path: Path) -> None:
    library = library_in(tmp_path, case_en=("title: He looked away", "title: |\n  He looked\n  away"))

    assert told(library.problems) == [
        (CASE_OVERLAY, 3, 1, "title", "this is shown as one line: take the line break out", True)
    ]


def test_a_problem_of_the_portuguese_is_told_once_though_english_readers_see_it_too(tmp_path: Path) -> None:
    library = library_in(tmp_path, case=("    text: Um homem passa.", "    text: Um <br> homem passa."), case_en=None)

    assert [(problem.where, problem.line, problem.path) for problem in library.problems if problem.fatal] == [
        ("cases/looked-away/case.yaml", 16, "scenes.platform.text")
    ]


def test_a_translation_that_is_no_yaml_is_told_alone(tmp_path: Path) -> None:
    library = library_in(tmp_path, case_en=("title: He looked away", "title: He: looked away"))

    assert [(problem.where, problem.line, problem.fatal) for problem in library.problems] == [(CASE_OVERLAY, 3, True)]


def test_stamps_are_for_the_strings_that_are_translated() -> None:
    overlay: dict[str, Raw] = {
        "title": "Quiz",
        "questions": {"q": {"prompt": " ", "options": {"wrong": {"text": "The area."}}}},
    }

    assert stamps(a_quiz(questions={"q": a_single()}), overlay) == {
        "title": fingerprint("Prova"),
        "questions.q.options.wrong.text": fingerprint("O bairro."),
    }


def test_a_list_of_words_is_translated_by_a_list() -> None:
    class Gap(Part):
        title: Line
        accept: tuple[Line, ...]

    reference = Gap.model_validate({"title": "Prazo", "accept": ("10", "dez")})
    overlay = read_yaml("en", b'title: Term\naccept: ["10", ten]\nof:\n  title: "-"\n  accept: "992d75a2"\n')

    translation = translate(reference, {"title": "Prazo", "accept": ["10", "dez"]}, overlay)

    assert translation.tree == {"title": "Term", "accept": ["10", "ten"]}
    assert (translation.untranslated, translation.outdated) == (frozenset(), frozenset({("title",)}))


def test_what_was_read_stays_as_it_was(tmp_path: Path) -> None:
    tree = read_yaml("case.yaml", CASE.encode()).tree
    before = read_yaml("case.yaml", CASE.encode()).tree

    translate(Case.model_validate(tree), tree, read_yaml("en", CASE_EN.encode()))

    assert tree == before


def test_the_shipped_translations_are_whole_and_in_step(library: Library) -> None:
    behind = {document.id: (document.untranslated, document.outdated) for _, document in library.documents()}

    assert behind == dict.fromkeys(behind, (frozenset(), frozenset()))


def test_a_module_without_its_english_section_is_in_portuguese_there(tmp_path: Path) -> None:
    text = "    text: |\n      The law demands [suspicion](glossary:founded-suspicion) [@cpp-250].\n"
    module = library_in(tmp_path, module=MODULE, module_en=(text, "")).modules["ethnic-profiling"]

    assert module.english.sections["definition"] == module.reference.sections["definition"]
    assert module.in_("en").title == "Ethnic profiling"
    assert module.in_("pt").title == "Perfilamento étnico"
