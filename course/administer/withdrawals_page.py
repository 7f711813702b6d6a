"""An administrator withdraws a document at once, where no trainer can be reached. All trainers are told."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.publish import LONGEST_REASON, withdraw_in_emergency
from course.administer.feature import feature
from course.base.languages import HTML_LANG, N_
from course.base.refusals import Conflict, Invalid
from course.content.prose import plain
from course.web.documents import KIND_NAMES, in_reading_order
from course.web.forms import shown_again, try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import desk
from course.web.review_words import kind_of
from course.web.withdrawal import withdrawal_page
from course.web.words import gettext


@dataclass(frozen=True)
class Withdrawable:
    """A document of the list; `is_withdrawn`: nothing is left to do about it."""

    title: str
    html_lang: str
    kind_name: str
    id: str
    url: str
    is_withdrawn: bool


@feature.page(
    "/administer/withdrawals", permission="withdraw-in-emergency", menu=(N_("Withdraw a text"), ("administrator",))
)
def list_withdrawable() -> str:
    """Every document, in the order of reading."""
    language = page_language()
    return render_template(
        "administer/withdrawals.html",
        documents=[
            Withdrawable(
                title=plain(document.in_(language).title),
                html_lang=HTML_LANG[document.language_of(language, "title")],
                kind_name=gettext(KIND_NAMES[kind]),
                id=document.id,
                url=url_for("administer.show_withdrawal", kind=kind, document_id=document.id),
                is_withdrawn=catalogue().is_withdrawn(kind, document.id),
            )
            for kind, document in in_reading_order()
        ],
    )


@feature.page("/administer/withdrawals/<kind>/<document_id>", permission="withdraw-in-emergency")
def show_withdrawal(kind: str, document_id: str) -> str:
    """What will happen, and the form."""
    return _page(kind, document_id)


@feature.act("/administer/withdrawals/<kind>/<document_id>", permission="withdraw-in-emergency")
def withdraw_document(kind: str, document_id: str) -> Response:
    """Withdraw it."""
    reason = request.form.get("reason", "")
    refusal = try_act(lambda: withdraw_in_emergency(desk(), kind_of(kind), document_id, reason))
    if refusal is None:
        return redirect(url_for("administer.list_withdrawable"), 303)
    return shown_again(_page(kind, document_id, reason[: 2 * LONGEST_REASON], refusal), refusal)


def _page(kind: str, document_id: str, sent: str = "", refusal: Invalid | Conflict | None = None) -> str:
    return withdrawal_page(
        kind,
        document_id,
        action=url_for("administer.withdraw_document", kind=kind, document_id=document_id),
        back_url=url_for("administer.list_withdrawable"),
        sent=sent,
        refusal=refusal,
    )
