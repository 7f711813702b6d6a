"""A text is judged as if it stood among the others, and what it is by itself is looked at once."""

import datetime as dt

from authors import CASE, SHIPPED

from course.catalogue import Catalogue, Judged, judge, judging
from course.content.bundle import Bundle, from_text
from course.content.library import Library

TODAY = dt.date(2026, 7, 1)


def case(before: str = "", after: str = "", id_: str = "new-case") -> Bundle:
    """The case with other words in one place."""
    assert before in CASE["case.yaml"]
    return from_text(
        "case", id_, {"case.yaml": CASE["case.yaml"].replace(before, after) if before else CASE["case.yaml"]}
    )


def of_case(library: Library, bundle: Bundle) -> Judged:
    return judge(Catalogue(library), "case", bundle, TODAY)


def test_a_text_without_errors_has_its_document_and_its_proof(library: Library) -> None:
    judged = of_case(library, case())

    assert (judged.errors, judged.document is not None) == ((), True)
    assert judged.record.proof is not None
    assert judged.record.problems == judged.problems


def test_a_text_that_cannot_be_read_has_errors_at_their_lines_and_no_document(library: Library) -> None:
    judged = of_case(library, case("next: end-hasty", "next: nowhere"))

    assert judged.document is None
    assert {(problem.where, problem.line > 0) for problem in judged.errors} == {("cases/new-case/case.yaml", True)}


def test_what_it_names_that_is_nowhere_is_an_error_of_its_own(library: Library) -> None:
    judged = of_case(library, case("Porque é a melhor.", "Veja [@nowhere]."))

    [error] = judged.errors
    assert ("nowhere" in str(error.values.values()), error.where) == (True, "cases/new-case/case.yaml")
    assert judged.document is not None  # by itself it can be read


def test_what_is_wrong_with_others_is_not_told_of_it(library: Library) -> None:
    alone = Library(registers=library.registers, registers_bundle=library.registers_bundle, records=library.records)

    assert of_case(alone, case()).errors == ()


def test_a_text_that_stands_is_judged_as_it_stands(library: Library) -> None:
    current = library.cases[SHIPPED]

    judged = of_case(library, current.bundle)

    assert (judged.errors, judged.record.digest) == ((), current.digest)
    assert judged.document is not None
    assert judged.document.reference == current.reference


def test_a_module_that_names_a_new_quiz_is_in_order_once_there_is_one(library: Library) -> None:
    """Judged again on the same day: what stands between documents is not kept."""
    module = library.modules["ethnic-profiling"]
    without = Library(
        modules=library.modules,
        cases=library.cases,
        registers=library.registers,
        registers_bundle=library.registers_bundle,
        records=tuple(record for record in library.records if record.kind != "quiz"),
        of_registers=library.of_registers,
    )

    errors = [len(judge(Catalogue(one), "module", module.bundle, TODAY).errors) for one in (without, library, without)]

    assert errors == [1, 0, 1]


def test_it_is_judged_among_documents_that_learners_are_not_shown_too(library: Library) -> None:
    whole = Catalogue(library)
    module = library.modules["ethnic-profiling"]

    assert judge(Catalogue(Library(), whole=whole), "module", module.bundle, TODAY).errors == ()


def test_a_text_is_proved_once_and_again_when_a_word_is_changed(library: Library) -> None:
    texts = [case("A melhor decisão.", f"A melhor decisão {n}.") for n in (1, 2, 1)]

    first, second, again = (of_case(library, text).record.proof for text in texts)

    assert (again is first, second is first) == (True, False)


def test_no_more_texts_are_kept_in_memory_than_was_said(library: Library) -> None:
    for number in range(judging.KEPT + 3):
        of_case(library, case("format: 1", f"format: {number + 100}"))

    assert len(judging._kept) == judging.KEPT


def test_two_documents_with_one_text_are_judged_each_by_its_name(library: Library) -> None:
    names = [of_case(library, case(id_=id_)).record.where for id_ in ("first-case", "second-case")]

    assert names == ["cases/first-case/case.yaml", "cases/second-case/case.yaml"]
