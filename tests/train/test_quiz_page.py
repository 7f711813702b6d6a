"""A trainer re-scores a quiz on its page, and the officer is told on theirs."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_of_tests import COURSE, Page, Site
from sqlalchemy import select
from walks import MODULE, answer_all, hand_in, open_quiz, play, questions_asked, read_all

from course.content.library import read_library
from course.storage.models import Attempt, Completion, Outcome

QUIZ = f"/train/quizzes/{MODULE}"
ACTION = f"{QUIZ}/rescoring"
REASON = "Duas opções podiam estar certas."


def void_in(text: str, ids: list[str]) -> str:
    """The text of the quiz, in which these questions are void."""
    for id_ in ids:
        text = text.replace(f"  {id_}:\n    kind:", f"  {id_}:\n    void: true\n    kind:")
    return text


def edited_site(site: Site, root: Path, old: str, new: str) -> Site:
    """The site restarted with a copy of the course of the tests, in whose quiz this stands once and is replaced."""
    for shelf in ("modules", "cases", "quizzes", "registers"):
        shutil.copytree(COURSE / shelf, root / "edited" / shelf)
    file = root / "edited" / "quizzes" / MODULE / "quiz.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    return Site("", site.settings.instance, read_library(root / "edited"))


@pytest.fixture
def corrected(site: Site, tmp_path: Path) -> Iterator[Site]:
    """The site after Ana handed in with four wrong answers, restarted with one of those questions void."""
    unit = site.add_organisation()
    site.add_person(unit, "ana@test.example")
    site.add_person(unit, "rui@test.example", ("trainer",))
    site.add_person(unit, "zita@test.example", ("administrator",))
    ana = site.visitor("ana@test.example")
    read_all(site, ana)
    play(site, ana)
    result = hand_in(answer_all(site, ana, wrong=4))
    assert "60 %" in result.text
    wrong = [id_ for id_, mark in marks_of(site).items() if mark == "0"][:1]
    text = (COURSE / "quizzes" / MODULE / "quiz.yaml").read_text(encoding="utf-8")
    restarted = edited_site(site, tmp_path, text, void_in(text, wrong))
    assert sorted(restarted.house.catalogue.quiz(MODULE).reference.void) == sorted(wrong)
    yield restarted
    restarted.house.database.close()


def marks_of(site: Site) -> dict[str, str]:
    """The marks of the one outcome there is."""
    with site.house.database.read() as session:
        return session.scalars(select(Outcome.marks)).one()


def rescored(site: Site) -> Page:
    """The trainer's page after the re-scoring."""
    trainer = site.visitor("rui@test.example")
    return trainer.follow(trainer.get(QUIZ).submit(ACTION, reason=REASON))


def test_a_quiz_without_anything_void_offers_no_re_scoring(site: Site) -> None:
    site.add_person(site.add_organisation(), "rui@test.example", ("trainer",))

    assert ACTION not in site.visitor("rui@test.example").get(QUIZ).actions()


@pytest.mark.parametrize("language", ["pt", "en"])
def test_the_page_says_what_is_void_and_afterwards_what_was_done(corrected: Site, language: str) -> None:
    trainer = corrected.visitor("rui@test.example", language)
    words = {"pt": ("Anulado no texto atual", "Reclassificado a"), "en": ("Void in the current text", "Re-scored on")}

    before = trainer.get(QUIZ)
    after = trainer.follow(before.submit(ACTION, reason=REASON))

    told = [[word in page.text for word in words[language]] for page in (before, after)]
    assert told == [[True, False], [True, True]]
    assert REASON in after.text
    assert after.submit(ACTION).status == 303


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pt", "Ao ver o carro-patrulha, baixou a cabeça, deu meia volta e saiu por outra porta."),
        ("en", "On seeing the patrol car he lowered his head, turned round and left by another door."),
    ],
)
def test_a_void_option_stands_there_in_words(site: Site, tmp_path: Path, language: str, words: str) -> None:
    site.add_person(site.add_organisation(), "rui@test.example", ("trainer",))
    edited = edited_site(site, tmp_path, "      looked-away:\n", "      looked-away:\n        void: true\n")

    page = edited.visitor("rui@test.example", language).get(QUIZ)

    edited.house.database.close()
    panel = next(part for part in page.tree.iter("section") if part.get("id") == "correction")
    assert [item.text for item in panel.findall("ul/li/ul/li")] == [words]


