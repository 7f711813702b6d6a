"""The opening of a case: what it is about, where it comes from, and how it goes."""

from typing import Any

from course.content.case import Case
from course.content.document import Document
from course.content.proof import Proof
from course.web.i18n import page_language
from course.web.meters import scale_names
from course.web.player.addresses import CaseAddresses
from course.web.player.content_notes import note_of_case
from course.web.player.road import render_case


def case_page(
    document: Document[Case],
    at: CaseAddresses,
    proof: Proof | None,
    *,
    past: str | None,
    back: tuple[str, str],
    **own: Any,
) -> str:
    """The opening. `past`: where the way past what may hurt is sent, if anywhere; `back`: an address and its words."""
    language = page_language()
    case = document.in_(language)
    return render_case(
        "player/case.html",
        case,
        at=at,
        language=language,
        content_note=note_of_case(case, past, language),
        scales=scale_names(case.scales),
        decisions=max(proof.longest_road - 1, 0) if proof else 0,  # the last scene of a road is its ending
        back_url=back[0],
        back=back[1],
        **own,
    )
