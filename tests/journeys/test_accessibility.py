"""Every page in every state can be used by everybody: axe finds nothing, no page is wider than a phone, keys suffice.

A page that stands in no row of PAGES fails `test_every_page_is_looked_at`: whoever adds one says here how to reach it.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from axe import come_along, violations, violations_by_kind
from contact_sheets import take_picture
from live import PHONES, Appearance, Window, Windows
from page_lint import lint
from passwords import PASSWORD
from pictures import photograph
from playwright.sync_api import Browser, FilePayload, Locator, expect
from prepared import ANSWERING_TRAINER, RETURNING, Prepared
from served import Client, Server
from site_of_tests import COURSE, Site
from walks import CASE, MODULE

from course.base.calendar import LISBON
from course.base.languages import LANGUAGES, Language
from course.content.bundle import FOLDERS, Kind, read_bundle
from course.content.guided.seen import STEPS

Look = tuple[int, Appearance, Language]
"""Width in CSS pixels, appearance, language."""
APPEARANCES: Final[tuple[Appearance, ...]] = ("light", "dark")
LOOKS: Final[tuple[Look, ...]] = tuple(itertools.product((1280, 390), APPEARANCES, LANGUAGES))
IN_TURN: Final[tuple[Look, ...]] = (
    (390, "dark", "pt"),
    (1280, "light", "en"),
    (390, "light", "en"),
    (1280, "dark", "pt"),
    (1280, "light", "pt"),
    (390, "dark", "en"),
    (390, "light", "pt"),
    (1280, "dark", "en"),
)
"""All of them, each beside its opposite. The longer words on the narrower screen come first, since of what can go wrong
together it is those that do."""
PICTURED: Final = ((1280, "light", "pt"), (390, "light", "en"))
"""Those on the sheets of pictures."""
NOBODY: Final = ""
FOR_PROGRAMS: Final = frozenset(
    {
        "author.list_suggestions",
        "accounts.show_health",
        "accounts.show_life",
        "accounts.show_metrics",
        "accounts.show_readiness",
        "accounts.show_worker",
        "room.show_state",
        "train.show_room_state",
        "learn.show_calendar_feed",
        "learn.show_calendar_file",
        "api.show_description",
        "api.list_people",
        "api.show_person",
        "api.list_units",
        "api.show_unit",
        "api.list_them",
    }
)
"""Plain text, data and a script that no person reads on a page."""
FILES: Final = frozenset(
    {
        "accounts.come_back",
        "accounts.depart",
        "accounts.show_second_step",
        "administer.export_contacts",
        "learn.download_certificate",
        "learn.download_copy",
        "learn.show_picture",
        "train.download_brief",
        "train.download_kit",
        "train.download_programme",
        "train.download_survey_cards",
    }
)
"""What leads elsewhere, is shown to somebody half in, is kept and opened from a disk, or is a picture: looked at in
test_single_sign_on.py, test_second_step.py, test_paper.py, test_library.py, learn/test_picture_page.py,
train/test_brief_sheets.py, train/test_programme_page.py, journeys/test_survey.py and administer/test_units_page.py."""
TRACK: Final = "racial-discrimination"
SURVEY: Final = "/surveys/after-session"
KINDS: Final = ("single", "multiple", "classify")
"""Those that the shipped quiz asks; all kinds are looked at in test_kinds.py."""
MOST_STOPS: Final = 60
"""Presses of Tab after which a control counts as out of reach."""

_NUMBERS: Final = itertools.count(1)
"""Of drafts that are begun for a page: each has a name of its own."""

Act = Callable[[Window], None]
Place = Callable[[Prepared], str]


@dataclass(frozen=True)
class View:
    """A page in a state: who looks, where, and what was done there. Nothing of it leaves anything behind."""

    name: str
    who: str
    place: Place
    act: Act | None = None
    status: int = 200


def at(path: str) -> Place:
    """That address."""
    return lambda _: path


def look_for(words: str, field: str = "#q") -> Act:
    """Look for them by the form of the page that has that field."""

    def act(window: Window) -> None:
        window.main.locator(field).fill(words)
        window.press(window.main.locator("form").filter(has=window.page.locator(field)).get_by_role("button"))

    return act


def send(*, status: int = 422, button: str = ".app-next, .govuk-button") -> Act:
    """Send the page's own form as it stands."""
    return lambda window: _press_last(window, window.main.locator(button), status)


def _press_last(window: Window, controls: Locator, status: int) -> None:
    window.press(controls.last, status=status)


def open_folds(window: Window) -> None:
    """Open what the page keeps closed."""
    window.open_folds()


def sign_in_wrongly(window: Window) -> None:
    """A password that is nobody's."""
    window.page.locator("#identifier").fill("officer@demo.example")
    window.page.locator("#password").fill("not the password")
    window.press(window.main.get_by_role("button"), status=422)


def say_that_the_device_is_mine(window: Window) -> None:
    """Sign in so, unless that was done; look at the page without network, with everything that it may have to say."""
    if window.path == "/sign-in":
        _sign_in_so(window)
    window.open("/offline")
    window.page.locator("#device [hidden]").evaluate_all("parts => parts.forEach(part => { part.hidden = false })")


def _sign_in_so(window: Window) -> None:
    window.page.locator("#identifier").fill("officer@demo.example")
    window.page.locator("#password").fill(PASSWORD)
    window.page.locator("#own_device").check()
    window.press(window.main.get_by_role("button"))


def answer_check(check: str, value: Callable[[Locator], Locator]) -> Act:
    """Choose in a check of the section, and send it."""

    def act(window: Window) -> None:
        form = window.main.locator("form").filter(has=window.page.locator(f"#check-{check}"))
        for box in value(form).all():
            box.check()
        told = window.page.locator(f"#told-{check} > *, #check-{check}-error")
        with window.expecting(422):
            form.get_by_role("button").click()
            told.first.wait_for()

    return act


def write_grounds(window: Window) -> None:
    """Grounds that lack everything and hold words to be looked at again."""
    window.page.locator("#answer-text").fill("Indivíduo de etnia cigana com ar de suspeito")
    window.press(window.next, status=200)


def object_here(window: Window) -> None:
    """A ready sentence and a line of one's own, kept."""
    window.page.locator("input[name=ready]").first.check()
    window.page.locator("#line").fill("No turno da noite somos dois.")
    window.press(window.next, status=200)


def hold_and_go_home(window: Window) -> None:
    """The path of somebody who holds an objection."""
    object_here(window)
    window.open("/")


def keep_sheet_and_withdraw(window: Window) -> None:
    """A sheet with one answer is kept; its page offers to withdraw it, which is done."""
    window.main.locator('input[type="radio"]').first.check()
    _press_last(window, window.main.locator(".app-next"), 200)
    window.press(window.main.locator('form[action$="/withdrawn"] button'))


def open_objection(window: Window) -> None:
    """The form of an objection, in place."""
    window.main.locator(".app-contest > summary").click()
    window.page.locator("#line").fill("No turno da noite somos dois.")


def open_pictures(window: Window) -> None:
    """The pictures of a case that was begun just now."""
    window.page.locator("[name=kind][value=case]").check()
    window.page.locator("[name=document]").first.fill(f"pictured {next(_NUMBERS)}")
    window.press(window.main.locator("form[action$='/drafts/new'] .govuk-button"))
    window.open(f"{window.path}/pictures")


def begin_app(window: Window) -> None:
    """Begin to set up an app for the second step; nothing counts before its first code."""
    window.press(window.main.locator("form[action$='/app/begin'] button"))


