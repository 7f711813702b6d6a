"""docs/security.md: what is protected from whom, and the register of it, what is not met first."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from course.acts.password_rule import HOUSE_WORDS
from course.made_docs.known_faults import TERMS
from course.made_docs.parts import written
from course.made_docs.register import STATES, Entry, read_bad_input, read_entries, read_outcomes

PARTS: Final = {"R": "The requirements", "S": "What is survived", "F": "What people can do"}
"""First letter of an id -> the heading of its table."""
CHAPTERS: Final = {
    "V1": "Encoding and sanitization",
    "V2": "Validation and business logic",
    "V3": "Web frontend",
    "V4": "API and web service",
    "V5": "Files",
    "V6": "Authentication",
    "V7": "Sessions",
    "V8": "Authorization",
    "V11": "Cryptography",
    "V12": "Secure communication",
    "V13": "Configuration",
    "V14": "Data protection",
    "V15": "Secure coding and architecture",
    "V16": "Logging and errors",
}
"""Chapters of ASVS that can apply."""


def security_page() -> str:
    """docs/security.md."""
    ours, asvs = read_entries("requirements.csv"), read_entries("asvs.csv")
    return written(
        "security.md",
        {
            "counts": lambda: "\n".join(_counts(ours, asvs)),
            "open": lambda: "\n".join(_open(ours, asvs)),
            "words": lambda: ", ".join(sorted(HOUSE_WORDS)),
            "register": lambda: "\n".join(_register(ours)),
            "bad-input": lambda: "\n".join(_bad_input()),
            "terms": lambda: "\n".join(_terms()),
            "asvs": lambda: "\n".join(_asvs(asvs)),
            "mutations": lambda: "\n".join(_mutations(ours)),
        },
    )


def _counts(ours: Sequence[Entry], asvs: Sequence[Entry]) -> Iterator[str]:
    yield f"| | {' | '.join(STATES)} |"
    yield "|---" * (len(STATES) + 1) + "|"
    for name, entries in (
        *((f"{letter}: {heading.lower()}", _of(ours, letter)) for letter, heading in PARTS.items()),
        ("OWASP ASVS 5.0.0, level 1", [entry for entry in asvs if entry.level == "1"]),
        ("OWASP ASVS 5.0.0, level 2 alone", [entry for entry in asvs if entry.level == "2"]),
    ):
        counted = Counter(entry.state for entry in entries)
        yield f"| {name} | {' | '.join(str(counted[state]) for state in STATES)} |"


def _open(ours: Sequence[Entry], asvs: Sequence[Entry]) -> Iterator[str]:
    yield "| | What it asks | State | What is missing |"
    yield "|---|---|---|---|"
    for state in ("not met", "in part"):
        for entry in (*ours, *asvs):
            if entry.state == state:
                yield f"| {entry.id} | {_cell(entry.says)} | {state} | {_cell(entry.why)} |"


def _register(ours: Sequence[Entry]) -> Iterator[str]:
    for letter, heading in PARTS.items():
        yield f"## {heading}"
        yield ""
        yield "| | What it asks | State | Why | Shown by (below `tests/`) | Mutation |"
        yield "|---|---|---|---|---|---|"
        for entry in _of(ours, letter):
            named = f"`{entry.mutation}`" if entry.mutation else ""
            yield (
                f"| {entry.id} | {_cell(entry.says)} | {entry.state} | {_cell(entry.why)} | {_shown(entry)} | {named} |"
            )
        yield ""


def _asvs(asvs: Sequence[Entry]) -> Iterator[str]:
    for chapter, entries in groupby(asvs, key=_chapter_of):
        yield f"### {chapter} {CHAPTERS[chapter]}"
        yield ""
        yield "| | Level | What it asks | State | Why | Shown by |"
        yield "|---|---|---|---|---|---|"
        for entry in entries:
            cells = (entry.id, entry.level, _cell(entry.says), entry.state, _cell(entry.why), _shown(entry))
            yield f"| {' | '.join(cells)} |"
        yield ""


def _terms() -> Iterator[str]:
    yield "| How grave it is here | When | Mended within |"
    yield "|---|---|---|"
    for severity, (days, when) in TERMS.items():
        yield f"| {severity} | {when} | {days} days |"


def _bad_input() -> Iterator[str]:
    yield "| Into | What is sent | Shown by | What is missing |"
    yield "|---|---|---|---|"
    for one in read_bad_input():
        yield f"| {one.input} | {_cell(one.case)} | {_named(one.tests)} | {_cell(one.missing)} |"


def _mutations(ours: Iterable[Entry]) -> Iterator[str]:
    rows = {entry.mutation: entry.id for entry in ours if entry.mutation}
    yield "| Mutation | Requirement | The test failed at it | On |"
    yield "|---|---|---|---|"
    for outcome in read_outcomes():
        found = "yes" if outcome.found else "**no**"
        yield f"| `{outcome.mutation}` | {rows.get(outcome.mutation, '')} | {found} | {outcome.day} |"


def _of(ours: Iterable[Entry], letter: str) -> list[Entry]:
    return [entry for entry in ours if entry.id.startswith(letter)]


def _chapter_of(entry: Entry) -> str:
    return re.split(r"\.", entry.id)[0]


def _shown(entry: Entry) -> str:
    documents = ", ".join(f"[{name.partition('#')[2]}]({name})" for name in entry.documents)
    return ", ".join(part for part in (_named(entry.tests), documents) if part)


def _named(tests: Iterable[str]) -> str:
    return ", ".join(f"`{test.removeprefix('tests/')}`" for test in tests)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
