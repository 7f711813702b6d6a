"""What a jurist is asked to look at: every statement of law, and whatever else waits to be confirmed."""

from course.content.library import Library
from course.made_docs.jurist import lines_for_jurists


def entries(library: Library) -> dict[str, list[str]]:
    """The lines of the part, by source."""
    found: dict[str, list[str]] = {}
    for line in lines_for_jurists(library):
        if line.startswith("### "):
            found[line.rpartition("`")[0].rpartition("`")[2]] = current = []
        elif found:
            current.append(line)
    return found


def test_every_source_of_law_and_every_one_to_be_confirmed_that_a_text_rests_on_is_listed(library: Library) -> None:
    listed = entries(library)

    sources = library.registers.sources
    assert {id_ for id_, source in sources.items() if source.kind == "law" and id_ in listed} >= {"cpp-250", "crp-13"}
    assert {id_ for id_ in listed if not sources[id_].confirm and sources[id_].kind not in {"law", "judgment"}} == set()
    assert "osji-2012" not in listed


def test_a_source_says_what_was_seen_of_it_and_whether_it_waits(library: Library) -> None:
    listed = entries(library)

    [seen] = [line for line in listed["cpp-250"] if line.startswith("Seen: ")]
    assert seen == "Seen: text of the law, its text, 2026-03. **To be confirmed.**"
    [seen] = [line for line in listed["crp-13"] if line.startswith("Seen: ")]
    assert seen.endswith("Not marked as to be confirmed.")


def test_a_statement_stands_with_its_place(library: Library) -> None:
    statements = [line for line in entries(library)["crp-13"] if line.startswith("- ")]

    assert any("(module ethnic-profiling, sections.definition.text)" in line for line in statements)
