"""A document under review on a site: its author, another trainer and a reviewer of each party can sign in."""

from collections.abc import Mapping
from typing import Final

from authors import CASE, Authors
from desks import NOW
from passwords import HASHED
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select

from course.acts.save_draft import save_draft
from course.base.ids import as_text
from course.content.clearance import PARTIES, Party
from course.storage import drafts, people
from course.storage.models import Mail, Person, Submission

AUTHOR: Final = "autora@test.example"
OTHER: Final = "outra@test.example"
DOCUMENT: Final = "new-case"


class Reviewed:
    """A case and its people. The hour of the site is that of their acts."""

    def __init__(self, site: Site) -> None:
        site.now = NOW
        self.site = site
        self.people = Authors(site.house.database, site.house.catalogues.shipped, site.settings.keys)
        with site.house.database.write() as session:
            for actor in (self.people.author, self.people.other, *self.people.reviewers.values()):
                people.set_password_hash(session, actor.person_id, HASHED)
        self.draft = self.people.draft(DOCUMENT)

    @property
    def review_url(self) -> str:
        """The author's page of the review."""
        return f"/author/drafts/{as_text(self.draft)}/review"

    def trainer(self, email: str = AUTHOR, language: str = "en") -> Visitor:
        """A trainer, signed in."""
        return self.site.visitor(email, language)

    def reviewer(self, party: Party, language: str = "en") -> Visitor:
        """The reviewer of that party, signed in."""
        return self.site.visitor(f"{party}@test.example", language)

    def submit(self) -> Submission:
        """The draft as it stands, handed in."""
        return self.people.submit(self.draft)

    def write(self, was: str, becomes: str) -> None:
        """Change words of the Portuguese, and save the draft."""
        with self.people.desk(self.people.author) as desk:
            draft = drafts.find(desk.session, self.draft)
            assert draft is not None
            assert was in draft.files["case.yaml"]
            files = {name: text.replace(was, becomes) for name, text in draft.files.items()}
            save_draft(desk, self.draft, draft.version, files, keep=True)


def mails(site: Site) -> list[tuple[str, str]]:
    """To whom (what stands before the @) which kind of mail was promised, sorted."""
    with site.house.database.read() as session:
        found = session.execute(select(Person.email, Mail.kind).join(Mail, Mail.person_id == Person.id))
        return sorted((str(email).partition("@")[0], kind) for email, kind in found)


def url_of(submission: Submission) -> str:
    """Where its text is read and signed."""
    return f"/review/texts/{submission.kind}/{submission.document}/{submission.digest}"


def sign(visitor: Visitor, url: str, position: str, **fields: str) -> Page:
    """Sign on the page of that text."""
    filled: Mapping[str, str] = {"position": position, **fields}
    return visitor.get(url).fill(f"{url}/signature", filled)


def sign_all(reviewed: Reviewed, submission: Submission) -> None:
    """All three agree, and say that the English says the same."""
    for party in PARTIES:
        page = sign(reviewed.reviewer(party), url_of(submission), "agree", reads_both="yes")
        assert page.status == 303, page.text


__all__ = ["AUTHOR", "CASE", "DOCUMENT", "OTHER", "Reviewed", "mails", "sign", "sign_all", "url_of"]
