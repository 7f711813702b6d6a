"""The second step: who is there, and where the case comes from."""

from guided import DECISION, PEOPLE, scene_sent, tree_of, with_form

from course.content.guided.beginning import beginning
from course.content.guided.people import HAS_WORDS, PeopleForm, Seat
from course.content.guided.sent import Wrong

BEGINNING = beginning("T")
WITH_PEOPLE = with_form(BEGINNING, PeopleForm().with_sent(PEOPLE))


def test_what_was_sent_is_what_is_read_again_with_ids_of_its_words() -> None:
    form = PeopleForm.read(tree_of(WITH_PEOPLE))
    assert form.seats == (
        Seat("agente-que-decide", "Agente que decide"),
        Seat("mulher-que-se-queixa", "Mulher que se queixa"),
    )
    assert (form.origin, form.source, form.changed) == ("invented", "", "É tudo inventado.")


def test_a_seat_that_is_renamed_keeps_its_id() -> None:
    sent = {"seat-1-id": "agente-que-decide", "seat-1": "Guarda"}
    text = with_form(WITH_PEOPLE, PeopleForm.read(tree_of(WITH_PEOPLE)).with_sent(sent))
    assert text == WITH_PEOPLE.replace("Agente que decide", "Guarda")


def test_two_of_the_same_words_are_two_seats() -> None:
    sent = {"seat-1-id": "", "seat-1": "Agente", "seat-2-id": "", "seat-2": "Agente"}
    text = with_form(BEGINNING, PeopleForm().with_sent(sent))
    assert PeopleForm.read(tree_of(text)).seats == (Seat("agente", "Agente"), Seat("agente-2", "Agente"))


def test_a_seat_that_is_emptied_goes_and_an_empty_new_one_is_none() -> None:
    sent = {"seat-2-id": "mulher-que-se-queixa", "seat-2": " ", "seat-3-id": "", "seat-3": ""}
    text = with_form(WITH_PEOPLE, PeopleForm.read(tree_of(WITH_PEOPLE)).with_sent(sent))
    assert PeopleForm.read(tree_of(text)).seats == (Seat("agente-que-decide", "Agente que decide"),)


def test_a_seat_with_words_in_a_scene_is_not_emptied() -> None:
    text = with_form(WITH_PEOPLE, scene_sent(WITH_PEOPLE, DECISION))
    sent = {"seat-1-id": "agente-que-decide", "seat-1": "", "seat-2-id": "mulher-que-se-queixa", "seat-2": ""}
    assert list(PeopleForm.read(tree_of(text)).with_sent(sent).wrongs()) == [Wrong("seat-2", HAS_WORDS)]


def test_an_unknown_id_of_a_seat_is_a_new_seat() -> None:
    form = PeopleForm.read(tree_of(WITH_PEOPLE)).with_sent({"seat-1-id": "../x", "seat-1": "Outra"})
    assert form.seats[0] == Seat("", "Outra")
    assert len(form.seats) == 3


def test_days_are_days_that_there_are() -> None:
    form = PeopleForm().with_sent({**PEOPLE, "embargo": "2027-02-29", "expires": "2027-03-31"})
    assert [wrong.name for wrong in form.wrongs()] == ["embargo"]
    text = with_form(BEGINNING, PeopleForm().with_sent({**PEOPLE, "embargo": "2027-01-01", "expires": "2027-03-31"}))
    read = PeopleForm.read(tree_of(text))
    assert (read.embargo, read.expires) == ("2027-01-01", "2027-03-31")
