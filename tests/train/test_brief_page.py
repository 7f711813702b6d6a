"""The brief of a session as its trainer reads it: words, never a number of answers or a name."""

import datetime as dt
import re

import pytest
from cohorts import STARTS_AT, Cohort, Part, a_cohort, take_part_all
from passwords import HASHED
from rows import a_session
from site_of_tests import Page, Site

from course import groups
from course.acts.take_picture import take_picture
from course.base.calendar import lisbon_day
from course.base.ids import new_id
from course.content.prose import plain
from course.storage import audit, people, rescorings, session_trainers
from course.storage.models import Voice

EYES, ROUTINE, FIGURES = "avoids-eyes", "routine-needs-no-reason", "group-figures-justify"
CODE = "RD-2026-031"
BRIEF = f"/train/sessions/{CODE}/brief"
TRAINER = f"trainer@{CODE}.example".lower()


def still() -> int:
    """Noise of nothing."""
    return (1 << 32) - 1


def a_group(site: Site, *parts: Part) -> Cohort:
    """A session with as many officers as parts, who took part so a week before it."""
    cohort = a_cohort(
        site.house.database,
        code=CODE,
        officers=len(parts) + 2,
        key=site.house.learner_key,
        password_hash=HASHED,
    )
    take_part_all(site.house.database, site.house.catalogue, cohort, parts)
    site.now = cohort.hours.picture_due_at - dt.timedelta(minutes=1)
    return cohort


def photograph(site: Site, cohort: Cohort, *, at_eve: bool = False) -> None:
    """The hour comes, and the job with it."""
    hours = cohort.hours
    site.now = (hours.picture_eve_at if at_eve else hours.picture_due_at) + dt.timedelta(minutes=1)
    with site.house.database.write() as session:
        assert take_picture(session, site.house.catalogue, CODE, keys=site.settings.keys, now=site.now, word=still)


def open_brief(site: Site, language: str = "pt") -> Page:
    """The page, as the trainer of the session sees it."""
    return site.visitor(TRAINER, language).get(BRIEF)


def openings(site: Site) -> list[tuple[str, bytes | None]]:
    """Who is noted to have opened it."""
    with site.house.database.read() as session:
        return [
            (entry.event, entry.person_id)
            for entry in audit.about(session, [CODE.encode()])
            if entry.event == "brief-opened"
        ]


FULL = [
    *[Part(shows=[EYES, ROUTINE], sure=[EYES], choices={"platform": "observe"})] * 7,
    *[Part(shows=[EYES])] * 4,
    Part(),
]


def test_the_brief_says_in_words_what_the_group_brings(site: Site) -> None:
    cohort = a_group(site, *FULL)
    photograph(site, cohort)

    page = open_brief(site)

    register = site.house.catalogue.registers.ideas
    assert page.h1 == "O que este grupo traz para a sala"
    shown = [
        (" ".join("".join(item.find("p").itertext()).split()), " ".join("".join(item.find(".//h3").itertext()).split()))  # type: ignore[union-attr]
        for item in page.tree.iter("li")
        if item.find("p") is not None and "app-hard__word" in item.find("p").get("class", "")  # type: ignore[union-attr]
    ]
    assert shown == [
        ("A maioriaquase sempre com certeza", f"«{plain(register[EYES].statement.pt)}»"),
        ("Cerca de metade", f"«{plain(register[ROUTINE].statement.pt)}»"),
    ]
    assert "Retrato de segunda, 7 de dezembro, 18:00. Não muda. Os números são desfocados de propósito." in page.text
    assert "Prontidão: concluíram 12 de 14" in page.text
    assert re.sub(r"\[@[^]]*\]", "", register[EYES].answer.pt)[:60] in page.text


def test_a_fork_is_told_in_words_beside_its_choices(site: Site) -> None:
    cohort = a_group(site, *FULL)
    photograph(site, cohort)

    page = open_brief(site, "en")

    case = site.house.catalogue.case("looked-away").english
    platform = next(item for item in page.tree.iter("ul") if item.get("class") == "app-shares")
    told = [" ".join("".join(choice.itertext()).split()) for choice in platform.iter("li")]
    choices = case.scenes["platform"].choices
    assert told == [
        f"{plain(choices['observe'].text)}About half",
        f"{plain(choices['stop-now'].text)}About half",
        f"{plain(choices['shadow'].text)}Few or nobody",
        f"{plain(choices['ask-radio'].text)}Few or nobody",
    ]


