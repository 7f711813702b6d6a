"""Reading a module."""

import pytest
from databases import count_queries
from site_of_tests import Site, Visitor
from walks import CASE, MODULE, answer_all, hand_in, play, read_all

from course.content.prose import plain
from course.content.questions.single import Single


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example")


@pytest.mark.parametrize("language", ["pt", "en"])
def test_every_section_is_shown_whole_in_both_languages(site: Site, officer: Visitor, language: str) -> None:
    reader = site.visitor("ana@test.example", language=language)
    document = site.house.catalogue.module(MODULE)
    module = document.in_("en" if language == "en" else "pt")

    for id_, section in module.sections.items():
        page = reader.get(f"/modules/{MODULE}/{id_}")
        assert (page.status, page.h1) == (200, section.title)
        assert "is shown in Portuguese" not in page.text

    assert (document.untranslated, document.outdated) == (frozenset(), frozenset())


def test_a_section_page_takes_five_queries_at_most(site: Site, officer: Visitor) -> None:
    read_all(site, officer)

    for id_ in site.house.catalogue.module(MODULE).reference.sections:
        with count_queries(site.house.database) as queries:
            officer.get(f"/modules/{MODULE}/{id_}")
        assert len(queries) <= 5, (id_, queries)


def test_a_check_is_corrected_at_once_and_nothing_of_it_is_kept(site: Site, officer: Visitor) -> None:
    module = site.house.catalogue.module(MODULE).reference
    section, check, question = next(
        (section_id, check_id, question)
        for section_id, section in module.sections.items()
        for check_id, question in section.checks.items()
        if isinstance(question, Single)
    )
    action = f"/modules/{MODULE}/{section}/checks/{check}"
    page = officer.get(f"/modules/{MODULE}/{section}")
    wrong = next(id_ for id_, option in question.options.items() if not option.correct)
    right = next(id_ for id_, option in question.options.items() if option.correct)

    verdicts = []
    for answer in (wrong, right):
        with count_queries(site.house.database) as queries:
            page = page.submit(action, answer=answer)
        verdicts.append(page.text.count("Ainda não ") + 2 * page.text.count("Certo "))
        assert not [query for query in queries if not query.lstrip().startswith("SELECT")]

    assert page.status == 200
    assert verdicts[0] != verdicts[1]
    assert page.submit(action).status == 200  # the answer stays filled in


def test_the_reason_of_a_wrong_answer_stands_with_it_and_not_with_the_right_one(site: Site, officer: Visitor) -> None:
    sections = site.house.catalogue.module(MODULE).reference.sections
    section, check, question = next(
        (section_id, check_id, question)
        for section_id, section in sections.items()
        for check_id, question in section.checks.items()
        if isinstance(question, Single)
    )
    wrong = next(id_ for id_, option in question.options.items() if not option.correct)

    page = officer.get(f"/modules/{MODULE}/{section}").submit(
        f"/modules/{MODULE}/{section}/checks/{check}", answer=wrong
    )

    given, why = (plain(text or "") for text in (question.options[wrong].text, question.options[wrong].why))
    said = (f"Respondeu: {given}", why.partition(".")[0], "Certo: ")
    places = [page.text.find(words) for words in said]
    assert -1 not in places
    assert places == sorted(places)


def test_a_check_without_an_answer_says_what_to_do(site: Site, officer: Visitor) -> None:
    module = site.house.catalogue.module(MODULE).reference
    section, check = next((s, c) for s, section in module.sections.items() for c in section.checks)

    page = officer.get(f"/modules/{MODULE}/{section}").submit(f"/modules/{MODULE}/{section}/checks/{check}")

    assert page.status == 422


def test_leaving_a_section_goes_on_and_is_remembered(site: Site, officer: Visitor) -> None:
    first, second, *_ = site.house.catalogue.module(MODULE).reference.sections
    officer.get(f"/modules/{MODULE}").submit(f"/modules/{MODULE}/start")

    page = officer.get(f"/modules/{MODULE}/{first}").submit(f"/modules/{MODULE}/{first}/seen")
    elsewhere = site.visitor("ana@test.example").get("/")

    assert page.location == f"/modules/{MODULE}/{second}"
    assert f"/modules/{MODULE}/{second}" in elsewhere.links()


def test_reading_alone_changes_nothing(site: Site, officer: Visitor) -> None:
    officer.get("/")
    with count_queries(site.house.database) as queries:
        for path in (
            "/",
            f"/modules/{MODULE}",
            f"/modules/{MODULE}/definition",
            "/cases/looked-away",
            f"/quizzes/{MODULE}",
        ):
            officer.get(path)

    assert [query for query in queries if not query.lstrip().startswith("SELECT")] == []


@pytest.mark.parametrize(
    "path", ["/modules/no-such", f"/modules/{MODULE}/no-such", "/cases/no-such", "/quizzes/no-such"]
)
def test_what_is_not_there_says_that_nothing_is_lost(site: Site, officer: Visitor, path: str) -> None:
    page = officer.get(path)

    assert (page.status, "O que já fez" in page.text) == (404, True)


def test_a_module_is_done_once_all_is_seen_played_and_passed_and_stays_done(site: Site, officer: Visitor) -> None:
    read_all(site, officer)
    play(site, officer)
    result = hand_in(answer_all(site, officer))

    home = officer.get("/")

    assert result.h1 == "Concluiu «Perfilamento étnico»"
    assert "23 nov. 2026" in home.text


def test_who_left_a_case_in_the_middle_goes_on_at_the_case_and_the_list_still_leads_to_the_section(
    site: Site, officer: Visitor
) -> None:
    sections = site.house.catalogue.module(MODULE).reference.sections
    at_case = next(id_ for id_, section in sections.items() if section.case)
    read_all(site, officer)
    officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))

    elsewhere = site.visitor("ana@test.example")
    cover, home = elsewhere.get(f"/modules/{MODULE}"), elsewhere.get("/")

    assert [f"/cases/{CASE}" in page.links() for page in (cover, home)] == [True, True]
    assert f"/modules/{MODULE}/{at_case}" in cover.links()


def test_the_way_to_report_a_mistake_stands_on_every_section(site: Site, officer: Visitor) -> None:
    for id_ in site.house.catalogue.module(MODULE).reference.sections:
        assert f"/report/modules/{MODULE}/{id_}" in officer.get(f"/modules/{MODULE}/{id_}").links()
