"""Signing in with an account of one's organisation: there, back, and a look at whose account it is (decision 0053)."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.accounts.entering import go_in
from course.accounts.feature import feature
from course.accounts.sign_in_form import sign_in_form
from course.acts.arrive import Arrival, find_arrived, note_turned_away
from course.acts.sign_in import sign_in
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.integrations.recognition import NoAnswer, NotTrusted
from course.storage import units
from course.storage.models import Person
from course.web import arrivals
from course.web.arrivals import Away
from course.web.door import door, known_caller
from course.web.forms import own_path, shown_again, try_act
from course.web.house import house, now
from course.web.identity import find_actor, remember
from course.web.own_device import KB_OF_A_PART
from course.web.page import home_url
from course.web.transaction import session

NO_ANSWER = N_(
    "The sign-in of your organisation does not answer just now. Try again in a minute, or sign in here with your "
    "e-mail or number and password."
)
NOT_RECOGNISED = N_(
    "Your organisation's sign-in did not tell us for certain who you are, so nobody was signed in. Begin again here."
)
TOO_LATE = N_("That way back is no longer open: it took too long, or another one was begun. Begin again here.")


@feature.page("/sign-in/organisation/<organisation_id>", permission="public")
def depart(organisation_id: str) -> Response:
    """Send the browser to that organisation's provider. Whoever is signed in there is asked again: desks are shared."""
    actor = find_actor()
    if actor is not None:
        return redirect(home_url(actor), 303)
    id_ = as_id(organisation_id)
    found = arrivals.recognisers().get(id_)
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    try:
        departure = found[1].depart(asks_again=True)
    except NoAnswer:
        return _again(Conflict(NO_ANSWER))
    arrivals.note_departure(id_, departure, own_path(request.args.get("next")) or "")
    return redirect(departure.url, 303)


@feature.page(arrivals.BACK, permission="public")
def come_back() -> Response:
    """Have the provider say who it is. Nothing is written, and the code is no longer in the address afterwards."""
    away = arrivals.take_departure(request.args.get("state", ""))
    if away is None:
        return _again(Conflict(TOO_LATE))
    arrival = try_act(lambda: _arrival_of(away))
    if isinstance(arrival, (Invalid, Conflict)):
        return _again(arrival, away.wanted)
    arrivals.note_arrival(arrival, away.wanted)
    return redirect(url_for("accounts.show_arrival"), 303)


@feature.page("/sign-in/organisation", permission="public")
def show_arrival() -> Response:
    """Whose account it is, and the question whether this device is their own."""
    arrived = _arrived()
    if isinstance(arrived, Response):
        return arrived
    person, arrival, wanted = arrived
    organisation_id = as_text(arrival.organisation_id)
    page = render_template(
        "accounts/arrival.html",
        name=person.name,
        unit=units.names(session(), {person.unit_id})[person.unit_id],
        again_url=url_for("accounts.depart", organisation_id=organisation_id, next=wanted or None),
        kb_of_a_part=KB_OF_A_PART,
    )
    return make_response(page)


@feature.act("/sign-in/organisation", permission="public")
def enter() -> Response:
    """Open the sign-in of whom the provider recognised a moment ago."""
    arrived = _arrived()
    if isinstance(arrived, Response):
        return arrived
    person, arrival, wanted = arrived
    token = sign_in(session(), person.id, known_caller(), now(), through="organisation")
    through = as_text(arrival.organisation_id)
    remember(token, is_own_device="own_device" in request.form, through=through)
    return go_in(wanted)


def _arrived() -> tuple[Person, Arrival, str] | Response:
    """Whom the provider recognised in this browser, and the page they wanted; else the form, with what to do."""
    found = arrivals.find_arrival()
    if found is None:
        return _again(Conflict(TOO_LATE))
    arrival, wanted = found
    person = try_act(lambda: find_arrived(door(session()), arrival))
    if isinstance(person, (Invalid, Conflict)):
        arrivals.drop_arrival()
        return _again(person, wanted)
    return person, arrival, wanted


def _arrival_of(away: Away) -> Arrival:
    """Whom the provider recognised, and that there is such a person. Raises Conflict, which is noted."""
    found = arrivals.recognisers().get(away.organisation_id)
    if found is None:
        raise Conflict(TOO_LATE)
    provider = found[1]
    with house().database.read() as reading:
        at_door = door(reading)
        try:
            if not provider.is_issuer(request.args.get("iss")):
                raise NotTrusted("other-issuer")
            if "code" not in request.args:
                raise NotTrusted("turned-back")
            claim = provider.claim_of(request.args["code"], away.departure, now())
        except NotTrusted as error:
            note_turned_away(at_door, str(error))
            raise Conflict(NOT_RECOGNISED) from error
        except NoAnswer as error:
            raise Conflict(NO_ANSWER) from error
        arrival = Arrival(away.organisation_id, provider.settings.matches, claim)
        find_arrived(at_door, arrival)
        return arrival


def _again(refusal: Invalid | Conflict, wanted: str | None = None) -> Response:
    return shown_again(sign_in_form(refusal, wanted=wanted), refusal)