def test_the_page_holds_no_name_and_no_number_but_what_is_public(site: Site) -> None:
    """Days, hours, completions and seats; and the numbers that stand in the course's own texts."""
    cohort = a_group(site, *FULL)
    photograph(site, cohort)
    page = open_brief(site)

    for officer in cohort.officers:
        assert officer.name not in page.html
    ready = page.tree.find(".//section[@aria-labelledby='ready']")
    words = "".join(
        "".join(item.itertext())
        for name in ("app-hard__word", "app-share", "app-frozen")
        for item in page.tree.iter()
        if name in item.get("class", "").split()
    )
    assert ready is not None
    assert sorted(set(re.findall(r"\d+", "".join(ready.itertext())))) == ["12", "14", "2"]
    assert sorted(set(re.findall(r"\d+", words))) == ["00", "18", "7"]


def test_a_trainer_who_opens_the_picture_is_noted_each_time(site: Site) -> None:
    cohort = a_group(site, *FULL)

    open_brief(site)
    before = openings(site)
    photograph(site, cohort)
    open_brief(site)
    open_brief(site)

    assert before == []
    assert openings(site) == [("brief-opened", cohort.trainer.person_id)] * 2


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (
            dt.datetime(2026, 12, 7, 17, 59, tzinfo=dt.UTC),
            "A hora é segunda, 7 de dezembro, 18:00, se até lá metade dos inscritos tiver concluído, e",
        ),
        (
            dt.datetime(2026, 12, 8, 9, 0, tzinfo=dt.UTC),
            "A seguinte é quarta, 9 de dezembro, 18:00, se pelo menos",
        ),
        (dt.datetime(2026, 12, 9, 18, 0, tzinfo=dt.UTC), "Volte a abrir esta página daqui a alguns minutos."),
    ],
)
def test_before_its_hour_the_page_says_when_it_will_be_there(site: Site, hour: dt.datetime, said: str) -> None:
    a_group(site, *FULL[:3])
    site.now = hour

    page = open_brief(site)

    assert said in page.text
    assert "São as ideias habituais destes módulos. Nada dizem sobre este grupo." in page.text
    assert "A maioria" not in page.text


def test_below_eight_the_page_shows_the_usual_ideas_and_says_so(site: Site) -> None:
    cohort = a_group(site, *[Part(shows=[FIGURES])] * 7)
    photograph(site, cohort, at_eve=True)

    page = open_brief(site)

    ideas = site.house.catalogue.registers.ideas
    heads = ["".join(head.itertext()) for head in page.tree.iter("h3") if head.get("class") == "app-hard__q"]
    assert "Menos de 8 tinham concluído, por isso nada se diz deste grupo." in page.text
    assert "São as ideias habituais destes módulos. Nada dizem sobre este grupo." in page.text
    assert heads == [f"«{plain(ideas[id_].statement.pt)}»" for id_ in (EYES, ROUTINE, FIGURES)]


def test_the_objections_of_the_session_stand_under_their_module_as_they_were_written(site: Site) -> None:
    cohort = a_group(site, *FULL)
    photograph(site, cohort)
    with site.house.database.write() as session:
        for code, text in ((CODE, "Não há <b>tempo</b>."), ("RD-2026-999", "De outra sessão.")):
            session.add(
                Voice(
                    id=new_id(),
                    session=code,
                    quarter=None,
                    module="ethnic-profiling",
                    text=text,
                    week=dt.date(2026, 12, 7),
                )
            )

    page = open_brief(site)

    section = page.tree.find(".//section[@aria-labelledby='objections']")
    assert section is not None
    assert ["".join(item.itertext()).strip() for item in section.iter("li")] == ["«Não há <b>tempo</b>.»"]


def test_prepared_objections_that_were_ticked_stand_in_words_with_their_answers(site: Site) -> None:
    cohort = a_group(site, *FULL)
    with site.house.database.write() as session:
        planned = groups.claim(session, CODE)
        assert planned is not None
        assert groups.take_picture(
            session,
            site.house.catalogue,
            planned,
            hour=cohort.hours.picture_due_at,
            completed=12,
            taps={"ethnic-profiling": {"no-time": 8, "statistics": 3}},
            word=still,
            now=site.now,
        )

    page = open_brief(site)

    section = page.tree.find(".//section[@aria-labelledby='objections']")
    assert section is not None
    [told] = [" ".join("".join(item.itertext()).split()) for item in section.iter("li")]
    assert told.startswith("«Não há tempo para escrever motivos.» Assinalada por: A maioria Resposta preparada:")


@pytest.mark.parametrize(
    ("days", "is_told"),
    [(-1, False), (0, True), (1, True)],
)
def test_a_correction_from_the_day_of_the_picture_on_is_told_and_changes_nothing_of_it(
    site: Site, days: int, *, is_told: bool
) -> None:
    cohort = a_group(site, *FULL)
    photograph(site, cohort)
    before = open_brief(site)
    quiz = site.house.catalogue.quiz("ethnic-profiling")
    with site.house.database.write() as session:
        site.house.catalogue.pin(session, quiz)
        day = lisbon_day(cohort.hours.picture_due_at) + dt.timedelta(days=days)
        rescorings.record(session, digest=quiz.digest, quiz=quiz.id, done_on=day, reason="Duas opções certas.")

    after = open_brief(site)

    told = "Depois disso foi corrigida uma pergunta. O retrato fica como foi tirado."
    assert (told in before.text, told in after.text) == (False, is_told)
    assert after.text.replace(told, "").split() == before.text.split()


