"""A draft of a case is played as an officer plays it, and nothing of it is kept."""

import datetime as dt
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from databases import count_queries
from libraries import library_in
from previewing import AUTHOR, draft_of, main_of, rows_of
from site_of_tests import Page, Site, Visitor
from walks import CASE

from course.base.languages import LANGUAGES
from course.content.case import Case
from course.scoring.case import begin, offered, take
from course.storage.models import Person


@pytest.fixture
def preview(site: Site, author: Person) -> str:
    """The beginning of the preview of a draft with the text of a case of the library."""
    return f"/author/drafts/{draft_of(site, author, 'case', CASE)}/preview"


@pytest.fixture
def case(site: Site) -> Case:
    return site.house.catalogue.case(CASE).in_("en")


def roads(case: Case) -> list[tuple[str, ...]]:
    """Two roads to an ending: the first choice each time, and the last."""
    found = []
    for pick in (0, -1):
        moment, taken = begin(case), []
        while choices := list(offered(case, moment)):
            taken.append(choices[pick])
            moment = take(case, moment, choices[pick])
        found.append(tuple(taken))
    return found


def choose(page: Page, choice: str) -> Page:
    """Take that choice on a page that offers it."""
    action = next(action for action in page.actions() if "/preview/scene" in action and not action.endswith("?"))
    return page.visitor.follow(page.submit(action, choice=choice))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("road", [0, 1])
def test_each_page_of_the_preview_is_the_officers_page_but_for_addresses(
    site: Site, trainer: Visitor, preview: str, case: Case, language: str, road: int
) -> None:
    site.add_person(site.add_organisation("Outra"), "ana@test.example")
    officer, visitor = (site.visitor(who, language=language) for who in ("ana@test.example", AUTHOR))
    mine, theirs = visitor.get(preview), officer.get(f"/cases/{CASE}")
    assert main_of(mine) == main_of(theirs)

    mine = visitor.follow(mine.submit(f"{preview}/play"))
    theirs = officer.follow(theirs.submit(f"/cases/{CASE}/runs"))
    run = theirs.path.rpartition("/")[0]
    assert main_of(mine) == main_of(theirs)
    for number, choice in enumerate(roads(case)[road], 1):
        mine = choose(mine, choice)
        theirs = officer.follow(theirs.submit(f"{run}/{number}", choice=choice))
        assert main_of(mine) == main_of(theirs)

    ending = next(link for link in mine.links() if "/ending" in link)
    mine, theirs = visitor.get(ending), officer.get(f"{run}/ending")
    after = "Aqui não falta fazer nada" if language == "pt" else "Nothing is left to do here"
    assert main_of(mine).partition('id="next"')[0] == main_of(theirs).partition('id="next"')[0]
    assert after in mine.text
    seats_mine = [link for link in mine.links() if "/seat?" in link]
    seats_theirs = [link for link in theirs.links() if "/seats/" in link]
    assert len(seats_mine) > 0
    for here, there in zip(seats_mine, seats_theirs, strict=True):
        assert main_of(visitor.get(here)) == main_of(officer.get(there))


def test_the_bar_says_what_is_shown_to_whom_and_that_nothing_is_kept(trainer: Visitor, preview: str) -> None:
    page = trainer.get(preview)

    bar = " ".join("".join(next(page.tree.iter("aside")).itertext()).split())
    assert bar.startswith(
        "Preview of version 1. As an officer who does not exist would see it on 23 November 2026."
        " Nothing is kept, and it carries nobody's name."
    )
    assert preview.removesuffix("/preview") in page.links()


def test_a_whole_road_writes_no_row(site: Site, trainer: Visitor, preview: str, case: Case) -> None:
    page = trainer.get(preview)
    before = rows_of(site)

    page = trainer.follow(page.submit(f"{preview}/play"))
    for choice in roads(case)[0]:
        page = choose(page, choice)
    end = trainer.get(next(link for link in page.links() if "/ending" in link))
    back = next(action for action in end.actions() if "/differently" in action)
    trainer.follow(end.submit(back, number="1"))

    assert rows_of(site) == before


def test_a_form_without_a_choice_is_answered_as_an_officers(trainer: Visitor, preview: str) -> None:
    first = trainer.get(f"{preview}/scene")

    page = first.submit(f"{preview}/scene")

    assert (page.status, "Choose what you do" in page.text) == (422, True)


