"""What waits for the reviewers and what they signed; the documents that stand, whole."""

from flask import render_template, url_for

from course.base.languages import N_
from course.content.bundle import Kind
from course.review.feature import feature
from course.review.waiting import Desktop
from course.web.bodies import body_in_words
from course.web.documents import list_documents
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.whole import Whole
from course.web.words import gettext


@feature.page(
    "/review/documents", permission="review-documents", menu=(N_("To sign"), ("reviewer",)), home_of=("reviewer",)
)
def list_unsigned() -> str:
    """What waits for one's party; below, what stands and it has not signed."""
    body, desktop = actor().body, Desktop(actor())
    standing = list_documents("review", page_language())
    return render_template(
        "review/documents.html",
        waiting=desktop.waiting(),
        documents=[one for one in standing if not desktop.is_signed_by_party(one.kind, one.id)],
        body=body_in_words(body) if body else "",
    )


@feature.page("/review/signed", permission="review-documents", menu=(N_("Signed"), ("reviewer",)))
def list_signed() -> str:
    """What one's party signed, of texts that are under review or stand."""
    body = actor().body
    return render_template(
        "review/signed.html", signed=Desktop(actor()).signed(), body=body_in_words(body) if body else ""
    )


@feature.page("/review/modules/<document_id>", permission="review-documents")
def show_module(document_id: str) -> str:
    """A module with its notes, objections and keys."""
    return _whole_page("module", document_id)


@feature.page("/review/cases/<document_id>", permission="review-documents")
def show_case(document_id: str) -> str:
    """A case with every road through it."""
    return _whole_page("case", document_id)


@feature.page("/review/quizzes/<document_id>", permission="review-documents")
def show_quiz(document_id: str) -> str:
    """A quiz with its keys."""
    return _whole_page("quiz", document_id)


@feature.page("/review/surveys/<document_id>", permission="review-documents")
def show_survey(document_id: str) -> str:
    """A survey with all of its questions."""
    return _whole_page("survey", document_id)


def _whole_page(kind: Kind, document_id: str) -> str:
    return render_template(
        "review/whole.html",
        whole=Whole.of("review", kind, document_id, page_language()),
        unsigned=gettext("Here you can read the text whole, with its keys."),
        back_url=url_for("review.list_unsigned"),
        back=gettext("Back to the documents"),
    )
