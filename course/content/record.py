"""What is known of a document without its text: what is wrong with it, and what it says of other files.

A record is small and plain, so that a library of any size is judged without holding its documents, and so that a start
need not read again what has not changed (`kept.py`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from itertools import islice
from typing import Any, Final

from course.base.languages import N_
from course.content.bundle import Bundle, Kind
from course.content.case import Case
from course.content.document import AnyContent, Document, Examined, examine
from course.content.fields import Path, texts_of
from course.content.module import Module
from course.content.names import Shelf, names_in
from course.content.private_persons import Finding, find_private
from course.content.problem import MOST_PROBLEMS, Problem, first_of_each_file
from course.content.proof import Proof, prove
from course.content.prose import citations_in, glossary_links_in
from course.content.quiz import Quiz
from course.content.reading_time import quiz_minutes, section_minutes, survey_minutes
from course.content.source import WHOLE_FILE, Mark, Source
from course.content.survey import Survey
from course.content.typed import problem_of
from course.content.values import references_in


@dataclass(frozen=True)
class Mention:
    """A place at which a file names something that stands elsewhere. `of`: whose it is, where names are not global."""

    line: int
    column: int
    path: str
    shelf: Shelf
    name: str
    of: str = ""


@dataclass(frozen=True)
class Record:
    """A document as other files and a start need it. What a document of its kind does not have is empty."""

    kind: str
    id: str
    where: str
    """The file of the reference, as problems name it."""
    digest: str
    is_shown: bool
    reference_digest: str = ""
    """Of the text without its translation."""
    has_translation: bool = False
    problems: tuple[Problem, ...] = ()
    """Those of its own files."""
    mentions: tuple[Mention, ...] = ()
    objectives: tuple[str, ...] = ()
    """Those that a module has."""
    asked: tuple[str, ...] = ()
    """The objectives that a quiz asks about, each once."""
    objectives_of: str = ""
    """The module of a quiz."""
    core_ideas: tuple[str, ...] = ()
    """The ideas of the core questions of a quiz, each once."""
    minutes: int = 0
    """What it takes by itself: a module without its cases and its quiz; a case by its longest road."""
    head: Mark = WHOLE_FILE
    """Where the questions of a quiz begin."""
    cases: tuple[str, ...] = ()
    """The cases played in a module."""
    quiz: str = ""
    """The quiz that closes a module."""
    proof: Proof | None = None
    """Of a case that could be looked at."""
    private: tuple[Finding, ...] = ()
    """What may name a private person and is not stated to be nobody's; what the registers name is among it."""
    origin: str = ""
    """What a case comes from, as its author says; empty where it is not told."""
    embargo: str = ""
    """The first day on which officers may see a case, as written; empty without one."""
    expires: str = ""
    """The day from which they see it no longer."""
    has_content_note: bool = False
    """Whether something in a case may hurt, so that it may be left out."""


def look_at(kind: Kind, bundle: Bundle, *, further: tuple[Problem, ...] = ()) -> tuple[Record, Document[Any] | None]:
    """The record of a bundle, and the document as written where readers may see it. `further` problems came before.

    A case is proven here, once for each text of it; one of which the proof does not hold is not shown.
    """
    examined = examine(kind, bundle)
    proof, unproved = _proved(examined)
    is_shown = examined.is_shown and not any(problem.fatal for problem in (*further, *unproved))
    gaps = islice(_citation_gaps(examined), MOST_PROBLEMS)
    problems = first_of_each_file((*further, *examined.problems, *unproved, *gaps))
    record = Record(
        kind=kind,
        id=bundle.id,
        where=bundle.where(f"{kind}.yaml"),
        digest=bundle.digest,
        is_shown=is_shown,
        reference_digest=bundle.reference_digest,
        has_translation=bundle.has_translation,
        problems=problems,
        proof=proof,
        private=find_private(bundle, read=(examined.source, examined.overlay)),
        **_told_by(examined) | ({"minutes": proof.minutes} if proof else {}),
    )
    return record, examined.document if is_shown else None


def _proved(examined: Examined) -> tuple[Proof | None, list[Problem]]:
    """The proof of a case, and what it found at its lines; none of other documents, and of a case in which something
    else is to be mended first. What is wrong with its English alone hinders no proof."""
    source = examined.source
    case = examined.document.reference if examined.document else None
    if not isinstance(case, Case) or source is None:
        return None, []
    if any(problem.fatal and problem.where == source.where for problem in examined.problems):
        return None, []
    proof = prove(case)
    return proof, [problem_of(source, fault) for fault in proof.problems]


