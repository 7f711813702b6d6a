"""Input for an impact assessment: the risks, what is done about each, what is left, and the tests that show it."""

from dataclasses import dataclass
from typing import Final

from course.made_docs.parts import written
from course.storage.inventory import columns


@dataclass(frozen=True)
class Risk:
    """What could happen to people, what is done about it, what is left; tests as `file::function` below `tests/`."""

    what: str
    measures: str
    left: str
    tests: tuple[str, ...]


RISKS: Final = (
    Risk(
        "A superior learns what somebody answered, and it counts against them",
        "no function shows one person's answers to another; learning is keyed without a name; completion has no score",
        "operator with database and key",
        (
            "journeys/test_nothing_leaks.py::test_nobody_learns_from_any_page_how_an_officer_completed",
            "architecture/test_purposes.py::test_no_module_names_tables_of_people_beside_tables_of_learning_or_voices",
            "storage/test_models.py::test_no_path_leads_to_people_from_learning_voices_figures_and_records",
        ),
    ),
    Risk(
        "Somebody is singled out in figures of a small group",
        "one picture a session, from eight, blurred once, in words; the programme from a hundred of five sessions",
        "73 % / 88 % against whoever knows all others",
        (
            "train/test_brief_attack.py::test_who_knows_all_answers_but_one_stays_within_the_bound",
            "train/test_brief_attack.py::test_nothing_that_happens_later_changes_a_picture",
        ),
    ),
    Risk(
        "The author of an objection is found out",
        "held sealed, cut loose together from three authors, no name, hour or order; the key is destroyed",
        "style of writing; operator before the hour",
        ("storage/test_models.py::test_a_voice_and_a_vote_are_tied_to_nothing",),
    ),
    Risk(
        "More is kept, or for longer, than said",
        "an inventory of every column with purpose, period and readers; a job lets go daily, with a guard",
        "backups until they run out",
        (
            "storage/test_inventory.py::test_the_words_of_retention_are_those_of_the_rules_and_of_what_has_none",
            "storage/test_retention.py::test_a_row_stays_to_the_end_of_its_time_and_goes_after_it",
        ),
    ),
    Risk(
        "An erasure leaves something behind",
        "rows go and the files are written anew; a word in every place is searched for in every file",
        "backups, journals",
        ("jobs/test_erasure.py::test_after_an_erasure_no_word_of_the_person_lies_in_any_file_and_all_of_another_s_do",),
    ),
    Risk(
        "A right comes to nothing",
        "one's own data, copy, erasure, restriction at once, requests answered by a date on pages",
        "an organisation that does not answer: the authority",
        (
            "acts/test_own_data.py::test_every_table_about_a_person_has_its_place_in_what_is_shown",
            "storage/test_restrictions.py::test_who_is_restricted_is_found_by_no_reader_and_by_each_again_once_it_ended",
            "acts/test_data_requests.py::test_a_restriction_that_is_granted_ends_a_week_after_its_person_was_told_why",
        ),
    ),
    Risk(
        "Somebody looks without a reason, or changes the log",
        "each look at persons is noted and shown to them; the log is a chain, anchored outside",
        "who holds database and anchor",
        ("architecture/test_acts.py::test_an_act_is_noted_exactly_where_the_matrix_says_so",),
    ),
    Risk(
        "A role reaches more than its own",
        "deny by default; every role at every route is tested, own, unit, organisation and foreign",
        "a wrong row of the matrix",
        ("architecture/test_matrix_cells.py::test_a_thing_is_reached_exactly_in_the_scope_of_the_role",),
    ),
)
"""A test looks for each function that is named here."""


def impact_page() -> str:
    """docs/impact-assessment.md: how grave the data are, risks, measures, what is left."""
    return written("impact-assessment.md", {"graver": _graver, "risks": _risks})


def _graver() -> str:
    counts = {kind: sum(column.sensitivity == kind for column in columns()) for kind in ("S1", "S2", "S3", "none")}
    tables = dict.fromkeys(f"`{column.table}`" for column in columns() if column.sensitivity == "S3")
    return (
        f"Of {len(columns())} columns {counts['S3']} are of the gravest class (S3: learning, secrets, unsigned words), "
        f"in {', '.join(tables)}; {counts['S2']} are personal (S2), {counts['S1']} internal, {counts['none']} say "
        "nothing about anybody."
    )


def _risks() -> str:
    lines = [
        f"| {risk.what} | {risk.measures} | {risk.left} | {', '.join(f'`{test}`' for test in risk.tests)} |"
        for risk in RISKS
    ]
    return "\n".join(["| Risk | Measures | Left | Shown by (below `tests/`) |", "|---|---|---|---|", *lines])
