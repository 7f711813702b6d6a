"""The end of a case, with how colleagues chose and what comes next in its module; the road from other seats."""

from typing import Any

from flask import redirect
from werkzeug.wrappers import Response

from course import groups
from course.acts.policy import may
from course.learn.feature import feature
from course.learn.progress import module_progress, my_completions, my_progress
from course.learn.run import Run, read_run
from course.learn.standing import standing_of
from course.web.house import catalogue
from course.web.identity import actor
from course.web.player.ending import NOTHING_TOLD, Shares, ending_page, seat_page
from course.web.signatures import signed_by
from course.web.transaction import session


@feature.page("/runs/<run_id>/ending", permission="learn")
def show_ending(run_id: str) -> str | Response:
    """The end of the case: the decisions again, what really happened, and what comes next."""
    run = read_run(run_id)
    if not run.is_over:
        return redirect(run.now_at, 303)
    proof = catalogue().find_proof(session(), run.document)
    standing = standing_of("case", run.document.id, run.document.digest)
    return ending_page(
        run,
        proof,
        _shares(run),
        template="learn/ending.html",
        standing=standing,
        is_withdrawn=run.document.id not in catalogue().library.cases,
        signed=signed_by("case", run.document.id),
        **_what_next(run),
    )


@feature.page("/runs/<run_id>/seats/<seat>", permission="learn")
def show_from_seat(run_id: str, seat: str) -> str | Response:
    """A whole road as one of the others tells it, scene after scene, with one's own decisions."""
    run = read_run(run_id)
    return seat_page(run, seat) if run.is_over else redirect(run.now_at, 303)


def _shares(run: Run) -> Shares:
    """Nothing for whoever may not read them."""
    if not may(actor(), "programme-shares"):
        return NOTHING_TOLD
    scenes = [step.scene for step in run.steps]
    found = groups.read_shares(session(), run.document.id, run.document, actor().audience, scenes)
    return {fork.scene: {one.choice: one.share for one in fork.shares} for fork in found}


def _what_next(run: Run) -> dict[str, Any]:
    """The next step of the module in which the case is played, where there is one."""
    module = catalogue().module_of_case(run.document.id, actor().audience)
    if module is None:
        return {"progress": None, "next_step": None}
    progress = module_progress(module, my_progress(), my_completions(), run.language)
    return {"progress": progress, "next_step": progress.next_step}
