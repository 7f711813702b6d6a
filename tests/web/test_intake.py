"""What no page of this site sends is refused in words, before anything is read of it, and nothing is stored."""

import datetime as dt
import hashlib
import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pyotp
import pytest
from flask import Response, request, request_finished
from passwords import PASSWORD
from pictures import photograph
from previewing import draft_of
from reviews import Reviewed
from rooms import a_phone, code_of
from rows import a_session
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select, text
from walks import CASE, MODULE, answer_all, hand_in, open_quiz, play, read_all

from course.acts.save_answer import CERTAINTY
from course.base.ids import as_text
from course.content.library import Library
from course.storage import factors, people, proposals, seats, units
from course.storage.models import Person, Role, Seat
from course.web.house import EXTENSION
from course.web.intake import LARGEST, LONGEST_QUERY, MOST_FIELDS

FORM = "application/x-www-form-urlencoded"
WORDS = {
    400: ("Isto não se percebeu", "This was not understood"),
    413: ("É grande demais", "This is too large"),
    414: ("Isto não se percebeu", "This was not understood"),
    415: ("Isto não se percebeu", "This was not understood"),
}
APART = {"audit", "sign_in"}
"""What may change at a request that is refused: the log of refusals, and when somebody was last seen."""


@pytest.fixture(scope="session")
def library(shipped: Library) -> Library:
    """All forms there are stand on the pages of what is shipped."""
    return shipped


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in, before the first question of a quiz."""
    site.add_person(site.add_organisation(), "ana@test.example", ("officer", "trainer"))
    return site.visitor("ana@test.example")


def digest_of(site: Site) -> str:
    """A digest of all rows, but for those of APART."""
    whole = hashlib.sha256()
    with site.house.database.read() as session:
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).all()
        for name in sorted(set(names) - APART):
            rows = session.execute(text(f'SELECT * FROM "{name}"')).all()  # noqa: S608 - a name of the schema
            whole.update(f"{name} {sorted(map(repr, rows))}".encode())
    return whole.hexdigest()


def told(visitor: Visitor, path: str, body: bytes, content_type: str = FORM) -> tuple[int, str]:
    """What a body is answered: the status and the heading."""
    response = visitor.client.post(path, data=body, content_type=content_type)
    return response.status_code, Page(visitor, path, response.status_code, response.text, dict(response.headers)).h1


def check_of(site: Site) -> tuple[str, str]:
    """The first section with a check, and that check."""
    sections = site.house.catalogue.module(MODULE).reference.sections
    return next((id_, next(iter(part.checks))) for id_, part in sections.items() if part.checks)


@pytest.fixture
def addresses(site: Site, officer: Visitor) -> list[str]:
    """The address of every form; those of a question, a case and a check lead to what is there."""
    rules = [rule for rule in site.app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    section, check = check_of(site)
    return [
        open_quiz(officer).path,
        officer.follow(officer.get("/cases/looked-away").submit("/cases/looked-away/runs")).path,
        f"/modules/ethnic-profiling/{section}/checks/{check}",
        *sorted(re.sub("<[^>]+>", "1", rule.rule) for rule in rules),
    ]


WITH_FILES = ("/author/drafts/1/pictures", "/administer/import")
LARGER = {f"/author/drafts/1{place}" for place in ("", "/both", "/translation")}
"""Forms with the text of a document: the largest of others is not too large for them, and lacks a token."""
TOKEN = b"csrf_token=x&"
REFUSED = {
    "10,000 fields": (TOKEN + b"a=1&" * 10_000, FORM, 413),
    "one field too many": (TOKEN + b"a=1&" * (MOST_FIELDS - 1) + b"a", FORM, 413),
    "a field of the largest size and more": (b"answer=" + b"x" * LARGEST, FORM, 413),
    "JSON": (b'{"answer": "a"}', "application/json", 415),
    "JSON with a key twice": (b'{"answer": "a", "answer": "b"}', "application/json", 415),
    "deep JSON": (b"[" * 100_000, "application/json", 415),
    "a form for files": (
        b"--x\r\nContent-Disposition: form-data; name=answer\r\n\r\na\r\n--x--",
        "multipart/form-data; boundary=x",
        415,
    ),
    "plain text": (b"answer=a", "text/plain", 415),
    "no type": (b"answer=a", "", 415),
    "NUL": (TOKEN + b"answer=a%00b", FORM, 400),
    "NUL as it is": (TOKEN + b"answer=a\0b", FORM, 400),
    "NUL in a name": (TOKEN + b"ans%00wer=a", FORM, 400),
    "a lone surrogate": (TOKEN + b"answer=%ED%A0%80", FORM, 400),
    "no UTF-8": (TOKEN + b"answer=a%E7%E3o", FORM, 400),
    "no UTF-8 as it is": (TOKEN + b"answer=\xe7", FORM, 400),
    "overlong UTF-8": (TOKEN + b"answer=%C0%AF", FORM, 400),
    "half a character": (TOKEN + b"answer=%C3", FORM, 400),
    "no token": (b"answer=a", FORM, 400),
    "nothing": (b"", "", 400),
}


def test_every_form_refuses_what_no_page_sends_and_keeps_nothing(
    site: Site, officer: Visitor, addresses: list[str]
) -> None:
    before = digest_of(site)

    answers = {
        (case, path): told(officer, path, body, content_type)
        for case, (body, content_type, _) in REFUSED.items()
        for path in addresses
    }

    officer.client.set_cookie("language", "en")
    in_english = {case: told(officer, addresses[0], *REFUSED[case][:2]) for case in REFUSED}

    # A form with a file is refused by the routes that take one for the token that it lacks.
    lacking = {
        *(("a form for files", path) for path in WITH_FILES),
        *(("a field of the largest size and more", path) for path in LARGER),
    }
    statuses = {
        (case, path): 400 if (case, path) in lacking else REFUSED[case][2] for case in REFUSED for path in addresses
    }
    assert answers == {at: (status, WORDS[status][0]) for at, status in statuses.items()}
    assert in_english == {case: (status, WORDS[status][1]) for case, (*_, status) in REFUSED.items()}
    assert digest_of(site) == before
    assert officer.get("/account").status == 200


def test_a_body_of_fifty_million_bytes_is_refused_unread(site: Site, officer: Visitor) -> None:
    class Unread:
        """A body nobody may touch."""

        def read(self, *_: int) -> bytes:
            raise AssertionError("the body was read")

    environ = {"CONTENT_LENGTH": "50000000", "wsgi.input": Unread()}
    response = officer.client.post("/account/role", content_type=FORM, environ_overrides=environ)

    assert (response.status_code, "O que enviou é grande demais" in response.text) == (413, True)


def test_what_is_refused_says_what_to_do(officer: Visitor) -> None:
    officer.client.set_cookie("language", "en")

    def words(body: bytes, content_type: str = FORM) -> str:
        response = officer.client.post("/preferences", data=body, content_type=content_type)
        page = Page(officer, "/preferences", response.status_code, response.text, dict(response.headers))
        return page.text

    assert "Only the forms of these pages can be sent here. Open the page, fill in its form and send that." in words(
        json.dumps({"a": 1}).encode(), "application/json"
    )
    assert "write the text anew and send it again" in words(b"a=%00")
    assert "Send less text." in words(b"a&" * 400)
    assert "Open it again and repeat the last step." in words(b"a=b")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=" + "x" * LONGEST_QUERY, 414),
        ("q=" + "x" * 16_384, 414),
        ("q=%00", 400),
        ("%00", 400),
        ("q=%FF", 400),
        ("q=%ED%A0%80", 400),
    ],
)
def test_an_address_that_no_page_has_is_refused_in_words(officer: Visitor, query: str, status: int) -> None:
    page = officer.get(f"/account?{query}")

    assert (page.status, page.h1, "/" in page.links()) == (status, WORDS[status][0], True)


def test_the_largest_form_that_a_page_may_send_is_read(officer: Visitor) -> None:
    fields = officer.get("/account").fields("/account/role")
    token = fields["csrf_token"][0]
    at_limit = f"csrf_token={token}&role=trainer" + "&x=é" * (MOST_FIELDS - 2)

    response = officer.client.post("/account/role", data=at_limit.encode(), content_type=f"{FORM}; charset=UTF-8")

    assert response.status_code == 303


def test_a_number_in_an_address_that_no_row_has_leads_nowhere(site: Site, officer: Visitor) -> None:
    question = open_quiz(officer).path.rpartition("/")[0]

    statuses = {
        number: officer.get(f"{question}/{number}").status for number in ("1", "0", "-1", "9" * 10, "9" * 5_000)
    }

    assert statuses == {"1": 200} | dict.fromkeys(["0", "-1", "9" * 10, "9" * 5_000], 404)


# Fields that a form does not have


EXTRA = {"role": "administrator", "score": "100", "user_id": "2", "is_open": "1", "passed_at": "2026-01-01", "id": "1"}


def warnings_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "course.web.intake"]


def test_fields_that_a_form_does_not_have_change_nothing_and_are_counted(
    site: Site, officer: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    page = open_quiz(officer)
    address = page.path.rpartition("/")[0] + "/hand-in"
    token = page.fields(page.path)["csrf_token"]

    with caplog.at_level(logging.WARNING):
        officer.post(address, {"csrf_token": token, **EXTRA, "mark\n[CRITICAL] forged": "x"})

    result = officer.get(address.replace("hand-in", "result"))
    assert "0 %" in result.text
    assert warnings_in(caplog) == ["7 fields that the form of learn.hand_in does not have"]
    with site.house.database.read() as session:
        roles = session.scalars(select(Role.name).order_by(Role.name)).all()
    assert roles == ["officer", "trainer"]


def test_no_role_comes_of_a_form_that_names_it(site: Site, officer: Visitor) -> None:
    token = officer.get("/account").fields("/account/password")["csrf_token"]

    page = officer.post("/account/role", {"csrf_token": token, "role": ["administrator", "trainer"]})

    assert page.status == 403
    assert officer.get("/administer/people").status == 403


class Sent:
    """The routes of the forms that were sent and answered by their view: done, or shown again with what to mend."""

    def __init__(self, site: Site) -> None:
        self.all = {rule.endpoint for rule in site.app.url_map.iter_rules() if "POST" in (rule.methods or set())}
        self.answered: set[str] = set()

    def note(self, _: object, response: Response) -> None:
        """A request is finished."""
        if request.method == "POST" and (response.status_code < 400 or response.status_code in {409, 422}):
            self.answered.add(str(request.endpoint))


@pytest.fixture
def sent(site: Site) -> Iterator[Sent]:
    """What is sent meanwhile."""
    noted = Sent(site)
    with request_finished.connected_to(noted.note, site.app):
        yield noted


def learn(site: Site, officer: Visitor) -> None:
    """The forms of a module, its quiz and its case; each is also sent with nothing chosen."""
    read_all(site, officer)
    section, check = check_of(site)
    address = f"/modules/{MODULE}/{section}"
    officer.get(address).submit(f"{address}/checks/{check}")
    exercise = f"/quizzes/{MODULE}/exercises/write-grounds"
    officer.get(exercise).submit(exercise, answer="Vi.")
    question = open_quiz(officer)
    question.fill(question.path, {})
    hand_in(answer_all(site, officer, wrong=2, sure={1: 3, 2: 3}))
    run = officer.follow(officer.get("/cases/looked-away").submit("/cases/looked-away/runs"))
    run.fill(run.path, {})
    ending = play(site, officer)
    ending.submit(f"{ending.path.rpartition('/')[0]}/runs", number="1")
    for place in (address, run.path):
        for action, filled in (("", {"line": "Falta tempo."}), ("/withdrawn", {})):
            officer.get(f"{place}/objection").fill(f"{place}/objection{action}", filled)
    for read in (address, run.path, question.path, "/terms/founded-suspicion", "/sources/cpp-250"):
        for form in ({}, {"kind": "law", "line": "Artigo errado."}):
            officer.get(f"/report{read}").fill(f"/report{read}", form)
    send(officer, "/path/completion")
    for action in ("mail", "mail/end", "stop", "begin"):
        send(officer, f"/refreshers/{action}")
    hurting = "/modules/critical-moments/force"
    officer.get(hurting).submit(f"{hurting}/passed")


def come_back(site: Site) -> None:
    """The form of a question that comes back a week after the module was completed."""
    site.now += dt.timedelta(days=8)
    officer = site.visitor("ana@test.example")
    waiting = officer.get("/refreshers").links()
    question = next(link for link in waiting if link.startswith(f"/refreshers/{MODULE}/"))
    officer.get(question).submit(question)


def send(visitor: Visitor, action: str, **fields: str) -> None:
    """A form that stands on its page only after a correction of a quiz."""
    token = visitor.get("/account").fields("/account/password")["csrf_token"]
    visitor.post(action, {"csrf_token": token, **{name: [value] for name, value in fields.items()}})


def void_a_part(site: Site) -> None:
    """The forms by which two trainers void a part of a question: as they stand and filled in."""
    path = f"/train/figures/quizzes/{MODULE}/car-park"
    voiding = f"{path}/voiding"
    one, other = (site.visitor(f"{name}@test.example") for name in ("rui", "zita"))
    one.get(path).submit(voiding)
    for _ in range(2):
        one.get(path).fill(voiding, {"part": "*", "reason": "Duas opções certas."})
        other.get(path).submit(f"{voiding}/end")
    one.get(path).fill(voiding, {"part": "*", "reason": "Duas opções certas."})
    other.get(path).submit(f"{voiding}/confirmation")


def plan(trainer: Visitor) -> str:
    """The form of a new session, as it stands and filled in; where the session stands."""
    new = trainer.get("/train/sessions/new")
    new.submit("/train/sessions")
    filled = {
        "place": "Sala 2",
        "district": "porto",
        "day": "2026-12-10",
        "start": "09:30",
        "end": "12:30",
        "due_days": "3",
        "seats": "12",
    }
    return trainer.follow(new.fill("/train/sessions", filled)).path


def plan_series(trainer: Visitor) -> None:
    """The form of several sessions, as it stands and filled in; what it shows is gone back from, and made."""
    form = trainer.get("/train/series")
    form.submit("/train/series")
    shown = form.fill("/train/series", {"due_days": "3", "seats": "9", "lines": "10/12/2026;14:00;17:00;Beja;Sala 1"})
    for step in ("change", "plan"):
        shown.submit("/train/series", step=step)


def write_case(trainer: Visitor) -> None:
    """The forms of a case, as they stand and filled in; a scene is added, and taken out."""
    new = "/author/cases/new"
    trainer.get(new).submit(new)
    base = trainer.follow(trainer.get(new).submit(new, title="Um caso")).path.rpartition("/guided/")[0]
    for step, values in (
        ("place", {"summary": "Ao balcão."}),
        ("people", {"seat-1": "Agente", "seat-2": "Pessoa"}),
        ("decision", {"text": "Uma pessoa entra.", "view-pessoa": "Entro."}),
        ("options", {"option-1-text": "Ouvir.", "option-1-leads": "own:good", "act": "add"}),
        ("endings", {"ending-end-ouvir": "Ouviu."}),
        ("law", {"option-1-source-1": "cpp-250"}),
    ):
        for filled in (values, {}):
            trainer.get(f"{base}/guided/{step}").fill(f"{base}/guided/{step}", filled)
    trainer.get(f"{base}/scenes/new").fill(f"{base}/scenes/new", {"text": "Depois."})
    for form in (f"{base}/scenes/depois", f"{base}/scenes/uma-pessoa-entra", f"{base}/scenes/depois/remove"):
        trainer.get(form).fill(form, {})


def write_text(trainer: Visitor) -> None:
    """The forms of drafts as text: begun and copied, saved, saved behind another, translated, shared, taken back."""
    new = "/author/drafts/new"
    trainer.get(new).submit(new)
    trainer.get(new).submit("/author/drafts/copy")
    draft = trainer.follow(trainer.get(new).fill(new, {"kind": "module", "document": "Texto"})).path
    behind = trainer.get(draft)
    behind.fill(draft, {"source": "format: 1"})
    told = behind.fill(draft, {"source": "format: 2"})
    told.submit(f"{draft}/both")
    trainer.get(f"{draft}/versions/1").submit(f"{draft}/versions/1")
    trainer.get(f"{draft}/translation").fill(f"{draft}/translation", {"text-1": "A title"})
    for name in ("", "table.csv"):
        trainer.get(f"{draft}/members").fill(f"{draft}/files", {"name": name})
    for action in ("/files/remove", "/members", "/delete"):
        trainer.get(f"{draft}/members").submit(f"{draft}{action}")


def preview(site: Site, author: Person, trainer: Visitor, reviewer: Visitor) -> None:
    """The forms of the previews of a draft, of what may be published, and of what is to be signed."""
    draft = f"/author/drafts/{draft_of(site, author, 'case', CASE)}/preview"
    for opening in (draft, f"/review/texts/case/{CASE}/{site.house.catalogue.case(CASE).digest}/preview"):
        visitor = trainer if opening == draft else reviewer
        scene = visitor.follow(visitor.get(opening).submit(f"{opening}/play"))
        scene.submit(scene.path)
        first = next(iter(site.house.catalogue.case(CASE).reference.scenes["platform"].choices))
        decided = visitor.follow(scene.submit(scene.path, choice=first))
        decided.submit(next(action for action in decided.actions() if "/differently" in action), number="1")
        visitor.post(f"{opening}/passed", {"csrf_token": scene.fields(scene.path)["csrf_token"]})
    module = f"/author/texts/module/{MODULE}/{site.house.catalogue.module(MODULE).digest}/preview"
    section, check = check_of(site)
    asked = site.house.catalogue.module(MODULE).reference.sections[section].checks[check]
    trainer.get(module).submit(f"{module}/start")
    page = trainer.get(f"{module}/section?section={section}")
    for filled in ({}, asked.key()):
        page.fill(f"{module}/section?section={section}&check={check}", filled)
    page.submit(f"{module}/left?section={section}")
    quiz = f"/author/texts/quiz/{MODULE}/{site.house.catalogue.quiz(MODULE).digest}/preview"
    question = trainer.follow(trainer.get(f"{quiz}?draw=all").submit(f"{quiz}/start?draw=all"))
    asked = next(iter(site.house.catalogue.quiz(MODULE).reference.scored.values()))
    for filled in ({}, {**asked.key(), CERTAINTY: "2"}):
        question.fill(next(action for action in question.actions() if "number=1" in action), filled)
    exercise = f"{quiz}/exercise?exercise=write-grounds"
    trainer.get(exercise).submit(exercise, answer="Vi.")


def change(trainer: Visitor, session: str, officer: Visitor) -> None:
    """The forms of a session, each as it stands and filled in; an officer who sits in it goes to another."""
    seats = f"{session}/seats"
    for form, action, filled in (
        (session, session, {"place": "Sala 3"}),
        (session, f"{session}/trainers", {"trainer": "rui@test.example"}),
        (f"{session}/modules", f"{session}/modules", {}),
        (seats, seats, {"people": "1002"}),
    ):
        trainer.get(form).submit(action)
        trainer.get(form).fill(action, filled)
    plan(trainer)
    officer.get("/seat").submit("/seat")
    for action in ("/seat/calendar", "/seat/calendar/end"):
        officer.get("/seat").submit(action)
    trainer.get(seats).fill(seats, {"people": "1003"})
    for form, ending in ((seats, "/take-back"), (session, "/remove"), (f"{session}/cancel", "/cancel")):
        page = trainer.get(form)
        page.submit(next(action for action in page.actions() if action.endswith(ending)))


def take_turns(site: Site, trainer: Visitor) -> None:
    """The forms of those who wait for a place and of those who cannot come, and of the roll, which is early here."""
    planned = plan(trainer)
    trainer.get(planned).fill(planned, {"seats": "1", "place": "Sala 4"})
    seats, code = f"{planned}/seats", planned.rpartition("/")[2]
    trainer.get(seats).submit(f"{seats}/unit")
    trainer.get(seats).fill(seats, {"people": "1002\n1003", "wait": "yes"})
    page = trainer.get(seats)
    off = next(action for action in page.actions() if "/waiting/" in action)
    send(trainer, f"{off.rpartition('/')[0]}/seat")
    page.submit(f"{off.rpartition('/')[0]}/remove")
    eva, ivo = (site.visitor(f"{name}@test.example") for name in ("eva", "ivo"))
    for officer in (eva, ivo):
        send(officer, "/seat/apology", code=code, reason="leave")
        for action in ("/seat/apology/take-back", "/seat/waiting", "/seat/waiting/leave"):
            send(officer, action, code=code)
    send(trainer, f"{planned}/attendance")
    send(trainer, f"{planned}/attendance/seats", number="1003")


def correct_roll(site: Site, administrator: Visitor) -> None:
    """The form that corrects attendance, of a session that has not begun."""
    with site.house.database.read() as session:
        seat = session.scalars(select(Seat)).first()
        assert seat is not None
        action = f"/train/sessions/{seat.session_code}/corrections/{as_text(seat.person_id)}"
    send(administrator, action, based_on="0", state="present", reason="Assinou a folha.")


def answer(trainer: Visitor, session: str) -> None:
    """The forms of a reported mistake, and of answers after a session: these stand on their page once it is over."""
    waiting = trainer.get("/train/mistakes")
    action = next(action for action in waiting.actions() if action.startswith("/train/mistakes/"))
    waiting.submit(action)
    waiting.submit(action, outcome="corrected", note="Artigo mudado.")
    send(trainer, f"{session}/answers", sentence="x", answer="Resposta.")
    send(trainer, f"{session}/answers/taken-back", sentence="x")


def first_radio(page: Page, name: str) -> str:
    """The value of the first radio of that name."""
    found = page.tree.find(f".//input[@name='{name}']")
    assert found is not None
    return found.get("value", "")


def lead_room(site: Site, trainer: Visitor, session: str) -> None:
    """The forms of a live case, of the screen and of a phone, each as it stands and filled in."""
    screen = f"{session}/room"
    cases = trainer.get(screen)
    cases.submit(screen)
    entry = trainer.follow(cases.submit(screen, case=first_radio(cases, "case")))
    shown = trainer.follow(entry.submit(f"{screen}/vote"))
    phone = site.visitor()
    phone.get("/room").submit("/room")
    ballot = a_phone(site, code_of(shown), visitor=phone)
    choice = first_radio(ballot, "choice")
    for filled in ({}, {"choice": choice}):
        ballot.fill(ballot.path, filled)
    trainer.get(screen).submit(f"{screen}/close")
    trainer.get(f"{screen}/hands").submit(f"{screen}/hands")
    trainer.get(f"{screen}/hands").fill(f"{screen}/hands", {f"hands-{choice}": "many"})
    shown = trainer.get(screen)
    shown.submit(f"{screen}/follow")
    decided = trainer.follow(shown.submit(f"{screen}/follow", choice=choice))
    decided.submit(f"{screen}/back")
    trainer.get(screen).submit(f"{screen}/end")


def work_on_paper(site: Site, trainer: Visitor, session: str, officer: Visitor) -> None:
    """The forms of work on paper, each as it stands and filled in, and of the certificate that rests on it."""
    trainer.get(session).submit(f"{session}/reminders")
    # The track of a session that was planned with the form as it stands.
    track, found = next(iter(site.house.catalogue.registers.tracks.items()))
    form = f"{session}/paper"
    trainer.get(form).submit(form)
    who = trainer.get(form).tree.find(".//input[@name='people']")
    assert who is not None
    for module in found.modules:
        trainer.get(form).submit(form, people=who.get("value", ""), module=module)
    mine = "/record/certificates"
    sheet = f"{mine}/{track}"
    officer.follow(officer.get(sheet).submit(sheet)).submit(f"{sheet}/end")
    page = officer.get(mine)
    page.submit(next(action for action in page.actions() if action.startswith("/record/paper/")))


def lack(officer: Visitor) -> None:
    """The form of what one lacks, as it stands, sent and taken back."""
    officer.get("/hindrance").submit("/hindrance")
    officer.get("/hindrance").submit("/hindrance", lack="time", named="yes")
    officer.get("/hindrance").submit("/hindrance/end")


def supervise(supervisor: Visitor) -> None:
    """The forms of a reminder, of a charge that is lent and of work on paper of a unit."""
    page = supervisor.get("/supervise/units")
    opened = supervisor.get(next(link for link in page.links() if "unit=" in link).partition("#")[0])
    opened.submit(next(action for action in opened.actions() if action.endswith("/reminders")))
    opened.submit("/supervise/summary")
    lending = next(link for link in opened.links() if link.endswith("/lend"))
    supervisor.get(lending).submit(lending)
    supervisor.get(lending).submit(lending, email="otto@test.example", last_on="2026-12-01")
    page = supervisor.get("/supervise/delegations")
    page.submit(next(action for action in page.actions() if action.endswith("/end")))
    form = next(link for link in opened.links() if link.endswith("/paper"))
    supervisor.get(form).submit(form)


def administer(administrator: Visitor) -> None:
    """The form of codes, as it stands and for everybody without a password, those that look for somebody, and those
    of programs."""
    administrator.get("/administer/codes").submit("/administer/codes/search")
    administrator.get("/administer/audit").submit("/administer/audit")
    page = administrator.get("/administer/codes")
    (action,) = (action for action in page.actions() if action.startswith("/administer/codes") and "unit=" in action)
    page.submit(action)
    page.submit(action, who="without-password")
    administrator.get("/train/programme").submit("/train/programme/targets")
    record = next(
        link for link in administrator.get("/administer/paper").links() if link.startswith("/administer/paper/")
    )
    administrator.get(record).submit(record)
    programs = "/administer/programs"
    administrator.get(programs).submit(programs, name="Pessoal", scopes=["units:read"])
    page = administrator.get(programs)
    page.submit(next(action for action in page.actions() if action.endswith("/revoke")))


def import_people(administrator: Visitor) -> None:
    """The forms of a file with people, as they stand and filled in."""
    form = administrator.get("/administer/import").fields("/administer/import")
    sent = {**form, "file": (io.BytesIO("Número;Nome;Unidade\n7;Eva;Comando\n8;Ivo;Cmando".encode()), "x.csv")}
    del form["file"]  # a file, and no text
    administrator.post_with_files("/administer/import", form)
    administrator.follow(administrator.post_with_files("/administer/import", sent)).submit(
        "/administer/import/confirmation"
    )
    sent["file"] = (io.BytesIO("Número;Nome;Unidade\n9;Rui;Comado".encode()), "x.csv")
    asked = administrator.follow(administrator.post_with_files("/administer/import", sent))
    asked.submit("/administer/import/units")
    asked.submit("/administer/import/end")


def path_of(administrator: Visitor, name: str) -> str:
    """The page of a person, who is looked for among all."""
    found = administrator.follow(administrator.get("/administer/people").fill("/administer/people/search", {"q": name}))
    (path, *_) = [link for link in found.links() if "/people/" in link]
    return path


def change_person(administrator: Visitor) -> None:
    """The forms of one person, as they stand and filled in."""
    new = "/administer/people/new"
    for filled in ({}, {"name": "Ada", "number": "1009", "email": "ada@test.example"}):
        administrator.get(new).fill(new, filled)
    path = path_of(administrator, "ivo")
    for action, filled in (("details", {}), ("unit", {}), ("leave", {}), ("leave", {"sure": "yes"}), ("return", {})):
        administrator.get(path).fill(f"{path}/{action}", filled)


def keep_settings(administrator: Visitor) -> None:
    """The form of the smallest group, as it stands and filled in."""
    page, form = "/administer/settings", "/administer/settings/smallest-group"
    for filled in ({}, {"size": "9", "sure": "yes"}):
        administrator.get(page).fill(form, filled)


def keep_units(administrator: Visitor) -> None:
    """The forms of a unit, as they stand and filled in."""
    root = next(link for link in administrator.get("/administer/units").links() if "/units/" in link)
    administrator.get(root).submit(f"{root}/name")
    for name in ("", "Comando X", "Comando Y"):
        made = administrator.get(root).submit(f"{root}/below", name=name)
    unit = made.location.partition("?")[0]
    other = next(link for link in administrator.get("/administer/units").links() if "/units/" in link and link != root)
    station = administrator.get(other).submit(f"{other}/below", name="Esquadra X", kind="station").location
    target = administrator.get(f"{station}?above={unit.rpartition('/')[2]}")
    target.submit(f"{station}/place")
    administrator.get(unit).submit(f"{unit}/end")


def keep_roles(site: Site, administrator: Visitor) -> None:
    """The forms of one person's roles and of a proposal, as they stand and filled in."""
    path = path_of(administrator, "ada")
    roles = f"{path}/roles"
    administrator.get(roles).submit(roles, role="reviewer", body="police")
    for action in (f"{roles}/end", f"{path}/charge", f"{path}/charge/end", f"{roles}/end", f"{path}/administrator"):
        administrator.get(roles).submit(action)
    page = administrator.get("/administer/proposals")
    page.submit(next(action for action in page.actions() if action.endswith("/end")))
    with site.house.database.write() as session:
        zita, ada = (people.find_by_email(session, f"{name}@test.example") for name in ("zita", "ada"))
        assert zita is not None
        assert ada is not None
        own = units.list_units(session, zita.organisation_id)[0]
        other = people.add_person(session, unit=own, name="Abel", service_number="1010", roles=["administrator"])
        proposals.propose(
            session,
            organisation_id=own.id,
            person_id=ada.id,
            kind="give-administrator",
            email=None,
            proposed_by=other.id,
            now=site.now,
        )
    page = administrator.get("/administer/proposals")
    page.submit(next(action for action in page.actions() if "/proposals/" in action and not action.endswith("/end")))
    administrator.get(roles).submit(f"{path}/administrator/end")


