"""The page of a case or of questions that are not shown any more: whoever is in the middle can finish."""

from collections.abc import Sequence

from flask import render_template, url_for

from course.base.languages import N_
from course.base.refusals import NotFound
from course.content.bundle import Kind
from course.learn.standing import withdrawal_day


def gone_run(run_id: str, steps: int) -> str:
    """Where a run goes on after that many decisions."""
    return url_for("learn.decide", run_id=run_id, number=steps + 1)


def gone_page(
    kind: Kind, document_id: str, begun: str | None, done: Sequence[str], *, in_module: bool, back_url: str, back: str
) -> str:
    """The page. `begun`: where one's own goes on, if one is open; `done`: the addresses of what one finished;
    `in_module`: whether a module had it.

    Nothing of the text is told, its title neither: it may be why it was withdrawn. Raises NotFound for whoever has
    nothing to do with a document that was never withdrawn.
    """
    withdrawn_on = withdrawal_day(kind, document_id)
    if withdrawn_on is None and begun is None and not done:
        raise NotFound(N_("This part has moved or was withdrawn. What you have done is kept."))
    return render_template(
        "learn/gone.html",
        kind=kind,
        withdrawn_on=withdrawn_on,
        begun=begun,
        done=done,
        in_module=in_module,
        back_url=back_url,
        back=back,
    )
