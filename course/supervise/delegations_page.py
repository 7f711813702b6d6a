"""What a supervisor has lent, and what was lent to them: made, seen by both, ended by either."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.charge import charges_of
from course.acts.delegate import LONGEST, SentDelegation, end_delegation, lend_charge, own_unit
from course.base.calendar import lisbon_day
from course.base.ids import as_id
from course.base.refusals import Conflict, Invalid
from course.storage import delegations
from course.supervise.feature import feature
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import now
from course.web.identity import actor, desk
from course.web.transaction import session

LONGEST_FIELD = 320


@feature.page("/supervise/delegations", permission="lend-charge")
def list_delegations() -> str:
    """Both lists, and one's own units to lend."""
    return _list_page()


@feature.page("/supervise/units/<unit_id>/lend", permission="lend-charge")
def ask_lend(unit_id: str) -> str | tuple[str, int]:
    """To whom, and until when."""
    return _form(as_id(unit_id), SentDelegation("", ""))


@feature.act("/supervise/units/<unit_id>/lend", permission="lend-charge")
def lend(unit_id: str) -> str | tuple[str, int] | Response:
    """Lend it."""
    id_ = as_id(unit_id)
    sent = SentDelegation(*(request.form.get(name, "")[:LONGEST_FIELD] for name in ("email", "last_on")))
    refusal = try_act(lambda: lend_charge(desk(), id_, sent))
    if refusal is not None:
        return _form(id_, sent, refusal)
    return redirect(url_for("supervise.list_delegations"), 303)


@feature.act("/supervise/delegations/<delegation_id>/end", permission="end-delegation")
def end(delegation_id: str) -> tuple[str, int] | Response:
    """End it, or give it back."""
    id_ = as_id(delegation_id)
    refusal = try_act(lambda: end_delegation(desk(), id_))
    if refusal is not None:
        return _list_page(in_words(refusal)), refusal.status
    return redirect(url_for("supervise.list_delegations"), 303)


def _list_page(refused: str = "") -> str:
    who = actor().person_id
    found = delegations.list_of(session(), who, lisbon_day(now()))
    return render_template(
        "supervise/delegations.html",
        lent=[one for one in found if one.lender_id == who],
        borrowed=[one for one in found if one.lender_id != who],
        own=[charge.unit for charge in charges_of(desk()) if charge.delegation_id is None],
        refused=refused,
    )


def _form(unit_id: bytes, sent: SentDelegation, refusal: Invalid | Conflict | None = None) -> str | tuple[str, int]:
    unit = try_act(lambda: own_unit(desk(), unit_id))
    if isinstance(unit, (Invalid, Conflict)):
        return _list_page(in_words(unit)), unit.status
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    page = render_template(
        "supervise/lend.html",
        unit=unit,
        sent=sent,
        errors=errors or ({"email": in_words(refusal)} if refusal else {}),
        latest=lisbon_day(now()) + LONGEST,
    )
    return (page, refusal.status) if refusal else page
