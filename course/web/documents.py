"""The list of all documents, for those who may read keys: what is in each, its English, what a jurist must confirm."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from course.base.languages import HTML_LANG, N_, Language
from course.content.bundle import Kind
from course.content.document import AnyContent, Document
from course.content.fields import texts_of
from course.content.module import Module
from course.content.names import sources_in
from course.content.prose import count_words
from course.content.quiz import Quiz
from course.content.reading_time import module_words, quiz_minutes, section_minutes, survey_minutes
from course.content.survey import Survey
from course.web.house import whole_catalogue
from course.web.sources import LawNote, list_notes
from course.web.words import gettext, ngettext

KIND_NAMES: Final[dict[Kind, str]] = {
    "module": N_("Module"),
    "case": N_("Case"),
    "quiz": N_("Quiz"),
    "survey": N_("Survey"),
}


@dataclass(frozen=True)
class Listed:
    """A document in the list. `parts` counts what is in it; `to_confirm`: the sources a jurist must still confirm.

    `agreeing`: how many of the three parties agree to the text that stands.
    """

    kind: Kind
    kind_name: str
    id: str
    title: str
    html_lang: str
    url: str
    words: int
    minutes: int
    parts: str
    english: str
    is_english_complete: bool
    to_confirm: tuple[LawNote, ...]
    fingerprint: str
    digest: str
    agreeing: int
    is_signed: bool


def list_documents(area: str, language: Language) -> list[Listed]:
    """Every readable document in the order of reading."""
    return [listed_of(area, kind, document, language) for kind, document in in_reading_order()]


def in_reading_order() -> Iterator[tuple[Kind, Document[Any]]]:
    """Each module, its cases and its quiz, in the order of the tracks; then what no module or no track uses."""
    library = whole_catalogue().library
    of_tracks = (id_ for track in library.registers.tracks.values() for id_ in track.modules)
    modules = [id_ for id_ in dict.fromkeys([*of_tracks, *library.modules]) if id_ in library.modules]
    shelves: dict[Kind, Mapping[str, Document[Any]]] = {
        "module": library.modules,
        "case": library.cases,
        "quiz": library.quizzes,
        "survey": library.surveys,
    }
    order: list[tuple[Kind, str]] = []
    for id_ in modules:
        module = library.modules[id_].reference
        order += [("module", id_), *(("case", case) for case in module.cases), ("quiz", module.quiz)]
    order += [(kind, id_) for kind, shelf in shelves.items() for id_ in shelf]
    for kind, id_ in dict.fromkeys(order):
        if id_ in shelves[kind]:
            yield kind, shelves[kind][id_]


def listed_of(area: str, kind: Kind, document: Document[Any], language: Language) -> Listed:
    """Its line of the list, for the pages of `area`."""
    content = document.reference
    confirm = [
        note for note in list_notes(whole_catalogue().registers, sources_in(content), language) if note.is_to_confirm
    ]
    words, minutes, parts = _size_of(document.id, content)
    english, is_complete = _english_of(kind, document)
    signed = whole_catalogue().clearance(kind, document.id)
    return Listed(
        kind=kind,
        kind_name=gettext(KIND_NAMES[kind]),
        id=document.id,
        title=document.in_(language).title,
        html_lang=HTML_LANG[document.language_of(language, "title")],
        url=url_of(area, kind, document.id),
        words=words,
        minutes=minutes,
        parts=", ".join(parts),
        english=english,
        is_english_complete=is_complete,
        to_confirm=tuple(confirm),
        fingerprint=f"{document.digest[:4]} {document.digest[4:8]}",
        digest=document.digest,
        agreeing=len(signed.parties) - len(signed.refused),
        is_signed=signed.is_signed,
    )


def url_of(area: str, kind: Kind, id_: str) -> str:
    """Where the area shows the document whole."""
    return url_for(f"{area}.show_{kind}", document_id=id_)


def _size_of(id_: str, content: AnyContent) -> tuple[int, int, list[str]]:
    """Words that an officer reads, minutes, and what is counted in it."""
    if isinstance(content, Module):
        return module_words(content), _module_minutes(content), _module_parts(content)
    words = sum(count_words(text) for _, text in texts_of(content) if isinstance(text, str))
    if isinstance(content, Quiz):
        asked = ngettext("%(num)s asked of each person", "%(num)s asked of each person", content.asked)
        return words, quiz_minutes(content), [_questions(len(content.scored)), asked]
    if isinstance(content, Survey):
        return words, survey_minutes(content), [_questions(len(content.questions))]
    endings = sum(scene.ending is not None for scene in content.scenes.values())
    scenes = ngettext("%(num)s scene", "%(num)s scenes", len(content.scenes))
    return (
        words,
        whole_catalogue().minutes_of_case(id_),
        [scenes, ngettext("%(num)s ending", "%(num)s endings", endings)],
    )


def _module_minutes(module: Module) -> int:
    """Minutes of its sections, their cases and its quiz, as officers are told."""
    minutes_of_case = whole_catalogue().minutes_of_case
    sections = sum(section_minutes(section, minutes_of_case(section.case)) for section in module.sections.values())
    quiz = whole_catalogue().library.quizzes.get(module.quiz)
    return sections + (quiz_minutes(quiz.reference) if quiz else 0)


def _module_parts(module: Module) -> list[str]:
    sections = module.sections.values()
    objections = sum(len(section.objections) for section in sections)
    return [
        ngettext("%(num)s section", "%(num)s sections", len(sections)),
        _questions(sum(len(section.checks) for section in sections)),
        ngettext("%(num)s objection", "%(num)s objections", objections),
    ]


def _questions(count: int) -> str:
    words: str = ngettext("%(num)s question", "%(num)s questions", count)
    return words


def _english_of(kind: Kind, document: Document[Any]) -> tuple[str, bool]:
    """The state of the translation in words, and whether nothing of it is left to do."""
    if f"{kind}.en.yaml" not in document.bundle.files:
        return gettext("No English"), False
    missing, behind = len(document.untranslated), len(document.outdated)
    gaps = []
    if missing:
        gaps.append(ngettext("%(num)s passage shown in Portuguese", "%(num)s passages shown in Portuguese", missing))
    if behind:
        gaps.append(ngettext("%(num)s passage behind the Portuguese", "%(num)s passages behind the Portuguese", behind))
    return (", ".join(gaps), False) if gaps else (gettext("Complete"), True)
