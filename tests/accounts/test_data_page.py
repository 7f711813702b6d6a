import datetime as dt
import json
import re
from typing import get_args

import pytest
from page_lint import lint
from passwords import PASSWORD
from rows import a_comment, a_draft, a_publication, a_signature, a_submission, a_voiding, a_withdrawal
from site_of_tests import START, Page, Site, Visitor
from sqlalchemy import select
from walks import CASE, MODULE, answer_all, hand_in, play, read_all

from course.accounts.data_page import MAIL_KINDS
from course.acts.audit import Event
from course.acts.held import put, session_batch
from course.acts.post import MailKind
from course.acts.sign_in import hash_password
from course.base.keyring import key_file
from course.base.languages import LANGUAGES, Language
from course.storage import people
from course.storage.models import AuditEntry, Erasure, SectionSeen
from course.web.audit_words import EVENTS

DATA, EXPORT, ERASURE = "/account/data", "/account/data/export", "/account/data/erasure"


def an_officer(site: Site, language: Language = "pt") -> Visitor:
    """Somebody who did the whole module, by the pages."""
    unit = site.add_unit(site.add_organisation(), "Esquadra 1")
    site.add_person(unit, "ana@prova.pt", number="1234")
    visitor = site.visitor("ana@prova.pt", language)
    read_all(site, visitor)
    play(site, visitor)
    return visitor


def with_a_quiz(site: Site, visitor: Visitor) -> Visitor:
    hand_in(answer_all(site, visitor))
    return visitor


def ask_for_copy(visitor: Visitor, form: str, password: str = PASSWORD) -> Page:
    return visitor.get(EXPORT).submit(EXPORT, form=form, password=password)


def exports(site: Site) -> list[dict[str, object]]:
    with site.house.database.read() as session:
        return list(session.scalars(select(AuditEntry.detail).where(AuditEntry.event == "own-data-exported")))