def review(site: Site) -> None:
    """The forms of a text under review, as they stand and filled in, of its author and of a reviewer."""
    before = site.now
    reviewed = Reviewed(site)
    author, reviewer = reviewed.trainer(), reviewed.reviewer("police")
    own = reviewed.review_url
    for note in ("x" * 2_001, "Um caso curto."):
        author.get(own).submit(own, note=note)
    url = next(link for link in reviewer.get("/review/documents").links() if link.startswith("/review/texts/"))
    for filled in ({}, {"remark": "Falta a hora."}):
        reviewer.get(url).fill(f"{url}/comments", filled)
    for filled in ({}, {"position": "dissent", "reason": "Falta a hora."}):
        reviewer.get(url).fill(f"{url}/signature", filled)
    for filled in ({}, {"reply": "Não faz falta."}):
        author.get(own).fill(f"{own}/answers", filled)
    author.get(own).submit(f"{own}/end")
    site.now = before


def withdraw(visitor: Visitor, area: str) -> None:
    """The form that withdraws a document, as it stands."""
    form = f"/{area}/withdrawals/case/looked-away"
    visitor.get(form).submit(form)


def publish(site: Site, trainer: Visitor) -> None:
    """The form that publishes a text, of one that nobody signed, and the one that withdraws it, as it stands."""
    digest = site.house.catalogue.case("looked-away").digest
    send(trainer, f"/author/publications/case/looked-away/{digest}", day="tomorrow")
    withdraw(trainer, "author")


