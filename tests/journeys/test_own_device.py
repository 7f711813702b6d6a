"""Without network in a real browser: what an officer's own device keeps and sends, and that nothing of it is left to
anybody else.
"""

import json
import sqlite3
from typing import Any, Final

import pytest
from lasting_windows import LastingWindow
from live import Window, Windows
from passwords import PASSWORD
from playwright.sync_api import Page, expect
from prepared import Officer, Prepared
from served import Server, running
from tap import Tap
from walks import MODULE

EASY: Final = 2
"""Questions answered by ticking, of those drawn, that a journey needs."""
MOST_A_PAGE: Final = 12_000
"""Bytes of a page and of all that is asked beside it, once the device keeps the part."""
TICKED: Final = "yes"
NOTHING: Final[dict[str, list[str]]] = {"caches": [], "databases": [], "workers": []}
LEFT: Final = """async () => ({
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).map(database => database.name),
    workers: (await navigator.serviceWorker.getRegistrations()).map(worker => worker.scope),
})"""
ARE_KEPT: Final = """async paths => {
    for (const path of paths) if (!await caches.match(path)) return false;
    return true;
}"""
COME_TO_BE: Final = f"""async ([kept, left]) => {{
    for (let tries = 0; tries < 600; tries += 1) {{
        if (kept ? await ({ARE_KEPT})(kept) : JSON.stringify(await ({LEFT})()) === JSON.stringify(left)) return true;
        await new Promise(done => setTimeout(done, 50));
    }}
    return false;
}}"""
"""What the worker and the scripts do beside the page is done, or is not within half a minute."""
CARRIES: Final = """async ([path, seq]) => {
    for (let tries = 0; tries < 600; tries += 1) {
        const copy = await caches.match(path);
        if (copy && (await copy.text()).includes(`name="based_on" value="${seq}"`)) return true;
        await new Promise(done => setTimeout(done, 50));
    }
    return false;
}"""
"""The copy of a question comes to know which answer stands."""
ROWS: Final = """store => new Promise((resolve, reject) => {
    const request = indexedDB.open("waiting");
    request.onerror = reject;
    request.onsuccess = () => {
        const database = request.result;
        database.transaction(store).objectStore(store).getAll().onsuccess = event => {
            database.close();
            resolve(event.target.result);
        };
    };
})"""
KEY: Final = f"""async () => {{
    const [{{ key }}] = await ({ROWS})("keys");
    const refused = await Promise.all(["raw", "jwk"].map(form =>
        crypto.subtle.exportKey(form, key).then(() => false, () => true)));
    const rows = await ({ROWS})("forms");
    const stored = rows.map(row => new TextDecoder("latin1").decode(row.sealed) + JSON.stringify(row));
    return {{ extractable: key.extractable, refused, stored: stored.join(" ") }};
}}"""
SPOIL: Final = """() => new Promise((resolve, reject) => {
    const request = indexedDB.open("waiting");
    request.onerror = reject;
    request.onsuccess = () => {
        const database = request.result;
        const transaction = database.transaction("forms", "readwrite");
        transaction.objectStore("forms").openCursor().onsuccess = event => {
            const row = event.target.result.value;
            new Uint8Array(row.sealed)[0] ^= 1;
            event.target.result.update(row);
        };
        transaction.oncomplete = () => { database.close(); resolve(); };
    };
})"""