def test_a_quiz_says_how_many_questions_it_asks_where_void_ones_leave_fewer(site: Site, tmp_path: Path) -> None:
    """The one that was begun before still asks as many as it did."""
    unit = site.add_organisation()
    site.add_person(unit, "ana@test.example")
    site.add_person(unit, "eva@test.example")
    open_quiz(site.visitor("eva@test.example"))
    scored = list(site.house.catalogue.quiz(MODULE).reference.scored)
    text = (COURSE / "quizzes" / MODULE / "quiz.yaml").read_text(encoding="utf-8")
    edited = edited_site(site, tmp_path, text, void_in(text, scored[8:]))

    ana, eva = (edited.visitor(f"{name}@test.example", "en") for name in ("ana", "eva"))

    heads = [visitor.get(f"/quizzes/{MODULE}").h1 for visitor in (ana, eva)]
    asked = [len(questions_asked(edited, open_quiz(visitor))) for visitor in (ana, eva)]
    edited.house.database.close()
    assert (heads, asked) == (["Ethnic profiling: 8 questions", "Ethnic profiling: 10 questions"], [8, 10])


def test_a_re_scoring_without_a_reason_says_what_to_write(corrected: Site) -> None:
    refused = corrected.visitor("rui@test.example").get(QUIZ).submit(ACTION, reason=" ")

    assert (refused.status, "Escreva numa frase o que estava errado" in refused.text) == (422, True)


def test_an_administrator_reads_it_and_does_not_re_score(corrected: Site) -> None:
    page = corrected.visitor("zita@test.example").get(QUIZ)

    assert ("Anulado no texto atual" in page.text, ACTION in page.actions()) == (True, False)


def test_the_officer_sees_both_results_and_is_done_at_the_next_sign_in(corrected: Site) -> None:
    signed_in_before = corrected.visitor("ana@test.example")
    rescored(corrected)

    path = signed_in_before.get("/path")
    assert "/path/completion" in path.actions()

    ana = corrected.visitor_by_form("ana@test.example")
    with corrected.house.database.read() as session:
        assert session.scalars(select(Completion.date)).all() == [corrected.now.date()]
    assert "/path/completion" not in ana.get("/path").actions()
    quiz = ana.get(f"/quizzes/{MODULE}").text
    assert ("70 %" in quiz, "Era de 60 %" in quiz) == (True, True)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pt", ["O seu resultado subiu de 60 % para 70 %", "conta como certa. Valia 0"]),
        ("en", ["Your result has risen from 60% to 70%", "full marks. It was worth 0"]),
    ],
)
def test_the_result_page_says_which_question_was_corrected(corrected: Site, language: str, words: list[str]) -> None:
    rescored(corrected)
    ana = corrected.visitor("ana@test.example", language)
    result = ana.get(result_path(corrected))

    assert [word in result.text for word in words] == [True, True]


def test_pressing_record_completes_the_module_without_a_new_sign_in(corrected: Site) -> None:
    ana = corrected.visitor("ana@test.example")
    rescored(corrected)

    page = ana.follow(ana.get("/path").submit("/path/completion"))

    assert "/path/completion" not in page.actions()


def result_path(site: Site) -> str:
    """The address of the one result there is."""
    with site.house.database.read() as session:
        return f"/attempts/{session.scalars(select(Attempt.id)).one().hex()}/result"
