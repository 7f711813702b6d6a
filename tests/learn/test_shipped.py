"""Every part that is shipped can be learned from its first page to its result, in both languages."""

import re

import pytest
from site_of_tests import Site
from walks import answer_all, hand_in, open_quiz, play, read_all

from course.base.config import ROOT
from course.base.languages import LANGUAGES, Language
from course.content.library import Library
from course.storage import completions
from course.web.own_device import KB_OF_A_PART

MODULES = sorted(folder.name for folder in (ROOT / "modules").iterdir())


@pytest.fixture(scope="session")
def library(shipped: Library) -> Library:
    """What is shipped is what is learned here."""
    return shipped


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("module", MODULES)
def test_whoever_reads_plays_and_answers_a_part_has_done_it(site: Site, module: str, language: Language) -> None:
    tracks = site.house.catalogue.registers.tracks.values()
    audience = next(track.audience for track in tracks if module in track.modules)
    officer = site.add_person(site.add_organisation(audience=audience), "ana@test.example")
    visitor = site.visitor("ana@test.example", language=language)
    parts = site.house.catalogue.module(module).reference

    read_all(site, visitor, module)
    endings = [play(site, visitor, case_id=case) for case in parts.cases]
    result = hand_in(answer_all(site, visitor, quiz_id=parts.quiz))

    assert [page.status for page in (*endings, result)] == [200] * (len(endings) + 1)
    assert re.findall(r"(\d+)\s%", result.text)[0] == "100"
    with site.house.database.read() as session:
        assert list(completions.of_person(session, officer.id)) == [module]


@pytest.mark.parametrize(
    ("case", "heading"), [("looked-away", "What really happened"), ("beside-the-complainant", "What the rules say")]
)
def test_only_a_case_with_a_source_promises_what_really_happened(site: Site, case: str, heading: str) -> None:
    site.add_person(site.add_organisation(), "ana@test.example")

    ending = play(site, site.visitor("ana@test.example", language="en"), case_id=case)

    headings = {"".join(one.itertext()) for one in ending.tree.iter("h2")}
    assert headings & {"What really happened", "What the rules say"} == {heading}


def test_whoever_answers_wrongly_is_sent_back_to_a_section_whatever_the_question(shipped: Library) -> None:
    lost = {
        (quiz_id, question_id)
        for quiz_id, quiz in shipped.quizzes.items()
        for question_id, question in quiz.reference.scored.items()
        if not shipped.modules[quiz.reference.objectives_of].reference.sections_on(question.objective)
    }

    assert lost == set()


def test_keeping_a_part_on_ones_own_device_takes_no_more_than_the_sign_in_says(site: Site) -> None:
    site.add_person(site.add_organisation(), "ana@test.example")
    visitor = site.visitor("ana@test.example")

    def sent(path: str) -> int:
        answer = visitor.client.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, path
        return len(answer.data) + len(str(answer.headers)) + len("HTTP/1.1 200 OK")

    takes = {}
    for id_, module in site.house.catalogue.library.modules.items():
        paths = [f"/modules/{id_}", f"/library/cards/{id_}"]
        paths += [f"/modules/{id_}/{section}" for section in module.reference.sections]
        attempt = open_quiz(visitor, module.reference.quiz)
        paths += [f"{path}?blank=yes" for path in attempt.links() if path.startswith("/attempts/")][:10]
        takes[id_] = sum(sent(path) for path in dict.fromkeys(paths))

    most = KB_OF_A_PART * 1_000
    assert {id_: taken for id_, taken in takes.items() if taken > most} == {}
    assert max(takes.values()) > most * 0.8  # nor is it said to be far more than it is
    hint = site.visitor().get("/sign-in").tree.find(".//*[@id='own_device-hint']")
    assert hint is not None
    assert f"{KB_OF_A_PART} kB" in "".join(hint.itertext())
