"""In real Chromium, a law that changed is told at the head of every page that rests on it, once, with what to do."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from axe import come_along, violations_by_kind
from live import PHONES, Window, Windows, fold
from prepared import Officer, Prepared
from served import Client, Server
from site_of_tests import COURSE
from walks import CASE, MODULE

from course.base.ids import as_id
from course.base.languages import LANGUAGES, Language
from course.content.library import read_library

TRAINER: Final = "trainer@demo.example"
LAW, JUDGMENT, TERM = "cpp-250", "echr-wa-baile", "founded-suspicion"
CHANGE: Final = """\
  {what}: 2026-10-01
  now:
    pt: o artigo tem um número novo sobre o registo do motivo.
    en: the article has a new paragraph on recording the reason.
"""
TOLD: Final[dict[Language, tuple[str, str]]] = {
    "pt": (
        "mudou em 1 out. 2026, depois de o termos lido (março de 2026): o artigo tem um número novo",
        "Em serviço, siga o texto em vigor nesse dia",
    ),
    "en": (
        "changed on 1 Oct 2026, after we read it (March 2026): the article has a new paragraph",
        "On duty, follow the text in force on that day",
    ),
}

pytestmark = pytest.mark.browser


@pytest.fixture
def server(prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """A server whose register knows that the article changed and the judgment no longer stands."""
    library = tmp_path / "library"
    for folder in ("modules", "cases", "quizzes", "registers", "surveys"):
        shutil.copytree(COURSE / folder, library / folder)
    file = library / "registers" / "sources.yaml"
    text = file.read_text(encoding="utf-8")
    for id_, what in ((LAW, "changed"), (JUDGMENT, "repealed")):
        before, entry = text.split(f"\n{id_}:\n")
        lines = entry.splitlines(keepends=True)
        number = next(number for number, line in enumerate(lines) if line.startswith("  check_by:"))
        lines.insert(number + 1, CHANGE.format(what=what))
        text = f"{before}\n{id_}:\n{''.join(lines)}"
    file.write_text(text, encoding="utf-8")
    running = Server(prepared.copy(tmp_path / "instance"), environment={"COURSE_LIBRARY": str(library)})
    running.start()
    yield running
    running.kill()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_that_rests_on_a_changed_law_tells_it_once_and_shuts_nobody_out(
    windows: Windows, server: Server, prepared: Prepared, language: Language
) -> None:
    traces, (change, advice) = prepared.traces, TOLD[language]

    def faults_at(who: Officer | str, *paths: str) -> list[str]:
        window = windows.open(server, language=language, bypass_csp=True)
        come_along(window)
        window.take_cookies(cookies_of(server, who) | {"language": language})
        found = []
        for path in paths:
            window.open(path)
            said, all_words = fold(window.page.locator("main > :first-child").inner_text()), window.words
            if (said.count(change), said.count(advice), all_words.count(change)) != (1, 1, 1):
                found.append(f"{path}: not told once at its head")
            found += [f"{path}: {fault}" for fault in faults_of(window)]
        return found

    faults = [
        *faults_at(
            prepared.midway,
            f"/modules/{MODULE}/founded-suspicion",
            f"{traces.open_run}/1/consequence",
            f"{traces.open_attempt}/{number_of_one_that_cites(server, traces.open_attempt)}",
            f"/library/glossary/{TERM}",
            f"/library/sources/{LAW}",
        ),
        *faults_at(prepared.passed, f"{traces.ended_run}/ending", f"{traces.passed_attempt}/result"),
        *faults_at(
            TRAINER, *(f"/train/{path}" for path in (f"modules/{MODULE}", f"cases/{CASE}", f"quizzes/{MODULE}"))
        ),
    ]

    assert faults == []


def number_of_one_that_cites(server: Server, attempt: str) -> int:
    """The number of a question of that attempt that rests on the law. Which are asked was drawn; a core one is."""
    quiz = read_library(COURSE).quizzes[MODULE].reference
    with closing(sqlite3.connect(server.instance / "course.db")) as database:
        row = database.execute("SELECT questions FROM attempt WHERE id = ?", (as_id(attempt.rpartition("/")[2]),))
        asked = json.loads(row.fetchone()[0])
    return next(number for number, id_ in enumerate(asked, 1) if LAW in quiz.questions[id_].sources)


def cookies_of(server: Server, who: Officer | str) -> dict[str, str]:
    """Those of a fresh sign-in."""
    client = Client(server)
    if isinstance(who, Officer):
        client.sign_in(who.number, who.organisation)
    else:
        client.sign_in(who)
    client.close()
    return dict(client.cookies)


def faults_of(window: Window) -> list[str]:
    """What axe finds at either width, and the widths at which something stands out."""
    found = []
    for width in (1280, 390):
        window.page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {violation}" for violation in violations_by_kind(window.page)]
    return [*found, *(f"{width} is too narrow" for width in window.stands_out(PHONES))]
