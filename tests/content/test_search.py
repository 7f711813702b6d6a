"""What the course says is found in both languages, as people type it, and nothing that would spoil it ever is."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from attacks import ATTACKS
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import SOURCES, library_in

from course.base.languages import LANGUAGES, Language
from course.content.library import Library
from course.content.search import (
    LENGTH,
    LONGEST_QUERY,
    MOST_TERMS,
    Entry,
    Hit,
    SearchIndex,
    excerpt_of,
    find,
    fold,
    pieces_of,
    put_first,
    read_query,
)

MARKER = "Zarabatana"


def found(library: Library, text: str, reader: Language = "pt") -> list[Hit]:
    return find(SearchIndex().entries(library), read_query(text), reader)


def places(library: Library, text: str, reader: Language = "pt") -> list[tuple[str, str, str]]:
    return [(hit.entry.kind, hit.entry.id, hit.entry.part) for hit in found(library, text, reader)]


SECTION = ("modules", "ethnic-profiling", "definition")
TERM = ("glossary", "founded-suspicion", "")


@pytest.mark.parametrize(
    "text",
    [
        "exige suspeitas",
        "EXIGE SUSPEITAS",
        "exig",
        "suspeitas exige",
        "  exige   SUSPEITÁS ",
        '"exige suspeitas"',
        "«lei exige»",
    ],
)
def test_words_are_found_by_their_beginning_without_accents_and_case_in_any_order(tmp_path: Path, text: str) -> None:
    assert SECTION in places(library_in(tmp_path), text)


@pytest.mark.parametrize("text", ["exige ontem", "xige", '"suspeitas exige"', '"lei suspeitas"'])
def test_all_words_must_be_there_and_a_phrase_side_by_side(tmp_path: Path, text: str) -> None:
    assert places(library_in(tmp_path), text) == []


@pytest.mark.parametrize("reader", LANGUAGES)
@pytest.mark.parametrize(("text", "language"), [("fundadas suspeitas", "pt"), ("founded suspicion", "en")])
def test_a_query_in_either_language_finds_the_same(
    tmp_path: Path, text: str, language: Language, reader: Language
) -> None:
    hits = found(library_in(tmp_path), text, reader)

    assert [(hit.entry.kind, hit.entry.id, hit.language) for hit in hits] == [("glossary", TERM[1], language)]


def test_accents_of_the_text_are_ignored_and_ordinals_are_no_letters() -> None:
    assert fold("Obrigação: artigo 250.º, n.º 1 (2.ª parte)") == " obrigacao artigo 250 n 1 2 parte"
    assert fold("obrigac\u0327a\u0303o") == fold("OBRIGAÇÃO") == " obrigacao"
    assert fold("[palavras](glossary:term) [@cpp-250] e **duas**") == " palavras e duas"


def test_a_title_comes_before_a_text_and_the_whole_title_before_all(tmp_path: Path) -> None:
    library = library_in(
        tmp_path, sources=SOURCES + SOURCES.partition("echr")[0].replace("cpp-250", "cpp-251").replace("250", "251")
    )

    assert places(library, "Código de Processo Penal, artigo 251.º")[0] == ("sources", "cpp-251", "")
    assert places(library, "suspeitas") == [TERM, SECTION]
    assert places(library, "artigo 250") == [("sources", "cpp-250", "")]


def test_what_the_reader_can_read_comes_before_what_is_found_in_the_other_language(tmp_path: Path) -> None:
    library = library_in(tmp_path, case=("Uma estação cheia.", "Uma estação (station)."))

    assert [hit.language for hit in found(library, "station", "en")] == ["en"]
    assert [hit.language for hit in found(library, "station", "pt")] == ["pt"]


def test_what_is_put_first_comes_first_of_its_kind_and_kinds_keep_their_places() -> None:
    listed = [("modules", "a"), ("cards", "b"), ("modules", "c"), ("modules", "d"), ("cards", "e")]
    hits = [Hit(Entry(kind, id_, "", {}), "pt") for kind, id_ in listed]  # type: ignore[arg-type]

    ordered = put_first(hits, lambda entry: entry.id in "cde")

    assert [hit.entry.id for hit in ordered] == ["c", "e", "d", "a", "b"]


def test_the_same_query_finds_the_same_in_the_same_order(shipped: Library) -> None:
    entries = SearchIndex().entries(shipped)
    again = SearchIndex().entries(replace(shipped))

    for text in ("suspeita", "a", "lei 93/2017", "police"):
        assert find(entries, read_query(text), "pt") == find(again, read_query(text), "pt")
        assert find(entries, read_query(text), "pt") != []


CHECK = f"""\
    checks:
      one:
        kind: single
        prompt: {MARKER}?
        why: {MARKER}
        options:
          a:
            text: {MARKER} a
            correct: true
          b:
            text: {MARKER} b
            why: {MARKER}
          c:
            text: {MARKER} c
            why: {MARKER}