def test_to_decide_differently_leads_to_the_scene_of_that_decision(trainer: Visitor, preview: str, case: Case) -> None:
    road = roads(case)[0]
    page = trainer.get(f"{preview}/consequence?road={'.'.join(road[:2])}&number=2")

    back = next(action for action in page.actions() if "/differently" in action)
    asked = urlsplit(trainer.follow(page.submit(back, number="2")).path)

    assert (asked.path, parse_qs(asked.query)) == (f"{preview}/scene", {"road": [road[0]]})


@pytest.mark.parametrize(
    "place",
    [
        "scene?road=nowhere",
        "scene?road=.",
        "scene?road=%2e%2e%2f",
        "scene?road={first}.{first}.nowhere",
        "scene?road={first}%00",
        "scene?road=" + "{first}." * 200 + "{first}",
        "consequence?road={first}",
        "consequence?road={first}&number=2",
        "consequence?road={first}&number=0",
        "consequence?road={first}&number=-1",
        "consequence?road={first}&number=1e3",
        "consequence?number=1",
        "seat?road={end}&seat=nobody",
        "seat?road={end}&seat=../../x",
        "seat?road={end}",
        "section?section=definition",
        "question?number=1",
        "nowhere",
        "..%2f..%2f",
        "__class__",
    ],
)
def test_what_the_text_has_not_does_not_exist(trainer: Visitor, preview: str, case: Case, place: str) -> None:
    end = ".".join(roads(case)[0])

    page = trainer.get(f"{preview}/{place.format(first=next(iter(case.scenes[case.start].choices)), end=end)}")

    assert page.status in {400, 404, 414}
    assert "<script" not in page.html.partition("<body")[2]


@pytest.mark.parametrize("place", ["scene", "differently"])
def test_a_form_on_a_road_that_there_is_not_is_not_found(trainer: Visitor, preview: str, place: str) -> None:
    page = trainer.get(f"{preview}/scene")
    token = page.fields(f"{preview}/scene")["csrf_token"]

    assert trainer.post(f"{preview}/{place}?road=nowhere", {"csrf_token": token}).status == 404


@pytest.mark.parametrize("place", ["ending", "seat?seat=stopped"])
def test_a_road_that_has_not_ended_leads_to_where_it_stands(trainer: Visitor, preview: str, place: str) -> None:
    page = trainer.get(f"{preview}/{place}")

    assert (page.status, urlsplit(page.location).path) == (303, f"{preview}/scene")


def test_the_pretended_day_goes_along_and_decides_what_is_said_of_sources(
    site: Site, trainer: Visitor, preview: str, case: Case
) -> None:
    page = trainer.follow(trainer.get(f"{preview}?on=2031-05-04").submit(f"{preview}/play?on=2031-05-04"))
    page = choose(page, roads(case)[0][0])

    assert "on 4 May 2031" in " ".join("".join(next(page.tree.iter("aside")).itertext()).split())
    inner = [link for link in [*page.links(), *page.actions()] if link.startswith(f"{preview}")]
    assert [link for link in inner if "on=2031-05-04" not in link] == [f"{preview}/consequence?"]
    assert site.now.date() == dt.date(2026, 11, 23)


