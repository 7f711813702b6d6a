"""A small library in a folder, for tests that change one line of it.

It is without a problem: whatever a test is told comes of what it changed.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from course.content.document import MODELS
from course.content.library import Library, read_library
from course.content.problem import Problem
from course.content.source import read_yaml
from course.content.translation import stamps
from course.content.typed import read_part

MODULE: Final = """\
format: 1
language: pt
title: Perfilamento étnico
summary: Um resumo.
objectives:
  conduct: Distinguir
  explain: Explicar
  remedy: Encaminhar
sections:
  definition:
    title: O que é
    text: |
      A lei exige [suspeitas](glossary:founded-suspicion) [@cpp-250].
    case: looked-away
card:
  title: Antes
  lines: Um passo.
quiz: stops
"""
MODULE_EN: Final = """\
format: 1
language: en
title: Ethnic profiling
summary: A summary.
objectives:
  conduct: Tell apart
  explain: Explain
  remedy: Refer
sections:
  definition:
    title: What it is
    text: |
      The law demands [suspicion](glossary:founded-suspicion) [@cpp-250].
card:
  title: Before
  lines: One step.
"""
CASE: Final = """\
format: 1
language: pt
title: Desviou o olhar
summary: Uma estação cheia.
based_on:
  origin: judgment
  source: echr-wa-baile
  changed: Tudo.
seats:
  officer: Agente
  stopped: Pessoa abordada
scales: [legality]
start: platform
scenes:
  platform:
    text: Um homem passa.
    choices:
      observe:
        text: Observar.
        next: end
        verdict: best
        why: Um olhar não chega.
        idea: avoids-eyes
        sources: [cpp-250]
  end:
    text: Ninguém foi abordado.
    ending: good
"""
CASE_EN: Final = """\
format: 1
language: en
title: He looked away
summary: A crowded station.
based_on:
  changed: Everything.
seats:
  officer: Officer
  stopped: Person stopped
scenes:
  platform:
    text: A man passes.
    choices:
      observe:
        text: Watch.
        why: A glance is not enough.
  end:
    text: Nobody was stopped.
"""
_QUESTION: Final = """\
  {id}:
    kind: single
    objective: {objective}
    core: true
    prompt: Que facto?
    options:
      place:
        text: Sim, e só o bairro.
        why: Não é conduta.
        idea: avoids-eyes
      conduct:
        text: A conduta.
        correct: true
      look:
        text: O olhar.
        why: Não chega.
"""
_QUESTION_EN: Final = """\
  {id}:
    prompt: Which fact?
    options:
      place:
        text: Yes, and only the area.
        why: It is not conduct.
      conduct:
        text: The conduct.
      look:
        text: The look.
        why: Not enough.
"""
_ASKED: Final = (("hunch", "conduct"), ("words", "explain"), ("report", "remedy"))
QUIZ: Final = (
    "format: 1\nlanguage: pt\ntitle: Prova\nobjectives_of: ethnic-profiling\npass_mark: 70\ndraw: 3\nquestions:\n"
    + "".join(_QUESTION.format(id=id_, objective=objective) for id_, objective in _ASKED)
)
QUIZ_EN: Final = "format: 1\nlanguage: en\ntitle: Quiz\nquestions:\n" + "".join(
    _QUESTION_EN.format(id=id_) for id_, _ in _ASKED
)
SOURCES: Final = """\
cpp-250:
  kind: law
  title:
    pt: Código de Processo Penal, artigo 250.º
    en: Code of Criminal Procedure, article 250
  seen: law
  seen_on: 2026-03
  text_seen: true
  check_by: 2027-03-31
echr-wa-baile:
  kind: judgment
  title:
    pt: Wa Baile contra Suíça
    en: Wa Baile v Switzerland
  url: https://hudoc.echr.coe.int/
  seen: judgment
  seen_on: 2026-03
  text_seen: true
  check_by: 2027-03-31
"""
IDEAS: Final = """\
avoids-eyes:
  statement:
    pt: Quem evita o olhar esconde alguma coisa.
    en: Whoever looks away hides something.
  answer:
    pt: Muitos evitam o olhar de quem tem poder.
    en: Many avoid the eyes of those in power.
"""
GLOSSARY: Final = """\
founded-suspicion:
  term:
    pt: fundadas suspeitas
    en: founded suspicion
  definition:
    pt: Suspeita que assenta em factos.
    en: Suspicion that rests on facts.
  source: cpp-250
"""
TRACKS: Final = """\
racial-discrimination:
  title:
    pt: Discriminação racial
    en: Racial discrimination
  audience: officers
  modules: [ethnic-profiling]
  before: [ethnic-profiling]
  ideas: [avoids-eyes]
