"""What those see of a question who may read keys: every part of it, of whatever kind, with what its author said."""

from typing import Any

import pytest
from examples import example_of
from pydantic import TypeAdapter
from samples import a_single

from course.content.fields import texts_of
from course.content.questions import KINDS, AnyQuestion
from course.content.questions.base import Amount, Key, Question

PARTS = [(kind, part) for kind in KINDS for part in example_of(kind).compared()]
DECIDES, ROUTE, AUTHORITY, NOW = (
    "Which element decides?",
    "Which route?",
    "Which authority decides?",
    "What is done now?",
)
TO, WITHIN, STATES = (
    "The police report goes to the **(…)** within … days at most.",
    "The police report goes to the … within **(…)** days at most.",
    "The report states the day, the time and the **(…)**.",
)

TOLD: dict[str, list[tuple[str | None, str, str | None, str | None]]] = {
    "single": [
        (None, "The district where the person lives.", "wrong", None),
        (None, "What the person was seen doing.", "right", None),
        (None, "The person avoiding the officer's eyes.", "wrong", None),
        (None, "The person's surname, read on a list.", "wrong", None),
    ],
    "multiple": [
        (None, "Proves that he or she is an officer.", "right", None),
        (None, "Tells the circumstances that ground the duty to identify.", "right", None),
        (None, "Says by what means the person may be identified.", "right", None),
        (None, "Asks the nationality.", "wrong", None),
        (None, "Takes the person to the station.", "wrong", None),
    ],
    "classify": [
        (None, "A shop refuses to serve because of skin colour.", "belongs", "CICDR (administrative offence)"),
        (None, "A landlord refuses to let because of nationality.", "belongs", "CICDR (administrative offence)"),
        (
            None,
            "A public post incites to violence against a group because of religion.",
            "belongs",
            "Public prosecution (crime)",
        ),
        (
            None,
            "At a rally somebody publicly threatens a group because of ethnic origin.",
            "belongs",
            "Public prosecution (crime)",
        ),
        (None, "A worker is paid less than colleagues because of skin colour.", "belongs", "ACT (work)"),
        (None, "A company does not promote workers because of nationality.", "belongs", "ACT (work)"),
    ],
    "order": [
        (None, "Check which facts ground the suspicion.", "step", "1"),
        (None, "Prove that you are an officer.", "any-order", "2–4"),
        (None, "Tell the circumstances that ground the duty.", "any-order", "2–4"),
        (None, "Say by what means the person may be identified.", "any-order", "2–4"),
        (None, "Ask for the document.", "step", "5"),
    ],
    "blanks": [
        (TO, "public prosecution", "right", None),
        (TO, "CICDR", "wrong", None),
        (TO, "IGAI", "wrong", None),
        (TO, "ACT", "wrong", None),
        *((WITHIN, word, "accepted", None) for word in ("10", "ten", "dez")),
        *((STATES, word, "accepted", None) for word in ("place", "location", "local", "lugar")),
    ],
    "number": [(None, "6 hours", "right", None)],
    "highlight": [
        (None, "at the north entrance of the station", "keep", None),
        (None, "an individual of Roma ethnicity", "remove", None),
        (None, "tried the locks of three lockers", "keep", None),
        (None, "looked as if he was not from here", "remove", None),
        (None, 'He walked off when somebody shouted "thief"', "keep", None),
        (None, "normal with these people", "remove", None),
    ],
    "route": [
        (DECIDES, "Refusal to let because of ethnic origin.", "right", None),
        (DECIDES, "Public incitement to hatred.", "wrong", None),
        (DECIDES, "None; it is a private matter.", "wrong", None),
        (ROUTE, "Crime.", "wrong", None),
        (ROUTE, "Administrative offence.", "right", None),
        (ROUTE, "None.", "wrong", None),
        (AUTHORITY, "Public prosecution.", "wrong", None),
        (AUTHORITY, "CICDR.", "right", None),
        (AUTHORITY, "ACT.", "wrong", None),
        (NOW, "Note the facts and the evidence and send them to the authority.", "right", None),
        (NOW, "Tell the family to go to court.", "wrong", None),
        (NOW, "Detain the landlord.", "wrong", None),
    ],
    "opinion": [],
}


