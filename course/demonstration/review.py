"""A draft of an invented trainer, and an invented case under review: nothing of it is shown to officers."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Final

from course.acts.comment import comment_on
from course.acts.desk import Desk
from course.acts.draft_files import bundle_of_draft, get_own_draft
from course.acts.open_draft import open_draft
from course.acts.sign import sign
from course.acts.submit_draft import submit_draft
from course.acts.text_under_review import TextId
from course.base.calendar import lisbon_day
from course.catalogue import judge
from course.content.starters import case_starter

TEXTS: Final = Path(__file__).with_name("texts")
BEGUN: Final = "demonstration-draft"
REVIEWED: Final = "demonstration-garden"

DeskOf = Callable[[str, dt.timedelta], Desk]
"""The desk of an invented person, by e-mail, so long ago."""


def make_review(desk_of: DeskOf) -> None:
    """A trainer begins one case and hands in another; one reviewer comments on it, another signs it with a dissent."""
    author = desk_of("trainer@demo.example", dt.timedelta(hours=30))
    open_draft(author, "case", BEGUN, {"case.yaml": case_starter()})
    id_ = open_draft(author, "case", REVIEWED, {path.name: path.read_text("utf-8") for path in TEXTS.glob("*.yaml")})
    draft = get_own_draft(author, id_)
    judged = judge(author.catalogue, "case", bundle_of_draft(draft), lisbon_day(author.now))
    note = "Caso inventado, para mostrar como se revê um texto."
    submit_draft(author, id_, judged, note=note, due_on=None)
    text = TextId("case", REVIEWED, judged.bundle.digest)
    commenting = desk_of("reviewer-equality-body@demo.example", dt.timedelta(hours=20))
    comment_on(commenting, text, "scenes.gate", "O casal também podia ter uma vista própria.")
    signing = desk_of("reviewer-civil-society@demo.example", dt.timedelta(hours=4))
    sign(
        signing,
        text,
        "dissent",
        "O caso devia dizer o que o agente faz depois, se alguém perguntar porquê.",
        reads_both=True,
    )