def survey(site: Site, officer: Visitor) -> None:
    """The sheet of a survey, as it stands and filled in, and the form that withdraws it."""
    with site.house.database.write() as session:
        ana = people.find_by_email(session, "ana@test.example")
        assert ana is not None
        a_session(session, "RD-9", track="racial-discrimination", starts_at=site.now + dt.timedelta(days=9))
        seats.add_seat(session, "RD-9", ana.id)
    page = "/surveys/what-changed"
    for filled in ({}, {"q-filmed": "explain", "code_from": "card", "code": "7K3Q"}, {"q-filmed": "explain"}):
        officer.get(f"{page}/sheet").fill(f"{page}/sheet", filled)
    officer.get(page).submit(f"{page}/withdrawn")
    with site.house.database.write() as session:
        seats.remove_seat(session, "RD-9", ana.id)  # what comes back to somebody waits for the session that they have


def ask_about_data(officer: Visitor, administrator: Visitor) -> None:
    """The forms of requests about data, as they stand and filled in, of who asks and of who answers."""
    page, restriction, list_ = "/account/data/requests", "/account/data/restriction", "/administer/requests"
    for filled in ({}, {"kind": "objection", "text": "Não quero."}):
        officer.get(page).fill(page, filled)
    for filled in ({}, {"ground": "claims"}):
        officer.get(restriction).fill(restriction, filled)
    for url in sorted({link for link in administrator.get(list_).links() if link.startswith(f"{list_}/")}):
        for filled in ({}, {"decision": "granted", "answer": "Assim se fez."}):
            administrator.get(url).fill(url, filled)
        if f"{url}/end" in administrator.get(url).actions():
            for why in ("", "O processo terminou."):
                administrator.get(url).submit(f"{url}/end", answer=why)
            token = administrator.get("/account").fields("/preferences")["csrf_token"]
            administrator.post(f"{url}/lift", {"csrf_token": token})  # too early
    asked = officer.get(page)
    asked.submit(next(action for action in asked.actions() if action.endswith("/end")))


