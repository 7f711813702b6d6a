from collections import Counter
from typing import get_args

from course.storage.inventory import (
    WITHOUT_A_RULE,
    Class,
    Erasable,
    columns,
    columns_of,
    retention_of,
)
from course.storage.models import (
    AUTHORING,
    FIGURES,
    LEARNING,
    OPERATION,
    PEOPLE,
    RECORDS,
    ROLES,
    ROOMS,
    VOICES,
    Base,
)
from course.storage.retention import RULES

STORES = {
    model.__tablename__: name
    for name, store in {
        "people": PEOPLE,
        "learning": LEARNING,
        "voices": VOICES,
        "figures": FIGURES,
        "rooms": ROOMS,
        "authoring": AUTHORING,
        "records": RECORDS,
        "operation": OPERATION,
    }.items()
    for model in store
}


def test_every_column_of_the_database_is_in_the_inventory_once_and_no_other() -> None:
    listed = Counter((column.table, column.name) for column in columns())

    there = Counter((table.name, column.name) for table in Base.metadata.tables.values() for column in table.columns)
    assert listed == there


def test_a_column_is_listed_in_the_store_of_its_table() -> None:
    assert {column.table: column.store for column in columns()} == STORES


def test_every_word_of_the_inventory_s_lists_is_one_of_the_house() -> None:
    assert set(get_args(Class)) == {column.sensitivity for column in columns()}
    assert set(get_args(Erasable)) == {column.erasable for column in columns()}
    readers = {reader for column in columns() for reader in column.readers}
    assert readers == {*ROLES, "self", "nobody"}


def test_nobody_reads_what_somebody_reads() -> None:
    torn = [c for c in columns() if "nobody" in c.readers and len(c.readers) > 1]

    assert torn == []


def test_every_column_says_why_it_is_kept() -> None:
    assert [c for c in columns() if len(c.purpose) < 10 or c.purpose != c.purpose.strip()] == []


def test_what_one_learned_is_read_by_oneself_or_nobody() -> None:
    readers = {reader for column in columns() if column.store == "learning" for reader in column.readers}

    assert readers == {"self", "nobody"}


def test_secrets_and_keys_are_read_by_nobody() -> None:
    secret = {"password_hash", "code_hash", "device", "learner_key", "salt"}

    assert {c.readers for c in columns() if c.name in secret} == {("nobody",)}


def test_the_words_of_retention_are_those_of_the_rules_and_of_what_has_none() -> None:
    words = {word for column in columns() for word in column.retention}

    assert words == {rule.words for rule in RULES} | WITHOUT_A_RULE


def test_every_rule_is_in_the_inventory_of_its_own_table() -> None:
    missing = [rule.name for rule in RULES if rule.words not in retention_of(rule.model.__tablename__)]

    assert missing == []


def test_what_a_rule_forgets_is_what_goes_earlier_than_the_row() -> None:
    for rule in RULES:
        if rule.forgets:
            early = [c.name for c in columns_of(rule.model.__tablename__) if c.retention == (rule.words,)]
            assert sorted(early) == sorted(rule.forgets)
