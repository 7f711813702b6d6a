"""A stolen trainer's account can publish nothing alone: whatever of its acts it uses, in whatever order, on drafts of
its own and on what is shipped, no text of its own is shown to a reader."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from authors import CASE, ENGLISH, SHIPPED, Authors, changed
from desks import NOW

from course.acts.actor import Actor
from course.acts.comment import comment_on
from course.acts.desk import Desk
from course.acts.draft_files import get_own_draft
from course.acts.open_draft import open_copy, open_draft
from course.acts.policy import permissions
from course.acts.publish import publish, withdraw, withdraw_in_emergency
from course.acts.rescore import rescore
from course.acts.save_draft import save_draft
from course.acts.share_draft import delete_draft, share_draft
from course.acts.sign import sign
from course.acts.submit_draft import submit_draft, take_back
from course.acts.text_under_review import TextId
from course.acts.void_part import confirm_voiding, propose_voiding
from course.base.refusals import Refusal
from course.content.library import Library
from course.content.questions.base import WHOLE
from course.storage import drafts, submissions, voidings
from course.storage.engine import Database

STEPS = 60
QUIZ = "ethnic-profiling"
NAMES = ("mine", "copied", "their-case", SHIPPED)
FILES = (CASE, CASE | ENGLISH, changed("um"), changed("dois") | ENGLISH)
OF_TEXTS = {"drafts and keys", "publication"}
PICTURES = "draft-pictures"
"""Adds to a draft what `write-drafts` could write of it, and is tried in test_add_picture.py."""
KNOWN = {
    "read-keys",
    "open-drafts",
    "write-drafts",
    "comment-drafts",
    "submit",
    "publish",
    "withdraw",
    "rescore",
    "void",
}
"""What a trainer may do with texts; with one more line in the matrix, this attack has one more act to try."""


class Thief:
    """Somebody at a trainer's desk who tries, by chance, what there is to try. The same seed tries the same."""

    def __init__(self, authors: Authors, who: Actor, seed: int) -> None:
        self.authors, self.who, self.chance = authors, who, random.Random(seed)  # noqa: S311 - the same tries each time
        self.succeeded: set[str] = set()

    def try_everything(self) -> None:
        """Each act, and then one after another by chance; a refusal is what it is, and the next one is tried."""
        acts: Mapping[str, Callable[[Desk], object]] = {
            "open": lambda desk: open_draft(desk, "case", self._name(), self.chance.choice(FILES)),
            "copy": lambda desk: open_copy(desk, "case", self._text(desk).digest, self._name()),
            "save": self._save,
            "share": lambda desk: share_draft(desk, self._draft(desk), "autora@test.example"),
            "delete": lambda desk: delete_draft(desk, self._draft(desk)),
            "submit": self._submit,
            "take back": lambda desk: take_back(desk, self._under_review(desk)),
            "comment": lambda desk: comment_on(desk, self._text(desk), "", "Bom."),
            "sign": lambda desk: sign(desk, self._text(desk), "agree", "", reads_both=True),
            "publish": lambda desk: publish(desk, self._text(desk)),
            "withdraw": lambda desk: withdraw(desk, "case", self._name(), "Porque sim."),
            "void": lambda desk: propose_voiding(desk, QUIZ, self._question(desk), WHOLE, "Porque sim."),
            "confirm": lambda desk: confirm_voiding(desk, QUIZ, self._question(desk), WHOLE),
            "rescore": lambda desk: rescore(desk, QUIZ, "Porque sim."),
            "emergency": lambda desk: withdraw_in_emergency(desk, "case", self._name(), "Porque sim."),
        }
        for name in (*acts, *self.chance.choices(list(acts), k=STEPS)):
            try:
                with self.authors.desk(self.who) as desk:
                    acts[name](desk)
                self.succeeded.add(name)
            except Refusal:
                continue

    def _name(self) -> str:
        return self.chance.choice(NAMES)

    def _question(self, desk: Desk) -> str:
        return self.chance.choice(list(desk.catalogue.quiz(QUIZ).reference.scored)[:2])

    def _draft(self, desk: Desk) -> bytes:
        mine = [one.id for one in drafts.list_of_person(desk.session, self.who.person_id)]
        return self.chance.choice(sorted(mine)) if mine else b"x" * 16

    def _under_review(self, desk: Desk) -> bytes:
        mine = {one.id for one in drafts.list_of_person(desk.session, self.who.person_id)}
        return next((one.draft_id for one in submissions.list_open(desk.session) if one.draft_id in mine), b"x" * 16)

    def _text(self, desk: Desk) -> TextId:
        handed_in = [one for name in NAMES for one in submissions.list_of_document(desk.session, "case", name)]
        known = [TextId("case", one.document, one.digest) for one in handed_in]
        standing = [TextId("case", one.id, one.digest) for one in desk.catalogue.whole.library.cases.values()]
        return self.chance.choice([*known, *standing])

    def _save(self, desk: Desk) -> None:
        draft = get_own_draft(desk, self._draft(desk))
        save_draft(desk, draft.id, draft.version, self.chance.choice(FILES), keep=True)

    def _submit(self, desk: Desk) -> None:
        id_ = self._draft(desk)
        get_own_draft(desk, id_)
        submit_draft(desk, id_, self.authors.judged(id_), note="", due_on=None)


