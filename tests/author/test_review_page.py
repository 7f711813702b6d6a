import datetime as dt

import pytest
from authors import CASE
from reviews import AUTHOR, DOCUMENT, OTHER, Reviewed, mails, sign, sign_all, url_of
from site_of_tests import Page, Site

from course.acts.open_draft import open_draft
from course.base.ids import as_text
from course.content.clearance import PARTIES
from course.storage import submissions


@pytest.fixture
def reviewed(site: Site) -> Reviewed:
    return Reviewed(site)


def submit(reviewed: Reviewed, **fields: str) -> Page:
    """Press Submit on the author's page."""
    author = reviewed.trainer()
    return author.get(reviewed.review_url).fill(reviewed.review_url, fields)


@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_draft_that_was_not_submitted_says_what_will_be_and_offers_it(reviewed: Reviewed, language: str) -> None:
    page = reviewed.trainer(AUTHOR, language).get(reviewed.review_url)

    assert page.status == 200
    assert page.fields(reviewed.review_url)["due_on"] == [f"{reviewed.site.now.date() + dt.timedelta(14)}"]


def test_submitting_freezes_the_text_and_calls_each_party_once(reviewed: Reviewed) -> None:
    page = submit(reviewed, note="Um caso curto.", due_on="2026-07-10")
    submit_anyhow(reviewed, note="Outra vez.")

    assert page.status == 303
    assert mails(reviewed.site) == [(party, "text-to-sign") for party in sorted(PARTIES)]
    with reviewed.site.house.database.read() as session:
        handed_in = submissions.list_of_document(session, "case", DOCUMENT)
    assert {(one.note, one.due_on, one.ended) for one in handed_in} == {
        ("Um caso curto.", dt.date(2026, 7, 10), "replaced"),
        ("Outra vez.", dt.date(2026, 7, 15), None),
    }


@pytest.mark.parametrize("day", ["2026-07-02", "2026-12-31", "amanhã", "2026-02-30"])
def test_a_day_that_is_too_near_too_far_or_none_is_shown_again_with_the_note(reviewed: Reviewed, day: str) -> None:
    page = submit(reviewed, note="Um caso curto.", due_on=day)

    assert (page.status, "Choose a day that is between 3 and 90 days from today" in page.text) == (422, True)
    assert page.fields(reviewed.review_url)["note"] == ["Um caso curto."]
    assert mails(reviewed.site) == []


def test_a_text_with_errors_offers_no_submission_and_a_sent_form_submits_nothing(reviewed: Reviewed) -> None:
    form = reviewed.trainer().get(reviewed.review_url)
    reviewed.write("next: end-hasty", "next: nowhere")

    page = form.fill(reviewed.review_url, {})

    assert (page.status, "There are errors to mend first" in page.text) == (422, True)
    assert "to be mended first." in page.text
    assert reviewed.review_url not in page.actions()


def test_what_identifies_somebody_must_be_taken_out(reviewed: Reviewed) -> None:
    reviewed.write("O que acontece depois.", "Ligue para o 912 345 678.")

    page = submit_anyhow(reviewed)

    assert (page.status, "There is something in it that identifies somebody" in page.text) == (422, True)
    assert "912 345 678" in page.text
    assert mails(reviewed.site) == []


def test_words_that_look_like_names_are_ticked_one_by_one_and_shown_to_who_signs(reviewed: Reviewed) -> None:
    reviewed.write("O que acontece depois.", "O agente Rui Almeida fecha o portão.")
    page = reviewed.trainer().get(reviewed.review_url)
    words = [tick.get("value", "") for tick in page.tree.iter("input") if tick.get("name") == "names"]

    refused = page.fill(reviewed.review_url, {"names": ["Outra Pessoa"]})
    taken = page.fill(reviewed.review_url, {"names": words})

    assert words
    assert (refused.status, "Take out the words that look like names" in refused.text) == (422, True)
    assert taken.status == 303
    with reviewed.site.house.database.read() as session:
        [submission] = submissions.list_open(session)
    assert submission.names_nobody == words
    told = reviewed.reviewer("police").get(url_of(submission)).text
    assert [word for word in words if word not in told] == []


def test_the_next_step_follows_the_text_from_its_submission_to_three_signatures(reviewed: Reviewed) -> None:
    author = reviewed.trainer()

    def step() -> str:
        return author.get(reviewed.review_url).text

    assert "Submit exactly this text" in step()
    submission = reviewed.submit()
    url = url_of(submission)
    assert "It waits for those who sign" in step()
    police = reviewed.reviewer("police")
    police.get(url).fill(f"{url}/comments", {"remark": "Falta a hora."})
    assert "1 comment waits for your answer" in step()
    author.get(reviewed.review_url).fill(f"{reviewed.review_url}/answers", {"reply": "Não faz falta."})
    sign(police, url, "refuse", reason="Falta a hora.")
    assert "A party refuses this text" in step()
    sign_all(reviewed, submission)
    assert "All three parties have signed" in step()
    reviewed.write("Título do caso", "Outro título")
    assert "The draft was changed since it was submitted." in step()
    assert "Submit exactly this text" in step()


def test_a_text_is_taken_back_once_and_its_signatures_count_again(reviewed: Reviewed) -> None:
    sign_all(reviewed, reviewed.submit())
    author = reviewed.trainer()
    end = f"{reviewed.review_url}/end"
    form = author.get(reviewed.review_url)

    assert [form.fill(end, {}).status, form.fill(end, {}).status] == [303, 409]
    assert "was taken back on 1 July 2026" in author.get(reviewed.review_url).text
    reviewed.site.now += dt.timedelta(minutes=1)
    submit(reviewed)
    assert "All three parties have signed" in author.get(reviewed.review_url).text


def test_somebody_elses_draft_is_not_found(reviewed: Reviewed) -> None:
    reviewed.submit()
    other = reviewed.trainer(OTHER)
    token = other.get("/account").fields("/account/password")["csrf_token"]

    assert other.get(reviewed.review_url).status == 404
    for action in ("", "/end", "/answers"):
        assert other.post(f"{reviewed.review_url}{action}", {"csrf_token": token}).status == 404


def test_only_the_authors_of_a_text_answer_what_is_said_of_it(reviewed: Reviewed) -> None:
    url = url_of(reviewed.submit())
    reviewed.reviewer("police").get(url).fill(f"{url}/comments", {"remark": "Falta a hora."})
    with reviewed.people.desk(reviewed.people.other) as desk:
        own = open_draft(desk, "case", "another-case", CASE)
    comment = reviewed.trainer().get(reviewed.review_url).fields(f"{reviewed.review_url}/answers")["comment"][0]
    other = reviewed.trainer(OTHER)
    token = other.get("/account").fields("/account/password")["csrf_token"]

    fields = {"csrf_token": token, "comment": [comment], "reply": ["Não."]}
    assert other.post(f"/author/drafts/{as_text(own)}/review/answers", fields).status == 404


def submit_anyhow(reviewed: Reviewed, **fields: str) -> Page:
    """Send the form that the page no longer offers."""
    author = reviewed.trainer()
    token = author.get("/account").fields("/account/password")["csrf_token"]
    return author.post(reviewed.review_url, {"csrf_token": token, **fields})
