"""The main job in a real browser: an officer completes a module, with a break, and the supervisor sees that it is done.

Everything is pressed and typed as a person would; what is expected to be read comes from the course's own files.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final

import pytest
from babel.dates import format_date
from live import PHONES, Window, Windows, fold
from passwords import PASSWORD
from playwright.sync_api import Locator
from served import Server
from walks import CASE, MODULE, right_fields, wrong_fields

from course.acts.save_answer import CERTAINTY
from course.base.calendar import LISBON
from course.base.languages import HTML_LANG, LOCALES, Language
from course.content.library import Library
from course.content.prose import plain
from course.content.questions.base import Form, Question
from course.content.quiz import Quiz
from course.demonstration import PRINTED
from course.scoring.case import begin, offered, take
from course.scoring.quiz import score

LOOKS: Final[dict[str, tuple[Language, dict[str, Any]]]] = {
    "en-wide": ("en", {"width": 1280}),
    "pt-phone-without-scripts-slow": ("pt", {"width": 390, "scripts": False, "network": "slow"}),
}
"""Each language, width and lack of scripts once; of the worst, what is done at home goes over a slow network."""
OFFICER: Final = next(invented for invented in PRINTED if invented.email == "officer@demo.example")
DIVISION: Final = "1.ª Divisão"
STATION: Final = "Esquadra 1"
WRONG: Final = 2
ANSWERED_BEFORE_THE_BREAK: Final = 5


@dataclass
class Deeds:
    """What the officer did, which nobody else learns."""

    run: str = ""
    attempt: str = ""
    chosen: list[str] = field(default_factory=list)
    percent: int = -1
    row: tuple[str, ...] = ()
    """The officer's row, as the officer is shown it."""


@pytest.mark.browser
@pytest.mark.parametrize(("language", "look"), LOOKS.values(), ids=LOOKS.keys())
def test_an_officer_completes_a_module_and_the_supervisor_sees_that_it_is_done(
    windows: Windows, fresh_server: Server, library: Library, language: Language, look: dict[str, Any]
) -> None:
    first_day = dt.datetime.now(LISBON).date()
    at_a_desk = {**look, "network": "none of its own"}
    at_the_station = Journey(windows.open(fresh_server, language=language, **at_a_desk), library, language)
    at_the_station.sign_in(OFFICER.email)
    at_the_station.read_and_play()
    at_the_station.answer_until_interrupted()
    at_home = Journey(windows.open(fresh_server, language=language, **look), library, language, at_the_station.deeds)
    at_home.sign_in(OFFICER.email)
    at_home.resume()
    at_home.hand_in()
    day = at_home.see_it_done()
    deeds = at_home.deeds
    assert day in {
        format_date(date, "d MMM y", LOCALES[language]) for date in (first_day, dt.datetime.now(LISBON).date())
    }

    supervisor = Journey(windows.open(fresh_server, language=language, **at_a_desk), library, language)
    supervisor.sign_in("supervisor@demo.example", home="/supervise/units")
    supervisor.find_nothing_of(deeds)
    row = supervisor.row_of(OFFICER.name)

    assert row == deeds.row
    assert (row[0], row[3]) == (OFFICER.name, day)


