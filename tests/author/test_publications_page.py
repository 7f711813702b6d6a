"""Publishing and withdrawing, by trainers: what each page says, and that nobody does it alone."""

import datetime as dt

import pytest
from reviews import AUTHOR, OTHER, Reviewed, sign, sign_all, url_of
from site_of_tests import Page, Site, Visitor

from course.base.calendar import lisbon_moment
from course.content.clearance import PARTIES

LIST = "/author/publications"
WITHDRAWAL = "/author/withdrawals/case/new-case"


@pytest.fixture
def reviewed(site: Site) -> Reviewed:
    return Reviewed(site)


def signed(reviewed: Reviewed) -> str:
    """The address at which the case, signed by all three, is published."""
    submission = reviewed.submit()
    sign_all(reviewed, submission)
    return f"{LIST}/case/new-case/{submission.digest}"


def publish(visitor: Visitor, url: str, **when: str) -> Page:
    """Publish on the page of that text."""
    return visitor.get(url).submit(url, **when)


def withdraw(visitor: Visitor, reason: str = "Uma fonte mudou.") -> Page:
    """Withdraw the case on its page."""
    return visitor.get(WITHDRAWAL).submit(WITHDRAWAL, reason=reason)


def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation("Outra Polícia"), "agente@test.example")
    return site.visitor("agente@test.example", "en")


def test_a_signed_text_waits_for_a_trainer_who_did_not_write_it(reviewed: Reviewed) -> None:
    url = signed(reviewed)

    for_author, for_other = (reviewed.trainer(who).get(LIST) for who in (AUTHOR, OTHER))

    assert "You wrote in it: a trainer who did not can publish it." in for_author.text
    assert url not in for_author.actions()
    assert "You can publish it." in for_other.text
    assert for_other.links().count(url) == 2  # in the table, and as the next step


def test_another_trainer_publishes_it_at_once_and_officers_find_it_by_itself(reviewed: Reviewed) -> None:
    url, agent = signed(reviewed), officer(reviewed.site)
    assert agent.get("/cases/new-case").status == 404

    assert publish(reviewed.trainer(OTHER), url).location == LIST

    assert "/cases/new-case" in agent.get("/library").links()
    opening = agent.get("/cases/new-case")
    assert "Signed by the police, the equality body and civil society." in opening.text
    assert "Readers are shown this text." in reviewed.trainer(AUTHOR).get(url).text


def test_a_text_put_off_is_shown_from_its_hour_on_lisbons_clock(reviewed: Reviewed) -> None:
    url, agent = signed(reviewed), officer(reviewed.site)
    site = reviewed.site
    day = (site.now + dt.timedelta(days=2)).date()

    publish(reviewed.trainer(OTHER), url, day=day.isoformat(), hour="08:30")

    assert agent.get("/cases/new-case").status == 404
    assert "A publication is to come" in reviewed.trainer(OTHER).get(url).text
    site.now = lisbon_moment(day, dt.time(8, 30)) - dt.timedelta(seconds=1)
    agent = site.visitor("agente@test.example")
    assert agent.get("/cases/new-case").status == 404
    site.now += dt.timedelta(seconds=1)
    assert agent.get("/cases/new-case").status == 200


def test_what_was_to_come_never_comes_once_it_is_withdrawn(reviewed: Reviewed) -> None:
    url, site = signed(reviewed), reviewed.site
    day = (site.now + dt.timedelta(days=2)).date()
    publish(reviewed.trainer(OTHER), url, day=day.isoformat(), hour="")

    assert withdraw(reviewed.trainer(AUTHOR)).status == 303

    site.now += dt.timedelta(days=3)
    agent = officer(site)
    assert agent.get("/cases/new-case").h1.startswith("This case was withdrawn on")
    assert "/cases/new-case" not in agent.get("/library").links()
    assert "Uma fonte mudou." in reviewed.trainer(AUTHOR).get(LIST).text


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"day": "2020-01-01"}, "Choose a day from today"),
        ({"day": "9999-12-31"}, "Choose a day from today"),
        ({"day": "tomorrow"}, "Choose a day from today"),
        ({"hour": "08:30"}, "Choose a day from today"),
        ({"day": "2026-12-31", "hour": "half past"}, "Write the hour as 08:30"),
        ({"day": "2026-12-31", "hour": "25:00"}, "Write the hour as 08:30"),
    ],
)
def test_a_day_or_hour_that_is_none_is_told_and_what_was_typed_stays(
    reviewed: Reviewed, when: dict[str, str], said: str
) -> None:
    url = signed(reviewed)

    page = publish(reviewed.trainer(OTHER), url, **when)

    assert page.status == 422
    assert said in page.text
    assert {name: page.fields(url)[name] for name in when} == {name: [value] for name, value in when.items()}


@pytest.mark.parametrize("missing", PARTIES)
def test_without_one_party_nobody_publishes_and_the_page_says_why(reviewed: Reviewed, missing: str) -> None:
    submission = reviewed.submit()
    for party in PARTIES:
        if party != missing:
            sign(reviewed.reviewer(party), url_of(submission), "agree", reads_both="yes")
    url, other = f"{LIST}/case/new-case/{submission.digest}", reviewed.trainer(OTHER)

    page = other.get(url)

    assert "The text is not signed by all three parties yet." in page.text
    assert url not in page.actions()
    assert officer(reviewed.site).get("/cases/new-case").status == 404


