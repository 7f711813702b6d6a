"""People who write, review and publish, and a document on its way through their hands."""

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Final

from desks import NOW, a_desk, signed_in
from rows import an_organisation

from course.acts.actor import Actor, Role
from course.acts.desk import Desk
from course.acts.draft_files import bundle_of_draft, get_own_draft
from course.acts.open_draft import open_copy, open_draft
from course.acts.publish import publish
from course.acts.save_draft import save_draft
from course.acts.sign import sign
from course.acts.submit_draft import submit_draft
from course.acts.text_under_review import TextId
from course.base.calendar import lisbon_day
from course.catalogue import Catalogue, Catalogues, Judged, judge
from course.content.bundle import Kind
from course.content.clearance import PARTIES, Party
from course.content.library import Library
from course.content.starters import case_starter
from course.storage import drafts, people, submissions
from course.storage.engine import Database
from course.storage.models import Submission

CASE: Final = {"case.yaml": case_starter().replace("Uma frase que diz onde se está", "Onde se está")}
"""A case that no draft of the demonstration has word for word."""
ENGLISH: Final = {"case.en.yaml": "format: 1\nlanguage: en\ntitle: Title of the case\n"}
SHIPPED: Final = "looked-away"
"""A case of the course of the tests."""


def changed(words: str) -> dict[str, str]:
    """The files of another text of the case, without errors."""
    return {"case.yaml": CASE["case.yaml"].replace("A melhor decisão.", f"A melhor decisão, {words}.")}


class Authors:
    """Two trainers and a reviewer of each party, on one database and one library."""

    def __init__(self, database: Database, library: Library, keys: Path, *, requires_signatures: bool = False) -> None:
        self.database = database
        self.catalogues = Catalogues(library, requires_signatures=requires_signatures)
        self.keys = keys
        with database.write() as session:
            self._unit = an_organisation(session)
        self.author = self.trainer("autora@test.example")
        self.other = self.trainer("outra@test.example")
        self.reviewers: dict[Party, Actor] = {party: self.reviewer(party) for party in PARTIES}

    def trainer(self, email: str) -> Actor:
        """A new trainer."""
        return self._person(email, None)

    def reviewer(self, party: Party, email: str = "") -> Actor:
        """A new reviewer of that party."""
        return self._person(email or f"{party}@test.example", party)

    def catalogue(self, now: dt.datetime = NOW) -> Catalogue:
        """The documents as readers are shown them at that hour."""
        with self.database.read() as session:
            return self.catalogues.follow(session, now)

    def desk(self, who: Actor, now: dt.datetime = NOW) -> AbstractContextManager[Desk]:
        """A desk of that person, whose work is committed at the end."""
        return a_desk(self.database, who, self.catalogue(now), now, self.keys)

    def draft(self, document: str = "new-case", files: dict[str, str] | None = None, kind: Kind = "case") -> bytes:
        """A draft of the author."""
        with self.desk(self.author) as desk:
            return open_draft(desk, kind, document, files or CASE)

    def begun(self, who: Actor, document: str, files: dict[str, str]) -> bytes:
        """A draft of somebody."""
        with self.desk(who) as desk:
            return open_draft(desk, "case", document, files)

    def copy(self, text: TextId, document: str, who: Actor) -> bytes:
        """A draft of somebody that begins from that text."""
        with self.desk(who) as desk:
            return open_copy(desk, text.kind, text.digest, document)

    def judged(self, draft_id: bytes, now: dt.datetime = NOW) -> Judged:
        """What is found in the draft as it stands."""
        with self.database.read() as session:
            draft = drafts.find(session, draft_id)
            assert draft is not None
            return judge(self.catalogue(now), draft.kind, bundle_of_draft(draft), lisbon_day(now))

    def change(self, draft_id: bytes, files: dict[str, str], who: Actor | None = None) -> None:
        """The draft with other files, saved by its author."""
        with self.desk(who or self.author) as desk:
            save_draft(desk, draft_id, get_own_draft(desk, draft_id).version, files, keep=True)

    def submit(self, draft_id: bytes, now: dt.datetime = NOW, *, by: Actor | None = None) -> Submission:
        """The draft, handed in for review by its author."""
        judged = self.judged(draft_id, now)
        with self.desk(by or self.author, now) as desk:
            id_ = submit_draft(desk, draft_id, judged, note="", due_on=None)
            found = submissions.find(desk.session, id_)
            assert found is not None
            return found

    def sign(self, text: TextId, party: Party, position: str = "agree", reason: str = "") -> None:
        """What the reviewer of that party says of it; agreeing, of the English too."""
        with self.desk(self.reviewers[party]) as desk:
            sign(desk, text, position, reason, reads_both=True)

    def sign_all(self, text: TextId) -> None:
        """All three agree."""
        for party in PARTIES:
            self.sign(text, party)

    def publish(self, text: TextId, who: Actor | None = None, now: dt.datetime = NOW) -> None:
        """Published by the trainer who did not write it."""
        with self.desk(who or self.other, now) as desk:
            publish(desk, text)

    def published_case(self, document: str = "new-case", files: dict[str, str] | None = None) -> TextId:
        """A case that went all the way."""
        text = text_of(self.submit(self.draft(document, files)))
        self.sign_all(text)
        self.publish(text)
        return text

    def _person(self, email: str, party: Party | None) -> Actor:
        role: Role = "reviewer" if party else "trainer"
        with self.database.write() as session:
            person = people.add_person(session, unit=self._unit, name=email, email=email, roles=())
            people.add_role(session, person.id, role, body=party)
        actor = signed_in(self.database, person.id)
        return replace(actor, role=role, body=party)


def text_of(submission: Submission) -> TextId:
    """What names its text."""
    return TextId(submission.kind, submission.document, submission.digest)
