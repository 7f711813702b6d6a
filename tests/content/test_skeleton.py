"""A translation is brought up to date without losing a word of what somebody wrote."""

import re

import pytest
from libraries import CASE, CASE_EN, stamped

from course.content.document import MODELS
from course.content.fields import texts_of
from course.content.library import Library
from course.content.skeleton import OF_COMMENT, refresh
from course.content.source import read_yaml
from course.content.translation import translate
from course.content.typed import read_part

CASE_DONE = stamped(CASE, CASE_EN, "case").replace("of:\n", f"{OF_COMMENT}\nof:\n")


def part(text: str, kind: str = "case"):  # type: ignore[no-untyped-def]
    """The document in that text."""
    source = read_yaml("file", text.encode())
    found, problems = read_part(MODELS[kind], source, source.tree)  # type: ignore[index]
    assert (problems, source.problems) == ([], ())
    return found


def without_stamp(path: str, text: str) -> str:
    """The text without that line of its stamps."""
    return re.sub(f'^  {re.escape(path)}: "[0-9a-f]{{8}}"\n', "", text, flags=re.MULTILINE)


def refreshed(reference: str, overlay: str | None, *, is_done: bool = False) -> str:
    """The overlay brought up to date; a second time changes nothing."""
    data = None if overlay is None else overlay.encode()
    once = refresh(part(reference), data, is_done=is_done).text
    again = refresh(part(reference), once.encode()).text
    assert again == once
    source = read_yaml("case.en.yaml", once.encode())
    assert source.problems == ()
    assert [
        p for p in translate(part(reference), read_yaml("", reference.encode()).tree, source).problems if p.fatal
    ] == []
    return once


def test_a_finished_translation_keeps_every_byte() -> None:
    skeleton = refresh(part(CASE), CASE_DONE.encode())

    assert (skeleton.text, skeleton.missing, skeleton.outdated, skeleton.gone) == (CASE_DONE, (), (), ())


def test_what_is_shipped_keeps_every_byte(library: Library) -> None:
    for kind, document in library.documents():
        overlay = document.bundle.files[f"{kind}.en.yaml"]

        assert refresh(document.reference, overlay).text == overlay.decode()
        assert refresh(document.reference, overlay, is_done=True).text == overlay.decode()


def test_a_new_one_has_every_text_empty_under_its_portuguese() -> None:
    reference = (
        CASE.replace("summary: Uma estação cheia.", "summary: Uma estação # 1 cheia.")
        .replace("    text: Um homem passa.\n", "    text: |\n      Um homem passa.\n\n      E olha.\n")
        .replace("# 1 ", "")
    )
    skeleton = refresh(part(reference), None, modeline="# modeline\n")

    assert (
        skeleton.text
        == """\
# modeline
format: 1
language: en
# pt: Desviou o olhar
title: ""
# pt: Uma estação cheia.
summary: ""
based_on:
  # pt: Tudo.
  changed: ""
seats:
  # pt: Agente
  officer: ""
  # pt: Pessoa abordada
  stopped: ""
scenes:
  platform:
    # pt: Um homem passa.
    # pt:
    # pt: E olha.
    text: ""
    choices:
      observe:
        # pt: Observar.
        text: ""
        # pt: Um olhar não chega.
        why: ""
  end:
    # pt: Ninguém foi abordado.
    text: ""
"""
    )
    assert [open_.path for open_ in skeleton.missing] == [".".join(path) for path, _ in texts_of(part(reference))]
    lines = skeleton.text.split("\n")
    assert [lines[open_.line - 1].strip() for open_ in skeleton.missing] == [
        f'{open_.path.rpartition(".")[2]}: ""' for open_ in skeleton.missing
    ]
    assert refreshed(reference, skeleton.text) == skeleton.text


def test_an_empty_text_counts_as_missing() -> None:
    overlay = CASE_DONE.replace("title: He looked away", 'title: "  "')

    skeleton = refresh(part(CASE), overlay.encode())

    assert [open_.path for open_ in skeleton.missing] == ["title"]
    assert skeleton.text == without_stamp("title", overlay.replace("title:", "# pt: Desviou o olhar\ntitle:", 1))


def test_a_missing_text_is_put_where_the_portuguese_has_it_and_the_rest_stays() -> None:
    overlay = CASE_DONE.replace("scenes:\n", "# the scenes\nscenes:\n").replace(
        "        text: Watch.\n", "        # mine\n"
    )

    assert refreshed(CASE, overlay) == without_stamp(
        "scenes.platform.choices.observe.text",
        overlay.replace("        # mine\n", '        # mine\n        # pt: Observar.\n        text: ""\n'),
    )


