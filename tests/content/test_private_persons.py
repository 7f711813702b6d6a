"""What names a private person is found however it is written, what only looks like it is let through."""

from pathlib import Path

import pytest
from libraries import CASE, CASE_EN, library_in

from course.content.bundle import Bundle, from_text
from course.content.check import check_library
from course.content.library import Library
from course.content.private_persons import Finding, Public, find_private
from course.content.private_words import LONGEST_KEPT, find_private_words, plain_of


def found(text: str) -> list[str]:
    """Kinds and words found in a text, as `kind: words`."""
    return [f"{kind}: {words}" for kind, words, _ in find_private_words(plain_of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Telephones
        ("Ligue para 912345678.", "phone: 912345678"),
        ("Ligue para 912 345 678.", "phone: 912 345 678"),
        ("Ligue para 91 234 56 78.", "phone: 91 234 56 78"),
        ("Tel. 21-123-4567", "phone: 21-123-4567"),
        ("Tel. 9 1 2 3 4 5 6 7 8, à noite", "phone: 9 1 2 3 4 5 6 7 8"),
        ("Tel. +351 912 345 678", "phone: +351 912 345 678"),
        ("Call +44 20 7946 0958 now", "phone: +44 20 7946 0958"),
        ("Call 07700 900 123", "phone: 07700 900 123"),
        ("Call (555) 123-4567", "phone: (555) 123-4567"),
        ("Ligue ９１２３４５６７８", "phone: 912345678"),
        # Papers
        ("O NIF é 123456789", "phone: NIF é 123456789"),
        ("Passaporte n.º CA123456", "phone: Passaporte n.o CA123456"),
        # Plates
        ("Um carro AA-12-BB azul", "plate: AA-12-BB"),
        ("Um carro 12-AB-34.", "plate: 12-AB-34"),
        ("Um carro 12-34-ab", "plate: 12-34-ab"),
        ("Um carro AB 12 34", "plate: AB 12 34"),
        ("A car, AA12BB, went by", "plate: AA12BB"),
        # E-mail
        ("Escreva a ana.reis@exemplo.pt", "email: ana.reis@exemplo.pt"),
        ("Escreva a ana.reis (arroba) exemplo.pt", "email: ana.reis (arroba) exemplo.pt"),
        ("Write to ana [at] example [dot] org", "email: ana [at] example [dot] org"),
        # Proceedings
        ("No processo 123/21.0PALSB", "case-number: 123/21.0PALSB"),
        ("O NUIPC 512/2024 foi arquivado", "case-number: NUIPC 512/2024"),
        ("No inquérito n.º 512/24", "case-number: inquérito n.o 512/24"),
        ("O processo disciplinar n.º 7/2025", "case-number: processo disciplinar n.o 7/2025"),
        # Addresses
        ("Mora na Rua da Roda, n.º 12, 3.º esq.", "address: Rua da Roda, n.o 12"),
        ("Mora na rua Dr. António José, 45", "address: rua Dr. António José, 45"),
        ("Mora na Avenida 25 de Abril, 14, em Évora", "address: Avenida 25 de Abril, 14"),
        ("Mora na Av. da Liberdade 110.", "address: Av. da Liberdade 110"),
        ("Na Travessa do Fala-Só, 3.º andar", "address: Travessa do Fala-Só, 3.o andar"),
        ("No Largo do Rato, lote 7", "address: Largo do Rato, lote 7"),
        ("Na Praça da Figueira n.º 3", "address: Praça da Figueira n.o 3"),
        ("At 12 Rua Augusta", "address: 12 Rua Augusta"),
        ("She lives at 14 Baker Street", "address: 14 Baker Street"),
        ("She lives at 3b, Old Mill Road.", "address: 3b, Old Mill Road"),
        ("O código postal é 1100-053", "postcode: 1100-053"),
        ("In London, SW1A 2AA", "postcode: SW1A 2AA"),
        ("Em 38.72231, -9.13932", "coordinates: 38.72231, -9.13932"),
        ("Em 38°43'21\" N", "coordinates: 38°43'21\" N"),
        # Stations
        ("Na esquadra de Benfica", "station: esquadra de Benfica"),
        ("Na 19.ª Esquadra", "station: 19.a Esquadra"),
        ("No posto territorial de Sintra", "station: posto territorial de Sintra"),
        ("At Benfica police station", "station: Benfica police station"),
        ("At the police station in Sintra", "station: police station in Sintra"),
        # Names
        ("O agente Silva sabe", "name: agente Silva"),
        ("O agente principal Sá disse", "name: principal Sá"),
        ("A Sra. Mendes queixou-se", "name: Sra. Mendes"),
        ("Mr Mendes complained", "name: Mr Mendes"),
        ("Officer Silva's report", "name: Officer Silva's"),
        ("A Maria Silva gritou", "name: Maria Silva"),
        ("O João Pedro dos Santos Lima fugiu", "name: João Pedro dos Santos Lima"),
        ("Foi Ana-Sofia Prates quem viu", "name: Ana-Sofia Prates"),
        ("JOÃO SILVA, de 34 anos", "name: JOÃO SILVA"),
        ("Yesterday Mohammed Al Rashid came", "name: Mohammed Al Rashid"),
        ("O arguido Xhafer Kola negou", "name: Xhafer Kola"),
        ("A vítima chama-se Zdenka Prokop", "name: Zdenka Prokop"),
        ("The witness Zdenka Prokop said so", "name: Zdenka Prokop"),
    ],
)
def test_what_may_name_somebody_is_found(text: str, expected: str) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize("length", [0, LONGEST_KEPT])
def test_a_text_of_any_length_is_looked_at_again_with_the_same_result(length: int) -> None:
    text = f"Ligue para 912 345 678, e peça a Ana Marques que espere. {'Sem mais. ' * (length // 10)}"

    assert found(text) == found(text) == ["phone: 912 345 678", "name: Ana Marques"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A Lei n.º 93/2017, de 23 de agosto, e o Decreto-Lei n.º 78/87",
        "O artigo 250.º, n.os 1 a 9, do CPP; os artigos 14.º com 8.º e 13.º",
        "Das 22:15 às 23:40 de 12 de dezembro de 2026, 22h15 ou 22.15",
        "De 2018-2021 e em 2026-12-01 e 01-12-2026",
        "Foram 1 323 polícias, 4 821 900 euros e 10 749 635 habitantes",
        "São 230 000 000 euros, ou 1.074,26 euros; 12-30 de 50-60 por 100",
        "Chame o 112, ou a linha 808 257 257, ou o 1414",
        "O TC 2026 e a PSP 2018; a FRA 2018; a CEDH 2024",
        "A Resolução 2023/12 e o acórdão n.º 12/2020",
        "O Comando Metropolitano de Lisboa e a Direção Nacional da PSP",
        "O Tribunal Europeu dos Direitos do Homem e o Supremo Tribunal de Justiça",
        "The European Court of Human Rights, the Police Act and the General Inspectorate",
        "A Guarda Nacional Republicana, o Procurador-Geral e o Ministério Público",
        "Na esquadra da PSP e no posto da GNR; na Esquadra de Turismo",
        "The police station is closed. At the police station nobody asks.",
        "O Tiago e a Fátima, a dona Ivone, o senhor Abílio e o agente Tiago",
        "When Ivo's brother came, Eva laughed. Tiago e Eva riram.",
        "Na rua da Fonte. Às 18 chegou a patrulha.",
        "Na Rua Augusta, 22 pessoas esperavam; na Avenida 25 de Abril ninguém",
        "A Avenida da Liberdade, 2019: uma manifestação",
        "Na Rua Maria Pia, na Escola António Arroio e em Santa Maria da Feira",
        'The sergeant shrugs: "Ask him." O agente propõe: «Revistam-se todos.»',
        "A doutora traduz? Era bom.",
        "Cabo Verde, o Cabo Delgado e a Praia da Rocha",
        "Em 2014 European Court judgments were many; in 1999 Old Street was quiet",
        "A General Recommendation No 36 e a Policy Recommendation No 11",
        "Veja https://exemplo.pt/912345678/ana@exemplo.pt/1100-053",
        "A lei exige suspeitas [@cpp-250], [suspeitas](glossary:founded-suspicion) e [=ias-2026]",
        "Um homem negro, de casaco verde, às 7h10, na entrada norte",
        "Os Direitos Humanos; a Constituição da República Portuguesa; Juntos por Todos",
    ],
)
def test_what_names_nobody_is_let_through(text: str) -> None:
    assert found(text) == []