def keep_account(visitor: Visitor) -> None:
    """The forms of one's account, wrong and right; signing out at last."""
    for language in ("en", "pt"):
        visitor.get("/account").submit("/preferences", language=language, theme="dark")
    visitor.get("/account").submit("/account/sign-ins/end-others")
    for present in ("", PASSWORD):
        visitor.get("/account/data/export").submit("/account/data/export", password=present)
        visitor.get("/account").submit("/account/password", present=present, password="quatro palavras sem nexo")
    visitor.get("/notice").submit("/notice")
    asked = visitor.follow(visitor.get("/account/data/erasure").submit("/account/data/erasure"))
    asked.submit("/account/data/erasure/call-off")
    visitor.get("/").submit("/sign-out")


def take_second_step(site: Site, administrator: Visitor) -> None:
    """The forms of the second step: set up, shown and changed, at an address for which there are passkeys."""
    step, own = "/sign-in/second-step", "/account/second-factor"
    before = site.app.extensions[EXTENSION]
    site.app.extensions[EXTENSION] = replace(before, settings=replace(before.settings, public_url="http://localhost"))
    with site.house.database.read() as session:
        zita = people.find_by_email(session, "zita@test.example")
        assert zita is not None
        unit = units.list_units(session, zita.organisation_id)[0]
    site.add_person(unit, "vera@test.example", number="1004")
    visitor = site.visitor("vera@test.example")
    page = visitor.get(own)
    page.submit(f"{step}/passkeys/new")
    visitor.post(f"{step}/passkeys/new/options", {"csrf_token": page.fields(f"{step}/passkeys/new")["csrf_token"]})
    shown = visitor.follow(page.submit(f"{step}/app/begin"))
    shown.submit(f"{step}/app")
    secret = "".join(re.findall(r"<code>(.*?)</code>", shown.html)).replace(" ", "")
    shown.submit(f"{step}/app", code=pyotp.TOTP(secret).at(site.now))
    visitor.get(own).submit(f"{own}/recovery-codes")
    with site.house.database.write() as session:
        vera = people.find_by_email(session, "vera@test.example")
        assert vera is not None
        day = site.now.date()
        factors.add_passkey(
            session, vera.id, name="Telemóvel", credential_id=b"c", public_key=b"p", sign_count=0, made_on=day
        )
    half = site.visitor("vera@test.example")
    page = half.get(step)
    page.submit(f"{step}/passkeys")
    half.post(f"{step}/passkeys/options", {"csrf_token": page.fields(step)["csrf_token"]})
    for code in ("", "000000", "AAAA-AAAA-AAAA"):
        page.submit(step, code=code)
    page.submit(f"{step}/leave")
    page = visitor.get(own)
    for action in (action for action in page.actions() if action.endswith("/end")):
        page.submit(action)
        shown = visitor.follow(visitor.get(own).submit(f"{step}/app/begin"))
    secret = "".join(re.findall(r"<code>(.*?)</code>", shown.html)).replace(" ", "")
    shown.submit(f"{step}/app", code=pyotp.TOTP(secret).at(site.now))
    path = path_of(administrator, "vera")
    administrator.get(path).submit(f"{path}/second-factor/end")
    site.app.extensions[EXTENSION] = before


