"""A trainer withdraws a document."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from course.acts.publish import LONGEST_REASON, withdraw
from course.author.feature import feature
from course.base.refusals import Conflict, Invalid
from course.web.forms import shown_again, try_act
from course.web.identity import desk
from course.web.review_words import kind_of
from course.web.withdrawal import withdrawal_page


@feature.page("/author/withdrawals/<kind>/<document_id>", permission="withdraw")
def show_withdrawal(kind: str, document_id: str) -> str:
    """What will happen, and the form."""
    return _page(kind, document_id)


@feature.act("/author/withdrawals/<kind>/<document_id>", permission="withdraw")
def withdraw_document(kind: str, document_id: str) -> Response:
    """Withdraw it."""
    reason = request.form.get("reason", "")
    refusal = try_act(lambda: withdraw(desk(), kind_of(kind), document_id, reason))
    if refusal is None:
        return redirect(url_for("author.list_publications"), 303)
    return shown_again(_page(kind, document_id, reason[: 2 * LONGEST_REASON], refusal), refusal)


def _page(kind: str, document_id: str, sent: str = "", refusal: Invalid | Conflict | None = None) -> str:
    return withdrawal_page(
        kind,
        document_id,
        action=url_for("author.withdraw_document", kind=kind, document_id=document_id),
        back_url=url_for("author.list_publications"),
        sent=sent,
        refusal=refusal,
    )