def a_case(text: str = CASE, en: str = CASE_EN, **files: str) -> Bundle:
    return from_text("case", "looked-away", {"case.yaml": text, "case.en.yaml": en, **files})


def test_a_finding_has_the_place_at_which_the_words_stand() -> None:
    written = "text: |\n      Um homem passa, e depois a\n      Maria\n      Silva também."

    assert find_private(a_case(CASE.replace("text: Um homem passa.", written))) == (
        Finding("cases/looked-away/case.yaml", 18, 7, "scenes.platform.text", "name", "Maria Silva", "Maria Silva"),
    )


def test_numbers_are_certain_and_names_and_stations_are_likely() -> None:
    text = CASE.replace("Um homem passa.", "O agente Reis, da esquadra de Benfica, ligou ao 912345678.")

    assert [(one.kind, one.is_certain) for one in find_private(a_case(text))] == [
        ("name", False),
        ("station", False),
        ("phone", True),
    ]


def test_comments_translations_and_other_files_are_looked_at_too() -> None:
    english = CASE_EN.replace("A man passes.", "Officer Silva passes.")
    bundle = a_case(f"# Falar com Maria Silva.\n{CASE}", english, **{"a.csv": "id\nAna Lima\n"})

    assert [(one.where.rpartition("/")[2], one.line, one.words) for one in find_private(bundle)] == [
        ("a.csv", 2, "Ana Lima"),
        ("case.en.yaml", 12, "Officer Silva"),
        ("case.yaml", 1, "Maria Silva"),
    ]


