"""When a module is done: all sections seen, each of its cases played to an ending, its quiz at the pass mark."""

from collections.abc import Collection
from dataclasses import dataclass

from course.content.module import Module


@dataclass(frozen=True)
class Done:
    """What a learner has done of everything: sections seen of one module, cases played, quizzes passed."""

    seen: Collection[str]
    played: Collection[str]
    passed: Collection[str]


def is_section_done(module: Module, section_id: str, done: Done) -> bool:
    """Whether the section was seen, and its case (if it has one) played to an ending."""
    case = module.sections[section_id].case
    return section_id in done.seen and (case is None or case in done.played)


def is_done(module: Module, done: Done) -> bool:
    """Whether nothing is left to do in the module."""
    return all(is_section_done(module, id_, done) for id_ in module.sections) and module.quiz in done.passed
