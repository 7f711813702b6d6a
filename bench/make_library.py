"""A library of any size, made by a seed: so many sets of module, quiz and case, in the form of the shipped ones.

    python -m bench.make_library FOLDER --sets 1000

A set has about 60 kB, in Portuguese and without a translation. The words are drawn and mean nothing; the form is that
of a real document: every section with a check, questions with reasons and sources, a case of fourteen scenes whose
conditions weigh a scale and a scene met before. It is without a problem of its form, and its cases are proven.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent, wrap
from typing import Final

SEED: Final = 20261125
WORDS: Final = (
    *("agente", "abordagem", "pessoa", "rua", "estação", "motivo", "facto", "conduta", "suspeita", "lugar", "hora"),
    *("documento", "perguntar", "explicar", "ouvir", "ver", "escrever", "auto", "relatório", "lei", "direito"),
    *("origem", "língua", "família", "vizinho", "turno", "patrulha", "colega", "queixa", "vítima", "testemunha"),
    *("calma", "tempo", "distância", "palavra", "gesto", "confiança", "serviço", "bairro", "autocarro", "telemóvel"),
    *("e", "de", "que", "com", "sem", "para", "por", "entre", "sobre", "antes", "depois", "quando", "porque", "mas"),
)
SOURCES: Final = 40
OBJECTIVES: Final = ("conduct", "explain", "remedy", "listen")
SECTIONS: Final = 5
KINDS: Final = ("modules", "quizzes", "cases", "surveys", "registers")
QUESTIONS: Final = 16
LANE: Final = 6
"""Scenes of each of the two lanes of a case: one for who decides well, one for who does not."""


def main() -> None:
    """Write the library that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", type=int, default=1000)
    asked = parser.parse_args()
    print(f"{write_library(asked.folder, asked.sets):,} bytes")


def write_library(folder: Path, sets: int) -> int:
    """Write so many sets and their registers; gives the bytes written."""
    files = {f"registers/{name}.yaml": text for name, text in _registers(sets).items()}
    for number in range(sets):
        files |= _set(number)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return sum(len(text.encode()) for text in files.values())


def write_beside(shipped: Path, folder: Path, sets: int) -> None:
    """Write the shipped library with so many sets beside it, of a course for others than officers: what somebody has
    to read does not grow with it."""
    write_library(folder, sets)
    for file in (file for kind in KINDS for file in (shipped / kind).rglob("*") if file.is_file()):
        path = folder / file.relative_to(shipped)
        path.parent.mkdir(parents=True, exist_ok=True)
        drawn = path.read_text(encoding="utf-8") if path.exists() else ""  # a register: its entries follow
        drawn = drawn.replace("audience: officers", "audience: equality-body")
        path.write_bytes(file.read_bytes() + drawn.encode())


def _set(number: int) -> dict[str, str]:
    words = _Words(f"{SEED}:{number}")
    return {
        f"modules/module-{number}/module.yaml": "".join(_module(number, words)),
        f"quizzes/quiz-{number}/quiz.yaml": "".join(_quiz(number, words)),
        f"cases/case-{number}/case.yaml": "".join(_case(number, words)),
    }


class _Words:
    """Sentences drawn by a seed."""

    def __init__(self, seed: str) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - sentences, not secrets

    def line(self, count: int) -> str:
        """A line of so many words."""
        drawn = self._chance.choices(WORDS, k=count)
        return " ".join([drawn[0].capitalize(), *drawn[1:]]) + "."

    def prose(self, paragraphs: int, depth: int) -> str:
        """Paragraphs of 40 words, the first of which cites, indented below `|`."""
        whole = []
        for number in range(paragraphs):
            cited = f" [@source-{self._chance.randrange(SOURCES)}]." if number == 0 else ""
            whole.append("\n".join(wrap(self.line(40).removesuffix("." if cited else "") + cited, 110)))
        return "|\n" + indent("\n\n".join(whole), " " * depth) + "\n"


def _module(number: int, words: _Words) -> Iterator[str]:
    yield f"format: 1\nlanguage: pt\ntitle: {words.line(4)}\nsummary: {words.line(10)}\nobjectives:\n"
    yield from (f"  {id_}: {words.line(7)}\n" for id_ in OBJECTIVES)
    yield "sections:\n"
    for section in range(SECTIONS):
        yield f"  section-{section}:\n    title: {words.line(4)}\n    text: {words.prose(3, 6)}"
        yield "    checks:\n      check:\n"
        yield from _single(words, 8, "place" if section % 2 else "eyes")
        yield f"    notes: {words.prose(1, 6)}    objections:\n      objection-{section}:\n"
        yield f"        says: {words.prose(1, 10)}        answer: {words.prose(1, 10)}"
    yield f"  play:\n    title: {words.line(3)}\n    case: case-{number}\n"
    yield f"card:\n  title: {words.line(4)}\n  lines: |\n    {words.line(6)}\n    {words.line(6)}\n"
    yield f"quiz: quiz-{number}\n"


