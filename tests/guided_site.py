"""A trainer at the forms of a case, on a whole application."""

from collections.abc import Mapping
from typing import Final

from guided import DECISION, ENDINGS, OPTIONS, PEOPLE, PLACE, TITLE
from site_of_tests import Page, Site

from course.base.ids import as_id
from course.content.guided.tree import WHERE
from course.storage import drafts
from course.storage.models import Person

NEW: Final = "/author/cases/new"
AUTHOR: Final = "formadora@prova.pt"
OTHER: Final = "outra@prova.pt"
STEPS: Final[Mapping[str, Mapping[str, str]]] = {
    "place": PLACE,
    "people": PEOPLE,
    "decision": DECISION,
    "options": OPTIONS,
    "endings": ENDINGS,
    "law": {},
}


class AtTheForms:
    """Two trainers; the first begins a case."""

    def __init__(self, site: Site, language: str = "pt") -> None:
        self.site = site
        unit = site.add_organisation()
        self.author: Person = site.add_person(unit, AUTHOR, ("trainer",))
        self.other: Person = site.add_person(unit, OTHER, ("trainer",))
        self.visitor = site.visitor(AUTHOR, language)
        self.begun = self.visitor.follow(self.visitor.get(NEW).submit(NEW, title=TITLE))
        self.id = self.begun.path.split("/")[3]

    def url(self, step: str) -> str:
        """The address of a step."""
        return f"/author/drafts/{self.id}/guided/{step}"

    def scene_url(self, scene: str) -> str:
        """The address of the form of a scene."""
        return f"/author/drafts/{self.id}/scenes/{scene}"

    def open(self, step: str) -> Page:
        """A step as it stands."""
        return self.visitor.get(self.url(step))

    def send(self, step: str, values: Mapping[str, str]) -> Page:
        """The form of a step as it stands, sent with these fields."""
        return self.open(step).fill(self.url(step), {k: v for k, v in values.items() if not k.endswith("-id")})

    def go(self, *steps: str) -> None:
        """These steps, one after the other, each kept."""
        for step in steps:
            page = self.send(step, STEPS[step])
            assert page.status == 303, page.text

    @property
    def text(self) -> str:
        """The text of the draft as the database has it."""
        with self.site.house.database.read() as session:
            draft = drafts.find(session, as_id(self.id))
            assert draft is not None
            return draft.files[WHERE]

    def rewrite(self, text: str) -> None:
        """Somebody saves another text meanwhile."""
        with self.site.house.database.write() as session:
            draft = drafts.find(session, as_id(self.id))
            assert draft is not None
            saved = drafts.save(
                session,
                draft.id,
                draft.version,
                {**draft.files, WHERE: text},
                person_id=self.author.id,
                keep=True,
                now=self.site.now,
                today=self.site.now.date(),
            )
            assert saved == draft.version + 1