class Owner:
    """An officer at a browser."""

    def __init__(self, window: Window, officer: Officer) -> None:
        self.window, self.page, self.officer = window, window.page, officer
        self.attempt = ""
        self.easy: list[int] = []
        """The numbers of the questions that are answered by ticking alone."""

    def sign_in(self, *, own: bool) -> None:
        """On whatever page asks for it."""
        self.page.locator("#identifier").fill(self.officer.number)
        self.page.locator("#organisation").select_option(self.officer.organisation)
        self.page.locator("#password").fill(PASSWORD)
        assert not self.page.locator("#own_device").is_checked()
        if own:
            self.page.locator("#own_device").check()
        self.window.press(self.window.main.get_by_role("button"))

    def begin(self, *, own: bool = True) -> None:
        """Sign in, start the part and its questions; on one's own device both are kept when this returns."""
        self.window.open("/sign-in")
        self.sign_in(own=own)
        self.window.open(f"/modules/{MODULE}")
        if self.window.next.get_attribute("type") == "submit":
            self.window.press(self.window.next)
        if own:
            self.await_kept(*self.sections(), "/offline", "/library/cards", "/library/glossary")
        self.window.open(f"/quizzes/{MODULE}")
        self.window.press(self.window.next)
        self.attempt = self.window.path.rpartition("/")[0]
        for number in range(1, self.page.locator(".app-qnav a").count() + 1):
            self.window.open(self.question(number))
            if not self.page.locator("#answer :is(input[type=text], select, textarea)").count():
                self.easy.append(number)
            if len(self.easy) == EASY:
                break
        if own:
            self.await_kept(*(self.question(number) for number in self.easy))

    def await_kept(self, *paths: str) -> None:
        """The worker keeps these pages."""
        assert self.page.evaluate(COME_TO_BE, [paths, None])

    def sections(self) -> list[str]:
        """The sections of the part in view."""
        links = self.page.locator('.app-sections a[href^="/modules/"]').all()
        return [str(link.get_attribute("href")) for link in links]

    def question(self, number: int) -> str:
        """Its address."""
        return f"{self.attempt}/{number}"

    def choose(self, which: int = 0) -> list[str]:
        """Tick the first (second...) value of each field of the question; the values, and how sure: a guess."""
        boxes = self.page.locator("#answer input:not([type=hidden])")
        values: dict[str, list[str]] = {}
        for box in boxes.all():
            values.setdefault(str(box.get_attribute("name")), []).append(str(box.get_attribute("value")))
        for name, offered in values.items():
            self.page.locator(f'#answer input[name="{name}"][value="{offered[which % len(offered)]}"]').check()
        self.page.locator('input[name="certainty"][value="1"]').check()
        return sorted(offered[which % len(offered)] for offered in values.values())

    def chosen(self, page: Page | None = None) -> list[str]:
        """The values that are ticked."""
        boxes = (page or self.page).locator("#answer input:checked").all()
        return sorted(str(box.get_attribute("value")) for box in boxes)

    def save(self) -> None:
        """Press the one next step without network: it leads to another page all the same."""
        before = self.page.url
        self.window.next.click()
        self.page.wait_for_url(lambda url: url != before)

    def answer(self, number: int, which: int = 0) -> list[str]:
        """Without network: open that question, tick the first (second...) value of each field, save it."""
        self.page.goto(self.question(number))
        chosen = self.choose(which)
        self.save()
        return chosen

    def should_say(self, words: str) -> None:
        """At the top of the page, to screen readers too."""
        expect(self.page.locator("#device [role=status]")).to_contain_text(words)

    def should_say_nothing(self) -> None:
        """Nothing waits."""
        expect(self.page.locator("#device-waiting")).to_have_count(0)

    def left(self) -> Any:
        """What this browser keeps of the site beside cookies."""
        return self.page.evaluate(LEFT)

    def cookies(self) -> set[str]:
        """The names of the cookies that this browser keeps."""
        return {str(cookie["name"]) for cookie in self.window.context.cookies()}

    def lose_sign_in(self) -> None:
        """As after half an hour without a page, or when the browser was closed."""
        self.window.context.clear_cookies(name="course")


def answers_of(server: Server, owner: Owner) -> list[list[str]]:
    """The values of each answer that the server keeps of the officer's attempt, by question and in their order."""
    attempt = bytes.fromhex(owner.attempt.rpartition("/")[2])
    with sqlite3.connect(f"file:{server.instance / 'course.db'}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT value FROM answer WHERE attempt_id = ? ORDER BY question, seq", [attempt]
        ).fetchall()
    return [_values(json.loads(value)) for (value,) in rows]


def _values(answer: dict[str, Any]) -> list[str]:
    """The values as the form carries them; of several that may be ticked, each is kept under its own name."""
    pairs = [(name, one) for name, given in answer.items() for one in (given if isinstance(given, list) else [given])]
    return sorted(name if one == TICKED else one for name, one in pairs)


@pytest.mark.browser
def test_ones_own_device_reads_and_answers_without_network_and_sends_each_answer_once(
    windows: Windows, fresh_server: Server, prepared: Prepared
) -> None:
    owner = Owner(windows.open(fresh_server, width=390, network="slow"), prepared.newcomers[0])
    owner.begin()
    owner.window.open(f"/modules/{MODULE}/definition")
    other_tab = owner.window.context.new_page()
    other_tab.goto(owner.question(3))

    with owner.window.without_network():
        owner.page.goto(f"/modules/{MODULE}/definition")
        expect(owner.page.locator("#device-copy")).to_contain_text("Sem rede: esta é a cópia guardada em")
        assert owner.window.stands_out([390, 320]) == []
        owner.save()
        owner.should_say("1 secção lida, ainda por registar.")
        one, two = owner.easy[:2]
        first = owner.answer(one)
        assert owner.window.path == owner.question(one + 1)
        second = owner.answer(two)
        owner.should_say("2 respostas ainda não enviadas. 1 secção lida, ainda por registar.")
        owner.page.goto(owner.question(one))
        expect(owner.page.locator("#answer input:checked").first).to_be_attached()
        assert owner.chosen() == first
        owner.choose(1)
        changed = owner.chosen()
        owner.save()
        owner.page.goto(owner.question(one))
        owner.page.reload()
        owner.should_say("2 respostas ainda não enviadas.")
        assert owner.page.locator('input[name="certainty"]:checked').get_attribute("value") == "1"
        kept = owner.page.evaluate(KEY)
        assert (kept["extractable"], kept["refused"]) == (False, [True, True])
        assert not {owner.attempt, "certainty", "based_on"} & set(kept["stored"].split('"'))
        owner.page.goto("/")
        assert owner.page.locator("h1").inner_text() == "Sem rede"
        owner.should_say("2 respostas ainda não enviadas.")
        expect(owner.page.locator(f'#device-kept a[href="/modules/{MODULE}"]')).to_have_count(1)
        assert answers_of(fresh_server, owner) == []

    owner.should_say_nothing()
    owner.window.open("/")
    owner.should_say_nothing()
    other_tab.goto(owner.question(3))
    sent = answers_of(fresh_server, owner)
    assert sorted(sent) == sorted([second, changed])
    owner.window.open(owner.question(one))
    assert owner.chosen() == changed
    owner.window.open(f"/modules/{MODULE}")
    assert owner.page.locator(".app-sections .is-done").count() == 1


