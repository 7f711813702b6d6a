"""The guide of authors leads where it says: its commands do what is shown, and its tables are those of the models."""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from commands import instance_of, run

from course.base.config import ROOT
from course.base.languages import translator
from course.cli.content import content
from course.content.bundle import FOLDERS, REGISTERS
from course.content.conditions import TESTS, read_condition
from course.content.described import description_of
from course.content.fields import Part
from course.content.library import Library
from course.content.questions import KINDS
from course.made_docs import GUIDES, guide_page
from course.made_docs.guide import NAMES, TABLES, WITHIN, made_parts
from course.made_docs.parts import fill, names_of_parts

PROGRAM = ".venv/bin/flask --app app "
STEP = re.compile(
    r"^(?:<!-- (?P<what>file|change): (?P<where>\S+) -->\n)?```(?P<kind>console|yaml|diff)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
FIRST_PART = {
    "en": ("## The first half hour", "## Four habits"),
    "pt": ("## A primeira meia hora", "## Quatro hábitos"),
}
ANCHOR = re.compile(r"\]\(#([^)]+)\)")


def text_of(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def follow(guide: str, library: Path) -> Iterator[tuple[str, str]]:
    """What the steps of the first half hour show, and what they gave, one after the other."""
    begin, end = FIRST_PART[GUIDES[guide]]
    for step in STEP.finditer(text_of(guide).partition(begin)[2].partition(end)[0]):
        if step["what"] == "file":
            (library / step["where"]).write_text(step["text"], encoding="utf-8")
        elif step["what"] == "change":
            _change(library / step["where"], step["text"])
        else:
            yield from _shown_and_given(step["text"], library)


def _change(file: Path, lines: str) -> None:
    """Replace the one line after `-` by the one after `+`."""
    old, new = (line[1:] + "\n" for line in lines.splitlines())
    before = file.read_text(encoding="utf-8")
    assert before.count(old) == 1
    file.write_text(before.replace(old, new), encoding="utf-8")


def _shown_and_given(console: str, library: Path) -> Iterator[tuple[str, str]]:
    for typed in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, shown = typed.partition("\n")
        assert command.startswith(PROGRAM)
        yield shown, run(library, *command.removeprefix(PROGRAM).split()).output


def is_shown(shown: str, given: str) -> bool:
    """Whether that was given, line by line; a line of `…` stands for any number of lines."""
    pieces = (re.escape(line) if line != "…\n" else "(?:.*\n)*" for line in shown.splitlines(keepends=True))
    return re.fullmatch("".join(pieces), given) is not None


def slug(heading: str) -> str:
    """The anchor of a heading, as the sites make it that show these pages."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(text: str) -> list[str]:
    without_code = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [slug(found) for found in re.findall(r"^#+ (.*)$", without_code, re.MULTILINE)]


@dataclass(frozen=True)
class Followed:
    """A guide whose first half hour was followed: what its steps show and what they gave, and the library then."""

    guide: str
    steps: Sequence[tuple[str, str]]
    library: Path


@pytest.fixture(
    scope="module",
    params=[pytest.param(guide, marks=pytest.mark.xdist_group(f"half-hour-{guide}")) for guide in GUIDES],
)
def followed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shipped: Library, kept_of_shipped: Path
) -> Followed:
    """Once a guide, in a copy of what is shipped: each step reads what changed since the one before."""
    assert shipped.quizzes  # what is kept of it was read
    library = tmp_path_factory.mktemp("followed")
    for folder in (*FOLDERS.values(), REGISTERS):
        shutil.copytree(ROOT / folder, library / folder)
    being_written = shutil.ignore_patterns("*.new")
    shutil.copytree(kept_of_shipped, instance_of(library).kept_for_commands, ignore=being_written)
    return Followed(request.param, list(follow(request.param, library)), library)


def test_the_first_half_hour_is_as_the_guide_shows_it(followed: Followed) -> None:
    assert [(shown, given) for shown, given in followed.steps if not is_shown(shown, given)] == []
    assert len(followed.steps) == 7


def test_the_whole_library_has_no_error_after_the_first_half_hour(followed: Followed) -> None:
    assert run(followed.library, "content", "check").exit_code == 0


def test_content_is_passed_on_as_the_guide_shows_it(
    followed: Followed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Path(shutil.copytree(followed.library, tmp_path / "library"))
    monkeypatch.chdir(library)
    text = text_of(followed.guide)
    lines = re.findall(rf"^    {re.escape(PROGRAM)}(content (?:export|import|diff) .*)$", text, re.MULTILINE)

    exits = [run(library, *line.split()).exit_code for line in lines]

    assert exits == [0, 0, 0]


@pytest.mark.parametrize("guide", GUIDES)
def test_the_made_parts_say_what_the_models_say_now(guide: str) -> None:
    assert text_of(guide) == guide_page(guide, text_of(guide)), "run `make docs`"


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_has_each_made_part_once(guide: str) -> None:
    assert sorted(names_of_parts(text_of(guide))) == sorted(made_parts(GUIDES[guide]))


def test_both_guides_have_the_same_steps_and_parts() -> None:
    shapes = [
        re.findall(r"^(?:#+ |```\w*|<!-- [^>]*-->|\$ \S+ --app app content \w+)", text_of(guide), re.MULTILINE)
        for guide in GUIDES
    ]

    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_within_a_guide_leads_to_one_heading(guide: str) -> None:
    text = text_of(guide)
    headings = anchors(text)

    assert {name: headings.count(name) for name in ANCHOR.findall(text) if headings.count(name) != 1} == {}


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_names_every_command_with_its_options(guide: str) -> None:
    rows = dict(re.findall(r"^\| `(\w+)\b(.*) \|$", text_of(guide), re.MULTILINE))
    untold = {
        f"{name} {option.opts[-1]}"
        for name, command in content.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and option.name != "language"
        if not set(option.opts) & set(re.findall(r"(?<!\S)[\[`]?(--?[a-z][a-z-]*)", rows[name]))
    }

    assert untold == set()


@pytest.mark.parametrize("name", NAMES.values())
def test_every_part_of_a_file_is_told_under_its_name(name: str) -> None:
    whole = "\n".join(make() for make in made_parts("en").values())

    assert len(re.findall(rf"^#+ `{re.escape(name)}`$", whole, re.MULTILINE)) == 1


def told() -> Sequence[type[Part]]:
    """Every model of which the guide tells the fields."""
    return tuple(
        dict.fromkeys(
            [*(model for models in (*TABLES.values(), *WITHIN.values()) for model in models), *KINDS.values()]
        )
    )


@pytest.mark.parametrize("model", told())
def test_every_field_is_told_with_what_it_is_for_in_both_languages(model: type[Part]) -> None:
    english = [description_of(model, name) for name in model.model_fields]
    portuguese = [translator("pt")(description) for description in english]

    assert all(one != other for one, other in zip(english, portuguese, strict=True))


@pytest.mark.parametrize("test", TESTS)
def test_each_condition_is_written_as_the_guide_says(test: str) -> None:
    written = test.replace("SCALE", "trust").replace("SCENE", "search").replace("N", "3")

    assert len(read_condition(written)) == 1


def test_a_page_keeps_what_is_written_around_its_made_parts() -> None:
    page = "Before\n<!-- made: one -->\nold\n<!-- end -->\n\nBetween\n<!-- made: two -->\n<!-- end -->\nAfter\n"

    filled = fill(page, {"one": lambda: "| new |", "two": lambda: "a\nb"})

    assert filled == (
        "Before\n<!-- made: one -->\n| new |\n<!-- end -->\n\nBetween\n<!-- made: two -->\na\nb\n<!-- end -->\nAfter\n"
    )
    assert names_of_parts(filled) == ("one", "two")


def test_a_part_that_nothing_makes_is_a_slip() -> None:
    with pytest.raises(KeyError, match="other"):
        fill("<!-- made: other -->\n<!-- end -->\n", {})