def test_whose_session_it_is_not_finds_nothing(site: Site) -> None:
    """Another's session reads like one that does not exist."""
    cohort = a_group(site, *FULL)
    photograph(site, cohort)
    other = site.add_person(site.add_organisation(), "outro@prova.pt", ("trainer",))
    with site.house.database.write() as session:
        a_session(session, "RD-2026-050", starts_at=STARTS_AT)
        session_trainers.add_trainer(session, "RD-2026-050", other.id)
    visitor = site.visitor("outro@prova.pt")

    another, absent = visitor.get(BRIEF), visitor.get("/train/sessions/RD-2026-777/brief")

    assert (another.status, absent.status) == (404, 404)
    assert another.text == absent.text
    assert visitor.get("/train/sessions/RD-2026-050/brief").status == 200
    assert openings(site) == []


def test_who_leads_no_longer_finds_nothing(site: Site) -> None:
    """A supervisor of all the officers is refused altogether, by the matrix."""
    cohort = a_group(site, *FULL[:2])
    with site.house.database.write() as session:
        chief = people.add_person(
            session,
            unit=cohort.organisation,
            name="Chefe",
            email="chefe@prova.pt",
            password_hash=HASHED,
            roles=["supervisor"],
        )
        people.add_supervision(session, chief.id, cohort.organisation.id)

    assert site.visitor("chefe@prova.pt").get(BRIEF).status == 403


def section_of(page: Page, id_: str) -> list[str]:
    """The words of each item in that section."""
    section = page.tree.find(f".//section[@aria-labelledby='{id_}']")
    assert section is not None
    return [" ".join("".join(item.itertext()).split()) for item in section.iter("li")]


def plan_of(page: Page) -> list[str]:
    """The parts of the plan."""
    [plan] = [item for item in page.tree.iter("ol") if item.get("class") == "app-plan"]
    return [" ".join("".join(part.itertext()).split()) for part in plan.iter("li")]


def test_the_plan_fills_the_session_and_says_why_each_part_is_there(site: Site) -> None:
    cohort = a_group(site, *FULL)
    photograph(site, cohort)

    parts = plan_of(open_brief(site, "en"))

    case = site.house.catalogue.case("looked-away").english
    platform = case.scenes["platform"].choices
    observe, stop = (plain(platform[id_].text).rstrip(".") for id_ in ("observe", "stop-now"))
    assert [part[:5] for part in parts] == ["09:30", "09:55", "10:25", "11:10", "11:25", "11:55", "12:15"]
    assert sum(int(minutes) for part in parts for minutes in re.findall(r"(\d+) min\.", part)) == 180
    assert parts[1].endswith("Because most of the group hold it, nearly always with certainty.")
    assert parts[2].startswith(f"10:25Live case: “{plain(case.title)}” ")
    told = f"About half: “{observe}”; About half: “{stop}”."
    assert parts[2].endswith(f"Because the group parted at this turning point. {told}")
    assert parts[4].endswith("Because about half of the group hold it.")


def test_what_may_be_said_comes_from_the_notes_on_the_ideas_shown_first(site: Site) -> None:
    cohort = a_group(site, *FULL)
    photograph(site, cohort)

    items = section_of(open_brief(site), "clash")

    module = site.house.catalogue.module("ethnic-profiling").reference
    register = site.house.catalogue.registers.room.values()
    first = next(
        section for section in module.sections.values() if section.notes and "Se alguém disser" in section.notes
    )
    assert first.notes is not None
    assert items[0].startswith("«então já não posso descrever ninguém»")
    assert "então já não posso descrever ninguém" in first.notes
    advice = [f"{one.title.pt} {one.text.pt}" for one in register]
    assert items[-len(advice) :] == advice


@pytest.mark.parametrize("finished", [0, 7])
def test_without_a_picture_the_plan_rests_on_the_usual_ideas_and_says_so(site: Site, finished: int) -> None:
    cohort = a_group(site, *[Part()] * finished)
    if finished:
        photograph(site, cohort, at_eve=True)

    page = open_brief(site)

    parts = plan_of(page)
    assert parts[1].endswith("Porque costuma surgir nestas partes.")
    assert "maioria" not in " ".join(parts)
    assert "Diga para que serve a sessão e combinem como se fala aqui." in parts[0]
    assert "Casos que servem estas ideias" in page.text
