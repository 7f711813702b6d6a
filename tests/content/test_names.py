"""A document says which sources it rests on, wherever it names them."""

from samples import a_case, a_module, a_single

from course.content.names import sources_in


def test_sources_are_those_of_the_text_and_those_named_beside_it_each_once() -> None:
    objection = {"says": "Não.", "answer": "Sim [@answer].", "sources": ["beside", "text"]}
    module = a_module(
        sections={
            "read": {
                "title": "Ler",
                "text": "Um texto [@text], outra vez [@text].",
                "notes": "Nota [@note].",
                "objections": {"one": objection},
                "checks": {"check": a_single() | {"sources": ["key"]}},
            }
        }
    )

    assert sources_in(module) == ("text", "note", "answer", "key", "beside")


def test_the_source_on_which_a_case_is_built_is_cited() -> None:
    assert sources_in(a_case(based_on={"source": "judgment", "changed": "Tudo [@law]."})) == ("law", "judgment")
