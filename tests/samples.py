"""Small documents for tests, as plain values: one a feature, nothing that a test does not need."""

from typing import Any

from course.content.case import Case
from course.content.module import Module
from course.content.quiz import Quiz

Tree = dict[str, Any]


def a_single(*, core: bool = False, level: str = "easy", objective: str = "conduct") -> Tree:
    """`right` is right; `wrong` and `other` are not."""
    return {
        "kind": "single",
        "objective": objective,
        "level": level,
        "core": "true" if core else "false",
        "prompt": "Que facto?",
        "options": {
            "wrong": {"text": "O bairro.", "why": "Não é uma conduta."} | ({"idea": "place"} if core else {}),
            "right": {"text": "A conduta.", "correct": "true", "why": "Assenta em factos."},
            "other": {"text": "O olhar.", "why": "Não chega."},
        },
    }


def a_multiple() -> Tree:
    """`a`, `b`, `c` are right; `x`, `y` are not."""
    right = {id_: {"text": f"Certo {id_}", "correct": "true"} for id_ in "abc"}
    wrong = {id_: {"text": f"Errado {id_}", "why": f"Porque {id_}."} for id_ in "xy"}
    return {"kind": "multiple", "objective": "conduct", "prompt": "Quais?", "options": right | wrong}


def a_classify() -> Tree:
    """Six items, two in each of three categories: `one-a` and `one-b` belong to `one`."""
    names = ("one", "two", "three")
    return {
        "kind": "classify",
        "objective": "conduct",
        "prompt": "Para onde?",
        "categories": {name: f"Via {name}" for name in names},
        "items": {f"{name}-{x}": {"text": f"Caso {name} {x}", "category": name} for name in names for x in "ab"},
    }


def a_quiz(*, questions: int | Tree = 10, pass_mark: int = 70, draw: int | None = None) -> Quiz:
    """A quiz of the questions given, or of so many `single` ones: q1, q2, ..."""
    asked = questions if isinstance(questions, dict) else {f"q{n}": a_single() for n in range(1, questions + 1)}
    tree = {
        "format": "1",
        "language": "pt",
        "title": "Prova",
        "objectives_of": "a-module",
        "pass_mark": str(pass_mark),
        "draw": str(draw or len(asked)),
        "questions": asked,
    }
    return Quiz.model_validate(tree)


def a_module(**others: Any) -> Module:
    """A module of two sections, `read` and `play`, with the case `a-case` and the quiz `a-quiz`."""
    tree = {
        "format": "1",
        "language": "pt",
        "title": "Parte",
        "summary": "Resumo.",
        "objectives": {"conduct": "Distinguir", "explain": "Explicar", "remedy": "Encaminhar"},
        "sections": {
            "read": {"title": "Ler", "text": "Um texto.", "checks": {"check": a_single()}},
            "play": {"title": "Jogar", "case": "a-case"},
        },
        "card": {"title": "Cartão", "lines": "Uma linha."},
        "quiz": "a-quiz",
    }
    return Module.model_validate(tree | others)


def a_choice(to: str, **others: Any) -> Tree:
    """A choice that leads to the scene `to`."""
    return {"text": f"Ir para {to}.", "next": to, "verdict": "best", "why": "Porque sim."} | others


def a_case(scenes: Tree | None = None, **others: Any) -> Case:
    """A case that starts in `start`; without scenes of its own: stop or watch, and an end for each."""
    tree = {
        "format": "1",
        "language": "pt",
        "title": "Caso",
        "summary": "Resumo.",
        "based_on": {"origin": "invented", "changed": "Tudo."},
        "seats": {"officer": "Agente", "stopped": "Pessoa abordada"},
        "scales": ["legality", "trust"],
        "start": "start",
        "scenes": scenes
        or {
            "start": {
                "text": "Um homem passa.",
                "choices": {
                    "stop": a_choice("bad", verdict="unlawful", effect={"legality": "-2", "trust": "-2"}),
                    "watch": a_choice("good", effect={"legality": "+2"}),
                },
            },
            "good": {"text": "Bem.", "ending": "good"},
            "bad": {"text": "Mal.", "ending": "bad"},
        },
    }
    return Case.model_validate(tree | others)