def sign_in_otherwise(visitor: Visitor) -> None:
    """The forms of those who cannot sign in, as they stand and filled in."""
    visitor.get("/sign-in").submit("/sign-in")
    for filled in ({}, {"identifier": "eva@test.example"}):
        visitor.get("/sign-in/forgotten").fill("/sign-in/forgotten", filled)
        visitor.get("/sign-in/code").fill("/sign-in/code", filled)
    with_code = {"identifier": "eva@test.example", "code": "0000-0000-0000", "password": "quatro palavras sem nexo"}
    visitor.get("/sign-in/code").fill("/sign-in/code", with_code)
    token = visitor.get("/sign-in").fields("/sign-in")["csrf_token"]
    visitor.post("/sign-in/organisation", {"csrf_token": token, "own_device": ["own"]})  # a provider leads to it


def illustrate(trainer: Visitor) -> None:
    """The forms of the pictures of a draft."""
    new = "/author/drafts/new"
    path = trainer.follow(trainer.get(new).fill(new, {"kind": "case", "document": "illustrated"})).path
    form = trainer.get(f"{path}/pictures").fields(f"{path}/pictures")
    sent = {**form, "alt": "Uma rua.", "looked": "yes", "picture": (io.BytesIO(photograph()), "rua.jpg")}
    del form["picture"]  # a file, and no text
    trainer.post_with_files(f"{path}/pictures", form)
    trainer.post_with_files(f"{path}/pictures", sent)
    trainer.get(f"{path}/pictures").submit(f"{path}/pictures/remove")


