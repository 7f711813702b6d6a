"""Drafts of documents of the course of tests, and what stands in the main part of a page."""

import copy
import re
from typing import Final
from xml.etree.ElementTree import Element, tostring

from site_of_tests import Page, Site
from sqlalchemy import func, select

from course.base.ids import as_text
from course.content.bundle import Kind
from course.storage import drafts
from course.storage.models import Base, Person

AUTHOR: Final = "rui@test.example"
_ADDRESSES: Final = {"href", "action"}


def draft_of(site: Site, author: Person, kind: Kind, document_id: str, changed: str = "") -> str:
    """A draft of that author with the text of a document of the library, as it stands in a path. `changed` is its
    Portuguese instead."""
    shelf = {"module": "modules", "case": "cases", "quiz": "quizzes", "survey": "surveys"}[kind]
    files = dict(getattr(site.house.catalogue.library, shelf)[document_id].bundle.as_text())
    if changed:
        files[f"{kind}.yaml"] = changed
    with site.house.database.write() as session:
        return as_text(
            drafts.add(
                session,
                kind,
                document_id,
                files,
                based_on=None,
                person_id=author.id,
                earlier_authors=(),
                now=site.now,
                today=site.now.date(),
            )
        )


def main_of(page: Page) -> str:
    """The main part of a page without the addresses in it, the tokens of its forms and what an officer alone has."""
    main = copy.deepcopy(page.tree.find(".//main"))
    assert main is not None, page.html
    for parent in list(main.iter()):
        for child in list(parent):
            if _is_of_officers_alone(child):
                parent.remove(child)
    for element in main.iter():
        for name in _ADDRESSES & element.attrib.keys():
            element.attrib[name] = ""
        element.attrib.pop("data-keep", None)
        if element.get("name") in {"csrf_token", "client_key", "based_on"}:
            element.attrib["value"] = ""
    html = re.sub(r' xmlns:\w+="[^"]*"', "", tostring(main, encoding="unicode"))
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1\n", html)


def _is_of_officers_alone(element: Element) -> bool:
    """A link to report a mistake, and the box in which somebody objects."""
    links = [link.get("href", "") for link in element.iter("a")]
    is_report = element.tag in {"p", "a"} and any(link.startswith("/report/") for link in links)
    return is_report or element.get("id") == "objection"


def rows_of(site: Site) -> dict[str, int]:
    """How many rows each table has, but those of requests and sign-ins."""
    with site.house.database.read() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }
