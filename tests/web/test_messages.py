"""The Portuguese catalogue says everything that the code may say, and says it whole."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from course.base.config import ROOT
from course.base.languages import LOCALES

LOCALE = ROOT / "course" / "locale"
PO = LOCALE / LOCALES["pt"] / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\(\w+\)s|%%|%")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale=LOCALES["pt"])


def entries(catalogue: Catalog) -> Iterator[Message]:
    """Its messages, without the header."""
    return (message for message in catalogue if message.id)


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The one form of a message, or its singular and its plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def collected() -> set[tuple[str, ...]]:
    """The messages of the code, as `make messages` collects them."""
    with (LOCALE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options, directory_filter=_is_ours)
    return {forms(message) for _, _, message, _, _ in found}


def _is_ours(folder: str | os.PathLike[str]) -> bool:
    """Whether the folder can hold messages: what was installed beside the code is not looked through."""
    path = Path(folder).relative_to(ROOT)
    return path.parts[0] == "course" and "node_modules" not in path.parts


def test_the_catalogue_has_exactly_the_messages_of_the_code(catalogue: Catalog) -> None:
    assert {forms(message.id) for message in entries(catalogue)} == collected()


def test_every_message_is_translated_and_none_is_a_guess(catalogue: Catalog) -> None:
    wanting = [
        message.id
        for message in entries(catalogue)
        if message.fuzzy or len(forms(message.id)) != len(forms(message.string)) or not all(forms(message.string))
    ]

    assert wanting == []


def test_the_catalogue_is_compiled_as_it_stands(tmp_path: Path) -> None:
    """Babel leaves out a catalogue that it takes for a guess, and says so only in passing."""
    shutil.copyfile(PO, tmp_path / "messages.po")

    subprocess.run(["make", f"{tmp_path}/messages.mo"], cwd=ROOT, check=True, capture_output=True)

    with (tmp_path / "messages.mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Privacy") == "Privacidade"


def test_a_translation_has_the_places_of_its_message(catalogue: Catalog) -> None:
    def places(text: str) -> list[str]:
        return sorted(set(PLACE.findall(text)))

    differing = [
        (english, portuguese)
        for message in entries(catalogue)
        for english, portuguese in zip(forms(message.id), forms(message.string), strict=True)
        if places(english) != places(portuguese)
    ]

    assert differing == []


def test_the_portuguese_keeps_the_voice_of_the_house(catalogue: Catalog) -> None:
    said = [text for message in entries(catalogue) for text in forms(message.string)]

    foreign = re.compile(
        r"\w!|\butilizador|\bvocê|\busuári|\btela\b|\barquivo|\bcelular|\bdeletar|\bseção", re.IGNORECASE
    )
    assert [text for text in said if foreign.search(text)] == []
