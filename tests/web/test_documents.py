import dataclasses
from pathlib import Path

import pytest
from samples import a_case, a_module, a_single
from site_of_tests import Site, Visitor

from course.content.bundle import Bundle
from course.content.document import build
from course.content.library import Library
from course.web.documents import cited_sources

LIBRARY = "/train/library"


def test_cited_sources_are_those_of_the_text_and_those_named_beside_it_each_once() -> None:
    objection = {"says": "Não.", "answer": "Sim [@answer].", "sources": ["beside", "text"]}
    module = a_module(
        sections={
            "read": {
                "title": "Ler",
                "text": "Um texto [@text], outra vez [@text].",
                "notes": "Nota [@note].",
                "objections": {"one": objection},
                "checks": {"check": a_single() | {"sources": ["key"]}},
            }
        }
    )

    assert cited_sources(module) == ("text", "note", "answer", "key", "beside")


def test_the_source_on_which_a_case_is_built_is_cited() -> None:
    assert cited_sources(a_case(based_on={"source": "judgment", "changed": "Tudo [@law]."})) == ("law", "judgment")


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Complete"),
        ({"quiz.en.yaml": None}, "No English"),
        (
            {"quiz.en.yaml": b"format: 1\nlanguage: en\ntitle: Ethnic profiling\n"},
            "13 passages shown in Portuguese, 1 passage behind the Portuguese",
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