def begin_app_and_send_nothing(window: Window) -> None:
    """The form for its first code, as it stands."""
    begin_app(window)
    _press_last(window, window.next, 422)


def open_first_person(window: Window) -> None:
    """The page of the first person listed."""
    window.press(window.main.locator("th a").first)


def open_roles(window: Window) -> None:
    """The roles of the first person listed."""
    open_first_person(window)
    window.press(window.main.locator("a[href$='/roles']"))


def propose_administrator(window: Window) -> None:
    """Propose that they be an administrator, or none, unless that is done already, and open what waits."""
    open_roles(window)
    if window.main.locator("form[action*='/proposals/']").count() == 0:
        window.press(window.main.locator("form[action*='/administrator'] button"))
    window.open("/administer/proposals")


def open_station(window: Window) -> None:
    """The last unit of the tree."""
    window.press(window.main.locator("th a").last)


def look_at_move(window: Window) -> None:
    """What moving it would change."""
    open_station(window)
    window.press(window.main.locator("form[method='get'] button"))


def drop_people(window: Window) -> None:
    """Drop a file with people that waits, as another state of the page left it."""
    if window.page.locator("#file").count() == 0:
        window.press(window.main.locator(".govuk-button--secondary").last)


def drop_people_and_send_nothing(window: Window) -> None:
    """The form of the file, as it stands then."""
    drop_people(window)
    _press_last(window, window.main.locator(".app-next"), 422)


def send_people(lines: str) -> Act:
    """Send a file with people, and drop another that waits before it."""

    def act(window: Window) -> None:
        drop_people(window)
        file: FilePayload = {
            "name": "pessoas.csv",
            "mimeType": "text/csv",
            "buffer": f"Número;Nome;Unidade\n{lines}".encode(),
        }
        window.page.locator("#file").set_input_files(file)
        window.press(window.main.locator(".app-next"))

    return act


def add_nothing(window: Window) -> None:
    """The form for a picture, sent without one."""
    open_pictures(window)
    window.press(window.main.locator("form[enctype] .govuk-button"), status=422)