def test_what_a_source_will_be_on_the_pretended_day_is_told_at_the_head_of_the_page(site: Site, tmp_path: Path) -> None:
    author = site.add_person(site.add_organisation(), AUTHOR, ("trainer",))
    changing = "  check_by: 2027-03-31\n  changed: 2027-05-01\nechr-wa-baile"
    library = library_in(
        tmp_path / "library",
        sources=("  check_by: 2027-03-31\nechr-wa-baile", changing),
        case=("text: Um homem passa.", "text: Um homem passa [@cpp-250]."),
    )
    later = Site("", site.settings.instance, library)
    scene = f"/author/drafts/{draft_of(later, author, 'case', CASE)}/preview/scene"
    trainer = later.visitor(AUTHOR, language="pt")

    eve, day = trainer.get(f"{scene}?on=2027-04-30"), trainer.get(f"{scene}?on=2027-05-02")

    assert "Este texto vai mudar em 1 mai. 2027" in eve.text
    assert "Este texto mudou em 1 mai. 2027" in day.text


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2027-01-31", "On that day officers do not see it yet: they see it from 1 February 2027."),
        ("2027-02-01", ""),
        ("2027-02-28", ""),
        ("2027-03-01", "On that day officers see it no longer: they do not since 1 March 2027."),
    ],
)
def test_whether_officers_are_shown_the_case_on_that_day_is_told(
    site: Site, author: Person, trainer: Visitor, day: str, told: str
) -> None:
    text = site.house.catalogue.case(CASE).bundle.as_text()["case.yaml"]
    held = text.replace("based_on:\n", "based_on:\n  embargo: 2027-02-01\n  expires: 2027-03-01\n", 1)
    draft = draft_of(site, author, "case", CASE, changed=held)

    page = trainer.get(f"/author/drafts/{draft}/preview?on={day}")

    said = [item for item in page.tree.iter("strong") if "officers" in "".join(item.itertext())]
    assert "".join("".join(item.itertext()) for item in said) == told


@pytest.mark.parametrize("day", ["2027-02-30", "yesterday", "20270101", "2027-W01-1", "27-1-1", "<b>"])
def test_a_day_that_there_is_not_is_told_beside_the_field_and_today_is_shown(
    trainer: Visitor, preview: str, day: str
) -> None:
    page = trainer.get(f"{preview}?on={day}")

    assert (page.status, "on 23 November 2026" in page.html) == (200, True)
    assert "Write the day as year, month and day, for example 2027-01-31" in page.html


def test_no_parameter_makes_the_preview_somebodys(site: Site, trainer: Visitor, preview: str) -> None:
    officer = site.add_person(site.add_organisation("Outra"), "ana@test.example")
    asked = "&".join(
        f"{name}={officer.id.hex()}" for name in ("person", "person_id", "as", "officer", "learner", "who")
    )

    plain, named = trainer.get(preview), trainer.get(f"{preview}?{asked}")

    assert main_of(named) == main_of(plain)
    assert "Ana" not in named.text


def test_with_errors_the_last_version_that_can_be_shown_is_shown_and_the_page_says_so(
    site: Site, author: Person, trainer: Visitor, case: Case
) -> None:
    draft = draft_of(site, author, "case", CASE)
    editor = trainer.get(f"/author/drafts/{draft}")
    action = next(action for action in editor.actions() if action.partition("?")[0] == editor.path)
    saved = editor.fill(action, {"source": "format: 1\nlanguage: pt\ntitle: [\n"})
    assert saved.status == 303

    page = trainer.get(f"/author/drafts/{draft}/preview")

    assert page.h1 == case.title
    bar = " ".join("".join(next(page.tree.iter("aside")).itertext()).split())
    assert "Preview of version 1." in bar
    assert "The text as it stands has errors; this is the last version that can be shown." in bar


def test_of_a_draft_that_never_could_be_shown_the_page_says_what_to_do(
    site: Site, author: Person, trainer: Visitor
) -> None:
    draft = draft_of(site, author, "case", CASE, changed="format: 1\nlanguage: pt\n")

    page = trainer.get(f"/author/drafts/{draft}/preview")

    assert (page.status, page.h1) == (200, "Nothing can be shown yet")
    assert trainer.get(f"/author/drafts/{draft}/preview/scene").status == 404


def test_another_trainers_draft_does_not_exist(site: Site, trainer: Visitor, preview: str) -> None:
    site.add_person(site.add_organisation("Outra"), "eva@test.example", ("trainer",))
    other = site.visitor("eva@test.example", language="en")

    assert [other.get(preview).status, other.get(f"{preview}/scene").status] == [404, 404]


def test_a_page_of_the_preview_takes_as_many_queries_at_the_end_as_at_the_beginning(
    site: Site, trainer: Visitor, preview: str, case: Case
) -> None:
    trainer.get(preview)  # judged from now on
    counts = []
    for road in ("", ".".join(roads(case)[0][:-1])):
        with count_queries(site.house.database) as queries:
            trainer.get(f"{preview}/scene?road={road}")
        counts.append(len(queries))

    assert counts == [3, 3]  # who is signed in, the draft, which documents are current
