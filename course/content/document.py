"""A document: its typed content in both languages, its tables, and the digest that names it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from course.base.languages import N_, Language
from course.content.bundle import Bundle, Kind
from course.content.case import Case
from course.content.fields import Part, Path, texts_of
from course.content.module import Module
from course.content.picture import PictureFile, is_picture
from course.content.picture_files import read_pictures
from course.content.problem import Problem
from course.content.prose import problems_in
from course.content.questions.base import questions_in
from course.content.quiz import Quiz
from course.content.salvage import NOTHING_STOOD_IN, StandIns, salvage
from course.content.source import Source, read_text, read_yaml
from course.content.survey import Survey
from course.content.table import Table, read_table
from course.content.template_text import template_problems
from course.content.translation import Translation, translate, unit_of
from course.content.typed import problem_of, read_part
from course.content.values import Values, with_values

T_co = TypeVar("T_co", bound=Module | Case | Quiz | Survey, covariant=True)
AnyContent = Module | Case | Quiz | Survey

MOST_PARTS: Final = 500
"""Scenes, choices, sections, questions, options and other parts with an id. A quiz of forty questions has about 200."""
_TOO_MANY_PARTS: Final = N_(
    "the document has %(count)s scenes, choices, sections, questions and other parts with an id; at most %(most)s are"
    " shown: divide it"
)
_NO_ENGLISH: Final = N_("there is no English yet, and English readers are shown the Portuguese: run content translate")
_UNNAMED: Final = N_("nothing in this document names this file: name it, or take the file out")
MODELS: Final[dict[Kind, type[Module] | type[Case] | type[Quiz] | type[Survey]]] = {
    "module": Module,
    "case": Case,
    "quiz": Quiz,
    "survey": Survey,
}


@dataclass(frozen=True)
class Document(Generic[T_co]):
    """`untranslated` are the units that English readers see in Portuguese, `outdated` those whose English is behind.

    `reference` and `english` are as they are read and scored, with the values of the register put in; `as_written` is
    the Portuguese without them, where that is another.
    """

    bundle: Bundle
    reference: T_co
    english: T_co
    untranslated: frozenset[Path]
    outdated: frozenset[Path]
    tables: Mapping[str, Table]
    pictures: Mapping[str, PictureFile]
    """The pictures in its folder, by the names of their files."""
    as_written: T_co | None = None

    @property
    def written(self) -> T_co:
        """The Portuguese as its author wrote it: what core digests name."""
        return self.as_written or self.reference

    def with_values(self, values: Values) -> "Document[T_co]":
        """The document with the values that its texts and answers refer to. Once: it is a document as written."""
        reference = with_values(self.reference, values, lambda _: "pt")
        english = with_values(self.english, values, lambda path: self.language_of("en", *path))
        if reference is self.reference and english is self.english:
            return self
        return replace(self, reference=reference, english=english, as_written=self.reference)

    @property
    def id(self) -> str:
        """Its id: the name of its folder."""
        return self.bundle.id

    @property
    def digest(self) -> str:
        """64 hexadecimal digits."""
        return self.bundle.digest

    def in_(self, language: Language) -> T_co:
        """Its content in that language; units without a translation are in Portuguese."""
        return self.english if language == "en" else self.reference

    def language_of(self, language: Language, *path: str) -> Language:
        """The language in which the unit at that path is shown to a reader of `language`."""
        return "pt" if language == "en" and unit_of(path) in self.untranslated else language

    def is_outdated(self, language: Language, *path: str) -> bool:
        """Whether the unit is shown in a translation that is behind the Portuguese."""
        return language == "en" and unit_of(path) in self.outdated


@dataclass(frozen=True)
class Examined:
    """A bundle as it was looked at. With a fatal problem the document is not to be shown, only judged beside others."""

    document: "Document[AnyContent] | None"
    problems: tuple[Problem, ...]
    stand_ins: StandIns = NOTHING_STOOD_IN
    source: Source | None = None
    """The Portuguese as it was read, with the places of everything in it."""
    overlay: Source | None = None
    """The English, where there is a file of it."""

    @property
    def is_shown(self) -> bool:
        """Whether readers may see it."""
        return self.document is not None and not any(problem.fatal for problem in self.problems)


def build(
    kind: Kind, bundle: Bundle, values: Values | None = None
) -> tuple["Document[AnyContent] | None", list[Problem]]:
    """The document in a bundle with those values put in, and every problem of its files; None where one is fatal."""
    examined = examine(kind, bundle)
    document = examined.document if examined.is_shown else None
    return document.with_values(values or {}) if document else None, list(examined.problems)


def examine(kind: Kind, bundle: Bundle) -> Examined:
    """The document in a bundle as written, whatever is wrong with it, and every problem of its files."""
    name = f"{kind}.yaml"
    if name not in bundle.files:
        message = N_("the file %(name)s is missing in this folder: write it, or take the folder out")
        return Examined(None, (Problem(bundle.where(name), 0, 0, "", message, {"name": name}),))
    source = read_yaml(bundle.where(name), bundle.files[name])
    content, found = read_part(MODELS[kind], source, source.tree) if source.is_readable else (None, [])
    problems, stand_ins = [*source.problems, *found], NOTHING_STOOD_IN
    is_whole = content is not None
    if content is None and source.is_readable:
        content, stand_ins = salvage(MODELS[kind], source.tree)
    if content is None:
        return Examined(None, tuple(problems))
    if (count := _count_parts(content)) > MOST_PARTS:
        values = {"count": str(count), "most": str(MOST_PARTS)}
        return Examined(None, (*problems, Problem(source.where, 0, 0, "", _TOO_MANY_PARTS, values)))
    tables, further = _read_tables(source, content, bundle)
    pictures, found_in_pictures = read_pictures(source, content, bundle)
    further += found_in_pictures
    further += [problem_of(source, fault) for fault in content.faults()]
    further += _prose_problems(source, content)
    further += template_problems(source, content)
    problems += stand_ins.problems_left(further)
    known = {name, f"{kind}.en.yaml", *tables, *filter(is_picture, bundle.files)}
    for other in sorted(bundle.files.keys() - known):
        # It is kept as text, as all but pictures are.
        problems += read_text(bundle.where(other), bundle.files[other])[1]
        problems.append(Problem(bundle.where(other), 0, 0, "", _UNNAMED, fatal=False))
    overlay = _read_overlay(kind, bundle)
    english, translation, found = _read_translation(kind, content, source, overlay, is_whole=is_whole)
    document = Document(bundle, content, english, translation.untranslated, translation.outdated, tables, pictures)
    return Examined(document, (*problems, *found), stand_ins, source, overlay)


def _count_parts(part: object) -> int:
    """How many scenes, choices, sections, questions, options and the like it has: whatever is headed by an id."""
    if isinstance(part, Mapping):
        return sum(isinstance(inner, Part) + _count_parts(inner) for inner in part.values())
    return sum(_count_parts(getattr(part, name)) for name in getattr(type(part), "model_fields", ()))


def _prose_problems(
    source: Source, content: AnyContent, apart_from: frozenset[Path] = frozenset()
) -> Iterator[Problem]:
    told = {(problem.message, tuple(problem.values.items())) for problem in source.problems}
    for path, text in texts_of(content):
        for message, values in problems_in(text) if isinstance(text, str) and unit_of(path) not in apart_from else ():
            if (message, tuple(values.items())) in told:
                continue  # a character of the file, told at its own place
            mark = source.mark(path)
            yield Problem(source.where, mark.line, mark.column, ".".join(path), message, values)


def _read_tables(source: Source, content: AnyContent, bundle: Bundle) -> tuple[dict[str, Table], list[Problem]]:
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    sections = content.sections if isinstance(content, Module) else {}
    for id_, section in sections.items():
        if section.chart is None:
            continue
        path = ("sections", id_, "chart")
        mark = source.mark((*path, "data"))
        data = bundle.files.get(section.chart.data)
        if data is None:
            message, values = (
                N_("there is no file %(name)s in this folder: put it there, or name one that is there"),
                {"name": section.chart.data},
            )
            problems.append(Problem(source.where, mark.line, mark.column, ".".join((*path, "data")), message, values))
            continue
        table, found = read_table(bundle.where(section.chart.data), data)
        tables[section.chart.data] = table
        problems += found
        problems += _label_problems(source, path, section.chart.labels, [section.chart.x, *section.chart.y], table)
    return tables, problems


def _label_problems(
    source: Source, path: Path, labels: Mapping[str, str], columns: list[str], table: Table
) -> Iterator[Problem]:
    ids = [row[columns[0]] for row in table.rows if columns[0] in row]
    for name in columns:
        if name not in table.columns:
            mark = source.mark((*path, "x" if name == columns[0] else "y"))
            message = N_("the table has no column %(name)s: write one that its first line names")
            yield Problem(source.where, mark.line, mark.column, ".".join(path), message, {"name": name})
    for name in [*columns, *(id_ for id_ in ids if not id_.isdigit())]:
        if name not in labels:
            mark = source.mark((*path, "labels"))
            message = N_("labels says nothing for %(name)s: add a line %(name)s:")
            yield Problem(source.where, mark.line, mark.column, ".".join(path), message, {"name": name})


def _read_overlay(kind: Kind, bundle: Bundle) -> Source | None:
    name = f"{kind}.en.yaml"
    data = bundle.files.get(name)
    return None if data is None else read_yaml(bundle.where(name), data)


def _read_translation(
    kind: Kind, content: AnyContent, source: Source, given: Source | None, *, is_whole: bool
) -> tuple[AnyContent, Translation, list[Problem]]:
    """The English, what is translated, and the problems; of a Portuguese that is not whole only those of form."""
    overlay = given or Source(source.where.removesuffix(".yaml") + ".en.yaml", {}, {}, ())
    if not is_whole:
        return content, Translation(source.tree, frozenset(), frozenset(), ()), list(overlay.problems)
    translation = translate(content, source.tree, overlay)
    if given is None:  # told once, and not of each text
        return content, translation, [Problem(overlay.where, 0, 0, "", _NO_ENGLISH, fatal=False)]
    english, problems = read_part(MODELS[kind], overlay, translation.tree)
    found = [*overlay.problems, *problems]
    if overlay.is_readable:  # else whatever is missing is missing for that reason
        found += translation.problems
    if english is not None:
        found += _prose_problems(overlay, english, apart_from=translation.untranslated)
        found += _word_problems(overlay, content, english, translation.untranslated)
    return english or content, translation, found


def _word_problems(
    overlay: Source, content: AnyContent, english: AnyContent, untranslated: frozenset[Path]
) -> Iterator[Problem]:
    """What is wrong with the words of the translated questions alone. Each is told of its other language here."""
    portuguese = dict(questions_in(content))
    for path, question in questions_in(english):
        question.know_other(portuguese[path])
        portuguese[path].know_other(question)
        if unit_of(path) not in untranslated:
            yield from (problem_of(overlay, fault, path) for fault in question.faults_of_words())