@pytest.mark.browser
def test_an_answer_given_elsewhere_meanwhile_is_never_overwritten_and_signing_out_leaves_nothing(
    windows: Windows, fresh_server: Server, prepared: Prepared
) -> None:
    owner = Owner(windows.open(fresh_server, network="its own"), prepared.newcomers[1])
    owner.begin()
    number = owner.easy[0]
    elsewhere = Owner(windows.open(fresh_server), prepared.newcomers[1])
    elsewhere.begin(own=False)

    with owner.window.expecting(409):
        with owner.window.without_network():
            mine = owner.answer(number)
            owner.should_say("1 resposta ainda não enviada.")
            elsewhere.window.open(owner.question(number))
            theirs = elsewhere.choose(1)
            elsewhere.window.press(elsewhere.window.next)
        owner.page.goto("/")
        owner.should_say("1 resposta ainda não enviada.")
        choose = owner.page.get_by_role("button", name="Ver e decidir")
        expect(choose).to_be_visible()
        assert answers_of(fresh_server, owner) == [theirs]
        owner.window.press(choose, status=409)
    assert owner.page.locator("h1").inner_text() == "Respondeu a esta pergunta noutro lado"
    owner.window.press(owner.window.next)
    owner.should_say_nothing()
    assert answers_of(fresh_server, owner) == [theirs, mine]

    with owner.window.expecting(409):
        with owner.window.without_network():
            owner.answer(number, 2)
            elsewhere.window.open(owner.question(number))
            elsewhere.choose(1)
            last = elsewhere.chosen()
            elsewhere.window.press(elsewhere.window.next)
        owner.page.goto("/")
        expect(choose).to_be_visible()
    owner.page.get_by_role("button", name="Sair", exact=True).click()
    expect(owner.page.get_by_text("Ainda há coisas por enviar.")).to_be_visible()
    owner.window.press(owner.page.get_by_role("button", name="Sair mesmo assim"))

    assert owner.window.path == "/sign-in"
    assert owner.left() == NOTHING
    assert owner.cookies() == {"course", "device"}
    assert answers_of(fresh_server, owner) == [theirs, mine, last]


@pytest.mark.browser
def test_an_expired_sign_in_keeps_what_waits_for_its_owner_and_another_person_finds_nothing(
    windows: Windows, fresh_server: Server, prepared: Prepared
) -> None:
    owner = Owner(windows.open(fresh_server, network="its own"), prepared.newcomers[2])
    owner.begin()
    with owner.window.without_network():
        first = owner.answer(owner.easy[0])
        owner.should_say("1 resposta ainda não enviada.")
        owner.lose_sign_in()

    expect(owner.page.locator("#device-sign-in a")).to_be_visible()
    owner.window.press(owner.page.locator("#device-sign-in a"))
    owner.sign_in(own=False)
    owner.should_say("1 estava aqui à espera e foi enviada.")
    assert owner.page.evaluate(COME_TO_BE, [None, NOTHING])
    assert answers_of(fresh_server, owner) == [first]

    owner.window.press(owner.page.get_by_role("button", name="Sair", exact=True))
    owner.begin()
    with owner.window.without_network():
        owner.answer(owner.easy[1])
        owner.lose_sign_in()
        owner.page.goto("about:blank")  # the desk is left
    stranger = Owner(owner.window, prepared.newcomers[3])
    stranger.window.open("/sign-in")
    stranger.sign_in(own=False)

    assert stranger.left() == NOTHING
    assert stranger.cookies() == {"course", "device"}
    assert "data-owner" not in stranger.page.content()
    assert answers_of(fresh_server, owner) == [first]
    with stranger.window.without_network(), pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        stranger.page.goto(owner.question(owner.easy[1]))


