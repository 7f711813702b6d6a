"""The course is edited, given another key and withdrawn between an officer's answers: the attempt ends as it began."""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_of_tests import COURSE, Site
from sqlalchemy import select
from walks import MODULE, hand_in, open_quiz, questions_asked, right_fields

from course.base.ids import as_id
from course.catalogue import Catalogues
from course.content.library import Library, read_library
from course.scoring.quiz import score
from course.storage.models import Outcome
from course.web.house import EXTENSION

STORM: Final = int(os.environ.get("STORM", "2"))
"""How many attempts."""
RIGHT: Final = "        correct: true\n        why: É conduta que se liga aos furtos"
OTHER: Final = "        why: A hora e o lugar ajudam"
WITHDRAWN: Final = "withdrawn"
Editions = Mapping[str, Library]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """The quiz in other words, with another right answer, and not there at all."""
    text = (COURSE / "quizzes" / MODULE / "quiz.yaml").read_text(encoding="utf-8")
    texts = {
        "as it was": text,
        "reworded": text.replace("Parque de um centro comercial, 22h40.", "Num parque, às 22h40."),
        "rekeyed": text.replace(RIGHT, RIGHT.partition("\n")[2]).replace(OTHER, f"        correct: true\n{OTHER}"),
        WITHDRAWN: "",
    }
    found = {name: _edition(tmp_path_factory.mktemp("edition") / "course", text) for name, text in texts.items()}
    assert len({library.quizzes[MODULE].digest for library in found.values() if MODULE in library.quizzes}) == 3
    return found


def test_an_attempt_ends_on_the_edition_on_which_it_began_whatever_is_edited_meanwhile(
    site: Site, editions: Editions, record_property: Callable[[str, object], None]
) -> None:
    numbers, edits = count(1), 0
    unit = site.add_organisation()
    begun = st.sampled_from([name for name in editions if name != WITHDRAWN])

    @settings(max_examples=STORM, suppress_health_check=list(HealthCheck))
    @given(begun, st.lists(st.sampled_from(list(editions)), min_size=11, max_size=11))
    def attempt(first: str, meanwhile: list[str]) -> None:
        nonlocal edits
        email = f"p{next(numbers)}@prova.pt"
        site.add_person(unit, email)
        _publish(site, editions[first])
        officer = site.visitor(email)
        page = open_quiz(officer)
        quiz, asked = editions[first].quizzes[MODULE].reference, questions_asked(site, page)
        attempt_id = page.path.split("/")[2]
        for id_, edition in zip(asked, meanwhile, strict=False):
            _publish(site, editions[edition])
            page = officer.follow(page.fill(page.path, right_fields(quiz.questions[id_])))
            edits += 1
        _publish(site, editions[meanwhile[-1]])
        result = hand_in(page)

        with site.house.database.read() as session:
            outcome = session.scalars(select(Outcome).where(Outcome.attempt_id == as_id(attempt_id))).one()
        saved = {id_: quiz.questions[id_].read(right_fields(quiz.questions[id_])) for id_ in asked}
        wanted = {id_: str(mark) for id_, mark in score(quiz, asked, saved).marks.items()}
        assert (result.status, outcome.marks, outcome.passed) == (200, wanted, True)

    attempt()
    for name, figure in {"survives": "S11", "blows": edits, "acknowledged": edits, "in doubt": 0}.items():
        record_property(name, figure)


def _edition(root: Path, quiz: str) -> Library:
    shutil.copytree(COURSE, root)
    if quiz:
        (root / "quizzes" / MODULE / "quiz.yaml").write_text(quiz, encoding="utf-8")
    else:
        shutil.rmtree(root / "quizzes" / MODULE)
    found = read_library(root)
    assert (MODULE in found.quizzes) == bool(quiz)
    return found


def _publish(site: Site, library: Library) -> None:
    """As a release with that library, which starts anew."""
    site.house = replace(site.house, catalogues=Catalogues(library))
    site.app.extensions[EXTENSION] = site.house
