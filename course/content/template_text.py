"""Texts of a new document that nobody has replaced: they are there to be written over, and readers would meet them."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from course.base.languages import N_
from course.content.case import Case
from course.content.fields import Part, texts_of
from course.content.module import Module
from course.content.problem import Problem
from course.content.quiz import Quiz
from course.content.source import Source, read_yaml
from course.content.starters import case_starter, module_starter, quiz_starter, survey_starter
from course.content.survey import Survey
from course.content.typed import read_part

_MAY_STAY: Final = "seats"
"""Who is there in most cases: `Agente que decide` is no place to be filled in."""


def template_problems(source: Source, content: Part) -> Iterator[Problem]:
    """A warning for each text that is still word for word that of the template, at its line."""
    template = _texts_of_template(type(content))
    for path, text in texts_of(content):
        if text in template and path[0] != _MAY_STAY:
            mark = source.mark(path)
            message = N_("this text is still that of the template: write your own")
            yield Problem(source.where, mark.line, mark.column, ".".join(path), message, fatal=False)


@cache
def _texts_of_template(model: type[Part]) -> frozenset[object]:
    templates: dict[type[Part], str] = {
        Module: module_starter("x"),
        Case: case_starter(),
        Quiz: quiz_starter("x"),
        Survey: survey_starter(),
    }
    source = read_yaml("", templates[model].encode())
    content, _ = read_part(model, source, source.tree)
    return frozenset(text for _, text in texts_of(content))