@pytest.mark.browser
def test_what_waits_outlives_a_browser_that_is_killed_without_network_and_is_sent_once(
    lasting_window: LastingWindow, fresh_server: Server, prepared: Prepared
) -> None:
    owner = Owner(lasting_window, prepared.newcomers[5])
    owner.begin()
    with lasting_window.without_network():
        given = {number: owner.answer(number, place) for place, number in enumerate(owner.easy)}
        owner.should_say("2 respostas ainda não enviadas.")

        for _ in range(2):
            lasting_window.die()
            lasting_window.start_again()
            owner.page = lasting_window.page
            for number, chosen in given.items():
                owner.page.goto(owner.question(number))
                owner.should_say("2 respostas ainda não enviadas.")
                expect(owner.page.locator("#answer input:checked").first).to_be_attached()
                assert owner.chosen() == chosen
        assert answers_of(fresh_server, owner) == []

    lasting_window.press(owner.page.locator("#device-sign-in a"))  # a browser that ends forgets who is signed in
    owner.sign_in(own=True)
    owner.should_say("2 estavam aqui à espera e foram enviadas.")
    assert sorted(answers_of(fresh_server, owner)) == sorted(given.values())
    for number, chosen in given.items():
        lasting_window.open(owner.question(number))
        assert owner.chosen() == chosen


@pytest.mark.browser
def test_what_is_spoilt_or_older_than_fourteen_days_goes_and_its_owner_is_told(
    windows: Windows, fresh_server: Server, prepared: Prepared
) -> None:
    owner = Owner(windows.open(fresh_server, network="its own"), prepared.newcomers[0])
    owner.begin()
    with owner.window.without_network():
        owner.answer(owner.easy[0])
        owner.should_say("1 resposta ainda não enviada.")
        owner.page.evaluate(SPOIL)
        owner.page.reload()
        owner.should_say("1 resposta guardada neste aparelho já não se conseguiu ler e foi apagada.")
        owner.should_say_nothing()
        owner.answer(owner.easy[1])
        owner.should_say("1 resposta ainda não enviada.")
        owner.page.clock.install(time=_in_days(owner.page, 15))
        owner.page.reload()
        owner.should_say("1 resposta esperou aqui mais de 14 dias e foi apagada.")

    assert owner.page.evaluate(ROWS, "forms") == []
    assert not owner.page.evaluate(ARE_KEPT, [owner.question(owner.easy[0])])
    assert answers_of(fresh_server, owner) == []


def _in_days(page: Page, days: int) -> int:
    """The hour of the page's clock then, in milliseconds."""
    return int(page.evaluate("Date.now()")) + days * 24 * 3600 * 1000


@pytest.mark.browser
def test_what_is_kept_already_is_not_fetched_again(windows: Windows, fresh_server: Server, prepared: Prepared) -> None:
    tap = Tap(fresh_server)
    with running(tap):
        owner = Owner(windows.open(tap, width=390), prepared.newcomers[4])
        owner.begin()
        asked = [owner.question(number) for number in range(1, owner.page.locator(".app-qnav a").count() + 1)]
        owner.await_kept(*asked)
        before = tap.bytes
        for number in owner.easy:
            owner.window.open(owner.question(number))
            owner.choose()
            owner.window.press(owner.window.next)
            assert owner.page.evaluate(CARRIES, [owner.question(number), "1"])
        for _ in range(2):
            owner.window.open(f"/modules/{MODULE}/definition")
            owner.await_kept("/library/cards")

        pages = 2 * len(owner.easy) + 2
        assert tap.bytes - before < pages * MOST_A_PAGE
        copies = [f"GET {path}?blank=yes" for path in asked]
        once = [*copies, "GET /library/cards", "GET /library/glossary", "GET /offline"]
        assert {line: tap.asked[line] for line in once} == dict.fromkeys(once, 1)


@pytest.mark.browser
def test_at_any_other_desk_nothing_outlives_the_page(windows: Windows, server: Server, prepared: Prepared) -> None:
    officer = Owner(windows.open(server), prepared.midway)
    officer.window.open("/sign-in")
    officer.sign_in(own=False)
    for path in (f"/modules/{MODULE}", f"/modules/{MODULE}/definition", "/library/cards", "/offline"):
        response = officer.window.open(path)
        assert (response.headers["cache-control"], response.headers.get("keep-offline")) == ("no-store", None)
        assert "offline.js" not in officer.page.content()

    assert officer.left() == NOTHING
    assert officer.cookies() == {"course", "device"}
    assert officer.page.evaluate("localStorage.length + sessionStorage.length") == 0
