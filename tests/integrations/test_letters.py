"""What each mail says, whole, in both languages."""

from typing import get_args

import pytest
from houses import CHANGED

from course.acts.post import MailKind
from course.base.languages import LANGUAGES, Language
from course.integrations.letters import write_letter

URL = "https://course.example"
CODE = {"code": "ABCD-EFGH", "expires_at": "2026-12-02T18:00:00+00:00"}
REMINDER = {name: CHANGED[name] for name in ("session", "track", "place", "starts_at")} | {
    "due_at": "2026-12-04T18:00:00+00:00"
}
SUMS = {"done": "3", "total": "9", "started": "2", "todo": "4", "late": "1", "units": "Esquadra 1: 3 / 9"}
TEXT = {"kind": "case", "document": "new-case", "digest": "d1", "draft": "a1", "due_on": "2026-12-15"}
VALUES: dict[MailKind, list[dict[str, str]]] = {
    "sign-in-code": [CODE | {"purpose": "first"}, CODE | {"purpose": "reset"}],
    "reminder": [REMINDER],
    "session-changed": [CHANGED],
    "session-cancelled": [CHANGED],
    "modules-swapped": [CHANGED | REMINDER],
    "seat-filled": [CHANGED],
    "seat-moved": [CHANGED],
    "attendance-corrected": [{}],
    "paper-recorded": [{}],
    "paper-contested": [{}],
    "paper-decided": [{}],
    "data-request-made": [{}],
    "data-request-answered": [{}],
    "refreshers": [{}],
    "finish-reminder": [{}],
    "unit-summary": [SUMS],
    "text-to-sign": [TEXT],
    "signature-due": [TEXT],
    "text-signed": [TEXT],
    "text-refused": [TEXT],
    "text-commented": [TEXT],
    "text-published": [TEXT],
    "text-withdrawn": [TEXT],
    "address-changed": [{}],
    "factor-changed": [{}],
    "factor-taken": [{}],
}
PLACES = {
    "factor-changed": "account",
    "sign-in-code": "sign-in/code",
    "seat-filled": "seat",
    "seat-moved": "seat",
    "attendance-corrected": "record",
    "data-request-made": "administer/requests",
    "data-request-answered": "account/data/requests",
    "refreshers": "refreshers",
    "unit-summary": "supervise/units",
    "text-to-sign": "review/texts/case/new-case/d1",
    "signature-due": "review/texts/case/new-case/d1",
    "text-signed": "author/drafts/a1/review",
    "text-refused": "author/drafts/a1/review",
    "text-commented": "author/drafts/a1/review",
    "text-published": "author/records/case/new-case",
    "text-withdrawn": "author/records/case/new-case",
}
"""Where the link of a kind leads, if not to the first page."""
LETTERS = [(kind, values) for kind, all_values in VALUES.items() for values in all_values]


def written(kind: str, values: dict[str, str], language: Language) -> tuple[str, str]:
    letter = write_letter(kind, values, language, url=URL, track_title=lambda id_, lang: f"{id_} ({lang})")
    return letter.subject, letter.body


def test_every_kind_that_may_be_promised_has_its_words() -> None:
    assert set(VALUES) == set(get_args(MailKind))


@pytest.mark.parametrize(("kind", "values"), LETTERS)
def test_a_letter_has_one_link_to_the_site_itself_and_nothing_to_tell_who_followed_it(
    kind: str, values: dict[str, str]
) -> None:
    for language in LANGUAGES:
        _, body = written(kind, values, language)

        links = [word for word in body.split() if "://" in word]
        assert links == [f"{URL}/{PLACES.get(kind, '')}"]


def test_a_reminder_says_what_is_when_and_no_result() -> None:
    assert written("reminder", REMINDER, "pt") == (
        "Antes da sua sessão de segunda-feira, 7 de dezembro",
        (
            "racial-discrimination (pt)\n"
            "segunda-feira, 7 de dezembro, 09:00\n"
            "Porto\n"
            "Sessão RD-2026-031\n\n"
            "Falta fazer alguma coisa antes desta sessão, até sexta-feira, 4 de dezembro, 18:00. "
            "Pode sair e voltar:\n\n"
            "https://course.example/\n\n"
            "-- \nTerreno Comum\nEsta mensagem foi escrita por um programa. As respostas não são lidas.\n"
        ),
    )
    assert written("reminder", REMINDER, "en") == (
        "Before your session on Monday 7 December",
        (
            "racial-discrimination (en)\n"
            "Monday 7 December, 09:00\n"
            "Porto\n"
            "Session RD-2026-031\n\n"
            "Something is left to do before this session, by Friday 4 December, 18:00. "
            "You can stop and go on later:\n\n"
            "https://course.example/\n\n"
            "-- \nTerreno Comum\nThis mail was written by a program. Answers to it are not read.\n"
        ),
    )


def test_reviewers_are_told_until_which_day_and_nothing_of_the_text() -> None:
    assert written("text-to-sign", TEXT, "en") == (
        "A text waits for your party's signature",
        (
            "A text was submitted for review. The police, the equality body and civil society are asked to sign it by "
            "Tuesday 15 December. One signature of your party is enough. Read it here:\n\n"
            "https://course.example/review/texts/case/new-case/d1\n\n"
            "-- \nTerreno Comum\nThis mail was written by a program. Answers to it are not read.\n"
        ),
    )


@pytest.mark.parametrize(
    ("purpose", "subject"),
    [("first", "O seu código para o Terreno Comum"), ("reset", "O seu código para uma nova palavra-passe")],
)
def test_a_code_stands_on_a_line_of_its_own_and_not_in_the_subject(purpose: str, subject: str) -> None:
    said, body = written("sign-in-code", CODE | {"purpose": purpose}, "pt")

    assert (said, body.splitlines()[2]) == (subject, "ABCD-EFGH")
    assert "Serve uma vez, até quarta-feira, 2 de dezembro, 18:00." in body


def test_hours_are_those_of_lisbon() -> None:
    summer = CHANGED | {"starts_at": "2026-07-01T09:00:00+00:00", "ends_at": "2026-07-01T12:00:00+00:00"}

    assert (
        "quarta-feira, 1 de julho, 10:00, até quarta-feira, 1 de julho, 13:00"
        in written("session-changed", summer, "pt")[1].splitlines()
    )


@pytest.mark.parametrize(
    ("kind", "values", "raised"),
    [
        ("greeting", CHANGED, KeyError),
        ("reminder", {"session": "RD-2026-031"}, KeyError),
        ("sign-in-code", CODE | {"purpose": "fun"}, KeyError),
        ("session-changed", CHANGED | {"starts_at": "soon"}, ValueError),
    ],
)
def test_a_letter_that_cannot_be_whole_is_not_written(
    kind: str, values: dict[str, str], raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        written(kind, values, "pt")
