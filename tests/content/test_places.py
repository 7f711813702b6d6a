"""Where a path leads, in words, for every path that a document can have."""

import pytest
from pydantic import BaseModel

from course.base.languages import translator
from course.content.bundle import KINDS_OF_DOCUMENT
from course.content.document import MODELS
from course.content.places import _GROUPS, _LEAVES, _OF_A_CHART, _WITHIN, place_in_words
from course.content.questions import KINDS


@pytest.mark.parametrize(
    ("path", "english", "portuguese"),
    [
        ("title", "Title", "Título"),
        ("based_on.changed", "Where it comes from: what was changed", "De onde vem: o que mudou"),
        ("scenes.refusal.choices.fine.why", "Scene refusal, choice fine: why", "Cena refusal, escolha fine: porquê"),
        ("scenes.platform.views.stopped", "Scene platform, view of the man", "Cena platform, vista: the man"),
        (
            "scenes.a.choices.b.effect.trust",
            "Scene a, choice b, effect on trust",
            "Cena a, escolha b, efeito na confiança",
        ),
        ("scenes.a.choices", "Scene a: order", "Cena a: ordem"),
        ("questions.x.steps.route.options.y.text", "Question x, step route, option y: text", None),
        ("sections.a.chart.y", "Section a, chart: columns that are drawn", None),
        ("sections.a.checks.b.gaps.c.accept", "Section a, check b, gap c: words that are right when typed", None),
        ("format", "Format", None),
        ("never.heard.of", "Never.heard.of", None),
    ],
)
def test_a_place_is_told_in_words(path: str, english: str, portuguese: str | None) -> None:
    names = {"stopped": "the man"}
    keys = tuple(path.split("."))

    assert place_in_words(keys, str, names) == english
    if portuguese:
        assert place_in_words(keys, translator("pt"), names) == portuguese


def keys_of(model: type[BaseModel]) -> set[str]:
    """The names of the fields of a model and of those within it."""
    found = set(model.model_fields)
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            found |= keys_of(inner)
    return found


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models_in(inner)]


def test_every_key_of_every_document_has_words() -> None:
    every = {key for kind in KINDS_OF_DOCUMENT for key in keys_of(MODELS[kind])}
    every |= {key for question in KINDS.values() for key in keys_of(question)}
    of_route_steps = {"element", "route", "authority", "next"}

    said = {*_GROUPS, *_LEAVES, *_OF_A_CHART, *_WITHIN}
    assert every - said - of_route_steps == {"format", "language", "effect"}
