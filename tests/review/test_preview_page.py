"""What is submitted is seen as an officer would see it by those who sign it and those who may publish it."""

import pytest
from previewing import AUTHOR, draft_of
from site_of_tests import Site, Visitor
from walks import CASE

from course.acts.draft_files import bundle_of_draft
from course.acts.text_under_review import TextId
from course.base.calendar import lisbon_day
from course.base.ids import as_id
from course.catalogue import judge
from course.content.record import as_json
from course.storage import drafts, revisions, submissions
from course.storage.models import Person


@pytest.fixture
def author(site: Site) -> Person:
    return site.add_person(site.add_organisation(), AUTHOR, ("trainer",))


@pytest.fixture
def text(site: Site, author: Person) -> TextId:
    """A submitted text of a case, of which the library has another."""
    bundle = site.house.catalogue.case(CASE).bundle.as_text()
    changed = bundle["case.yaml"].replace("title: ", "title: Outro título, ", 1)
    draft_id = as_id(draft_of(site, author, "case", CASE, changed=changed))
    with site.house.database.write() as session:
        draft = drafts.find(session, draft_id)
        assert draft is not None
        judged = judge(site.house.catalogue, "case", bundle_of_draft(draft), lisbon_day(site.now))
        record = judged.record
        proof = record.proof.to_json() if record.proof else None
        revisions.record(session, record.digest, "case", CASE, judged.bundle.as_text(), proof=proof)
        submissions.add(
            session,
            draft_id,
            "case",
            CASE,
            digest=record.digest,
            reference_digest=record.reference_digest,
            has_translation=True,
            record=as_json(record),
            names_nobody=(),
            note="",
            submitted_by=author.id,
            submitted_at=site.now,
            due_on=lisbon_day(site.now),
        )
    return TextId("case", CASE, record.digest)


def visitor_in(site: Site, role: str) -> Visitor:
    """Somebody in that role, of another organisation."""
    body = "police" if role == "reviewer" else None
    site.add_person(site.add_organisation("Outra"), "eva@test.example", (role,), body=body)  # type: ignore[arg-type]
    return site.visitor("eva@test.example", language="pt")


@pytest.mark.parametrize(("area", "role"), [("review", "reviewer"), ("author", "trainer")])
def test_a_submitted_text_is_played_by_who_signs_and_who_may_publish(
    site: Site, text: TextId, area: str, role: str
) -> None:
    visitor, preview = visitor_in(site, role), f"/{area}/texts/case/{CASE}/{text.digest}/preview"

    page = visitor.get(preview)
    scene = visitor.follow(page.submit(f"{preview}/play"))

    assert page.h1.startswith("Outro título, ")
    assert (scene.status, scene.path) == (200, f"{preview}/scene")
    assert f"{text.digest[:4]} {text.digest[4:8]}" in page.html


@pytest.mark.parametrize(
    "named",
    [
        "case/looked-away/" + "0" * 64,
        "quiz/looked-away/{digest}",
        "case/other/{digest}",
        "nothing/looked-away/{digest}",
        "case/looked-away/..%2f{digest}",
    ],
)
def test_what_is_not_under_review_does_not_exist(site: Site, text: TextId, named: str) -> None:
    reviewer = visitor_in(site, "reviewer")

    assert reviewer.get(f"/review/texts/{named.format(digest=text.digest)}/preview").status == 404


def test_the_text_that_is_shown_already_is_previewed_too(site: Site, text: TextId) -> None:
    reviewer, current = visitor_in(site, "reviewer"), site.house.catalogue.case(CASE)

    page = reviewer.get(f"/review/texts/case/{CASE}/{current.digest}/preview")

    assert page.h1 == current.reference.title


def test_a_reviewer_does_not_see_what_nobody_submitted(site: Site, author: Person) -> None:
    draft = draft_of(site, author, "case", CASE)

    assert visitor_in(site, "reviewer").get(f"/author/drafts/{draft}/preview").status == 403