def test_a_withdrawal_needs_a_reason_and_is_told_to_readers_without_it(reviewed: Reviewed) -> None:
    publish(reviewed.trainer(OTHER), signed(reviewed))
    agent = officer(reviewed.site)

    refused = withdraw(reviewed.trainer(AUTHOR), " ")
    assert (refused.status, "Write why" in refused.text) == (422, True)
    withdraw(reviewed.trainer(AUTHOR))

    page = agent.get("/cases/new-case")
    assert page.h1.startswith("This case was withdrawn on")
    assert "Uma fonte mudou." not in page.html
    assert "/cases/new-case" not in agent.get("/library").links()
    assert "It is withdrawn already." in reviewed.trainer(AUTHOR).get(WITHDRAWAL).text


def test_what_was_withdrawn_is_published_again_by_another_trainer_with_the_same_signatures(reviewed: Reviewed) -> None:
    url = signed(reviewed)
    publish(reviewed.trainer(OTHER), url)
    withdraw(reviewed.trainer(OTHER))
    assert url in reviewed.trainer(OTHER).get(LIST).links()

    publish(reviewed.trainer(OTHER), url)

    assert officer(reviewed.site).get("/cases/new-case").status == 200


def test_an_officer_in_the_middle_of_a_withdrawn_case_finishes_it_and_is_told(reviewed: Reviewed) -> None:
    publish(reviewed.trainer(OTHER), signed(reviewed))
    agent = officer(reviewed.site)
    scene = agent.follow(agent.get("/cases/new-case").submit("/cases/new-case/runs"))
    withdraw(reviewed.trainer(AUTHOR))

    path, opening = agent.get("/path"), agent.get("/cases/new-case")

    assert "A case that you began was withdrawn on" in path.text
    assert "/cases/new-case" in path.links()
    assert scene.path in opening.links()
    again = agent.get(scene.path)
    assert "This case was withdrawn on" in again.text
    assert "You can finish, and it counts." in again.text
    told = agent.follow(again.submit(scene.path, choice=again_choice(again)))
    ending = agent.get(scene.path.rpartition("/")[0] + "/ending")
    assert told.status == 200
    assert "What you have done stays, and counts." in ending.text
    assert "/cases/new-case/runs" not in ending.actions()
    assert agent.post("/cases/new-case/runs", {"csrf_token": token_of(ending)}).status == 404
    assert agent.post(scene.path.rpartition("/")[0] + "/runs", {"csrf_token": token_of(ending), "number": "1"}).location
    assert "A case that you began was withdrawn on" not in agent.get("/path").text


def again_choice(page: Page) -> str:
    """The first choice that the page offers."""
    return next(i.get("value", "") for i in page.tree.iter("input") if i.get("name") == "choice")


def token_of(page: Page) -> str:
    """The token of a form on the page, or of any page of that visitor."""
    shown = page if page.actions() else page.visitor.get("/preferences")
    return next(i.get("value", "") for i in shown.tree.iter("input") if i.get("name") == "csrf_token")


def test_dissents_are_told_to_officers_word_for_word_and_without_a_name(reviewed: Reviewed) -> None:
    submission = reviewed.submit()
    said = "<b>A paragem</b> devia\nser *mais* curta."
    sign(reviewed.reviewer("civil-society"), url_of(submission), "dissent", reason=said)
    for party in ("police", "equality-body"):
        sign(reviewed.reviewer(party), url_of(submission), "agree", reads_both="yes")
    publish(reviewed.trainer(OTHER), f"{LIST}/case/new-case/{submission.digest}")

    page = officer(reviewed.site).get("/cases/new-case")

    assert "Signed by the police, the equality body and civil society, who do not agree in everything." in page.text
    assert "In what these three do not agree, and why" in page.text
    assert "&lt;b&gt;A paragem&lt;/b&gt; devia<br>ser *mais* curta." in page.html
    assert "test.example" not in page.html
    assert "Civil-Society" not in page.html


def test_a_stolen_trainer_account_publishes_nothing_alone(reviewed: Reviewed) -> None:
    submission = reviewed.submit()
    thief = reviewed.trainer(AUTHOR)
    url = f"{LIST}/case/new-case/{submission.digest}"
    token = token_of(thief.get(reviewed.review_url))
    tries = {
        url: 403,
        f"{LIST}/case/looked-away/{submission.digest}": 404,
        f"/review/texts/case/new-case/{submission.digest}/signature": 403,
        "/administer/withdrawals/case/looked-away": 403,
    }

    found = {address: thief.post(address, {"csrf_token": token, "position": "agree"}).status for address in tries}
    sign_all(reviewed, submission)

    assert found == tries
    assert thief.post(url, {"csrf_token": token}).status == 403  # signed by all, and still its author
    assert officer(reviewed.site).get("/cases/new-case").status == 404


def test_nobody_but_a_trainer_opens_these_pages(reviewed: Reviewed) -> None:
    agent = officer(reviewed.site)
    pages = (LIST, WITHDRAWAL, "/author/queues", "/administer/withdrawals")

    assert {agent.get(page).status for page in pages} == {403}
