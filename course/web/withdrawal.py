"""The page on which a document is withdrawn: what will happen, and why it is done."""

from flask import render_template

from course.base.languages import HTML_LANG, N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.content.bundle import Kind
from course.content.prose import plain
from course.storage import publications
from course.web.documents import KIND_NAMES
from course.web.errors import in_words
from course.web.forms import errors_of
from course.web.house import whole_catalogue
from course.web.i18n import page_language
from course.web.review_words import kind_of
from course.web.tracks import module_title
from course.web.transaction import session
from course.web.words import gettext


def withdrawal_page(
    kind: str,
    document_id: str,
    *,
    action: str,
    back_url: str,
    sent: str = "",
    refusal: Invalid | Conflict | None = None,
) -> str:
    """The page. `action` is where its form is sent; `sent`: the reason that was typed. Raises NotFound for a document
    that was never shown or published."""
    of_kind = kind_of(kind)
    document = whole_catalogue().find_current(of_kind, document_id)
    lines = publications.list_of_document(session(), of_kind, document_id)
    if document is None and not lines:
        raise NotFound(N_("This page does not exist, or is not yours."))
    errors = {one.field: one.message for one in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    language = page_language()
    return render_template(
        "web/withdrawal.html",
        kind=of_kind,
        kind_name=gettext(KIND_NAMES[of_kind]),
        document_id=document_id,
        heading=plain(document.in_(language).title) if document else document_id,
        html_lang_of_heading=HTML_LANG[document.language_of(language, "title")] if document else "",
        is_withdrawn=bool(lines) and lines[0].action == "withdraw",
        modules=[module_title(id_) for id_ in _modules_with(of_kind, document_id)],
        action=action,
        back_url=back_url,
        sent=sent,
        errors=errors or ({"": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if refusal and errors else "",
    )


def _modules_with(kind: Kind, document_id: str) -> tuple[str, ...]:
    """The modules in which the case is played, or that the quiz closes."""
    documents = whole_catalogue()
    if kind == "case":
        return documents.modules_of_case(document_id)
    module = documents.module_of_quiz(document_id) if kind == "quiz" else None
    return (module.id,) if module else ()