def _quiz(number: int, words: _Words) -> Iterator[str]:
    yield f"format: 1\nlanguage: pt\ntitle: {words.line(4)}\nobjectives_of: module-{number}\npass_mark: 70\ndraw: 10\n"
    yield "questions:\n"
    for question in range(QUESTIONS):
        objective = OBJECTIVES[question % len(OBJECTIVES)]
        core = "    core: true\n" if question in {1, 2} else ""
        yield f"  question-{question}:\n"
        yield from _single(words, 4, "place" if question % 2 else "eyes", f"    objective: {objective}\n{core}")


def _single(words: _Words, depth: int, idea: str, more: str = "") -> Iterator[str]:
    """A question whose right option is never the longest."""
    pad = " " * depth
    yield f"{pad}kind: single\n{more}{pad}prompt: {words.prose(1, depth + 2)}{pad}options:\n"
    for id_, length in (("wrong", 11), ("right", 9), ("other", 7), ("last", 8)):
        yield f"{pad}  {id_}:\n{pad}    text: {words.line(length)}\n"
        yield f"{pad}    correct: true\n" if id_ == "right" else f"{pad}    why: {words.line(16)}\n"
        if id_ == "wrong":
            yield f"{pad}    idea: {idea}\n"
    yield f"{pad}sources: [source-1, source-2]\n"


def _case(number: int, words: _Words) -> Iterator[str]:
    yield f"format: 1\nlanguage: pt\ntitle: {words.line(4)}\nsummary: {words.line(10)}\n"
    yield f"based_on:\n  origin: judgment\n  source: source-3\n  changed: {words.line(8)}\n"
    yield "seats:\n  officer: Agente que decide\n  stopped: Pessoa abordada\n  passer-by: Quem passa\n"
    yield f"scales: [legality, safety, trust]\noutcome: {words.prose(1, 2)}start: good-0\nscenes:\n"
    for lane in ("good", "bad"):
        for step in range(lane == "bad", LANE):
            yield from _scene(lane, step, words)
    for ending in ("good", "mixed", "bad"):
        yield f"  end-{ending}:\n    ending: {ending}\n    text: {words.prose(1, 6)}"


def _scene(lane: str, step: int, words: _Words) -> Iterator[str]:
    """A weak choice first and longest, so that neither the first nor the longest leads to a good end."""
    is_last = step == LANE - 1
    ways = {
        "weak": ("end-bad" if is_last else f"bad-{step + 1}", 16, "poor", "{legality: -1, trust: -2}", ""),
        "best": ("end-good" if lane == "good" else "end-mixed", 12, "best", "{legality: +1, trust: +1}", ""),
        "fair": ("end-mixed", 10, "acceptable", "{safety: +1}", ""),
    }
    if not is_last:
        ways["best"] = (f"{lane}-{step + 1}", *ways["best"][1:])
        ways["fair"] = (f"{lane}-{step + 1}", *ways["fair"][1:])
    elif lane == "bad":
        ways["mend"] = ("end-mixed", 11, "acceptable", "{trust: +1}", "trust >= -4 and after bad-1")
    yield f"  {lane}-{step}:\n    text: {words.prose(1, 6)}    views:\n      stopped: {words.prose(1, 8)}    choices:\n"
    for id_, (to, length, verdict, effect, when) in ways.items():
        yield f"      {id_}:\n        text: {words.line(length)}\n        next: {to}\n        effect: {effect}\n"
        yield f"        when: {when}\n" if when else ""
        yield f"        verdict: {verdict}\n        why: {words.prose(1, 10)}        sources: [source-{step}]\n"


def _registers(sets: int) -> dict[str, str]:
    words = _Words(f"{SEED}:registers")
    both = "{pad}pt: {line}\n{pad}en: {line}\n"

    def line(key: str) -> str:
        return f"  {key}:\n" + both.format(pad="    ", line=words.line(8))

    sources = "".join(
        f"source-{number}:\n  kind: law\n{line('title')}  seen: law\n  seen_on: 2026-03\n  text_seen: true\n"
        "  check_by: 2099-03-01\n"
        for number in range(SOURCES)
    )
    ideas = "".join(f"{id_}:\n{line('statement')}{line('answer')}" for id_ in ("place", "eyes"))
    modules = ", ".join(f"module-{number}" for number in range(sets))
    tracks = (
        f"track:\n{line('title')}  audience: officers\n  modules: [{modules}]\n  before: []\n  ideas: [place, eyes]\n"
    )
    return {"sources": sources, "ideas": ideas, "tracks": tracks}


if __name__ == "__main__":
    main()
