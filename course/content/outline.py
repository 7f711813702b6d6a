"""A document at a glance, for its author: what is in it and where, how long it takes, and what gives answers away."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from course.content.case import Case
from course.content.document import Document
from course.content.fields import Part, Path, Text, texts_of
from course.content.module import Module
from course.content.names import sources_in
from course.content.proof import Proof, prove
from course.content.prose import count_words, plain
from course.content.questions.base import Question
from course.content.questions.options import longest_is_right
from course.content.quiz import Quiz
from course.content.reading_time import module_words, quiz_minutes, section_minutes
from course.content.registers import Registers, Source
from course.content.source import read_yaml

LONGEST_SENTENCES: Final = 3
_SENTENCE_END: Final = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][»”\")\]]))\s+(?=[A-ZÀ-Þ«“\"(—–])|\n{2,}|\n(?=[-*] )")
"""White space after a sentence, before a capital: `art. 250.º` goes on."""
_BULLET: Final = re.compile(r"^\s*(?:[-*]|[0-9]+\.) ")


@dataclass(frozen=True)
class Entry:
    """Something with an id, at its line. `depth` counts from 0; `kind` is its kind, or its verdict or ending."""

    depth: int
    id: str
    kind: str
    line: int


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it stands."""

    path: str
    words: int
    text: str


@dataclass(frozen=True)
class Language:
    """The text in one language. `mean` is of words a sentence."""

    words: int
    sentences: int
    mean: Fraction
    longest: tuple[Sentence, ...]


@dataclass(frozen=True)
class Bias:
    """Where right answers stand (place -> how often), and how often the longest is right, of how many judged."""

    places: Mapping[int, int]
    longest: int
    judged: int


@dataclass(frozen=True)
class Outline:
    """All of it. `minutes` is None for a case by itself: it counts in its module."""

    title: str
    entries: tuple[Entry, ...]
    minutes: int | None
    read: int | None
    """Words that an officer reads of a module; None for other kinds."""
    languages: Mapping[str, Language]
    bias: Bias
    guesses: Mapping[str, Fraction]
    objectives: Mapping[str, int]
    levels: Mapping[str, int]
    verdicts: Mapping[str, int]
    proof: Proof | None
    """Of a case, where its roads could be counted."""
    untranslated: tuple[str, ...]
    outdated: tuple[str, ...]
    sources: Mapping[str, Source | None]
    """Those cited, with their entry in the register."""


def outline(
    kind: str, document: Document[Any], registers: Registers, cases: Mapping[str, Document[Case]] | None = None
) -> Outline:
    """The document at a glance. `cases` are those that a module plays, for its minutes."""
    content = document.reference
    name = f"{kind}.yaml"
    source = read_yaml(name, document.bundle.files[name])
    questions = dict(questions_of(content))
    scored = [question for question in questions.values() if _guess(question) is not None]
    return Outline(
        title=content.title,
        entries=tuple(_entries(content, source.mark)),
        minutes=_minutes(content, cases or {}),
        read=module_words(content) if isinstance(content, Module) else None,
        languages={"pt": _language(content), "en": _language(document.english, document.untranslated)},
        bias=_bias(questions.values()),
        guesses={id_: guess for id_, question in questions.items() if (guess := _guess(question)) is not None},
        objectives=Counter(question.objective for question in scored if question.objective),
        levels=Counter(question.level for question in scored),
        verdicts=_verdicts(content),
        proof=counted(content) if isinstance(content, Case) else None,
        untranslated=tuple(sorted(".".join(path) for path in document.untranslated)),
        outdated=tuple(sorted(".".join(path) for path in document.outdated)),
        sources={id_: registers.sources.get(id_) for id_ in sources_in(content)},
    )


def counted(case: Case) -> Proof | None:
    """The proof of a case; None where its roads cannot be counted."""
    proof = prove(case)
    return proof if proof.is_complete else None


def questions_of(part: object, path: Path = ()) -> Iterator[tuple[str, Question]]:
    """Every question of a document by its id, in the order written."""
    if isinstance(part, Question):
        yield path[-1], part
    elif isinstance(part, Mapping):
        for id_, inner in part.items():
            yield from questions_of(inner, (*path, id_))
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from questions_of(getattr(part, name), (*path, name))


def _entries(part: object, mark: Any, path: Path = (), depth: int = 0) -> Iterator[Entry]:
    """Everything that has an id and more than words."""
    if isinstance(part, Mapping):
        for id_, inner in part.items():
            if isinstance(inner, Part):
                yield Entry(depth, id_, _kind_of(inner), mark((*path, id_)).line)
                yield from _entries(inner, mark, (*path, id_), depth + 1)
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from _entries(getattr(part, name), mark, (*path, name), depth)


def _kind_of(part: Part) -> str:
    said = (getattr(part, name, None) for name in ("kind", "verdict", "ending", "category"))
    return next((word for word in said if isinstance(word, str)), "correct" if getattr(part, "correct", False) else "")


def _minutes(content: object, cases: Mapping[str, Document[Case]]) -> int | None:
    if isinstance(content, Module):
        return sum(section_minutes(section, _longest(cases, section.case)) for section in content.sections.values())
    return quiz_minutes(content) if isinstance(content, Quiz) else None


def _longest(cases: Mapping[str, Document[Case]], id_: str | None) -> int:
    proof = counted(cases[id_].reference) if id_ and id_ in cases else None
    return proof.minutes if proof else 0


def _language(content: Part, apart_from: frozenset[Path] = frozenset()) -> Language:
    said = [
        Sentence(".".join(path), count_words(sentence), sentence)
        for path, text in texts_of(content)
        if isinstance(text, Text) and not any(path[: len(unit)] == unit for unit in apart_from)
        for sentence in sentences_in(text)
    ]
    words = sum(sentence.words for sentence in said)
    longest = sorted(said, key=lambda sentence: sentence.words, reverse=True)[:LONGEST_SENTENCES]
    return Language(words, len(said), Fraction(words, len(said) or 1), tuple(longest))


def sentences_in(text: str) -> list[str]:
    """The sentences of a text as plain words; a line of a list is one."""
    found = (plain(_BULLET.sub("", piece)) for piece in _SENTENCE_END.split(text) if piece and piece.strip())
    return [sentence for sentence in found if count_words(sentence)]


def _bias(questions: Any) -> Bias:
    """Of every group of options with exactly one right, where it stands; and of all, whether the longest is right."""
    places: Counter[int] = Counter()
    longest = judged = 0
    for question in questions:
        for options in _options_in(question):
            right = [place for place, option in enumerate(options.values(), start=1) if option.correct]
            if len(right) == 1:
                places[right[0]] += 1
            if right and (is_right := longest_is_right(options)) is not None:
                judged += 1
                longest += is_right
    return Bias(dict(sorted(places.items())), longest, judged)


def _options_in(part: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, Mapping):
        if part and all(hasattr(inner, "correct") for inner in part.values()):
            yield part
        else:
            for inner in part.values():
                yield from _options_in(inner)
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from _options_in(getattr(part, name))


def _guess(question: Question) -> Fraction | None:
    """What a blind guess earns; None of a question that earns nothing however it is answered."""
    return question.guess_value() if question.is_scored else None


def _verdicts(content: object) -> Mapping[str, int]:
    scenes = content.scenes.values() if isinstance(content, Case) else ()
    return Counter(choice.verdict for scene in scenes for choice in scene.choices.values())
