"""The second step of signing in: until it is taken nothing is open, however somebody came to the first."""

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from passwords import PASSWORD
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select

from course.acts.factor_secrets import hash_of_code
from course.acts.one_time_code import VALID, make_code
from course.base.ids import as_text
from course.content.library import Library
from course.storage import codes, people
from course.storage.models import AuditEntry, Mail

STEP, APP, FACTORS = "/sign-in/second-step", "/sign-in/second-step/app", "/account/second-factor"
RUI = "rui@prova.pt"
LATER = dt.timedelta(minutes=10)


@pytest.fixture
def site(migrated_file: Path, tmp_path: Path, library: Library) -> Iterator[Site]:
    """An application that asks every role but the learner's for a second factor."""
    instance = tmp_path / "instance"
    instance.mkdir()
    shutil.copyfile(migrated_file, instance / "course.db")
    made = Site("", instance, library, requires_second_factor=True)
    yield made
    made.close()


def a_trainer(site: Site) -> Visitor:
    """A trainer, after the password."""
    site.add_person(site.add_organisation(), RUI, ("officer", "trainer"))
    return site.visitor(RUI, "en")


def set_up(site: Site, visitor: Visitor) -> tuple[str, list[str]]:
    """An app, through the pages: its secret and the recovery codes."""
    started = visitor.follow(visitor.get("/"))
    page = started if STEP in started.path else visitor.get(FACTORS)
    shown = visitor.follow(page.submit(f"{APP}/begin"))
    secret = "".join(re.findall(r"<code>(.*?)</code>", shown.html)).replace(" ", "")
    told = shown.submit(APP, code=pyotp.TOTP(secret).at(site.now))
    assert (told.status, told.h1) == (200, "Your recovery codes"), told.text
    return secret, re.findall(r"<code>(.*?)</code>", told.html)


def code_of(site: Site, secret: str) -> str:
    """What the app shows now."""
    return pyotp.TOTP(secret).at(site.now)


def test_a_trainer_without_one_is_led_to_set_it_up_before_anything_else_and_is_asked_for_it_next_time(
    site: Site,
) -> None:
    visitor = a_trainer(site)

    led = visitor.follow(visitor.get("/train/sessions"))
    secret, recovery = set_up(site, visitor)

    assert (led.path.partition("?")[0], led.h1) == (STEP, "Set up the second step")
    assert len(recovery) == 10
    assert visitor.get("/account").status == 200
    site.now += LATER
    again = site.visitor_by_form(RUI, "en")
    asked = again.follow(again.get("/account"))
    refused = asked.submit(STEP, code="000000")
    entered = asked.submit(STEP, code=f" {code_of(site, secret)[:3]} {code_of(site, secret)[3:]} ")
    assert (asked.h1, asked.fields(STEP)["next"]) == ("The second step", ["/account"])
    assert (refused.status, "This code is not right" in refused.text) == (422, True)
    assert (entered.status, entered.location) == (303, "/account")
    assert again.get("/account").status == 200
    assert f"{len(recovery)} recovery codes are left" in again.get(FACTORS).text


def test_a_half_open_sign_in_reaches_what_nobody_signed_in_reaches_and_nothing_else(site: Site) -> None:
    half, nobody = a_trainer(site), site.visitor(language="en")
    set_up(site, half)
    half = site.visitor(RUI, "en")
    token = half.get(STEP).fields(STEP)["csrf_token"][0]
    walked = 0
    for rule in site.app.url_map.iter_rules():
        if rule.rule.startswith(STEP) or rule.rule in {"/sign-in", "/preferences"}:
            continue
        path = re.sub(r"<int:[^>]*>", "1", re.sub(r"<(?!int)[^>]*>", "A" * 22, rule.rule))
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answers = []
            for visitor in (half, nobody):
                sent = {"csrf_token": token} if visitor is half else {"csrf_token": _token_of(nobody)}
                given = visitor.client.open(path, method=method, data=sent if method == "POST" else None)
                body = re.sub(r'name="csrf_token" value="[^"]*"', "", given.get_data(as_text=True))
                answers.append((given.status_code, given.headers.get("Location"), _without_marks(body)))
            assert answers[0] == answers[1], (method, path)
            walked += 1
    assert walked > 150
    assert half.follow(half.get("/")).path.partition("?")[0] == STEP
    assert (nobody.get(STEP).status, nobody.get(APP).status) == (303, 303)


def _token_of(visitor: Visitor) -> str:
    return visitor.get("/sign-in").fields("/sign-in")["csrf_token"][0]


def _without_marks(body: str) -> str:
    """Without what differs at each request of anybody: incident numbers and keys of forms."""
    return re.sub(r'value="[A-Za-z0-9_-]{16}"|[0-9A-F]{8,}', "", body)


def test_a_code_by_mail_that_sets_a_password_leads_to_the_second_step_and_not_past_it(site: Site) -> None:
    visitor = a_trainer(site)
    set_up(site, visitor)
    code = make_code()
    with site.house.database.write() as session:
        rui = people.find_by_email(session, RUI)
        assert rui is not None
        hashed = hash_of_code(site.settings.keys, "one-time", rui.id, code)
        codes.put(session, rui.id, code_hash=hashed, channel="mail", now=site.now, expires_at=site.now + VALID)
    other = site.visitor(language="en")

    page = other.get("/sign-in/code").submit(
        "/sign-in/code", identifier=RUI, code=code, password="quatro palavras sem nexo"
    )

    assert (page.status, page.location) == (303, STEP)
    assert other.follow(other.get("/account")).h1 == "The second step"


