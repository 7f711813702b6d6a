"""The form of work done on paper: what was typed, and what it offers."""

from flask import request

from course.acts.paper_values import SentPaper

LONGEST_FIELD = 100


def sent_paper() -> SentPaper:
    """The form as it was sent."""
    return SentPaper(
        module=request.form.get("module", "")[:LONGEST_FIELD],
        day=request.form.get("day", "")[:LONGEST_FIELD],
        people=tuple(request.form.getlist("people")),
    )
