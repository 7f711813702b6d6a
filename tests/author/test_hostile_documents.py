"""Whatever a trainer writes in the browser, no page makes anything of it but text: not the author's, not a reviewer's,
not an officer's once it is published, and neither a mail nor an export."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from attacks import CLOBBER, HOST
from authors import text_of
from desks import signed_in
from hostile_drafts import ABOUT_NOBODY, CORPUS, PASSING, PUBLIC, files_with
from page_tree import read
from site_of_tests import Site, Visitor
from walks import play

from course.acts.comment import comment_on
from course.acts.desk import Desk
from course.acts.draft_files import bundle_of_draft
from course.acts.open_draft import open_draft
from course.acts.publish import publish
from course.acts.sign import sign
from course.acts.submit_draft import private_in, submit_draft
from course.acts.text_under_review import TextId
from course.base.ids import as_text
from course.catalogue import judge
from course.content.bundle import Kind
from course.content.document import Document
from course.content.fields import texts_of
from course.jobs.outbox import send_due
from course.storage import drafts, submissions

SKIPPED: Final = ("/sign-out", "/account", "/library", "/train")
STAYS: Final = re.compile(r"/(author|review|cases|runs|pictures)(/|$)")
SCRIPTS: Final = frozenset({"href", "src", "action", "formaction", "data", "srcset", "poster", "ping"})


@pytest.fixture
def written(site: Site) -> "Written":
    return Written(site)


class Written:
    """An author, another trainer, three reviewers and an officer on a site, and acts as any of them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        unit = site.add_organisation("Polícia de Prova Hostil")
        self.people = {
            "author": site.add_person(unit, "autor@test.example", ("trainer",)),
            "other": site.add_person(unit, "outro@test.example", ("trainer",)),
            "police": site.add_person(unit, "policia@test.example", ("reviewer",), body="police"),
            "equality-body": site.add_person(unit, "igualdade@test.example", ("reviewer",), body="equality-body"),
            "civil-society": site.add_person(unit, "civil@test.example", ("reviewer",), body="civil-society"),
            "officer": site.add_person(unit, "agente@test.example"),
        }

    def visitor(self, who: str, language: str) -> Visitor:
        return self.site.visitor(str(self.people[who].email), language)

    def desk(self, who: str) -> Any:
        site, actor = self.site, signed_in(self.site.house.database, self.people[who].id)

        class Opened:
            def __enter__(self) -> Desk:
                self.context = site.house.database.write()
                session = self.context.__enter__()
                catalogue = site.house.catalogues.follow(session, site.now)
                return Desk(session, actor, site.now, catalogue, site.settings.keys)

            def __exit__(self, *raised: Any) -> None:
                self.context.__exit__(*raised)

        return Opened()

    def draft(self, kind: Kind, document: str, files: dict[str, str]) -> bytes:
        with self.desk("author") as desk:
            return open_draft(desk, kind, document, files)

    def submit(self, draft_id: bytes, note: str = "") -> TextId:
        with self.desk("author") as desk:
            draft = drafts.find(desk.session, draft_id)
            assert draft is not None
            judged = judge(desk.catalogue, draft.kind, bundle_of_draft(draft), self.site.now.date())
            assert [problem.in_words(str) for problem in judged.errors] == []
            names = [found.words for found in private_in(judged, desk.catalogue.registers)]  # all of them ticked
            id_ = submit_draft(desk, draft_id, judged, note=note, due_on=None, names_nobody=names)
            found = submissions.find(desk.session, id_)
            assert found is not None
            return text_of(found)


def scheme(address: str) -> str:
    return urlsplit(re.sub(r"[\x00-\x20]", "", address)).scheme.lower()


def faults(html: str) -> Iterator[str]:
    """What a browser would act on and no page of ours has."""
    for element in read(html).iter():
        tag = str(element.tag)
        if tag in {"iframe", "object", "embed", "base", "math", "style", "marquee", "video", "audio"}:
            yield f"<{tag}>"
        if tag == "script" and (not element.get("src") or element.text):
            yield "inline script"
        for name, value in element.attrib.items():
            if name.startswith("on") or name in {"style", "srcdoc"} or CLOBBER in value.split():
                yield f"<{tag} {name}={value!r}>"
            if name in SCRIPTS and (scheme(value) not in {"", "https", "mailto"} or HOST in value.partition("?")[0]):
                is_told = tag == "a" and scheme(value) in {"https", "mailto"} and element.get("rel")
                if not is_told:
                    yield f"<{tag} {name}={value!r}>"


