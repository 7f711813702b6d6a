import dataclasses
from pathlib import Path

import pytest
from site_of_tests import Site, Visitor

from course.content.bundle import Bundle
from course.content.document import build
from course.content.library import Library

LIBRARY = "/train/library"


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Complete"),
        ({"quiz.en.yaml": None}, "No English"),
        (
            {"quiz.en.yaml": b"format: 1\nlanguage: en\ntitle: Ethnic profiling\n"},
            "17 passages shown in Portuguese, 1 passage behind the Portuguese",
        ),
    ],
)
def test_the_list_says_how_far_the_english_is(
    site: Site, library: Library, tmp_path: Path, files: dict[str, bytes | None], words: str
) -> None:
    quiz = library.quizzes["ethnic-profiling"]
    kept = {name: data for name, data in ({**quiz.bundle.files, **files}).items() if data is not None}
    changed, problems = build("quiz", Bundle("quiz", quiz.id, kept))
    assert [problem for problem in problems if problem.fatal] == []
    visitor = a_trainer_of(site, dataclasses.replace(library, quizzes={quiz.id: changed}), tmp_path)  # type: ignore[dict-item]

    page = visitor.get(LIBRARY)

    row = next(row for row in page.tree.iter("tr") if "Quiz, ethnic-profiling" in "".join(row.itertext()))
    assert "".join(row[2].itertext()) == words


def a_trainer_of(site: Site, library: Library, tmp_path: Path) -> Visitor:
    """A trainer on the site's database with another library."""
    site.add_person(site.add_organisation(), "formadora@prova.pt", ("trainer",))
    other = Site("", tmp_path / "instance", library)
    return other.visitor("formadora@prova.pt", "en")