def test_a_role_given_to_a_learner_who_is_in_opens_nothing_before_the_second_step(site: Site) -> None:
    person = site.add_person(site.add_organisation(), "ana@prova.pt")
    visitor = site.visitor("ana@prova.pt", "en")
    assert visitor.get("/account").status == 200
    with site.house.database.write() as session:
        people.add_role(session, person.id, "administrator")

    assert visitor.follow(visitor.get("/account")).h1 == "Set up the second step"
    left = visitor.get(STEP).submit(f"{STEP}/leave")
    assert (left.status, visitor.follow(left).h1) == (303, "Sign in to the course")
    assert visitor.follow(visitor.get("/account")).h1 == "Sign in to the course"


def test_a_learner_is_offered_one_on_the_account_page_and_asked_for_it_from_then_on(site: Site) -> None:
    site.add_person(site.add_organisation(), "ana@prova.pt")
    visitor, elsewhere = site.visitor("ana@prova.pt", "en"), site.visitor("ana@prova.pt", "en")
    assert FACTORS in visitor.get("/account").links()

    secret, _ = set_up(site, visitor)

    assert elsewhere.get("/account").status == 303
    assert visitor.get(APP).status == 303  # what was set up is shown no more
    again = site.visitor("ana@prova.pt", "en")
    assert again.follow(again.get("/")).h1 == "The second step"
    ended = visitor.get(FACTORS).submit(f"{FACTORS}/app/end")
    assert (ended.status, site.visitor("ana@prova.pt", "en").get("/account").status) == (303, 200)
    own = visitor.get("/account/data").text
    assert secret not in own
    with site.house.database.read() as session:
        assert session.scalars(select(Mail.kind)).all() == ["factor-changed"] * 2
        events = session.scalars(select(AuditEntry.event)).all()
    assert sorted(event for event in events if event.startswith("factor")) == ["factor-added", "factor-removed"]


def test_a_sixth_wrong_code_is_told_when_to_come_back_and_a_recovery_code_is_taken(site: Site) -> None:
    _, recovery = set_up(site, a_trainer(site))
    visitor = site.visitor(RUI, "en")

    tries = [visitor.get(STEP).submit(STEP, code=f"00000{number}") for number in range(6)]

    assert [page.status for page in tries] == [422] * 5 + [429]
    assert int(tries[-1].headers["Retry-After"]) > 0
    assert visitor.get(STEP).submit(STEP, code=recovery[3].lower()).location == "/"
    assert "9 recovery codes are left" in visitor.get(FACTORS).text
    made = visitor.get(FACTORS).submit(f"{FACTORS}/recovery-codes")
    assert (made.h1, recovery[4] in made.html) == ("Your recovery codes", False)


def test_an_administrator_takes_a_lost_one_away_alone_from_a_learner_and_with_a_second_from_others(site: Site) -> None:
    unit = site.add_organisation()
    for email in ("chefe@prova.pt", "outra@prova.pt"):
        site.add_person(unit, email, ("officer", "administrator"))
    people_ids = {}
    for email, roles in (("ana@prova.pt", ("officer",)), (RUI, ("officer", "trainer"))):
        people_ids[email] = site.add_person(unit, email, roles).id  # type: ignore[arg-type]
        set_up(site, site.visitor(email, "en"))
    chief, other = site.visitor("chefe@prova.pt", "en"), site.visitor("outra@prova.pt", "en")
    for one in (chief, other):
        set_up(site, one)
        account = one.get("/account")
        account.submit("/account/role", role="administrator")

    taken = _take(chief, people_ids["ana@prova.pt"])
    proposed = _take(chief, people_ids[RUI])

    assert (taken.status, proposed.status) == (303, 303)
    assert site.visitor("ana@prova.pt", "en").get("/account").status == 200
    waiting = other.get("/administer/proposals")
    assert "Rui is to be rid of a lost second factor" in waiting.text
    action = next(action for action in waiting.actions() if re.fullmatch("/administer/proposals/[^/]+", action))
    own = chief.post(action, {"csrf_token": chief.get("/account").fields("/sign-out")["csrf_token"]})
    assert (own.status, waiting.submit(action).status) == (403, 303)
    rui = site.visitor(RUI, "en")
    assert rui.follow(rui.get("/account")).h1 == "Set up the second step"
    with site.house.database.read() as session:
        assert session.scalars(select(Mail.kind).where(Mail.kind == "factor-taken")).all() == ["factor-taken"] * 2


def _take(chief: Visitor, person_id: bytes) -> Page:
    page = chief.get(f"/administer/people/{as_text(person_id)}")
    return page.submit(f"/administer/people/{as_text(person_id)}/second-factor/end")


def test_the_password_stays_the_first_step(site: Site) -> None:
    secret, _ = set_up(site, a_trainer(site))
    visitor = site.visitor(language="en")

    assert visitor.post(STEP, {"csrf_token": _token_of(visitor), "code": code_of(site, secret)}).location.startswith(
        "/sign-in?"
    )
    assert PASSWORD not in visitor.get("/sign-in").html