"""

FILES: Final[Mapping[str, str]] = {
    "modules/ethnic-profiling/module.yaml": MODULE,
    "modules/ethnic-profiling/module.en.yaml": MODULE_EN,
    "cases/looked-away/case.yaml": CASE,
    "cases/looked-away/case.en.yaml": CASE_EN,
    "quizzes/stops/quiz.yaml": QUIZ,
    "quizzes/stops/quiz.en.yaml": QUIZ_EN,
    "registers/sources.yaml": SOURCES,
    "registers/ideas.yaml": IDEAS,
    "registers/glossary.yaml": GLOSSARY,
    "registers/tracks.yaml": TRACKS,
}

_CHART: Final = """\
    chart:
      data: figures.csv
      kind: bar
      x: year
      y: [stops, hits]
      labels:
        year: Ano
        stops: Controlos
        hits: Infrações
      caption: Controlos e infrações, por ano.
      source: cpp-250
"""
_CHART_EN: Final = """\
    chart:
      labels:
        year: Year
        stops: Stops
        hits: Offences
      caption: Stops and offences, by year.
"""
FULL: Final[Mapping[str, str]] = {
    **FILES,
    "modules/ethnic-profiling/module.yaml": MODULE.replace(
        "    case: looked-away\n", f"{_CHART}    case: looked-away\n"
    ),
    "modules/ethnic-profiling/module.en.yaml": MODULE_EN.replace("card:\n", f"{_CHART_EN}card:\n"),
    "modules/ethnic-profiling/figures.csv": "year,stops,hits\n2024,120,6.5\n2025,80,9\n",
    "surveys/after/survey.yaml": """\
format: 1
language: pt
title: Depois da sessão
questions:
  useful:
    kind: opinion
    prompt: A sessão serve para o meu trabalho.
  scenario:
    kind: single
    prompt: O que faria primeiro?
    options:
      talk:
        text: Falar.
      watch:
        text: Observar.
      leave:
        text: Seguir.
""",
    "surveys/after/survey.en.yaml": """\
format: 1
language: en
title: After the session
questions:
  useful:
    prompt: The session is of use for my work.
  scenario:
    prompt: What would you do first?
    options:
      talk:
        text: Talk.
      watch:
        text: Watch.
      leave:
        text: Walk on.
""",
    "registers/values.yaml": """\
ias:
  title:
    pt: Indexante dos apoios sociais (IAS)
    en: Social support index (IAS)
  unit: EUR
  years:
    2026:
      amount: 537.13
      source: cpp-250
""",
    "registers/grounds.yaml": """\
pt:
  behaviour: [vi, observei]
  place: [rua, estacao]
  time: ["#h", hoje]
  legal-ground: [artigo, suspeita*]
  avoid: [cigan*, ar de]
en:
  behaviour: [saw, observed]
  place: [street, station]
  time: ["#h", today]
  legal-ground: [article, suspicion*]
  avoid: [gypsy, looked like]
""",
}
"""The library with a file of every kind that there is; it is without a problem too."""


def stamped(reference: str, overlay: str, kind: str) -> str:
    """The translation, with the stamps of that Portuguese."""
    source = read_yaml("reference", reference.encode())
    part, _ = read_part(MODELS[kind], source, source.tree)  # type: ignore[index]
    of = stamps(part, read_yaml("overlay", overlay.encode()).tree)
    return overlay + "of:\n" + "".join(f'  {path}: "{stamp}"\n' for path, stamp in of.items())


def write_library(root: Path, **changes: tuple[str, str] | str | None) -> Path:
    """Write the library in that folder, translated and stamped, and change it.

    A change is named by its file without the ending (`module`, `case_en`, `sources`): a pair of what stands there once
    and what takes its place, a whole new text, or None for no file. Stamps are those of the unchanged Portuguese.
    """
    for where, text in FILES.items():
        path = root / where
        whole = text
        if path.name.endswith(".en.yaml"):
            kind = path.name.partition(".")[0]
            whole = stamped(FILES[where.replace(".en.yaml", ".yaml")], text, kind)
        change = changes.pop(path.name.removesuffix(".yaml").replace(".", "_"), "as it is")
        if isinstance(change, tuple):
            assert whole.count(change[0]) == 1, change
            whole = whole.replace(*change)
        elif change != "as it is":
            whole = change or ""
        path.parent.mkdir(parents=True, exist_ok=True)
        if change is not None:
            path.write_text(whole, encoding="utf-8")
    assert not changes, changes
    return root


def write_full_library(root: Path) -> Path:
    """Write a library with a file of every kind in that folder, translated and stamped."""
    for where, text in full_library().items():
        path = root / where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@cache
def full_library() -> Mapping[str, str]:
    """The files of the library with a file of every kind, its translations stamped."""
    return {
        where: stamped(FULL[where.replace(".en.yaml", ".yaml")], text, Path(where).name.partition(".")[0])
        if where.endswith(".en.yaml")
        else text
        for where, text in FULL.items()
    }


def library_in(root: Path, **changes: tuple[str, str] | str | None) -> Library:
    """The library, changed as `write_library` says, as it is read."""
    return read_library(write_library(root, **changes))


def told(problems: tuple[Problem, ...] | list[Problem]) -> list[tuple[str, int, int, str, str, bool]]:
    """Of each problem: file, line, column, path, English words, whether it is fatal."""
    return [(p.where, p.line, p.column, p.path, p.in_words(str), p.fatal) for p in problems]