def test_no_form_of_any_page_has_a_field_that_is_not_asked_for(
    site: Site, officer: Visitor, sent: Sent, caplog: pytest.LogCaptureFixture
) -> None:
    unit = site.add_organisation("Outra")
    for name, number in (("eva", "1002"), ("ivo", "1003")):
        site.add_person(unit, f"{name}@test.example", number=number)
    site.add_person(unit, "rui@test.example", ("trainer",))
    site.add_person(unit, "olga@test.example", ("supervisor",), supervises=unit)
    site.add_person(unit, "otto@test.example", ("supervisor",))
    author = site.add_person(unit, "zita@test.example", ("trainer", "administrator"))
    site.add_person(unit, "rita@test.example", ("reviewer",), body="police")
    with caplog.at_level(logging.WARNING):
        review(site)
        learn(site, officer)
        lack(officer)
        survey(site, officer)
        planner = site.visitor("zita@test.example")
        planned = plan(planner)
        plan_series(planner)
        answer(planner, planned)
        write_case(planner)
        write_text(planner)
        publish(site, planner)
        preview(site, author, planner, site.visitor("rita@test.example"))
        planner.get(f"{planned}/seats").fill(f"{planned}/seats", {"people": "1003"})
        lead_room(site, planner, planned)
        work_on_paper(site, planner, planned, site.visitor("ivo@test.example"))
        change(planner, plan(planner), site.visitor("eva@test.example"))
        illustrate(site.visitor("rui@test.example"))
        take_turns(site, planner)
        supervise(site.visitor("olga@test.example"))
        send(planner, f"/train/quizzes/{MODULE}/rescoring", reason="Duas opções certas.")
        void_a_part(site)
        planner.get("/account").submit("/account/role", role="administrator")
        administer(planner)
        import_people(planner)
        ask_about_data(site.visitor("eva@test.example"), planner)
        change_person(planner)
        take_second_step(site, planner)
        keep_roles(site, planner)
        keep_units(planner)
        keep_settings(planner)
        correct_roll(site, planner)
        withdraw(planner, "administer")
        come_back(site)
        site.visitor("ana@test.example").get("/account").submit("/account/sign-ins/end")
        keep_account(site.visitor("ana@test.example"))
        sign_in_otherwise(site.visitor())
        site.visitor_by_form("eva@test.example")

    assert warnings_in(caplog) == []
    assert sent.answered == sent.all