def add_picture(window: Window) -> None:
    """A draft with a picture."""
    open_pictures(window)
    photo: FilePayload = {"name": "Rua.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    window.page.locator("#picture").set_input_files(photo)
    window.page.locator("#alt").fill("Uma rua com duas lojas.")
    window.page.locator("#caption").fill("A rua do caso.")
    window.page.locator("#looked").check()
    window.press(window.main.locator("form[enctype] .govuk-button"))


def close_nothing(window: Window) -> None:
    """The form of a reported mistake, opened and sent as it stands."""
    window.main.locator("summary").first.click()
    window.press(window.main.locator("details[open] button"), status=422)


def answer_in_a_stale_tab(window: Window) -> None:
    """The form showed no answer, and another one is saved by now."""
    form = window.main.locator("form").filter(has=window.page.locator("#answer"))
    form.locator("input[name=based_on]").evaluate("field => { field.value = '0' }")
    with window.expecting(409):
        form.locator("input:not([type=hidden]):not(:checked)").first.check()
        window.page.locator("#trouble section").first.wait_for()


def send_a_stale_tab(window: Window) -> None:
    """The same without the script of the page."""
    form = window.main.locator("form").filter(has=window.page.locator("#answer"))
    form.locator("input[name=based_on]").evaluate("field => { field.value = '0' }")
    _send_as_it_stands(window, form, 409)


def answer_too_late(window: Window) -> None:
    """An answer to the first question of the attempt, whose result is in view."""
    form = window.page.locator(".app-who form")  # any form with a token
    form.evaluate("(form, to) => { form.action = to }", window.path.replace("/result", "/1"))
    _send_as_it_stands(window, form, 409)


def _send_as_it_stands(window: Window, form: Locator, status: int) -> None:
    with window.expecting(status), window.page.expect_navigation():
        form.evaluate(
            """form => {
                const other = form.querySelector("input[type=radio]:not(:checked)");
                if (other) other.checked = true;
                form.submit();
            }"""
        )


def decide_again(window: Window) -> None:
    """Another window took the first decision."""
    window.main.locator("input[type=radio]").last.check()
    action = window.path.rpartition("/")[0] + "/1"
    window.main.locator("form").filter(has=window.page.locator("#choice")).evaluate(
        "(form, to) => { form.action = to }", action
    )
    window.press(window.next, status=409)


def print_a_slip(window: Window) -> None:
    """A code on paper for the first person listed."""
    window.main.locator("input[name=people]").first.check()
    window.press(window.next, status=200)


def make_token(window: Window) -> None:
    """A token for a program, shown this once."""
    window.page.locator("#name").fill("Sistema de pessoal")
    window.main.locator("input[name=scopes]").first.check()
    window.press(window.next, status=200)


def make_and_leave_token(window: Window) -> None:
    """The list of programs, with one in it."""
    make_token(window)
    window.press(window.next)


def make_address(window: Window) -> None:
    """An address for one's calendar, shown this once."""
    window.press(window.main.locator('form[action="/seat/calendar"] button'))


def make_and_leave_address(window: Window) -> None:
    """The seat again, with what can be done with an address that was made."""
    make_address(window)
    window.press(window.next)


def open_first_unit(window: Window) -> None:
    """The people of the first unit."""
    window.press(window.main.locator('a[href*="unit="]').first)


def open_lending(window: Window) -> None:
    """The form to lend the first of one's units."""
    window.press(window.main.locator('a[href$="/lend"]').first)


def send_no_lending(window: Window) -> None:
    """Nobody and no day chosen."""
    open_lending(window)
    window.press(window.next, status=422)


def open_paper(window: Window) -> None:
    """Work on paper of the people of the first unit."""
    open_first_unit(window)
    window.press(window.main.locator('a[href$="/paper"]').first)


def send_no_paper(window: Window) -> None:
    """Nobody and nothing chosen."""
    open_paper(window)
    window.press(window.next, status=422)


def open_session(*links: str) -> Act:
    """The first session of the list, and from there on by the links that end so."""

    def act(window: Window) -> None:
        window.press(window.main.locator("th a").first)
        for link in links:
            window.press(window.main.locator(f'a[href$="/{link}"]').first)

    return act


def correct_nothing(window: Window) -> None:
    """The correction of the first on the roll, without anything in it."""
    open_session()(window)
    window.press(window.next, status=422)


def apologise_for_nothing(window: Window) -> None:
    """An apology without a reason."""
    window.page.locator("summary").first.click()
    window.press(window.page.locator('form[action$="/apology"] button'), status=422)


def send_no_names(window: Window) -> None:
    """An empty list of people."""
    open_session("seats")(window)
    window.press(window.next, status=422)


def look_at_series(window: Window) -> None:
    """What would be made of one line."""
    window.main.locator("#lines").fill(f"31/12/{dt.datetime.now(LISBON).year + 1}; 09:30; 12:30; Évora; Sala 1")
    window.press(window.next)


def send_past_day(window: Window) -> None:
    """A day that has been."""
    open_session()(window)
    window.main.locator("#day").fill("2020-01-01")
    window.press(window.main.locator("form").filter(has=window.page.locator("#day")).get_by_role("button"), status=422)


def choose_nothing(window: Window) -> None:
    """No case is chosen for the room."""
    _leave_room(window)
    window.press(window.next, status=422)


def open_the_room(window: Window) -> None:
    """How phones come in."""
    _leave_room(window)
    window.main.locator("input[name=case]").first.check()
    window.press(window.next)


def call_a_vote(window: Window) -> None:
    """The first scene, while its vote is open."""
    open_the_room(window)
    window.press(window.next)
    window.open_folds()


def close_the_vote(window: Window) -> None:
    """The same with nothing to show; a way has to be chosen."""
    call_a_vote(window)
    window.press(window.next)
    window.press(window.next, status=422)


def take_a_decision(window: Window) -> None:
    """What came of the first decision."""
    close_the_vote(window)
    window.main.locator("#choice").select_option("observe")
    window.press(window.next)
    window.open_folds()


def go_to_the_end(window: Window) -> None:
    """The ending, by the last way each time."""
    close_the_vote(window)
    while window.main.locator("#choice").count():
        window.main.locator("#choice").select_option(index=1)
        window.press(window.next)
        window.press(window.next)
        if window.main.locator("form[action$='/room/close']").count():
            window.press(window.next)


def raise_hands(window: Window) -> None:
    """What is no number of hands."""
    call_a_vote(window)
    window.press(window.main.locator("a[href$='/room/hands']"))
    window.main.locator("input[inputmode=numeric]").first.fill("muitos")
    window.press(window.next, status=422)


def show_raised_hands(window: Window) -> None:
    """Hands on the screen."""
    raise_hands(window)
    window.main.locator("input[inputmode=numeric]").first.fill("9")
    window.press(window.next)


def _leave_room(window: Window) -> None:
    """The cases that may be opened: whatever room was open is closed."""
    window.open(f"{window.path.partition('/room')[0]}/room")
    ending = window.page.locator("form[action$='/room/end']")
    if ending.count():
        window.open_folds()
        window.press(ending.locator("button").last)
        window.open(f"{window.path}/room")


def vote_by_phone(*, is_chosen: bool) -> Act:
    """A phone in a room whose vote is open; it has voted, or sends nothing."""

    def act(window: Window) -> None:
        room = window.path.partition("/room")[0] + "/room"
        call_a_vote(window)
        code = window.page.locator(".app-masthead .app-code").inner_text()
        assert window.path == room
        window.open(f"/room?code={code}")
        window.press(window.next)
        if is_chosen:
            window.main.locator("input[name=choice]").first.check()
            window.next.click()
            window.main.locator("a[href*='change']").wait_for()
        else:
            window.press(window.next, status=422)

    return act


def send_unseen_character(field: str) -> Act:
    """Type a character that nobody sees and no text may hold, and send the form."""

    def act(window: Window) -> None:
        window.main.locator(f"#{field}").fill("Um\u200bdois")
        window.press(window.main.locator(".app-next"), status=422)

    return act


def open_text(*links: str, sends: str = "") -> Act:
    """The first text that waits or is signed, from there on by the links that end so; its form sent as it stands."""

    def act(window: Window) -> None:
        window.press(window.main.locator('a[href^="/review/texts/"]').first)
        for link in links:
            window.press(window.main.locator(f'a[href$="/{link}"]').first)
        if sends:
            window.press(window.main.locator(f'form[action$="/{sends}"] button'), status=422)

    return act


def send_what_is_behind(field: str) -> Act:
    """Send the form of a page that another one was saved after."""

    def act(window: Window) -> None:
        window.main.locator("[name=version]").evaluate("field => { field.value = '0' }")
        window.main.locator("[name=shown]").evaluate("field => { field.value = '0' }")
        window.main.locator(f"#{field}").fill("Outra coisa.")
        window.press(window.main.locator(".app-next"), status=409)

    return act


def _of_draft(page: str, *, begun: bool = False) -> Place:
    """A page of the case written by forms, or of the one only begun."""
    return lambda prepared: f"/author/drafts/{prepared.traces.begun_draft if begun else prepared.traces.draft}/{page}"


def _text_of_draft(*, begun: bool = False) -> Place:
    """The editor of either."""
    return lambda prepared: _of_draft("", begun=begun)(prepared).removesuffix("/")


def save_text_behind(window: Window) -> None:
    """Save the text of a draft after another one was saved."""
    window.main.locator("[name=based_on]").evaluate("field => { field.value = '0.other' }")
    window.main.locator("#text").evaluate("field => { field.value += '# mais' }")
    window.press(window.main.locator("#editor [type=submit]"), status=409)


def _preview_of(area: str, kind: Kind, id_: str, page: str = "", **asked: str) -> Place:
    """The preview of a text of the course."""
    digest = read_bundle(kind, COURSE / FOLDERS[kind] / id_).digest
    query = f"?{urlencode(asked)}" if asked else ""
    return at(f"/{area}/texts/{kind}/{id_}/{digest}/preview{page}{query}")


def _review(prepared: Prepared) -> str:
    return f"/author/drafts/{prepared.traces.reviewed_draft}/review"


def _section(name: str) -> Place:
    return at(f"/modules/{MODULE}/{name}")


def _failed_result(prepared: Prepared) -> str:
    return f"{prepared.traces.failed_attempt}/result"


def _attempt(last: str) -> Place:
    return lambda prepared: f"{prepared.traces.open_attempt}/{last}"


def _answered(prepared: Prepared) -> str:
    return f"{prepared.traces.open_attempt}/{prepared.traces.answered}"


def _question_of(kind: str) -> Place:
    return lambda prepared: f"{prepared.traces.open_attempt}/{prepared.traces.waiting[kind]}"


def _run(last: str) -> Place:
    return lambda prepared: f"{prepared.traces.open_run}/{last}"


def _paper_record(prepared: Prepared) -> str:
    return f"/administer/paper/{prepared.traces.on_paper}/{MODULE}"


def _request(prepared: Prepared) -> str:
    return f"/administer/requests/{prepared.traces.asked}"


def _publication(last: str = "") -> Place:
    """The page on which the case of the course would be published."""
    return at(f"/author/publications/case/{CASE}/{read_bundle('case', COURSE / 'cases' / CASE).digest}{last}")


def _room(prepared: Prepared) -> str:
    return f"/train/sessions/{prepared.traces.session_to_come}/room"


def _of_answered(page: str) -> Place:
    """That page of the session that is over."""
    return lambda prepared: f"/train/sessions/{prepared.traces.answered_session}/{page}"


def _brief(code: str) -> str:
    return f"/train/sessions/{code}/brief"


OFFICER, SUPERVISOR, TRAINER = "officer@demo.example", "supervisor@demo.example", "trainer@demo.example"
REVIEWER, ADMIN, TWO_ROLES = "reviewer@demo.example", "admin@demo.example", "trainer2@demo.example"
SIGNER: Final = "reviewer-civil-society@demo.example"
SECTIONS: Final = ("definition", "founded-suspicion", "figures", "play", "courts", "after")

ANSWERED: Final = {"number": "1", "draw": "all", "1.answer": "waiting", "1.certainty": "3"}
"""An answer in the address of a preview."""
FIRST_SCENE: Final = "uma-mulher-conta-disseram-me"
"""Of the case that was written by forms."""
PAGES: Final[Mapping[str, tuple[View, ...]]] = {
    "accounts.show_sign_in": (
        View("empty", NOBODY, at("/sign-in")),
        View("sent empty", NOBODY, at("/sign-in"), send(), 422),
        View("wrong password", NOBODY, at("/sign-in"), sign_in_wrongly, 422),
    ),
    "accounts.show_arrival": (View("too late", NOBODY, at("/sign-in/organisation"), status=409),),
    "accounts.show_notice": (View("newcomer", OFFICER, at("/notice")),),
    "accounts.show_forgotten": (
        View("empty", NOBODY, at("/sign-in/forgotten")),
        View("sent empty", NOBODY, at("/sign-in/forgotten"), send(), 422),
    ),
    "accounts.show_code": (
        View("empty", NOBODY, at("/sign-in/code")),
        View("asked", NOBODY, at("/sign-in/code?asked=yes")),
        View("sent empty", NOBODY, at("/sign-in/code"), send(), 422),
    ),
    "accounts.show_account": (
        View("two roles", TWO_ROLES, at("/account")),
        View("password sent empty", TWO_ROLES, at("/account"), send(button="form .govuk-button"), 422),
    ),
    "accounts.show_factors": (View("none", OFFICER, at("/account/second-factor")),),
    "accounts.show_new_app": (
        View("begun", OFFICER, at("/account/second-factor"), begin_app),
        View("sent empty", OFFICER, at("/account/second-factor"), begin_app_and_send_nothing, 422),
    ),
    "accounts.show_own_data": tuple(View(who, who, at("/account/data")) for who in (OFFICER, "midway", "passed")),
    "accounts.show_offline": (
        View("nothing kept", NOBODY, at("/offline")),
        View("own device", NOBODY, at("/sign-in"), say_that_the_device_is_mine),
    ),
    "accounts.show_export": (
        View("empty", "passed", at("/account/data/export")),
        View("sent empty", "passed", at("/account/data/export"), send(), 422),
    ),
    "accounts.show_erasure": (View("not asked", "passed", at("/account/data/erasure")),),
    "accounts.show_requests": (
        View("one", "failed", at("/account/data/requests")),
        View("sent empty", OFFICER, at("/account/data/requests"), send(), 422),
    ),
    "accounts.show_restriction": (
        View("not restricted", OFFICER, at("/account/data/restriction")),
        View("sent empty", OFFICER, at("/account/data/restriction"), send(), 422),
    ),
    "administer.list_requests": (View("one", ADMIN, at("/administer/requests")),),
    "administer.show_request": (
        View("open", ADMIN, _request),
        View("sent empty", ADMIN, _request, send(button=".app-next"), 422),
    ),
    "author.list_pictures": (
        View("none yet", TRAINER, at("/author/drafts/new"), open_pictures),
        View("sent empty", TRAINER, at("/author/drafts/new"), add_nothing),
        View("one", TRAINER, at("/author/drafts/new"), add_picture),
    ),
    "administer.show_audit": (
        View("log", ADMIN, at("/administer/audit")),
        View("no such person", ADMIN, at("/administer/audit"), look_for("nobody", "#who")),
    ),
    "administer.show_operation": (View("jobs and mail", ADMIN, at("/administer/operation")),),
    "administer.list_people": (
        View("all", ADMIN, at("/administer/people")),
        View("nobody found", ADMIN, at("/administer/people"), look_for("xyz")),
    ),
    "administer.show_import": (
        View("empty", ADMIN, at("/administer/import"), drop_people),
        View("sent empty", ADMIN, at("/administer/import"), drop_people_and_send_nothing, 422),
        View("with errors", ADMIN, at("/administer/import"), send_people("7;Eva;Comando Alva\n8;=1+1;Comando Alfa")),
        View("ready", ADMIN, at("/administer/import"), send_people("7;Eva;Comando Alfa > 4.ª Divisão")),
    ),
    "administer.show_new_person": (
        View("empty", ADMIN, at("/administer/people/new")),
        View("sent empty", ADMIN, at("/administer/people/new"), send(button=".app-next"), 422),
    ),
    "administer.show_person": (View("one", ADMIN, at("/administer/people"), open_first_person),),
    "administer.show_roles": (View("one", ADMIN, at("/administer/people"), open_roles),),
    "administer.show_settings": (
        View("all", ADMIN, at("/administer/settings")),
        View("sent empty", ADMIN, at("/administer/settings"), send(button="form[action*='smallest'] button"), 422),
    ),
    "administer.list_tree": (View("all", ADMIN, at("/administer/units")),),
    "administer.show_unit": (
        View("one", ADMIN, at("/administer/units"), open_station),
        View("before a move", ADMIN, at("/administer/units"), look_at_move),
    ),
    "administer.list_proposals": (
        View("none", ADMIN, at("/administer/proposals")),
        View("one", ADMIN, at("/administer/people"), propose_administrator),
    ),
    "administer.show_codes": (
        View("all", ADMIN, at("/administer/codes")),
        View("nobody found", ADMIN, at("/administer/codes"), look_for("xyz")),
        View("sent empty", ADMIN, at("/administer/codes"), send(button=".app-next"), 422),
        View("slips", ADMIN, at("/administer/codes"), print_a_slip),
    ),
    "learn.show_path": (
        *(View(who, who, at("/")) for who in (OFFICER, "midway", "passed")),
        View("objection held", "passed", at(f"/modules/{MODULE}/figures/objection"), hold_and_go_home),
    ),
    "administer.list_paper": (
        View("none", "admin-equality-body@demo.example", at("/administer/paper")),
        View("one", ADMIN, at("/administer/paper")),
    ),
    "administer.show_paper": (
        View("recorded", ADMIN, _paper_record),
        View("sent empty", ADMIN, _paper_record, send(button=".app-next"), 422),
    ),
    "learn.list_certificates": (
        View("none", OFFICER, at("/record/certificates")),
        View("made", "passed", at("/record/certificates")),
        View("on paper", "failed", at("/record/certificates")),
    ),
    "learn.show_certificate": (
        View("made", "passed", at(f"/record/certificates/{TRACK}")),
        View("not completed", OFFICER, at(f"/record/certificates/{TRACK}")),
        View("to be made", "failed", at(f"/record/certificates/{TRACK}")),
        View("no file", "passed", at(f"/record/certificates/{TRACK}?pdf=none")),
    ),
    "learn.show_hindrance": (
        View("empty", OFFICER, at("/hindrance")),
        View("sent empty", OFFICER, at("/hindrance"), send(button=".app-next"), 422),
    ),
    "learn.show_own_path": (View("trainer", TWO_ROLES, at("/path")),),
    "learn.show_exercise": (
        View("empty", "midway", at(f"/quizzes/{MODULE}/exercises/write-grounds")),
        View("sent empty", "midway", at(f"/quizzes/{MODULE}/exercises/write-grounds"), send(), 422),
        View("looked at", "midway", at(f"/quizzes/{MODULE}/exercises/write-grounds"), write_grounds),
    ),
    "learn.show_section_objection": (
        View("empty", "passed", at(f"/modules/{MODULE}/courts/objection")),
        View("hour past", "midway", at(f"/modules/{MODULE}/figures/objection")),
        View("sent empty", "passed", at(f"/modules/{MODULE}/courts/objection"), send(), 422),
        View("held", "passed", at(f"/modules/{MODULE}/figures/objection"), object_here),
    ),
    "learn.show_report_on_section": (
        View("empty", "midway", at(f"/report/modules/{MODULE}/figures")),
        View("sent empty", "midway", at(f"/report/modules/{MODULE}/figures"), send(), 422),
        View("sent", "midway", at(f"/report/modules/{MODULE}/figures?sent=yes")),
    ),
    "learn.show_report_on_case": (View("empty", "midway", lambda prepared: f"/report{_run('1')(prepared)}"),),
    "learn.show_report_on_question": (View("empty", "midway", lambda prepared: f"/report{_answered(prepared)}"),),
    "learn.show_report_on_term": (View("empty", "midway", at("/report/terms/founded-suspicion")),),
    "learn.show_report_on_source": (View("empty", "midway", at("/report/sources/cpp-250")),),
    "learn.show_answers": (
        View("answered", OFFICER, lambda prepared: f"/sessions/{prepared.traces.answered_session}/answers"),
    ),
    "learn.show_fork_objection": (View("empty", "midway", _run("1/objection")),),
    "learn.show_module": tuple(View(who, who, at(f"/modules/{MODULE}")) for who in (OFFICER, "midway", "passed")),
    "learn.read_section": (
        *(View(name, "midway", _section(name)) for name in SECTIONS),
        View("objection open", "passed", _section("definition"), open_objection),
        View(
            "check left blank",
            "midway",
            _section("definition"),
            answer_check("profile", lambda f: f.locator("no-input")),
            422,
        ),
        View(
            "lines placed",
            "midway",
            _section("definition"),
            answer_check("profile", lambda f: f.locator('input[value="facts"]')),
        ),
        View(
            "option right",
            "midway",
            _section("founded-suspicion"),
            answer_check("anyone", lambda f: f.locator('input[value="founded"]')),
        ),
        View(
            "option wrong",
            "midway",
            _section("founded-suspicion"),
            answer_check("anyone", lambda f: f.locator('input[value="place"]')),
        ),
    ),
    "learn.show_case": tuple(View(who, who, at(f"/cases/{CASE}")) for who in (OFFICER, "midway", "passed")),
    "learn.decide": (
        View("scene", "midway", _run("2")),
        View("sent empty", "midway", _run("2"), send(), 422),
        View("decided elsewhere", "midway", _run("2"), decide_again, 409),
    ),
    "learn.show_consequence": (
        View("consequence", "midway", _run("1/consequence")),
        View("opened", "midway", _run("1/consequence"), open_folds),
    ),
    "learn.show_ending": (
        View("ending", "passed", lambda prepared: f"{prepared.traces.ended_run}/ending"),
        View("opened", "passed", lambda prepared: f"{prepared.traces.ended_run}/ending", open_folds),
    ),
    "learn.show_from_seat": (View("seat", "passed", lambda prepared: f"{prepared.traces.ended_run}/seats/stopped"),),
    "learn.show_quiz": tuple(
        View(who, who, at(f"/quizzes/{MODULE}")) for who in (OFFICER, "midway", "passed", "failed")
    ),
    "learn.show_question": (
        View("answered", "midway", _answered),
        *(View(kind, "midway", _question_of(kind)) for kind in KINDS),
        *(View(f"{kind} sent empty", "midway", _question_of(kind), send(), 422) for kind in KINDS),
        View("answered elsewhere", "midway", _answered, answer_in_a_stale_tab),
        View("answered elsewhere, sent", "midway", _answered, send_a_stale_tab, 409),
        View("handed in elsewhere", "failed", _failed_result, answer_too_late, 409),
    ),
    "learn.review_answers": (View("some missing", "midway", _attempt("review")),),
    "learn.show_result": (
        View("passed", "passed", lambda prepared: f"{prepared.traces.passed_attempt}/result"),
        View("not passed", "failed", _failed_result),
    ),
    "learn.show_survey": (
        View("open", OFFICER, at(SURVEY)),
        View("nothing asked", RETURNING, at(SURVEY)),
        View("withdrawn", OFFICER, at(f"{SURVEY}/sheet"), keep_sheet_and_withdraw),
    ),
    "learn.show_survey_sheet": (
        View("empty", OFFICER, at(f"{SURVEY}/sheet")),
        View("sent empty", OFFICER, at(f"{SURVEY}/sheet"), send(), 422),
    ),
    "learn.show_seat": (
        View("other session free", OFFICER, at("/seat")),
        View("no seat", ADMIN, at("/seat")),
        View("apology sent empty", OFFICER, at("/seat"), apologise_for_nothing, 422),
        View("address for a calendar", "midway", at("/seat"), make_address),
        View("address made", "midway", at("/seat"), make_and_leave_address),
    ),
    "learn.find_scene_objection": (View("no decision there", OFFICER, at(f"/cases/{CASE}/scenes/none/objection")),),
    "learn.show_record": tuple(View(who, who, at("/record")) for who in (OFFICER, "midway", RETURNING)),
    "learn.show_refreshers": (
        View("due", RETURNING, at("/refreshers")),
        View("nothing", OFFICER, at("/refreshers")),
    ),
    "learn.show_refresher": (
        View("empty", RETURNING, lambda prepared: prepared.traces.again),
        View("sent empty", RETURNING, lambda prepared: prepared.traces.again, send(), 422),
    ),
    "learn.show_supervisor_view": (
        View("officer", "passed", at("/record/supervisor-view")),
        View("no learner", ADMIN, at("/record/supervisor-view")),
    ),
    "learn.show_edition": (View("whole", OFFICER, at(f"/modules/{MODULE}/edition")),),
    "library.search_library": (
        View("found", OFFICER, at("/library?q=suspeita")),
        View("what there is", TRAINER, at("/library")),
        View("found in the other language", OFFICER, at("/library?q=founded+suspicion")),
        View("one kind", OFFICER, at("/library?q=artigo&kind=sources&page=2")),
        View("nothing found", OFFICER, at("/library?q=xyzzy")),
    ),
    "author.edit_draft": (
        View("written", TRAINER, _text_of_draft(), open_folds),
        View("with errors", TRAINER, _text_of_draft(begun=True), open_folds),
        View("behind", TRAINER, _text_of_draft(), save_text_behind, 409),
    ),
    "author.list_drafts": (View("all", TRAINER, at("/author/drafts")),),
    "author.list_versions": (View("all", TRAINER, _of_draft("versions")),),
    "author.new_draft": (
        View("empty", TRAINER, at("/author/drafts/new")),
        View("sent empty", TRAINER, at("/author/drafts/new"), send(button="#begin .govuk-button"), 422),
    ),
    "author.show_members": (
        View("all", TRAINER, _of_draft("members")),
        View("sent empty", TRAINER, _of_draft("members"), send(button="form[action$=members] button"), 422),
    ),
    "author.show_version": (View("that stands", TRAINER, _of_draft("versions/1")),),
    "author.translate_draft": (
        View("a part", TRAINER, _of_draft("translation")),
        View("unread", TRAINER, _of_draft("translation", begun=True)),
    ),
    "author.preview_draft": (
        View("on no day", TRAINER, _of_draft("preview?on=2027-02-30")),
        View("nothing yet", TRAINER, _of_draft("preview", begun=True)),
    ),
    "author.preview_draft_page": (View("scene", TRAINER, _of_draft("preview/scene?on=2027-02-28"), open_folds),),
    "author.preview_text": (View("quiz", TRAINER, _preview_of("author", "quiz", MODULE)),),
    "author.preview_text_page": (
        View("section", TRAINER, _preview_of("author", "module", MODULE, "/section", section="definition"), open_folds),
        View("no part of it", TRAINER, _preview_of("author", "module", MODULE, "/elsewhere", case=CASE)),
        View("answered", TRAINER, _preview_of("author", "quiz", MODULE, "/question", **ANSWERED), open_folds),
    ),
    "review.preview_text": (View("module", REVIEWER, _preview_of("review", "module", MODULE)),),
    "review.preview_text_page": (
        View("result", REVIEWER, _preview_of("review", "quiz", MODULE, "/result", **ANSWERED), open_folds),
    ),
    "author.new_case": (
        View("empty", TRAINER, at("/author/cases/new")),
        View("sent empty", TRAINER, at("/author/cases/new"), send(), 422),
    ),
    "author.show_step": (
        *(View(f"empty {step}", TRAINER, _of_draft(f"guided/{step}", begun=True)) for step in STEPS),
        *(View(step, TRAINER, _of_draft(f"guided/{step}"), open_folds) for step in STEPS),
        View("sent wrong", TRAINER, _of_draft("guided/options"), send_unseen_character("option-1-text"), 422),
        View("behind", TRAINER, _of_draft("guided/place"), send_what_is_behind("summary"), 409),
    ),
    "author.show_whole": (
        View("begun", TRAINER, _of_draft("guided", begun=True)),
        View("whole", TRAINER, _of_draft("guided")),
    ),
    "author.list_scenes": (
        View("none", TRAINER, _of_draft("scenes", begun=True)),
        View("all", TRAINER, _of_draft("scenes"), open_folds),
    ),
    "author.show_scene": (
        View("new", TRAINER, _of_draft("scenes/new"), open_folds),
        View("first", TRAINER, _of_draft(f"scenes/{FIRST_SCENE}"), open_folds),
        View("sent wrong", TRAINER, _of_draft(f"scenes/{FIRST_SCENE}"), send_unseen_character("text"), 422),
    ),
    "author.ask_remove_scene": (
        View("stays", TRAINER, _of_draft(f"scenes/{FIRST_SCENE}/remove")),
        View("may go", TRAINER, _of_draft("scenes/end-escrever-o-que-foi-dito/remove")),
    ),
    "library.list_changes": (View("all", OFFICER, at("/library/changes")),),
    "library.list_cards": (
        View("A6", OFFICER, at("/library/cards")),
        View("A4", OFFICER, at("/library/cards?paper=a4")),
    ),
    "library.show_card": (View("card", OFFICER, at(f"/library/cards/{MODULE}")),),
    "library.list_glossary": (View("all", NOBODY, at("/library/glossary")),),
    "library.list_sources": (View("all", NOBODY, at("/library/sources")),),
    "library.list_values": (View("all", NOBODY, at("/library/values")),),
    "library.show_survey_results": (View("drawn", OFFICER, at("/surveys/results"), open_folds),),
    "library.show_accessibility": (View("text", NOBODY, at("/accessibility")),),
    "library.show_help": (View("text", NOBODY, at("/help")),),
    "library.show_privacy": (View("text", OFFICER, at("/privacy")),),
    "library.show_source": (
        View("judgment", NOBODY, at("/library/sources/echr-wa-baile")),
        View("to confirm", NOBODY, at("/library/sources/cpp-250")),
        View("repealed", NOBODY, at("/library/sources/ias-2025")),
    ),
    "library.show_verification": (View("empty", NOBODY, at("/certificates")),),
    "library.verify": (
        View("true", NOBODY, lambda prepared: f"/certificates/{prepared.traces.certificate}"),
        View("unknown", NOBODY, at("/certificates/X"), status=404),
    ),
    "library.show_term": (View("term", NOBODY, at("/library/glossary/founded-suspicion")),),
    "author.show_record": (View("reviewed", TRAINER, at("/author/records/case/demonstration-garden")),),
    "author.show_review": (
        View("under review", TRAINER, _review),
        View("taken back", TRAINER, lambda prepared: f"/author/drafts/{prepared.traces.ended_draft}/review"),
        View("answered with nothing", TRAINER, _review, send(button='form[action$="/answers"] button'), 422),
    ),
    "review.list_signed": (
        View("nothing", REVIEWER, at("/review/signed")),
        View("one", SIGNER, at("/review/signed")),
    ),
    "administer.list_clients": (
        View("none yet, sent empty", ADMIN, at("/administer/programs"), send(button=".app-next"), 422),
        View("token", ADMIN, at("/administer/programs"), make_token),
        View("one", ADMIN, at("/administer/programs"), make_and_leave_token),
    ),
    "administer.list_withdrawable": (View("all", ADMIN, at("/administer/withdrawals")),),
    "administer.show_withdrawal": (
        View("case", ADMIN, at(f"/administer/withdrawals/case/{CASE}")),
        View("sent empty", ADMIN, at(f"/administer/withdrawals/case/{CASE}"), send(), 422),
    ),
    "author.list_publications": (View("none yet", TRAINER, at("/author/publications")),),
    "author.list_queues": (View("all", TRAINER, at("/author/queues")),),
    "author.show_publication": (View("shipped", TRAINER, _publication()),),
    "author.read_text": (View("whole", TRAINER, _publication("/whole")),),
    "author.show_withdrawal": (
        View("quiz", TRAINER, at(f"/author/withdrawals/quiz/{MODULE}")),
        View("module sent empty", TRAINER, at(f"/author/withdrawals/module/{MODULE}"), send(), 422),
    ),
    "review.list_unsigned": (View("all", REVIEWER, at("/review/documents")),),
    "review.read_text": (View("whole", REVIEWER, at("/review/documents"), open_text("whole")),),
    "review.show_record": (
        View("reviewed", REVIEWER, at("/review/records/case/demonstration-garden")),
        View("nothing yet", REVIEWER, at(f"/review/records/case/{CASE}")),
    ),
    "review.show_text": (
        View("to sign", REVIEWER, at("/review/documents"), open_text()),
        View("signed", SIGNER, at("/review/signed"), open_text()),
        View("signed with nothing", REVIEWER, at("/review/documents"), open_text(sends="signature"), 422),
        View("no longer under review", REVIEWER, lambda prepared: prepared.traces.ended_text, status=404),
    ),
    "review.show_case": (View("whole", REVIEWER, at(f"/review/cases/{CASE}")),),
    "review.show_module": (View("whole", REVIEWER, at(f"/review/modules/{MODULE}")),),
    "review.show_survey": (View("whole", REVIEWER, at("/review/surveys/after-session")),),
    "review.show_quiz": (View("whole", REVIEWER, at(f"/review/quizzes/{MODULE}")),),
    "supervise.list_units": (
        View("units", SUPERVISOR, at("/supervise/units")),
        View("people", SUPERVISOR, at("/supervise/units"), open_first_unit),
        View("nobody", SUPERVISOR, at("/supervise/units?session=none")),
    ),
    "supervise.show_report": (View("units", SUPERVISOR, at("/supervise/reports/units")),),
    "supervise.list_delegations": (View("own units", SUPERVISOR, at("/supervise/delegations")),),
    "supervise.ask_lend": (
        View("empty", SUPERVISOR, at("/supervise/delegations"), open_lending),
        View("sent empty", SUPERVISOR, at("/supervise/delegations"), send_no_lending, 422),
    ),
    "supervise.show_paper": (
        View("people", SUPERVISOR, at("/supervise/units"), open_paper),
        View("sent empty", SUPERVISOR, at("/supervise/units"), send_no_paper, 422),
    ),
    "train.show_attendance": (
        View("over", ANSWERING_TRAINER, _of_answered("attendance")),
        View("sent empty", ANSWERING_TRAINER, _of_answered("attendance"), send(button=".app-next"), 422),
        View("to come", TRAINER, lambda prepared: f"/train/sessions/{prepared.traces.session_to_come}/attendance"),
    ),
    "train.list_corrections": (View("over", ADMIN, _of_answered("corrections")),),
    "train.show_correction": (
        View("one", ADMIN, _of_answered("corrections"), open_session()),
        View("sent empty", ADMIN, _of_answered("corrections"), correct_nothing, 422),
    ),
    "train.show_paper": (View("people", TRAINER, at("/train/sessions"), open_session("paper")),),
    "train.ask_cancel": (View("question", TRAINER, at("/train/sessions"), open_session("cancel")),),
    "train.show_survey_cards": (View("to print", TRAINER, at("/train/sessions"), open_session("survey-cards")),),
    "train.show_comparison": (View("none", TRAINER, at("/train/comparison")),),
    "train.show_modules": (
        View("usual", TRAINER, lambda prepared: f"/train/sessions/{prepared.traces.session_to_come}/modules"),
        View("stay", TRAINER, lambda prepared: f"/train/sessions/{prepared.traces.session_with_picture}/modules"),
    ),
    "train.show_new_series": (
        View("trainer", TRAINER, at("/train/series")),
        View("administrator sent empty", ADMIN, at("/train/series"), send(), 422),
        View("looked at", TRAINER, at("/train/series"), look_at_series),
    ),
    "train.show_programme": (
        View("trainer", TRAINER, at("/train/programme")),
        View("administrator", ADMIN, at("/train/programme")),
    ),
    "train.list_figures": (View("list", REVIEWER, at("/train/figures")),),
    "train.show_quiz_figures": (View("told", TRAINER, at(f"/train/figures/quizzes/{MODULE}")),),
    "train.show_question_figures": (View("told", TRAINER, at(f"/train/figures/quizzes/{MODULE}/car-park")),),
    "train.show_case_figures": (View("told", TRAINER, at(f"/train/figures/cases/{CASE}")),),
    "train.list_mistakes": (
        View("waiting", TRAINER, at("/train/mistakes")),
        View("sent empty", TRAINER, at("/train/mistakes"), close_nothing, 422),
    ),
    "train.choose_answers": (
        View("over", ANSWERING_TRAINER, lambda prepared: f"/train/sessions/{prepared.traces.answered_session}/answers"),
        View("to come", TRAINER, lambda prepared: f"/train/sessions/{prepared.traces.session_to_come}/answers"),
    ),
    "train.show_brief": (
        View("picture taken", TRAINER, lambda prepared: _brief(prepared.traces.session_with_picture)),
        View("picture to come", TRAINER, lambda prepared: _brief(prepared.traces.session_to_come)),
    ),
    "train.list_sessions": (
        View("all", TRAINER, at("/train/sessions")),
        View("organisation", ADMIN, at("/train/sessions")),
        View("none like that", TRAINER, at("/train/sessions?when=past")),
        View("none yet", "admin-equality-body@demo.example", at("/train/sessions")),
    ),
    "train.list_sources_to_mend": (View("all", TRAINER, at("/train/sources")),),
    "train.show_case": (View("whole", TRAINER, at(f"/train/cases/{CASE}")),),
    "train.show_door_list": (View("all", TRAINER, at("/train/sessions"), open_session("door")),),
    "train.show_library": (View("all", TRAINER, at("/train/library")),),
    "train.show_module": (View("whole", TRAINER, at(f"/train/modules/{MODULE}")),),
    "train.show_new_session": (
        View("trainer", TRAINER, at("/train/sessions/new")),
        View("administrator sent empty", ADMIN, at("/train/sessions/new"), send(), 422),
    ),
    "train.show_survey": (View("whole", TRAINER, at("/train/surveys/after-session")),),
    "train.show_quiz": (View("whole", TRAINER, at(f"/train/quizzes/{MODULE}")),),
    "train.show_seats": (
        View("all", TRAINER, at("/train/sessions"), open_session("seats")),
        View("sent empty", TRAINER, at("/train/sessions"), send_no_names, 422),
    ),
    "room.show_entry": (
        View("empty", NOBODY, at("/room")),
        View("no such room", NOBODY, at("/room?code=AAAAAA"), send()),
        View("gone", NOBODY, at("/room?code=AAAAAA&gone=yes")),
    ),
    "room.show_vote": (
        View("nothing chosen", TRAINER, _room, vote_by_phone(is_chosen=False), 422),
        View("voted", TRAINER, _room, vote_by_phone(is_chosen=True)),
    ),
    "train.show_room": (
        View("nothing chosen", TRAINER, _room, choose_nothing, 422),
        View("phones come in", TRAINER, _room, open_the_room),
        View("vote open", TRAINER, _room, call_a_vote),
        View("vote closed", TRAINER, _room, close_the_vote, 422),
        View("hands", TRAINER, _room, show_raised_hands),
        View("end", TRAINER, _room, go_to_the_end),
    ),
    "train.show_hands": (View("no number", TRAINER, _room, raise_hands, 422),),
    "train.show_room_decision": (View("taken", TRAINER, _room, take_a_decision),),
    "train.show_session": (
        View("to come", TRAINER, at("/train/sessions"), open_session()),
        View("day past", TRAINER, at("/train/sessions"), send_past_day, 422),
    ),
}
"""How each page is reached, by endpoint."""
REFUSALS: Final = (
    View("not found", NOBODY, at("/nothing-here"), status=404),
    View("somebody else's", OFFICER, _attempt("1"), status=404),
    View("not allowed", OFFICER, at("/supervise/units"), status=403),
)


EVERY: Final = {**PAGES, "refusal": REFUSALS}
"""Page -> its states."""


def looks_at(number: int, states: int) -> tuple[Look, ...]:
    """The looks of state `number` of a page with so many: each has one in turn, and a single state its opposite too."""
    return IN_TURN[:2] if states == 1 else (IN_TURN[number % len(IN_TURN)],)


def _views() -> list[Any]:
    """Each page in each of its states, shared among two processes, which sign everybody in once."""
    states = [(page, number, view) for page, views in EVERY.items() for number, view in enumerate(views)]
    return [
        pytest.param(*state, id=f"{state[0]}: {state[2].name}", marks=pytest.mark.xdist_group(f"pages-{place % 2}"))
        for place, state in enumerate(states)
    ]


def test_every_page_is_looked_at(site: Site) -> None:
    pages = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert set(PAGES) == pages - FOR_PROGRAMS - FILES


@pytest.mark.parametrize("states", range(1, 9))
def test_each_width_appearance_and_language_and_the_longer_words_on_the_phone_are_met_on_each_page(states: int) -> None:
    looks = [look for number in range(states) for look in looks_at(number, states)]

    assert {part for look in looks for part in look} == {part for look in LOOKS for part in look}
    assert any(390 in look and "pt" in look for look in looks)
    assert len(looks) == len(set(looks)) == max(states, 2)


@pytest.mark.browser
@pytest.mark.parametrize(("page", "number", "view"), _views())
def test_a_page_has_nothing_that_shuts_somebody_out(
    watched: Window,
    prepared: Prepared,
    sign_ins: "SignIns",
    page: str,
    number: int,
    view: View,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    """axe, the lint of pages and the width, in as many looks as there is time for; `make walk` takes them all.

    How text stands out is measured in one element of each kind; in the walk, in every one.
    """
    pictures = request.config.getoption("pictures", default=None)
    is_walk = request.config.getoption("walk", default=None) is not None
    looks = LOOKS if is_walk else PICTURED if pictures else looks_at(number, len(EVERY[page]))
    window = watched
    window.take_cookies(sign_ins.cookies(view.who))

    found: dict[Look, list[object]] = {}
    for look in looks:
        window.take_look(*look)
        response = window.open(view.place(prepared), status=200 if view.act else view.status)
        linted = [] if view.act else lint(response.text(), window.path)
        if view.act:
            view.act(window)
        if pictures and look in PICTURED:
            take_picture(window, pictures, view.who, page, number, view.name)
        too_wide = window.stands_out(PHONES if look[0] in PHONES else look[:1])
        seen = violations(window.page) if is_walk else violations_by_kind(window.page)
        found[look] = [*linted, *seen, *too_wide, *_movements(window)]

    record_property("looks", len(looks))
    assert found == {look: [] for look in looks}
    assert window.faults == []


@pytest.mark.browser
@pytest.mark.xdist_group("1280-light-pt")
def test_pale_words_are_seen_in_one_of_their_kind(windows: Windows, server: Server) -> None:
    window = windows.open(server, bypass_csp=True)
    window.open("/help")
    before = violations_by_kind(window.page)
    window.page.add_style_tag(content="main p { color: #bbb }")
    found = [line.partition(" ")[0] for line in violations_by_kind(window.page)]

    assert before == []
    assert set(found) == {"color-contrast"}
    assert len(found) < window.page.locator("main p").count()


@pytest.mark.browser
@pytest.mark.xdist_group("1280-light-pt")
def test_a_link_that_hardly_differs_from_the_text_around_it_is_seen(windows: Windows, server: Server) -> None:
    window = windows.open(server, bypass_csp=True)
    window.open("/help")
    paragraph = "<p>Who has forgotten the password <a href='/sign-in/code'>asks for a code</a> at the door.</p>"
    window.main.evaluate("(main, paragraph) => main.insertAdjacentHTML('beforeend', paragraph)", paragraph)
    before = violations_by_kind(window.page)
    window.page.add_style_tag(content="main p a { color: #333 !important; text-decoration: none !important }")

    assert before == []
    assert {line.partition(" ")[0] for line in violations_by_kind(window.page)} == {"link-in-text-block"}


@pytest.mark.browser
@pytest.mark.xdist_group("1280-light-pt")
def test_axe_sees_a_field_without_its_label(windows: Windows, server: Server) -> None:
    window = windows.open(server, bypass_csp=True)
    window.open("/sign-in")
    window.page.locator("label[for=identifier]").evaluate("label => label.remove()")

    assert {found.partition(" ")[0] for found in violations(window.page)} == {"label", "label-title-only"}


SIGHTS: Final[dict[str, dict[str, Any]]] = {
    "desk": {},
    "forced colours": {"forced_colours": True, "scheme": "dark"},
    "four times as large": {"width": 1280 // 4, "height": 900 // 4},
}


@pytest.mark.browser
@pytest.mark.parametrize("sight", SIGHTS.values(), ids=SIGHTS.keys())
def test_keys_suffice_to_sign_in_and_to_answer(windows: Windows, fresh_server: Server, sight: dict[str, Any]) -> None:
    window = windows.open(fresh_server, **sight)
    window.open(f"/quizzes/{MODULE}")
    window.page.keyboard.press("Tab")
    _assert_focus_shows(window)
    window.page.keyboard.press("Enter")  # the link to the content, past all that stands above it
    expect(window.main).to_be_focused()
    _type(window, "#identifier", "officer@demo.example")
    _type(window, "#password", PASSWORD)
    _reach(window, "main button")
    _press(window, "Enter")
    assert window.path == f"/quizzes/{MODULE}"
    _reach(window, ".app-next")
    _press(window, "Enter")
    number = _open_choice(window, window.path)

    _reach(window, "main fieldset input")
    window.page.keyboard.press("Space")
    for field in window.main.locator("main fieldset fieldset").all()[1:]:
        _reach(window, f"#{field.locator('input').first.get_attribute('id')}")
        window.page.keyboard.press("Space")
    _reach(window, ".app-next")
    _press(window, "Enter")

    assert window.path.rpartition("/")[2] == str(number + 1)


def _open_choice(window: Window, first: str) -> int:
    """Open the first question of the attempt that is answered without typing and without lists; its number.

    Which questions are asked is drawn; the core ones, which are always among them, are such.
    """
    for number in range(1, 10):
        window.open(f"{first.rpartition('/')[0]}/{number}")
        if not window.main.locator("#answer :is(input[type=text], select)").count():
            return number
    raise AssertionError("no question of this attempt is answered by choosing")


class SignIns:
    """The cookies of everybody who looks at pages, signed in at the first look."""

    def __init__(self, server: Server, prepared: Prepared) -> None:
        self._server = server
        self._officers = {"midway": prepared.midway, "passed": prepared.passed, "failed": prepared.failed}
        self._cookies: dict[str, dict[str, str]] = {NOBODY: {}}

    def cookies(self, who: str) -> dict[str, str]:
        """Name -> value."""
        if who not in self._cookies:
            client = Client(self._server)
            officer = self._officers.get(who)
            if officer:
                client.sign_in(officer.number, officer.organisation)
            else:
                client.sign_in(who)
            client.close()
            self._cookies[who] = client.cookies
        return self._cookies[who]


@pytest.fixture(scope="module")
def lasting(chromium: Browser, server: Server) -> Iterator[Window]:
    """A window that stays for all pages: a browser that has read axe once reads it, and pages, in half the time."""
    # axe is a script of ours, which the policy of content would refuse.
    window = Window(chromium, server, {"bypass_csp": True})
    come_along(window)
    yield window
    window.close()


@pytest.fixture
def watched(lasting: Window) -> Window:
    """That window, as if nobody had used it."""
    lasting.forget_all()
    return lasting


@pytest.fixture(scope="module")
def sign_ins(server: Server, prepared: Prepared) -> SignIns:
    """Sign-ins at the server that all views share."""
    return SignIns(server, prepared)


def _movements(window: Window) -> list[str]:
    """What moves on a page though the system asks for stillness."""
    moving = "document.getAnimations().map(found => found.effect.target.outerHTML.slice(0, 120))"
    found: list[str] = window.page.evaluate(moving)
    return found


def _reach(window: Window, selector: str) -> None:
    """Press Tab until the focus is there; it shows at every stop."""
    for _ in range(MOST_STOPS):
        window.page.keyboard.press("Tab")
        _assert_focus_shows(window)
        if window.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not lead to {selector}")


def _type(window: Window, selector: str, text: str) -> None:
    """Reach a field by keys and fill it by keys."""
    _reach(window, selector)
    window.page.keyboard.type(text)
    expect(window.page.locator(selector)).to_have_value(text)


def _press(window: Window, key: str) -> None:
    with window.page.expect_navigation():
        window.page.keyboard.press(key)


def _assert_focus_shows(window: Window) -> None:
    """What has the focus, or its label, is drawn so, and nothing lies over it."""
    stop = window.page.evaluate("""() => {
        const focused = document.activeElement;
        const shown = [focused, ...(focused.labels || [])];
        const box = focused.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return {
            html: focused.outerHTML.slice(0, 120),
            drawn: shown.some(element => [null, '::before', '::after'].some(part => {
                const style = getComputedStyle(element, part);
                const hasOutline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
                return hasOutline || style.boxShadow !== 'none';
            })),
            above: shown.some(element => element.contains(top)),
        };
    }""")
    assert (stop["drawn"], stop["above"]) == (True, True), stop["html"]
