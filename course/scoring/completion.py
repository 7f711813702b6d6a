"""When a module is done: all sections seen, each of its cases played to an ending, its quiz at the pass mark.

A case with a content note may be left out, also in the middle: its section is done when it was passed, or when the
case was played. Nothing else is recorded of who left one out, so nobody can be asked why.
"""

from collections.abc import Collection
from dataclasses import dataclass

from course.content.module import Module


@dataclass(frozen=True)
class Done:
    """What a learner has done of everything: sections seen of one module, cases played, quizzes passed.

    `optional`: the cases that need not be played.
    """

    seen: Collection[str]
    played: Collection[str]
    passed: Collection[str]
    optional: Collection[str] = ()


def is_section_done(module: Module, section_id: str, done: Done) -> bool:
    """Whether the section was seen, and its case (if it has one) played to an ending, or either for an optional one."""
    case = module.sections[section_id].case
    is_seen, is_played = section_id in done.seen, case in done.played
    if case is None:
        return is_seen
    return is_seen or is_played if case in done.optional else is_seen and is_played


def is_done(module: Module, done: Done) -> bool:
    """Whether nothing is left to do in the module."""
    return all(is_section_done(module, id_, done) for id_ in module.sections) and module.quiz in done.passed