class Journey:
    """A person at a browser."""

    def __init__(self, window: Window, library: Library, language: Language, deeds: Deeds | None = None) -> None:
        self.window = window
        self.page = window.page
        self.language = language
        self.widths = (window.width,) if window.width not in PHONES else PHONES
        self.module = library.modules[MODULE].in_(language)
        self.case = library.cases[CASE].in_(language)
        self.quiz: Quiz = library.quizzes[MODULE].in_(language)
        self.deeds = deeds or Deeds()
        self.answers: dict[str, dict[str, Sequence[str]]] = {}

    # What the officer does ------------------------------------------------------------------------------------------

    def sign_in(self, email: str, home: str = "/") -> None:
        """From the first page to that of the role; the language is chosen where it is another."""
        self.window.open("/")
        self.window.choose_language(self.language)
        self.look_at("/sign-in")
        self.page.locator("#identifier").fill(email)
        self.page.locator("#password").fill(PASSWORD)
        self.window.press(self.window.main.get_by_role("button"))
        self.window.choose_language(self.language)
        self.look_at(home)

    def read_and_play(self) -> None:
        """Every section, each check answered wrongly at first sight, the case to an ending; up to the quiz."""
        self.go_on()
        for id_, section in self.module.sections.items():
            self.look_at(f"/modules/{MODULE}/{id_}")
            self.should_read(section.text)
            for check_id, question in section.checks.items():
                self.answer_check(check_id, question)
            self.go_on()
            if section.case:
                self.look_at(f"/cases/{CASE}")
                self.play()
        self.look_at(f"/quizzes/{MODULE}")

    def answer_check(self, check_id: str, question: Question) -> None:
        """The correction says why, and the answer is still filled in."""
        form = self.window.main.locator("form").filter(has=self.page.locator(f"#check-{check_id}"))
        given = wrong_fields(question)
        fill(form, given)
        corrected = self.window.main.locator("section").filter(has=self.page.locator(f"#check-{check_id}"))
        if self.window.has_scripts:
            form.get_by_role("button").click()
            corrected.locator(".app-answer").wait_for()
        else:
            self.window.press(form.get_by_role("button"))
        self.look()
        assert filled_in(corrected) == sorted_values(given)
        said = fold(corrected.get_by_role("status").inner_text())
        for reason in reasons(question, given):
            assert reason in said

    def play(self) -> None:
        """Take the last choice of each scene, below what came of the one before; look at each from every seat."""
        self.go_on()
        self.deeds.run = self.window.path.rpartition("/")[0]
        self.look_at(f"{self.deeds.run}/1")
        moment, number, seats = begin(self.case), 1, 0
        while choices := offered(self.case, moment):
            self.should_read(self.case.scenes[moment.scene].text)
            id_, choice = list(choices.items())[-1]
            fill(self.window.main, {"choice": [id_]})
            self.deeds.chosen.append(plain(choice.text))
            self.go_on()
            self.look_at(f"{self.deeds.run}/{number}/consequence")
            self.should_read(choice.why)
            moment, number = take(self.case, moment, id_), number + 1
            if offered(self.case, moment):
                seats += self.look_from_other_seats(self.case.scenes[moment.scene].views)
        self.go_on()
        self.look_at(f"{self.deeds.run}/ending")
        self.should_read(self.case.scenes[moment.scene].text, self.case.outcome)
        assert seats > 0
        self.go_on()

    def look_from_other_seats(self, views: Mapping[str, str]) -> int:
        """How many seats there were."""
        for seat, seen in views.items():
            self.window.main.locator("summary").filter(has_text=plain(self.case.seats[seat])).click()
            self.look()
            self.should_read(seen)
        return len(views)

    def answer_until_interrupted(self) -> None:
        """Half of the answers are saved by the button; the next one is chosen, and then the browser is closed. Where
        the page has scripts that one is saved, too."""
        self.go_on()
        self.deeds.attempt = self.window.path.rpartition("/")[0]
        for number in range(1, ANSWERED_BEFORE_THE_BREAK + 1):
            self.answer(number)
        question = self.question()[1]
        fill(self.window.main, right_fields(question))
        if self.window.has_scripts:
            self.window.main.locator('input[name=based_on]:not([value="0"])').wait_for(state="attached")
        self.window.close()

    def resume(self) -> None:
        """In another browser: the path leads to the next question, and what was saved is filled in."""
        assert self.window.main.locator(".app-path__item--now").count() == 1
        self.go_on()
        self.look_at(f"/quizzes/{MODULE}")
        self.go_on()
        self.look_at(f"{self.deeds.attempt}/{ANSWERED_BEFORE_THE_BREAK + 1 + self.window.has_scripts}")
        assert filled_in(self.window.main) == {}
        for number in range(1, ANSWERED_BEFORE_THE_BREAK + 1):
            self.window.press(self.window.main.locator(f'a[href="{self.deeds.attempt}/{number}"]').first)
            self.look_at(f"{self.deeds.attempt}/{number}")
            id_, question = self.question()
            given = given_at(number, question)
            assert filled_in(self.window.main) == sorted_values(given)
            self.answers[id_] = dict(given)
        self.window.press(self.window.main.locator(f'a[href="{self.deeds.attempt}/{number + 1}"]').first)
        for number in range(ANSWERED_BEFORE_THE_BREAK + 1, self.quiz.draw + 1):
            self.answer(number)

    def answer(self, number: int) -> None:
        """The question in view, as `given_at` says."""
        self.look_at(f"{self.deeds.attempt}/{number}")
        id_, question = self.question()
        self.should_read(question.prompt)
        given = given_at(number, question)
        fill(self.window.main, given)
        self.answers[id_] = dict(given)
        self.deeds.chosen += chosen_words(question, given)
        self.go_on()

    def hand_in(self) -> None:
        """The result says how much, and the reason of each answer: the confident error, then what else went wrong."""
        self.look_at(f"{self.deeds.attempt}/review")
        self.go_on()
        self.look_at(f"{self.deeds.attempt}/result")
        asked = list(self.answers)
        read = {id_: self.quiz.questions[id_].read(given) for id_, given in self.answers.items()}
        result = score(self.quiz, asked, read)
        self.deeds.percent = result.percent
        self.window.open_folds()
        words = self.window.words
        assert result.passed
        assert f"{result.percent} %" in words
        for id_, given in self.answers.items():
            for reason in reasons(self.quiz.questions[id_], given):
                assert reason in words
        reviewed = self.window.main.locator("ol.app-review > li")
        by_loss = sorted(range(1, len(asked) + 1), key=lambda number: result.marks[asked[number - 1]])
        in_order = sorted(by_loss, key=lambda number: number != WRONG)
        assert [one.get_attribute("id") for one in reviewed.all()] == [f"q{number}" for number in in_order]
        assert self.window.main.locator(".app-findings .is-warn a").get_attribute("href") == f"#q{WRONG}"
        assert all(one.locator('a[href^="/library/sources/"]').count() for one in reviewed.all())

    def see_it_done(self) -> str:
        """The day, as the path says it; and the row that the supervisor will see."""
        self.go_on()
        self.look_at("/")
        done = self.window.main.locator(".app-path__item--done")
        assert done.count() == 1
        told = fold(done.inner_text())
        self.window.press(self.window.main.locator('a[href="/record/supervisor-view"]'))
        self.look_at("/record/supervisor-view")
        self.deeds.row = cells(self.window.main.locator("tbody tr"))
        assert self.deeds.row[3] in told
        return self.deeds.row[3]

    # What the supervisor does ---------------------------------------------------------------------------------------

    def row_of(self, name: str) -> tuple[str, ...]:
        """The person's row in the unit."""
        self.look_at("/supervise/units")
        for unit in (DIVISION, STATION):
            self.window.press(self.window.main.get_by_role("link", name=unit, exact=True))
        self.look()
        rows = self.window.main.locator("tbody tr").filter(has=self.page.get_by_role("rowheader", name=name))
        assert rows.count() == 1
        return cells(rows)

    def find_nothing_of(self, deeds: Deeds) -> None:
        """Neither on the officer's own addresses nor on any page that links lead to."""
        attempt = [f"{deeds.attempt}/{last}" for last in ("1", "review", "result")]
        run = [f"{deeds.run}/{last}" for last in ("1", "1/consequence", "ending")]
        here = self.window.path
        for path in attempt + run:
            self.window.open(path, status=404)
            self.look()
        traces = [deeds.attempt.split("/")[2], deeds.run.split("/")[2], *deeds.chosen]
        result = f"{deeds.percent} %"  # which the course itself may say of something else
        told = {
            (path, trace)
            for path, words in self.every_page()
            for trace in (traces if path.startswith("/modules/") else [*traces, result])
            if trace in words
        }
        assert told == set()
        self.window.open(here)

    def every_page(self) -> Iterator[tuple[str, str]]:
        """Every page that links lead to from the first one, with its words and its addresses."""
        waiting, seen = ["/"], {"/"}
        while waiting:
            path = waiting.pop()
            answer = self.window.context.request.get(path)
            assert answer.ok, path
            is_text = answer.headers["content-type"].startswith("text/")
            html = answer.text() if is_text else ""  # packed files, whose cells are those of their page
            links = [unescape(link).partition("#")[0] for link in re.findall(r'<a [^>]*href="(/[^"]*)"', html)]
            waiting += [link for link in dict.fromkeys(links) if link not in seen]
            seen |= set(links)
            yield path, fold(unescape(re.sub(r"<[^>]*>", "", html))) + " ".join(links)

    # What both look at ----------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Take the one next step of the page."""
        self.window.press(self.window.next)

    def look_at(self, path: str) -> None:
        """It is this page."""
        assert self.window.path == path
        self.look()

    def look(self) -> None:
        """It is in the language asked for, has one title that is to be seen, and stands out nowhere."""
        assert self.page.locator("html").get_attribute("lang") == HTML_LANG[self.language]
        titles = self.page.get_by_role("heading", level=1)
        assert (titles.count(), titles.first.is_visible()) == (1, True)
        assert self.window.stands_out(self.widths) == [], self.page.url

    def should_read(self, *texts: str | None) -> None:
        """These texts of the course are on the page."""
        words = self.window.words
        for text in texts:
            if text:
                assert opening(text) in words

    def question(self) -> tuple[str, Question]:
        """The question in view, known by what it asks."""
        asked = fold(self.window.main.locator("#answer > legend").inner_text())
        return next((id_, question) for id_, question in self.quiz.questions.items() if plain(question.prompt) == asked)