"""
SECRETS: dict[str, dict[str, tuple[str, str]]] = {
    "scene": {"case": ("Um homem passa.", MARKER)},
    "ending": {"case": ("Ninguém foi abordado.", MARKER)},
    "choice": {"case": ("Observar.", MARKER)},
    "reason of a choice": {"case": ("Um olhar não chega.", MARKER)},
    "what was changed": {"case": ("Tudo.", MARKER)},
    "view": {"case": ("    choices:\n", f"    views:\n      stopped: {MARKER}\n    choices:\n")},
    "outcome": {"case": ("start: platform", f"outcome: {MARKER}\nstart: platform")},
    "seat": {"case": ("Pessoa abordada", MARKER)},
    "notes": {"module": ("    case: looked-away\n", f"    case: looked-away\n    notes: {MARKER}\n")},
    "objection": {
        "module": (
            "    case: looked-away\n",
            f"    case: looked-away\n    objections:\n      one:\n        says: {MARKER}\n        answer: {MARKER}\n",
        )
    },
    "check": {"module": ("    case: looked-away\n", f"    case: looked-away\n{CHECK}")},
    "scene in English": {"case_en": ("A man passes.", MARKER)},
    "choice in English": {"case_en": ("Watch.", MARKER)},
    "title of a quiz": {"quiz": ("title: Prova", f"title: {MARKER}")},
    "idea": {"ideas": ("Muitos evitam o olhar de quem tem poder.", MARKER)},
}
"""Where a word stands that nobody may find."""


@pytest.mark.parametrize("where", SECRETS)
def test_no_scene_choice_verdict_key_or_note_is_found_by_any_query(tmp_path: Path, where: str) -> None:
    library = library_in(tmp_path, **SECRETS[where])

    assert (len(library.modules), len(library.cases), len(library.quizzes)) == (1, 1, 1)
    assert MARKER in str([document for _, document in library.documents()] + [library.registers])
    words = " ".join(words.whole for entry in SearchIndex().entries(library) for words in entry.words.values())
    assert fold(MARKER) not in words
    assert places(library, MARKER) == []


def test_of_a_case_title_summary_and_source_are_found(tmp_path: Path) -> None:
    library = library_in(tmp_path)

    case = ("cases", "looked-away", "")
    for text in ("desviou", "estação cheia", "Wa Baile", "looked away", "crowded"):
        assert case in places(library, text), text


class Counting(Mapping[str, Any]):
    """A shelf that counts how often a document was taken from it."""

    def __init__(self, shelf: Mapping[str, Any]) -> None:
        self.shelf, self.taken = shelf, 0

    def __getitem__(self, id_: str) -> Any:
        self.taken += 1
        return self.shelf[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self.shelf)

    def __len__(self) -> int:
        return len(self.shelf)


def counting(library: Library) -> tuple[Library, Counting, Counting]:
    modules, cases = Counting(library.modules), Counting(library.cases)
    return replace(library, modules=modules, cases=cases), modules, cases


def test_a_document_that_did_not_change_is_not_indexed_again(tmp_path: Path) -> None:
    index = SearchIndex()
    first, modules, cases = counting(library_in(tmp_path / "1"))
    entries = index.entries(first)
    taken = (modules.taken, cases.taken)

    assert index.entries(first) is entries
    assert (modules.taken, cases.taken) == taken == (1, 1)

    second, modules, cases = counting(library_in(tmp_path / "2", case=("Uma estação cheia.", "Uma rua vazia.")))
    changed = index.entries(second)

    assert (modules.taken, cases.taken) == (0, 1)
    kept = [entry for entry in changed if entry.kind != "cases"]
    assert [any(entry is old for old in entries) for entry in kept] == [True] * len(kept)
    assert [hit.entry.id for hit in find(changed, read_query("rua vazia"), "pt")] == ["looked-away"]
    assert find(changed, read_query("estação cheia"), "pt") == []


def test_what_left_the_library_is_found_no_more(tmp_path: Path) -> None:
    index = SearchIndex()
    whole = library_in(tmp_path)
    index.entries(whole)

    left = index.entries(replace(whole, cases={}))

    assert [entry for entry in left if entry.kind == "cases"] == []


@given(st.text(max_size=2 * LONGEST_QUERY))
@settings(max_examples=200)
def test_any_query_is_read_and_is_bounded(text: str) -> None:
    query = read_query(text)

    assert len(query.terms) <= MOST_TERMS
    assert all(term.startswith(" ") and term == fold(term) for term in query.terms)


@given(st.text(max_size=400), st.text(max_size=40))
@settings(max_examples=200)
def test_the_pieces_of_a_text_are_the_text(text: str, looked_for: str) -> None:
    assert "".join(piece.text for piece in pieces_of(text, read_query(looked_for))) == text


@pytest.mark.parametrize("attack", ATTACKS[::11])
def test_a_hostile_query_is_words_and_nothing_else(tmp_path: Path, attack: str) -> None:
    assert found(library_in(tmp_path), f"{attack} {MARKER}") == []


def test_what_was_found_is_marked_as_it_is_written_and_nothing_beside_it() -> None:
    text = "Obrigações e uma OBRIGAÇÃO; o obrigado, o agente de serviço e o agente."

    def marked(looked_for: str) -> list[str]:
        return [piece.text for piece in pieces_of(text, read_query(looked_for)) if piece.is_found]

    assert marked("obrigacao") == ["OBRIGAÇÃO"]
    assert marked("obriga") == ["Obrigações", "OBRIGAÇÃO", "obrigado"]
    assert marked('"o agente"') == ["o agente", "o agente"]
    assert marked("nada") == []


def test_an_excerpt_shows_the_first_place_and_is_short() -> None:
    text = f"{'antes ' * 100}a suspeita fundada {'depois ' * 100}"

    pieces = excerpt_of(text, read_query("suspeita"))

    whole = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.is_found] == ["suspeita"]
    assert whole.startswith("… ") and whole.endswith(" …")  # noqa: PT018 - one claim
    assert len(whole) <= LENGTH + 4
    assert excerpt_of("Curto.", read_query("nada"))[0].text == "Curto."
    assert excerpt_of("x" * 1000, read_query("x")) != ()


def test_every_kind_is_indexed_once_in_its_order(tmp_path: Path) -> None:
    entries: tuple[Entry, ...] = SearchIndex().entries(library_in(tmp_path))

    assert [(entry.kind, entry.part) for entry in entries] == [
        ("glossary", ""),
        ("modules", ""),
        ("modules", "definition"),
        ("cases", ""),
        ("cards", ""),
        ("sources", ""),
        ("sources", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("suspeitas", "exig", "lei exige", '"lei exige"', "«exige suspeitas»", "a", "250", "law", "founded suspicion"),
        *("exige founded", "nada-disto", "", '"suspeitas exige"', "artigo 250 a", '"artigo 250"', "police e"),
    ],
)
@pytest.mark.parametrize("reader", LANGUAGES)
def test_what_the_index_of_words_leaves_out_holds_no_query(shipped: Library, text: str, reader: Language) -> None:
    query, index = read_query(text), SearchIndex()

    looked_at = index.holding(shipped, query)

    assert find(looked_at, query, reader) == find(index.entries(shipped), query, reader)
    assert len(looked_at) < len(index.entries(shipped))