def test_a_file_that_cannot_be_read_is_looked_at_line_by_line() -> None:
    assert [one.words for one in find_private(a_case("title: [\n  a: Maria Silva\n"))] == ["Maria Silva"]


@pytest.mark.parametrize(
    ("stated", "left"),
    [
        ("[Maria Silva]", ["912345678"]),
        ("[Ana Maria Silva]", ["912345678"]),
        ("[maría SILVA]", ["912345678"]),
        ("[Maria]", ["Maria Silva", "912345678"]),
        ("['912345678']", ["Maria Silva", "912345678"]),
        ("[]", ["Maria Silva", "912345678"]),
    ],
)
def test_an_author_may_state_that_a_name_is_nobody_s_and_a_number_never_is(stated: str, left: list[str]) -> None:
    text = CASE.replace("Um homem passa.", "A Maria Silva ligou ao 912345678.")

    found_then = find_private(a_case(text.replace("seats:\n", f"invented_names: {stated}\nseats:\n")))

    assert [one.words for one in found_then] == left


def test_whoever_the_registers_name_is_public(tmp_path: Path) -> None:
    library = library_in(tmp_path, sources=("Wa Baile contra", "Mohamed Wa Baile contra"))
    text = CASE.replace("Um homem passa.", "Como no caso Mohamed Wa Baile. Passou a Maria Silva.")

    assert [one.words for one in find_private(a_case(text), Public(library.registers))] == ["Maria Silva"]
    assert [one.words for one in find_private(a_case(text))] == ["Mohamed Wa Baile", "Maria Silva"]


def test_whoever_checks_files_is_warned_of_what_holds_a_draft_back(tmp_path: Path) -> None:
    written = "A Maria Silva liga ao 912345678."
    problems = check_library(library_in(tmp_path, case=("Um homem passa.", written)))
    told = [one for one in problems if "looks like" in one.message]

    assert [(one.line, one.column, one.path, one.fatal) for one in told] == [
        (16, 13, "scenes.platform.text", False),
        (16, 33, "scenes.platform.text", False),
    ]
    assert [one.in_words(str) for one in told] == [
        (
            "“Maria Silva” looks like the name of somebody. If it is invented, add it to the list invented_names; else"
            " say what it is and not which"
        ),
        "“912345678” looks like the number of a telephone or of papers: take it out",
    ]


def test_nothing_that_is_shipped_names_a_private_person(shipped: Library) -> None:
    public = Public(shipped.registers)
    hits = [one for _, document in shipped.documents() for one in find_private(document.bundle, public)]

    assert hits == []


def test_a_text_of_nothing_but_beginnings_is_looked_through_at_once() -> None:
    for piece in ("a", "1", "A ", "Rua A ", "1 2 ", "Maria ", "a@", "agente ", "(arroba) ", "9 "):
        hostile = piece * (20_000 // len(piece))
        assert len(find_private(a_case(CASE.replace("Um homem passa.", hostile)))) <= 100