def test_a_text_behind_the_portuguese_is_told_with_the_portuguese_of_today() -> None:
    reference = CASE.replace("Um homem passa.", "Uma mulher passa.")
    skeleton = refresh(part(reference), CASE_DONE.encode())

    assert skeleton.text == CASE_DONE.replace(
        "    text: A man passes.", "    # pt (mudou): Uma mulher passa.\n    text: A man passes."
    )
    assert [(open_.path, open_.line) for open_ in skeleton.outdated] == [("scenes.platform.text", 13)]


def test_done_stamps_and_takes_the_comments_of_what_is_filled_in() -> None:
    reference = CASE.replace("Um homem passa.", "Uma mulher passa.").replace("Desviou o olhar", "Olhou")
    overlay = refreshed(reference, CASE_DONE.replace("title: He looked away\n", ""))

    done = refreshed(reference, overlay, is_done=True)

    assert re.findall(" *# pt.*", overlay) == ["# pt: Olhou", "    # pt (mudou): Uma mulher passa."]
    assert re.findall(" *# pt.*", done) == ["# pt: Olhou"]
    assert "  title:" not in done.partition("\nof:\n")[2]
    assert refresh(part(reference), done.encode()).outdated == ()


def test_what_was_filled_in_and_never_stamped_is_behind_and_keeps_its_portuguese() -> None:
    skeleton = refresh(part(CASE), CASE_EN.encode())

    assert len(skeleton.outdated) == len(dict(texts_of(part(CASE))))
    assert "# pt (mudou)" not in skeleton.text
    assert refresh(part(CASE), skeleton.text.encode(), is_done=True).text == CASE_DONE


def test_a_text_that_went_stays_as_a_comment_in_its_place() -> None:
    overlay = CASE_DONE.replace(
        "  end:\n    text: Nobody was stopped.\n",
        '  old:\n    # mine\n    text: |\n      Two\n\n      lines: here.\n  empty:\n    text: ""\n'
        "  end:\n    text: Nobody was stopped.\n",
    )
    skeleton = refresh(part(CASE), overlay.encode())

    assert skeleton.gone == ("scenes.old.text",)
    assert skeleton.text == CASE_DONE.replace(
        "  end:\n    text: Nobody was stopped.\n",
        "  # já não há este texto em português:\n  #   old:\n  #     # mine\n  #     text: |\n  #       Two\n  #\n"
        "  #       lines: here.\n  end:\n    text: Nobody was stopped.\n",
    )
    assert refreshed(CASE, skeleton.text) == skeleton.text


def test_a_renamed_scene_keeps_its_old_english_beside_the_new_form() -> None:
    reference = (
        CASE.replace("  platform:", "  station:")
        .replace("start: platform", "start: station")
        .replace("next: end", "next: finish")
        .replace("  end:", "  finish:")
    )

    text = refreshed(reference, CASE_DONE)

    assert [line for line in text.splitlines() if "A man passes" in line] == ["  #     text: A man passes."]
    assert [line for line in text.splitlines() if line.startswith("  station")] == ["  station:"]


def test_a_text_of_another_form_is_not_lost() -> None:
    overlay = CASE_DONE.replace("based_on:\n  changed: Everything.\n", "based_on: Everything.\n")

    text = refreshed(CASE, overlay)

    assert "#   based_on: Everything.\n" in text
    assert 'based_on:\n  # pt: Tudo.\n  changed: ""\n' in text


def test_a_line_of_a_text_that_looks_like_ours_stays() -> None:
    overlay = CASE_DONE.replace(
        "    text: A man passes.\n", "    text: |\n      Say:\n      # pt: this\n      # pt (mudou): that\n"
    )

    assert refreshed(CASE, overlay) == overlay


@pytest.mark.parametrize("overlay", ["", 'of:\n  title: "00000000"\n', "# only this\n"])
def test_an_overlay_without_a_text_becomes_a_whole_form(overlay: str) -> None:
    assert refresh(part(CASE), overlay.encode()).text == refresh(part(CASE), None).text


def test_braces_give_way_to_lines_when_something_is_missing() -> None:
    overlay = CASE_DONE.replace(
        "seats:\n  officer: Officer\n  stopped: Person stopped\n", "seats: {officer: Officer}\n"
    )

    assert 'seats:\n  officer: Officer\n  # pt: Pessoa abordada\n  stopped: ""\n' in refreshed(CASE, overlay)
