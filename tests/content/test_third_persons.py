import pytest

from course.content.third_persons import find_third_persons


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Era um AA-12-BB azul", ["plate"]),
        ("Era um 12-AB-34.", ["plate"]),
        ("Era um 12-34-ab", ["plate"]),
        ("Era um AB-12-34", ["plate"]),
        ("Era um AA 12 BB", ["plate"]),
        ("Era um AA12BB", ["plate"]),
        ("Ligou do 912345678", ["phone"]),
        ("Ligou do 912 345 678", ["phone"]),
        ("Ligou do +351 21 123 45 67", ["phone"]),
        ("Ligou do 21-123-4567", ["phone"]),
        ("Ligou do ９１２３４５６７８", ["phone"]),
        ("O NIF 123456789 já o diz", ["phone"]),
        ("Escrevam a ana.reis@psp.example", ["email"]),
        ("Foi no 123/21.0PALSB", ["case-number"]),
        ("O agente Silva é que sabe", ["name"]),
        ("A AGENTE Conceição é que sabe", ["name"]),
        ("O agente principal Sá disse", ["name"]),
        ("O Sargento-Ajudante Óscar disse", ["name"]),
        ("o tenente-coronel D'Orey disse", ["name"]),
        ("A Sra. Mendes queixou-se", ["name"]),
        ("O comissário Vaz, da esquadra de Benfica", ["station", "name"]),
        ("Na Esquadra do Bairro Alto ninguém o faz", ["station"]),
        ("No posto territorial de Sintra ninguém o faz", ["station"]),
        ("Na 19.ª Esquadra ninguém o faz", ["station"]),
    ],
)
def test_what_may_name_somebody_is_found(sentence: str, found: list[str]) -> None:
    assert find_third_persons(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Vinte anos de rua dão faro, e o faro acerta.",
        "Das 22:15 às 23:40 do dia 12 de dezembro de 2026",
        "Em 2026-12-01 e em 01-12-2026",
        "O artigo 250.º do CPP e a Lei n.º 5/95",
        "O agente não sabe. Nem o chefe. Ninguém.",
        "O Agente Principal decide na rua",
        "A Guarda Nacional Republicana e a Guarda Prisional",
        "Os de Cabo Verde não são todos iguais",
        "Na esquadra da PSP e no posto da GNR não há rádio",
        "Cada esquadra tem os seus hábitos; a nossa também",
        "Na Esquadra de Turismo falam inglês",
        "O Procurador-Geral e o Ministério Público",
        "Foram 1 323 polícias e 4 821 900 euros",
        "20-30 de 50-60",
    ],
)
def test_what_names_nobody_is_let_through(sentence: str) -> None:
    assert find_third_persons(sentence) == []