def list_items(html: str) -> list[str]:
    """The words of every list item in the main part, white space folded."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return [" ".join(re.sub("<[^>]+>", " ", item).split()) for item in re.findall(r"<li>(.*?)</li>", main, re.DOTALL)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_store_in_words(site: Site, language: Language) -> None:
    page = with_a_quiz(site, an_officer(site, language)).get(DATA)

    module = site.house.catalogue.module(MODULE).in_(language).title
    case = site.house.catalogue.case(CASE).in_(language).title
    said = {
        "pt": [
            "Correio eletrónico: ana@prova.pt",
            "Número de serviço: 1234",
            "Unidade: Esquadra 1",
            f"{module}: concluído a 23 nov. 2026",
            f"{case}: aberto a 23 nov. 2026, jogado até ao fim",
            "Apaga-se: 5 anos depois da conclusão.",
            "Apaga-se: 90 dias depois da entrega; 30 dias depois da última alteração, enquanto por entregar.",
        ],
        "en": [
            "E-mail: ana@prova.pt",
            "Service number: 1234",
            "Unit: Esquadra 1",
            f"{module}: completed on 23 Nov 2026",
            f"{case}: opened on 23 Nov 2026, played to an ending",
            "Erased: 5 years after completion.",
            "Erased: 90 days after it was handed in; 30 days after its last change while open.",
        ],
    }[language]
    assert [words for words in said if words not in page.text] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pt", ["Certeza: Tenho dúvidas", "Certeza: Tenho quase a certeza", "Certeza: Tenho a certeza"]),
        ("en", ["How sure: I have doubts", "How sure: I am almost certain", "How sure: I am certain"]),
    ],
)
def test_how_sure_an_answer_was_stands_in_the_words_in_which_it_was_chosen(
    site: Site, language: Language, words: list[str]
) -> None:
    visitor = an_officer(site, language)
    hand_in(answer_all(site, visitor, sure={1: 1, 2: 2, 3: 3}))

    page = visitor.get(DATA)

    assert [page.text.count(said) for said in words] == [1, 1, 1]


def test_the_page_says_what_one_holds_until_its_hour_to_who_holds_it(site: Site) -> None:
    visitor = an_officer(site, "en")
    keys = site.house.settings.keys
    with site.house.database.write() as session:
        learner = _learner_of(site)
        content = {"module": MODULE, "ticked": [], "line": "Two cars for the whole station."}
        put(session, keys, learner=learner, batch=session_batch("RD-1"), place=f"module/{MODULE}/play", content=content)

    page = visitor.get(DATA)
    key_file(keys, session_batch("RD-1")).unlink()
    lost = visitor.get(DATA)

    title = site.house.catalogue.module(MODULE).english.title
    until = "until the picture of session RD-1 is taken"
    assert f"An objection in the module {title}: Two cars for the whole station., {until}" in page.text
    assert f"Something that can no longer be opened, and will not be sent, {until}" in lost.text


def _learner_of(site: Site) -> bytes:
    """The one learner key that is in the database."""
    with site.house.database.read() as session:
        return session.scalars(select(SectionSeen.learner_key)).first() or b""


def test_a_supervisor_s_look_is_on_the_page_of_who_was_looked_at(site: Site) -> None:
    organisation = site.add_organisation()
    station = site.add_unit(organisation, "Esquadra 1")
    site.add_person(station, "ana@prova.pt")
    site.add_person(organisation, "chefe@prova.pt", ("supervisor",), supervises=organisation)
    site.visitor("chefe@prova.pt").get(f"/supervise/units?unit={station.id.hex()}")

    page = site.visitor("ana@prova.pt", "en").get(DATA)

    look = (
        "23 Nov 2026, 09:00: Looked at who completed the course (of the unit Esquadra 1). "
        "Chefe, Supervisor, Polícia de Prova"
    )
    assert look in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_copy_to_read_says_what_the_page_says_and_is_whole_in_itself(site: Site, language: Language) -> None:
    visitor = with_a_quiz(site, an_officer(site, language))
    page = visitor.get(DATA)

    copy = ask_for_copy(visitor, "html")

    noted = {"pt": "Obteve uma cópia do que se guarda sobre si", "en": "Took a copy of what is kept about oneself"}
    on_page = list_items(page.html)
    in_copy = [item for item in list_items(copy.html) if noted[language] not in item]
    assert (in_copy, len(on_page) > 20) == (on_page, True)
    assert copy.headers["Content-Disposition"] == 'attachment; filename="terreno-comum-2026-11-23.html"'
    assert re.findall(r"<(?:script|style|link|img|iframe|form|a)\b|\b(?:src|href|style)=", copy.html) == []
    assert lint(copy.html, "copy") == []


def test_the_copy_for_programs_holds_the_answers_with_their_questions(site: Site) -> None:
    visitor = with_a_quiz(site, an_officer(site, "en"))

    copy = ask_for_copy(visitor, "json")

    written = json.loads(copy.html)
    quiz = site.house.catalogue.quiz(MODULE).english
    [attempt] = written["attempts"]
    assert copy.headers["Content-Type"] == "application/json"
    assert (written["account"]["email"], attempt["percent"]) == ("ana@prova.pt", 100)
    assert [question["text"] for question in attempt["questions"]] == [
        quiz.questions[question["id"]].prompt for question in attempt["questions"]
    ]
    assert all(question["answers"][0]["given"] for question in attempt["questions"])
    assert written["completions"][0]["date"] == "2026-11-23"
    assert len(written["not_in_this_copy"]) == 6


def test_no_copy_carries_what_would_open_something(site: Site) -> None:
    visitor = with_a_quiz(site, an_officer(site))
    copies = [ask_for_copy(visitor, form).html for form in ("html", "json")]

    keys = [_learner_of(site).hex(), "argon2", PASSWORD]
    assert [key for key in keys for copy in copies if key in copy] == []


def test_a_copy_is_noted_and_seen_on_the_page(site: Site) -> None:
    visitor = an_officer(site, "en")
    ask_for_copy(visitor, "json")

    assert exports(site) == [{"form": "json"}]
    assert "Took a copy of what is kept about oneself. Ana, Learner, Polícia de Prova" in visitor.get(DATA).text


@pytest.mark.parametrize("password", ["", "not the password"])
@pytest.mark.parametrize(
    ("language", "said"), [("pt", "A palavra-passe não está certa"), ("en", "The password is not right")]
)
def test_without_the_password_there_is_no_copy(site: Site, password: str, language: Language, said: str) -> None:
    page = ask_for_copy(an_officer(site, language), "json", password)

    assert (page.status, said in page.text, exports(site)) == (422, True, [])
    assert "attempts" not in page.html


def test_somebody_else_s_password_gives_no_copy(site: Site) -> None:
    visitor = an_officer(site)
    other = site.add_person(site.add_organisation("Outra"), "rui@prova.pt")
    with site.house.database.write() as session:
        people.get_person(session, other.id).password_hash = hash_password("another word")

    assert ask_for_copy(visitor, "html", "another word").status == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_erasure_is_shown_before_it_is_asked_and_can_be_called_off(site: Site, language: Language) -> None:
    visitor = with_a_quiz(site, an_officer(site, language))
    words = {
        "pt": (
            "1 tentativa num questionário, com todas as respostas e resultados",
            "Que concluiu um módulo, e em que dia",
            "Apaga-se a 30 nov. 2026.",
            "A sua aprendizagem apaga-se a 30 nov. 2026.",
        ),
        "en": (
            "1 attempt at a quiz, with all answers and results",
            "That you completed a module, and on which day",
            "It goes on 30 Nov 2026.",
            "Your learning goes on 30 Nov 2026.",
        ),
    }[language]
    goes, stays, due, notice = words

    first = visitor.get(ERASURE)
    asked = visitor.follow(first.submit(ERASURE))
    warned = visitor.get(DATA)
    kept = visitor.follow(asked.submit(f"{ERASURE}/call-off"))

    assert [goes in first.text, stays in first.text, due in first.text] == [True, True, False]
    assert [due in asked.text, notice in warned.text, due in kept.text] == [True, True, False]
    with site.house.database.read() as session:
        assert session.scalars(select(Erasure)).all() == []


def test_an_erasure_is_kept_under_the_learner_and_due_in_seven_days(site: Site) -> None:
    visitor = an_officer(site)
    visitor.get(ERASURE).submit(ERASURE)

    with site.house.database.read() as session:
        [asked] = session.scalars(select(Erasure)).all()
    assert (asked.learner_key, asked.due_on) == (_learner_of(site), START.date() + dt.timedelta(days=7))


def test_the_foot_of_every_page_leads_here_for_who_is_signed_in(site: Site) -> None:
    signed_in = an_officer(site)

    assert DATA in signed_in.get("/").links()
    assert DATA not in site.visitor().get("/sign-in").links()


def test_every_event_and_every_mail_has_its_words() -> None:
    assert set(EVENTS) == set(get_args(Event))
    assert set(MAIL_KINDS) == set(get_args(MailKind))


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_writes_and_signs_texts_reads_there_what_the_record_keeps_of_it(site: Site, language: Language) -> None:
    unit = site.add_organisation()
    id_ = site.add_person(unit, "ana@prova.pt").id
    visitor = site.visitor("ana@prova.pt", language)
    heading = {"pt": "Para se saber quem responde por que texto", "en": "To know who answers for which text"}[language]
    assert heading not in visitor.get(DATA).text
    with site.house.database.write() as session:
        a_submission(session, a_draft(session, id_, now=START), id_, note="Mudei <b>o fim</b>.", now=START)
        a_signature(session, id_, reason="Falta <i>a lei</i>.")
        a_comment(session, id_, remark="Quem <s>vê</s>?", reply="O agente.")
        a_publication(session, id_, visible_from=START)
        a_withdrawal(session, id_, reason="Erro.")
        a_voiding(session, id_)

    page = visitor.get(DATA)
    copy = ask_for_copy(visitor, "json")

    said = {
        "pt": [
            "Caso new-case: escreve nele, desde 23 nov. 2026",
            "Caso new-case, em 23 nov. 2026: Mudei <b>o fim</b>.",
            "Concordou, com uma divergência declarada: Falta <i>a lei</i>.",
        ],
        "en": [
            "Case new-case: you write in it, since 23 Nov 2026",
            "Case new-case, on 23 Nov 2026: Mudei <b>o fim</b>.",
            "You agreed, with a dissent: Falta <i>a lei</i>.",
        ],
    }[language]
    assert [words for words in [heading, *said] if words not in page.text] == []
    authored = json.loads(copy.html)["authored"]
    assert [len(rows) for rows in authored.values()] == [1, 1, 1, 1, 2, 2, 1]