def given_at(number: int, question: Question) -> Form:
    """The fields of the answer to question `number`: first wrong ones, the last of them surely, then right ones."""
    if number < WRONG:
        return wrong_fields(question)
    return {**wrong_fields(question), CERTAINTY: ["3"]} if number == WRONG else right_fields(question)


def fill(scope: Locator, fields: Mapping[str, Sequence[str]]) -> None:
    """Choose these values there, and no others."""
    ticked = scope.locator("input[type=checkbox]:checked")
    while ticked.count():
        ticked.first.uncheck()
    for name, values in fields.items():
        for value in values:
            listed, written = scope.locator(f'select[name="{name}"]'), scope.locator(f'input[type=text][name="{name}"]')
            if listed.count():
                listed.select_option(value)
            elif written.count():
                written.fill(value)
            else:
                scope.locator(f'input[name="{name}"][value="{value}"]').check()


def filled_in(scope: Locator) -> dict[str, list[str]]:
    """What is chosen or written there."""
    chosen: dict[str, list[str]] = {}
    for box in scope.locator("input:checked").all():
        chosen.setdefault(str(box.get_attribute("name")), []).append(str(box.get_attribute("value")))
    for box in scope.locator("select, input[type=text]").all():
        if box.input_value():
            chosen[str(box.get_attribute("name"))] = [box.input_value()]
    return sorted_values(chosen)


def sorted_values(fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The same fields, whatever the order in which they are shown."""
    return {name: sorted(fields[name]) for name in sorted(fields)}


def cells(row: Locator) -> tuple[str, ...]:
    """The words of a row, cell by cell."""
    return tuple(fold(cell.inner_text()) for cell in row.locator("th, td").all())


def reasons(question: Question, given: Mapping[str, Sequence[str]]) -> list[str]:
    """The beginnings of what the correction of an answer says."""
    said = [remark.why for remark in question.remarks(question.read(given))] + [question.why]
    return [opening(why) for why in said if why]


def chosen_words(question: Question, given: Mapping[str, Sequence[str]]) -> list[str]:
    """The texts of what was chosen, where they are a person's own."""
    if "answer" not in given:
        return []
    return [plain(part.text) for id_, part in getattr(question, "options", {}).items() if id_ in given["answer"]]


def opening(text: str) -> str:
    """The words of a text up to its first citation, whose number depends on the page."""
    return plain(re.split(r"\[@|\n\n|\n[-*] ", text.strip())[0])
