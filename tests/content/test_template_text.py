"""What a new document says until its author writes: nobody is to read it."""

from collections.abc import Iterator
from typing import Final

import pytest

from course.content.bundle import KINDS_OF_DOCUMENT, Bundle, Kind
from course.content.document import MODELS, build
from course.content.fields import texts_of
from course.content.source import read_yaml
from course.content.starters import case_starter, module_starter, quiz_starter, survey_starter
from course.content.typed import read_part

STARTERS: Final[dict[Kind, str]] = {
    "module": module_starter("first-one"),
    "case": case_starter(),
    "quiz": quiz_starter("first-one", ["conduct"]),
    "survey": survey_starter(),
}
WORDS: Final = "this text is still that of the template: write your own"


def told(kind: Kind, text: str) -> list[tuple[int, str, bool]]:
    """Line, path and gravity of each warning about a text of the template."""
    _, problems = build(kind, Bundle(kind, "first-one", {f"{kind}.yaml": text.encode()}))
    return sorted((one.line, one.path, one.fatal) for one in problems if one.message == WORDS)


def texts_in(kind: Kind, text: str) -> Iterator[tuple[int, str, bool]]:
    """Line and path of each text of a document, those of the seats apart."""
    source = read_yaml("", text.encode())
    content, _ = read_part(MODELS[kind], source, source.tree)
    for path, _ in texts_of(content):
        if path[0] != "seats":
            yield source.mark(path).line, ".".join(path), False


@pytest.mark.parametrize("kind", KINDS_OF_DOCUMENT)
def test_every_text_of_a_new_document_is_to_be_written_over_and_the_document_is_shown(kind: Kind) -> None:
    expected = sorted(texts_in(kind, STARTERS[kind]))
    document, _ = build(kind, Bundle(kind, "first-one", {f"{kind}.yaml": STARTERS[kind].encode()}))

    assert (told(kind, STARTERS[kind]), document is not None) == (expected, True)
    assert len(expected) > 2


def test_a_text_that_its_author_wrote_is_told_no_longer() -> None:
    before = told("survey", STARTERS["survey"])
    written = STARTERS["survey"].replace("Título do inquérito", "Depois da sessão")

    assert told("survey", written) == [one for one in before if one[1] != "title"]