def question_of(tree: dict[str, Any]) -> Question:
    return TypeAdapter[Question](AnyQuestion).validate_python(tree)


def changed(kind: str, **fields: Any) -> Question:
    return question_of(example_of(kind).model_dump(mode="json", exclude_defaults=True) | fields)


def group_in(tree: dict[str, Any], id_: str) -> dict[str, Any] | None:
    """The group of lines under that id, however deep."""
    for key, inner in tree.items():
        if isinstance(inner, dict):
            found = inner if key == id_ else group_in(inner, id_)
            if found is not None:
                return found
    return None


def with_void(kind: str, part: str) -> Question:
    """The example of that kind, in which that part is void."""
    tree = example_of(kind).model_dump(mode="json", exclude_defaults=True)
    within = tree
    for id_ in part.split("/"):
        found = group_in({name: inner for name, inner in within.items() if name != "categories"}, id_)
        assert found is not None
        within = found
    within["void"] = "true"
    return question_of(tree)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "grounds"])
def test_every_part_is_told_where_it_stands_and_with_what_it_is_worth(kind: str) -> None:
    assert [(key.about, key.text, key.mark, key.place) for key in example_of(kind, "en").key_parts()] == TOLD[kind]


def test_the_models_of_an_exercise_are_its_key() -> None:
    question = example_of("grounds", "en")

    assert [(key.text, key.mark) for key in question.key_parts()] == [
        (text, "model") for path, text in texts_of(question) if path[0] == "models"
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_reason_that_an_author_gave_for_a_part_stands_in_its_key(kind: str) -> None:
    question = example_of(kind)
    reasons = [text for path, text in texts_of(question) if path[-1] == "why" and len(path) > 1]

    assert sorted(key.why for key in question.key_parts() if key.why) == sorted(map(str, reasons))


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_a_void_part_says_so_and_no_other_does(kind: str, part: str) -> None:
    before, after = changed(kind).key_parts(), with_void(kind, part).key_parts()
    others = [other for key, other in zip(before, after, strict=True) if key != other]

    assert [key.is_void for key in before] == [False] * len(before)
    assert [key for key in after if key.is_void] == others != []


def test_a_gap_that_is_void_voids_what_it_offers_and_an_option_itself_alone() -> None:
    def void_texts(part: str) -> list[str]:
        return [key.text for key in with_void("blanks", part).key_parts() if key.is_void]

    assert void_texts("authority") == ["Ministério Público", "CICDR", "IGAI", "ACT"]
    assert void_texts("authority/igai") == ["IGAI"]


def test_a_scenario_of_a_survey_has_nothing_right_or_wrong() -> None:
    options = {id_: {"text": option["text"]} for id_, option in a_single()["options"].items()}

    assert [key.mark for key in question_of(a_single() | {"options": options}).key_parts()] == [None] * len(options)


def test_a_number_is_told_with_its_unit_and_how_far_from_it_is_right_still() -> None:
    [key] = changed("number", answer="1074.26", tolerance="0.5").key_parts()

    assert (key.mark, key.text, key.place) == ("within", "1074.26 horas", "0.5 horas")
    assert [told.in_("pt") for told in (key.text, key.place) if isinstance(told, Amount)] == [
        "1074,26 horas",
        "0,5 horas",
    ]


def test_words_to_be_typed_are_told_as_they_are() -> None:
    question = changed("blanks", text="{a}", gaps={"a": {"accept": ["*dez*"]}})

    assert question.key_parts() == (Key(r"\*dez\*", "accepted", "**(…)**"),)


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        (
            "blanks",
            """The police report goes to the **(…)** within **(…)** days at most.
The report states the day, the time and the **(…)**.""",
        ),
        ("single", None),
    ],
)
def test_a_text_with_marks_is_told_as_a_reader_sees_it(kind: str, setting: str | None) -> None:
    assert example_of(kind, "en").setting() == setting


def test_the_phrases_of_a_text_stand_out_in_it() -> None:
    question = changed("highlight", text="[a]{place}, [b]{ethnic}\n\n[c]{locks} [d]{looks} [e]{ran} [f]{people}.")

    assert question.setting() == "**a**, **b**\n\n**c** **d** **e** **f**."