def test_what_a_trainer_may_do_with_texts_is_what_is_tried_here() -> None:
    theirs = {
        row.name
        for row in permissions().values()
        if row.resource in OF_TEXTS and row.scopes["trainer"] != "-" and row.built in {"act", "page"}
    }

    assert theirs == {*KNOWN, PICTURES}


@pytest.mark.parametrize("is_strict", [False, True], ids=["unsigned texts are shown", "signatures are required"])
@pytest.mark.parametrize("seed", range(2))
def test_whatever_it_tries_nothing_that_it_wrote_is_shown(
    sqlite_database: Database, library: Library, tmp_path: Path, seed: int, is_strict: bool
) -> None:
    authors = Authors(sqlite_database, library, tmp_path / "keys", requires_signatures=is_strict)
    theirs = authors.published_case("their-case", changed("dos outros"))
    thief = Thief(authors, authors.trainer("roubada@test.example"), seed)

    thief.try_everything()

    shown = {case.digest for case in authors.catalogue().library.cases.values()}
    assert shown <= {theirs.digest, library.cases[SHIPPED].digest}
    assert {"sign", "emergency", "confirm", "rescore"} & thief.succeeded == set()
    with sqlite_database.read() as session:
        assert voidings.list_in_force(session, [QUIZ]) == []


def test_the_attack_gets_as_far_as_it_may(sqlite_database: Database, library: Library, tmp_path: Path) -> None:
    """Else it would prove nothing: it begins, writes, hands in, withdraws, and shows again what others wrote."""
    authors = Authors(sqlite_database, library, tmp_path / "keys")
    authors.published_case("their-case", changed("dos outros"))
    succeeded = set()
    for seed in range(4):
        thief = Thief(authors, authors.trainer(f"roubada-{seed}@test.example"), seed)
        thief.try_everything()
        succeeded |= thief.succeeded

    assert succeeded >= {"open", "copy", "save", "share", "submit", "comment", "withdraw", "publish", "void"}


def test_with_the_three_signatures_on_its_own_text_it_still_needs_another_trainer(
    sqlite_database: Database, library: Library, tmp_path: Path
) -> None:
    authors = Authors(sqlite_database, library, tmp_path / "keys")
    thief = Thief(authors, authors.author, 1)
    text = authors.submit(authors.draft("mine"))
    authors.sign_all(TextId("case", "mine", text.digest))

    thief.try_everything()

    assert "mine" not in authors.catalogue(NOW).library.cases
