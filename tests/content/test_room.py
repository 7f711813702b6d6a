"""What trainer notes expect to be said, and where an idea is taught."""

import pytest

from course.content.library import Library
from course.content.room import Saying, ideas_carried, sayings_in, sections_on_idea

NOTES = """\
Se alguém disser «isso faz-se sem pensar»: concorde. É por isso
que se treina.

Se alguém pedir a lista («diga-me só o que ofende»): não a dê.

Se alguém perguntar pelo trânsito: anote.

Não peça a um colega «que explique»: deixe-o falar.

If somebody says "that's abroad": the Convention binds Portugal.

If someone says “so everybody is prejudiced”: answer that nobody asks."""


def test_a_paragraph_says_what_may_be_said_and_how_to_meet_it() -> None:
    assert sayings_in(NOTES) == (
        Saying("isso faz-se sem pensar", "Concorde. É por isso\nque se treina."),  # type: ignore[arg-type]
        Saying("diga-me só o que ofende", "Não a dê."),  # type: ignore[arg-type]
        Saying("that's abroad", "The Convention binds Portugal."),  # type: ignore[arg-type]
        Saying("so everybody is prejudiced", "Answer that nobody asks."),  # type: ignore[arg-type]
    )
    assert sayings_in(None) == ()


@pytest.mark.parametrize("text", ["Se alguém disser «" * 2000, "If somebody says " + '" ' * 5000, "\n\n" * 5000])
def test_hostile_notes_say_nothing_and_take_no_time(text: str) -> None:
    assert sayings_in(text) == ()


def test_both_languages_of_the_course_expect_the_same(shipped: Library) -> None:
    counts = {
        (id_, section): tuple(len(sayings_in(module.in_(lang).sections[section].notes)) for lang in ("pt", "en"))
        for id_, module in shipped.modules.items()
        for section in module.reference.sections
    }

    assert {place: found for place, found in counts.items() if len(set(found)) > 1} == {}
    assert sum(pt for pt, _ in counts.values()) > 40


def test_an_idea_leads_to_the_sections_on_the_objective_of_its_core_question(shipped: Library) -> None:
    module = shipped.modules["ethnic-profiling"].reference
    quiz = shipped.quizzes[module.quiz].reference

    assert sections_on_idea(module, quiz, "avoids-eyes") == ("definition", "founded-suspicion")
    assert sections_on_idea(module, quiz, "civil-matter") == ()


def test_the_ideas_of_a_case_stand_with_the_first_scene_that_carries_them(shipped: Library) -> None:
    assert ideas_carried(shipped.cases["looked-away"].reference)["avoids-eyes"] == "platform"


def test_the_register_for_the_room_has_what_each_brief_needs(shipped: Library) -> None:
    kinds = [one.kind for one in shipped.registers.room.values()]

    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {"expect": 3, "move": 3, "never": 4}
