"""A series is typed, looked at, and made; what is wrong is told by line, and nothing typed is lost."""

import pytest
from site_of_tests import Site

SERIES = "/train/series"
RIGHT = {"track": "racial-discrimination", "due_days": "3", "seats": "20"}
LINES = "10/12/2026; 09:30; 12:30; Évora; Sala 1\n11/12/2026; 09:30; 12:30; Beja; Sala <2>"


@pytest.mark.parametrize(("language", "h1"), [("pt", "Vão ser criadas 2 sessões"), ("en", "2 sessions will be made")])
def test_what_will_be_made_is_shown_first_and_can_be_gone_back_from(site: Site, language: str, h1: str) -> None:
    site.add_person(site.add_organisation(), "formadora@prova.pt", ("trainer",))
    visitor = site.visitor("formadora@prova.pt", language)
    assert SERIES in visitor.follow(visitor.get("/")).links() or visitor.get(SERIES).status == 200

    preview = visitor.get(SERIES).fill(SERIES, RIGHT | {"lines": LINES})
    none_yet = visitor.get("/train/sessions").text
    back = preview.submit(SERIES, step="change")
    made = visitor.follow(preview.submit(SERIES, step="plan"))
    again = preview.submit(SERIES, step="plan")

    assert (preview.h1, "Sala <2>" in preview.text, "DR-2026-001" in none_yet) == (h1, True, False)
    assert back.fields(SERIES)["lines"] == [LINES]
    assert (made.path, [code in made.text for code in ("DR-2026-001", "DR-2026-002")]) == (
        "/train/sessions?when=coming",
        [True, True],
    )
    assert (again.status, "DR-2026-001" in again.text, again.fields(SERIES)["lines"]) == (422, True, [LINES])


@pytest.mark.parametrize(("language", "word"), [("pt", "Linha 2: Escolha o distrito"), ("en", "Line 2: Choose the")])
def test_what_is_wrong_is_told_by_line_and_what_was_typed_stays(site: Site, language: str, word: str) -> None:
    site.add_person(site.add_organisation(), "admin@prova.pt", ("administrator",))
    typed = RIGHT | {"seats": "many", "trainer": "nobody@prova.pt", "lines": LINES.replace("Beja", "Atlântida")}

    page = site.visitor("admin@prova.pt", language).get(SERIES).fill(SERIES, typed)

    assert (page.status, word in page.text) == (422, True)
    assert {name: page.fields(SERIES)[name] for name in typed} == {name: [text] for name, text in typed.items()}
    marked = {p.get("id") for p in page.tree.iter("p") if p.get("class") == "govuk-error-message"}
    assert marked == {"seats-error", "trainer-error", "lines-error"}