def as_json(record: Record) -> dict[str, Any]:
    """The record in plain values, for `from_json`."""
    plain = asdict(replace(record, proof=None))
    plain["problems"] = [_problem_as_json(problem) for problem in record.problems]
    plain["proof"] = record.proof.to_json() if record.proof else None
    return plain


def from_json(plain: Mapping[str, Any]) -> Record:
    """The record that `as_json` wrote. Raises TypeError, KeyError or ValueError for anything else."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}
    values["problems"] = tuple(Problem(**problem) for problem in plain["problems"])
    values["mentions"] = tuple(Mention(**mention) for mention in plain["mentions"])
    values["private"] = tuple(Finding(**finding) for finding in plain["private"])
    values["head"] = Mark(**plain["head"])
    values["proof"] = Proof.from_json(plain["proof"]) if plain["proof"] else None
    return Record(**values)


def _problem_as_json(problem: Problem) -> dict[str, Any]:
    told = {one.name: getattr(problem, one.name) for one in fields(Problem) if one.init}
    return told | {"values": dict(problem.values)}


def _told_by(examined: Examined) -> dict[str, Any]:
    """What a document says of others; nothing where it cannot be judged."""
    document, source = examined.document, examined.source
    if document is None or source is None:
        return {}
    content: AnyContent = document.reference
    named = (one for one in names_in(content) if not examined.stand_ins.explain(one.path))
    told: dict[str, Any] = {"mentions": tuple(mention_at(source, *one) for one in islice(named, MOST_MENTIONS))}
    if isinstance(content, Module):
        told |= {"objectives": tuple(content.objectives), "cases": content.cases, "quiz": content.quiz}
    if isinstance(content, Case):
        told |= {"has_content_note": content.content_note is not None}
        told |= {key: getattr(content.based_on, key) or "" for key in ("origin", "embargo", "expires")}
    if isinstance(content, Quiz):
        asked = dict.fromkeys(question.objective for question in content.questions.values() if question.objective)
        ideas = dict.fromkeys(idea for id_ in content.core for idea in content.questions[id_].ideas())
        told |= {"asked": tuple(asked), "objectives_of": content.objectives_of, "head": source.mark(("questions",))}
        told["core_ideas"] = tuple(ideas)
    return told | ({"minutes": _minutes_of(content)} if examined.is_shown else {})


def _minutes_of(content: AnyContent) -> int:
    if isinstance(content, Module):
        return sum(section_minutes(section) for section in content.sections.values())
    if isinstance(content, Quiz):
        return quiz_minutes(content)
    return survey_minutes(content) if isinstance(content, Survey) else 0


MOST_MENTIONS: Final = 2_000
"""Mentions kept of one document. A module of 2,000 words has about 60."""


def mention_at(source: Source, path: Path, shelf: Shelf, name: str, of: str = "") -> Mention:
    """The mention at that path of a file."""
    mark = source.mark(path)
    return Mention(mark.line, mark.column, ".".join(path), shelf, name, of)


def _citation_gaps(examined: Examined) -> Iterator[Problem]:
    """English that cites or links otherwise than the Portuguese, in a document that readers may see."""
    document, overlay = examined.document, examined.overlay
    if document is None or overlay is None or not examined.is_shown:
        return
    english = dict(texts_of(document.english))
    for path, text in texts_of(document.reference):
        other = english.get(path)
        if isinstance(text, str) and isinstance(other, str) and _marks_in(text) != _marks_in(other):
            mark = overlay.mark(path)
            values = {"pt": _listed(_marks_in(text)), "en": _listed(_marks_in(other))}
            yield Problem(overlay.where, mark.line, mark.column, ".".join(path), _OTHER_CITATIONS, values)


_OTHER_CITATIONS: Final = N_(
    "the translation cites or links otherwise than the Portuguese, which has %(pt)s, and this has %(en)s: let both have"
    " the same"
)


def _listed(marks: set[str]) -> str:
    return ", ".join(sorted(marks)) or "-"


def _marks_in(text: str) -> set[str]:
    return {*citations_in(text), *glossary_links_in(text), *(f"[={one}]" for one in references_in(text))}