def pages(visitor: Visitor, *first: str) -> Iterator[tuple[str, str]]:
    """Every page of these areas that links lead to from there, each with its HTML."""
    waiting, seen = list(first), set(first)
    while waiting:
        path = waiting.pop()
        answer = visitor.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, path
        yield path, answer.text
        for link in read(answer.text).iter("a"):
            address = str(link.get("href", "")).partition("#")[0]
            if STAYS.match(address) and address not in seen and not address.startswith(SKIPPED):
                seen.add(address)
                waiting.append(address)


def found_on(visitor: Visitor, *first: str) -> tuple[list[str], str]:
    """The faults of all those pages, and all that stands on them."""
    found, shown = [], ""
    for path, html in pages(visitor, *first):
        found += [f"{path}: {fault}" for fault in faults(html)]
        shown += html
    return found, shown


ROUNDS: Final = [
    *(("case", first) for first in range(0, len(CORPUS), 130)),
    *((kind, first) for kind in ("module", "quiz", "survey") for first in (0, len(PUBLIC))),
]
"""What is written, and with which string of the corpus it begins: in cases each string stands at least once."""


def test_the_public_list_is_there_and_every_string_of_the_corpus_is_written_in_some_case(site: Site) -> None:
    case = site.house.catalogues.shipped.cases["looked-away"].reference

    assert (len(PUBLIC) >= 470, len(list(texts_of(case))) >= 130) == (True, True)


@pytest.mark.parametrize(("kind", "first"), ROUNDS)
def test_no_page_of_a_draft_makes_anything_of_what_stands_in_it(written: Written, kind: Kind, first: int) -> None:
    library = written.site.house.catalogues.shipped
    document: Document[Any] = next(found for of, found in library.documents() if of == kind)
    draft = as_text(written.draft(kind, "hostile", files_with(document, kind, CORPUS, first)))

    found, shown = found_on(written.visitor("author", "pt"), "/author/drafts", f"/author/drafts/{draft}")

    assert found == []
    assert "hostile" in shown


def played(site: Site, officer: Visitor) -> tuple[list[str], str]:
    """The same of the pages of an officer who plays the case to an ending, and reads it again from there."""
    ending = play(site, officer, case_id="hostile").path
    run = ending.rpartition("/")[0]
    first = [f"{run}/1/consequence", f"{run}/2/consequence", ending, "/cases/hostile"]
    return found_on(officer, *first)


@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_hostile_case_that_passes_every_check_stays_text_for_author_reviewer_and_officer(
    written: Written, language: str
) -> None:
    base = written.site.house.catalogues.shipped.cases["looked-away"]
    attacks = PASSING[:: 1 if language == "pt" else -1]
    draft = written.draft("case", "hostile", files_with(base, "case", attacks))
    text = written.submit(draft, note=ABOUT_NOBODY[3])
    address = f"/review/texts/case/hostile/{text.digest}"
    for number, party in enumerate(("police", "equality-body", "civil-society")):
        with written.desk(party) as desk:
            comment_on(desk, text, ABOUT_NOBODY[11 * number], f"Veja: {ABOUT_NOBODY[17 * number + 1]}")
            sign(desk, text, "dissent", f"Não: {ABOUT_NOBODY[23 * number + 2]}", reads_both=True)
    found, shown = {}, {}

    for who, places in {
        "author": ("/author/drafts", f"/author/drafts/{as_text(draft)}"),
        "other": ("/author/drafts", "/author/records/case/hostile"),
        "police": ("/review/documents", "/review/signed", address),
    }.items():
        found[who], shown[who] = found_on(written.visitor(who, language), *places)
    with written.desk("other") as desk:
        publish(desk, text)
    found["officer"], shown["officer"] = played(written.site, written.visitor("officer", language))

    send_due(written.site.house, written.site.now)
    mails = [path.read_text("utf-8") for path in (written.site.settings.instance / "mail").iterdir()]

    assert found == {"author": [], "other": [], "police": [], "officer": []}
    assert len(mails) >= 5
    assert [mail for mail in mails for attack in attacks if len(attack) > 12 and attack in mail] == []
    told = [escape(attack, quote=False) for attack in attacks if "<" in attack and "\n" not in attack]
    assert {who for who, html in shown.items() if any(words in html for words in told)} >= {
        "author",
        "police",
        "officer",
    }


def test_what_is_published_comes_back_to_files_as_it_was_written(written: Written, tmp_path: Path) -> None:
    base = written.site.house.catalogues.shipped.cases["looked-away"]
    files = files_with(base, "case", PASSING)
    text = written.submit(written.draft("case", "hostile", files))

    with written.site.house.database.read() as session:
        kept = written.site.house.catalogue.text_at(session, "case", text.digest)

    assert kept.bundle.files == {name: content.encode() for name, content in files.items()}
